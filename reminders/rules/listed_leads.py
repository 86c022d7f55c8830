"""Leads of a list that wait for a first contact: their owner hears of all of them in one message, and again each morning."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.leads.listing import of_lists
from reminders.rule import Look, Nudge, Rule
from storage.crm.leads.imports import LeadImports, ListedLeads

KIND = "listed_leads"
AGAIN = timedelta(hours=20)


def _due(look: Look) -> Iterable[ListedLeads]:
    leads = look.work.topic(LeadImports)
    owners = leads.with_listed()
    waiting = look.work.nudge_marks.waiting(KIND, owners)
    return leads.listed([owner for owner in owners if owner not in waiting])


def _nudge(look: Look, one: ListedLeads) -> Nudge:
    return Nudge(f"{KIND}:{one.owner_id}:{look.now:%Y-%m-%d}", one.owner_id, of_lists(one))


def _told(look: Look, one: ListedLeads) -> None:
    look.work.nudge_marks.put(KIND, one.owner_id, look.now + AGAIN)


def _later(look: Look, one: ListedLeads, at: datetime) -> None:
    look.work.nudge_marks.put(KIND, one.owner_id, at)


RULE = Rule(_due, _nudge, _told, _later)
