"""When a person may be told something unasked: quiet hours, working time, days off, a cap; not what was asked for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.settings import Settings
from handlers.kit.calendar.calendars import Calendars
from handlers.kit.calendar.week import Week
from handlers.kit.messages.reply import Reply
from reminders.policy import MOST_A_DAY, Policy, Tell, Wait
from reminders.rule import Look, Nudge
from storage.people.records import Hours, Person
from storage.work import Store

ZONE = ZoneInfo("Europe/Madrid")
COMPANY = Settings(_env_file=None).company


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def ana(store: Store) -> Person:
    with store.work() as work:
        return work.people.add("Ana", "rep", "es", "Europe/Madrid")


def decided(store: Store, ana: Person, when: str, *, asked: bool = False, even_away: bool = False) -> str:
    """Whether she is told then, else when she may be."""
    with store.work(at(when)) as work:
        look = Look(work, work.now, COMPANY, Calendars(work, COMPANY))
        found = Policy(look).decide(Nudge("x", ana.id, Reply.of("x"), asked=asked, even_away=even_away))
    if isinstance(found, Wait):
        assert found.until > at(when)
        return f"{found.until.astimezone(ZONE):%Y-%m-%d %H:%M}"
    return "now"


def change(store: Store, ana: Person, **values: str) -> None:
    with store.work() as work:
        work.people.change(ana.id, **values)


@pytest.mark.parametrize(
    ("when", "told"),
    [
        ("2026-11-20 10:00", "now"),
        ("2026-11-20 08:59", "2026-11-20 09:00"),
        ("2026-11-20 18:00", "2026-11-23 09:00"),  # the weekend
        ("2026-12-07 19:00", "2026-12-09 09:00"),  # a public holiday
        ("2026-12-24 12:00", "2026-12-28 09:00"),  # a closing day, Christmas, and the weekend
        ("2026-12-02 12:00", "2026-12-03 09:00"),  # away, and nobody covers: looked at again each day
    ],
)
def test_working_time_and_days_off(store: Store, ana: Person, when: str, told: str) -> None:
    with store.work() as work:
        work.absences.close(date(2026, 12, 24), date(2026, 12, 24))
        work.absences.add(ana.id, date(2026, 12, 1), date(2026, 12, 4), cover_id=None)
    assert decided(store, ana, when) == told
    if "12-02" not in when:
        assert decided(store, ana, when, asked=True) == "now"
    assert decided(store, ana, when, asked=True, even_away=True) == "now"


@pytest.mark.parametrize(
    ("working", "quiet", "when", "told"),
    [
        ("09:00-18:00", "20:00-10:00", "2026-11-20 09:30", "2026-11-20 10:00"),
        ("09:00-18:00", "13:00-16:00", "2026-11-20 13:00", "2026-11-20 16:00"),
        ("09:00-14:00,16:00-19:00", "20:00-08:00", "2026-11-20 14:30", "2026-11-20 16:00"),
        ("09:00-14:00,16:00-19:00", "18:00-08:00", "2026-11-20 18:30", "2026-11-23 09:00"),
        ("mon-sun 00:00-24:00", "22:00-07:00", "2026-11-21 23:00", "2026-11-22 07:00"),
        ("09:00-18:00", "08:00-20:00", "2026-11-20 10:00", "2026-11-20 20:00"),  # quiet for as long as they work
        ("mon-thu 09:00-18:00; fri 08:00-12:00", "00:00-00:00", "2026-11-20 13:00", "2026-11-23 09:00"),
    ],
)
def test_quiet_hours_were_stored_and_nobody_read_them(
    store: Store, ana: Person, working: str, quiet: str, when: str, told: str
) -> None:
    change(store, ana, working=working, quiet=quiet)
    assert decided(store, ana, when) == told
    assert decided(store, ana, when, asked=True) == "now"


def test_no_more_than_so_much_a_day(store: Store, ana: Person) -> None:
    with store.work(at("2026-11-20 10:00")) as work:
        look = Look(work, work.now, COMPANY, Calendars(work, COMPANY))
        policy, nudge = Policy(look), Nudge("x", ana.id, Reply.of("x"))
        last = []
        for _told in range(MOST_A_DAY):
            found = policy.decide(nudge)
            assert isinstance(found, Tell)
            last.append(found.last)
            policy.counted(ana, asked=nudge.asked)
    assert last == [False] * (MOST_A_DAY - 1) + [True]
    assert decided(store, ana, "2026-11-20 11:00") == "2026-11-23 09:00"
    assert decided(store, ana, "2026-11-20 11:00", asked=True) == "now"
    assert decided(store, ana, "2026-11-23 09:00") == "now"


def test_old_counts_are_forgotten(store: Store, ana: Person) -> None:
    with store.work(at("2026-11-20 10:00")) as work:
        work.nudges.tell(ana.id, date(2026, 11, 20))
        work.nudges.tell(ana.id, date(2026, 11, 1))
        work.nudges.forget_old()
        assert work.nudges.told(ana.id, date(2026, 11, 20)) == 1
        assert work.nudges.told(ana.id, date(2026, 11, 1)) == 0


TIMES = st.times().map(lambda t: t.replace(second=0, microsecond=0))


@settings(deadline=None)
@given(
    st.sampled_from(["09:00-18:00", "09:00-14:00,16:00-19:00", "mon-sun 00:00-24:00", "sat 10:00-11:00"]),
    st.builds(Hours, TIMES, TIMES),
)
def test_when_they_may_be_told_is_never_quiet_and_on_each_day_they_work(hours: str, quiet: Hours) -> None:
    week = Week.parse(hours)
    telling = week.without(quiet)
    for weekday, spans in enumerate(telling.days):
        assert bool(spans) == bool(week.days[weekday]), "some hour of each working day is left"
        for start, end in spans:
            assert start < end
            middle = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=(start + end) / 2)).time()
            assert middle not in quiet
