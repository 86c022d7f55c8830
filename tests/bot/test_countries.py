"""A country decides formats, currency, time zone and telephones; the bot starts in every one."""

import asyncio
import os
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load
from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import On, Price, voice
from tests.fakes.processes import ROOT
from tests.fakes.telegram import TOKEN, FakeTelegram, TelegramControl
from tests.faults.process import PRODUCT, Bot


async def test_it_starts_for_every_country_in_both_languages(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bot.every_country",
        str(tmp_path),
        cwd=ROOT,
        env=kept,
        stdout=asyncio.subprocess.PIPE,
    )
    printed = (await child.communicate())[0].decode().splitlines()
    assert child.returncode == 0
    *failed, last = printed
    assert not failed
    assert int(last.partition(" ")[0]) > 400


@pytest.mark.parametrize("locale", ["es_GB", "en_MX"])
async def test_cartera_run_where_people_speak_something_else(locale: str, tmp_path: Path) -> None:
    async with await FakeTelegram.start() as fake, TelegramControl(fake.url) as control:
        told = Bot(f"sqlite:///{tmp_path / 'cartera.db'}", control, tmp_path, command=PRODUCT)
        told.environment |= {"LOCALE": locale, "TELEGRAM_BOT_TOKEN": TOKEN}
        async with told as bot:
            await bot.meanwhile(fake.until(lambda: fake.world.updates.polled, 60))
            await bot.stop()
    assert "Traceback" not in told.said()


@pytest.mark.parametrize(
    ("given", "country", "currency", "timezone"),
    [
        ({}, "ES", "EUR", "Europe/Madrid"),
        ({"LOCALE": "en_GB"}, "GB", "GBP", "Europe/London"),
        ({"LOCALE": "en-US"}, "US", "USD", "America/New_York"),
        ({"LOCALE": "es_MX"}, "MX", "MXN", "America/Mexico_City"),
        ({"LOCALE": "es_AR"}, "AR", "ARS", "America/Argentina/Buenos_Aires"),
        ({"LOCALE": "es_GB"}, "GB", "GBP", "Europe/London"),
        ({"LOCALE": "en_ZA"}, "ZA", "ZAR", "Africa/Johannesburg"),
        ({"COUNTRY": "CO"}, "CO", "COP", "America/Bogota"),
        ({"COUNTRY": "UK"}, "GB", "GBP", "Europe/London"),
        ({"LOCALE": "es_MX", "TIMEZONE": "America/Tijuana", "CURRENCY": "USD"}, "MX", "USD", "America/Tijuana"),
    ],
    ids=str,
)
def test_a_locale_brings_all_that_was_not_set(
    given: dict[str, str],
    country: str,
    currency: str,
    timezone: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    settings = load()
    assert (settings.country, settings.currency, settings.timezone) == (country, currency, timezone)


@pytest.mark.parametrize("locale", ["fr_FR", "es_ZZ", "es_419", "nonsense", "es_EU"])
def test_a_locale_that_is_none_is_the_only_problem(
    locale: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOCALE", locale)
    with pytest.raises(SettingsError) as error:
        load()
    assert [problem.partition(":")[0] for problem in error.value.problems] == ["LOCALE"]


@pytest.mark.parametrize(
    ("language", "country", "price", "day"),
    [
        ("es", "ES", "1.200,50 €", "jueves 19 de noviembre, 16:30"),
        ("en", "ES", "€1,200.50", "Thursday 19 November, 16:30"),
        ("es", "GB", "1.200,50 £", "jueves 19 de noviembre, 16:30"),
        ("en", "GB", "£1,200.50", "Thursday 19 November, 16:30"),
        ("en", "US", "$1,200.50", "Thursday, November 19, 4:30 PM"),
        ("es", "US", "$1,200.50", "jueves 19 de noviembre, 4:30 p.m."),
        ("en", "MX", "$1,200.50", "Thursday 19 November, 16:30"),
        ("es", "MX", "$1,200.50", "jueves 19 de noviembre, 4:30 p.m."),
        ("es", "AR", "$1.200,50", "jueves 19 de noviembre, 4:30 p. m."),
        ("en", "AR", "$1,200.50", "Thursday 19 November, 16:30"),
        ("es", "CA", "$1,200.50", "jueves 19 de noviembre, 4:30 p.m."),
        ("en", "BR", "R$1,200.50", "Thursday 19 November, 16:30"),
    ],
)
def test_a_sentence_follows_one_convention(language: str, country: str, price: str, day: str) -> None:
    currency = Settings(_env_file=None, country=country).currency
    speaks = voice(language, country, date(2026, 11, 20))
    shown = speaks.say(Price(Decimal("1200.50"), currency)).replace("\N{NO-BREAK SPACE}", " ")
    assert shown == price
    when = speaks.say(On(datetime(2026, 11, 19, 16, 30)))  # noqa: DTZ001 - a wall time
    assert when.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ") == day


def test_nobody_elses_currency_is_taken_for_ones_own() -> None:
    for language in LANGUAGES:
        in_mexico = voice(language, "MX", date(2026, 11, 20))
        assert in_mexico.say(Price(Decimal(50), "USD")) in {"USD50", "US$50"}
        assert in_mexico.say(Price(Decimal(50), "MXN")) == "$50"
