"""The customers: who they are, what is known of them and was told, and how they are reached."""

from functools import cached_property

from storage.crm.complaints.complaints import ComplaintRules, Complaints
from storage.crm.contacts import Contacts
from storage.crm.customers import Customers
from storage.crm.follow_ups import FollowUps
from storage.crm.imports import Imports
from storage.crm.interactions import Interactions
from storage.crm.labels import Labels
from storage.crm.loose_notes import LooseNotes
from storage.crm.merging import Merging
from storage.crm.missing_details import MissingDetails
from storage.crm.originals import Originals
from storage.crm.outreach.accounts import CustomerAccounts
from storage.crm.outreach.approaches import Approaches
from storage.crm.outreach.preferences import Consents, ContactPreferences
from storage.crm.referrals import Referrals
from storage.facts.facts import CustomerFacts
from storage.topics.people import PeopleTopics


class CustomerTopics(PeopleTopics):
    """Topics of the customers, over one session."""

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
    def referrals(self) -> Referrals:
        """Who recommended us to whom."""
        return Referrals(self)

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
    def facts(self) -> CustomerFacts:
        """What is known of customers: what matters to them, how they pay, what they are to us."""
        return CustomerFacts(self)

    @cached_property
    def loose_notes(self) -> LooseNotes:
        """What was told and had no place."""
        return LooseNotes(self)

    @cached_property
    def originals(self) -> Originals:
        """What records were made of, as it was said."""
        return Originals(self)

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
    def imports(self) -> Imports:
        """Tables that were brought in."""
        return Imports(self)
