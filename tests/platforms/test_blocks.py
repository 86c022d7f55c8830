"""Every block, drawn by every platform: within its limits, with every word, and readable where the screen is narrow."""

import json
import re
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from rich.cells import cell_len

from bot.platforms.console.text import plain
from bot.platforms.plain_text import aligned, listed, width
from bot.platforms.slack.blocks import home, message
from bot.platforms.telegram.text import MOST_CAPTION, MOST_UNITS, ROW_CHARACTERS, html, units
from handlers.kit.format.texts import voice
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Column, Facts, Table
from handlers.kit.messages.reply import BLOCKS, Reply, Spoken, blocks_of
from tests.fakes.slack import checks, render
from tests.fakes.telegram.markup import parse_html

SPANISH = voice("es", "ES", date(2026, 11, 20))
WORDS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "long": lambda text: f"{text} " + "palabra tras palabra, " * 250,
    "one endless word": lambda text: text.replace(" ", "") * 40,
    "right to left": lambda text: f"זה {text} שלום עולם, مرحبا بالعالم",
    "emoji": lambda text: f"👩‍👩‍👧 {text} 🎉 你好 ñ̃",
    "markup": lambda text: f"<b>{text}</b> & *{text}* _{text}_ `{text}` [bold]{text}[/bold] <!channel> :smile:",
    "lines": lambda text: f"{text}\n\n  {text}\n{text}",
    "empty": lambda _text: "",
}
"""What may stand in a block."""
COLUMNS = (40, 80)


def varied(value: Any, words: Callable[[str], str]) -> Any:
    """A block, or a part of one, with other words in it."""
    if isinstance(value, str):
        return words(value)
    if isinstance(value, list | tuple):
        return type(value)(varied(part, words) for part in value)
    if isinstance(value, Column):
        return replace(value, title=words(str(value.title)))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{one.name: varied(getattr(value, one.name), words) for one in fields(value)})
    return value


CASES = [
    pytest.param(varied(block.example(), words), id=f"{kind}, {name}")
    for kind, block in BLOCKS.items()
    for name, words in WORDS.items()
]


def stored(*blocks: Block, labels: tuple[str, ...] = ()) -> Spoken:
    """A reply as a platform gets it: through JSON."""
    choices = tuple(Choice(label, Action("card", {"customer": 1})) for label in labels)
    return Spoken.of(json.loads(json.dumps(Reply(blocks, choices).payload(SPANISH))))


def letters(text: str) -> str:
    """A text without what is only there to set it out."""
    return re.sub(r"[\s·─▰▱\[\]]+", "", text)


def test_every_block_brings_an_example_of_itself() -> None:
    assert {type(block.example()) for block in BLOCKS.values()} == set(BLOCKS.values())
    assert {block.__name__ for block in Block.__subclasses__()} == {block.__name__ for block in BLOCKS.values()}


@pytest.mark.parametrize("block", CASES)
def test_telegram_takes_it(block: Block) -> None:
    for most in (MOST_UNITS, MOST_CAPTION):
        shown, _entities = parse_html(html(stored(block), most))
        assert 0 < units(shown) <= most


@pytest.mark.parametrize("block", CASES)
def test_slack_takes_it_and_it_calls_nobody(block: Block) -> None:
    spoken = stored(block, block, labels=("Bien",))
    text, drawn = message(spoken, "t" * 16)
    shown = render.seen(checks.message_blocks(drawn), str)
    assert 0 < len(text) <= 3000
    assert not shown.pings
    assert shown.buttons
    payload = {"blocks": spoken.blocks, "choices": spoken.choices}
    checks.view(home(payload, "t" * 16, "D1"), "home")


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("block", CASES)
def test_a_terminal_shows_all_of_it_within_its_columns(block: Block, columns: int) -> None:
    spoken = stored(block)
    shown = plain(spoken, columns)
    assert all(cell_len(line) <= columns for line in shown.splitlines())
    if block.kind != "table":
        assert letters(shown) == letters(plain(spoken)), "narrow or wide, the words are the same"


