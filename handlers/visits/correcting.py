"""Putting right what was just logged, in a few words: "no, perdón, era ayer"."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from rapidfuzz import fuzz

from handlers.kit.audit import MOST_LOOKED_AT
from handlers.kit.calendar.due_dates import DueMoment
from handlers.kit.follow_ups.amending import due_of
from handlers.kit.format.texts import Words, _, clip, quoted
from handlers.kit.forms import filling
from handlers.kit.forms.form import Said, Slot, Unclear
from handlers.kit.forms.moment_slots import FollowUp, PlannedFollowUp, read_whole_moment
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.amounts import find_amounts
from handlers.language.entities.moments.moments import FoundMoment, find_moments, read_moment
from handlers.language.entities.names.answers import may_be_called
from handlers.language.meaning import Amount, Moment, Name, NameKind, Tense, Understanding
from handlers.language.slots.corrections import Correction, correct, corrections, replaced_number
from handlers.language.slots.replacing import Place, around, corrected, known_words, names_value, places, put
from handlers.visits.card import INTERACTION, mine
from handlers.visits.saving import SAME_WORDS, VISIT, load, save
from handlers.visits.slots import AMOUNT, CONTACT, CUSTOMER, KIND, NEXT_STEP, SUMMARY, WHEN
from storage.crm.records import FollowUpRecord, InteractionRecord
from storage.names.folding import fold

REPLACED: tuple[Slot[Any], ...] = (CUSTOMER, WHEN, CONTACT, KIND, AMOUNT)
SHORT = 5
"""Words of a correction that nothing was found in, and that is surely no note."""


def amendment(turn: Turn, target: Target, text: str) -> Amendment | None:
    """The correction of the last log that a message is; None where it is none, or fits nothing of that log.

    What is said to be wrong has to be there: "Esteban Roble no paga" corrects no visit in which nothing of the kind was said.
    """
    fixes = corrections(text) if target.kind == INTERACTION else ()
    record = turn.work.interactions.get(target.id) if fixes else None
    if record is None or record.archived_at or record.author_id != turn.person.id:
        return None
    for fix in fixes:
        if found := _fitting(turn, target, record, fix, text):
            return found
    return None


def _fitting(turn: Turn, target: Target, record: InteractionRecord, fix: Correction, text: str) -> Amendment | None:
    if fix.about and not set(fold(fix.about).split()) & known_words(record.customer, record.contact, record.called):
        return None
    if fix.loose and read_whole_moment(turn, fix.right) is None:
        return None
    if not fix.right:
        last = _is_the_last_deed(turn, target)  # "no wait" is about what was done since
        return _amendment(0.95, "it takes something back", lambda: _what(turn, target)) if fix.plain and last else None
    if fix.detail:
        slot = next(slot for slot in REPLACED if slot.name == fix.detail)
        return _amendment(0.97, f"it names the {slot.name}", lambda: _change(turn, target, slot, fix.right))
    if name := _in_place_of_its_customer(turn, record, fix):
        return _amendment(0.97, "it names another customer", lambda: _give_to(turn, target, record, fix, name))
    if fix.wrong and record.contact and _is_of(fix.wrong, record.contact) and may_be_called(fix.right):
        return _amendment(0.97, "it names another person", lambda: _met_another(turn, target, record, fix))
    if replaced := _in_note(turn, target, record, fix):
        return replaced
    if fix.wrong and not _is_there(turn, record, fix.wrong):
        return None
    return _other_moment(turn, target, fix) or _replaced(turn, target, record, fix, text)


def _in_note(turn: Turn, target: Target, record: InteractionRecord, fix: Correction) -> Amendment | None:
    """What is right, put where it stands in the note; where that may be one of several places, it is asked which."""
    now, locale = turn.said_at, turn.locale
    said: tuple[str, ...] = (fix.right, fix.value)
    if fix.wrong:  # "change the delivery to Thursday": what is said first is not wrong, it is whose day it is
        said = () if names_value(fix.wrong, now, locale) else (f"{fix.wrong} {fix.right}",)
    names = known_words(record.customer, record.contact, record.called)
    tried = (places(record.summary, words, now, locale, names) for words in said)
    found = next((one for one in tried if one), ())
    if any(len(one) > 1 for one in found):
        return _amendment(0.95, "it may stand in several places", lambda: _which_place(target, record.summary, found))
    summary = put(record.summary, [one[0] for one in found]) if found else correct(record.summary, fix)
    if summary is None:
        return None
    return _amendment(
        0.96, "what it replaces stands in the note", lambda: _save(turn, target, _reread(turn, record, summary, fix))
    )


def _in_place_of_its_customer(turn: Turn, record: InteractionRecord, fix: Correction) -> str | None:
    """The customer whose it is, where the one that it was logged for is said to be wrong: "that's Bright, not Harbor"."""
    wrong = fold(fix.wrong).split()
    is_its = bool(wrong) and set(wrong) <= known_words(record.customer)
    return _customer_named(turn, fix) if is_its else None


def _is_of(words: str, name: str) -> bool:
    """Whether words are some of a name's."""
    said = fold(words).split()
    return bool(said) and set(said) <= known_words(name)


