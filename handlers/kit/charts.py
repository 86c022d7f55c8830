"""Charts as data: what a picture shows, said already. `bot/jobs/charts` draws them, in a process of its own.

Every row has its label and its value in words on a line of their own above what is drawn, so that a phone shows both whole.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

Arrangement = Literal["bars", "funnel", "points"]
"""Bars from the left; centred ones, each with what is left of the one above; points on a scale from 0 to 1."""

Tone = Literal["main", "soft", "second", "third", "bad"]
"""What a colour stands for. `soft` is the pale one behind `main`."""


LONGEST_ALTERNATIVE: Final = 900
"""Characters: a caption of Telegram has room for 1,024 (core.telegram.org/bots/api#sendphoto)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a row: how long, and in which tone. Those of one row lie upon each other, the first at the back."""

    value: float
    tone: Tone = "main"


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chart. `within` is drawn as a whisker from one end to the other, `mark` as a line across (a target)."""

    label: str
    value: str
    bars: tuple[Bar, ...] = ()
    within: tuple[float, float] | None = None
    mark: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture to be drawn. `legend` names the tones; `notes` stand below; one without rows shows `empty`."""

    arrangement: Arrangement
    title: str
    subtitle: str
    rows: tuple[Row, ...]
    empty: str
    legend: tuple[tuple[Tone, str], ...] = ()
    notes: tuple[str, ...] = ()
    dark: bool = False

    @property
    def alternative(self) -> str:
        """What is to be seen, for whoever does not see it: title, and every row with its value."""
        rows = "; ".join(f"{row.label}: {row.value}" for row in self.rows) or self.empty
        whole = ". ".join(part.rstrip(".") for part in (self.title, self.subtitle, rows, *self.notes) if part)
        return f"{whole}." if len(whole) < LONGEST_ALTERNATIVE else f"{whole[:LONGEST_ALTERNATIVE]}…"

    def as_json(self) -> dict[str, Any]:
        """As a job's payload keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Chart":
        """What `as_json` wrote."""
        return cls(
            **{
                **raw,
                "rows": tuple(_row(row) for row in raw["rows"]),
                "legend": tuple((tone, text) for tone, text in raw["legend"]),
                "notes": tuple(raw["notes"]),
            }
        )


def _row(raw: Mapping[str, Any]) -> Row:
    within: Sequence[float] | None = raw["within"]
    return Row(
        raw["label"],
        raw["value"],
        tuple(Bar(**bar) for bar in raw["bars"]),
        (within[0], within[1]) if within else None,
        raw["mark"],
    )
