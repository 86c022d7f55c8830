"""The owner of the day after hears what came of a promotion and who must act: the next morning, after a week, at its end."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.kit.people.permissions import MANAGERS
from handlers.promotions.reporting import END, next_report, report
from reminders.rule import Look, Nudge, Rule
from storage.promotions.promotions import Promotions
from storage.promotions.recipients import ENDED, ToldCustomers
from storage.promotions.records import PromotionRecord

AT_A_TIME = 50


def _due(look: Look) -> Iterable[PromotionRecord]:
    """Of one that has ended by now only the last report is worth hearing, though an earlier one is late."""
    today = look.now.astimezone(ZoneInfo(look.company.zone)).date()
    found = look.work.topic(Promotions).to_report(look.now, limit=AT_A_TIME)
    return [replace(one, report=END) if one.has_ended(today) else one for one in found]


def _nudge(look: Look, promotion: PromotionRecord) -> Nudge | None:
    if promotion.report == END:
        look.work.topic(ToldCustomers).close(promotion.id, ENDED)
    to = _owner(look, promotion)
    if to is None:
        return None
    return Nudge(f"promotion_report:{promotion.id}:{promotion.report}", to, report(look.work, promotion))


def _owner(look: Look, promotion: PromotionRecord) -> int | None:
    """Its owner, or where they have left a manager."""
    if look.work.people.works_here(promotion.owner_id):
        return promotion.owner_id
    return next((person.id for person in look.work.people.everyone() if person.role in MANAGERS), None)


def _told(look: Look, promotion: PromotionRecord) -> None:
    next_report(look.work, look.company, promotion)


def _later(look: Look, promotion: PromotionRecord, at: datetime) -> None:
    look.work.topic(Promotions).report_next(promotion.id, promotion.report, at)


RULE = Rule(_due, _nudge, _told, _later)
