"""Visits, and calls, e-mails, messages, meetings, events: what happened with a customer, said in one sentence."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.follow_ups.next_steps import each, further, titled
from handlers.kit.format.dates import moved_note
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Said, Slot, Unclear
from handlers.kit.forms.moment_slots import FollowUp
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Grain, Moment, Name, NextStep, Understanding
from handlers.visits import nudging
from handlers.visits.activity import RECORDS
from handlers.visits.card import INTERACTION, card, mine
from handlers.visits.corrected import amend_note, amend_slot, ask_for, move, remind_of_step
from handlers.visits.correcting import amendment
from handlers.visits.offering import remind_of, remind_then
from handlers.visits.saving import VISIT, load, save
from handlers.visits.slots import CUSTOMER, INBOUND, NEXT_STEP, NOTE, SUMMARY
from storage.crm.interactions import InteractionInput
from storage.crm.records import CustomerRecord
from storage.people.records import Person


def _continue(turn: Turn, target: Target, text: str) -> Reply | None:
    """More about something logged: the rest of a burst, or a reply to its card."""
    record = turn.work.interactions.get(target.id)
    if record is None or record.archived_at or record.author_id != turn.person.id:
        return None
    heard = turn.read_as("log_interaction", text)
    step, rest = heard.slots.get("next_step"), str(heard.slots.get("summary", ""))
    alone = turn.understand(text)
    dated = isinstance(step, NextStep) and isinstance(step.due, Moment)
    what, due = alone.slots.get("what"), alone.slots.get("due")
    ordered = alone.intent == "set_reminder" and (not dated or (rest and isinstance(due, Moment)))
    if ordered:  # the whole message is the next step: "y llamar a Marta el lunes"
        step, rest = NextStep(str(what or text), due if isinstance(due, Moment) else None), ""
    first = turn.work.follow_ups.of_interaction(record.id)
    try:
        follow_up = FollowUp().take(turn, step, Said({}, text=text)) if isinstance(step, NextStep) else None
    except Unclear as unclear:
        if unclear.choices and first is None and not rest:
            return ask_for(turn, target, NEXT_STEP, text)
        follow_up = None  # a time that is over: the words are kept
    notes: list[Words] = []
    if follow_up:
        for one in [step for planned in (follow_up, *further(turn, heard, text)) for step in each(turn, planned)]:
            notes += [note] if (note := moved_note(one.when)) else []
            turn.work.follow_ups.add(
                titled(one, record.first_met.name if record.first_met else None),
                one.due,
                owner_id=turn.person.id,
                customer_id=record.customer_id,
                contact_id=record.first_met.id if record.first_met else None,
                interaction_id=record.id,
            )
    else:
        rest = text
    if rest:
        turn.work.interactions.add_to_summary(record.id, rest)
    turn.conversation.made(target, turn.incoming.sent_at)
    customer = turn.work.customers.get(record.customer_id)
    more = turn.contributions("after_addition", customer) if customer else Reply()
    if isinstance(step, NextStep) and follow_up is None:
        more = more + remind_of(step.what, target)
    more = Reply.of(*notes) + more + (Reply() if ordered else remind_then(turn, heard, text, target))
    if follow_up and first:
        return Reply.of(_("Added: {what}", what=FollowUp().show(follow_up))) + card(turn, record.id) + more
    return Reply.of(_("Added.")) + card(turn, record.id) + more


def _correct(turn: Turn) -> Reply | None:
    """An edited message corrects what it logged; one that logged nothing is read anew."""
    logged = turn.work.interactions.from_message(turn.incoming.source)
    if not logged:
        return None
    heard = turn.understand(turn.incoming.text)
    if heard.intent != VISIT.intent:
        raise Sorry(_("I can't read the edited message as a visit or a call, so I left the record as it was."))
    target = Target(INTERACTION, logged[0])
    mine(turn, target)
    said = Said({}, heard=heard, text=turn.incoming.text, target=target, source=turn.incoming.source)
    try:
        for slot in VISIT.slots:
            value = slot.type.take(turn, heard.slots[slot.name], said) if slot.name in heard.slots else None
            if value is None and slot.default:
                value = slot.default(turn, said)
            if value is not None:
                said.put(slot, value)
    except Unclear as unclear:
        raise Sorry(unclear.words[0] if unclear.words else _("I left the record as it was.")) from None
    before = load(turn, target)
    kept: tuple[Slot[Any], ...] = (CUSTOMER, SUMMARY)
    for slot in kept:
        if slot not in said:
            said.put(slot, slot.type.load(turn, before[slot.name]))
    return save(turn, said)


def _forwarded(turn: Turn, heard: Understanding) -> Reply:
    """What a customer wrote, forwarded: logged as a message of theirs."""
    slots = {name: heard.slots[name] for name in ("customer", "contact") if name in heard.slots}
    by = turn.understand(turn.incoming.forwarded_from or "").slots.get("contact")
    if by and "contact" not in slots:
        slots["contact"] = by
    known = {name: value for name, value in slots.items() if isinstance(value, Name) and value.candidates}
    kept = {"kind": "message", "summary": turn.incoming.text, INBOUND.name: True}
    return start(turn, VISIT, replace(heard, slots=known, also=()), values=kept)


def _join(turn: Turn, interaction: int) -> Reply:
    """“It is the same visit”: what was new in the second telling goes to the first."""
    state, turn.conversation.form = turn.conversation.form, None
    if state is None or state.form != VISIT.name:
        raise Sorry(_("There is nothing waiting for an answer."))
    mine(turn, Target(INTERACTION, interaction))
    if summary := str(state.values.get("summary", "")):
        turn.work.interactions.add_to_summary(interaction, summary)
    return Reply.of(_("Added.")) + card(turn, interaction)


def _copy(turn: Turn, customer: CustomerRecord, interaction: int | None = None) -> Reply:
    """Logs what was logged with another customer of the same message. A button of an earlier version means the last log."""
    last = turn.conversation.last
    logged = interaction or (last.id if last and last.kind == INTERACTION else None)
    record = turn.work.interactions.get(logged) if logged else None
    if record is None:
        raise Sorry(_("That no longer exists."))
    told = InteractionInput(customer.id, record.kind, record.at, record.day, record.grain, record.summary)
    return card(turn, turn.work.interactions.log(told))


def _note(turn: Turn, customer: int, text: str, told_at: datetime | None = None, *, kind: str | None = None) -> Reply:
    """Keeps what was told of a customer as a note there, in all its words; of another kind where they say so and none is given.

    What was told another time is kept as it is, of that day: nothing in it is asked about any more.
    """
    if told_at is not None:
        at = told_at.astimezone(turn.zone)
        told = InteractionInput(customer, NOTE, at, at.date(), Grain.DAY.value, text)
        id_ = turn.work.interactions.log(told, source=turn.incoming.source)
        turn.conversation.made(Target(INTERACTION, id_), turn.incoming.sent_at)
        return card(turn, id_)
    heard = turn.read_as("log_interaction", text)
    slots = {name: value for name, value in heard.slots.items() if name not in {"customer", "summary"}}
    values: dict[str, Any] = {"customer": customer, "summary": text.strip()}
    if kind or "kind" not in slots:
        values["kind"] = kind or NOTE
    return start(turn, VISIT, replace(heard, slots=slots, also=(), records=()), text=text, values=values)


def _keep_note(turn: Turn, customer: int) -> Reply:
    """The yes to keeping what we cannot do yet as a note."""
    text = turn.take_pending()
    if text is None or turn.work.customers.get(customer) is None:
        raise Sorry(_("That no longer exists."))
    return _note(turn, customer, text, kind=NOTE)


def _home(_turn: Turn, person: Person) -> Reply:
    """The home page begins with what is done most."""
    log = Choice(_("Log a visit"), Action("log_visit"), opens=VISIT.name)
    return Reply.of(
        _("Hello, {name}. Tell me of a visit in one sentence, or press the button.", name=person.first_name),
        choices=(log,),
    )


CAPABILITY = Capability(
    "visits",
    about=_("Log a visit, a call, an e-mail: just tell me"),
    commands=(
        Command(
            {"es": "visita", "en": "visit"},
            VISIT,
            _("Log a visit, step by step"),
            reads_as="visita a {}",
            shortcut=True,
        ),
    ),
    intents={"log_interaction": VISIT},
    actions={
        "log_visit": VISIT,
        "add_to_visit": _join,
        "log_also": _copy,
        "correct_visit": amend_slot,
        "correct_note": amend_note,
        "move_visit": move,
        "remind_of_step": remind_of_step,
        "keep_note": _keep_note,
        nudging.NOT_SEEN: nudging.about_not_seen,
        "not_seen_later": nudging.not_seen_later,
        nudging.UNTOLD: nudging.about_untold,
        "untold_over": nudging.untold_over,
    },
    examples={
        "es": ("visité a Bar Sol ayer, Marta quiere 10 cajas, llamarla el martes a las 10",),
        "en": ("visited The Crown yesterday, Laura wants 10 boxes, call her on Tuesday at 10",),
    },
    contributes={HOME: _home},
    continues={INTERACTION: _continue},
    amends={INTERACTION: amendment},
    corrects=_correct,
    forwarded=_forwarded,
    records=RECORDS,
    keeps_note=_note,
    order=10,
)
