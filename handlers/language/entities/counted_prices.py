"""Where a text names the price of what it counts, "10 cases of wine at 18.50": a number that looks like an hour, and is none."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import cast

from handlers.language.data_files import language_data
from handlers.language.text.numbers import LANGUAGES
from storage.names.folding import fold

_LONGEST_NAME = 40
"""Letters between what is counted and its price."""
_HIDDEN = "\u00f8"
"""A letter of which no word is made."""


def without_prices(text: str) -> str:
    """A text of the same length, in which no such price can be taken for an hour."""
    if not any(mark in text for mark in ".,"):
        return text
    return _counted().sub(lambda found: found[0][: -len(found["price"])] + _HIDDEN * len(found["price"]), text)


@cache
def _counted() -> re.Pattern[str]:
    data = [cast("Mapping[str, Sequence[str]]", language_data(language, "units")) for language in LANGUAGES]
    units, leads = (_either(word for one in data for word in one[kind]) for kind in ("unit", "each_price"))
    return re.compile(
        rf"\b\d[\d.,]*\s+(?:{units})\b[^,;.:\n\d]{{0,{_LONGEST_NAME}}}?\s(?:{leads})\s?(?P<price>\d{{1,2}}[.,]\d{{2}})(?![\d:])",
        re.IGNORECASE,
    )


def _either(words: Iterable[str]) -> str:
    spelt = {form for word in words for form in (word, fold(word))}
    return "|".join(re.escape(word) for word in sorted(spelt, key=lambda word: (-len(word), word)))
