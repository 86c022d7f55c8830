"""An address that a table tells in parts, as one: street, postcode and city together, the rest after them."""

import re
from collections.abc import Callable, Iterable
from functools import cache

from babel import Locale

from handlers.kit.format.locales import LANGUAGES
from handlers.spreadsheets.customer_columns import AddressColumns
from handlers.spreadsheets.headings import label
from handlers.spreadsheets.word_cells import city_first, postcode
from storage.names.folding import fold


def address_of(columns: AddressColumns, cell: Callable[[int], str], country: str) -> str:
    """The address of a line as people write it in `country`; empty where neither street, postcode nor city is told."""

    def told(part: str) -> list[str]:
        return [text.strip(" ,") for at in columns.parts.get(part, ()) if (text := cell(at))]

    lines = _lines(told)
    city = [one for one in told("city") if not _is_in(one, lines)]
    nation = told("country")
    here = not nation or fold(nation[0]) in _own_names(country)
    codes = [postcode(one, country) if here else one for one in told("postcode")]
    codes = [one for one in codes if not _has_word(one, lines)]
    if not (lines or city or codes):
        return ""
    state = [one for one in told("state") if not _is_in(one, [*lines, *city])]
    nation = [] if here else [one for one in nation if not _is_in(one, lines)]
    placed = (" ".join([*codes, *city]), *state)
    if city_first(country):
        placed = (*city, " ".join([*state, *codes]))
    return ", ".join(part for part in (*lines, *placed, *nation) if part)


def is_at_home(columns: AddressColumns, cell: Callable[[int], str]) -> bool:
    """Whether the line says that this address is where somebody lives."""
    return columns.label is not None and label(cell(columns.label)) == "home"


def _lines(told: Callable[[str], list[str]]) -> list[str]:
    """What stands before the city. A whole address that is told in parts as well is told in parts."""
    street = told("street")
    numbered = [" ".join([*street, *told("house")])] if told("house") else street
    whole = [one for one in told("address") if not any(_contains(one, part) for part in street)]
    return list(dict.fromkeys([*whole, *numbered, *told("unit"), *told("district")]))


def _is_in(part: str, lines: Iterable[str]) -> bool:
    """Whether a city, a province or a country stands in the lines already: by itself, or after a postcode."""
    folded = fold(part)
    return any(
        folded in (piece.strip() for piece in re.split(r"[,()]", line))
        or re.search(rf"\d{{4}}.*\b{re.escape(folded)}\b", line)
        for line in map(fold, lines)
    )


def _has_word(word: str, lines: Iterable[str]) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(fold(word))}(?!\w)", fold(line)) for line in lines)


def _contains(whole: str, part: str) -> bool:
    return fold(part) in fold(whole)


@cache
def _own_names(country: str) -> frozenset[str]:
    """How the company's own country is called: nobody writes that on an address at home."""
    return frozenset(
        {fold(country), *(fold(Locale(language).territories.get(country, country)) for language in LANGUAGES)}
    )
