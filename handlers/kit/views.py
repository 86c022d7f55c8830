"""What there is to look at, beside what there is to ask: pages of columns that capabilities declare, and that nobody edits.

A `PanelView` shows what its person may see, for it gets a turn as any command does. Whatever stands there is also a sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.kit.format.texts import Words
from handlers.kit.messages.blocks import Block
from handlers.kit.turn import Turn


@dataclass(frozen=True, slots=True)
class PanelColumn:
    """A title, a `note` below it ("3 · 1.200 €"), and blocks; `share` from 0 to 1 is drawn as a bar, for comparing columns."""

    title: Words
    blocks: Sequence[Block] = ()
    note: Words = ""
    share: float | None = None


@dataclass(frozen=True, slots=True)
class PanelView:
    """A page: `show` gets what was typed into its field, "" where nothing was. One with a field says what it `asks` for.

    `name` stands in addresses; the lower `order` is named first.
    """

    name: str
    title: Words
    show: Callable[[Turn, str], Sequence[PanelColumn]]
    asks: Words = ""
    order: int = 100


def shares(sizes: Sequence[float]) -> list[float]:
    """Each size as a part of the largest; all 0 where there is none."""
    largest = max(sizes, default=0)
    return [size / largest if largest else 0.0 for size in sizes]
