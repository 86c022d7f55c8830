"""The items of the questionnaire, as data; each is read as the surveys' questions from 1 to 5 are."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from storage.crm.surveys.records import SurveyQuestion

ITEMS = Path(__file__).with_name("items.toml")


@dataclass(frozen=True, slots=True)
class Item:
    """One sentence to agree with, and the area that it belongs to, in both languages."""

    name: str
    area: str
    question: SurveyQuestion
    areas: Mapping[str, str]

    def text(self, language: str) -> str:
        """The sentence."""
        return self.question.text(language)

    def heading(self, language: str) -> str:
        """Its area."""
        return self.areas["es" if language == "es" else "en"]


@cache
def items() -> Sequence[Item]:
    """All of them, in the order in which they are asked."""
    areas = tomllib.loads(ITEMS.read_text(encoding="utf-8"))["area"]
    return tuple(
        Item(item["name"], area["name"], _question(item), {"es": area["es"], "en": area["en"]})
        for area in areas
        for item in area["items"]
    )


def _question(item: Mapping[str, Any]) -> SurveyQuestion:
    """An item as a question of a survey for staff: a scale from 1 to 5, never anybody else's."""
    return SurveyQuestion(
        id=0,
        name=item["name"],
        kind="csat",
        text_es=item["es"],
        text_en=item["en"],
        purpose_es="",
        purpose_en="",
        options=(),
        audience="",
        again_days=None,
        asked_by="staff",
        trigger="",
        priority=0,
        expires_on=None,
        fills=None,
        low_score=None,
        anonymous=False,
    )
