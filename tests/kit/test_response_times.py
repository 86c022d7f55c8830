"""How fast enquiries are answered, those that were not included; and settings that make no sense."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.settings import Settings
from handlers.kit.calendar.response_times import ResponseTimes
from handlers.leads.response_figures import ResponseFigures
from storage.crm.leads.records import LeadWait

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
HOUR = 3600.0


def wait(hours: float | None, *, target: float = 1, began: float = 48) -> LeadWait:
    """An enquiry that was answered after so many hours, or was not."""
    start = NOW - timedelta(hours=began)
    answered = None if hours is None else start + timedelta(hours=hours)
    seconds = None if hours is None else hours * HOUR
    due = start + timedelta(hours=target)
    return LeadWait(1, 1, None, None, None, None, start, due, start, answered, seconds, None, "owner")


def test_whoever_was_not_answered_counts_as_endless() -> None:
    figures = ResponseFigures.of([wait(1), wait(3), wait(7), wait(None), wait(None)], NOW)
    assert (figures.median, figures.unanswered, figures.worst) == (7 * HOUR, 2, 7 * HOUR)
    assert (figures.on_time.part, figures.on_time.whole) == (1, 5)


def test_the_median_is_not_reached_where_over_half_wait() -> None:
    assert ResponseFigures.of([wait(1), wait(None)], NOW).median == HOUR
    assert ResponseFigures.of([wait(1), wait(None), wait(None)], NOW).median is None
    nothing = ResponseFigures.of([], NOW)
    assert (nothing.median, nothing.worst, nothing.on_time.rate) == (None, None, None)


def test_one_whose_time_has_not_come_is_neither_late_nor_in_time() -> None:
    figures = ResponseFigures.of([wait(0.5, began=0.6), wait(None, began=0.6), wait(None)], NOW)
    assert (figures.on_time.part, figures.on_time.whole) == (0, 1)


def test_times_are_read_as_they_are_written() -> None:
    assert ResponseTimes.parse("15, 30,45") == ResponseTimes(15, 30, 45)
    assert Settings(_env_file=None, lead_response="15,30,45").company.lead_response == ResponseTimes(15, 30, 45)


@pytest.mark.parametrize("wrong", ["", "60", "30,20,60", "30,30,60", "0,1,2", "a,b,c", "1,2,3,4", "1,2,1000000"])
def test_times_that_make_no_sense_stop_the_start(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"minutes|sense"):
        Settings(_env_file=None, lead_response=wrong)
