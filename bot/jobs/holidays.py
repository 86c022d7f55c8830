"""The public holidays of the years to come, looked up by a process that ends: what knows them all takes much memory."""

import asyncio
import sys
from contextlib import suppress
from datetime import date

import structlog

from handlers.kit.calendar import public_holidays

log = structlog.get_logger()


async def learn_holidays(country: str, year: int) -> None:
    """Has a country's holidays of this year and the next be known; where that fails, whoever asks first looks them up."""
    years = (year, year + 1)
    asked = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-m",
        public_holidays.__name__,
        country,
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
    if asked.returncode:
        log.warning("holidays_not_learnt", country=country)
        return
    public_holidays.remember(country, years, map(date.fromisoformat, printed.decode().split()))
