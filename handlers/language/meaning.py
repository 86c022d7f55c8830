"""The vocabulary of understanding: what a message can mean, as values.

Everything here is immutable, knows no platform and no database, and turns into the JSON of `cartera understand`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as time_of_day
from decimal import Decimal
from enum import StrEnum
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from storage.names.names import NameEntry, NameKind
from storage.questions.question import Question

Tense = Literal["past", "future"]


class Grain(StrEnum):
    """How exact a moment is."""

    MINUTE = "minute"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Moment:
    """A point or a span of local time.

    `start` is a naive local `datetime` where the grain is minute, else a `date`; `end` is inclusive, of the same type,
    and given only for spans that the grain does not tell.
    """

    start: date | datetime
    grain: Grain
    end: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A moment that repeats: an RFC 5545 rule, and the local time of day where one was said."""

    rrule: str
    time: time_of_day | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """Money: an exact value and its ISO 4217 currency."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in the message, and whom it can mean.

    `candidates` is empty for a name nobody knows, has one entry where it is plain who is meant, and several, best
    first, where the person has to choose.
    """

    text: str
    candidates: tuple[NameEntry, ...] = ()

    @property
    def known(self) -> NameEntry | None:
        """The one entry that is meant, or None where it is nobody known or one of several."""
        return self.candidates[0] if len(self.candidates) == 1 else None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What was promised, and for when; `about` are the words before it that it points at: "4 boxes, " of "4 boxes, I'll bring it"."""

    what: str
    due: Moment | None = None
    about: str = ""


SlotValue = str | Name | Moment | Recurrence | Amount | NextStep | Question
"""What fills a slot. Closed lists (kind, stage, channel, sentiment, severity, by) and free text are `str`."""


@dataclass(frozen=True, slots=True)
class Span:
    """Which part of the text, `text[start:end]`, made which slot."""

    start: int
    end: int
    slot: str


@dataclass(frozen=True, slots=True)
class Understanding:
    """How one message is read.

    `slots` holds only what the message says. `also` names further customers of a message that tells of several, `company` who was met beside the `contact`, `absent` who was not met; it is `unmet`
    where the sender met nobody: nobody answered, it was called off, or a colleague did it; `inbound` where they got in touch, and we did not. Where it says
    something of each, `records` are those parts read by themselves, each with its own `text`. `no_day` is the date that it names and no calendar has; it tells an
    `hour_alone` where it names an hour and no day. `more` is what a command tells besides, behind what it is: "nuevo cliente Bar
    Sol, quieren 10 cajas"; `further` are next steps with a day of their own behind the first, `ahead` what else it tells of a day to come. `exactly` is what it asks of
    the store, where what its intent shows is more than that: the last visit, of a whole history.
    """

    language: str
    intent: str
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    spans: tuple[Span, ...] = ()
    text: str = ""
    also: tuple[Name, ...] = ()
    company: tuple[Name, ...] = ()
    absent: tuple[Name, ...] = ()
    records: tuple["Understanding", ...] = ()
    no_day: str | None = None
    hour_alone: bool = False
    more: str = ""
    unmet: bool = False
    inbound: bool = False
    further: tuple[NextStep, ...] = ()
    ahead: tuple[NextStep, ...] = ()
    exactly: Question | None = None

    @property
    def customer_id(self) -> int | None:
        """The one known customer that it is about: the one that is named, else where the one known contact works; None in any doubt."""
        customer, contact = self.slots.get("customer"), self.slots.get("contact")
        if isinstance(customer, Name):
            return customer.known.id if customer.known else None
        return contact.known.customer_id if isinstance(contact, Name) and contact.known else None


class NameBook(Protocol):
    """Whoever knows names: the store, or a list in memory."""

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Entries that a message with these folded words may mention, exact, part of a name, or misspelt. Bounded."""
        ...


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a message is read.

    `now` is when it was sent, aware, in the sender's `zone`; `locale` is "es_ES", "en_GB", …; `currency` the company's
    ISO code, None for the one of the locale's country.
    """

    now: datetime
    zone: ZoneInfo
    locale: str
    names: NameBook
    currency: str | None = None


__all__ = [
    "Amount",
    "Context",
    "Grain",
    "Moment",
    "Name",
    "NameBook",
    "NameEntry",
    "NameKind",
    "NextStep",
    "Recurrence",
    "SlotValue",
    "Span",
    "Tense",
    "Understanding",
]
