"""One turn: one message in, one transaction, its replies out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from handlers.kit.calendar.calendars import Calendars
from handlers.kit.calendar.due_dates import WallClock
from handlers.kit.calendar.response_times import ResponseTimes
from handlers.kit.calendar.week import Week
from handlers.kit.conversation import Conversation
from handlers.kit.format.lists import Milestone
from handlers.kit.format.texts import Voice, Words, _, voice
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Reply
from handlers.kit.notifying import notify
from handlers.kit.tax import Tax
from handlers.language.entities.names.answers import match_name
from handlers.language.meaning import Context, Name, NameBook, NameEntry, NameKind, Understanding
from handlers.language.questions.reader import Asked
from handlers.language.slots.answering_reminders import Answer, Closed
from handlers.language.slots.earlier import Earlier
from handlers.language.slots.rearranging import Rearrangement
from handlers.language.understand import Heard, hear
from storage.people.people import Visibility
from storage.people.records import Hours, Person
from storage.work import Work


@dataclass(frozen=True, slots=True)
class _Besides:
    """Known names, and one customer's more."""

    name: str
    others: NameBook

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Those of the others, and the one."""
        return (*self.others.candidates(words), NameEntry(NameKind.CUSTOMER, 0, self.name))


class Sorry(Exception):  # noqa: N818 - it is said, not reported
    """Nothing can be done about this message: its effects are discarded and this is answered."""

    def __init__(self, words: Words) -> None:
        super().__init__("the turn was declined")
        self.words = words


RESPONSE_TIMES = ResponseTimes()
QUIET_HOURS = Hours(time(21), time(8))
"""Of everybody who has not said otherwise."""


@dataclass(frozen=True, slots=True)
class Company:
    """What holds for everybody: settings that capabilities read. `zone` is an IANA name, `country`, `subdivision` and
    `currency` ISO; `working_hours` are written as `Week` reads them. `public_url` is where others reach this server, "" where they do not.
    """

    name: str
    locale: str
    zone: str
    country: str
    currency: str
    bot_name: str = "Cartera"
    visibility: Visibility = "all"
    working_hours: str = "09:00-18:00"
    referral_months: int = 6
    subdivision: str = ""
    visit_cost: Decimal = Decimal(0)
    margin: int = 0
    """What a visit of ours costs, in the company's currency, and what is left of sales, per cent; 0 where nobody said."""
    lead_response: ResponseTimes = RESPONSE_TIMES
    public_url: str = ""
    tax: Tax | None = None
    has_model: bool = False
    """Whether a language model may be asked."""
    panel_url: str = ""
    """Where links to the panel begin; "" where there is none."""
    mcp_url: str = ""
    """Where people's own programs ask; "" where they cannot."""

    @property
    def language(self) -> str:
        """The company's own language."""
        return self.locale[:2]

    def week_of(self, person: Person) -> Week:
        """The hours of this person's week, on their own clock: their own or the company's."""
        return Week.parse(person.working or self.working_hours)

    def quiet_hours_of(self, person: Person) -> Hours:
        """When this person is told nothing unasked, on their own clock, but what was asked for at that hour."""
        return person.quiet_hours or QUIET_HOURS


Contribution = Callable[["Turn", Any], Reply | None]
"""What a capability says on another one's occasion, about its subject."""


class Contributors(Protocol):
    """The capabilities, as far as a turn needs them: `handlers.kit.registry` has the rest."""

    def contributors(self, occasion: str) -> Sequence[Contribution]:
        """Who has something to say on this occasion, in order."""
        ...

    def milestones(self, turn: "Turn", customer_id: int) -> Sequence[Milestone]:
        """What became of a customer beside what was logged, newest first."""
        ...