@pytest.mark.parametrize("columns", COLUMNS)
@pytest.mark.parametrize("kind", ["heading", "text", "facts", "entries", "picture"])
def test_a_terminal_wraps_whole_words_and_keeps_the_indents(kind: str, columns: int) -> None:
    def long(text: str) -> str:
        return f"{text} " + "palabra tras palabra " * 12

    block = varied(BLOCKS[kind].example(), long)
    if isinstance(block, Facts):
        block = Facts([(name, long(str(value))) for name, value in Facts.example().pairs])
    wide, narrow = plain(stored(block)), plain(stored(block), columns)
    assert narrow.split() == wide.split()
    if kind in {"facts", "entries"}:
        begins = [line for line in narrow.splitlines() if not line.startswith("  ")]
        assert len(begins) == len([line for line in wide.splitlines() if not line.startswith("  ")])
        assert all(re.match(r"· " if kind == "entries" else r"\S+: ", line) for line in begins)


@pytest.mark.parametrize("columns", COLUMNS)
def test_a_terminal_numbers_the_choices_one_below_the_other_where_they_are_many(columns: int) -> None:
    labels = tuple(f"Hecho: llamar a Marta por el pedido número {number}" for number in range(1, 13))
    shown = plain(stored(labels=labels), columns)
    assert [line.split()[0] for line in shown.splitlines() if line.startswith("[")] == [f"[{n}]" for n in range(1, 13)]
    assert shown.split() == " ".join(f"[{n}] {label}" for n, label in enumerate(labels, 1)).split()


@pytest.mark.parametrize("block", CASES)
def test_what_was_said_can_be_said_again(block: Block) -> None:
    spoken = stored(block)
    [again] = blocks_of(spoken)
    if block.kind != "progress":  # whoever shares it is not at it any more
        assert stored(again) == spoken


# ------------------------------------------------------------------ tables
def test_a_table_that_fits_a_phone_is_aligned_there() -> None:
    shown, entities = parse_html(html(stored(Table.example())))
    assert [entity["type"] for entity in entities] == ["pre"]
    lines = shown.splitlines()
    assert lines[0].endswith("Ventas")
    assert len({len(line) for line in lines}) == 1, "numbers stand on the right"
    assert all(width(line) <= ROW_CHARACTERS for line in lines)


def test_a_wider_one_is_a_list_of_entries() -> None:
    table = varied(Table.example(), lambda text: f"{text} y algo más")
    shown, entities = parse_html(html(stored(table)))
    assert {entity["type"] for entity in entities} == {"bold"}
    assert "Ana Ruiz y algo más\nVisitas y algo más: 12 y algo más\nVentas y algo más: 8.450,00 €" in shown


def test_slack_draws_one_table_as_such_and_aligns_the_others() -> None:
    _text, drawn = message(stored(Table.example(), Table.example()), "t" * 16)
    first, second = checks.message_blocks(drawn)
    assert (first["type"], second["type"]) == ("table", "rich_text")
    assert [column["align"] for column in first["column_settings"]] == ["left", "right", "right"]
    assert "Comercial | Visitas | Ventas" in render.seen([first], str).lines


def test_slack_gets_as_many_rows_as_it_takes() -> None:
    rows = [[f"Cliente {number}", str(number), "1 €"] for number in range(300)]
    _text, drawn = message(stored(replace(Table.example(), rows=rows)), "t" * 16)
    [table] = checks.message_blocks(drawn)
    assert len(table["rows"]) == 100
    assert render.seen([table], str).lines[-1].startswith("…")
    heavy = [["x" * 90, "1", "2"] for _number in range(150)]
    _text, drawn = message(stored(replace(Table.example(), rows=heavy)), "t" * 16)
    assert checks.message_blocks(drawn)[0]["type"] == "table"


@pytest.mark.parametrize("rows", [[], [()], [("Ana",)], [("Ana", "1", "2", "3", "4")]])
def test_a_table_with_odd_rows_is_drawn_all_the_same(rows: list[tuple[str, ...]]) -> None:
    spoken = stored(replace(Table.example(), rows=rows))
    assert parse_html(html(spoken))[0]
    checks.message_blocks(message(spoken, "t" * 16)[1])
    assert plain(spoken, 40)


def test_letters_are_as_wide_as_they_are_shown() -> None:
    assert [width(text) for text in ("Año", "你好", "n\u0303", "🎉", "")] == [3, 4, 1, 2, 0]
    table = {"columns": [["A", "left"], ["B", "right"]], "rows": [["你好", "1"], ["x", "22"]]}
    assert aligned(table, 34) == ["A      B", "你好   1", "x     22"]
    assert aligned(table, 7) is None
    assert listed(table) == [("你好", "B: 1"), ("x", "B: 22")]
