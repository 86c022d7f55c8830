"""Many ways of saying when, in each dialect and tense and at several presents: see `moments.toml` beside this file."""

import tomllib
from datetime import datetime
from pathlib import Path

import pytest

from handlers.language.meaning import Tense
from tests.language.moment_lines import MADRID, read

SAID = tomllib.loads(Path(__file__).with_name("moments.toml").read_text(encoding="utf-8"))["said"]
CASES = [
    pytest.param(
        text, group["now"], group["tense"], group["locale"], expected, id=f"{group['locale']}-{group['tense']}-{text}"
    )
    for group in SAID
    for text, expected in group["read"].items()
]


@pytest.mark.parametrize(("text", "now", "tense", "locale", "expected"), CASES)
def test_it_is_read_as_it_was_meant(text: str, now: str, tense: Tense, locale: str, expected: str) -> None:
    assert read(text, datetime.fromisoformat(now).replace(tzinfo=MADRID), tense, locale) == expected
