"""Replies as a terminal shows them: whole words on each line, indents that stay, and numbered choices.

Rich does the measuring and wrapping: it knows how wide letters and emoji are. No colours: what is shown may be piped.
"""

from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.platforms.plain_text import bar, cells
from handlers.kit.messages.reply import Spoken

UNWRAPPED = 10_000
"""Columns: what is as wide as this is read by tests, and has its line breaks where the reply has them."""
LONGEST_ROW = 100
"""Characters of choices in one row; more of them stand below each other."""
HANG = 2
"""Columns by which what belongs to the line above is indented."""


def plain(spoken: Spoken, columns: int = UNWRAPPED) -> str:
    """The whole reply as text of so many columns, its choices numbered as they can be typed."""
    shown = [drawn for kind, content in spoken.blocks if (drawn := _drawn(kind, content)) is not None]
    if spoken.choices:
        shown.append(_choices([choice["label"] for choice in spoken.choices], columns))
    parts = [part for drawn in shown for part in (_words(""), drawn)][1:]
    out = StringIO()
    _console(out, columns).print(*parts, sep="\n")
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n")


def _console(out: StringIO, columns: int) -> Console:
    return Console(
        file=out, width=columns, color_system=None, force_terminal=False, markup=False, emoji=False, highlight=False
    )


def _drawn(kind: str, content: Any) -> RenderableType | None:  # noqa: ANN401 - JSON of the outbox
    """A block as Rich draws it; None where there is nothing in it."""
    match kind:
        case _ if not content:
            return None
        case "facts":
            return Group(*(_hanging(f"{name}: {value}") for name, value in content))
        case "entries":
            return Group(*_entries(content))
        case "table":
            return _table(content)
        case "picture":
            return _words(f"[{content['alternative']}]")
        case "progress":
            return _words("\n".join(filter(None, (content["text"], bar(content["done"], content["of"])))))
        case _:
            return _words(content)


def _entries(entries: Iterable[tuple[str, str]]) -> Iterable[RenderableType]:
    for head, body in entries:
        yield _hanging(f"· {head}")
        if body:
            yield Padding(_words(body), (0, 0, 0, HANG))


def _table(content: Any) -> Table:  # noqa: ANN401 - JSON of the outbox
    """A table as wide as it has to be; where the terminal is narrower its cells go on on the next line."""
    _titles, *rows = cells(content)
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title, align in content["columns"]:
        table.add_column(_words(title), justify=align, overflow="fold")
    for row in rows:
        table.add_row(*map(_words, row))
    return table


def _words(text: str) -> Text:
    """A text as it is: nothing in it is markup."""
    return Text(text, overflow="fold")


def _hanging(text: str) -> RenderableType:
    """A line whose further lines are indented, so that it is seen where the next one begins."""
    return _Hanging(text)


class _Hanging:
    """A text with a hanging indent, as Rich draws things."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __rich_console__(self, console: Console, options: Any) -> Iterable[RenderableType]:  # noqa: ANN401 - Rich's
        first, *others = _words(self._text).wrap(console, options.max_width) or [_words("")]
        yield first
        if others:
            rest = _words(self._text[len(first.plain) :].lstrip())
            yield Padding(rest, (0, 0, 0, HANG))


def _choices(labels: Sequence[str], columns: int) -> RenderableType:
    """On one row where that is short enough, else one below the other."""
    numbered = [f"[{number}] {' '.join(label.split())}" for number, label in enumerate(labels, 1)]
    row = "   ".join(numbered)
    if len(row) <= min(LONGEST_ROW, columns):
        return _words(row)
    return Group(*(_hanging(one) for one in numbered))
