"""What is brought up unasked about opportunities: without contact for too long, or past their close date; and what can be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from handlers.kit.calendar.working_time import WorkingTime
from handlers.kit.format.texts import On, Price, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.opportunities.card import show
from handlers.opportunities.lookup import OPPORTUNITY, AnOpportunity
from storage.crm.opportunities.records import OpportunityRecord

SHOWN = 6
"""Opportunities that a list names; what is worth less comes when those are answered."""
SNOOZES: dict[str, tuple[Words, int]] = {
    "day": (_("Tomorrow"), 1),
    "week": (_("In a week"), 7),
    "month": (_("In a month"), 30),
}


@dataclass(frozen=True, slots=True)
class Quiet:
    """An opportunity that has been without contact since a day, for so many business days."""

    record: OpportunityRecord
    since: date
    days: int


# ------------------------------------------------------------------ when
def due_day(working: WorkingTime, since: date, patience: int) -> date:
    """The day on which somebody is asked: the first working day after so many have gone by without contact."""
    day = since
    for _count in range(patience + 1):
        day = working.day_from(day + timedelta(days=1))
    return day


def business_days(working: WorkingTime, since: date, until: date) -> int:
    """How many working days have gone by between two days, neither counted."""
    count, day = 0, working.day_from(since + timedelta(days=1))
    while day < until:
        count, day = count + 1, working.day_from(day + timedelta(days=1))
    return count


# ------------------------------------------------------------------ what is said
def quiet(found: Sequence[Quiet]) -> Reply:
    """To the owner, the most valuable first: nothing heard, and nothing planned."""
    if len(found) == 1:
        one = found[0]
        return Reply(
            (Heading(_("Stalled: {what}", what=_what(one.record))), Paragraph(_still(one))),
            what_to_do(one.record),
            about=Target(OPPORTUNITY, one.record.id),
        )
    heading = ngettext(
        "{count} opportunity without contact and without a next step",
        "{count} opportunities without contact and without a next step",
        len(found),
    )
    entries = [(_numbered(number, one.record), _still(one)) for number, one in enumerate(found[:SHOWN], 1)]
    return Reply((Heading(heading), Entries(entries)), _each("quiet_opportunity", [one.record for one in found]))


def unanswered(owner: str, found: Sequence[Quiet]) -> Reply:
    """To the manager, once: what an owner was asked about twice and did not answer."""
    heading = ngettext(
        "{owner} did not answer twice about {count} opportunity",
        "{owner} did not answer twice about {count} opportunities",
        len(found),
        owner=owner,
    )
    entries = [(_numbered(number, one.record), _still(one)) for number, one in enumerate(found[:SHOWN], 1)]
    if len(found) == 1:
        return Reply(
            (Heading(heading), Entries(entries)), what_to_do(found[0].record), Target(OPPORTUNITY, found[0].record.id)
        )
    return Reply((Heading(heading), Entries(entries)), _each("quiet_opportunity", [one.record for one in found]))


def past(found: Sequence[OpportunityRecord]) -> Reply:
    """To the owner: close dates that have passed. A new one, or an end."""
    heading = ngettext(
        "The close date of {count} opportunity has passed",
        "The close dates of {count} opportunities have passed",
        len(found),
    )
    entries = [(_numbered(number, one), _passed(one)) for number, one in enumerate(found[:SHOWN], 1)]
    if len(found) == 1:
        about = Target(OPPORTUNITY, found[0].id)
        return Reply((Heading(heading), Entries(entries)), new_day_or_end(found[0]), about)
    return Reply((Heading(heading), Entries(entries)), _each("past_opportunity", found))


def _numbered(number: int, record: OpportunityRecord) -> Words:
    return _("{number}. {what}", number=number, what=_what(record))


def _what(record: OpportunityRecord) -> Words:
    title, customer = clip(record.title, 60), clip(record.customer, 50)
    if record.amount is None:
        return _("{title} · {customer}", title=title, customer=customer)
    amount = Price(record.amount, record.currency)
    return _("{title} · {customer} · {amount}", title=title, customer=customer, amount=amount)


def _still(one: Quiet) -> Words:
    return ngettext(
        "{stage}. {count} business day without contact, since {day}; no next step.",
        "{stage}. {count} business days without contact, since {day}; no next step.",
        one.days,
        stage=one.record.stage,
        day=On(one.since),
    )


def _passed(record: OpportunityRecord) -> Words:
    day = On(record.expected_close) if record.expected_close else ""
    return _("{stage}. It was to close on {day}.", stage=record.stage, day=day)


def _each(action: str, found: Sequence[OpportunityRecord]) -> tuple[Choice, ...]:
    """A button for each, which brings up what can be done about it."""
    return tuple(
        Choice(
            _(
                "{number}. {title} · {customer}",
                number=number,
                title=clip(one.title, 24),
                customer=clip(one.customer, 24),
            ),
            Action(action, {"opportunity": one.id}),
        )
        for number, one in enumerate(found[:SHOWN], 1)
    )


def what_to_do(record: OpportunityRecord) -> tuple[Choice, ...]:
    """What can be done about one that is still."""
    this = {"opportunity": [record.id, record.version]}
    return (
        Choice(_("Done"), Action("quiet_done", {"opportunity": record.id})),
        Choice(_("Log it"), Action("log_visit", {"customer": record.customer_id})),
        Choice(_("Snooze"), Action("quiet_snooze", {"opportunity": record.id})),
        Choice(_("Won"), Action("win_opportunity", this)),
        Choice(_("Lost: why"), Action("lose_opportunity", this)),
        Choice(_("Reassign"), Action("give_opportunity", this)),
    )


def new_day_or_end(record: OpportunityRecord) -> tuple[Choice, ...]:
    """What can be done about one whose close date has passed."""
    this = {"opportunity": [record.id, record.version]}
    return (
        Choice(_("New date"), Action("change_close", this)),
        Choice(_("Won"), Action("win_opportunity", this)),
        Choice(_("Lost: why"), Action("lose_opportunity", this)),
        show(_("Card"), record),
    )


# ------------------------------------------------------------------ its buttons
def about_quiet(turn: Turn, opportunity: AnOpportunity) -> Reply:
    """What can be done about one of a list."""
    return _about(opportunity, what_to_do(opportunity))


def about_past(turn: Turn, opportunity: AnOpportunity) -> Reply:
    """The same, of one whose close date has passed."""
    return _about(opportunity, new_day_or_end(opportunity))


def _about(record: OpportunityRecord, choices: tuple[Choice, ...]) -> Reply:
    if not record.is_open:
        return Reply.of(_("It's already closed. Reopen it first."), choices=(show(_("Card"), record),))
    return Reply((Heading(_what(record)),), choices, about=Target(OPPORTUNITY, record.id))


def done(turn: Turn, opportunity: AnOpportunity) -> Reply:
    """Its owner looks after it: nothing is asked for its stage's patience. That alone is no contact."""
    _again(turn, opportunity, due_day(_working(turn, opportunity), turn.said_at.date(), opportunity.patience))
    return Reply.of(
        _(
            "Good. If you were in touch with {customer}, tell me: only what is logged counts as contact.",
            customer=opportunity.customer,
        ),
        choices=(Choice(_("Log it"), Action("log_visit", {"customer": opportunity.customer_id})),),
        replaces=True,
    )


