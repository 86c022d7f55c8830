"""How the combination of a test run is chosen."""

from datetime import date, timedelta

import pytest

from tests.office.ways import (
    ALL_WAYS,
    OTHERS,
    PLAIN,
    TURNS,
    UnknownCombinationError,
    Way,
    composed,
    has_its_turn,
    of_the_day,
    turn_of_the_day,
    ways,
)


@pytest.mark.parametrize("existing", ALL_WAYS, ids=str)
def test_every_way_is_chosen_by_its_name(existing: Way) -> None:
    assert composed(existing.name) == existing


@pytest.mark.parametrize("asked", ["postgres,restart", "restarts, postgres", "POSTGRES-RESTARTS"])
def test_a_way_is_made_of_features_in_any_order(asked: str) -> None:
    assert composed(asked) == Way("postgres-restarts", store="postgres", restarts=True)
    assert ways(asked) == [PLAIN, composed(asked)]


@pytest.mark.parametrize("asked", ["oracle", "postgres,oracle", "telegram,slack", "http", "telegram,http", "", ","])
def test_what_does_not_exist_is_refused_with_what_does(asked: str) -> None:
    with pytest.raises(UnknownCombinationError, match="telegram-postgres-restarts-twice"):
        composed(asked)


def test_all_of_them_and_the_plain_one_alone() -> None:
    assert ways("all") == list(ALL_WAYS)
    assert ways("sqlite") == ways("local") == [PLAIN]


def test_each_day_has_its_own() -> None:
    days = [date(2026, 11, 20) + timedelta(days=n) for n in range(len(OTHERS))]
    assert {of_the_day(day) for day in days} == set(OTHERS)


def test_each_conversation_has_its_turn_in_each_combination() -> None:
    days = [date(2026, 11, 20) + timedelta(days=n) for n in range(len(OTHERS) * TURNS)]
    for test in ("test_visits.py::test_a", "test_visits.py::test_b", "test_leads.py::test_c"):
        met = [of_the_day(day) for day in days if has_its_turn(test, turn_of_the_day(day))]
        assert sorted(map(str, met)) == sorted(map(str, OTHERS))
