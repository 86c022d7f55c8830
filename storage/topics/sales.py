"""What is sold: leads, opportunities, products, purchases, how sales are going, and who answers for them."""

from functools import cached_property

from storage.crm.leads.leads import Leads
from storage.crm.leads.sources import LeadRules, LeadSources
from storage.crm.leads.waits import LeadWaits
from storage.crm.leaving import Leaving
from storage.crm.opportunities.attention import Attention
from storage.crm.opportunities.opportunities import Opportunities
from storage.crm.opportunities.pipelines import Pipelines
from storage.crm.owners import Owners
from storage.crm.sales.sales import Sales
from storage.crm.sales.targets import Targets
from storage.purchases.products import Products
from storage.purchases.purchases import Purchases
from storage.standings.standings import Standings
from storage.topics.customers import CustomerTopics


class SalesTopics(CustomerTopics):
    """Topics of what is sold, over one session."""

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
    def opportunities(self) -> Opportunities:
        """What may be sold."""
        return Opportunities(self)

    @cached_property
    def attention(self) -> Attention:
        """Which opportunities want attention."""
        return Attention(self)

    @cached_property
    def pipelines(self) -> Pipelines:
        """How the company sells."""
        return Pipelines(self)

    @cached_property
    def products(self) -> Products:
        """What is sold."""
        return Products(self)

    @cached_property
    def purchases(self) -> Purchases:
        """What customers bought."""
        return Purchases(self)

    @cached_property
    def standings(self) -> Standings:
        """What customers are worth and how they buy; `class_of` is their class."""
        return Standings(self)

    @cached_property
    def sales(self) -> Sales:
        """How sales are going."""
        return Sales(self)

    @cached_property
    def targets(self) -> Targets:
        """What colleagues are to sell."""
        return Targets(self)

    @cached_property
    def owners(self) -> Owners:
        """Who answers for a customer."""
        return Owners(self, self.opportunities)

    @cached_property
    def leaving(self) -> Leaving:
        """Letting colleagues go."""
        return Leaving(self.people, self.owners, self.follow_ups, self.outbox)
