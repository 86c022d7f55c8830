"""Whoever answers for a customer hears, once a month at most, that they buy under 40 % of what is habitual."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.kit.figures.buying import FALLEN_BELOW
from handlers.standings.nudging import fallen, fallen_line, open_fallen
from reminders.rule import Look, Nudge, Rule
from storage.standings.standings import StandingRecord

AT_A_TIME = 20
AGAIN = timedelta(days=30)


def _due(look: Look) -> Iterable[StandingRecord]:
    since = look.now.date() - AGAIN
    return look.work.standings.untold(FALLEN_BELOW, since, limit=AT_A_TIME)


def _nudge(look: Look, one: StandingRecord) -> Nudge | None:
    if one.owner_id is None:
        return None
    return Nudge(
        f"fallen:{one.customer_id}:{look.now:%Y-%m-%d}",
        one.owner_id,
        fallen(one),
        line=fallen_line(one),
        opens=open_fallen(one),
    )


def _told(look: Look, one: StandingRecord) -> None:
    look.work.standings.told(one.customer_id, look.now.date())


def _later(look: Look, one: StandingRecord, at: datetime) -> None:
    look.work.standings.told(one.customer_id, at.date() - AGAIN - timedelta(days=1))


RULE = Rule(_due, _nudge, _told, _later, gathered=True)
