"""What the columns of a list of leads mean. Without a column of what somebody wants, or of their enquiry, it is a list of customers."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from handlers.spreadsheets.headings import plain

HERE = Path(__file__).parent
LEADS = "leads"
_BRACKETS = re.compile(r"[(\[].*?[)\]]")
_NAMED = frozenset({"lead", "name", "first_name", "company"})
_REACHED = frozenset({"phone", "email"})


@dataclass(frozen=True, slots=True)
class LeadLayout:
    """The columns of one list: the place of each thing that is known; `read_as` as the preview shows it."""

    heads: tuple[str, ...]
    places: Mapping[str, int]
    kind: str = LEADS

    @property
    def read_as(self) -> Mapping[int, str]:
        """What each place is taken for."""
        return {at: f"leads.{what}" for what, at in sorted(self.places.items(), key=lambda pair: pair[1])}

    @property
    def left_out(self) -> list[str]:
        """The columns of which nothing is kept."""
        return [head for at, head in enumerate(self.heads) if head and at not in self.read_as]


def names_leads(cells: Sequence[str]) -> int:
    """How many columns of a list of leads a line names; 0 where it is no heading of one."""
    found = _places(cells)
    is_one = found.keys() & _NAMED and found.keys() & _REACHED and found.keys() & set(_words()["tells"])
    return len(found) if is_one else 0


def lead_layout(cells: Sequence[str]) -> LeadLayout | None:
    """What the columns of this heading mean; None where it heads another table."""
    return LeadLayout(tuple(cells), _places(cells)) if names_leads(cells) else None


def _places(cells: Sequence[str]) -> dict[str, int]:
    """Where each thing stands: of two columns of one kind the first."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        if what := _headings().get(plain(_BRACKETS.sub("", cell))):
            found.setdefault(what, at)
    return found


@cache
def _words() -> Mapping[str, Any]:
    return tomllib.loads((HERE / "lead_headings.toml").read_text(encoding="utf-8"))


@cache
def _headings() -> Mapping[str, str]:
    return {plain(name): what for what, names in _words()["columns"].items() for name in names}