def _met_another(turn: Turn, target: Target, record: InteractionRecord, fix: Correction) -> Reply:
    """Somebody else in place of whoever was met, in the note too, by their whole name where it stands there."""
    said = _loaded(turn, target, {CUSTOMER.name: record.customer_id})
    try:
        met = CONTACT.type.read(turn, fix.right, said)
    except Unclear:
        return ask_for(turn, target, CONTACT, fix.right)
    whole = correct(record.summary, Correction(fix.right, record.contact or ""))
    note = whole or correct(record.summary, fix) or record.summary
    return _save(turn, target, {CONTACT.name: CONTACT.type.dump(met), SUMMARY.name: note})


def _give_to(turn: Turn, target: Target, record: InteractionRecord, fix: Correction, name: str) -> Reply:
    """The record at the customer that is named in place of its own, in the note too; which one is asked where several are meant."""
    found = turn.match(name, {NameKind.CUSTOMER}).candidates
    return _move(turn, target, record, found[0].id, fix) if len(found) == 1 else ask_for(turn, target, CUSTOMER, name)


def _which_place(target: Target, summary: str, found: Sequence[Sequence[Place]]) -> Reply:
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
    return Reply.of(_("What shall I correct?"), choices=choices)


def _reread(turn: Turn, record: InteractionRecord, summary: str, fix: Correction | None = None) -> dict[str, Any]:
    """The note as it is now; and the amount, the date and the next step's day where those stood in it and are others now."""
    changed: dict[str, Any] = {SUMMARY.name: summary}
    texts = (record.summary, summary)
    was, now = ([f.amount for f in find_amounts(text, turn.locale, turn.company.currency)] for text in texts)
    if record.amount in [amount.value for amount in was] and now and record.amount not in [a.value for a in now]:
        changed[AMOUNT.name] = AMOUNT.type.dump(now[0])
    when = _moved(turn, texts, "past", record.day)
    if when and isinstance(when.moment, Moment):
        changed[WHEN.name] = WHEN.type.dump(when.moment)
    step = turn.work.follow_ups.of_interaction(record.id)
    ahead = _moved(turn, texts, "future", step.due.local.date()) if step and step.is_open else None
    if step and ahead and (due := _due(turn, step, summary[ahead.start : ahead.end])):
        changed[NEXT_STEP.name] = NEXT_STEP.type.dump(PlannedFollowUp(step.what, due.due, due.asked))
    elif step and step.is_open and fix and (what := corrected(step.what, fix, turn.said_at, turn.locale)):
        changed[NEXT_STEP.name] = NEXT_STEP.type.dump(PlannedFollowUp(what, step.due))
    return changed


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


