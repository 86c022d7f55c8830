"""Short messages, as they are typed on a phone: `heard.toml`."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.meaning import Context
from handlers.language.understand import understand

HEARD = tomllib.loads((Path(__file__).parent / "heard.toml").read_text(encoding="utf-8"))
MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 18, 13, 10, tzinfo=MADRID)  # a Wednesday
BOOK = KnownNames(
    {
        "customers": ["Ferretería Luján", "Hotel Miramar", "Harper Foods", "Blue Heron Vet Clinic"],
        "contacts": ["Marta Ruiz", "Pepe Sanz", "Callum Reed"],
        "promotions": ["Otoño Activo"],
        "products": ["Taladro T20"],
        "staff": ["Lidia Marco"],
    }
)  # fmt: skip


def intent(locale: str, text: str) -> str:
    return understand(text, Context(NOW, MADRID, locale, BOOK)).intent


def said() -> list[Any]:
    return [
        pytest.param(locale, of, texts, id=f"{locale}-{of}")
        for locale in ("es_ES", "en_GB")
        for of, texts in HEARD[locale].items()
    ]


@pytest.mark.parametrize(("locale", "of", "texts"), said())
def test_short_messages_are_understood(locale: str, of: str, texts: list[str]) -> None:
    read = {text: intent(locale, text) for text in texts}
    assert {text: got for text, got in read.items() if got != of} == {}


@pytest.mark.parametrize("locale", sorted(HEARD["nothing_written"]))
def test_nothing_is_written_for_what_is_no_command(locale: str) -> None:
    read = {text: intent(locale, text) for text in HEARD["nothing_written"][locale]}
    assert {text: got for text, got in read.items() if phrasebook().rules[got].writes} == {}
