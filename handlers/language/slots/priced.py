"""How many of what at which price a text tells: "30 at 23.50", "4 dispensadores …, los dispensadores a 22,50"."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.amounts import read_amount
from handlers.language.slots.remarks import is_little
from handlers.language.slots.replacing import Told, Value, role, same_word
from handlers.language.tokens import unmarked

_WITH_ITS_UNIT = 2
"""Tokens: a number, and what it counts."""
FURTHEST = 5
"""Tokens between a count and its price."""


def priced(text: str, now: datetime, locale: str) -> list[tuple[Decimal, Decimal]]:
    """Each count with the price of one, in order; without those of which nothing says how many there are."""
    told = Told.read(text, now, locale)
    values = sorted(told.values, key=lambda value: value.first)
    before = [None, *values]
    numbers = [
        one
        for one, last in zip(values, before, strict=False)
        if one.kind == "number" or _is_behind_count(told, one, last)
    ]
    found = []
    for at, value in enumerate(numbers):
        if not _is_price(told, value):
            continue
        counts = [one for one in numbers[:at] if not _is_price(told, one)]
        count = _of_same_thing(told, value, numbers[at - 1] if at else None, counts) or _just_before(
            numbers, counts, at
        )
        pair = (_number(told, count, locale), _number(told, value, locale)) if count else (None, None)
        if pair[0] is not None and pair[1] is not None:
            found.append((pair[0], pair[1]))
    return found


def counts_no_goods(text: str) -> bool:
    """Whether the number that a text begins with counts minutes, days, weeks: "10 mins before", "3 semanas"."""
    keys = unmarked(text).tokens[:_WITH_ITS_UNIT]
    return any(token.key in phrasebook().words("no_goods") for token in keys)


def _of_same_thing(told: Told, price: Value, before: Value | None, counts: list[Value]) -> Value | None:
    """The count of what the words before a price name."""
    named = [told.words[at] for at in range(before.last + 1 if before else 0, price.first) if at in told.words]
    things = [word for word in reversed(named) if not is_little(word)]  # the nearest first
    of_same = (one for word in things for one in counts if any(same_word(word, own) for own in _counted(told, one)))
    return next(of_same, None)


def _counted(told: Told, count: Value) -> Iterator[str]:
    """The words behind a count, up to the next number."""
    for at in range(count.last + 1, len(told.lexemes)):
        if any(value.first <= at <= value.last for value in told.values):
            return
        if at not in told.words:
            return
        if not is_little(told.words[at]):
            yield told.words[at]


def _is_price(told: Told, value: Value) -> bool:
    return value.kind == "hour" or role(value, told) == "price"


def _is_behind_count(told: Told, value: Value, before: Value | None) -> bool:
    """Whether what looks like an hour is the price of what was counted just before: "40 sacks at 12.50"."""
    if value.kind != "hour" or before is None or before.kind != "number" or role(before, told) == "price":
        return False
    return value.first - before.last <= FURTHEST and ":" not in told.text[value.start : value.end]


def _just_before(numbers: list[Value], counts: list[Value], at: int) -> Value | None:
    """The count that is the last number before a price."""
    return counts[-1] if counts and numbers[at - 1] is counts[-1] else None


def _number(told: Told, value: Value, locale: str) -> Decimal | None:
    start = told.lexemes[value.last].start if value.kind == "hour" else value.start
    amount = read_amount(told.text[start : value.end], locale)
    return amount.value if amount else None
