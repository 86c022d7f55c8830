"""The data by which moments are read."""

import pytest

from handlers.language.entities.moments.grammar import READERS, grammar
from handlers.language.entities.moments.matching import Matcher
from handlers.language.entities.moments.moments import find_moments
from handlers.language.text.templates import expand
from tests.language.moment_lines import FRIDAY


def test_every_slot_of_the_code_has_its_reader() -> None:
    assert all(hasattr(Matcher, "_read_" + name) for name in READERS)


def test_every_word_of_the_data_is_folded_alike() -> None:
    assert grammar().tables["weekday_name@es"]["miercoles"] == 2
    assert grammar().typos["vierens"] == "viernes"


def test_a_template_stands_for_each_of_its_ways() -> None:
    assert expand("[el] (próximo|este) {weekday}") == [
        ("el", "este", "{weekday}"),
        ("el", "proximo", "{weekday}"),
        ("este", "{weekday}"),
        ("proximo", "{weekday}"),
    ]
    with pytest.raises(ValueError, match="unbalanced"):
        expand("el (martes")


def test_text_beyond_what_people_type_is_not_read() -> None:
    assert find_moments("x " * 4000 + "mañana", FRIDAY, "future", "es_ES") == []
