"""My day: what is overdue first, then today's, then what was promised for the days to come."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.audit import undo_choice
from handlers.kit.calendar.due_dates import when_due
from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.follow_ups.follow_up import FOLLOW_UP, finish, label, mine
from handlers.kit.format.labels import A_WEEK
from handlers.kit.format.texts import DateSpan, On, ShortDay, TimeOfDay, Words, _, ngettext
from handlers.kit.forms.slot_types import clip
from handlers.kit.forms.stored_values import moment_from_json
from handlers.kit.messages import Block, Choice, Entries, Heading, Reply, Target, Text
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.entities.moments.moments import find_moments
from handlers.language.json_format import moment_as_json
from handlers.language.meaning import Grain, Moment
from storage.crm.follow_ups import LATER, OVERDUE, SECTIONS, TODAY, Stretch
from storage.names.folding import fold
from storage.records import FollowUpRecord, Person

PAGE = 5
"""Entries that fit a phone's screen, some 900 characters, with a button each."""
AHEAD = timedelta(days=7)
"""How far a day's agenda looks ahead at what was promised."""


# ------------------------------------------------------------------ which days
def _day(turn: Turn, words: str, _target: Target | None) -> Reply:
    """“/hoy”, "/hoy mañana", "qué tengo el jueves"."""
    return _page(turn, _period(turn, words))


def _week(turn: Turn, words: str, _target: Target | None) -> Reply:
    """“/semana”, "/semana que viene"."""
    weeks = (_said(turn, text) for text in (f"semana {words}", f"{words} week", words) if words)
    return _page(turn, next((week for week in weeks if week), None) or _week_of(turn, ""))


def _period(turn: Turn, words: str) -> Moment:
    """The day or days that are asked for; today where nothing is said of it. Raises Sorry for what is over."""
    heard = turn.understand(words).slots.get("period") if words else None
    found = heard if isinstance(heard, Moment) else _said(turn, words)
    if found is None:
        return _week_of(turn, words) if A_WEEK.search(fold(words)) else _today(turn)
    period = found if not isinstance(found.start, datetime) else Moment(found.start.date(), Grain.DAY)
    if last_date(period) < _today_of(turn):
        raise Sorry(_("{when} is over: /history tells what happened then.", when=DateSpan(period)))
    return period


def _said(turn: Turn, words: str) -> Moment | None:
    """The days that a command's words name. "mañana" alone is tomorrow."""
    found = (f.moment for f in find_moments(words, turn.said_at, "future", turn.locale))
    return next((moment for moment in found if isinstance(moment, Moment)), None)


def _week_of(turn: Turn, words: str) -> Moment:
    named = _said(turn, words)
    today = _today_of(turn)
    return named or Moment(today - timedelta(days=today.weekday()), Grain.WEEK)


def _today(turn: Turn) -> Moment:
    return Moment(_today_of(turn), Grain.DAY)


def _today_of(turn: Turn) -> date:
    return turn.said_at.date()


# ------------------------------------------------------------------ the page
def _page(
    turn: Turn, period: Moment, *, skip: int = 0, notice: Words | None = None, extra: tuple[Choice, ...] = ()
) -> Reply:
    """One screen of an agenda, with a button to finish each entry and one to move any."""
    stretch = _stretch(turn, period)
    found = turn.work.follow_ups.agenda(turn.person.id, stretch, limit=PAGE + 1, offset=skip)
    shown, more = found[:PAGE], len(found) > PAGE
    counts = turn.work.follow_ups.how_many(turn.person.id, stretch)
    blocks = _blocks(turn, period, stretch, shown, counts)
    if (
        not skip
        and shown
        and stretch.start is None
        and period.grain is Grain.DAY
        and not {OVERDUE, TODAY} & counts.keys()
    ):
        blocks.insert(1, Text(_("Nothing for today.")))
    said = (Text(notice),) if notice else ()
    page = Reply((*said, *blocks), (*_choices([p for _name, p in shown], period, skip, more=more), *extra))
    return page + turn.contributions("day", turn.person) if not skip and period == _today(turn) else page


def _blocks(
    turn: Turn, period: Moment, stretch: Stretch, shown: Sequence[tuple[str, FollowUpRecord]], counts: Mapping[str, int]
) -> list[Block]:
    """The entries under their sections: what is overdue, today's, and what is to come."""
    blocks: list[Block] = [Heading(_title(turn, period))]
    for section in SECTIONS:
        of_section = [follow_up for name, follow_up in shown if name == section]
        if of_section:
            blocks += [
                Text(_section(section, counts[section], today=stretch.start is None)),
                Entries([_entry(turn, follow_up, section) for follow_up in of_section]),
            ]
    if not shown:
        blocks.append(Text(_("Nothing to do.")))
    return blocks


def _title(turn: Turn, period: Moment) -> Words:
    if period.grain is Grain.DAY and period.end is None:
        today = period.start == _today_of(turn)
        return _("Today, {day}", day=On(period.start)) if today else DateSpan(period)
    return DateSpan(period)


def _section(section: str, count: int, *, today: bool) -> Words:
    if section == OVERDUE:
        return ngettext("Overdue: {count}", "Overdue: {count}", count)
    if section == TODAY:
        return ngettext("Today: {count}", "Today: {count}", count)
    return (
        ngettext("Promised: {count}", "Promised: {count}", count)
        if today
        else ngettext("{count} to do", "{count} to do", count)
    )


