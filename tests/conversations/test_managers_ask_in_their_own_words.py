"""Two hundred and fifty questions of managers to the sample company: nearly all are answered, and none is answered wrongly."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from bot.samples import fill
from tests.conversations.test_manager_asks_the_sample import employed
from tests.office import Office

QUESTIONS = tomllib.loads((Path(__file__).parent / "manager_questions.toml").read_text(encoding="utf-8"))
RIGHT = 0.9
"""Of the questions, those that are answered, or rightly said to be none that can be."""
HONEST = {
    "es": ("no lo puedo contestar", "No lo he entendido", "Ningún cliente", "no existe", "De eso justo no hay", "ya ha pasado", "nota suelta"),
    "en": ("I can't answer that", "did not understand", "No customer's", "No leads", "doesn't exist", "has passed", "loose note"),
}  # fmt: skip
"""How it is said that something is not answered."""


@pytest.mark.parametrize(("language", "country", "manager"), [("es", "ES", "Javier"), ("en", "GB", "James")])
def test_nearly_all_questions_are_answered_and_none_wrongly(
    language: str, country: str, manager: str, office: Office
) -> None:
    fill(
        office.store,
        language=language,
        country=country,
        zone="Europe/Madrid",
        today=date(2026, 11, 20),
        platform="nowhere",
    )
    office.passes(minutes=1)
    boss = employed(office, manager, language)
    failed: list[tuple[str, str]] = []
    wrong: list[tuple[str, str]] = []
    for question, expected in QUESTIONS[language].items():
        boss.says(question)
        heard = boss.heard()
        is_honest = any(words in heard for words in HONEST[language])
        if is_honest if expected == "?" else expected in heard:
            continue
        (failed if is_honest else wrong).append((question, heard[:200]))
    assert not wrong
    assert 1 - len(failed) / len(QUESTIONS[language]) >= RIGHT, failed
