"""What is printed: one line a figure, with what it was held against in the same run."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

WIDTH = 150
"""Columns where nobody looks: in a file, nothing is broken."""


@dataclass(frozen=True, slots=True)
class Row:
    """A median, what it is held against and their ratio, and its target; `met` is None where there is none."""

    what: str
    figure: str
    target: str = ""
    met: bool | None = None
    against: str = ""
    ratio: str = ""


def median(values: Sequence[float]) -> float:
    """The middle of several runs: one that was disturbed does not count."""
    return statistics.median(values)


def centile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of 100 stay below."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def show(rows: Sequence[Row]) -> bool:
    """Prints the table; returns whether every target is met."""
    table = Table("what", "figure", "against", "ratio", "target", "")
    for row in rows:
        verdict = "" if row.met is None else "[green]met[/]" if row.met else "[red]missed[/]"
        table.add_row(row.what, row.figure, row.against, row.ratio, row.target, verdict)
    console = Console()
    console = console if console.is_terminal else Console(width=WIDTH)
    console.print(table)
    return all(row.met is not False for row in rows)
