"""The colleagues: who they are, when they are away, and what opens the product to them and their programs."""

from functools import cached_property

from storage.audit.proposals import Proposals
from storage.people.absences import Absences
from storage.people.access_tokens import AccessTokens
from storage.people.calendar_feeds import CalendarFeeds
from storage.people.panel_links import PanelLinks
from storage.people.people import People
from storage.topics.messaging import MessagingTopics


class PeopleTopics(MessagingTopics):
    """Topics of the colleagues, over one session."""

    @cached_property
    def people(self) -> People:
        """Colleagues."""
        return People(self, self.conversations, self.absences)

    @cached_property
    def absences(self) -> Absences:
        """Who is away, and when all are."""
        return Absences(self)

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
    def proposals(self) -> Proposals:
        """What programs proposed."""
        return Proposals(self)
