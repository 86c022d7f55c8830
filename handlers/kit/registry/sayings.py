"""Command sentences as data: "{customer} nos recomendó a {referred}" says what fills which slot.

A template is words, compared without accents and case, and places. `una|unir` is either word, `la?` may be missing,
`{customer}` takes words up to what follows, `{customer:number}` only a telephone number, `{number:reference}` what a paper is numbered with, `{customer:reach}` that or an e-mail
address, `{customer:reaches}` several of these, `{surname:words}` any words that what follows ends, `{detail:phone|home_address}` one of these, `{role:@staff_role}` a word of that list or table of `any_of.toml`, in any
language, `@buys_less` the same where it fills no slot, `{period:moment}` what names a moment, or several, `{lines:list}` any words, of several lines
too, which no other template takes; a place with a question mark may be missing as well. A comma may stand where a template has one
behind a place. A known customer's name is one word, so a place begins or ends beside it. Understanding is for what people tell and ask
in a thousand ways; a template is for a command with a few ways to say it.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import cast

from handlers.language.data_files import language_data
from handlers.language.entities.moments.moments import scan
from handlers.language.entities.phones import spelt_out
from handlers.language.text.any_of import words_of
from handlers.language.text.numbers import LANGUAGES
from storage.names.folding import fold

LONGEST = 40
"""Words of a sentence that may be a command."""

_MARKS = "¿?¡!.,;:«»\"'"
_WORDS = r"\S.*?"
_NUMBER = r"\+?[\d(][\d() .-]{5,18}\d"
_REFERENCE = r"\d[\d/-]*"

_PLACE = re.compile(r"{(\w+)(?::([^}]+))?}(\?)?")
MOMENT = ":moment}"
LIST = ":list}"
CUSTOMER = "customer"
Span = tuple[int, int]
PAUSE = ","
_AT = "\x00"
_NAMED = "\x01"
_ANY_LOCALE = "es_ES"
"""Where a moment stands in a sentence is the same in every locale; only which one it is may differ."""


def sayings(name: str) -> tuple[str, ...]:
    """The templates of a list of `data/<language>/sayings/`, of all languages; none where there is no name."""
    return tuple(template for language in LANGUAGES for template in _listed(language)[name]) if name else ()


def templates_of(takes: Iterable[str]) -> Iterator[str]:
    """Templates in their order, each list in its place: "@merge_with_takes" stands for those of that name."""
    for template in takes:
        yield from sayings(template[1:]) if template.startswith("@") else (template,)


def read_saying(text: str, templates: Iterable[str], names: Sequence[Span] = ()) -> Mapping[str, str] | None:
    """What the first template that fits makes of a text: the words of each place. None where none fits."""
    found = fitting(text, templates, names)
    return found[1] if found else None


def fitting(text: str, templates: Iterable[str], names: Sequence[Span] = ()) -> tuple[str, Mapping[str, str]] | None:
    """The first template that fits a text, and the words of each place; `names` are where known ones stand. None where none fits."""
    line = _line(text, tuple(names))
    for template in templates if line else ():
        if line and (places := _fits(template, line)) is not None:
            return template, places
    return None


class Templates:
    """Many templates, by a word that a sentence must have for each: of hundreds, only a few are tried."""

    def __init__(self, templates: Iterable[str]) -> None:
        self._all = tuple(templates)
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._open: list[int] = []
        for at, template in enumerate(self._all):
            groups = [_either(t) for t in template.split() if not t.endswith(("?", ",")) and not _PLACE.fullmatch(t)]
            for word in {words.partition(" ")[0] for words in min(groups, key=len, default=[])}:
                self._by_word[word].append(at)
            if not groups:
                self._open.append(at)

    def fitting(self, text: str, names: Sequence[Span] = ()) -> Iterator[tuple[int, Mapping[str, str]]]:
        """The places in the list of the templates that fit a text, in order, and the words of each one's places.

        `names` are where known names stand in it: each is one thing, whatever words it is of.
        """
        line = _line(text, tuple(names))
        if line is None:
            return
        tried = {at for word in line.folded.split() for at in self._by_word.get(word, ())}
        for at in sorted(tried.union(self._open)):
            if (places := _fits(self._all[at], line)) is not None:
                yield at, places


def _fits(template: str, line: "_Line") -> Mapping[str, str] | None:
    """The words of each place of a template, None where it does not fit."""
    if "\n" in line.text.strip() and LIST not in template:
        return None
    named = bool(line.names)
    found = _pattern(template, named=named).fullmatch(line.folded)
    if found and MOMENT in template:  # any words would do so far: what names a moment is looked for only now
        line = _with_moments(line.text, line.names) or line
        found = _pattern(template, sure=True, named=named).fullmatch(line.folded)
    if found is None:
        return None
    free = {name for name, kind, _missing in _PLACE.findall(template) if not kind}
    return _places(found, line, free, _before_pauses(template))


def openness(template: str) -> int:
    """How many places of a template take any words: the fewer, the surer it is what was meant."""
    return sum(place[2] is None for place in _PLACE.finditer(template))


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence in pieces, where each stands in its text, and those as they are compared, each with a space behind it.

    A piece that names a moment is `_AT`, one that is a known name `_NAMED` with its first word behind it.
    """

    text: str
    names: tuple[Span, ...]
    pieces: tuple[Span, ...]
    folded: str


