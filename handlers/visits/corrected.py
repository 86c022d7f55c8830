"""Putting right what was logged: what a correction changes in the record, in its note and in its next step, and what is asked first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

from handlers.kit.calendar.due_dates import DueMoment
from handlers.kit.follow_ups.amending import due_of
from handlers.kit.format.texts import Words, _, clip, quoted
from handlers.kit.forms import filling
from handlers.kit.forms.form import Said, Slot, Unclear
from handlers.kit.forms.moment_slots import PlannedFollowUp, read_whole_moment
from handlers.kit.forms.name_slots import Met
from handlers.kit.forms.subjects import Subject
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.amounts import find_amounts
from handlers.language.entities.moments.moments import FoundMoment, find_moments
from handlers.language.meaning import Moment, Name, NameKind, Tense, Understanding
from handlers.language.slots.corrections import Correction, correct, is_a_cue, replaced_number, whose_kin
from handlers.language.slots.pointing import telling_words
from handlers.language.slots.replacing import Place, around, corrected, known_words
from handlers.visits.card import INTERACTION, mine
from handlers.visits.offering import add_step, offered_step
from handlers.visits.people_slot import each_once
from handlers.visits.saving import VISIT, load, save
from handlers.visits.slots import AMOUNT, CONTACT, CUSTOMER, KIND, NEXT_STEP, SUMMARY, WHEN
from storage.crm.records import CustomerRecord, FollowUpRecord, InteractionRecord, PersonMet


def met_another(turn: Turn, target: Target, record: InteractionRecord, fix: Correction, wrong: PersonMet) -> Reply:
    """Somebody else in place of one who was met, in the note too, by their whole name where it stands there."""
    if _is_of_another(turn, turn.read_as("log_interaction", fix.right).slots.get(CONTACT.name), record):
        return _somebody_elses(turn, target, record, fix.right)
    said = _loaded(turn, target, {CUSTOMER.name: record.customer_id})
    try:
        kin = whose_kin(fix.right)
        met = CONTACT.type.read(turn, kin[0] if kin else fix.right, said)
    except Unclear:
        return ask_for(turn, target, CONTACT, fix.right)
    right = fix.whole or fix.right
    whole = correct(record.summary, Correction(right, wrong.name))
    note = whole or correct(record.summary, replace(fix, right=right)) or record.summary
    people = [there for one in record.met for there in (met if one == wrong else (Met(one.name, one.id),))]
    return put_right(turn, target, {CONTACT.name: CONTACT.type.dump(each_once(people)), SUMMARY.name: note})


def give_to(turn: Turn, target: Target, record: InteractionRecord, fix: Correction, name: str) -> Reply:
    """The record at the customer that is named in place of its own, in the note too; which one is asked where several are meant."""
    found = turn.match(name, {NameKind.CUSTOMER}).candidates
    return _move(turn, target, record, found[0].id, fix) if len(found) == 1 else ask_for(turn, target, CUSTOMER, name)


def give_to_somebody(turn: Turn, target: Target, record: InteractionRecord, meant: Subject) -> Reply:
    """The record at whoever was named in other words than their name: "it was for Elena at the nursery"."""
    return _ask_to_move(target, record, meant.customer, contact=meant.contact.id if meant.contact else None)


def which_place(target: Target, summary: str, found: Sequence[Sequence[Place]]) -> Reply:
    """Which of the places in a note a correction is of, each with the words around it."""
    several = next(one for one in found if len(one) > 1)
    args = {"interaction": target.id}
    choices = tuple(
        Choice(
            quoted(around(summary, place)),
            Action(
                "correct_note", {**args, "was": summary[place.start : place.end], "now": place.now, "at": place.start}
            ),
        )
        for place in several
    )
    return Reply.which(_("What shall I correct?"), choices)


def reread(turn: Turn, record: InteractionRecord, summary: str, fix: Correction | None = None) -> dict[str, Any]:
    """The note as it is now; and the amount, the date and the next step's day where those stood in it and are others now."""
    changed: dict[str, Any] = {SUMMARY.name: summary}
    texts = (record.summary, summary)
    was, now = ([f.amount for f in find_amounts(text, turn.locale, turn.company.currency)] for text in texts)
    if record.amount in [amount.value for amount in was] and now and record.amount not in [a.value for a in now]:
        changed[AMOUNT.name] = AMOUNT.type.dump(now[0])
    to_come = fix is not None and not fix.was and is_to_come(turn, fix.right)
    when = None if to_come else _moved(turn, texts, "past", record.day)
    if when and isinstance(when.moment, Moment):
        changed[WHEN.name] = WHEN.type.dump(when.moment)
    step = turn.work.follow_ups.of_interaction(record.id)
    ahead = _moved(turn, texts, "future", step.due.local.date()) if step and step.is_open else None
    if step and ahead and (due := _due(turn, step, summary[ahead.start : ahead.end])):
        changed[NEXT_STEP.name] = NEXT_STEP.type.dump(PlannedFollowUp(step.what, due.due, due.asked))
    elif step and step.is_open and fix and (what := corrected(step.what, fix, turn.said_at, turn.locale)):
        changed[NEXT_STEP.name] = NEXT_STEP.type.dump(PlannedFollowUp(what, step.due))
    return changed


