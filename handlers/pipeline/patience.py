"""Since when an opportunity has to have been without contact to lie still: reckoned back in the company's working days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from handlers.kit.calendar.week import Week
from handlers.kit.calendar.working_time import DaysOff, WorkingTime
from handlers.kit.turn import Turn
from handlers.pipeline.sales_scope import today, zone
from storage.crm.opportunities.records import StageRecord
from storage.crm.sales.records import Selection, View

LOOKED_BACK = timedelta(days=366)


def still(turn: Turn, view: View, stages: Iterable[StageRecord]) -> Selection:
    """The open ones of a view that lie still, each by the patience of its stage."""
    company, here = turn.company, today(turn)
    closed = turn.work.absences.closing_days(here - LOOKED_BACK)
    off = DaysOff.of((days.first, days.last) for days in closed)
    working = WorkingTime(Week.parse(company.working_hours), company.country, company.subdivision, off)
    quiet = tuple((stage.id, _begins(turn, _before(working, here, stage.patience))) for stage in stages)
    return Selection("still", view, quiet=quiet)


def _before(working: WorkingTime, day: date, count: int) -> date:
    """So many working days before a day."""
    for _step in range(count):
        day = working.day_before(day)
    return day


def _begins(turn: Turn, day: date) -> datetime:
    return datetime.combine(day, time.min, zone(turn)).astimezone(UTC)
