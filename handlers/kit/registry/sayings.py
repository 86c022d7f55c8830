"""Command sentences as data: "{customer} nos recomendó a {referred}" says what fills which slot.

A template is words, compared without accents and case, and places. `una|unir` is either word, `la?` may be missing,
`{customer}` takes words up to what follows, `{customer:number}` only a telephone number, `{detail:phone|home_address}` one of
these. Understanding is for what
people tell and ask in a thousand ways; a template is for a command with a few ways to say it.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import cache

from storage.names.folding import fold

LONGEST = 40
"""Words of a sentence that may be a command."""

_MARKS = "¿?¡!.,;:«»\"'"
_WORDS = r"\S.*?"
_NUMBER = r"\+?[\d(][\d() .-]{5,18}\d"
_PLACE = re.compile(r"{(\w+)(?::([^}]+))?}")


def read_saying(text: str, templates: Iterable[str]) -> Mapping[str, str] | None:
    """What the first template that fits makes of a text: the words of each place. None where none fits."""
    found = fitting(text, templates)
    return found[1] if found else None


def fitting(text: str, templates: Iterable[str]) -> tuple[str, Mapping[str, str]] | None:
    """The first template that fits a text, and the words of each place. None where none fits."""
    words = text.split()
    if not words or len(words) > LONGEST or "\n" in text.strip():
        return None
    folded = " ".join(fold(word).strip(_MARKS).replace(" ", "") or "·" for word in words)
    for template in templates:
        found = _pattern(template).fullmatch(folded + " ")
        places = (
            _places(found, folded, words, {name for name, kind in _PLACE.findall(template) if not kind})
            if found
            else None
        )
        if places is not None:
            return template, places
    return None


def openness(template: str) -> int:
    """How many places of a template take any words: the fewer, the surer it is what was meant."""
    return sum(place[2] is None for place in _PLACE.finditer(template))


def _places(found: re.Match[str], folded: str, words: list[str], free: Collection[str]) -> dict[str, str] | None:
    """The original words of each place; None where one that takes any words, but the last, goes on beyond a comma."""
    places = {}
    for name in found.re.groupindex:
        start, end = found.span(name)
        first = folded[:start].count(" ")
        taken = words[first : first + found.group(name).count(" ") + 1]
        if name in free and end + 1 < len(folded) and any(word[-1] in ",;." for word in taken):
            return None
        places[name] = " ".join(taken).strip(' ¿?¡!,;:«»"')
    return places


def _content(kind: str | None) -> str:
    if kind is None or kind == "number":
        return _NUMBER if kind else _WORDS
    return "|".join(re.escape(fold(words.replace("_", " "))) for words in kind.split("|"))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = []
    for token in template.split():
        if place := _PLACE.fullmatch(token):
            parts.append(f"(?P<{place[1]}>{_content(place[2])}) ")
        else:
            either = "|".join(re.escape(fold(word)) for word in token.removesuffix("?").split("|"))
            parts.append(f"(?:(?:{either}) )" + ("?" if token.endswith("?") else ""))
    return re.compile("".join(parts))
