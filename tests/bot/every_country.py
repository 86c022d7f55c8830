"""The application, started for every country that `holidays` knows in both languages, one after another in this process.

    python -m tests.bot.every_country FOLDER

It prints a line for each start that did not come as far as asking Telegram for messages, and at the end how many did. That
is `cartera run` without its process: settings from the environment, the composition root, and the platform that it makes.
"""

import asyncio
import os
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from holidays.utils import list_supported_countries

from bot import logs
from bot.app import build
from bot.cli.common import opened
from bot.settings import load
from handlers.kit.format.locales import LANGUAGES, currency_of
from handlers.kit.format.texts import On, Price, ShortDay, voice
from handlers.kit.registry.registry import Registry, discover
from tests.fakes.telegram import TOKEN, FakeTelegram


async def starts(fake: FakeTelegram, registry: Registry) -> None:
    """Starts the application with the settings of the environment, and ends it when it asks for its first messages."""
    before = len(fake.sent)
    app = build(load(), registry=registry)
    running = asyncio.create_task(app.run(work=False))
    asking = asyncio.create_task(fake.until(lambda: told(fake, before)))
    await asyncio.wait((running, asking), return_when=asyncio.FIRST_COMPLETED)
    running.cancel()
    try:
        await asking if not running.done() or running.cancelled() else running
    finally:
        await asyncio.gather(running, asking, return_exceptions=True)
        await app.close()


def told(fake: FakeTelegram, before: int) -> bool:
    """Whether Telegram knows the commands in each language, and in the company's own for everybody else."""
    languages = {call.params.get("language_code", "") for call in fake.sent[before:] if call.method == "setMyCommands"}
    return languages == {*LANGUAGES, ""}


def reads(country: str) -> None:
    """Dates and prices for colleagues of either language, as imports, exports and whatever changes hands say them."""
    for language in LANGUAGES:
        says = voice(language, country, date(2026, 11, 20)).say
        assert all(
            says(what)
            for what in (
                On(datetime(2026, 11, 19, 16, 30)),  # noqa: DTZ001 - a wall time
                ShortDay(date(2025, 1, 3)),
                Price(Decimal("1200.50"), currency_of(country)),
                Price(Decimal(1200), "USD"),
            )
        )


async def main(folder: Path) -> None:
    """Goes through them all."""
    logs.set_up("ERROR")
    registry, started = discover(), 0
    os.environ |= {"DATA_DIR": str(folder), "TELEGRAM_BOT_TOKEN": TOKEN}
    with opened(load()):
        pass
    async with await FakeTelegram.start(rates=False) as fake:
        os.environ["TELEGRAM_API_URL"] = fake.url
        for country in sorted(list_supported_countries(include_aliases=False)):
            reads(country)
            for language in LANGUAGES:
                os.environ["LOCALE"] = f"{language}_{country}"
                try:
                    await starts(fake, registry)
                except Exception as error:  # noqa: BLE001 - whatever it is, the next country is tried too
                    print(os.environ["LOCALE"], repr(error))  # noqa: T201
                else:
                    started += 1
    print(started, "started")  # noqa: T201


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