def _is_there(turn: Turn, record: InteractionRecord, wrong: str) -> bool:
    """Whether what is said to be wrong is something that the record holds."""
    names = fold(" ".join([record.customer, record.contact or "", record.called or ""])).split()
    if all(word in names for word in fold(wrong).split()):
        return True
    heard = turn.read_as("log_interaction", wrong).slots
    when, amount = heard.get("when"), heard.get("amount")
    if isinstance(when, Moment):
        start = when.start
        return (start.date() if isinstance(start, datetime) else start) == record.day
    if isinstance(amount, Amount):
        return amount.value == record.amount
    return heard.get("kind") == record.kind


def _replaced(turn: Turn, target: Target, record: InteractionRecord, fix: Correction, text: str) -> Amendment | None:
    """What the correction names, in place of what was; what is unclear, or moves the record to somebody else, is asked about."""
    heard = turn.read_as("log_interaction", fix.right)
    mere = record.amount is None and not _names_money(fix.right)  # "actually 2.30": of no amount there is
    found = [
        slot for slot in REPLACED if slot.name in heard.slots and not (slot is AMOUNT and (fix.right.isdigit() or mere))
    ]
    if found == [KIND] and len(fix.right.split()) > SHORT:
        found = []  # a word of a whole sentence says nothing of what kind it was
    if not found and (name := _customer_named(turn, fix)):
        return _amendment(0.94, "it names another customer", lambda: ask_for(turn, target, CUSTOMER, name))
    told = turn.understand(text).slots
    if not fix.plain and (fix.rather or SUMMARY.name in heard.slots or {"customer", "kind"} <= set(told)):
        return None  # "popped into Café Luna, Irene not in" is a telling of its own
    if not found:
        short = len(fix.right.split()) <= SHORT
        return _amendment(0.6, "it corrects something", lambda: _what(turn, target)) if fix.plain and short else None
    if not fix.plain and not fix.was and SUMMARY.name in heard.slots:
        return None
    if found == [WHEN] and not fix.was and (day := _day_in_note(turn, record)):
        return _amendment(0.94, "it names another day", lambda: _which_day(target, day, fix.right))
    return _amendment(0.94, "it names what is right", lambda: _take(turn, target, record, fix, heard, found))


def _names_money(words: str) -> bool:
    """Whether words name a currency beside a number."""
    return any(letter.isalpha() or unicodedata.category(letter) == "Sc" for letter in words)


def _day_in_note(turn: Turn, record: InteractionRecord) -> str | None:
    """The words of the last moment that the note names: a correction may be of that one as well as of the record's date."""
    found = find_moments(record.summary, turn.said_at, "future", turn.locale)
    return record.summary[found[-1].start : found[-1].end].strip() if found else None


def _which_day(target: Target, said: str, words: str) -> Reply:
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
        return _what(turn, target)
    return _save(turn, target, _reread(turn, record, Place(place, place + len(was), now).put(summary)))


def _take(
    turn: Turn,
    target: Target,
    record: InteractionRecord,
    fix: Correction,
    heard: Understanding,
    found: Sequence[Slot[Any]],
) -> Reply:
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
    return _save(turn, target, values)


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
        return _what(turn, target)
    return Reply.of(
        _(
            "{name} is at {customer}. Shall I move this from {before} to {customer}?",
            name=names[0].name,
            customer=customer.name,
            before=record.customer,
        ),
        choices=_moving(target, customer.id),
    )


def _move(
    turn: Turn, target: Target, record: InteractionRecord, customer_id: int, fix: Correction | None = None
) -> Reply:
    """A record goes to another customer only after a yes; then what was wrong in the note is put right with it."""
    customer = turn.work.customers.get(customer_id)
    if customer is None:
        return _what(turn, target)
    return Reply.of(
        _("Shall I move this from {before} to {customer}?", before=record.customer, customer=customer.name),
        choices=_moving(target, customer_id, fix),
    )


def _moving(target: Target, customer_id: int, fix: Correction | None = None) -> tuple[Choice, ...]:
    words = {"was": fix.wrong, "now": fix.right} if fix else {}
    return (
        Choice(_("Move it"), Action("move_visit", {"interaction": target.id, "customer": customer_id, **words})),
        Choice(_("Leave it"), Action("place", {"where": "nowhere"})),
    )


