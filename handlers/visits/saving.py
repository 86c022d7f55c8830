"""Keeping what was told, and what the rep gets back for it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from rapidfuzz import fuzz

from handlers.kit.follow_ups.next_steps import each, further, titled
from handlers.kit.format.dates import moved_note
from handlers.kit.format.labels import KINDS
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.form import Confirmation, Form, Said
from handlers.kit.forms.moment_slots import Past, PlannedFollowUp
from handlers.kit.forms.name_slots import MOST_CHOICES, Met, others_told_of, tidy_name
from handlers.kit.forms.slot_types import MoneyAmount
from handlers.kit.messages.action import NO, YES, Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import Amount, Grain, Moment, Name, NextStep
from handlers.visits.card import INTERACTION, card, mine, shown
from handlers.visits.offering import remind_of, remind_then
from handlers.visits.people_slot import kept, which
from handlers.visits.slots import (
    ALL,
    AMOUNT,
    CONTACT,
    CUSTOMER,
    INBOUND,
    KIND,
    MOOD,
    NEXT_STEP,
    NOTE,
    PRODUCT,
    PROMOTION,
    SUMMARY,
    WHEN,
    enrich,
)
from handlers.visits.whose_step import whose_step
from storage.crm.interactions import InteractionInput
from storage.crm.records import CustomerRecord, InteractionRecord, PersonMet
from storage.names.folding import fold

NOON = time(12, 0)
"""Where only the day is known, the history is ordered as if it had been noon."""
SAME_WORDS = 80
"""From this likeness of two notes (0–100, token set ratio) they are taken for the same one, told twice."""


def _told(turn: Turn, said: Said, people: Sequence[PersonMet]) -> InteractionInput:
    customer, moment, amount = said[CUSTOMER], said[WHEN], said.get(AMOUNT)
    start = moment.start
    wall = start if isinstance(start, datetime) else datetime.combine(start, NOON)
    at = min(wall.replace(tzinfo=turn.zone), turn.said_at)
    nobody = said[KIND] == NOTE and said.heard is not None and said.heard.unmet  # a colleague met them, or nobody
    return InteractionInput(
        customer_id=customer.id,
        kind=said[KIND],
        at=at,
        day=wall.date(),
        grain=moment.grain.value,
        summary=_whole_note(said),
        met=() if nobody else tuple(people),
        amount=amount.value if amount else None,
        currency=amount.currency if amount else None,
        sentiment=said.get(MOOD),
        promotion=said.get(PROMOTION),
        product=said.get(PRODUCT),
        called=_called(said),
    )


def _whole_note(said: Said) -> str:
    """The note, with what was promised for no day: nothing that was said is lost."""
    loose = _undated(said)
    note = said[SUMMARY]
    return note if not loose or loose.what in note else "\n".join(part for part in (note, loose.what) if part)


def _undated(said: Said) -> NextStep | None:
    """A next step that was told without its day."""
    step = said.heard.slots.get("next_step") if said.heard else None
    return step if isinstance(step, NextStep) and NEXT_STEP not in said else None


def _called(said: Said) -> str | None:
    """What the person called the customer."""
    name = said.heard.slots.get("customer") if said.heard else None
    return clip(name.text, 120) if isinstance(name, Name) else None


def save(turn: Turn, said: Said) -> Reply:
    """Keeps the visit, or corrects the one it was opened for, and gives the rep something back."""
    people = kept(turn, said.get(CONTACT) or (), said[CUSTOMER].id)
    told = _told(turn, said, people)
    first = told.met[0].id if told.met else None
    if said.target:
        before = mine(turn, said.target)
        turn.work.interactions.correct(said.target.id, replace(told, called=told.called or before.called))
        if (before.customer_id, before.first_met) != (told.customer_id, told.met[0] if told.met else None):
            turn.work.follow_ups.go_along(said.target.id, told.customer_id, first)
        _correct_next_step(turn, said, said.target.id, told)
        moved = (told.called or before.called) if before.customer_id != told.customer_id else None
        taught = _teach(turn, said[CUSTOMER], moved)
        return (
            Reply.of(_("Corrected."))
            + card(turn, said.target.id)
            + _moved(said)
            + _still_offered(turn, said.target, said)
            + taught
        )
    interaction_id = turn.work.interactions.log(told, source=said.source)
    steps = [one for promised in _promised(turn, said) for one in each(turn, promised)]
    met = next(iter(people), None)
    theirs = [whose_step(turn, said, step, met) for step in steps]
    steps = [
        replace(step, what=titled(step, person.name if person else None), about="")
        for step, person in zip(steps, theirs, strict=True)
    ]
    for step, person in zip(steps, theirs, strict=True):
        _follow_up(turn, step, interaction_id, told, person.id if person else None)
    # Put together from what was said: reading back what was just written is two more trips to the store.
    record = told.kept_as(
        interaction_id,
        said[CUSTOMER].name,
        turn.person,
        said.source,
    )
    turn.work.interactions.logged(record)
    turn.conversation.made(Target(INTERACTION, interaction_id), turn.incoming.sent_at)
    others = _others(turn, said, interaction_id) or _teach(turn, said[CUSTOMER], _chosen_by_hand(said))
    return (
        shown(turn, record, steps)
        + _which(said, interaction_id)
        + _moved(said)
        + _gives_back(turn, said, record)
        + _remind(turn, said, interaction_id)
        + others
    )


def _gives_back(turn: Turn, said: Said, record: InteractionRecord) -> Reply:
    """What others have to say of the customer, and to ask them: nothing where nobody was met.

    Whether we got in touch with them or they with us is an occasion of its own: who waits for our answer has it by the first alone.
    """
    if said.heard and said.heard.unmet:
        return Reply()
    occasion = "reached_us" if said.get(INBOUND) else "in_touch"
    return turn.contributions(occasion, record) + turn.contributions("after_log", said[CUSTOMER])


def _still_offered(turn: Turn, target: Target, said: Said) -> Reply:
    """What was offered beside the record and not taken, as it reads now: a correction takes none of it away."""
    offered = {choice.action.name for choice in turn.conversation.choices}
    if turn.conversation.last != target:
        return Reply()
    told, turn.told = turn.told, said.get(SUMMARY) or turn.told
    replies = [contribute(turn, said[CUSTOMER]) for contribute in turn.registry.contributors("after_log")]
    turn.told = told
    still = [one for one in replies if one is not None and any(choice.action.name in offered for choice in one.choices)]
    return sum(still, Reply())


def _promised(turn: Turn, said: Said) -> list[PlannedFollowUp]:
    """The next step, and those with a day of their own behind it."""
    first = [said[NEXT_STEP]] if NEXT_STEP in said else []
    return [*first, *further(turn, said.heard, said.text)] if first else []


def _remind(turn: Turn, said: Said, interaction_id: int) -> Reply:
    """Offers to bring up what was promised for no day, and what is told of a day to come."""
    loose, of = _undated(said), Target(INTERACTION, interaction_id)
    undated = remind_of(loose.what, of) if loose else Reply()
    return undated + remind_then(turn, said.heard, said.text, of)


def _moved(said: Said) -> Reply | None:
    """Why the next step is not at the time that was said, where it is not."""
    follow_up = said.get(NEXT_STEP)
    note = moved_note(follow_up.when) if follow_up else None
    return Reply.of(note) if note else None


def _chosen_by_hand(said: Said) -> str | None:
    """What the person called the customer, where it took a choice to know whom they meant."""
    name = said.heard.slots.get("customer") if said.heard else None
    return name.text if isinstance(name, Name) and name.known is None else None


def _teach(turn: Turn, customer: CustomerRecord, called: str | None) -> Reply | None:
    """Offers to remember what somebody calls a customer, unless that is a customer's own name."""
    nickname = tidy_name(called or "")
    if not nickname or fold(nickname) == fold(customer.name) or turn.work.customers.exactly(nickname):
        return None
    choice = Choice(
        _("Remember: “{nickname}” is {name}", nickname=clip(nickname, 30), name=customer.name),
        Action("remember_nickname", {"customer": customer.id, "nickname": nickname}),
    )
    return Reply((), (choice,))


