"""What absences show: the card of one, lists, who is away today, what one does for somebody else, and who hears of it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.follow_ups.follow_up import label
from handlers.kit.format.dates import when_due
from handlers.kit.format.texts import On, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.people.absence_slots import ABSENCE, COVER, MORE, PERIOD, may_change
from handlers.people.day_slots import shown
from storage.crm.records import FollowUpRecord
from storage.people.records import AbsenceRecord, Person

SHOWN = 8
DUE_SHOWN = 5
"""What is due of somebody else's that one's own day shows."""


def card(turn: Turn, absence: AbsenceRecord) -> Reply:
    """One absence: the days, who covers, and what falls due meanwhile."""
    own = absence.staff_id == turn.person.id
    heading = _("You are away") if own else _("{name} is away", name=absence.staff)
    facts: list[tuple[Words, Words]] = [
        (PERIOD.label, shown((absence.first, absence.last))),
        (COVER.label, absence.cover or _("nobody: what falls due waits until then")),
    ]
    if absence.note:
        facts.append((MORE.label, clip(absence.note, 400)))
    blocks: list[Block] = [Heading(heading), Facts(facts)]
    if both := _both_away(turn, absence):
        days = shown((both.first, both.last))
        blocks.append(Paragraph(_("{cover} is away too: {days}.", cover=absence.cover or "", days=days)))
    if due := _due_meanwhile(turn, absence):
        blocks.append(
            Paragraph(ngettext("{count} follow-up falls due meanwhile.", "{count} follow-ups fall due meanwhile.", due))
        )
    choices = (
        Choice(_("Who covers…"), Action("absence_cover", {"absence": absence.id})),
        Choice(_("Not away"), cancelling(absence)),
    )
    return Reply(tuple(blocks), choices, about=Target(ABSENCE, absence.id))


def cancelling(absence: AbsenceRecord) -> Action:
    """What cancels one."""
    return Action("absence_cancel", {"absence": absence.id})


def _both_away(turn: Turn, absence: AbsenceRecord) -> AbsenceRecord | None:
    if absence.cover_id is None:
        return None
    theirs = turn.work.absences.of(absence.cover_id, absence.first)
    return next((other for other in theirs if other.first <= absence.last), None)


def _due_meanwhile(turn: Turn, absence: AbsenceRecord) -> int:
    zone = ZoneInfo(turn.work.people.get(absence.staff_id).zone)
    start, end = (datetime.combine(day, time.min, zone) for day in (absence.first, absence.last + timedelta(days=1)))
    return sum(start <= f.due_at < end for f in turn.work.follow_ups.open_of(absence.staff_id))


# ------------------------------------------------------------------ lists
def listed(turn: Turn) -> Reply | None:
    """One's own absences and, for managers, their team's; None where there are none."""
    standing = turn.work.absences.everybodys(turn.said_at.date())
    theirs = [absence for absence in standing if may_change(turn, absence)][:SHOWN]
    if not theirs:
        return None
    entries = [(_("You") if a.staff_id == turn.person.id else a.staff, line(a)) for a in theirs]
    choices = tuple(Choice(_("Cancel: {what}", what=named(turn, a)), cancelling(a)) for a in theirs)
    return Reply((Heading(_("Time off")), Entries(entries)), (Choice(_("New time off"), Action("absence")), *choices))


def who_is_away(turn: Turn) -> Reply:
    """Who is away today, and who will be."""
    today = turn.said_at.date()
    standing = turn.work.absences.everybodys(today)
    now = [(absence.staff, line(absence)) for absence in standing if absence.includes(today)]
    soon = [(absence.staff, line(absence)) for absence in standing if not absence.includes(today)]
    blocks: list[Block] = [Heading(_("Away today"))] if now else [Heading(_("Nobody is away today."))]
    blocks += [Entries(now[:SHOWN])] if now else []
    blocks += [Paragraph(_("Soon:")), Entries(soon[:SHOWN])] if soon else []
    return Reply(tuple(blocks))


def line(absence: AbsenceRecord) -> Words:
    """The days, and who covers."""
    days = shown((absence.first, absence.last))
    return _("{days} · {cover} covers", days=days, cover=absence.cover) if absence.cover else days


def named(turn: Turn, absence: AbsenceRecord) -> Words:
    """One absence on a button."""
    days = shown((absence.first, absence.last))
    own = absence.staff_id == turn.person.id
    return days if own else _("{name}, {days}", name=absence.staff.split()[0], days=days)


def until_when(absence: AbsenceRecord) -> Words:
    """For how long somebody is away, beside their name in a list."""
    if absence.cover:
        return _("away until {day}, {cover} covers", day=On(absence.last), cover=absence.cover)
    return _("away until {day}", day=On(absence.last))


# ------------------------------------------------------------------ in the day of others
def of_my_day(turn: Turn, person: Person) -> Reply | None:
    """That one is away oneself, and what is due today of those for whom one covers, each with Done."""
    today = turn.said_at.date()
    reply = Reply()
    if away := turn.work.absences.on(person.id, today):
        reply = reply + Reply.of(_("Today you are {away}.", away=until_when(away)))
    for absence in turn.work.absences.covered_by(person.id, today):
        reply = reply + _covered(turn, absence, today)
    return reply or None


def _covered(turn: Turn, absence: AbsenceRecord, today: date) -> Reply:
    tomorrow = datetime.combine(today + timedelta(days=1), time.min, turn.zone)
    due = [f for f in turn.work.follow_ups.open_of(absence.staff_id, limit=50) if f.due_at < tomorrow]
    heading = Paragraph(_("You cover for {name} until {day}.", name=absence.staff, day=On(absence.last)))
    if not due:
        return Reply((heading,))
    entries = Entries([_entry(follow_up) for follow_up in due[:DUE_SHOWN]])
    more = len(due) - DUE_SHOWN
    rest = (Paragraph(ngettext("And {count} more.", "And {count} more.", more)),) if more > 0 else ()
    choices = tuple(
        Choice(_("Done: {what}", what=label(f)), Action("finish", {"follow_up": f.id})) for f in due[:DUE_SHOWN]
    )
    return Reply((heading, entries, *rest), choices)


def _entry(follow_up: FollowUpRecord) -> tuple[Words, Words]:
    when = when_due(follow_up.due)
    head = _("{when} · {customer}", when=when, customer=clip(follow_up.customer, 50)) if follow_up.customer else when
    return head, clip(follow_up.what, 90)


# ------------------------------------------------------------------ who covers hears of it
def covers(absence: AbsenceRecord) -> Reply:
    """What somebody hears who is to cover."""
    heading = Heading(_("You cover for {name}", name=absence.staff))
    note = (Paragraph(clip(absence.note, 400)),) if absence.note else ()
    days = Paragraph(shown((absence.first, absence.last)))
    return Reply((heading, days, *note, Paragraph(_("Their follow-ups come to you, and are listed in /today."))))


def covers_no_more(absence: AbsenceRecord) -> Reply:
    """What somebody hears who need not cover any more."""
    days = shown((absence.first, absence.last))
    return Reply.of(_("You need not cover for {name} any more: {days}.", name=absence.staff, days=days))
