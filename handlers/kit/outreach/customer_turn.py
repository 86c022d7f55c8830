"""A turn of a customer: one message of theirs, one transaction, its replies. They see what is theirs, and nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from handlers.kit.format.texts import Voice, Words, voice
from handlers.kit.messages.action import Choice
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Reply
from handlers.kit.notifying import notify
from handlers.kit.turn import Company
from storage.crm.outreach.records import CustomerAccount
from storage.crm.records import CustomerRecord
from storage.work import Work


@dataclass
class CustomerTurn:
    """All that a capability gets to see of what a customer did. `now` is the business clock's time, aware.

    `choices` are those of the latest message to them that offered any.
    """

    work: Work
    account: CustomerAccount
    incoming: Incoming
    now: datetime
    company: Company
    choices: list[Choice] = field(default_factory=list)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Customers live by the company's clock."""
        return ZoneInfo(self.company.zone)

    @cached_property
    def customer(self) -> CustomerRecord:
        """Whose person this is."""
        found = self.work.customers.get(self.account.customer_id)
        if found is None:
            raise LookupError("an account of nobody")
        return found

    @property
    def voice(self) -> Voice:
        """How the person is spoken to: as usted."""
        return voice(self.account.language, self.company.country, self.now.astimezone(self.zone).date())

    def becomes(self, account: CustomerAccount) -> None:
        """The account has other settings from here on: the answer is in its new language already."""
        self.account = account

    def tell(self, staff_id: int, reply: Reply) -> bool:
        """Says something to a colleague unasked, in their own chat and language; False where they cannot be reached."""
        return notify(self.work, staff_id, reply, now=self.now, country=self.company.country)

    def tell_owner(self, reply: Reply) -> bool:
        """Tells whoever answers for the customer; where nobody does, or can be reached, the managers or admins, or else anybody.

        False where nobody can be told.
        """
        owner = self.customer.owner_id
        if owner is not None and self.tell(owner, reply):
            return True
        told = [person for person in self.work.people.to_tell_about(owner or 0) if self.tell(person.id, reply)]
        if told:
            return True
        return any(self.tell(person.id, reply) for person in self.work.people.everyone())


CustomerRun = Callable[[CustomerTurn, str], Reply]
"""What a customer's command does: the turn, and the words after the command."""


@dataclass(frozen=True, slots=True)
class CustomerService:
    """What a capability does for customers themselves. Nothing else of it is theirs.

    `commands` by their words, in whatever language; `actions` are what buttons on messages to customers do, their arguments JSON
    as it was stored, so each looks up again whether what it is about is this customer's. `hears` is asked about every other
    message, in the order of capabilities: None where it is not for it. `replies` is asked before all of them: what answers a
    question that we just put is nothing new. `joined` greets who has just come, or come back;
    `help_lines` say what a customer can write, by language, and what for.
    """

    commands: Mapping[str, CustomerRun] = field(default_factory=dict)
    actions: Mapping[str, Callable[..., Reply]] = field(default_factory=dict)
    hears: Callable[[CustomerTurn, str], Reply | None] | None = None
    replies: Callable[[CustomerTurn, str], Reply | None] | None = None
    joined: Callable[[CustomerTurn], Reply] | None = None
    help_lines: tuple[tuple[Mapping[str, str], Words], ...] = ()
