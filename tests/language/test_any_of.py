"""Words that single capabilities look for."""

import re
import tomllib

import pytest

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.text.any_of import DATA, any_of, meanings_of, words_of


def test_a_language_has_every_list_that_another_has() -> None:
    named = {
        language: {name for path in (DATA / language).glob("any_of*.toml") for name in tomllib.loads(path.read_text())}
        for language in phrasebook().languages
    }
    assert set.union(*named.values()) == set.intersection(*named.values())


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("mine", "how do i have it", "do i"),
        ("mine", "mios", "mios"),
        ("place", "en la fábrica", "fábrica"),
        ("place", "en la fabrica", "fabrica"),
        ("out_of", "9 out of 10", "out of"),
        ("grades", "nos puntuaron con un 9", "puntuaron"),
        ("values_most", "valoran sobre todo el precio", "valoran sobre todo"),
        ("week", "weekend", None),
    ],
)
def test_the_longest_word_that_fits_with_its_accents_or_without(name: str, text: str, found: str | None) -> None:
    hit = re.search(rf"\b{any_of(name)}\b", text)
    assert (hit and hit[0]) == found


def test_words_are_compared_folded_and_a_list_that_is_not_there_is_a_mistake() -> None:
    assert {"aqui", "here"} <= words_of("here")
    assert meanings_of("this_period")["el ano"] == "este año"
    with pytest.raises(KeyError):
        any_of("nothing of the kind")