def move(turn: Turn, interaction: int, customer: int, was: str = "", now: str = "") -> Reply:
    """The yes to that; whoever was met is not of another customer. `was` in the note becomes `now`, which is what the customer is called."""
    target = Target(INTERACTION, interaction)
    record = mine(turn, target)
    note = correct(record.summary, Correction(now, was)) or record.summary
    return _save(turn, target, {CUSTOMER.name: customer, CONTACT.name: None, SUMMARY.name: note}, now or None)


def _change(turn: Turn, target: Target, slot: Slot[Any], words: str) -> Reply:
    """One detail, named: what cannot be read is asked for."""
    try:
        value = slot.type.read(turn, words, Said({}, text=words, target=target))
    except Unclear:
        return ask_for(turn, target, slot, words)
    changed = {slot.name: slot.type.dump(value)}
    if slot is AMOUNT:
        changed[SUMMARY.name] = _with_amount(turn, target, words)
    return _save(turn, target, changed)


def _with_amount(turn: Turn, target: Target, words: str) -> str:
    """The note with the amount that was wrong put right in it too."""
    record = mine(turn, target)
    found = find_amounts(record.summary, turn.locale, turn.company.currency)
    place = next(((f.start, f.end) for f in found if f.amount.value == record.amount), None)
    return replaced_number(record.summary, place, words) if place else record.summary


def _amendment(score: float, reason: str, apply: Callable[[], Reply]) -> Amendment:
    return Amendment(score, reason, _("a correction of what you just told me"), apply)


def _is_the_last_deed(turn: Turn, target: Target) -> bool:
    """Whether nothing was done after what a correction could be about."""
    last = turn.work.changes.last_turn(turn.person.id)
    return (
        any(
            (change.entity, change.id) == ("interactions", target.id)
            for change in turn.work.changes.changes_of(last, limit=MOST_LOOKED_AT)
        )
        if last
        else False
    )


def _other_moment(turn: Turn, target: Target, fix: Correction) -> Amendment | None:
    """Another moment for what comes next, "no, mejor el jueves"; where it may be of what has been too, that is asked."""
    step = turn.work.follow_ups.of_interaction(target.id)
    if step is None and fix.rather and (moment := read_whole_moment(turn, fix.right)) is not None:
        return _amendment(0.94, "it names another day", lambda: _which_moment(target, fix.right))
    if step is None or not step.is_open or fix.was:
        return None
    if again := _same_step(turn, fix, step):
        return _amendment(
            0.94,
            "it says the next step again",
            lambda: _save(turn, target, {NEXT_STEP.name: NEXT_STEP.type.dump(again)}),
        )
    moment = read_whole_moment(turn, fix.right)
    if moment is None:
        return None
    to_come = read_moment(fix.right, turn.said_at, "past", turn.locale) == moment
    if fix.rather or to_come:
        return _amendment(0.94, "it moves the next step", lambda: _step_at(turn, target, step, fix.right))
    return _amendment(0.94, "it names another day", lambda: _which_moment(target, fix.right))


def _which_moment(target: Target, words: str) -> Reply:
    """Whether a moment is of what was, or of what comes next."""
    args = {"interaction": target.id, "moment": words}
    choices = tuple(
        Choice(slot.label, Action("correct_visit", {**args, "slot": slot.name})) for slot in (NEXT_STEP, WHEN)
    )
    return Reply.of(_("What shall I correct?"), choices=choices)


def _step_at(turn: Turn, target: Target, step: FollowUpRecord, words: str) -> Reply:
    """The next step at another moment, which the words name: a day keeps its hour, an hour its day. One that is over is asked for."""
    due = _due(turn, step, words)
    if due is None:
        return ask_for(turn, target, NEXT_STEP, f"{step.what} {words}")
    planned = PlannedFollowUp(step.what, due.due, due.asked)
    return _save(turn, target, {NEXT_STEP.name: NEXT_STEP.type.dump(planned)})


