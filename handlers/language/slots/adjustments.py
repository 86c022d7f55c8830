"""An amount put right by what comes off it or on top: "knock 100 off, so 3,350", "súmale 200 de portes", "10 % de descuento"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.amounts import find_amounts
from handlers.language.slots.corrections import MOST_WORDS
from handlers.language.text.any_of import any_of
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import unmarked

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?![\w])")
_PERCENT = re.compile(rf"\s*(?:%|{any_of('per_cent')}\b)", re.IGNORECASE)
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What an amount changes `by`, negative where it comes off; in hundredths of it where `percent`. `total` is what it then is, where that is said too."""

    by: Decimal
    percent: bool = False
    total: Decimal | None = None

    def of(self, amount: Decimal) -> Decimal:
        """What an amount then is, to the cent."""
        by = amount * self.by / 100 if self.percent else self.by
        return (amount + by).quantize(_CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    start: int
    end: int
    percent: bool = False


def adjustment(text: str, locale: str, currency: str) -> Adjustment | None:
    """The change of an amount that a message is and nothing else; None for any other.

    Every word has to be accounted for, but those that say what it is for, behind it: "add 200 for delivery".
    """
    reading = unmarked(text)
    tokens, keys = reading.tokens, [token.key for token in reading.tokens]
    if not len(keys) > 1 or len(reading.words) > MOST_WORDS or text.rstrip().endswith("?"):
        return None
    figures = _figures(text, locale, currency)
    if not figures or len(figures) > 2 or (len(figures) == 2 and figures[1].percent):
        return None
    little = phrasebook().words("function") | phrasebook().words("edges")
    signs: set[int] = set()
    behind = then = False
    wished = any(phrase_at("adjust_wishes", keys, place) for place in range(len(keys)))
    at = 0
    while at < len(keys):
        figure = next((one for one in figures if one.start <= tokens[at].start < one.end), None)
        passed = tokens[at].start >= figures[0].end
        less, more = phrase_at("taken_off", keys, at), phrase_at("put_on_top", keys, at)
        size = max(less, more)
        if size:
            signs.add(-1 if less >= more else 1)
        elif not behind and (size := phrase_at("adjusts", keys, at)):
            pass
        elif (size := phrase_at("comes_to", keys, at)) and passed:
            then, behind = True, False
        elif size := phrase_at("for_this", keys, at) if passed else 0:
            behind = True
        elif not (figure or behind or not keys[at][0].isalnum() or keys[at] in little):
            return None
        at += max(size, 1)
    if len(signs) != 1 or then is not (len(figures) == 2) or (wished and not then):
        return None  # what is only wished for is not agreed, unless it is said what it comes to
    return Adjustment(signs.pop() * figures[0].value, figures[0].percent, figures[1].value if then else None)


def _figures(text: str, locale: str, currency: str) -> Sequence[_Figure]:
    """The numbers of a text, in order: sums with their currency, percentages, and bare ones."""
    found = [_Figure(one.amount.value, one.start, one.end) for one in find_amounts(text, locale, currency)]
    for number in _NUMBER.finditer(text):
        if any(one.start < number.end() and number.start() < one.end for one in found):
            continue
        named = find_amounts(f"{number[0]} {currency}", locale, currency)
        if len(named) == 1 and (len(number[0]) > 1 or _PERCENT.match(text[number.end() :])):  # "add 3 more" are things
            share = _PERCENT.match(text[number.end() :])
            end = number.end() + (share.end() if share else 0)
            found.append(_Figure(named[0].amount.value, number.start(), end, percent=share is not None))
    return sorted(found, key=lambda one: one.start)
