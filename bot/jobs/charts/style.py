"""How charts look: made for a phone held upright, in colours that everybody tells apart."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from handlers.kit.charts import Tone

WIDTH: Final = 1080
"""Pixels: what phones show without scaling, and platforms without making it smaller."""
MARGIN: Final = 56
TITLE, LABEL, SMALL = 50, 37, 31
"""Heights of letters in pixels. A phone shows 1080 of them in 390 points, so the smallest text has 11 points."""
BAR, GAP_BELOW_LABEL, GAP_BELOW_ROW = 34, 16, 34
LINE: Final = 1.32
"""Of a text's height, from one line to the next."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a light or a dark picture. Tones are from the set of Okabe and Ito (jfly.uni-koeln.de/color)."""

    paper: str
    ink: str
    faint: str
    groove: str
    tones: Mapping[Tone, str]


LIGHT: Final = Palette(
    paper="#FFFFFF",
    ink="#1A1D21",
    faint="#59616B",
    groove="#EDF0F3",
    tones={"main": "#0072B2", "soft": "#A8D3EC", "second": "#009E73", "third": "#E69F00", "bad": "#D55E00"},
)
DARK: Final = Palette(
    paper="#14171B",
    ink="#F2F4F6",
    faint="#A7B0BA",
    groove="#252A31",
    tones={"main": "#56B4E9", "soft": "#2B5A77", "second": "#2FC79B", "third": "#F0B429", "bad": "#F0803C"},
)