def _follow_up(
    turn: Turn, follow_up: PlannedFollowUp, interaction_id: int, told: InteractionInput, contact_id: int | None
) -> None:
    turn.work.follow_ups.add(
        follow_up.what,
        follow_up.due,
        owner_id=turn.person.id,
        customer_id=told.customer_id,
        contact_id=contact_id,
        interaction_id=interaction_id,
    )


def _correct_next_step(turn: Turn, said: Said, interaction_id: int, told: InteractionInput) -> None:
    follow_up = said.get(NEXT_STEP)
    if follow_up is None:
        return
    existing = turn.work.follow_ups.of_interaction(interaction_id)
    if existing is None:
        _follow_up(turn, follow_up, interaction_id, told, told.met[0].id if told.met else None)
    else:
        turn.work.follow_ups.correct(existing.id, follow_up.what, follow_up.due, customer_id=told.customer_id)


def _which(said: Said, interaction_id: int) -> Reply:
    """Asks which of several somebody is who was met besides: a tap keeps that."""
    names = which(said.heard.company if said.heard else (), said[CUSTOMER])
    asked = [
        Reply.of(
            _("Which {name}?", name=name.text),
            choices=tuple(
                Choice(clip(entry.name, 60), Action("met_too", {"interaction": interaction_id, "contact": entry.id}))
                for entry in name.candidates[:MOST_CHOICES]
            ),
        )
        for name in names
    ]
    return sum(asked, Reply())


