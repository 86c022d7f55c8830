"""Every example of the phrase data is understood as what it is an example of."""

import tomllib
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from handlers.language.concepts.phrasebook import PHRASES, phrasebook
from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.meaning import Context
from handlers.language.understand import understand

MADRID = ZoneInfo("Europe/Madrid")
BOOK = KnownNames(
    {
        "customers": ["Muebles Zubiría"],
        "contacts": ["Iratxe Lamas"],
        "promotions": ["Verano Azul"],
        "products": ["Silla Tundra"],
        "staff": ["Olmo Prats"],
    }
)  # fmt: skip
ALIKE = {
    "customer": "Muebles Zubiría", "contact": "Iratxe Lamas", "promotion": "Verano Azul", "product": "Silla Tundra",
    "staff": "Olmo Prats", "phone": "944 21 30 87", "email": "hola@zubiria.example",
}  # fmt: skip
SAID = {
    "es": ALIKE | {
        "today": "hoy", "past": "ayer", "future": "mañana", "day": "el martes", "period": "este mes", "amount": "1.250 €", "new": "Talleres Urbieta",
        "every": "cada lunes",
    },
    "en": ALIKE | {
        "today": "today", "past": "yesterday", "future": "tomorrow", "day": "on tuesday", "period": "this month", "amount": "$1,250", "new": "Walsh Carpets",
        "every": "every monday",
    },
}  # fmt: skip
LOCALES = {"es": "es_ES", "en": "en_US"}
LANGUAGES = sorted({language for language, _, _ in phrasebook().examples})


def context(language: str) -> Context:
    return Context(datetime(2026, 11, 19, 17, 40, tzinfo=MADRID), MADRID, LOCALES.get(language, "es_ES"), BOOK)


def spoken(language: str, example: str) -> str:
    for name, words in SAID[language].items():
        example = example.replace("{" + name + "}", words)
    return example


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("intent", sorted(phrasebook().rules))
def test_examples_are_understood(language: str, intent: str) -> None:
    examples = [text for of, name, text in phrasebook().examples if (of, name) == (language, intent)]
    read = {text: understand(spoken(language, text), context(language)).intent for text in examples}
    # What is no command of the others may be a question to the store: those are read by words, not learnt from examples.
    meant = {intent, "ask"} if intent == "unknown" else {intent}
    assert {text: got for text, got in read.items() if got not in meant} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_intent_has_examples(language: str) -> None:
    assert {name for of, name, _ in phrasebook().examples if of == language} == set(phrasebook().rules)


def test_examples_name_only_what_there_is() -> None:
    known = set(SAID["es"])
    named = {part.split("}")[0] for _, _, text in phrasebook().examples for part in text.split("{")[1:]}
    assert named <= known


def test_what_an_intent_needs_is_in_the_data() -> None:
    rules = tomllib.loads((PHRASES / "intents.toml").read_text(encoding="utf-8"))
    concepts = {name for found in phrasebook().phrases.values() for _, names in found for name in names}
    families = concepts | {name.rpartition(".")[2] for name in concepts}
    needed = {need for rule in rules.values() for group in rule.get("needs", []) for need in group if need[0] != "{"}
    assert needed - families == set()


@pytest.mark.parametrize("name", ["concepts.toml", "kinds.toml", "intents.toml"])
def test_languages_have_the_same_files(name: str) -> None:
    tables = {of: set(tomllib.loads((PHRASES / of / name).read_text(encoding="utf-8"))) for of in LANGUAGES}
    assert len({frozenset(found) for found in tables.values()}) == 1, tables
