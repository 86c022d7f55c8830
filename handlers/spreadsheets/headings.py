"""What the heading of one column says, read word by word: `headings.toml` lists the words.

A heading names what stands in the column ("phone"), perhaps whose it is ("of the contact") and which of several
("work", "2"). What the columns of a table mean together is decided in `layout`.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from storage.names.folding import fold

HERE = Path(__file__).parent
LONGEST_HEADING = 80
"""Characters of a cell that can be a heading; a longer one is data."""
READINGS_KEPT = 4_096

IGNORED = "ignored"
"""A heading that is understood, and of which nothing is kept."""

_COMPANIES = frozenset({"company", "customer", "account"})
_OWNERS_OF_A_COLUMN = _COMPANIES | {"person", "lead"}
_PLACES = frozenset({"work", "home", "main", "billing", "mailing", "shipping", "other"})
_PARTS_OF_AN_ADDRESS = frozenset(
    {"address", "street", "house", "unit", "district", "city", "postcode", "state", "country"}
)
_REACHING = _PARTS_OF_AN_ADDRESS | {"phone", "mobile", "switchboard", "email"}
_ALONE = _PARTS_OF_AN_ADDRESS | {
    "name", "full_name", "first_name", "middle_name", "last_name", "second_last_name", "trade_name", "legal_name",
    "phone", "mobile", "switchboard", "email", "role", "title", "sector", "status", "status_or_state", "kind", "owner",
    "nickname", "is_company", "department", "number", "phone_label", "address_label", "tax_id",
}  # fmt: skip
"""What a heading can say by itself."""

_ADDS_NOTHING_TO: Mapping[str, frozenset[str]] = {
    "address": (_PARTS_OF_AN_ADDRESS - {"address"}) | {"email"},
    "number": frozenset({"phone", "mobile", "switchboard", "street", "house", "unit", "postcode"}),
    "name": (_PARTS_OF_AN_ADDRESS - {"address"})
    | {"first_name", "middle_name", "full_name", "legal_name", "trade_name", "owner", "commercial", "nickname", "role"}
    | {"sector"},
    "title": frozenset({"role"}),
    "trade_name": frozenset({"legal_name"}),
    "phone": frozenset({"mobile", "switchboard"}),
    "commercial": frozenset({"owner"}),
    "kind": frozenset({"status", "sector"}),
    "state": frozenset({"city", "country"}),
    "status_or_state": frozenset({"state", "status", "city"}),
    "postcode": frozenset({"city"}),
    "district": frozenset({"city"}),
    "country": frozenset({"city"}),
    "code": frozenset({"postcode"}),
    "full_name": frozenset({"owner"}),
}
"""What a word of a heading leaves to a better one: "Street name of the address" is a street."""

_TOGETHER: Mapping[frozenset[str], str] = {
    frozenset({"name", "last_name"}): "full_name",
    frozenset({"first_name", "last_name"}): "full_name",
    frozenset({"owner", "first_name", "last_name"}): "owner",
    frozenset({"last_name", "second_last_name"}): "last_name",
    frozenset({"commercial"}): "owner",
    frozenset({"address", "status_or_state"}): "state",
    frozenset({"phone", "label"}): "phone_label",
    frozenset({"phone", "kind"}): "phone_label",
    frozenset({"address", "label"}): "address_label",
    frozenset({"address", "kind"}): "address_label",
}
"""What the words of a heading say together; other combinations say nothing that is kept."""


@dataclass(frozen=True, slots=True)
class ColumnHeading:
    """What a column's heading says.

    `whose` is "company", "customer", "account", "person", "lead", or empty; `which` is a place ("work", "billing") or
    empty; `number` is the 2 of "Street 2", `item` that of "Address 2 - Street": a line of one thing, and another thing.
    """

    what: str
    whose: str = ""
    which: str = ""
    number: int = 0
    item: int = 0

    @property
    def of_the_company(self) -> bool:
        """Whether the heading itself gives it to the company."""
        return self.whose in _COMPANIES

    @property
    def of_the_person(self) -> bool:
        """Whether the heading itself gives it to a person."""
        return self.whose == "person"

    @property
    def in_an_address(self) -> bool:
        """Whether it is an address or a part of one."""
        return self.what in _PARTS_OF_AN_ADDRESS


class _Concept(NamedTuple):
    name: str
    languages: frozenset[str]


@lru_cache(READINGS_KEPT)
def heading(text: str) -> ColumnHeading | None:
    """What a heading says; None where a word of it is not known, so that it may be anything."""
    if not text or len(text) > LONGEST_HEADING:
        return None
    concepts: set[str] = set()
    whose, number, item = "", 0, 0
    for part in re.split(r"\s[-–—>]\s|:|\(", text):
        found = list(_read(part))
        item, number = item or number, 0
        if any(concept is None for concept, _number in found):
            return None
        known = [concept for concept, _number in found if concept is not None]
        concepts |= {concept.name for concept in known}
        whose = _head(known) or whose
        number = next((digits for _concept, digits in found if digits), number)
    said = _said(concepts, whose)
    return replace(said, number=number, item=item) if concepts else None


def plain(text: str) -> str:
    """A heading or a word as it is compared: without accents, case and punctuation."""
    return " ".join(_words(text))


def _said(concepts: set[str], whose: str) -> ColumnHeading:
    if concepts & {IGNORED, "fax"}:
        return ColumnHeading(IGNORED)
    about = concepts - _PLACES - _OWNERS_OF_A_COLUMN - {"filler", "business"}
    about = {what for what in about if not about & _ADDS_NOTHING_TO.get(what, frozenset())}
    places = concepts & _PLACES
    if about & _REACHING:  # how somebody is reached: at the business, not through the salesperson
        places |= {"work"} if concepts & {"business", "commercial"} else set()
        about.discard("commercial")
    elif "business" in concepts:
        whose = whose or "company"
    which = min(places, key=_ORDER.index, default="")
    if about == {"code"} and places:
        return ColumnHeading("postcode", whose, which)
    if about == {"status_or_state"}:
        return _state_or_status(whose, which)
    if not about:
        named = whose and whose != "lead" and places <= {"main", "other"}
        return ColumnHeading("name", whose, which) if named else ColumnHeading(IGNORED)
    what = _TOGETHER.get(frozenset(about)) or (next(iter(about)) if len(about) == 1 else "")
    if what not in _ALONE or (what == "number" and whose):
        return ColumnHeading(IGNORED)
    return ColumnHeading(what, whose, which)


def _state_or_status(whose: str, which: str) -> ColumnHeading:
    """A word that means both: of somebody it is a status, of an address a part of a country."""
    if whose:
        return ColumnHeading("status", whose, which)
    return ColumnHeading("state" if which else "status_or_state", "", which)


_ORDER = ("home", "work", "billing", "mailing", "shipping", "other", "main")
"""Of two places in one heading the one that says more."""


def _head(concepts: Sequence[_Concept]) -> str:
    """Whose a column is: the first that is named in Spanish ("empresa del contacto"), the last in English."""
    named = [concept for concept in concepts if concept.name in _OWNERS_OF_A_COLUMN]
    if not named:
        return ""
    return named[0].name if "es" in named[0].languages else named[-1].name


# ------------------------------------------------------------------ words
def _read(text: str) -> Iterator[tuple[_Concept | None, int]]:
    """The concepts of a text from left to right, a number after each; None for a word that is not known."""
    words, known = _words(text), _phrases()
    at = 0
    while at < len(words):
        for length in range(min(_longest(), len(words) - at), 0, -1):
            if concept := known.get(tuple(words[at : at + length])):
                at += length
                yield concept, 0
                break
        else:
            word = words[at]
            at += 1
            if word.isdecimal():
                yield _Concept("filler", frozenset()), int(word[:3])
            elif parts := _run_together(word):
                yield from ((concept, 0) for concept in parts)
            else:
                yield None, 0


def _words(text: str) -> list[str]:
    text = re.sub(
        r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Ý])|(?<=[A-Z])(?=[A-ZÀ-Ý][a-zà-ÿ]{2})", " ", text
    )  # NombreCliente, CIFCliente
    text = re.sub(r"\b([a-z])\.(?=[a-z]\b)", r"\1", fold(text))  # C.P.
    return re.findall(r"[^\W\d_]+|\d+", text)


@lru_cache(READINGS_KEPT)
def _run_together(word: str) -> tuple[_Concept, ...] | None:
    """The phrases that a word is made of ("razonsocial", "codcliente"), as few as can be; None where it is not."""
    known = _joined()
    best: list[tuple[_Concept, ...] | None] = [(), *([None] * len(word))]
    for end in range(1, len(word) + 1):
        for start in range(max(0, end - LONGEST_HEADING), end):
            before, concept = best[start], known.get(word[start:end])
            if before is not None and concept and ((so_far := best[end]) is None or len(before) + 1 < len(so_far)):
                best[end] = (*before, concept)
    return best[-1]


@cache
def _phrases() -> dict[tuple[str, ...], _Concept]:
    listed: dict[str, Mapping[str, Sequence[str]]] = tomllib.loads((HERE / "headings.toml").read_text(encoding="utf-8"))
    found: dict[tuple[str, ...], _Concept] = {}
    for name, languages in listed.items():
        for language, phrases in languages.items():
            for phrase in phrases:
                words = tuple(_words(phrase))
                before = found.get(words)
                if before and before.name != name:
                    raise ValueError(f"“{phrase}” is both {before.name} and {name}")
                found[words] = _Concept(name, (before.languages if before else frozenset()) | {language})
    return found


@cache
def _longest() -> int:
    return max(map(len, _phrases()))


@cache
def _joined() -> dict[str, _Concept]:
    """The phrases without their spaces; those of a letter or two would be found in anything."""
    return {joined: concept for words, concept in _phrases().items() if len(joined := "".join(words)) > 2}


def label(text: str) -> str:
    """What a label beside a number or an address says of it ("* Work", "Móvil"): "fax", "mobile", a place, or nothing."""
    known = {concept.name for concept, _number in _read(text) if concept is not None}
    return next((what for what in ("fax", "mobile", *_ORDER) if what in known), "")
