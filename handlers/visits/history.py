"""The history of a customer: every source, whoever logged it, newest first."""

import json
from datetime import date, datetime, time, timedelta

from handlers.kit.dialog.home import KIND as HOME
from handlers.kit.format.labels import KINDS
from handlers.kit.format.lists import happened, open_point
from handlers.kit.format.texts import DateSpan, _, clip
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.moment_slots import HistoryPeriod
from handlers.kit.forms.name_slots import KnownCustomer, others_meant
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.action import Choice, Target
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.json_format import moment_as_json
from handlers.language.meaning import Moment
from storage.crm.interactions import Page
from storage.records import CustomerRecord, Person

PAGE = 5
"""Entries that fit a phone's screen, some 900 characters."""
LATELY = 5
"""Customers on the home page."""

CUSTOMER = Slot("customer", KnownCustomer(), _("Customer"), _("Whose history?"))
PERIOD = Slot("period", HistoryPeriod(), _("Period"), _("Which period?"), optional=True)
KIND = Slot("kind", OneOf(KINDS), _("Kind"), _("Which kind?"), optional=True)


def _show(turn: Turn, said: Said) -> Reply:
    others = others_meant(said, lambda name: _("History of {customer}", customer=name), "/history_of")
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
    entries = (*open_points, *(happened(record) for record in page.items))
    body = Entries(entries) if entries else Paragraph(_("Nothing yet."))
    return Reply((heading, body), _choices(page, target, period, kind), about=target)


def _choices(page: Page, target: Target, period: Moment | None, kind: str | None) -> tuple[Choice, ...]:
    """More, where there is more; and the kinds to look at, where one is not chosen yet."""
    more: tuple[Choice, ...] = ()
    if page.older:
        at, id_ = page.older
        span = json.dumps(moment_as_json(period), separators=(",", ":")) if period else "-"
        more = (Choice(_("More"), f"/history_more {at.isoformat()} {id_} {kind or '-'} {span}", target),)
    kinds = {record.kind for record in page.items}
    filters = (
        ()
        if kind or len(kinds) < 2
        else tuple(Choice(_("Only: {kind}", kind=KINDS[k]), f"/history_kind {k}", target) for k in KINDS if k in kinds)
    )
    return more + filters


def _more(turn: Turn, words: str, target: Target | None) -> Reply:
    """The next page, from where the last one ended."""
    customer = turn.work.customers.get(target.id) if target else None
    parts = words.split(" ", 3)
    if customer is None or len(parts) != 4:
        raise Sorry(_("That is not there any more."))
    at, id_, kind, span = parts
    return _page(
        turn,
        customer,
        before=(datetime.fromisoformat(at), int(id_)),
        kind=None if kind == "-" else kind,
        period=None if span == "-" else HistoryPeriod().load(turn, json.loads(span)),
    )


def _of(turn: Turn, _words: str, target: Target | None) -> Reply:
    """The history of the customer that a card is about."""
    customer = turn.work.customers.get(target.id) if target else None
    if customer is None:
        raise Sorry(_("That is not there any more."))
    return _page(turn, customer)


def _only(turn: Turn, words: str, target: Target | None) -> Reply:
    """One kind of entries alone."""
    customer = turn.work.customers.get(target.id) if target else None
    if customer is None or words not in KINDS:
        raise Sorry(_("That is not there any more."))
    return _page(turn, customer, kind=words)


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
        Choice(clip(customer.name, 60), "/card_of", Target("customer", customer.id)) for customer in customers
    )
    return Reply.of(_("Lately you told me of these:"), choices=choices)


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
        Command({"": "history_of"}, _of, hidden=True),
        Command({"": "history_more"}, _more, hidden=True),
        Command({"": "history_kind"}, _only, hidden=True),
    ),
    intents={"show_history": HISTORY},
    examples={"es": ("historial de Bar Sol",), "en": ("history of Bar Sol",)},
    contributes={"after_log": _noted_last, HOME: _lately},
    order=20,
)
