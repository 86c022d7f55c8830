"""Command sentences as templates: places that take anything, that take moments, and that may be missing."""

import pytest

from handlers.kit.registry.sayings import fitting, openness, read_saying, sayings
from handlers.language.text.numbers import LANGUAGES, language_data

AWAY = ("me? voy|marcho de vacaciones {period:moment} {more}?",)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("me voy de vacaciones el lunes", {"period": "el lunes"}),
        ("Voy de vacaciones del 1 al 15 de diciembre", {"period": "del 1 al 15 de diciembre"}),
        ("marcho de vacaciones del 1 al 15, que Luis lleve lo mío", {"period": "del 1 al 15", "more": "que Luis lleve lo mío"}),
        ("me voy de vacaciones el 24 y el 31 de diciembre", {"period": "el 24 y el 31 de diciembre"}),
        ("me voy de vacaciones mañana sin móvil", {"period": "mañana", "more": "sin móvil"}),
        ("me voy de vacaciones con Luis", None),
        ("de vacaciones el lunes", None),
        ("me voy de vacaciones", None),
    ],
)  # fmt: skip
def test_a_place_for_moments_takes_nothing_else(text: str, places: dict[str, str] | None) -> None:
    assert read_saying(text, AWAY) == places


def test_of_a_place_between_words_a_comma_is_no_part() -> None:
    template = "{customer} nos recomendo a {referred}"
    assert read_saying("Bar Sol nos recomendó a Bar Luna", [template]) == {
        "customer": "Bar Sol",
        "referred": "Bar Luna",
    }
    assert read_saying("Bar Sol, muy majos, nos recomendó a Bar Luna", [template]) is None


def test_apostrophes_of_phones_are_apostrophes() -> None:
    assert fitting("I’m away tomorrow", ["i'm|im away {period:moment}"])


def test_what_takes_anything_leaves_open() -> None:
    assert [openness(t) for t in ("{who} y {what}", "{who:number} {what}?", "{when:moment}", "hola")] == [2, 1, 0, 0]


def test_every_list_is_there_in_every_language() -> None:
    names = [set(language_data(language, "sayings")) for language in LANGUAGES]
    assert names[0] == names[1]
    assert all(sayings(name) for name in names[0])
    assert sayings("") == ()
