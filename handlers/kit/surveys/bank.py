"""The questions that a company begins with: in the store from the first time that anybody looks for one."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from storage.crm.surveys.records import SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.work import Work

BANK = Path(__file__).with_name("bank.toml")
HALF_A_YEAR = 180


def questions_of(work: Work) -> Sequence[SurveyQuestion]:
    """All questions in use; the starter bank's where there never was one."""
    surveys = work.topic(Surveys)
    found = surveys.questions()
    if not found and not surveys.any_ever():
        for values in bank():
            surveys.begin_with(**values)
        found = surveys.questions()
    return found


def names_of(question: SurveyQuestion) -> tuple[str, str]:
    """What a question is called in Spanish and in English: one of the starter bank in either, one's own as it was named."""
    return question.name, _english().get(question.name, question.name)


def called(question: SurveyQuestion, language: str) -> str:
    """What a question is called in a language."""
    spanish, english = names_of(question)
    return english if language == "en" else spanish


@cache
def _english() -> Mapping[str, str]:
    return {one["name"]: one["in_english"] for one in _raw() if "in_english" in one}


@cache
def _raw() -> Sequence[Mapping[str, Any]]:
    found: Sequence[Mapping[str, Any]] = tomllib.loads(BANK.read_text(encoding="utf-8"))["question"]
    return found


@cache
def bank() -> tuple[dict[str, Any], ...]:
    """The starter bank, as rows."""
    return tuple(
        {
            "name": one["name"],
            "kind": one["kind"],
            "text_es": one["es"],
            "text_en": one["en"],
            "purpose_es": one["para"],
            "purpose_en": one["for"],
            "options": one.get("options", []),
            "audience": one.get("audience", ""),
            "again_days": one.get("again_days", HALF_A_YEAR),
            "asked_by": one.get("asked_by", "both"),
            "trigger": one.get("trigger", ""),
            "priority": one["priority"],
            "expires_on": None,
            "fills": one.get("fills"),
            "low_score": one.get("low_score"),
            "anonymous": False,
        }
        for one in _raw()
    )
