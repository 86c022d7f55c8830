"""A question about what is stored, as one closed value: whoever fills it, in words or with buttons, can ask nothing else.

Its JSON is kept with buttons: the names of what it holds are a format.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final


class About(StrEnum):
    """What is asked for."""

    CUSTOMERS = "customers"
    INTERACTIONS = "interactions"
    FOLLOW_UPS = "follow_ups"
    OPPORTUNITIES = "opportunities"
    PURCHASES = "purchases"
    LEADS = "leads"
    COMPLAINTS = "complaints"
    PROMOTIONS = "promotions"
    ANSWERS = "answers"


class Measure(StrEnum):
    """What of it: the rows themselves, how many, or what their amounts come to, a currency at a time.

    A share is of what they are worth where they have amounts, else of how many they are: each group's of all, or of all those
    that `Question.of` leaves out.
    """

    LIST = "list"
    COUNT = "count"
    SUM = "sum"
    AVERAGE = "average"
    SHARE = "share"


class Group(StrEnum):
    """By what it is told apart; months by the date that the period is of."""

    STAFF = "staff"
    CUSTOMER = "customer"
    SECTOR = "sector"
    KIND = "kind"
    STAGE = "stage"
    REASON = "reason"
    PRODUCT = "product"
    CLASS = "class"
    SOURCE = "source"
    CAUSE = "cause"
    SURVEY = "survey"
    MONTH = "month"


class Field(StrEnum):
    """What a filter looks at. Whose it is: `staff` is a customer's, follow-up's or opportunity's owner, an interaction's author.

    Of a customer, `met` is a kind of interaction with it within the period, by `author` where that is given, and `last` of
    which sort the latest one is: "told" is an e-mail, a message or a call. `class` is "A", "B" or "C", `segment` "loyal" or the like
    (`storage.standings`), `fact` a kind and a value of what is known, "sensitive:price" (`storage.facts`). `bought` is a product, a
    family of them, or "any", bought within the period, else within a year. `source` is where a lead came from, `cause` what a
    complaint is about, and whose it is there is its owner's, its carer's. `has` is what is known of a customer, "email" (`HAS`),
    or what is still open there, "open_complaint" (`OPEN_THERE`),
    `times` how often what `met` or `bought` says was, as digits. Of answers, `survey` is the question, `score` the number given, as
    digits, and `answer` how one recommends us: "promoter", "passive", "detractor".
    """

    STAFF = "staff"
    CUSTOMER = "customer"
    CONTACT = "contact"
    SECTOR = "sector"
    PLACE = "place"
    STATUS = "status"
    KIND = "kind"
    STATE = "state"
    STAGE = "stage"
    REASON = "reason"
    AMOUNT = "amount"
    MET = "met"
    LAST = "last"
    AUTHOR = "author"
    BOUGHT = "bought"
    PRODUCT = "product"
    CLASS = "class"
    SEGMENT = "segment"
    FACT = "fact"
    SOURCE = "source"
    CAUSE = "cause"
    HAS = "has"
    TIMES = "times"
    SURVEY = "survey"
    SCORE = "score"
    ANSWER = "answer"


class Comparison(StrEnum):
    """How a filter compares; `without` and `stopped` are only of what a customer may not have had, or has no more."""

    IS = "is"
    OVER = "over"
    UNDER = "under"
    WITHOUT = "without"
    STOPPED = "stopped"


class Order(StrEnum):
    """What comes first, where it is not what usually does: of groups those with the least; of rows the oldest, or the latest."""

    LEAST = "least"
    OLDEST = "oldest"
    NEWEST = "newest"


class Dated(StrEnum):
    """Which of its dates a period is of: when it took place, was added, is due, was done, may close, was closed, begins, ends."""

    AT = "at"
    CREATED = "created"
    DUE = "due"
    DONE = "done"
    CLOSE = "close"
    CLOSED = "closed"
    BEGINS = "begins"
    ENDS = "ends"


ME: Final = "me"
"""Whoever asks, as the value of a filter."""
EVER: Final = date(1900, 1, 1)
"""The first day of a period that only has a last one."""
HAS: Final = ("email", "phone", "address", "contact", "owner", "sector")
"""What may be known of a customer, or not."""
OPEN_THERE: Final = ("open_complaint", "open_opportunity", "open_follow_up", "open_lead")
"""What may still be open at a customer, or not."""
ANY: Final = "any"
"""Any kind of interaction, any product."""
TOLD: Final = "told"
"""An e-mail, a message or a call: what is answered, or not."""


@dataclass(frozen=True, slots=True)
class Named:
    """A colleague, a customer, somebody there, a stage, a product, or where leads come from."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Several of a kind, any of which is meant: "Ana and Luis", bars or restaurants, class A or B."""

    each: tuple[Named | str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All of them, as they are called."""
        return tuple(one.name if isinstance(one, Named) else one for one in self.each)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount, to compare with those in its own currency."""

    value: Decimal
    currency: str


Value = str | Named | AnyOf | Money
"""What a filter compares with."""


def any_of(each: Iterable[Named | str]) -> Value:
    """One value for several, each once; the only one where there is one."""
    every = tuple(dict.fromkeys(each))
    return AnyOf(every) if len(every) > 1 else every[0]


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing that must hold."""

    field: Field
    value: Value
    comparison: Comparison = Comparison.IS

    @property
    def words(self) -> tuple[str, ...]:
        """What it compares with, each of several."""
        match self.value:
            case Named():
                return (self.value.name,)
            case AnyOf():
                return self.value.words
            case _:
                return (str(self.value),)


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, both included, on the calendar of whoever asks."""

    first: date
    last: date
    of: Dated = Dated.AT


@dataclass(frozen=True, slots=True)
class Against:
    """The period that another is compared with; only groups that are `over` it, or `under`, are asked for where it says so."""

    period: Period
    comparison: Comparison = Comparison.IS


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the store. Of groups, at most `limit` are told, those with the most first, or with the `least`.

    `against` is the period that `period` is compared with. `of` is the field that a share's whole is without: of the visits of hospitality by Ana, her part of all of hospitality's.
    """

    about: About
    filters: tuple[Filter, ...] = ()
    measure: Measure = Measure.LIST
    group: Group | None = None
    period: Period | None = None
    limit: int | None = None
    order: Order | None = None
    of: Field | None = None
    against: Against | None = None

    @property
    def periods(self) -> tuple[Period, ...]:
        """The period it is of, and that which it is compared with."""
        return tuple(one for one in (self.period, self.against.period if self.against else None) if one)

    @property
    def least(self) -> bool:
        """Whether those with the least come first."""
        return self.order is Order.LEAST

    @property
    def whole(self) -> "Question":
        """What a share is a share of."""
        return self.without(self.of) if self.of else self

    def filter(self, field: Field) -> Filter | None:
        """The filter that looks at a field."""
        return next((one for one in self.filters if one.field is field), None)

    def without(self, field: Field) -> "Question":
        """The same without what it says of a field."""
        return replace(self, filters=tuple(one for one in self.filters if one.field is not field))

    def with_filter(self, one: Filter) -> "Question":
        """The same with this in place of what it says of the field."""
        at = next((n for n, other in enumerate(self.filters) if other.field is one.field), len(self.filters))
        return replace(self, filters=(*self.filters[:at], one, *self.filters[at + 1 :]))

    def as_json(self) -> dict[str, Any]:
        """As buttons and jobs keep it."""
        period, against = self.period, self.against
        raw = {
            "about": self.about.value,
            "filters": [{"field": f.field.value, f.comparison.value: _value_as_json(f.value)} for f in self.filters],
            "measure": self.measure.value,
            "group": self.group.value if self.group else None,
            "period": _period_as_json(period) if period else None,
            "limit": self.limit,
            "order": self.order.value if self.order else None,
            "of": self.of.value if self.of else None,
            "against": {against.comparison.value: _period_as_json(against.period)} if against else None,
        }
        return {name: value for name, value in raw.items() if value not in (None, [])}

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Question":
        """What `as_json` wrote. Raises ValueError, LookupError or TypeError for anything else."""
        period, against = raw.get("period"), raw.get("against")
        return cls(
            About(raw["about"]),
            tuple(_filter_from_json(one) for one in raw.get("filters", ())),
            Measure(raw["measure"]),
            Group(raw["group"]) if raw.get("group") else None,
            _period_from_json(period) if period else None,
            raw.get("limit"),
            Order(raw["order"]) if raw.get("order") else None,
            Field(raw["of"]) if raw.get("of") else None,
            _against_from_json(against) if against else None,
        )


def _period_as_json(period: Period) -> list[str]:
    return [period.first.isoformat(), period.last.isoformat(), period.of.value]


def _period_from_json(raw: Sequence[str]) -> Period:
    return Period(date.fromisoformat(raw[0]), date.fromisoformat(raw[1]), Dated(raw[2]))


def _against_from_json(raw: Mapping[str, Any]) -> Against:
    [(comparison, period)] = raw.items()
    return Against(_period_from_json(period), Comparison(comparison))


def _value_as_json(value: Value) -> Any:  # noqa: ANN401 - JSON
    match value:
        case Named():
            return {"id": value.id, "name": value.name}
        case AnyOf():
            return [_value_as_json(one) for one in value.each]
        case Money():
            return {"value": f"{value.value:.2f}", "currency": value.currency}
        case _:
            return value


def _value_from_json(raw: Any) -> Value:  # noqa: ANN401 - JSON
    if isinstance(raw, str):
        return raw
    if isinstance(raw, list):
        return AnyOf(tuple(one if isinstance(one, str) else Named(int(one["id"]), str(one["name"])) for one in raw))
    return (
        Named(int(raw["id"]), str(raw["name"])) if "id" in raw else Money(Decimal(raw["value"]), str(raw["currency"]))
    )


def _filter_from_json(raw: Mapping[str, Any]) -> Filter:
    [(comparison, value)] = [(name, value) for name, value in raw.items() if name != "field"]
    return Filter(Field(raw["field"]), _value_from_json(value), Comparison(comparison))
