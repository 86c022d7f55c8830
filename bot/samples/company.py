"""The sample company as its data file tells it: who works there, whom it supplies, what it sells, what happens."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from importlib.resources import files
from typing import Any

LANGUAGES = ("es", "en")


@dataclass(frozen=True, slots=True)
class SampleColleague:
    """Somebody of the staff."""

    name: str
    role: str
    language: str

    @property
    def first_name(self) -> str:
        """How the data file refers to them."""
        return self.name.split()[0]


@dataclass(frozen=True, slots=True)
class Product:
    """Something sold: `many` follows a number, `the` is how one speaks of it; customers take `few` to `lots`."""

    many: str
    the: str
    price: Decimal
    few: int
    lots: int


@dataclass(frozen=True, slots=True)
class Trade:
    """A kind of customer: its family, and which products it buys."""

    family: str
    stock: Sequence[str]


@dataclass(frozen=True, slots=True)
class Client:
    """A customer; `people` are "name, role"; `pace` is how often something happens there.

    `chat` is the account of the one of them who is on the bot, None for most. `past` is what became of what they buy over two
    years, where that is told: "left", "grew".
    """

    name: str
    trade: str
    rep: str
    pace: str
    people: Sequence[str]
    also: Sequence[str] = ()
    chat: str | None = None
    past: str | None = None

    @property
    def buyer(self) -> str:
        """The name of whoever speaks for them."""
        return self.people[0].split(",")[0]


@dataclass(frozen=True, slots=True)
class SampleStep:
    """One interaction of a story, `after` so many working days (from, to); `next` promises the step that follows.

    `amount` is "full" for what was asked for, "cut" for that less the story's discount. `by` is a role, "rep" being
    whoever answers for the customer. `alone` is a step at which nobody was met.
    """

    kind: str
    texts: Sequence[str]
    by: str = "rep"
    mood: str | None = None
    amount: str | None = None
    after: Sequence[int] = (2, 5)
    next: Sequence[str] = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """What happens with a customer in one or more steps. `families` (or trades), `stock` and `months` say where and when it fits."""

    name: str
    steps: Sequence[SampleStep]
    weight: int = 1
    families: Sequence[str] = ()
    stock: Sequence[str] = ()
    months: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class ClosingNote:
    """The last word of a customer's history, written out: `ago` and `due` count working days from today."""

    customer: str
    ago: int
    kind: str
    by: str
    contact: str
    text: str
    amount: Decimal | None = None
    mood: str | None = None
    next: str | None = None
    due: int = 0
    time: str | None = None


@dataclass(frozen=True, slots=True)
class SampleTask:
    """Something on a colleague's list, `due` so many working days from today."""

    staff: str
    what: str
    due: int
    time: str | None = None
    customer: str | None = None


@dataclass(frozen=True, slots=True)
class SampleOpportunity:
    """Something a customer may buy, or did. All days are working days from today.

    `began` is when it was told, `moves` when it went into the next stage, `close` when it is expected to close now and
    `slipped` when it was before; `end` is "won" or "lost", `ended` when, and `reason` the place of why in the list of reasons.
    """

    customer: str
    what: str
    began: int
    amount: Decimal | None = None
    moves: Sequence[int] = ()
    close: int | None = None
    slipped: Sequence[int] = ()
    end: str | None = None
    ended: int = 0
    won_for: Decimal | None = None
    reason: int | None = None


@dataclass(frozen=True, slots=True)
class SampleLead:
    """Somebody who enquired, `ago` working days before today; `minutes` until they were called, None where nobody did."""

    source: str
    name: str
    message: str
    owner: str
    ago: int
    at: str
    company: str | None = None
    territory: str | None = None
    campaign: str | None = None
    origin: str | None = None
    minutes: int | None = None
    end: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SampleComplaint:
    """What a customer complains of. `ago` is working days before today, `minutes` until somebody answered; `closed` is after how
    many working days it was put right, and `closing` what the customer said then; neither where it is open.
    """

    customer: str
    words: str
    cause: str
    told_by: str
    carer: str
    ago: int
    at: str
    minutes: int
    severity: str | None = None
    closed: int | None = None
    closing: str | None = None


@dataclass(frozen=True, slots=True)
class SamplePromotion:
    """What is offered: launched `ago` working days before today, until `last` days from then; `known` is who has read it, `told`
    how many customers were called.
    """

    name: str
    products: Sequence[str]
    offer: str
    price: Decimal
    cost: Decimal
    margin: int
    call_to_action: str
    arguments: Sequence[str]
    objections: Sequence[str]
    for_rep: str
    owner: str
    ago: int
    last: int
    known: Sequence[str]
    told: int


@dataclass(frozen=True, slots=True)
class SampleCompany:
    """All of it. `hours` are those at which people are seen and called.

    `sectors` are what a family of trades is called, `families` what a group of products is, where not by its own name. `of` joins a unit to what is in it; `contracted` says what becomes of words that meet ("de el" → "del").
    """

    locale: str
    hours: Sequence[int]
    weekdays: Sequence[str]
    rivals: Sequence[str]
    of: str
    sectors: Mapping[str, str]
    contracted: Mapping[str, str]
    staff: Sequence[SampleColleague]
    products: Mapping[str, Sequence[Product]]
    trades: Mapping[str, Trade]
    customers: Sequence[Client]
    stories: Sequence[Story]
    closings: Sequence[ClosingNote] = field(default_factory=tuple)
    tasks: Sequence[SampleTask] = field(default_factory=tuple)
    opportunities: Sequence[SampleOpportunity] = field(default_factory=tuple)
    lead_sources: Sequence[str] = ()
    leads: Sequence[SampleLead] = ()
    complaints: Sequence[SampleComplaint] = ()
    promotions: Sequence[SamplePromotion] = ()
    families: Mapping[str, str] = field(default_factory=dict)


def load(language: str) -> SampleCompany:
    """The company that speaks this language; any but English gets the Spanish one."""
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    data, sales, enquiries = (_read(name) for name in (chosen, f"{chosen}_opportunities", f"{chosen}_leads"))
    troubles, offers = _read(f"{chosen}_complaints"), _read(f"{chosen}_promotions")
    return SampleCompany(
        **data["company"],
        staff=[SampleColleague(**row) for row in data["staff"]],
        products={
            group: [Product(row["many"], row["the"], Decimal(row["price"]), row["few"], row["lots"]) for row in rows]
            for group, rows in data["products"].items()
        },
        trades={name: Trade(**row) for name, row in data["trades"].items()},
        customers=[Client(**row) for row in data["customers"]],
        stories=[Story(**(row | {"steps": [SampleStep(**step) for step in row["steps"]]})) for row in data["stories"]],
        closings=[ClosingNote(**_with_money(row, "amount")) for row in data["closings"]],
        tasks=[SampleTask(**row) for row in data["tasks"]],
        opportunities=[SampleOpportunity(**_with_money(row, "amount", "won_for")) for row in sales["opportunities"]],
        lead_sources=enquiries["sources"],
        leads=[SampleLead(**row) for row in enquiries["leads"]],
        complaints=[SampleComplaint(**row) for row in troubles["complaints"]],
        promotions=[SamplePromotion(**_with_money(row, "price", "cost")) for row in offers["promotions"]],
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def _with_money(row: dict[str, Any], *names: str) -> dict[str, Any]:
    return row | {name: Decimal(row[name]) for name in names if name in row}