def snooze(turn: Turn, opportunity: AnOpportunity, until: Literal["day", "week", "month"] | None = None) -> Reply:
    """Nothing is asked about it for a while."""
    if until is None:
        snoozes = Action("quiet_snooze", {"opportunity": opportunity.id})
        choices = tuple(Choice(label, snoozes.with_args(until=key)) for key, (label, _days) in SNOOZES.items())
        return Reply.of(_("Until when?"), choices=choices)
    wanted = turn.said_at.date() + timedelta(days=SNOOZES[until][1])
    day = _working(turn, opportunity).day_from(wanted)
    _again(turn, opportunity, day)
    return Reply.of(_("Snoozed: {what} · {when}", what=_what(opportunity), when=On(day)), replaces=True)


def _working(turn: Turn, record: OpportunityRecord) -> WorkingTime:
    return turn.calendars.working_time_of(turn.work.people.get(record.owner_id))


def _again(turn: Turn, record: OpportunityRecord, day: date) -> None:
    """It was answered; it is looked at again on that day, when its owner's work begins."""
    owner = turn.work.people.get(record.owner_id)
    turn.work.attention.answered([record.id], opening(turn.calendars.working_time_of(owner), day, owner.zone))


def opening(working: WorkingTime, day: date, zone: str) -> datetime:
    """When work begins on a day, as an instant."""
    return working.opening(day).replace(tzinfo=ZoneInfo(zone))
