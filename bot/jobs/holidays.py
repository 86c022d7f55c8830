"""The public holidays of the years around now, looked up by a process that ends: what knows them all takes much memory."""

import asyncio
import sys
from contextlib import suppress
from datetime import date

import structlog

from handlers.kit.calendar import public_holidays

log = structlog.get_logger()

YEARS_AROUND = range(-1, 3)
"""What was answered late last year is looked back on, what was promised looks ahead."""


async def learn_holidays(country: str, year: int, subdivision: str = "") -> None:
    """Has a country's holidays of the years around this one be known; where that fails, whoever asks first looks them up.

    A subdivision that nobody knows has the national ones, and is warned about.
    """
    years = [year + around for around in YEARS_AROUND]
    if public_holidays.are_remembered(country, years, subdivision):
        return
    asked = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        public_holidays.__name__,
        f"{country}-{subdivision}" if subdivision else country,
        *map(str, years),
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        printed, _ = await asked.communicate()
    except asyncio.CancelledError:
        with suppress(ProcessLookupError):
            asked.kill()
        await asked.wait()
        raise
    if asked.returncode == public_holidays.UNKNOWN_SUBDIVISION:
        log.warning("subdivision_unknown", country=country, subdivision=subdivision)
    elif asked.returncode:
        log.warning("holidays_not_learnt", country=country)
        return
    public_holidays.remember(country, years, map(date.fromisoformat, printed.decode().split()), subdivision)
