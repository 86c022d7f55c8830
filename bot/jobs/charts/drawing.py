"""Draws charts as PNG. Only the drawing process imports this: matplotlib is nothing that a chat has to wait for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from bot.jobs.charts.lettering import DPI, ELLIPSIS, Lettering, font, legible
from bot.jobs.charts.style import (
    BAR,
    DARK,
    GAP_BELOW_LABEL,
    GAP_BELOW_ROW,
    LABEL,
    LIGHT,
    LINE,
    MARGIN,
    SMALL,
    TITLE,
    WIDTH,
)
from handlers.kit.charts import Bar, Chart, Row, Tone

ROOM = WIDTH - 2 * MARGIN
BETWEEN = 28
"""Pixels between a label and its value."""
LEAST = 4
"""Pixels: what is more than nothing is seen."""
ROUND = 8
EDGE = 2
MOST_OF_A_LINE = 0.62
"""Of a line, for a value; the rest is the label's."""
SCALE_ENDS = ((0.0, "0 %"), (0.5, "50 %"), (1.0, "100 %"))


def png(chart: Chart) -> bytes:
    """The picture of a chart."""
    made = BytesIO()
    FigureCanvasAgg(drawn(chart)).print_png(made)
    return made.getvalue()


def drawn(chart: Chart) -> Figure:
    """A chart on a figure as high as it needs to be."""
    figure = Figure(figsize=(WIDTH / DPI, 1), dpi=DPI)
    drawing = _Drawing(chart, Lettering(FigureCanvasAgg(figure).get_renderer()))
    height = drawing.measure()
    figure.set_size_inches(WIDTH / DPI, height / DPI)
    figure.set_facecolor(drawing.look.paper)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, WIDTH), ylim=(height, 0))
    axes.axis("off")
    drawing.draw(axes)
    return figure


@dataclass(frozen=True, slots=True)
class _LaidOut:
    """A row with its texts as they fit."""

    row: Row
    label: Sequence[str]
    value: str
    below: bool
    """Whether the value stands on a line of its own."""

    @property
    def height(self) -> float:
        """Pixels, with what is free below."""
        return (max(1, len(self.label)) + self.below) * LABEL * LINE + GAP_BELOW_LABEL + BAR + GAP_BELOW_ROW


