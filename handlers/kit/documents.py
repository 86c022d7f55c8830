"""Documents as data: what a page shows, said already. `bot/jobs/documents` writes them as PDF, in the process of the jobs alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class DocumentColumn:
    """A column of the table: its title, on which side its cells stand, and its share of the width."""

    title: str
    align: Align
    share: int


@dataclass(frozen=True, slots=True)
class Document:
    """A page that a customer reads: from whom, what it is, for whom, a table with what it comes to, and what holds.

    All texts are in the language of the document. `totals` are pairs of a label and an amount, the last one the most important.
    """

    sender: str
    title: str
    facts: Sequence[tuple[str, str]]
    columns: Sequence[DocumentColumn]
    rows: Sequence[Sequence[str]]
    totals: Sequence[tuple[str, str]]
    notes: Sequence[str]
    language: str
