"""Questions as people type them, and what is none: `questions.toml`."""

import tomllib
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.json_format import as_json
from handlers.language.meaning import Context, Understanding
from handlers.language.understand import read_as, understand
from storage.questions.question import Comparison, Filter, Money, Named, Question

SET = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))
MADRID = ZoneInfo("Europe/Madrid")
NOW = datetime(2026, 11, 20, 12, tzinfo=MADRID)  # a Friday
BOOK = KnownNames(
    {"customers": ["Bar Sol", "Hotel Miramar", "Harper Foods"], "staff": ["Ana Ruiz", "Luis Gil", "Luke Harris"]}
)
KEPT = ("show_history", "show_pipeline", "show_forecast", "list_leads", "list_complaints")
"""What others may answer as well keeps its message, where somebody does that."""
FLOOR = 0.95
"""Of the questions that can be answered those that are read as they were meant; the others are not answered."""


def heard(locale: str, text: str) -> Understanding:
    return understand(text, Context(NOW, MADRID, locale, BOOK))


def told(question: Question) -> str:
    """A question as the set writes it."""
    by = f" by {question.group}" if question.group else ""
    top = f" top {question.limit}" if question.limit else ""
    period = question.period
    when = [f"{period.of} {period.first}/{period.last}"] if period else []
    return "; ".join([f"{question.measure} {question.about}{by}{top}", *map(held, question.filters), *when])


def held(one: Filter) -> str:
    name = "no" if one.comparison is Comparison.WITHOUT else one.field
    match one.value:
        case Named():
            return f"{name} {one.value.name}"
        case Money():
            return f"{name} {one.comparison} {one.value.value:.2f} {one.value.currency}"
        case _:
            return f"{name} {one.value}"


def answer(locale: str, text: str) -> str:
    """How it reads as a question: which one, or "?" with the words that nobody understands, or that it is none."""
    slots = read_as("ask", text, Context(NOW, MADRID, locale, BOOK)).slots
    question = slots.get("question")
    if not isinstance(question, Question):
        return "?"
    return f"? {slots['unread']}" if "unread" in slots else told(question)


@pytest.mark.parametrize("locale", sorted(SET))
def test_questions_are_read_as_they_were_meant(locale: str) -> None:
    meant = {text: asked for text, asked in SET[locale].items() if not asked.startswith("?")}
    read = {text: answer(locale, text) for text in meant}
    other = {text: got for text, got in read.items() if got != meant[text]}
    assert {text: got for text, got in other.items() if not got.startswith("?")} == {}, "answered with something else"
    assert 1 - len(other) / len(meant) >= FLOOR, other
    assert {heard(locale, text).intent for text in meant if text not in other} <= {"ask", *KEPT}


@pytest.mark.parametrize("locale", sorted(SET))
def test_what_cannot_be_answered_says_which_words(locale: str) -> None:
    """What does not begin as a question does may be a note: that is not understood, and no question either."""
    meant = {text: asked for text, asked in SET[locale].items() if asked.startswith("?")}
    read = {text: answer(locale, text) for text in meant}
    assert {text: got for text, got in read.items() if got not in {meant[text], "?"}} == {}
    assert sum(got != "?" for got in read.values()) >= 2


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("es_ES", "visité a mis clientes de Valencia"),
        ("es_ES", "clientes contentos con el precio"),
        ("es_ES", "visitas del martes"),
        ("es_ES", "a quién veo mañana"),
        ("es_ES", "qué más"),
        ("es_ES", "quién ganó la liga"),
        ("es_ES", "hoy tengo que ver a mis clientes"),
        ("es_ES", "historial de Bar Sol"),
        ("es_ES", "cuántas cajas quiere Bar Sol"),
        ("en_GB", "saw my customers in Leeds"),
        ("en_GB", "customers are happy"),
        ("en_GB", "who won the game last night"),
        ("en_GB", "what do I have to do today"),
        ("en_GB", "calls on Tuesday"),
        ("en_GB", "call Bar Sol"),
    ],
)
def test_what_is_told_or_done_is_no_question(locale: str, text: str) -> None:
    assert heard(locale, text).intent != "ask"


def test_a_slip_of_the_thumb_is_forgiven() -> None:
    assert answer("es_ES", "cuantas vistias hizo Ana en octubre") == answer(
        "es_ES", "cuántas visitas hizo Ana en octubre"
    )


def test_a_question_is_printed_with_names_and_its_period() -> None:
    assert as_json(heard("es_ES", "cuántas visitas hizo Ana en octubre"))["slots"] == {
        "question": {
            "about": "interactions",
            "filters": [{"field": "kind", "is": "visit"}, {"field": "staff", "is": "Ana Ruiz"}],
            "measure": "count",
            "period": {"start": "2026-10-01", "end": "2026-10-31", "grain": "day"},
        }
    }


@pytest.mark.parametrize("locale", sorted(SET))
def test_a_question_is_kept_as_it_was(locale: str) -> None:
    for text in SET[locale]:
        question = heard(locale, text).slots.get("question")
        assert not isinstance(question, Question) or Question.from_json(question.as_json()) == question
