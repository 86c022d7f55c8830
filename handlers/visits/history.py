"""The history of a customer: every source, whoever logged it, newest first."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated

from handlers.kit.attachments import marks, shows_all
from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.format.labels import KINDS
from handlers.kit.format.lists import Line, happened, open_point
from handlers.kit.format.texts import DateSpan, _, clip
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.moment_slots import HistoryPeriod
from handlers.kit.forms.name_slots import KnownCustomer, others_meant
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Block, Entries, Heading, Paragraph
from handlers.kit.messages.pager import Pager
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.kit.views import PanelColumn, PanelView
from handlers.language.entities.moments.calendar import last_date
from handlers.language.json_format import moment_as_json
from handlers.language.meaning import Moment, NameKind
from handlers.visits.team_week import in_digest, in_pictures, team_week
from storage.crm.interactions import Page
from storage.crm.records import CustomerRecord
from storage.people.records import Person

PAGE = 5
"""Entries that fit a phone's screen, some 900 characters."""
VIEWED = 40
"""Entries on a page to look at."""
LATELY = 5
"""Customers on the home page."""

CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Whose history?"))
PERIOD = Slot("period", HistoryPeriod(), _("Period"), _("Which period?"), optional=True)
KIND = Slot("kind", OneOf(KINDS), _("Kind"), _("Which kind?"), optional=True)


def _show(turn: Turn, said: Said) -> Reply:
    others = others_meant(turn, said, lambda name: _("History of {customer}", customer=name), "history")
    return others + _page(turn, said[CUSTOMER], period=said.get(PERIOD), kind=said.get(KIND))


def _page(
    turn: Turn,
    customer: CustomerRecord,
    *,
    period: Moment | None = None,
    kind: str | None = None,
    before: tuple[datetime, int] | None = None,
) -> Reply:
    """One screen of the history; the first begins with what is still open."""
    span = _instants(turn, period) if period else None
    page = turn.work.interactions.timeline(customer.id, limit=PAGE, before=before, period=span, kind=kind)
    target = Target("customer", customer.id)
    heading = (
        Heading(_("History of {customer}", customer=customer.name))
        if not period
        else Heading(_("History of {customer}, {period}", customer=customer.name, period=DateSpan(period)))
    )
    open_points = () if before else tuple(open_point(f) for f in turn.work.follow_ups.open_for(customer.id, limit=3))
    came = marks(turn, [record.id for record in page.items])
    told = _told(turn, customer.id, page, came, before, span) if kind is None else _logged(page, came)
    entries = (*open_points, *(line for _at, line in told))
    body = Entries(entries) if entries else Paragraph(_("Nothing yet."))
    files = (shows_all(customer.id),) if came else ()
    return Reply((heading, body), (*files, *_choices(page, customer, period, kind)), about=target)


def _told(
    turn: Turn,
    customer_id: int,
    page: Page,
    came: Mapping[int, str],
    before: tuple[datetime, int] | None = None,
    span: tuple[datetime, datetime] | None = None,
) -> list[tuple[datetime, Line]]:
    """What was logged on a screen, and what else became of the customer in the time that it covers, newest first."""
    until = min((at for at in (before and before[0], span and span[1]) if at), default=None)
    since = max((at for at in (page.older and page.older[0], span and span[0]) if at), default=None)
    between = [
        (one.at, one.line)
        for one in turn.registry.milestones(turn, customer_id)
        if (until is None or one.at < until) and (since is None or one.at >= since)
    ]
    return sorted([*between, *_logged(page, came)], key=lambda each: each[0], reverse=True)


def _logged(page: Page, came: Mapping[int, str]) -> list[tuple[datetime, Line]]:
    return [(record.at, happened(record, came=came.get(record.id, ""))) for record in page.items]


def _choices(page: Page, customer: CustomerRecord, period: Moment | None, kind: str | None) -> tuple[Choice, ...]:
    """More, where there is more; and the kinds to look at, where one is not chosen yet."""
    history = Action("history", {"customer": customer.id})
    filtered = ({"kind": kind} if kind else {}) | ({"period": moment_as_json(period)} if period else {})
    older = [page.older[0].isoformat(), page.older[1]] if page.older else None
    more = Pager(page.items, older).more(history.with_args(**filtered))
    kinds = {record.kind for record in page.items}
    said = (Choice(_("As it was said"), Action("as_said_of", {"customer": customer.id})),) if page.items else ()
    if kind or len(kinds) < 2:
        return more + said
    return (
        *more,
        *said,
        *(Choice(_("Only: {kind}", kind=KINDS[k]), history.with_args(kind=k)) for k in KINDS if k in kinds),
    )


