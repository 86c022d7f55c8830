"""Command sentences as templates: places that take anything, that take moments, and that may be missing."""

from pathlib import Path

import pytest

from handlers.kit.registry.registry import discover
from handlers.kit.registry.sayings import fitting, openness, read_saying, sayings, templates_of
from handlers.language.data_files import language_data
from handlers.language.text.numbers import LANGUAGES

HANDLERS = Path(__file__).parents[2] / "handlers"
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


def test_a_place_takes_the_words_of_a_table_in_any_language() -> None:
    template = "{who} as a? {role:@staff_role} in {language:@language_name|latin}"
    said = read_saying("Ana Gil as a jefa in English", [template])
    assert said == {"who": "Ana Gil", "role": "jefa", "language": "English"}
    assert read_saying("Ana Gil as sales rep in latin", [template])
    assert read_saying("Ana Gil as a plumber in english", [template]) is None


def test_what_may_follow_a_command_goes_in_the_order_of_the_command() -> None:
    takes = list(templates_of(("{from} > {staff}", "@hand_over_all_of_takes", "@hand_over_all_to_takes", "{staff}")))
    assert (takes[0], takes[-1]) == ("{from} > {staff}", "{staff}")
    assert read_saying("Ana to Luis", takes) == {"from": "Ana", "staff": "Luis"}
    assert (
        read_saying("to Luis", takes) == read_saying("a Luis", takes) == read_saying("Luis", takes) == {"staff": "Luis"}
    )


def test_every_list_is_used_by_a_command_or_a_slot() -> None:
    commands = [command for capability in discover().capabilities for command in capability.commands]
    named = {command.sayings for command in commands} | {t[1:] for c in commands for t in c.takes if t.startswith("@")}
    code = "\n".join(path.read_text(encoding="utf-8") for path in HANDLERS.rglob("*.py"))
    assert [name for name in language_data("es", "sayings") if name not in named and f'"{name}"' not in code] == []


def test_a_known_name_is_one_word_and_the_customer_is_none_else() -> None:
    template = ("{who}? de? {customer} pide {what}", "{what} para {customer}")
    text = "Marta de Bar Sol pide vino"
    assert read_saying(text, template, [(9, 16)]) == {"who": "Marta", "customer": "Bar Sol", "what": "vino"}
    assert read_saying("vino para la fiesta para Bar Sol", template, [(25, 32)]) == {
        "what": "vino para la fiesta",
        "customer": "Bar Sol",
    }
    assert read_saying("La Pera pide vino", ("{customer} pide {what}",), [(0, 7)]) == {
        "customer": "La Pera",
        "what": "vino",
    }


def test_a_list_stands_where_it_fills_no_place_and_what_says_more_goes_first() -> None:
    template = ("@shows? @whose? {value} @we_have?",)
    assert read_saying("dime cuáles son nuestros socios", template) == {"value": "socios"}
    assert read_saying("qué aliados tenemos", template) == {"value": "aliados"}


def test_lines_are_a_list_and_nothing_else_goes_over_several() -> None:
    assert read_saying("pedido sol\n2 x\n3 y", ("pedido {customer} {lines:list}",)) == {
        "customer": "sol",
        "lines": "2 x\n3 y",
    }
    assert read_saying("pedido sol\n2 x", ("pedido {customer} {lines}",)) is None
