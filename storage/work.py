"""The unit of work: everything one message causes, committed together or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from storage.audit.changes import Changes
from storage.audit.proposals import Proposals
from storage.crm.complaints.complaints import Complaints
from storage.crm.complaints.rules import ComplaintRules
from storage.crm.contacts import Contacts
from storage.crm.customers import Customers
from storage.crm.follow_ups import FollowUps
from storage.crm.imports import Imports
from storage.crm.interactions import Interactions
from storage.crm.labels import Labels
from storage.crm.leads.leads import Leads
from storage.crm.leads.sources import LeadRules, LeadSources
from storage.crm.leads.waits import LeadWaits
from storage.crm.leaving import Leaving
from storage.crm.loose_notes import LooseNotes
from storage.crm.merging import Merging
from storage.crm.missing_details import MissingDetails
from storage.crm.name_book import Names
from storage.crm.opportunities.attention import Attention
from storage.crm.opportunities.opportunities import Opportunities
from storage.crm.opportunities.pipelines import Pipelines
from storage.crm.originals import Originals
from storage.crm.outreach.accounts import CustomerAccounts
from storage.crm.outreach.approaches import Approaches
from storage.crm.outreach.preferences import Consents, ContactPreferences
from storage.crm.owners import Owners
from storage.crm.referrals import Referrals
from storage.crm.sales.sales import Sales
from storage.crm.sales.targets import Targets
from storage.entities.naming import NameUpkeep
from storage.erasure.personal_data import PersonalData
from storage.facts.facts import CustomerFacts
from storage.messaging.conversations import Conversations
from storage.messaging.dead_letters import DeadLetters
from storage.messaging.files import Files
from storage.messaging.inbox import Inbox
from storage.messaging.jobs import Jobs
from storage.messaging.leases import Leases
from storage.messaging.nudges import Nudges
from storage.messaging.outbox import Outbox
from storage.messaging.transcripts import Transcripts
from storage.nudges.candidates import Looks
from storage.nudges.digests import Digests
from storage.nudges.history import NudgeMarks, NudgeMutes, ToldNudges
from storage.people.absences import Absences
from storage.people.access_tokens import AccessTokens
from storage.people.calendar_feeds import CalendarFeeds
from storage.people.panel_links import PanelLinks
from storage.people.people import People
from storage.people.records import Person
from storage.purchases.products import Products
from storage.purchases.purchases import Purchases
from storage.revisions.settled import settle
from storage.session.engine import is_sqlite, open_engine, reading
from storage.session.reads import begin_to_know
from storage.session.session import Session
from storage.standings.standings import Standings
from storage.tables import metadata

T = TypeVar("T")

REHEARSAL = "rehearsal"
"""The turn of what is rolled back: no row of the audit is ever of it."""


class Work(Session):
    """A session with the store by topic at hand. A topic knows the session, never this class: nothing in the store does.

    `person` is who it is done for, `turn` groups its changes, `everyday` are the words of ordinary language.
    """

    person: Person | None

    def __init__(
        self,
        connection: Connection,
        now: datetime,
        *,
        person: Person | None = None,
        turn: str = "-",
        everyday: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(connection, now, person=person, turn=turn)
        self._everyday = everyday
        self._upkeep = NameUpkeep(connection)

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of this work: where it raises, it alone is rolled back, with what it would have said."""
        said = len(self.outbox.added)
        try:
            with self.connection.begin_nested():
                yield
        except BaseException:
            del self.outbox.added[said:]
            self.changes.rolled_back()
            raise

    @contextmanager
    def rehearsal(self) -> Iterator["Work"]:
        """This work as another one that comes to nothing: whatever is done in it is rolled back, and nothing of it is said."""
        with self.connection.begin_nested() as savepoint:
            work = Work(self.connection, self.now, person=self.person, turn=REHEARSAL, everyday=self._everyday)
            work.sees_owners = self.sees_owners
            try:
                yield work
            finally:
                savepoint.rollback()
                self.known = begin_to_know(self.connection)

    def topic(self, topic: Callable[[Session], T]) -> T:
        """A topic that is not named here, over this session: `work.topic(Loans)`. Making one costs nothing."""
        return topic(self)

    @cached_property
    def changes(self) -> Changes:
        """Business rows and their audit."""
        return Changes(self, self._upkeep)

    @cached_property
    def proposals(self) -> Proposals:
        """What programs proposed."""
        return Proposals(self)

    @cached_property
    def names(self) -> Names:
        """The names in the store."""
        return Names(self, self._upkeep, self.customers, self._everyday)

    @cached_property
    def people(self) -> People:
        """Colleagues."""
        return People(self, self.conversations, self.absences)

    @cached_property
    def panel_links(self) -> PanelLinks:
        """Links that open the panel."""
        return PanelLinks(self)

    @cached_property
    def access_tokens(self) -> AccessTokens:
        """Tokens of people's own programs."""
        return AccessTokens(self)

    @cached_property
    def calendar_feeds(self) -> CalendarFeeds:
        """Secret addresses of calendars."""
        return CalendarFeeds(self)

    @cached_property
    def leaving(self) -> Leaving:
        """Letting colleagues go."""
        return Leaving(self.people, self.owners, self.follow_ups, self.outbox)

    @cached_property
    def absences(self) -> Absences:
        """Who is away, and when all are."""
        return Absences(self)

    @cached_property
    def customers(self) -> Customers:
        """Customers and contacts."""
        return Customers(self)

    @cached_property
    def contacts(self) -> Contacts:
        """The people at customers."""
        return Contacts(self)

    @cached_property
    def merging(self) -> Merging:
        """Two rows that are one customer."""
        return Merging(self, self.customers)

    @cached_property
    def labels(self) -> Labels:
        """What rows are, in a few words."""
        return Labels(self, self.customers)

    @cached_property
    def sales(self) -> Sales:
        """How sales are going."""
        return Sales(self)

    @cached_property
    def targets(self) -> Targets:
        """What colleagues are to sell."""
        return Targets(self)

    @cached_property
    def referrals(self) -> Referrals:
        """Who recommended us to whom."""
        return Referrals(self)

    @cached_property
    def owners(self) -> Owners:
        """Who answers for a customer."""
        return Owners(self, self.opportunities)

    @cached_property
    def missing_details(self) -> MissingDetails:
        """What is missing about customers."""
        return MissingDetails(self)

    @cached_property
    def interactions(self) -> Interactions:
        """The shared history."""
        return Interactions(self)

    @cached_property
    def follow_ups(self) -> FollowUps:
        """What is to be done."""
        return FollowUps(self)

    @cached_property
    def opportunities(self) -> Opportunities:
        """What may be sold."""
        return Opportunities(self)

    @cached_property
    def attention(self) -> Attention:
        """Which opportunities want attention."""
        return Attention(self)

    @cached_property
    def products(self) -> Products:
        """What is sold."""
        return Products(self)

    @cached_property
    def purchases(self) -> Purchases:
        """What customers bought."""
        return Purchases(self)

    @cached_property
    def facts(self) -> CustomerFacts:
        """What is known of customers: what matters to them, how they pay, what they are to us."""
        return CustomerFacts(self)

    @cached_property
    def standings(self) -> Standings:
        """What customers are worth and how they buy; `class_of` is their class."""
        return Standings(self)

    @cached_property
    def pipelines(self) -> Pipelines:
        """How the company sells."""
        return Pipelines(self)

    @cached_property
    def leads(self) -> Leads:
        """Who enquired."""
        return Leads(self)

    @cached_property
    def lead_waits(self) -> LeadWaits:
        """How long they wait for a first response."""
        return LeadWaits(self)

    @cached_property
    def lead_sources(self) -> LeadSources:
        """Where leads come from."""
        return LeadSources(self)

    @cached_property
    def lead_rules(self) -> LeadRules:
        """Whose leads are, where that is settled."""
        return LeadRules(self)

    @cached_property
    def customer_accounts(self) -> CustomerAccounts:
        """Who of the customers is on the bot."""
        return CustomerAccounts(self, self.conversations)

    @cached_property
    def consents(self) -> Consents:
        """What they agreed to."""
        return Consents(self)

    @cached_property
    def contact_preferences(self) -> ContactPreferences:
        """How customers want to be reached."""
        return ContactPreferences(self)

    @cached_property
    def approaches(self) -> Approaches:
        """What was said to customers unasked."""
        return Approaches(self, self.outbox)

    @cached_property
    def complaints(self) -> Complaints:
        """What customers are unhappy with."""
        return Complaints(self)

    @cached_property
    def complaint_rules(self) -> ComplaintRules:
        """Who cares for which complaints."""
        return ComplaintRules(self)

    @cached_property
    def loose_notes(self) -> LooseNotes:
        """What was told and had no place."""
        return LooseNotes(self)

    @cached_property
    def originals(self) -> Originals:
        """What records were made of, as it was said."""
        return Originals(self)

    @cached_property
    def personal_data(self) -> PersonalData:
        """What is held about one person, taken out or erased on request."""
        return PersonalData(self, self.changes, self._upkeep)

    @cached_property
    def inbox(self) -> Inbox:
        """Events that came in."""
        return Inbox(self)

    @cached_property
    def outbox(self) -> Outbox:
        """Messages that go out."""
        return Outbox(self)

    @cached_property
    def transcripts(self) -> Transcripts:
        """What was said in a chat."""
        return Transcripts(self)

    @cached_property
    def dead_letters(self) -> DeadLetters:
        """What was set aside."""
        return DeadLetters(self)

    @cached_property
    def conversations(self) -> Conversations:
        """Where each conversation stands."""
        return Conversations(self)

    @cached_property
    def nudges(self) -> Nudges:
        """The bookkeeping of what is said unasked."""
        return Nudges(self)

    @cached_property
    def digests(self) -> Digests:
        """What comes by itself."""
        return Digests(self)

    @cached_property
    def told_nudges(self) -> ToldNudges:
        """What was told unasked, and what came of it."""
        return ToldNudges(self)

    @cached_property
    def nudge_mutes(self) -> NudgeMutes:
        """What colleagues do not want to be told for a time."""
        return NudgeMutes(self)

    @cached_property
    def nudge_marks(self) -> NudgeMarks:
        """What is not looked at before a time."""
        return NudgeMarks(self)

    @cached_property
    def looks(self) -> Looks:
        """What the gentle rules look at."""
        return Looks(self)

    @cached_property
    def jobs(self) -> Jobs:
        """Slow work."""
        return Jobs(self)

    @cached_property
    def files(self) -> Files:
        """Files on their way in or out."""
        return Files(self)

    @cached_property
    def imports(self) -> Imports:
        """Tables that were brought in."""
        return Imports(self)

    @cached_property
    def leases(self) -> Leases:
        """What only one process does."""
        return Leases(self)


