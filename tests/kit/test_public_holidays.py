"""Public holidays that another process looked up."""

import subprocess
import sys
from datetime import date

from holidays import country_holidays

from bot.jobs.holidays import learn_holidays
from handlers.kit.calendar.public_holidays import is_known, public_holidays, remember
from handlers.kit.calendar.working_time import WorkingTime


async def test_what_another_process_said_is_what_the_library_knows() -> None:
    await learn_holidays("PT", 2031)
    assert public_holidays("PT", 2031) == frozenset(country_holidays("PT", years=2031))
    assert date(2032, 12, 25) in public_holidays("PT", 2032)


async def test_a_country_that_nobody_knows_has_none() -> None:
    await learn_holidays("XX", 2031)
    assert public_holidays("XX", 2031) == frozenset()


async def test_a_part_of_a_country_has_its_own_holidays_too() -> None:
    await learn_holidays("ES", 2031, "MD")
    assert public_holidays("ES", 2031, "MD") == frozenset(country_holidays("ES", subdiv="MD", years=2031))
    assert date(2031, 5, 2) in public_holidays("ES", 2031, "MD") - public_holidays("ES", 2031)


async def test_a_part_that_nobody_knows_has_the_national_ones() -> None:
    await learn_holidays("ES", 2030, "XX")
    assert public_holidays("ES", 2030, "XX") == public_holidays("ES", 2030)
    assert public_holidays("ES", 2033, "YY") == public_holidays("ES", 2033)
    assert is_known("ES", "CT")
    assert not is_known("ES", "XX")


def test_what_is_remembered_is_not_looked_up() -> None:
    remember("ZZ", [2026, 2027], [date(2026, 11, 23)])
    works = WorkingTime.parse("09:00-18:00", "ZZ")
    assert not works.is_working_day(date(2026, 11, 23))
    assert works.is_working_day(date(2027, 1, 1))


def test_one_countrys_holidays_loaded_those_of_all_250() -> None:
    look = (
        "import asyncio, sys; from datetime import date; from bot.jobs.holidays import learn_holidays; from handlers.kit.calendar.working_time import WorkingTime;"
        "asyncio.run(learn_holidays('ES', 2026));"
        "assert not WorkingTime.parse('09:00-18:00', 'ES').is_working_day(date(2026, 12, 25));"
        "print(sum(name.startswith('holidays') for name in sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert int(shown) == 0, "whoever runs for months has none of them"