def _entry(turn: Turn, follow_up: FollowUpRecord, section: str) -> tuple[Words, Words]:
    local = turn.local(follow_up.due_at)
    if follow_up.grain == "minute" and section == TODAY:
        when: Words = TimeOfDay(local)
    elif section == TODAY:
        when = _("any time")
    else:
        when = when_due(follow_up.due) if section == LATER else ShortDay(local.date())
        when = (
            _("{day}, {hour}", day=when, hour=TimeOfDay(local))
            if section == OVERDUE and follow_up.grain == "minute"
            else when
        )
    head = _("{when} · {customer}", when=when, customer=clip(follow_up.customer, 50)) if follow_up.customer else when
    return head, clip(follow_up.what, 90)


def _choices(shown: list[FollowUpRecord], period: Moment, skip: int, *, more: bool) -> tuple[Choice, ...]:
    span = json.dumps(moment_as_json(period), separators=(",", ":"))
    done = tuple(
        Choice(_("Done: {what}", what=label(p)), f"/agenda_done {skip} {span}", Target(FOLLOW_UP, p.id)) for p in shown
    )
    move = (Choice(_("Move one…"), f"/agenda_move {skip} {span}"),) if shown else ()
    return (*done, *move, *((Choice(_("More"), f"/agenda_more {skip + PAGE} {span}"),) if more else ()))


def _stretch(turn: Turn, period: Moment) -> Stretch:
    """The instants of a period on the person's clock; one that today is in begins with whatever is overdue."""
    today = _today_of(turn)
    first = period.start.date() if isinstance(period.start, datetime) else period.start
    after = last_date(period) + timedelta(days=1)
    if period == _today(turn):
        after += AHEAD
    midnight = _midnight(turn, today)
    return Stretch(
        turn.now,
        midnight,
        _midnight(turn, today + timedelta(days=1)),
        _midnight(turn, first) if first > today else None,
        _midnight(turn, after),
    )


def _midnight(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(turn.person.zone))


# ------------------------------------------------------------------ its buttons
def _more(turn: Turn, words: str, _target: Target | None) -> Reply:
    skip, period = _place(words)
    return _page(turn, period, skip=skip)


def _done(turn: Turn, words: str, target: Target | None) -> Reply:
    """Finishes an entry, and shows what is left."""
    skip, period = _place(words)
    follow_up = mine(turn, target)
    notice = finish(turn, follow_up)
    page = _page(turn, period, skip=skip, notice=notice, extra=undo_choice(turn))
    return Reply(page.blocks, page.choices, replaces=True)


def _move(turn: Turn, words: str, _target: Target | None) -> Reply:
    """Which of the page's entries is to be moved."""
    skip, period = _place(words)
    found = turn.work.follow_ups.agenda(turn.person.id, _stretch(turn, period), limit=PAGE, offset=skip)
    if not found:
        raise Sorry(_("You have nothing open."))
    choices = tuple(Choice(label(p), "/snooze", Target(FOLLOW_UP, p.id)) for _name, p in found)
    return Reply.of(_("Which one?"), choices=choices)


def _place(words: str) -> tuple[int, Moment]:
    """The page that a button stands for. Raises Sorry where somebody typed it."""
    skip, _space, span = words.partition(" ")
    try:
        return int(skip), moment_from_json(json.loads(span))
    except ValueError:
        raise Sorry(_("That is not there any more.")) from None


# ------------------------------------------------------------------ at home
def _home(turn: Turn, person: Person) -> Reply:
    """My day on the home page, each entry with its buttons: done, and tomorrow."""
    period = _today(turn)
    stretch = _stretch(turn, period)
    found = turn.work.follow_ups.agenda(person.id, stretch, limit=PAGE + 1)
    shown = found[:PAGE]
    blocks = _blocks(turn, period, stretch, shown, turn.work.follow_ups.how_many(person.id, stretch))
    buttons: list[Choice] = []
    for section, follow_up in shown:
        target = Target(FOLLOW_UP, follow_up.id)
        buttons.append(Choice(_("Done: {what}", what=label(follow_up)), "/done", target))
        if section != LATER:
            buttons.append(Choice(_("Tomorrow: {what}", what=label(follow_up)), "/snooze day", target))
    all_ = (Choice(_("All of it"), "/today"),) if len(found) > PAGE else ()
    return Reply(tuple(blocks), (*buttons, *all_, Choice(_("My week"), "/week")))


CAPABILITY = Capability(
    "agenda",
    about=_("My day: overdue, today, and what was promised"),
    commands=(
        Command(
            {"es": "hoy", "en": "today"},
            _day,
            _("My day; or another one: /today Thursday"),
            phrases={"es": ("mi día", "mi agenda", "agenda"), "en": ("my day", "my agenda", "agenda")},
        ),
        Command(
            {"es": "semana", "en": "week"},
            _week,
            _("My week"),
            phrases={"es": ("semana", "mi semana", "la semana"), "en": ("week", "my week", "the week")},
        ),
        Command({"": "agenda_more"}, _more, hidden=True),
        Command({"": "agenda_done"}, _done, hidden=True),
        Command({"": "agenda_move"}, _move, hidden=True),
    ),
    intents={"my_day": _day},
    contributes={HOME: _home},
    examples={"es": ("qué tengo hoy",), "en": ("what do I have today",)},
    order=16,
)
