"""Notes as they are typed into a new store, and into one whose names may be confused: `notes.toml`."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.json_format import as_json
from handlers.language.meaning import Context, Name, NameBook, NameEntry, NameKind, Understanding
from handlers.language.understand import read_as, understand
from storage.names.folding import fold
from storage.names.keys import name_words

MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 20, 18, 5, tzinfo=MADRID)  # a Friday
NOTES = tomllib.loads((Path(__file__).parent / "notes.toml").read_text(encoding="utf-8"))
EMPTY = KnownNames({})
CONFUSABLE = KnownNames(
    {
        "customers": [
            "La Visita", "La Llamada", "Martes Café", "Bar Sol", "Bar Solera", "Librería Central", "Librería Sur", "Viernes Market",
            "The Call Room",
        ],
        "contacts": ["Luis Gil", "Luisa Gil", "Marta Ruiz", "Marta Roiz", "Domingo Paz"],
        "staff": ["Luis Peña", "Ana Mora"],
        "promotions": ["Promo Martes"],
        "products": ["Vino Domingo"],
    }
)  # fmt: skip


def cases(section: str) -> list[Any]:
    return [
        pytest.param(locale, text, slots, id=text)
        for locale, notes in NOTES[section].items()
        for text, slots in notes.items()
    ]


def context(locale: str, names: NameBook) -> Context:
    return Context(NOW, MADRID, locale, names)


def plain(found: Understanding) -> dict[str, Any]:
    """The slots as `notes.toml` writes them."""
    slots: dict[str, Any] = {slot: _plain(value) for slot, value in as_json(found)["slots"].items()}
    return slots | ({"also": [name.text for name in found.also]} if found.also else {})


def _plain(value: Any) -> Any:
    match value:
        case {"start": start}:
            return start
        case {"value": amount}:
            return amount
        case {"what": what, **rest}:
            return f"{what} @ {_plain(rest['due'])}" if "due" in rest else what
        case _:
            return value


@pytest.mark.parametrize(("locale", "text", "slots"), cases("empty"))
def test_nobody_need_be_known(locale: str, text: str, slots: dict[str, Any]) -> None:
    found = understand(text, context(locale, EMPTY))
    assert (found.intent, plain(found)) == ("log_interaction", slots)


@pytest.mark.parametrize(("locale", "text", "slots"), cases("confusable"))
def test_names_made_of_everyday_words(locale: str, text: str, slots: dict[str, Any]) -> None:
    found = understand(text, context(locale, CONFUSABLE))
    assert (found.intent, plain(found)) == ("log_interaction", slots)


@pytest.mark.parametrize(("locale", "text", "slots"), cases("answers"))
def test_answers_to_what_happened(locale: str, text: str, slots: dict[str, Any]) -> None:
    assert plain(read_as("log_interaction", text, context(locale, EMPTY))) == slots


@pytest.mark.parametrize(("locale", "text", "slots"), cases("no_note"))
def test_private_matters_and_questions_are_no_notes(locale: str, text: str, slots: dict[str, Any]) -> None:
    found = understand(text, context(locale, EMPTY))
    assert (found.intent, plain(found)) == ("unknown", slots)


def test_a_name_that_nobody_knows_has_no_candidates() -> None:
    found = understand("llamé a Pepe esta mañana, que le mandemos el catálogo", context("es_ES", EMPTY))
    assert found.slots["contact"] == Name("Pepe")


def test_a_kind_of_business_alone_asks_which() -> None:
    found = understand("historial de libreria", context("es_ES", CONFUSABLE)).slots["customer"]
    assert isinstance(found, Name)
    assert {entry.name for entry in found.candidates} == {"Librería Central", "Librería Sur"}


class Offices:
    """A book in which a contact and a colleague have one name."""

    def candidates(self, words: object) -> list[NameEntry]:
        entries = [
            NameEntry(NameKind.CUSTOMER, 1, "La Visita"), NameEntry(NameKind.CONTACT, 2, "Luis Gil", customer_id=1),
            NameEntry(NameKind.STAFF, 3, "Luis"),
        ]  # fmt: skip
        said = set(words) if isinstance(words, list | tuple) else set()
        return [entry for entry in entries if said & {*name_words(entry.name), fold(entry.name)}]


def test_the_contact_of_the_customer_wins_over_a_colleague() -> None:
    found = plain(understand("estuve con luis en la visita, quiere precio", context("es_ES", Offices())))
    assert found == {"kind": "visit", "customer": "La Visita", "contact": "Luis Gil", "summary": "quiere precio"}