Place = Annotated[tuple[datetime, int], lambda _turn, raw: (datetime.fromisoformat(raw[0]), int(raw[1]))]
"""Where a screen ended: when its last entry was, and that entry's id."""


def _more(
    turn: Turn, customer: CustomerRecord, kind: str | None = None, period: Moment | None = None, at: Place | None = None
) -> Reply:
    """The history of the customer that a card is about; of a kind, of a period, from where a screen ended."""
    return _page(turn, customer, kind=kind if kind in KINDS else None, period=period, before=at)


def _instants(turn: Turn, period: Moment) -> tuple[datetime, datetime]:
    """The period as instants on the person's clock, its end excluded."""
    first = period.start.date() if isinstance(period.start, datetime) else period.start
    last = last_date(period) if period.end or not isinstance(period.start, datetime) else first
    after = last + timedelta(days=1)
    return _midnight(turn, first), _midnight(turn, after)


def _midnight(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time.min, turn.zone)


def _noted_last(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log: what colleagues noted last about this customer."""
    page = turn.work.interactions.timeline(customer.id, limit=4)
    theirs = [record for record in page.items if record.author_id != turn.person.id][:1]
    if not theirs:
        return None
    return Reply((Paragraph(_("What a colleague noted last:")), Entries([happened(record) for record in theirs])))


def _lately(turn: Turn, person: Person) -> Reply | None:
    """On the home page: the customers that the person told of last, a tap from their cards."""
    customers = turn.work.customers.latest(turn.work.interactions.told_of(person.id, limit=LATELY))
    if not customers:
        return None
    choices = tuple(
        Choice(clip(customer.name, 60), Action("card", {"customer": customer.id})) for customer in customers
    )
    return Reply.of(_("Lately you told me of these:"), choices=choices)


def _view(turn: Turn, field: str) -> list[PanelColumn]:
    """A customer's timeline: the one that is named, else the one that the person told of last."""
    customer = _viewed(turn, field)
    if customer is None:
        words = _("I don't know a customer like that.") if field else _("Write a customer's name.")
        return [PanelColumn(_("Customer"), (Paragraph(words),))]
    page = turn.work.interactions.timeline(customer.id, limit=VIEWED)
    open_points = turn.work.follow_ups.open_for(customer.id, limit=VIEWED)
    came = marks(turn, [record.id for record in page.items])
    columns = [
        (_("Open"), [open_point(one) for one in open_points]),
        (_("Timeline"), [line for _at, line in _told(turn, customer.id, page, came)]),
    ]
    return [
        PanelColumn(_("{customer}: {what}", customer=customer.name, what=title), (_entries(entries),))
        for title, entries in columns
    ]


def _entries(entries: list[Line]) -> Block:
    return Entries(entries) if entries else Paragraph(_("Nothing yet."))


def _viewed(turn: Turn, field: str) -> CustomerRecord | None:
    if field:
        known = turn.match(field, {NameKind.CUSTOMER}).candidates
        return turn.work.customers.get(known[0].id) if known else None
    lately = turn.work.customers.latest(turn.work.interactions.told_of(turn.person.id, limit=1))
    return lately[0] if lately else None


HISTORY = Form("history", (CUSTOMER, PERIOD, KIND), save=_show, intent="show_history", title=_("A customer's history"))

CAPABILITY = Capability(
    "history",
    about=_("What has happened with a customer, whoever was there"),
    commands=(
        Command(
            {"es": "historial", "en": "history"},
            HISTORY,
            _("What has happened with a customer"),
            reads_as="historial de {}",
        ),
    ),
    intents={"show_history": HISTORY},
    actions={"history": _more},
    examples={"es": ("historial de Bar Sol",), "en": ("history of The Crown",)},
    contributes={
        "after_log": _noted_last,
        "asked_about": _page,
        HOME: _lately,
        "week": in_digest,
        "week_charts": in_pictures,
    },
    views=(
        PanelView("customer", _("Customer"), _view, asks=_("Customer's name"), order=30),
        PanelView("team", _("The team's week"), team_week, order=40),
    ),
    order=20,
)