def is_to_come(turn: Turn, words: str) -> bool:
    """Whether words name a day that is to come, and none that is over."""
    found = find_moments(words, turn.said_at, "future", turn.locale)
    over = find_moments(words, turn.said_at, "past", turn.locale)
    return bool(found) and [one.moment for one in found] == [one.moment for one in over]


def _moved(turn: Turn, texts: tuple[str, str], tense: Tense, day: date) -> FoundMoment | None:
    """The moment in the second of two texts that stands where the first has one of a day; None where that is the same."""
    before, after = (
        [f for f in find_moments(t, turn.said_at, tense, turn.locale) if isinstance(f.moment, Moment)] for t in texts
    )
    pairs = zip(before, after, strict=True) if len(before) == len(after) else ()
    return next((new for old, new in pairs if old.moment != new.moment and _day(old.moment) == day), None)


def _due(turn: Turn, step: FollowUpRecord, words: str) -> DueMoment | None:
    """When a next step is due by other words; None where they name no time to come."""
    try:
        return due_of(turn, step, words)
    except Sorry:
        return None


def _day(moment: object) -> date | None:
    if not isinstance(moment, Moment):
        return None
    return moment.start.date() if isinstance(moment.start, datetime) else moment.start


def which_day(target: Target, said: str, words: str) -> Reply:
    """Whether a moment is the one that the note names, or when it was."""
    args = {"interaction": target.id}
    in_note = Choice(quoted(clip(said, 40)), Action("correct_note", {**args, "was": said, "now": words}))
    date = Choice(WHEN.label, Action("correct_visit", {**args, "slot": WHEN.name, "moment": words}))
    return Reply.of(_("What shall I correct?"), choices=(in_note, date))


def amend_note(turn: Turn, interaction: int, was: str, now: str, at: int | None = None) -> Reply:
    """Puts some words of the note right: those that stand `at` a place, or the last ones."""
    target = Target(INTERACTION, interaction)
    record = mine(turn, target)
    summary = record.summary
    place = summary.rfind(was) if at is None else at
    if place < 0 or summary[place : place + len(was)] != was:
        return ask_what(turn, target)
    return put_right(turn, target, reread(turn, record, Place(place, place + len(was), now).put(summary)))


def take_named(
    turn: Turn,
    target: Target,
    record: InteractionRecord,
    fix: Correction,
    heard: Understanding,
    found: Sequence[Slot[Any]],
) -> Reply:
    """The slots `found` in a correction, each in place of what it was; what is unclear, or of another customer, is asked about."""
    said = Said({}, heard=heard, text=fix.right, target=target)
    values: dict[str, Any] = {}
    for slot in found:
        alone = slot is CUSTOMER and len(found) == 1
        try:
            value = (
                slot.type.read(turn, fix.right, said) if alone else slot.type.take(turn, heard.slots[slot.name], said)
            )
        except Unclear:
            return ask_for(turn, target, slot, fix.right)
        if value is not None:
            values[slot.name] = slot.type.dump(value)
            said.put(slot, value)
        if slot is AMOUNT:
            values[SUMMARY.name] = _with_amount(turn, target, fix.right)
    if _is_of_another(turn, heard.slots.get(CONTACT.name), record):
        return _somebody_elses(turn, target, record, fix.right)
    if CUSTOMER in found and values.get(CUSTOMER.name) != record.customer_id:
        return _move(turn, target, record, values[CUSTOMER.name])
    return put_right(turn, target, values)


def _is_of_another(turn: Turn, contact: object, record: InteractionRecord) -> bool:
    """Whether somebody is known, and works at other customers alone."""
    places = {entry.customer_id for entry in contact.candidates} if isinstance(contact, Name) else set()
    return bool(places) and record.customer_id not in places


