"""What is ordered in a sentence: "10 cajas de vino a 18,50 y 24 aguas a 0,60", line by line, or nothing at all.

Every word must have its place: a text of which something would be left out is no order.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from typing import cast

from handlers.language.data_files import language_data
from handlers.language.entities.amounts import read_amount
from handlers.language.entities.countries import country_of
from handlers.language.meaning import Amount
from handlers.language.text.digits import comma_is_decimal, parse_digits
from handlers.language.text.lexer import LexemeKind, lex
from handlers.language.text.numbers import LANGUAGES, read_words
from storage.names.folding import fold

MOST_LINES = 20
LONGEST_PRODUCT = 120
_SIGNS = r"US\$|€|\$|£"
_MONEY = rf"(?:(?:{_SIGNS})\s*)?\d[\d.,]*(?:\s*(?:{_SIGNS}|euros?|eur|usd|gbp|mxn|pesos?|d[oó]lares|dollars|pounds|libras|quid))?"

_TIMES = re.compile(r"\s*[x×*]\s*(?=[^\W\d])", re.IGNORECASE)
"""What may stand between a number and what it counts: "10 x tonic", "10x tonic"."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So much of something. `price` is of one; `total` of the whole line; neither where no price was said."""

    quantity: Decimal
    unit: str | None
    product: str
    price: Amount | None = None
    total: Amount | None = None


def read_order(
    text: str,
    locale: str,
    currency: str,
    *,
    is_product: Callable[[str], bool] = lambda _name: False,
    charges: bool = False,
) -> list[OrderLine] | None:
    """The lines of an order; None where a word of it has no place. `is_product` says whether all of some words is one's name.

    With `charges` what has but a price is a line as well: "portes 6", "reforma de la barra 3.500".
    """
    lines: list[OrderLine] = []
    for piece in _pieces(text, charges=charges):
        line = _line(piece, locale, currency, is_product) or (_charge(piece, locale, currency) if charges else None)
        if line is None:
            return None
        lines.append(_as_before(line, lines[-1] if lines else None))
    return lines if 0 < len(lines) <= MOST_LINES else None


def _as_before(line: OrderLine, before: OrderLine | None) -> OrderLine:
    """A line counted in what the one before is counted in: "12 cajas de rioja y 3 de cava"."""
    first, _space, rest = line.product.partition(" ")
    if line.unit is not None or not rest or fold(first) not in _words("of"):
        return line
    return replace(line, unit=before.unit if before else None, product=rest.strip())


def without_lead(text: str) -> str:
    """A text without the word that leads to what is ordered: "de 4 mesas a 120"."""
    first, _space, rest = text.partition(" ")
    return rest.strip() if fold(first) in _words("lead") else text


def _pieces(text: str, *, charges: bool) -> list[str]:
    """The text, cut where something begins that is counted, or, with `charges`, that is charged."""
    pieces: list[str] = []
    at = 0
    for cut in _between().finditer(text):
        rest = text[cut.end() :]
        if _alone().match(rest):
            continue  # "25 chairs, 48 a piece"
        if cut.start() > at and (_count(rest) is not None or (charges and _begins_charge(rest))):
            pieces.append(text[at : cut.start()])
            at = cut.end()
    return [piece.strip(" .!,;") for piece in (*pieces, text[at:]) if piece.strip(" .!,;")]


def _begins_charge(text: str) -> bool:
    """Whether a text begins with what is charged beside the goods: "portes", "delivery"."""
    words = fold(text).split()
    return any(tuple(words[: len(charge)]) == charge for charge in (tuple(w.split()) for w in _words("charge")))


def _charge(text: str, locale: str, currency: str) -> OrderLine | None:
    """What is charged once: its name and its price."""
    found = _charged().fullmatch(text)
    amount = price_of(found["money"], locale, currency) if found else None
    what = found["what"].strip(" :,") if found else ""
    if amount is None or not 1 < len(what) <= LONGEST_PRODUCT or any(c.isdigit() for c in what):
        return None
    return OrderLine(Decimal(1), None, what, None, amount)


def _count(text: str) -> tuple[Decimal, int] | None:
    """How many a text begins with, and where the words behind it begin."""
    lexemes = lex(text)
    if not lexemes:
        return None
    if lexemes[0].kind is LexemeKind.NUMBER:
        value = parse_digits(lexemes[0].key, comma_is_decimal=True)
        times = _TIMES.match(text, lexemes[0].end)
        end = times.end() if times else lexemes[0].end
        return (value, end) if value is not None and (times or text[end : end + 1] in {" ", ""}) else None
    for language in LANGUAGES:
        read = read_words(lexemes, 0, language)
        if read and text[lexemes[read[1] - 1].end :][:1] != "-":  # "two-group machines" are not two
            return read[0], lexemes[read[1] - 1].end
    return None


