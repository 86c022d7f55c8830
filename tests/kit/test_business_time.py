"""Business time: against a count of every minute, and by the property that defines a deadline."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from handlers.kit.calendar.business_time import BusinessTime
from handlers.kit.calendar.public_holidays import remember
from handlers.kit.calendar.week import Week
from handlers.kit.calendar.working_time import DaysOff, WorkingTime

ZONES = ("Europe/Madrid", "America/Mexico_City", "America/Santiago", "Australia/Lord_Howe", "America/New_York")
WEEKS = (
    "09:00-18:00",
    "mon-thu 09:00-14:00,16:00-19:00; fri 08:00-15:00",
    "mon-sun 00:00-24:00",
    "sat-mon 01:30-02:15,02:20-04:00,22:30-24:00",  # where clocks change
    "wed 10:00-11:00",
)
YEARS = range(2024, 2030)
HOLIDAYS = [date(year, month, day) for year in YEARS for month, day in ((1, 1), (4, 3), (10, 12), (12, 25))]
remember("QQ", YEARS, HOLIDAYS)  # a country of the test's own

FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)
INSTANTS = st.integers(0, int((LAST - FIRST).total_seconds()) // 60).map(lambda n: FIRST + timedelta(minutes=n))
CHANGES = st.sampled_from(
    [
        datetime(2026, 3, 29, 1, tzinfo=UTC),  # Madrid, and back
        datetime(2026, 10, 25, 1, tzinfo=UTC),
        datetime(2027, 9, 5, 4, tzinfo=UTC),  # Santiago, at midnight, and back
        datetime(2027, 4, 4, 3, tzinfo=UTC),
        datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # Lord Howe, by half an hour, and back
        datetime(2026, 4, 4, 15, tzinfo=UTC),
        datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York, and back
        datetime(2026, 11, 1, 6, tzinfo=UTC),
    ]
)
NEAR_CHANGES = st.builds(lambda at, n: at + timedelta(minutes=n), CHANGES, st.integers(-3000, 3000))
STARTS = INSTANTS | NEAR_CHANGES
OFF = st.lists(
    st.tuples(st.integers(0, 1400), st.integers(0, 40)).map(
        lambda at: (FIRST.date() + timedelta(days=at[0]), FIRST.date() + timedelta(days=at[0] + at[1]))
    ),
    max_size=4,
).map(DaysOff.of)
BUSINESS = st.builds(
    lambda week, zone, off: BusinessTime(WorkingTime(Week.parse(week), "QQ", off=off), ZoneInfo(zone)),
    st.sampled_from(WEEKS),
    st.sampled_from(ZONES),
    OFF,
)


def minutes(business: BusinessTime, start: datetime, end: datetime) -> Iterator[bool]:
    """Whether each minute between two instants is business time, by asking the wall clock."""
    while start < end:
        yield business.is_open(start)
        start += timedelta(minutes=1)


@settings(deadline=None, max_examples=60)
@given(BUSINESS, STARTS, st.integers(0, 4 * 24 * 60))
def test_what_elapsed_is_what_a_count_of_the_minutes_says(business: BusinessTime, start: datetime, length: int) -> None:
    end = start + timedelta(minutes=length)
    assert business.elapsed(start, end) == 60 * sum(minutes(business, start, end))


@settings(deadline=None)
@given(BUSINESS, STARTS, st.integers(0, 500 * 24 * 60), st.integers(0, 500 * 24 * 60))
def test_what_elapsed_adds_up_however_long(business: BusinessTime, start: datetime, first: int, second: int) -> None:
    middle = start + timedelta(minutes=first)
    end = middle + timedelta(minutes=second)
    assert business.elapsed(start, end) == business.elapsed(start, middle) + business.elapsed(middle, end)


@settings(deadline=None, max_examples=60)
@given(BUSINESS, STARTS, st.integers(20, 500), st.integers(0, 24 * 60))
def test_a_long_wait_is_the_sum_of_its_days(business: BusinessTime, start: datetime, days: int, more: int) -> None:
    """Weeks, holidays and days off are summed up over long waits; over a day, the hours themselves are looked at."""
    each = [start + timedelta(days=n) for n in range(days + 1)]
    end = each[-1] + timedelta(minutes=more)
    summed = sum(business.elapsed(a, b) for a, b in pairwise([*each, end]))
    assert business.elapsed(start, end) == summed


@settings(deadline=None, max_examples=200)
@given(BUSINESS, STARTS, st.integers(1, 400 * 3600))
@example(  # Friday afternoon: the lunch hour, a weekend and a clock change lie between
    BusinessTime(WorkingTime.parse("09:00-14:00,16:00-19:00", "QQ"), ZoneInfo("Europe/Madrid")),
    datetime(2026, 3, 27, 16, 30, tzinfo=UTC),
    4 * 3600,
)
def test_a_deadline_is_the_first_moment_at_which_so_much_has_elapsed(
    business: BusinessTime, start: datetime, seconds: int
) -> None:
    deadline = business.deadline(start, seconds)
    assert business.elapsed(start, deadline) == seconds
    assert business.elapsed(start, deadline.astimezone(UTC) - timedelta(seconds=1)) == seconds - 1


@pytest.mark.parametrize(
    ("hours", "zone", "start", "seconds", "deadline"),
    [
        ("09:00-18:00", "Europe/Madrid", "2026-11-20T17:30", 3600, "2026-11-23T09:30"),
        ("09:00-18:00", "Europe/Madrid", "2026-11-20T17:00", 3600, "2026-11-20T18:00"),  # its very end, not Monday
        ("09:00-14:00,16:00-19:00", "Europe/Madrid", "2026-11-20T13:45", 3600, "2026-11-20T16:45"),
        ("09:00-18:00", "Europe/Madrid", "2026-11-21T03:00", 0, "2026-11-21T03:00"),
        ("mon-sun 00:00-24:00", "Europe/Madrid", "2026-03-29T00:00", 3 * 3600, "2026-03-29T04:00"),
        ("mon-sun 00:00-24:00", "Europe/Madrid", "2026-10-25T00:00", 4 * 3600, "2026-10-25T03:00"),
        ("mon-sun 00:00-24:00", "Australia/Lord_Howe", "2026-10-04T00:00", 3 * 3600, "2026-10-04T03:30"),
        ("mon-sun 00:00-24:00", "America/Santiago", "2027-09-04T23:00", 2 * 3600, "2027-09-05T02:00"),
    ],
)
def test_deadlines_as_people_reckon_them(hours: str, zone: str, start: str, seconds: int, deadline: str) -> None:
    at = ZoneInfo(zone)
    business = BusinessTime(WorkingTime.parse(hours, "QQ"), at)
    found = business.deadline(datetime.fromisoformat(start).replace(tzinfo=at), seconds)
    assert found.replace(tzinfo=None) == datetime.fromisoformat(deadline)


def test_a_day_off_and_an_absence_hold_nothing() -> None:
    zone = ZoneInfo("Europe/Madrid")
    off = DaysOff.of([(date(2026, 11, 24), date(2026, 12, 4)), (date(2026, 12, 7), date(2026, 12, 7))])
    business = BusinessTime(WorkingTime(Week.parse("09:00-18:00"), "QQ", off=off), zone)
    start = datetime(2026, 11, 23, 17, tzinfo=zone)
    assert business.elapsed(start, datetime(2026, 12, 8, 9, tzinfo=zone)) == 3600
    assert business.deadline(start, 3601) == datetime(2026, 12, 8, 9, 0, 1, tzinfo=zone)


def test_what_never_comes_is_said() -> None:
    off = DaysOff.of([(date(2020, 1, 1), date(2400, 1, 1))])
    business = BusinessTime(WorkingTime(Week.parse("09:00-18:00"), "", off=off), ZoneInfo("UTC"))
    with pytest.raises(OverflowError):
        business.deadline(datetime(2026, 11, 20, tzinfo=UTC), 1)


def test_a_wait_of_ninety_days_was_reckoned_day_by_day() -> None:
    """What is looked at does not grow with the wait: counted in days that are opened, not in time."""
    asked: list[date] = []

    class Counting(WorkingTime):
        def is_working_day(self, day: date) -> bool:
            asked.append(day)
            return super().is_working_day(day)

    business = BusinessTime(Counting(Week.parse("09:00-14:00,16:00-19:00"), "QQ"), ZoneInfo("Europe/Madrid"))
    start = datetime(2026, 9, 1, 10, tzinfo=UTC)
    looked_at = []
    for days in (1, 90, 900):
        asked.clear()
        business.elapsed(start, start + timedelta(days=days))
        looked_at.append(len(asked))
    assert max(looked_at) <= 6
