"""Text in a picture: measured, wrapped and shortened, so that nothing is ever cut off."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties, get_font

DPI = 100
_POINTS = 72 / DPI
"""Of a pixel."""
_FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
ELLIPSIS = "…"
_BLANKS = re.compile(r"[ \t\r\n]+")
"""Not those that hold an amount and its currency together."""


@cache
def font(pixels: int, *, bold: bool = False) -> FontProperties:
    """Letters so high. The file is matplotlib's own: nothing of the machine's changes how a picture looks."""
    return FontProperties(fname=str(font_file(bold=bold)), size=pixels * _POINTS)


def font_file(*, bold: bool) -> Path:
    """The file of the letters, which comes with matplotlib."""
    return _FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


@cache
def _drawable(*, bold: bool) -> frozenset[int]:
    return frozenset(get_font(str(font_file(bold=bold))).get_charmap())


def legible(text: str, *, bold: bool = False) -> str:
    """A text on one line without what the font has no letter for, such as emoji; "?" where nothing would be left."""
    has = _drawable(bold=bold)
    kept = "".join(
        c for c in unicodedata.normalize("NFC", text) if c.isspace() or (ord(c) in has and not _is_emoji_part(c))
    )
    tidy = " ".join(_BLANKS.split(kept)).strip()
    return tidy or ("?" if text.strip() else "")


def _is_emoji_part(character: str) -> bool:
    """Symbols that phones draw as pictures, and what joins or varies them."""
    return character in "\ufe0e\ufe0f\u200d" or (unicodedata.category(character) == "So" and ord(character) > 0x2300)


class Lettering:
    """Measures texts as they will be drawn."""

    def __init__(self, renderer: RendererAgg) -> None:
        self._renderer = renderer

    def width(self, text: str, pixels: int, *, bold: bool = False) -> float:
        """Pixels that a text takes on one line."""
        if not text:
            return 0.0
        width, _height, _descent = self._renderer.get_text_width_height_descent(
            text, font(pixels, bold=bold), ismath=False
        )
        return float(width)

    def shortened(self, text: str, pixels: int, room: float, *, bold: bool = False) -> str:
        """A text, or as much of its beginning as there is room for, with an ellipsis."""
        text = legible(text, bold=bold)
        if self.width(text, pixels, bold=bold) <= room:
            return text
        low, high = 0, len(text)
        while low < high:  # the longest beginning that fits
            middle = (low + high + 1) // 2
            if self.width(text[:middle].rstrip() + ELLIPSIS, pixels, bold=bold) <= room:
                low = middle
            else:
                high = middle - 1
        return text[:low].rstrip() + ELLIPSIS

    def wrapped(self, text: str, pixels: int, room: float, *, bold: bool = False, most: int = 3) -> list[str]:
        """A text in lines that fit, `most` at most; the last is shortened where it must be."""
        lines: list[str] = []
        words = _BLANKS.split(legible(text, bold=bold)) if text.strip() else []
        while words and len(lines) < most - 1:
            taken = 1
            while taken < len(words) and self.width(" ".join(words[: taken + 1]), pixels, bold=bold) <= room:
                taken += 1
            lines.append(self.shortened(" ".join(words[:taken]), pixels, room, bold=bold))
            words = words[taken:]
        return [*lines, self.shortened(" ".join(words), pixels, room, bold=bold)] if words else lines