def _line(text: str, locale: str, currency: str, is_product: Callable[[str], bool]) -> OrderLine | None:
    counted = _count(text)
    if counted is None or not counted[0]:
        return None
    quantity, at = counted
    said = _TIMES.sub("", text[:at]).strip()
    if said.isascii() and any(mark in said for mark in ".,"):
        decimal = parse_digits(said, comma_is_decimal=comma_is_decimal(country_of(locale)))
        quantity = decimal if decimal is not None else quantity
    rest = text[at:].strip()
    price = total = None
    if found := _priced().fullmatch(rest):
        amount = price_of(found["money"] or found["bare"], locale, currency)
        if amount is None:
            return None
        in_all = bool(found["in_all"]) or (fold(found["lead"] or "") in _words("all_price") and not found["each"])
        price, total = (None, amount) if in_all else (amount, None)
        rest = found["what"]
    unit, product = _unit(rest, is_product)
    if fold(product) in _words("no_product"):
        return None
    if not 1 < len(product) <= LONGEST_PRODUCT or (any(c.isdigit() for c in product) and not is_product(product)):
        return None
    return OrderLine(quantity, unit, product, price, total)


def _unit(text: str, is_product: Callable[[str], bool]) -> tuple[str | None, str]:
    """In what it is counted, and what: ("cajas", "vino"). What is a product's name as a whole has no unit."""
    words = text.split()
    if is_product(text) or len(words) < 2 or fold(words[0]) not in _words("unit"):
        return None, text
    behind = words[2:] if fold(words[1]) in _words("of") else words[1:]
    return words[0], " ".join(behind) or text


def price_of(text: str, locale: str, currency: str) -> Amount | None:
    """A sum with its currency, the company's where none is said."""
    return read_amount(text if re.search(r"[^\d.,\s]", text) else f"{text} {currency}", locale, currency)


@cache
def _between() -> re.Pattern[str]:
    """What stands between two lines: a mark, a word that joins, or both."""
    joins = "|".join(map(re.escape, sorted(_words("join") | _as_written("join"))))
    return re.compile(rf"\s*(?:;|\n|,(?=\s))\s*(?:(?:{joins})\s)?\s*|\s+(?:{joins})\s+", re.IGNORECASE)


@cache
def _priced() -> re.Pattern[str]:
    """What costs how much, of one or in all."""
    leads = "|".join(map(re.escape, sorted(_words("each_price") | _words("all_price"))))
    each = "|".join(map(re.escape, sorted(_words("each"))))
    in_all = "|".join(map(re.escape, sorted(_words("in_all"))))
    return re.compile(
        rf"(?P<what>.+?),?\s+(?:(?P<lead>{leads})\s*(?P<money>{_MONEY})"
        rf"(?:\s+(?P<in_all>{in_all})|(?P<each>\s*/\s*\w+|\s+(?:{each})(?:\s+\w+)?))?"
        rf"|(?P<bare>{_MONEY})\s*(?:{_of_one()}))",  # without a word before it, a price says that it is of one: "2 taps 450 each"
        re.IGNORECASE,
    )


@cache
def _alone() -> re.Pattern[str]:
    """A price that says itself that it is of one: "48 a piece"."""
    return re.compile(rf"{_MONEY}\s*(?:{_of_one()})", re.IGNORECASE)


def _of_one() -> str:
    """What says, behind a price, that it is of one."""
    led = _words("each") - _words("each_alone")
    each, alone = (
        "|".join(map(re.escape, sorted(words, key=len, reverse=True))) for words in (led, _words("each_alone"))
    )
    return rf"(?:{alone})\b|(?:{each})\s+\w+|/\s*\w+"


@cache
def _charged() -> re.Pattern[str]:
    """What is charged once: "portes 6", "portes de 6 €", "delivery at 6"."""
    leads = "|".join(map(re.escape, sorted({*_words("each_price"), *_words("all_price"), *_words("of")})))
    return re.compile(rf"(?P<what>[^\d]+?)(?:\s*:|\s+(?:{leads}))?\s*(?<![\d.,])(?P<money>{_MONEY})", re.IGNORECASE)


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(map(fold, _as_written(kind)))


@cache
def _as_written(kind: str) -> frozenset[str]:
    data = (cast("Mapping[str, Sequence[str]]", language_data(language, "units")) for language in LANGUAGES)
    return frozenset(word for units in data for word in units[kind])
