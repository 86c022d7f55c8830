"""Phrases of a list in a text."""

import pytest

from handlers.language.slots.remarks import bids
from handlers.language.text.free_text import phrase_at


def test_behind_the_last_word_nothing_begins() -> None:
    assert phrase_at("question_words", ["who"], 0) == 1
    assert phrase_at("question_words", ["who"], 1) == 0


@pytest.mark.parametrize("text", ["", "\n\n\x00", "…"])
def test_a_text_without_words_orders_nothing(text: str) -> None:
    assert not bids(text)