@lru_cache(maxsize=8)
def _line(text: str, names: tuple[Span, ...] = ()) -> _Line | None:
    """A text that may be a command, word by word; each of the `names` in it is one piece."""
    pieces: list[Span] = []
    keys: list[str] = []
    inside: Span | None = None
    for word in re.finditer(r"\S+", text):
        name = next((one for one in names if word.start() < one[1] and one[0] < word.end()), None)
        if name is not None and name == inside:
            pieces[-1] = (pieces[-1][0], word.end())
            continue
        pieces.append(word.span())
        key = fold(word.group()).replace("’", "'").strip(_MARKS).replace(" ", "") or "·"
        keys.append(key if name is None else _NAMED + key)
        inside = name
    if not pieces or len(pieces) > LONGEST:
        return None
    return _Line(text, names, tuple(pieces), " ".join(keys) + " ")


@lru_cache(maxsize=8)
def _with_moments(text: str, names: tuple[Span, ...]) -> _Line | None:
    """A text that may be a command, with what names a moment in one piece."""
    line = _line(text, names)
    if line is None:
        return None
    places = [place for _expression, found in scan(text, _ANY_LOCALE).expressions for place in found]
    pieces: list[Span] = []
    keys: list[str] = []
    for (begin, end), key in zip(line.pieces, line.folded.split(), strict=True):
        named = key.startswith(_NAMED)
        at = next((n for n, (start, stop) in enumerate(places) if begin < stop and start < end and not named), None)
        token = key if at is None else f"{_AT}{at}"
        if at is not None and keys and keys[-1] == token:
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((begin, end))
            keys.append(token)
    return _Line(text, names, tuple(pieces), "".join(f"{_AT if key.startswith(_AT) else key} " for key in keys))


def _before_pauses(template: str) -> frozenset[str]:
    """The places of a template behind which a comma stands, or may."""
    tokens = template.split()
    return frozenset(
        place[1] for token, after in pairwise(tokens) if after == PAUSE and (place := _PLACE.fullmatch(token))
    )


def _places(
    found: re.Match[str], line: _Line, free: Collection[str], before_pauses: Collection[str]
) -> dict[str, str] | None:
    """The original words of each place; None where one that takes any words, but the last, goes on beyond a comma, a telephone number or an address.

    One of `before_pauses` may end with one; within a known name a mark is part of it.
    """
    places = {}
    for name, folded in found.groupdict().items():
        if folded is None:
            continue
        start, end = found.span(name)
        first = line.folded[:start].count(" ")
        taken = line.pieces[first : first + folded.count(" ") + 1]
        inside = taken[:-1] if name in before_pauses else taken
        is_a_name = folded.startswith(_NAMED) and len(taken) == 1
        stops = name in free and end + 1 < len(line.folded) and not is_a_name
        beyond = any(line.text[stop - 1] in ",;." for _begin, stop in inside)
        if stops and (beyond or re.search(rf"{_NUMBER}|\S@\S", folded)):
            return None  # what holds a number of its own is nobody's name: "Marta es 611 … y el de Rosa"
        places[name] = line.text[taken[0][0] : taken[-1][1]].strip(' ¿?¡!,;:«»"\n')
    return places


@cache
def _kinds() -> Mapping[str, str]:
    """What a place takes, by its kind."""
    reach = rf"{_NUMBER}|\S+@\S+\.\w+|{spelt_out()}"
    several = rf"(?:{reach})(?:(?: \S{{1,3}})? (?:{reach}))*"
    return {
        "number": _NUMBER,
        "reference": _REFERENCE,
        "reach": reach,
        "reaches": several,
        "words": _WORDS,
        "moment": _WORDS,
        "list": _WORDS,
    }


@cache
def _listed(language: str) -> Mapping[str, Sequence[str]]:
    return cast("Mapping[str, Sequence[str]]", language_data(language, "sayings"))


def _content(name: str, kind: str | None, *, sure: bool, named: bool) -> str:
    if name == CUSTOMER and named:
        return rf"{_NAMED}\S*"
    if kind == "moment" and sure:
        return rf"{_AT}(?: (?:\S{{1,3}} )?{_AT})*"  # several, with an "and" between them
    if kind is None or kind in _kinds():
        return _kinds().get(kind or "", _WORDS)
    one_of = (
        _longest_first(word[1:]) if word.startswith("@") else [fold(word.replace("_", " "))] for word in kind.split("|")
    )
    return "|".join(re.escape(words) for some in one_of for words in some)


@cache
def _pattern(template: str, *, sure: bool = False, named: bool = False) -> re.Pattern[str]:
    """What a template takes; `sure` where what names a moment is known, `named` where it is known who the customer is."""
    parts = []
    for token in template.split():
        if token == PAUSE:
            continue
        missing = "?" if token.endswith("?") else ""
        if place := _PLACE.fullmatch(token):
            parts.append(f"(?:(?P<{place[1]}>{_content(place[1], place[2], sure=sure, named=named)}) ){missing}")
        else:
            either = "|".join(map(re.escape, _either(token)))
            parts.append(f"(?:(?:{either}) ){missing}")
    return re.compile("".join(parts))


def _either(token: str) -> list[str]:
    """The words that a token takes; `@name` takes those of a list."""
    return [
        words
        for word in token.removesuffix("?").split("|")
        for words in (_longest_first(word[1:]) if word.startswith("@") else [fold(word)])
    ]


def _longest_first(name: str) -> list[str]:
    """The words of a list: of those that begin alike, what says more goes first."""
    return sorted(words_of(name), key=lambda words: (-len(words), words))