class _Drawing:
    """One chart, laid out from the top down in pixels."""

    def __init__(self, chart: Chart, letters: Lettering) -> None:
        self.chart, self.letters = chart, letters
        self.look = DARK if chart.dark else LIGHT
        self._title = letters.wrapped(chart.title, TITLE, ROOM, bold=True)
        self._subtitle = letters.wrapped(chart.subtitle, SMALL, ROOM)
        self._legend = list(self._legend_lines())
        self._notes = [line for note in chart.notes for line in letters.wrapped(note, SMALL, ROOM, most=4)]
        self._rows = [self._laid_out(row) for row in chart.rows]
        reaches = (reach for row in chart.rows for reach in _reaches(row))
        self._longest = 1.0 if chart.arrangement == "points" else max(reaches, default=0.0)

    # -------------------------------------------------------------- how high
    def measure(self) -> int:
        """Pixels from top to bottom."""
        height = MARGIN + len(self._title) * TITLE * LINE + len(self._subtitle) * SMALL * LINE + GAP_BELOW_ROW
        height += len(self._legend) * SMALL * LINE * 1.15 + (GAP_BELOW_ROW if self._legend else 0)
        if self.chart.rows:
            height += sum(row.height for row in self._rows)
            height += SMALL * LINE + GAP_BELOW_LABEL if self.chart.arrangement == "points" else 0
        else:
            height += len(self._empty()) * LABEL * LINE + 2 * GAP_BELOW_ROW
        height += len(self._notes) * SMALL * LINE + (GAP_BELOW_LABEL if self._notes else 0)
        return round(height + MARGIN - GAP_BELOW_ROW / 2)

    def _laid_out(self, row: Row) -> "_LaidOut":
        """A row with its value beside its label, or below it where there is no room for both: neither is cut for the other."""
        taken = self.letters.width(row.value, LABEL, bold=True)
        beside = ROOM - taken - (BETWEEN if row.value else 0)
        if taken <= ROOM * MOST_OF_A_LINE:
            label = self.letters.wrapped(row.label, LABEL, beside, most=2)
            if not label or not label[-1].endswith(ELLIPSIS):
                return _LaidOut(row, label, legible(row.value, bold=True), below=False)
        label = self.letters.wrapped(row.label, LABEL, ROOM, most=2)
        return _LaidOut(row, label, self.letters.shortened(row.value, LABEL, ROOM, bold=True), below=bool(row.value))

    # -------------------------------------------------------------- what is where
    def draw(self, axes: Axes) -> None:
        """Everything, from the title to the notes."""
        y = float(MARGIN)
        y = self._lines(axes, self._title, y, TITLE, self.look.ink, bold=True)
        y = self._lines(axes, self._subtitle, y, SMALL, self.look.faint) + GAP_BELOW_ROW
        for line in self._legend:
            for x, tone, text in line:
                middle = y + SMALL * LINE / 2
                axes.add_patch(Rectangle((x, middle - SMALL / 2), SMALL, SMALL, color=self.look.tones[tone], lw=0))
                self._text(axes, x + SMALL + 14, middle, text, SMALL, self.look.faint)
            y += SMALL * LINE * 1.15
        y += GAP_BELOW_ROW if self._legend else 0
        if not self.chart.rows:
            y = self._lines(axes, self._empty(), y + GAP_BELOW_ROW, LABEL, self.look.faint) + GAP_BELOW_ROW
        if self.chart.rows and self.chart.arrangement == "points":
            y = self._scale(axes, y)
        for row in self._rows:
            self._row(axes, row, y)
            y += row.height
        y += GAP_BELOW_LABEL if self._notes else 0
        self._lines(axes, self._notes, y - GAP_BELOW_ROW / 2, SMALL, self.look.faint)

    def _row(self, axes: Axes, laid_out: "_LaidOut", y: float) -> None:
        row = laid_out.row
        label_ends = self._lines(axes, laid_out.label, y, LABEL, self.look.ink)
        at = label_ends if laid_out.below else y
        middle = at + LABEL * LINE / 2
        self._text(axes, WIDTH - MARGIN, middle, laid_out.value, LABEL, self.look.ink, bold=True, right=True)
        top = y + laid_out.height - BAR - GAP_BELOW_ROW
        if self.chart.arrangement == "points":
            self._point(axes, row, top + BAR / 2)
            return
        self._box(axes, MARGIN, top, ROOM, self.look.groove)
        for bar in row.bars:
            self._bar(axes, bar, top)
        if row.within:
            low, high = (MARGIN + self._length(end) for end in row.within)
            self._whisker(axes, low, high, top + BAR / 2, self.look.ink)
        if row.mark is not None:
            x = MARGIN + self._length(row.mark)
            axes.add_patch(Rectangle((x - 3, top - 9), 6, BAR + 18, color=self.look.ink, lw=0))

    def _bar(self, axes: Axes, bar: Bar, top: float) -> None:
        length = self._length(bar.value)
        if length:
            left = MARGIN + (ROOM - length) / 2 if self.chart.arrangement == "funnel" else MARGIN
            self._box(axes, left, top, length, self.look.tones[bar.tone])

    def _point(self, axes: Axes, row: Row, y: float) -> None:
        axes.add_patch(Rectangle((MARGIN, y - 1.5), ROOM, 3, color=self.look.groove, lw=0))
        tone = self.look.tones[row.bars[0].tone if row.bars else "main"]
        if row.within:
            low, high = (MARGIN + self._length(end) for end in row.within)
            self._whisker(axes, low, high, y, tone)
        for bar in row.bars:
            axes.plot([MARGIN + self._length(bar.value)], [y], "o", ms=17, mfc=tone, mec=self.look.paper, mew=2.5)

    def _whisker(self, axes: Axes, low: float, high: float, y: float, colour: str) -> None:
        pieces = [(low, y - 2.5, high - low, 5.0), (low - 2.5, y - 11, 5.0, 22.0), (high - 2.5, y - 11, 5.0, 22.0)]
        for rim in (EDGE, 0):  # a rim in the paper's colour sets it off from the bar below
            for left, top, width, height in pieces:
                box = Rectangle((left - rim, top - rim), width + 2 * rim, height + 2 * rim)
                box.set(color=self.look.paper if rim else colour, lw=0)
                axes.add_patch(box)

    def _scale(self, axes: Axes, y: float) -> float:
        for at, text in SCALE_ENDS:
            x = MARGIN + ROOM * at
            align = "left" if at == 0 else "right" if at == 1 else "center"
            axes.text(
                x,
                y + SMALL / 2,
                text,
                fontproperties=font(SMALL),
                color=self.look.faint,
                ha=align,
                va="center_baseline",
            )
        return y + SMALL * LINE + GAP_BELOW_LABEL

    # -------------------------------------------------------------- pieces
    def _length(self, value: float) -> float:
        """Pixels of a value; what is more than nothing has some."""
        if value <= 0 or self._longest <= 0:
            return 0.0
        return min(float(ROOM), max(float(LEAST), ROOM * value / self._longest))

    def _box(self, axes: Axes, left: float, top: float, length: float, colour: str) -> None:
        rounding = min(ROUND, length / 2)
        axes.add_patch(
            FancyBboxPatch(
                (left, top), length, BAR, boxstyle=f"round,pad=0,rounding_size={rounding}", color=colour, lw=0
            )
        )

    def _lines(
        self, axes: Axes, lines: Sequence[str], y: float, pixels: int, colour: str, *, bold: bool = False
    ) -> float:
        for line in lines:
            self._text(axes, MARGIN, y + pixels * LINE / 2, line, pixels, colour, bold=bold)
            y += pixels * LINE
        return y

    def _text(
        self,
        axes: Axes,
        x: float,
        middle: float,
        text: str,
        pixels: int,
        colour: str,
        *,
        bold: bool = False,
        right: bool = False,
    ) -> None:
        axes.text(
            x,
            middle,
            text,
            fontproperties=font(pixels, bold=bold),
            color=colour,
            ha="right" if right else "left",
            va="center_baseline",
            parse_math=False,  # "$" is money
        )

    def _empty(self) -> list[str]:
        return self.letters.wrapped(self.chart.empty, LABEL, ROOM)

    def _legend_lines(self) -> Iterator[list[tuple[float, Tone, str]]]:
        """What each tone means, as many on a line as fit."""
        line: list[tuple[float, Tone, str]] = []
        x = float(MARGIN)
        for tone, said in self.chart.legend:
            text = self.letters.shortened(legible(said), SMALL, ROOM - SMALL - 14)
            taken = SMALL + 14 + self.letters.width(text, SMALL)
            if line and x + taken > WIDTH - MARGIN:
                yield line
                line, x = [], float(MARGIN)
            line.append((x, tone, text))
            x += taken + 40
        if line:
            yield line


def _reaches(row: Row) -> list[float]:
    """How far a row goes: what the longest bar of all is measured by."""
    return [*(bar.value for bar in row.bars), *(row.within or ()), *([] if row.mark is None else [row.mark])]
