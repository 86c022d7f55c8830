"""One turn: one message in, one transaction, its replies out."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from handlers.kit.conversation import Conversation
from handlers.kit.messages import Incoming, Reply
from handlers.kit.texts import Voice, Words, voice
from handlers.language.meaning import Context, Understanding
from handlers.language.understand import read_as, understand
from storage.records import Person
from storage.work import Work

if TYPE_CHECKING:
    from handlers.kit.registry import Registry


class Sorry(Exception):  # noqa: N818 - it is said, not reported
    """Nothing can be done about this message: its effects are discarded and this is answered."""

    def __init__(self, words: Words) -> None:
        super().__init__("the turn was declined")
        self.words = words


@dataclass(frozen=True, slots=True)
class Company:
    """What holds for everybody: settings that capabilities read. `zone` is an IANA name, `country` and `currency` ISO."""

    name: str
    locale: str
    zone: str
    country: str
    currency: str
    bot_name: str = "Cartera"

    @property
    def language(self) -> str:
        """The company's own language."""
        return self.locale[:2]


@dataclass
class Turn:
    """All that a capability gets to see: who said what, when, and the store.

    `now` is the business clock's time, aware; what "today" means goes by `said_at`.
    """

    work: Work
    person: Person
    incoming: Incoming
    now: datetime
    company: Company
    registry: "Registry"
    conversation: Conversation = field(default_factory=Conversation)

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
    def context(self) -> Context:
        """What is known when the message is read."""
        return Context(self.said_at, self.zone, self.locale, self.work.names, self.company.currency)

    def understand(self, text: str, *, at: datetime | None = None) -> Understanding:
        """How a text reads, said `at` another time than this message's if need be."""
        return understand(text, replace(self.context, now=at.astimezone(self.zone)) if at else self.context)

    def read_as(self, intent: str, text: str) -> Understanding:
        """How a text reads whose intent is known from where it was said."""
        return read_as(intent, text, self.context)

    def local(self, instant: datetime) -> datetime:
        """An instant as naive wall time on the person's clock."""
        return instant.astimezone(self.zone).replace(tzinfo=None)

    def contributions(self, occasion: str, subject: object) -> Reply:
        """What other capabilities say on an occasion ("after_log", "card", "brief") about its subject."""
        reply = Reply()
        for contribute in self.registry.contributors(occasion):
            reply = reply + contribute(self, subject)
        return reply
