"""From a moment that was said to a due time: promises that hold for every now and every moment."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.kit.calendar.due_dates import (
    OverError,
    TooOftenError,
    WallClock,
    due_as_json,
    due_from_json,
    following,
    when,
)
from handlers.kit.calendar.working_time import WorkingTime
from handlers.language.meaning import Grain, Moment, Recurrence

MADRID = "Europe/Madrid"
OFFICE = WorkingTime.parse("09:00-18:00", "ES")
ZONES = st.sampled_from([MADRID, "America/Santiago", "America/Mexico_City", "Europe/London", "UTC"])
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31))  # noqa: DTZ001 - wall times
RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=WEEKLY;BYDAY=MO,TH",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
        "FREQ=MONTHLY;BYMONTHDAY=31",
        "FREQ=MONTHLY;BYDAY=1MO",
        "FREQ=YEARLY",
    ]
)


def clock(now: datetime, zone: str = MADRID) -> WallClock:
    return WallClock(now, zone, OFFICE)


@settings(deadline=None)  # the first to ask for holidays waits for them to load
@given(NOWS, ZONES, st.integers(1, 400))
def test_a_day_to_come_is_the_opening_of_a_working_day(now: datetime, zone: str, days: int) -> None:
    day = now.date() + timedelta(days=days)
    due = when(Moment(day, Grain.DAY), clock(now, zone)).due
    assert due.local.date() >= day
    assert due.local.time() == time(9)
    assert OFFICE.is_working_day(due.local.date())


@settings(deadline=None)
@given(NOWS, st.integers(2, 400))
def test_a_deadline_is_never_late_and_speaks_up_a_working_day_before(now: datetime, days: int) -> None:
    day = now.date() + timedelta(days=days)
    try:
        due = when(Moment(day, Grain.DAY), clock(now), deadline=True).due
    except OverError:  # a day off, and nobody works between now and then
        return
    assert due.local.date() <= max(day, OFFICE.day_from(now.date()))
    if due.early:
        assert now < due.early < due.local
        assert OFFICE.is_working_day(due.early.date())


@given(NOWS, ZONES, st.integers(1, 60 * 24 * 400))
def test_a_minute_is_kept_but_where_it_does_not_exist(now: datetime, zone: str, minutes: int) -> None:
    asked = now.replace(second=0, microsecond=0) + timedelta(minutes=minutes)
    found = when(Moment(asked, Grain.MINUTE), clock(now, zone))
    exists = found.due.at.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    assert found.due.local == exists
    assert (found.asked is None) == (found.due.local == asked)


@settings(deadline=None)
@given(
    NOWS, ZONES, RULES, st.none() | st.times(time(0), time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
)
def test_what_repeats_goes_on_for_ever_at_its_hour(now: datetime, zone: str, rule: str, hour: time | None) -> None:
    due = when(Recurrence(rule, hour), clock(now, zone)).due
    for _time in range(5):
        after = following(due, due.at, OFFICE)
        assert after
        assert after.local > due.local
        if hour is None:
            assert after.local.time() == time(9)
            assert OFFICE.is_working_day(after.local.date())
        due = after


def test_every_second_monday_begins_with_the_next_one() -> None:
    due = when(Recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", time(10)), clock(datetime(2026, 11, 20, 10))).due  # noqa: DTZ001
    assert due.local.date() == date(2026, 11, 23)
    after = following(due, due.at, OFFICE)
    assert after
    assert after.local.date() == date(2026, 12, 7)


def test_the_thirty_first_is_a_short_months_last_day() -> None:
    due = when(Recurrence("FREQ=MONTHLY;BYMONTHDAY=31", time(10)), clock(datetime(2027, 2, 1, 10))).due  # noqa: DTZ001
    assert due.local.date() == date(2027, 2, 28)


def test_nothing_repeats_every_five_minutes() -> None:
    with pytest.raises(TooOftenError):
        when(Recurrence("FREQ=MINUTELY;INTERVAL=5"), clock(datetime(2026, 11, 20, 10)))  # noqa: DTZ001


@settings(deadline=None)
@given(NOWS, ZONES, st.integers(1, 50), st.booleans())
def test_a_conversation_keeps_it(now: datetime, zone: str, days: int, deadline: bool) -> None:
    due = when(
        Moment(now.replace(second=0, microsecond=0) + timedelta(days=days), Grain.MINUTE),
        clock(now, zone),
        deadline=deadline,
    ).due
    assert due_from_json(due_as_json(due)) == due


@pytest.mark.parametrize(
    "hours",
    [
        "9-18",
        "18:00-09:00",
        "09:00",
        "25:00-26:00",
        "",
        "mon",
        "lun 09:00-18:00",
        "09:00-13:00,12:00-18:00",
        "24:00-24:00",
    ],
)
def test_hours_that_are_none(hours: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - each in its own words
        WorkingTime.parse(hours, "ES")


def test_this_week_is_due_by_its_last_working_day_and_the_next_one_as_it_begins() -> None:
    monday = datetime(2026, 11, 23, 9, 5)  # noqa: DTZ001 - a wall time
    this_week = when(Moment(monday.date(), Grain.WEEK), clock(monday)).due
    assert (this_week.local.date(), this_week.deadline) == (date(2026, 11, 27), True)
    next_week = when(Moment(date(2026, 11, 30), Grain.WEEK), clock(monday)).due
    assert (next_week.local.date(), next_week.deadline) == (date(2026, 11, 30), False)
    on_friday = when(Moment(monday.date(), Grain.WEEK), clock(datetime(2026, 11, 27, 12))).due  # noqa: DTZ001
    assert on_friday.local.date() == date(2026, 11, 27)