def amend_slot(turn: Turn, interaction: int, slot: Literal["next_step", "when"], moment: str) -> Reply:
    """The answer to which of the two moments a correction is about; `moment` are its words."""
    target = Target(INTERACTION, interaction)
    mine(turn, target)
    step, meant = turn.work.follow_ups.of_interaction(interaction), read_whole_moment(turn, moment)
    if slot == NEXT_STEP.name and step and step.is_open and meant:
        return _step_at(turn, target, step, moment)
    if slot == NEXT_STEP.name:
        return ask_for(turn, target, NEXT_STEP, moment)
    try:
        when = WHEN.type.read(turn, moment, Said({}, target=target))
    except Unclear:
        return ask_for(turn, target, WHEN, moment)
    return _save(turn, target, {WHEN.name: WHEN.type.dump(when)})


def _same_step(turn: Turn, fix: Correction, step: FollowUpRecord) -> PlannedFollowUp | None:
    """The next step said again with another moment: "no, volver el jueves"."""
    try:
        again = FollowUp().read(turn, fix.right, Said({}))
    except Unclear:
        return None
    same = fuzz.token_set_ratio(fold(again.what), fold(step.what)) >= SAME_WORDS and again.what != turn.voice.say(
        _("get in touch")
    )
    return again if same else None


def _customer_named(turn: Turn, fix: Correction) -> str | None:
    """The correction, where its words are a customer's name, or part of one that is only said to put something right."""
    name = turn.understand(fix.right).slots.get("customer")
    alone = isinstance(name, Name) and turn.understand(fix.right).intent == "show_customer"
    part = (
        fix.plain
        and bool(fix.right)
        and len(fix.right.split()) <= SHORT
        and turn.match(fix.right, {NameKind.CUSTOMER}).candidates
    )
    return fix.right if alone or part else None


def ask_for(turn: Turn, target: Target, slot: Slot[Any], text: str) -> Reply:
    """Takes the words as the answer to which value is right, with the question where they leave a doubt."""
    filling.reopen(turn, VISIT, target, slot)
    if slot is CUSTOMER and turn.conversation.form:
        turn.conversation.form.values.pop(CONTACT.name, None)  # whoever was met is not of another customer
    return filling.answered(turn, VISIT, text, turn.understand(text))


def remind_of_step(turn: Turn, interaction: int, what: str) -> Reply:
    """Asks when to bring up what was promised for no day."""
    target = Target(INTERACTION, interaction)
    mine(turn, target)
    return ask_for(turn, target, NEXT_STEP, what)


def _save(turn: Turn, target: Target, changed: dict[str, Any], called: str | None = None) -> Reply:
    """Saves what is different, and shows it, from what to what; where nothing is, it says so. `called`: what the customer is called now."""
    mine(turn, target)
    before = load(turn, target)
    step = turn.work.follow_ups.of_interaction(target.id)
    if step is not None:
        before[NEXT_STEP.name] = NEXT_STEP.type.dump(PlannedFollowUp(step.what, step.due))
    after = {name: raw for name, raw in {**before, **changed}.items() if raw is not None}
    names = [slot.name for slot in VISIT.slots if before.get(slot.name) != after.get(slot.name)]
    turn.conversation.made(target, turn.incoming.sent_at)
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
    return (Reply((Facts(lines),)) if lines else Reply()) + save(turn, said)


def _loaded(turn: Turn, target: Target, values: Mapping[str, Any]) -> Said:
    return Said(
        {name: slot.type.load(turn, raw) for name, raw in values.items() if (slot := VISIT.slot(name))}, target=target
    )


def _shown(slot: Slot[Any], said: Said) -> Words:
    return slot.type.show(said[slot]) if slot in said else "–"


def _what(turn: Turn, target: Target) -> Reply:
    fix = Action("fix", {"target": str(target)})
    choices = tuple(Choice(slot.label, fix.with_args(slot=slot.name)) for slot in VISIT.slots if slot.fixable)
    return Reply.of(_("What shall I correct?"), choices=choices)
