"""One message against the wordings of moments: which match where, and what their slots took."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from handlers.language.entities.moments.grammar import CALENDAR_SECTIONS, PLAIN, SHAPED, Grammar, TrieNode, Wording
from handlers.language.entities.moments.slot_readers import SlotReaders
from handlers.language.text.lexer import Lexeme, LexemeKind, lex

MOST_LEXEMES = 800
"""Lexemes that are looked at; what people type has fewer in `LONGEST` characters."""
MOST_NUMBERS = 200
"""Numbers that are looked at: each may be a day, an hour and more, so that a table of them would take long."""
DEEPEST = 2
"""How many days may hang on one another: "two days after the week before Christmas"."""
Captures = tuple[tuple[str, Any], ...]
"""What the slots of a wording took, in order: name and value."""


@dataclass(slots=True)
class WordingMatch:
    """A wording found: `lexemes[start:end]`."""

    wording: Wording
    captures: Captures
    start: int
    end: int


def _first(lexemes: Sequence[Lexeme]) -> Sequence[Lexeme]:
    """The lexemes up to what is looked at."""
    numbers = 0
    for at, lexeme in enumerate(lexemes[:MOST_LEXEMES]):
        numbers += lexeme.kind is LexemeKind.NUMBER
        if numbers > MOST_NUMBERS:
            return lexemes[:at]
    return lexemes[:MOST_LEXEMES]


class Matcher(SlotReaders):
    """One message against the grammar; remembers what each slot took where, so nothing is read twice."""

    def __init__(self, text: str, grammar: Grammar, *, month_first: bool, country: str) -> None:
        self.text = text
        self.grammar = grammar
        self.country = country
        self.lexemes = _first(lex(text))
        self.keys = [grammar.typos.get(lexeme.key, lexeme.key) for lexeme in self.lexemes]
        self._begins = [
            key if lexeme.kind is not LexemeKind.NUMBER else PLAIN if lexeme.key.isdecimal() else SHAPED
            for lexeme, key in zip(self.lexemes, self.keys, strict=True)
        ]
        self.shouted = text.isupper()
        self.month_first = month_first
        self._depth = 0
        self._taken: dict[tuple[str, int], list[tuple[Any, int]]] = {}
        self._matches: dict[tuple[str, int], list[WordingMatch]] = {}

    def matches(self, tree: str, at: int) -> list[WordingMatch]:
        """Returns every wording of a tree that begins at a lexeme, the longest first."""
        known = self._matches.get((tree, at))
        if known is None:
            known = self._matches[tree, at] = []
            if at < len(self.lexemes):
                self._walk(self.grammar.trees[tree], at, at, (), known)
            if len(known) > 1:
                known.sort(key=lambda match: -match.end)
        return known

    def _walk(self, node: TrieNode, start: int, at: int, captures: Captures, found: list[WordingMatch]) -> None:
        for wording in node.wordings:
            found.append(WordingMatch(wording, captures, start, at))  # noqa: PERF401  # mostly there is none
        if at >= len(self.lexemes):
            return
        key = self.keys[at]
        following = node.words.get(key)
        if following:
            self._walk(following, start, at + 1, captures, found)
        for name, slot in node.readers.get(self._begins[at], ()):
            for value, end in self.slot(slot, at):
                self._walk(node.slots[slot], start, end, (*captures, (name, value)), found)
        if at > start and key in "-." and self._is_inner_mark(at):
            self._walk(node, start, at + 1, captures, found)

    def _is_inner_mark(self, at: int) -> bool:
        """Whether a hyphen joins two words ("mid-March"), or a dot only shortens one ("5 dic. 2026")."""
        lexeme, before = self.lexemes[at], self.lexemes[at - 1]
        if not lexeme.glued:
            return False
        if lexeme.key == "-":
            return at + 1 < len(self.lexemes) and self.lexemes[at + 1].glued
        return before.kind is LexemeKind.WORD and len(before.key) <= 5

    def shortens(self, at: int) -> bool:
        """Whether a lexeme is the dot of an abbreviation."""
        return self.keys[at] == "." and self._is_inner_mark(at) and self.keys[at - 1] in self.grammar.abbreviations

    def ends_sentence(self, at: int) -> bool:
        """Whether the text or a sentence ends before a lexeme."""
        return at >= len(self.keys) or self.keys[at] in (".", ";", "!", "?", "…")

    def is_whole(self, start: int, end: int) -> bool:
        """Whether nothing but marks and fillers stands around `lexemes[start:end]`."""
        return all(
            lexeme.kind is LexemeKind.MARK or key in self.grammar.lists["fillers"]
            for at, (lexeme, key) in enumerate(zip(self.lexemes, self.keys, strict=True))
            if not start <= at < end
        )

    def near(self, start: int, end: int, words: str) -> bool:
        """Whether a word of a list stands right before or right behind `lexemes[start:end]`."""
        return any(0 <= at < len(self.keys) and self.keys[at] in self.grammar.lists[words] for at in (start - 1, end))

    def slot(self, slot: str, at: int) -> list[tuple[Any, int]]:
        """Returns what a slot can take at a lexeme: values and the index behind each."""
        taken = self._taken.get((slot, at))
        if taken is None:
            taken = self._taken[slot, at] = list(self._read(slot, at))
        return taken

    def _read(self, slot: str, at: int) -> Iterator[tuple[Any, int]]:
        table = self.grammar.tables.get(slot)
        if table is not None:
            if self.keys[at] in table:
                yield table[self.keys[at]], at + 1
            return
        if slot in self.grammar.trees:
            for match in self.matches(slot, at):
                yield match, match.end
            return
        name, _, language = slot.partition("@")
        yield from getattr(self, "_read_" + name)(at, language)

    def _read_day_expression(self, at: int, _: str) -> Iterator[tuple[WordingMatch, int]]:
        """Any wording that names a day; one that hangs on another that hangs on a third is no longer looked for."""
        if self._depth == DEEPEST:
            return
        self._depth += 1
        matches = self.matches("top", at)
        self._depth -= 1
        for match in matches:
            if match.wording.section in CALENDAR_SECTIONS:
                yield match, match.end