def _somebody_elses(turn: Turn, target: Target, record: InteractionRecord, words: str) -> Reply:
    """Somebody of another customer was not met here: which of the two was right is asked, and nothing is changed."""
    contact = turn.read_as("log_interaction", words).slots.get(CONTACT.name)
    names = contact.candidates if isinstance(contact, Name) else ()
    customer = turn.work.customers.get(names[0].customer_id) if names and names[0].customer_id else None
    if customer is None:
        return ask_what(turn, target)
    return Reply.of(
        _(
            "{name} is at {customer}. Shall I move this from {before} to {customer}?",
            name=names[0].name,
            customer=customer.name,
            before=record.customer,
        ),
        choices=_moving(target, customer.id, contact=names[0].id),
    )


def _move(
    turn: Turn, target: Target, record: InteractionRecord, customer_id: int, fix: Correction | None = None
) -> Reply:
    """A record goes to another customer only after a yes; then what was wrong in the note is put right with it."""
    customer = turn.work.customers.get(customer_id)
    if customer is None:
        return ask_what(turn, target)
    return _ask_to_move(target, record, customer, fix)


def _ask_to_move(
    target: Target,
    record: InteractionRecord,
    customer: CustomerRecord,
    fix: Correction | None = None,
    *,
    contact: int | None = None,
) -> Reply:
    return Reply.of(
        _("Shall I move this from {before} to {customer}?", before=record.customer, customer=customer.name),
        choices=_moving(target, customer.id, fix, contact=contact),
    )


def _moving(
    target: Target, customer_id: int, fix: Correction | None = None, *, contact: int | None = None
) -> tuple[Choice, ...]:
    words = {"was": fix.wrong, "now": fix.right} if fix else {}
    met = {"contact": contact} if contact else {}
    return (
        Choice(_("Move it"), Action("move_visit", {"interaction": target.id, "customer": customer_id, **words, **met})),
        Choice(_("Leave it"), Action("place", {"where": "nowhere"})),
    )


def move(
    turn: Turn, interaction: int, customer: int, was: str = "", now: str = "", contact: int | None = None
) -> Reply:
    """The yes to that; whoever was met is not of another customer, but for the `contact` who was named.

    `was` in the note becomes `now`, which is what the customer is called.
    """
    target = Target(INTERACTION, interaction)
    record = mine(turn, target)
    note = correct(record.summary, Correction(now, was)) or record.summary
    known = turn.work.customers.contact(contact) if contact else None
    met = CONTACT.type.dump((Met(known.name, known.id),)) if known and known.customer_id == customer else None
    return put_right(turn, target, {CUSTOMER.name: customer, CONTACT.name: met, SUMMARY.name: note}, now or None)


def change_detail(turn: Turn, target: Target, slot: Slot[Any], words: str) -> Reply:
    """One detail, named: what cannot be read is asked for."""
    try:
        value = slot.type.read(turn, words, Said({}, text=words, target=target))
    except Unclear:
        return ask_for(turn, target, slot, words)
    changed = {slot.name: slot.type.dump(value)}
    if slot is AMOUNT:
        changed[SUMMARY.name] = _with_amount(turn, target, words)
    return put_right(turn, target, changed)


def _with_amount(turn: Turn, target: Target, words: str) -> str:
    """The note with the amount that was wrong put right in it too."""
    record = mine(turn, target)
    found = find_amounts(record.summary, turn.locale, turn.company.currency)
    place = next(((f.start, f.end) for f in found if f.amount.value == record.amount), None)
    return replaced_number(record.summary, place, words) if place else record.summary


def which_moment(target: Target, words: str) -> Reply:
    """Whether a moment is of what was, or of what comes next."""
    args = {"interaction": target.id, "moment": words}
    choices = tuple(
        Choice(slot.label, Action("correct_visit", {**args, "slot": slot.name})) for slot in (NEXT_STEP, WHEN)
    )
    return Reply.of(_("What shall I correct?"), choices=choices)


def step_at(turn: Turn, target: Target, step: FollowUpRecord, words: str) -> Reply:
    """The next step at another moment, which the words name: a day keeps its hour, an hour its day. One that is over is asked for."""
    due = _due(turn, step, words)
    if due is None:
        return ask_for(turn, target, NEXT_STEP, f"{step.what} {words}")
    planned = PlannedFollowUp(step.what, due.due, due.asked)
    return put_right(turn, target, {NEXT_STEP.name: NEXT_STEP.type.dump(planned)})


