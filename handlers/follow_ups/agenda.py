"""My day: what is overdue first, then today's, then what was promised for the days to come."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from handlers.kit.audit import undo_choice
from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.follow_ups.follow_up import MyFollowUp, finish, label
from handlers.kit.format.dates import when_due
from handlers.kit.format.labels import A_WEEK
from handlers.kit.format.texts import DateSpan, On, ShortDay, TimeOfDay, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.kit.views import PanelColumn, PanelView
from handlers.language.entities.moments.calendar import last_date
from handlers.language.entities.moments.moments import find_moments
from handlers.language.json_format import moment_as_json
from handlers.language.meaning import Grain, Moment
from handlers.language.text.any_of import framed
from storage.crm.follow_ups import LATER, OVERDUE, SECTIONS, TODAY, Stretch
from storage.crm.records import FollowUpRecord
from storage.names.folding import fold
from storage.people.records import Person

PAGE = 5
"""Entries that fit a phone's screen, some 900 characters, with a button each."""
VIEWED = 60
"""Entries on a page to look at."""
AHEAD = timedelta(days=7)
"""How far a day's agenda looks ahead at what was promised."""


# ------------------------------------------------------------------ which days
def _day(turn: Turn, words: str) -> Reply:
    """“/hoy”, "/hoy mañana", "qué tengo el jueves"."""
    return _page(turn, _period(turn, words))


def _week(turn: Turn, words: str) -> Reply:
    """“/semana”, "/semana que viene"."""
    alone, *weeks = framed("week_said", words) if words else ("",)
    named = (_said(turn, text) for text in (*weeks, alone))
    return _page(turn, next((week for week in named if week), None) or _week_of(turn, ""))


def _period(turn: Turn, words: str) -> Moment:
    """The day or days that are asked for; today where nothing is said of it. Raises Sorry for what is over."""
    heard = turn.understand(words).slots.get("period") if words else None
    found = heard if isinstance(heard, Moment) else _said(turn, words)
    if found is None:
        return _week_of(turn, words) if A_WEEK.search(fold(words)) else _today(turn)
    period = found if not isinstance(found.start, datetime) else Moment(found.start.date(), Grain.DAY)
    if last_date(period) < _today_of(turn):
        raise Sorry(_("{when} has passed: /history shows what happened.", when=DateSpan(period)))
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


def _morning(turn: Turn, _person: Person) -> Reply:
    """The day, in the morning's digest."""
    return _page(turn, _today(turn))


# ------------------------------------------------------------------ the page
def _page(
    turn: Turn, period: Moment, *, at: int = 0, notice: Words | None = None, extra: tuple[Choice, ...] = ()
) -> Reply:
    """One screen of an agenda, with a button to finish each entry and one to move any."""
    stretch = _stretch(turn, period)
    found = turn.work.follow_ups.agenda(turn.person.id, stretch, limit=PAGE + 1, offset=at)
    page = Pager.of(found, PAGE, next=at + PAGE)
    shown = page.items
    counts = turn.work.follow_ups.how_many(turn.person.id, stretch)
    blocks = _blocks(turn, period, stretch, shown, counts)
    if (
        not at
        and shown
        and stretch.start is None
        and period.grain is Grain.DAY
        and not {OVERDUE, TODAY} & counts.keys()
    ):
        blocks.insert(1, Paragraph(_("Nothing for today.")))
    said = (Paragraph(notice),) if notice else ()
    screen = Reply((*said, *blocks), (*_choices(page, period, at), *extra))
    return screen + turn.contributions("day", turn.person) if not at and period == _today(turn) else screen


def _blocks(
    turn: Turn, period: Moment, stretch: Stretch, shown: Sequence[tuple[str, FollowUpRecord]], counts: Mapping[str, int]
) -> list[Block]:
    """The entries under their sections: what is overdue, today's, and what is to come."""
    blocks: list[Block] = [Heading(_title(turn, period))]
    for section in SECTIONS:
        of_section = [follow_up for name, follow_up in shown if name == section]
        if of_section:
            blocks += [
                Paragraph(_section(section, counts[section], today=stretch.start is None)),
                Entries([_entry(turn, follow_up, section) for follow_up in of_section]),
            ]
    if not shown:
        blocks.append(Paragraph(_("Nothing to do.")))
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


def _choices(page: Pager[tuple[str, FollowUpRecord]], period: Moment, at: int) -> tuple[Choice, ...]:
    place = {"period": moment_as_json(period), "at": at}
    done = Action("agenda_done", place)
    finish_each = (
        Choice(_("Done: {what}", what=label(follow_up)), done.with_args(follow_up=follow_up.id))
        for _section_name, follow_up in page.items
    )
    move = (Choice(_("Move one…"), Action("agenda_move", place)),) if page.items else ()
    return (*finish_each, *move, *page.more(Action("agenda", place)))


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
def _show(turn: Turn, period: Moment | None = None, at: int = 0) -> Reply:
    """A screen of the agenda of some days; of today where none are told."""
    return _page(turn, period or _today(turn), at=at)


def _this_week(turn: Turn) -> Reply:
    return _page(turn, _week_of(turn, ""))


def _done(turn: Turn, follow_up: MyFollowUp, period: Moment, at: int) -> Reply:
    """Finishes an entry, and shows what is left."""
    notice = finish(turn, follow_up)
    page = _page(turn, period, at=at, notice=notice, extra=undo_choice(turn))
    return Reply(page.blocks, page.choices, replaces=True)


def _move(turn: Turn, period: Moment, at: int) -> Reply:
    """Which of the page's entries is to be moved."""
    found = turn.work.follow_ups.agenda(turn.person.id, _stretch(turn, period), limit=PAGE, offset=at)
    if not found:
        raise Sorry(_("You have nothing open."))
    choices = tuple(
        Choice(label(follow_up), Action("snooze", {"follow_up": follow_up.id})) for _section_name, follow_up in found
    )
    return Reply.which(_("Which one?"), choices)


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
        finish_it = Action("finish", {"follow_up": follow_up.id})
        buttons.append(Choice(_("Done: {what}", what=label(follow_up)), finish_it))
        if section != LATER:
            tomorrow = Action("snooze", {"follow_up": follow_up.id, "until": "day"})
            buttons.append(Choice(_("Tomorrow: {what}", what=label(follow_up)), tomorrow))
    all_ = (Choice(_("All of it"), Action("agenda")),) if len(found) > PAGE else ()
    return Reply(tuple(blocks), (*buttons, *all_, Choice(_("My week"), Action("week"))))


# ------------------------------------------------------------------ to look at
def _view(turn: Turn, _field: str) -> list[PanelColumn]:
    """The agenda of today and the days to come, a column a section."""
    stretch = _stretch(turn, _today(turn))
    found = turn.work.follow_ups.agenda(turn.person.id, stretch, limit=VIEWED)
    counts = turn.work.follow_ups.how_many(turn.person.id, stretch)
    columns = []
    for section in SECTIONS:
        entries = [_entry(turn, follow_up, section) for name, follow_up in found if name == section]
        blocks: tuple[Block, ...] = (Entries(entries),) if entries else (Paragraph(_("Nothing.")),)
        columns.append(PanelColumn(_section(section, counts.get(section, 0), today=True), blocks))
    return columns


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
    ),
    intents={"my_day": _day},
    actions={"agenda": _show, "week": _this_week, "agenda_done": _done, "agenda_move": _move},
    contributes={HOME: _home, "morning": _morning},
    views=(PanelView("today", _("Today"), _view, order=10),),
    examples={"es": ("qué tengo hoy",), "en": ("what do I have today",)},
    order=16,
)
