"""A message cut into the lexemes that moments and amounts are made of: words, numbers, marks.

Finer than `words`: "3pm" is a number and a word, "15/02" and "4:30" are one number, "M8" is a code that holds neither.
"""

import re
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from handlers.language.text.words import LONGEST
from storage.names.folding import fold


class LexemeKind(Enum):
    """What a lexeme is made of."""

    WORD = "word"
    NUMBER = "number"
    """Digits with the separators inside them: "1.200,50", "15/02/26", "4:30", "15h30"."""
    MARK = "mark"
    OPAQUE = "opaque"
    """A telephone number, an address, a product code: digits in it are neither times nor, by themselves, money."""


class Lexeme(NamedTuple):
    """One lexeme: `key` is its folded text, `message[start:end]` how it was written.

    `glued` is true where no white space stands before it, `capital` where its first letter is one.
    """

    key: str
    kind: LexemeKind
    start: int
    end: int
    glued: bool
    capital: bool


_GLUED_CODES = "usd|eur|gbp|mxn|cop|ars|clp|pen|uyu|brl|chf|cad|aud|nzd|jpy|sek|nok|dkk|pln"
"""ISO 4217 codes that are written without a space before the sum."""
# Every repetition that can fail late is bounded, so that hostile text costs no more than its length.
_TOKEN = re.compile(
    r"""
    (?P<opaque>
        (?:https?://|www\.)\S+
      | [\w.+-]{1,64}+@[\w-]{1,63}\.[\w.-]{1,63}
      | \+\d[\d ().-]{6,18}\d                                 # +34 600 10 20 30
      | \d{2,4}(?:[ -]\d{2,4}){2,4}(?![\d:/])                 # 941 22 07 18; a date or a short list is sifted out below
      | \d{3,4}-\d{4}(?![\d-])                                # 555-0102
      | \d{1,3}(?:[.:]\d{1,3}){3}(?!\d)(?!\.\d{3})            # 192.168.1.10
      | (?!(?<=\d)T\d\d:)(?!(?:__CODES__)\d)[^\W\d_]{1,40}+\d[\w-]{0,40}   # M8, AX200; not the T of 2026-12-03T10:00, nor USD300
    )
  | (?P<number>
        \d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)                   # 2026-12-03
      | \d{1,2}([-/.])\d{1,2}\3\d{2,4}(?!\d)                  # 15.02.26
      | \d{1,2}[/-]\d{1,2}(?![\d/]|[:.]\d\d)                  # 15/02, 15-2; not 9-11:30
      | \d{1,2}[:h]\d{2}(?::\d{2})?(?!\d)                     # 4:30, 15h30
      | \d+(?:[.,'’]\d+)*                                     # 1.200,50
    )
  | (?!(?<=\d)T\d\d:)(?P<word> [ap]\.\s?m\b\.? | [^\W\d_]+(?:['’][^\W\d_]+)* )
  | (?P<mark> [^\w\s] | _ | (?<=\d)T(?=\d\d:) )
    """.replace("__CODES__", _GLUED_CODES),
    re.VERBOSE | re.IGNORECASE,
)
_KINDS = {kind.value: kind for kind in LexemeKind}
_GROUPS = re.compile(r"\d{2,4}(?:[ -]\d{2,4})+")
_DATE_IN_GROUPS = re.compile(r"\d{1,2}-\d{1,2}-\d{2,4}|\d{4}-\d{1,2}-\d{1,2}")
_SPACED_DATE = re.compile(
    r"(?=\d?\d (?:0?[1-9]|1[0-2]) |(?:0?[1-9]|1[0-2]) )(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|[12]\d|3[01]) (?:19|20)\d\d"
)
_DIGITS = re.compile(r"\d{1,2}[-/]\d{1,2}(?![\d/-])|\d+")
SHORTEST_SHOUT = 3
"""Letters; a word in capitals that has no more may be a code."""
_SHORTEST_PHONE = 7
"""Digits; fewer, in groups, are rather a list of numbers or a date."""


@lru_cache(maxsize=32)
def lex(text: str) -> tuple[Lexeme, ...]:
    """Cuts `text[:LONGEST]` into lexemes, in order; white space is dropped. Several look at the same text: it is cut once."""
    text = text[:LONGEST]
    cut: list[Lexeme] = []
    at, end_of_last = 0, -1
    while match := _TOKEN.search(text, at):
        start, at = match.span()
        kind = _KINDS[match.lastgroup or ""]
        if kind is LexemeKind.OPAQUE and _is_no_phone(match.group()):
            kind = LexemeKind.NUMBER
            shorter = _DATE_IN_GROUPS.match(text, start) or _DIGITS.match(text, start)
            at = shorter.end() if shorter else at
        written = text[start:at]
        cut.append(Lexeme(_key(written, kind), kind, start, at, start == end_of_last, written[0].isupper()))
        end_of_last = at
    return tuple(cut)


def is_shouted(text: str) -> bool:
    """Whether a text is all in capitals, so that a capital tells nothing; "1.5M" is not."""
    return text.isupper() and any(len(word) > SHORTEST_SHOUT for word in text.split() if word.isalpha())


def _key(written: str, kind: LexemeKind) -> str:
    # A lone accent folds to nothing; a key is never empty.
    key = written.lower() if written.isascii() else fold(written).replace("’", "'") or written
    return key[0] + "m" if kind is LexemeKind.WORD and "." in key else key


def _is_no_phone(written: str) -> bool:
    if not _GROUPS.fullmatch(written):
        return False
    return (
        sum(map(str.isdigit, written)) < _SHORTEST_PHONE
        or _DATE_IN_GROUPS.fullmatch(written) is not None
        or _SPACED_DATE.fullmatch(written) is not None
    )
