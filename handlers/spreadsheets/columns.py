"""Which column of a table says what: by its name, in Spanish or English, as `columns.toml` lists them."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handlers.spreadsheets.problems import UnusableTable
from storage.names.folding import fold

HERE = Path(__file__).parent
MOST_COLUMNS = 200
NAME = "name"
_ADDRESSES = frozenset({"email", "contact_email"})


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one table: `places` by what they say, `heads` as the table names them."""

    heads: tuple[str, ...]
    places: Mapping[str, int]

    @property
    def ignored(self) -> list[str]:
        """The columns that nobody asked for."""
        used = set(self.places.values())
        return [head for place, head in enumerate(self.heads) if head and place not in used]

    def head(self, field: str) -> str:
        """What the table calls the column of this field."""
        return self.heads[self.places[field]] if field in self.places else ""


def fields() -> tuple[str, ...]:
    """All that a column can say, in the order in which an export writes them."""
    return tuple(_names())


def title(field: str, language: str) -> str:
    """A column's name for people of this language."""
    return _names()[field][language][0]


def recognised(cells: Sequence[str]) -> int:
    """How many of these cells are names of columns."""
    return len(_places(tuple(cells))) if any(cells) else 0


def is_head(cells: Sequence[str]) -> bool:
    """Whether this line can be the one that names the columns: it says where the customer's name stands."""
    return NAME in _places(tuple(cells))


def columns(cells: Sequence[str]) -> Columns:
    """The columns that a table's first line names. Raises UnusableTable where it is not clear which is which."""
    heads = tuple(cells)
    if len(heads) > MOST_COLUMNS:
        raise UnusableTable("too_many_columns", limit=MOST_COLUMNS)
    places = _places(heads)
    if NAME not in places:
        raise UnusableTable("no_name_column", example="Cliente, Teléfono, Contacto, Correo")
    known = {_plain(name) for names in _names().values() for of_kind in names.values() for name in of_kind}
    seen: set[str] = set()
    for head in heads:
        if (plain := _plain(head)) in known and plain in seen:
            raise UnusableTable("same_column_twice", column=head)
        seen.add(plain)
    for place, head in enumerate(heads):
        field = _strong().get(_plain(head))
        if field and places[field] != place:
            raise UnusableTable("two_columns_for_one", column=heads[places[field]], other=head)
    return Columns(heads, places)


def _places(heads: tuple[str, ...]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        if (field := _strong().get(_plain(head))) and field not in places:
            places[field] = place
    weak = [(place, _plain(head)) for place, head in enumerate(heads) if _plain(head) not in _strong()]
    for addresses in (False, True):  # whose an address is depends on whether somebody is named
        for place, plain in weak:
            for field, names in _names().items():
                fits = (field in _ADDRESSES) is addresses and plain in map(_plain, names.get("weak", ()))
                if fits and field not in places and not (field == "email" and "contact_name" in places):
                    places[field] = place
                    break
    return dict(sorted(places.items(), key=lambda item: item[1]))


def _plain(head: str) -> str:
    return re.sub(r"[\W_]+", " ", fold(head)).strip()


@cache
def _names() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((HERE / "columns.toml").read_text(encoding="utf-8"))


@cache
def _strong() -> dict[str, str]:
    return {_plain(name): field for field, names in _names().items() for kind in ("es", "en") for name in names[kind]}


@cache
def _statuses() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((HERE / "statuses.toml").read_text(encoding="utf-8"))


def status(text: str) -> str | None:
    """The status that a word means, None for a word that means none."""
    plain = _plain(text)
    return next((s for s, words in _statuses().items() for of in words.values() if plain in map(_plain, of)), None)


def status_word(value: str, language: str) -> str:
    """A status in words."""
    words = _statuses().get(value)
    return words[language][0] if words else value


def status_words(language: str) -> list[str]:
    """The words an export writes for each status."""
    return [status_word(value, language) for value in _statuses()]