def _others(turn: Turn, said: Said, interaction_id: int) -> Reply | None:
    """Further customers of the same message: a tap logs it for each."""
    customers = others_told_of(turn, said)
    if not customers:
        return None
    names = ", ".join(customer.name for customer in customers)
    choices = tuple(
        Choice(
            _("Also for {name}", name=customer.name),
            Action("log_also", {"interaction": interaction_id, "customer": customer.id}),
            yes=True,
        )
        for customer in customers[:5]
    )
    return Reply.of(_("You also mention {names}. Shall I log it there too?", names=names), choices=choices)


def _check(turn: Turn, said: Said) -> Confirmation | None:
    """The same visit twice is asked about: phones repeat what had no signal, people forget."""
    moment = said[WHEN]
    day = moment.start.date() if isinstance(moment.start, datetime) else moment.start
    for earlier in turn.work.interactions.same_day(said[CUSTOMER].id, said[KIND], day):
        in_person = said[KIND] in {"visit", "meeting", "event"}
        if in_person or fuzz.token_set_ratio(earlier.summary.casefold(), said[SUMMARY].casefold()) >= SAME_WORDS:
            return Confirmation(
                "same_day",
                (
                    _(
                        "You already logged a {kind} with {customer} that day: “{summary}”. Is this another one?",
                        kind=KINDS[said[KIND]],
                        customer=said[CUSTOMER].name,
                        summary=clip(earlier.summary, 120),
                    ),
                ),
                (
                    Choice(_("Another one"), YES),
                    Choice(_("Add to that one"), Action("add_to_visit", {"interaction": earlier.id})),
                    Choice(_("Don't save"), NO),
                ),
            )
    return None


def load(turn: Turn, target: Target) -> dict[str, Any]:
    """A record as the form's values, for Fix."""
    record = mine(turn, target)
    start: date | datetime = record.day
    if record.grain == Grain.MINUTE:
        start = turn.local(record.at)
    values: dict[str, Any] = {
        "customer": record.customer_id,
        "kind": record.kind,
        "summary": record.summary,
        "when": Past().dump(Moment(start, Grain(record.grain))),
    }
    if record.met:
        values["contact"] = CONTACT.type.dump(tuple(Met(one.name, one.id) for one in record.met))
    if record.amount is not None and record.currency:
        values["amount"] = MoneyAmount().dump(Amount(record.amount, record.currency))
    optional = {"sentiment": record.sentiment, "promotion": record.promotion, "product": record.product}
    values |= {name: value for name, value in optional.items() if value}
    return values


VISIT = Form(
    "visit",
    ALL,
    save=save,
    makes=INTERACTION,
    check=_check,
    load=load,
    enrich=enrich,
    intent="log_interaction",
    title=_("Log a visit"),
)
