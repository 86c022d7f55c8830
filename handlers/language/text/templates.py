"""Templates of wordings: words, `{slots}`, `[optional parts]`, `(alternatives|of|them)`."""

import re
from collections.abc import Sequence

from handlers.language.text.lexer import lex

_PART = re.compile(r"\{\w+\}|[\[\]()|]|[^\s\[\](){}|]+")


def expand(template: str) -> list[tuple[str, ...]]:
    """Returns the sequences of folded words and `{slots}` that a template stands for."""
    parts = _PART.findall(template)
    sequences, end = _alternatives(parts, 0)
    if end != len(parts):
        raise ValueError(f"unbalanced brackets in {template!r}")
    return sorted({sequence for sequence in sequences if sequence})


def _alternatives(parts: Sequence[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    done: list[tuple[str, ...]] = []
    sequences: list[tuple[str, ...]] = [()]
    while at < len(parts) and parts[at] not in ")]":
        part = parts[at]
        if part == "|":
            done += sequences
            sequences = [()]
            at += 1
            continue
        if part in "([":
            inner, at = _alternatives(parts, at + 1)
            choices = [*inner, ()] if part == "[" else inner
        else:
            choices = [(part,) if part.startswith("{") else _words(part)]
        sequences = [(*before, *choice) for before in sequences for choice in choices]
        at += 1
    return done + sequences, at


def _words(literal: str) -> tuple[str, ...]:
    """The keys of a literal as a message would have them; inner hyphens are skipped when reading."""
    cut = lex(literal)
    return tuple(lexeme.key for lexeme in cut if lexeme.key != "-" or len(cut) == 1)


def folded(word: str) -> str:
    """A word of the data as a message would have it: without accents and capitals."""
    return "".join(lexeme.key for lexeme in lex(word))
