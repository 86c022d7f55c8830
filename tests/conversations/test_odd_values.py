"""Numbers that no column holds and days that no calendar has: refused or asked about where they come in, by every command."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handlers.kit.registry.registry import discover
from handlers.language.entities.moments.calendar import last_date
from handlers.language.meaning import Grain, Moment
from tests.conftest import fresh
from tests.office import Office, Someone, Way

WORDS = sorted({word for one in discover().capabilities for command in one.commands for word in command.words.values()})
NUMBERS = st.integers(min_value=1 << 31, max_value=10**40).map(str) | st.sampled_from(
    ["-99999999999999999999", "9" * 400, "1e400", "0,0000000000000000001", "٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠", "²"]
)
DAYS = st.sampled_from(
    [
        "31/12/9999",
        "1 de enero de 9999 a las 10",
        "dentro de 99999999999 años",
        "dentro de 9999 meses",
        "hace 99999 años",
        "cada 99999999999 días",
        "del 1/1/0001 al 31/12/9999",
        "año 9999",
        "30/02/2026",
        "a las 25:99",
    ]
)
ODD = (
    NUMBERS
    | DAYS
    | NUMBERS.map("{} €".format)
    | st.tuples(NUMBERS, DAYS).map("Bar Sol {0[0]} € {0[1]}".format)
    | st.tuples(st.sampled_from(["teléfono", "dirección", "nombre"]), NUMBERS).map("Bar Sol > {0[0]} > {0[1]}".format)
)


@pytest.fixture(scope="module")
def ana(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Someone]:
    """An admin, who may do everything, on the store that holds integers to their size."""
    office = Office(
        Way("postgres", store="postgres"), partial(fresh, request, "postgres"), tmp_path_factory.mktemp("odd")
    )
    office.customer("Bar Sol", "Marta Ruiz")
    yield office.rep("Ana Ruiz", role="admin")
    office.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(WORDS), ODD, ODD)
def test_a_number_or_a_day_that_nothing_holds_was_set_aside(ana: Someone, word: str, first: str, second: str) -> None:
    """Given with the command, and as the answer to what it asks; an event that is set aside fails `says`."""
    ana.says(f"/{word} {first}")
    ana.says(second)
    ana.says("/cancelar")


@pytest.mark.parametrize("grain", list(Grain))
def test_the_last_day_of_what_is_said(grain: Grain) -> None:
    at = datetime(9999, 12, 31, 23, 59)  # noqa: DTZ001 - wall time
    assert last_date(Moment(at if grain is Grain.MINUTE else at.date(), grain)) == date(9999, 12, 31)
