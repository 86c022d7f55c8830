"""The long tail of absolute dates: other orders, other languages ("5 dezembro 2026", "2026, 5 de december").

dateparser reads them; it is slow to load and to fail, so it is asked only about a short stretch that holds a day, a
name and a year and that the wordings leave alone.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

_LANGUAGES = ("es", "en", "pt", "ca", "fr", "it", "de")
_LOOKS = re.compile(
    r"""
    \b \d{1,2} (?:st|nd|rd|th|º|°|\.)? [\s,./-]{0,3} (?:de\s|do\s|of\s|d['’])?
    [^\W\d_]{3,12} \.? [\s,./-]{0,3} (?:de[l]?\s|do\s|of\s)? (?:20\d\d) \b        # 5 dezembro 2026
  | \b 20\d\d [\s,./-]{1,3} (?: \d{1,2} [\s,./-]{1,3} (?:de\s)? [^\W\d_]{3,12}      # 2026, 5 de december
                              | [^\W\d_]{3,12} \.? [\s,./-]{1,3} \d{1,2} ) \b       # 2026-dez-05
  | \b [^\W\d_]{3,12} \.? [\s,./-]{1,3} \d{1,2} (?:st|nd|rd|th|º)? [\s,./-]{1,3} (?:de[l]?\s)? 20\d\d \b  # dezembro 5, 2026
    """,
    re.VERBOSE,
)
MOST = 4
"""Stretches of one message that are looked at."""


def looks_like_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yields where a text looks as if it named a day, a month and a year, as offsets; at most `MOST`."""
    for count, match in enumerate(_LOOKS.finditer(text)):
        if count == MOST:
            return
        yield match.span()


def read_absolute(text: str, *, month_first: bool) -> date | None:
    """Returns the date that a short text names in full, None where it is none."""
    import dateparser  # noqa: PLC0415  # a third of a second, for what few messages hold

    settings = {
        "DATE_ORDER": "MDY" if month_first else "DMY",
        "STRICT_PARSING": True,
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001  # only the parts that are said count
    }
    found = dateparser.parse(text, languages=list(_LANGUAGES), settings=settings)
    return found.date() if found else None
