"""An order that is told within a note: the words of it, with their prices or, where it says that they bought, without."""

import re
from collections.abc import Iterator

from handlers.kit.forms.order_lines import ordered, until_delivery
from handlers.kit.turn import Turn
from handlers.language.entities.order_lines import read_order
from handlers.language.slots.deals import is_bought, is_no_purchase, where_counts_stand
from handlers.language.slots.priced import counts_no_goods

_PAUSE = re.compile(r"[,;.](?=\s|$)|\n|$")


def order_told(turn: Turn, note: str) -> str:
    """The words of the order that a note tells; "" where it tells none, or of goods that are owed, given back or but quoted."""
    return priced_order(turn, note) or _unpriced(turn, note)


def priced_order(turn: Turn, note: str) -> str:
    """The same where each line has its price."""
    first = _begins(note)
    if first is None:
        return ""
    return next((order for order in _orders(turn, note[first:]) if not _is_none(note, first, len(order))), "")


def _is_none(note: str, first: int, size: int) -> bool:
    """Whether goods are owed, given back or but quoted; where they are said to be bought, what stands before their clause tells of something else."""
    pauses = [cut.end() for cut in _PAUSE.finditer(note[:first]) if cut.end() < first]
    begins = pauses[-1] if pauses and is_bought(note[:first]) else 0
    return is_no_purchase(note[begins : first + size])


def _begins(note: str) -> int | None:
    """Where the first number is that counts goods and is not taken back: 20 of "200 mats no sorry 20 mats"."""
    stands = where_counts_stand(note)
    first = next((f.start() for f in re.finditer(r"\S+", note) if f[0][:1].isdigit() and f.start() >= stands), None)
    return None if first is None or counts_no_goods(note[first:]) else first


def _orders(turn: Turn, text: str) -> Iterator[str]:
    """The text where it is an order, or its longest beginning, up to a pause or its delivery, that is one with its prices.

    "6 cases at 54" of "6 cases at 54, deliver tuesday"; "3 boxes damaged, …" is none.
    """
    if ordered(turn, text):
        yield text
    wanted = until_delivery(turn, text)
    for end in [*_ends(text), *([len(wanted)] if wanted else [])]:
        if (lines := ordered(turn, text[:end])) and all(line.price or line.total for line in lines):
            yield text[:end]


def _unpriced(turn: Turn, note: str) -> str:
    """What they bought at prices that nobody said: "ha hecho un pedido: 12 cajas de agua y 6 de refresco"."""
    first = _begins(note)
    if first is None or not is_bought(note[:first]):
        return ""
    for end in _ends(note[first:]):
        told = note[first : first + end].strip()
        lines = read_order(told, turn.locale, turn.company.currency)
        if lines and lines[0].unit and not _is_none(note, first, end):
            return told
    return ""


def _ends(text: str) -> list[int]:
    """Where the text pauses, the last first."""
    return [cut.start() for cut in _PAUSE.finditer(text) if cut.start()][::-1]