@dataclass
class Turn:
    """All that a capability gets to see: who said what, when, and the store.

    `now` is the business clock's time, aware; what "today" means goes by `said_at`. `join_links` turns an invitation's
    code into the links that carry it, by platform, as far as they have such links; `said_with` finds the turns, of those
    named, in which this message was said.

    While a filled-in dialog is `awaited`, what is wrong with it is `refused`, by slot, and nothing is done or said.
    `refreshes_home` has the person's home page made anew. `told` is the message that is being dealt with, as it was sent:
    what came in, or what was put aside until it was said what to do with it; "" for a button.
    """

    work: Work
    person: Person
    incoming: Incoming
    now: datetime
    company: Company
    registry: Contributors
    conversation: Conversation = field(default_factory=Conversation)
    join_links: Callable[[str], Mapping[str, str]] = field(default=lambda _code: {})
    said_with: Callable[[Sequence[str]], Sequence[str]] = field(default=lambda _turns: ())
    awaited: bool = False
    refused: dict[str, str] = field(default_factory=dict)
    refreshes_home: bool = False
    told: str = ""

    @cached_property
    def zone(self) -> ZoneInfo:
        """The person's time zone."""
        return ZoneInfo(self.person.zone)

    @cached_property
    def said_at(self) -> datetime:
        """When the message was sent, on the person's own clock."""
        return self.incoming.sent_at.astimezone(self.zone)

    @cached_property
    def voice(self) -> Voice:
        """How the person is spoken to."""
        return voice(self.person.language, self.company.country, self.now.astimezone(self.zone).date())

    @cached_property
    def locale(self) -> str:
        """The person's locale: their language, the company's country ("es_MX")."""
        return f"{self.person.language}_{self.company.country}"

    @cached_property
    def calendars(self) -> Calendars:
        """Who works when, closing days and absences included."""
        return Calendars(self.work, self.company)

    @cached_property
    def context(self) -> Context:
        """What is known when the message is read."""
        return Context(self.said_at, self.zone, self.locale, self.work.names.everybodys, self.company.currency)

    def understand(self, text: str, *, at: datetime | None = None) -> Understanding:
        """How a text reads, said `at` another time than this message's if need be."""
        return self._scoped(self._hear(text, at).understanding)

    def read_as(self, intent: str, text: str, *, at: datetime | None = None) -> Understanding:
        """How a text reads whose intent is known from where it was said."""
        return self._scoped(self._hear(text, at).read_as(intent))

    def read_standing_in(self, text: str, name: str) -> Heard:
        """How a text reads in which a name stands for somebody who is in no list, as a customer's would."""
        return hear(text, replace(self.context, names=_Besides(name, self.context.names)))

    def customers_in(self, text: str) -> Asked | None:
        """The customers that a text names where nothing else can be meant, as a question would; None where it names none."""
        return self._hear(text).customers

    def _hear(self, text: str, at: datetime | None = None) -> Heard:
        """The text, read once for all that a turn wants to know of it, unless names have changed since."""
        context = replace(self.context, now=at.astimezone(self.zone)) if at else self.context
        key = (text, context.now, self.work.names.changes)
        if key not in self._heard:
            self._heard[key] = hear(text, context)
        return self._heard[key]

    @cached_property
    def _heard(self) -> dict[tuple[str, datetime, int], Heard]:
        return {}

    def match(self, text: str, kinds: set[NameKind]) -> Name:
        """Whom of these kinds a text names, as far as the person may see them."""
        return self._seen(match_name(text, self.work.names.everybodys, kinds))

    def names_in(self, text: str, *kinds: NameKind) -> list[tuple[int, int]]:
        """Where in a text the names of customers stand, or of other `kinds`, that the person may see."""
        marks = self._hear(text).cued.reading.of(*(kinds or (NameKind.CUSTOMER,)))
        return [(mark.start, mark.end) for mark in marks if mark.name and self._seen(mark.name).known]

    def without_moment(self, text: str) -> str:
        """A text up to the moment that ends it: an answer may tell who and when, and the day is no part of the name."""
        return self._hear(text).without_moment

    def rearrangement(self, text: str) -> Rearrangement | None:
        """What of something agreed a text moves or calls off, with the names that the person may see."""
        found = self._hear(text).rearrangement
        if found is None or self.work.sees_owners is None:
            return found
        return replace(found, names=tuple(self._seen(name) for name in found.names))

    def earlier(self, text: str) -> Earlier | None:
        """What a text puts to something told earlier, with the names that the person may see."""
        found = self._hear(text).earlier
        if found is None or self.work.sees_owners is None:
            return found
        return replace(found, names=tuple(self._seen(name) for name in found.names))

    def answer(self, text: str) -> Answer | None:
        """What a text may say of something that was to be done, with the names that the person may see."""
        found = self._hear(text).answer
        if found is None or self.work.sees_owners is None:
            return found
        return replace(found, names=tuple(self._seen(name) for name in found.names))

    def closings(self, text: str) -> list[Closed]:
        """What a text says to be done, and nothing else, with the names that the person may see."""
        found = self._hear(text).closings
        if self.work.sees_owners is None:
            return list(found)
        return [replace(one, names=tuple(self._seen(name) for name in one.names)) for one in found]

    def beside_values(self, text: str) -> int:
        """How many words a text has beside moments, amounts and numbers, and beside little words."""
        return self._hear(text).beside_values

    def anothers(self, text: str) -> str | None:
        """Who answers for the customer that a text names, where the person may not see it: all that may be said of it."""
        if self.work.sees_owners is None:
            return None
        found = match_name(text, self.work.names.everybodys, {NameKind.CUSTOMER}).candidates
        return next((owner for entry in found if (owner := self.work.customers.anothers(entry.id))), None)

    def becomes(self, person: Person) -> None:
        """The person has other settings from here on: the answer is in their new language already."""
        self.person = self.work.person = person
        for derived in ("zone", "said_at", "voice", "locale", "calendars", "context", "_heard"):
            self.__dict__.pop(derived, None)

    def local(self, instant: datetime) -> datetime:
        """An instant as naive wall time on the person's clock."""
        return instant.astimezone(self.zone).replace(tzinfo=None)

    def clock_of(self, person: Person) -> WallClock:
        """The present of a colleague, when this message was sent: what a promise of theirs is reckoned by."""
        now = self.incoming.sent_at.astimezone(ZoneInfo(person.zone)).replace(tzinfo=None)
        return WallClock(now, person.zone, self.calendars.working_time_of(person))

    @property
    def done_so_far(self) -> tuple[int, int]:
        """How many changes this turn has made, and to how many people it has said something: the same where nothing was done since."""
        return self.work.changes.written, len(self.work.outbox.added)

    def take_pending(self) -> str | None:
        """The message that was put aside until it was said what to do with it; it waits no longer."""
        text, self.conversation.pending_message = self.conversation.pending_message, None
        self.told = text or self.told
        return text

    def tell(self, staff_id: int, reply: Reply) -> bool:
        """Says something to a colleague unasked, in their own chat and language; False where they cannot be reached."""
        return notify(self.work, staff_id, reply, now=self.now, country=self.company.country)

    def start_job(self, kind: str, payload: dict[str, Any]) -> None:
        """Asks for slow work, of a kind that a capability declares: what comes of it is said where this turn came from."""
        here = self.incoming
        self.work.jobs.add(kind, payload, platform=here.platform, chat=here.chat, account=here.account)

    def only_in_private(self) -> None:
        """Raises Sorry in a chat that others read: files with names and numbers do not go there."""
        if not self.incoming.private:
            raise Sorry(_("Ask me for that in our private chat, please."))

    def contributions(self, occasion: str, subject: object) -> Reply:
        """What other capabilities say on an occasion ("after_log", "card", "brief") about its subject."""
        reply = Reply()
        for contribute in self.registry.contributors(occasion):
            reply = reply + contribute(self, subject)
        return reply

    def _scoped(self, heard: Understanding) -> Understanding:
        """What was understood, without the names that the person may not see: they are read as names nobody knows.

        A message is read with everybody's names, so that another's customer is not taken for one that sounds alike.
        """
        if self.work.sees_owners is None:
            return heard
        slots = {name: self._seen(value) if isinstance(value, Name) else value for name, value in heard.slots.items()}
        also = tuple(seen for name in heard.also if (seen := self._seen(name)).candidates)
        absent = tuple(seen for name in heard.absent if (seen := self._seen(name)).candidates)
        company = tuple(self._seen(name) for name in heard.company)
        company = tuple(
            seen for name, seen in zip(heard.company, company, strict=True) if seen.candidates or not name.candidates
        )
        records = tuple(self._scoped(record) for record in heard.records)
        return replace(heard, slots=slots, also=also, company=company, absent=absent, records=records)

    def _seen(self, name: Name) -> Name:
        return replace(name, candidates=tuple(self.work.names.seen(name.candidates)))