@dataclass(frozen=True)
class Store:
    """The shared store. `everyday` are the words of ordinary language, which are not looked for as misspelt names."""

    engine: Engine
    everyday: frozenset[str] = frozenset()

    @classmethod
    def open(cls, url: str, *, pool: int = 8, everyday: frozenset[str] = frozenset()) -> Self:
        """Opens the store at a database URL, whose tables refer to each other whichever topics are used."""
        metadata()
        return cls(open_engine(url, pool=pool), everyday)

    @property
    def single_writer(self) -> bool:
        """Whether only one thread may write (SQLite)."""
        return is_sqlite(self.engine)

    @contextmanager
    def work(self, now: datetime | None = None, *, person: Person | None = None, turn: str = "-") -> Iterator[Work]:
        """A unit of work: commits when the block ends, rolls back when it raises."""
        with self.engine.begin() as connection:
            work = Work(connection, now or datetime.now(UTC), person=person, turn=turn, everyday=self.everyday)
            yield work
            settle(work)

    @contextmanager
    def look(self, now: datetime | None = None, *, strictly: bool = False) -> Iterator[Work]:
        """A unit of work that only reads: on SQLite it holds nobody up, and sees the store as it was when it began.

        Where it is `strictly` so, whatever would write or lock raises WouldWriteError.
        """
        with reading(self.engine, strictly=strictly) as connection:
            yield Work(connection, now or datetime.now(UTC), everyday=self.everyday)

    def close(self) -> None:
        """Lets go of all connections, and of one that a thread still uses as soon as that gives it back."""
        event.listen(self.engine, "checkin", _close_returned)
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()


def _close_returned(_connection: DBAPIConnection | None, entry: ConnectionPoolEntry) -> None:
    entry.close()
