"""Telephone numbers and e-mail addresses as people type them."""

import re
from functools import cache

from handlers.language.concepts.phrasebook import phrasebook

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}(?<![-_])", re.UNICODE)
_NUMBER = re.compile(r"(?<![\w.,/$€£-])\+?\(?\d[\d ().\-]{5,22}\d(?![\w/%€£]|[.,:]\d)")
_DATES = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[.-]\d{1,2}[.-]\d{2,4}")
_THOUSANDS = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
FEWEST, MOST = 7, 15
"""Digits of a telephone number: the shortest local ones, and E.164's longest."""


def find_emails(text: str) -> list[tuple[int, int]]:
    """Where the e-mail addresses of a text stand, as offsets; those that are spelt out too: "laura at lunabar dot ie"."""
    spelt = [(m.start(), m.end()) for m in _spelt_out().finditer(text)]
    return [(m.start(), m.end()) for m in _EMAIL.finditer(text)] + spelt if "@" in text else spelt


def email_typed(said: str) -> str:
    """An address as one types it, of one that may be spelt out."""
    spelt = _spelt_out().fullmatch(said)
    return f"{spelt['local']}@{_between_dots().sub('.', spelt['domain'])}" if spelt else said


def spelt_out() -> str:
    """What an address that is spelt out looks like, without groups of its own."""
    return rf"\S+\s(?:{_either('spoken_at')})\s\S+(?:\s(?:{_either('spoken_dot')})\s\S+)+"


@cache
def _spelt_out() -> re.Pattern[str]:
    dots = _between_dots().pattern
    local = rf"(?<![\w.+-])(?P<local>[\w.+-]{{1,64}})\s(?:{_either('spoken_at')})\s"
    domain = rf"(?P<domain>[\w-]{{1,63}}(?:{dots}[\w-]{{1,63}}){{0,3}}{dots}[a-z]{{2,12}})"
    return re.compile(rf"{local}{domain}(?![\w@-])", re.IGNORECASE)


@cache
def _between_dots() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{_either('spoken_dot')})\s", re.IGNORECASE)


def _either(name: str) -> str:
    return "|".join(map(re.escape, sorted(phrasebook().words(name))))


def find_phones(text: str, after_phone_word: frozenset[int] = frozenset()) -> list[tuple[int, int]]:
    """Where the telephone numbers of a text stand, as offsets.

    `after_phone_word` are offsets that follow "tel", "phone": there a number with dots is no amount.
    """
    return [
        (m.start(), m.end()) for m in _NUMBER.finditer(text) if _is_phone(m.group(), said=m.start() in after_phone_word)
    ]


def phone_number(text: str) -> str:
    """A number as it is kept: its digits, a leading + too."""
    digits = re.sub(r"\D", "", text)
    return f"+{digits}" if text.lstrip(" (").startswith("+") else digits


def _is_phone(text: str, *, said: bool) -> bool:
    digits = re.sub(r"\D", "", text)
    if not FEWEST <= len(digits) <= MOST or _DATES.fullmatch(text):
        return False
    return said or text.startswith("+") or not _THOUSANDS.fullmatch(text) or len(digits) >= FEWEST + 2