def amend_slot(turn: Turn, interaction: int, slot: Literal["next_step", "when"], moment: str) -> Reply:
    """The answer to which of the two moments a correction is about; `moment` are its words."""
    target = Target(INTERACTION, interaction)
    mine(turn, target)
    step, meant = turn.work.follow_ups.of_interaction(interaction), read_whole_moment(turn, moment)
    if slot == NEXT_STEP.name and step and step.is_open and meant:
        return step_at(turn, target, step, moment)
    if slot == NEXT_STEP.name:
        return ask_for(turn, target, NEXT_STEP, moment)
    try:
        when = WHEN.type.read(turn, moment, Said({}, target=target))
    except Unclear:
        return ask_for(turn, target, WHEN, moment)
    return put_right(turn, target, {WHEN.name: WHEN.type.dump(when)})


def ask_for(turn: Turn, target: Target, slot: Slot[Any], text: str) -> Reply:
    """Takes the words as the answer to which value is right, with the question where they leave a doubt."""
    filling.reopen(turn, VISIT, target, slot)
    if slot is CUSTOMER and turn.conversation.form:
        turn.conversation.form.values.pop(CONTACT.name, None)  # whoever was met is not of another customer
    return filling.answered(turn, VISIT, text, turn.understand(text))


def remind_of_step(turn: Turn, interaction: int, what: str, step: str = "") -> Reply:
    """Brings up what was told of a day to come; asks when, where it was promised for no day or that is over by now."""
    target = Target(INTERACTION, interaction)
    mine(turn, target)
    if step and (planned := offered_step(turn, step)):
        return add_step(turn, target, planned)
    return ask_for(turn, target, NEXT_STEP, what)


def put_right(turn: Turn, target: Target, changed: dict[str, Any], called: str | None = None) -> Reply:
    """Saves what is different, and shows it, from what to what; where nothing is, it says so. `called`: what the customer is called now."""
    record_before = mine(turn, target)
    before = load(turn, target)
    step = turn.work.follow_ups.of_interaction(target.id)
    if step is not None:
        before[NEXT_STEP.name] = NEXT_STEP.type.dump(PlannedFollowUp(step.what, step.due))
    after = {name: raw for name, raw in {**before, **changed}.items() if raw is not None}
    names = [slot.name for slot in VISIT.slots if before.get(slot.name) != after.get(slot.name)]
    turn.conversation.made(target, turn.incoming.sent_at)
    if not names and _says_more(turn, record_before):
        return ask_what(turn, target)
    if not names:
        return Reply.of(_("It already says that: nothing was changed."))
    old, said = _loaded(turn, target, before), _loaded(turn, target, after)
    said.heard = (
        Understanding(turn.voice.language, "log_interaction", {CUSTOMER.name: Name(called)}) if called else None
    )
    for slot in VISIT.slots:
        if slot in said:
            said.put(slot, slot.type.settled(turn, said[slot]))
    if NEXT_STEP.name not in changed:
        said.drop(NEXT_STEP)
    lines = [
        (slot.label, _("{before} → {after}", before=_shown(slot, old), after=_shown(slot, said)))
        for slot in VISIT.slots
        if slot.name in names and slot is not SUMMARY
    ]
    record = mine(turn, target)
    shown = (Reply((Facts(lines),)) if lines else Reply()) + save(turn, said)
    return shown + turn.contributions("corrected", (record, mine(turn, target)))


def _says_more(turn: Turn, record: InteractionRecord) -> bool:
    """Whether what was said has words that a record does not: it is no wonder then that nothing of it is different."""
    own = known_words(record.summary, record.customer, record.names_met, record.called)
    told = turn.understand(turn.told)
    left = turn.told
    for span in sorted(told.spans, key=lambda one: -one.start):
        if span.slot in {WHEN.name, AMOUNT.name, KIND.name}:
            left = left[: span.start] + " " + left[span.end :]
    return any(word not in own and word.isalpha() and not is_a_cue(word) for word in telling_words(left))


def _loaded(turn: Turn, target: Target, values: Mapping[str, Any]) -> Said:
    return Said(
        {name: slot.type.load(turn, raw) for name, raw in values.items() if (slot := VISIT.slot(name))}, target=target
    )


def _shown(slot: Slot[Any], said: Said) -> Words:
    return slot.type.show(said[slot]) if slot in said else "–"


def ask_what(turn: Turn, target: Target) -> Reply:
    """Which detail is wrong, where the words do not say."""
    fix = Action("fix", {"target": str(target)})
    choices = tuple(Choice(slot.label, fix.with_args(slot=slot.name)) for slot in VISIT.slots if slot.fixable)
    return Reply.of(_("What shall I correct?"), choices=choices)
