"""One message against the wordings of moments: which match where, and what their slots took."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from handlers.language.entities.moments.grammar import PLAIN, SHAPED, Grammar, Node, Rule
from handlers.language.text.lexer import Kind, Token, tokens
from handlers.language.text.numbers import number_words, read_words

YEARS = range(1990, 2101)
"""What a number in digits must be in to be a year."""
MOST_TOKENS = 800
"""Tokens that are looked at; what people type has fewer in `LONGEST` characters."""
MOST_NUMBERS = 200
"""Numbers that are looked at: each may be a day, an hour and more, so that a table of them would take long."""
SPOKEN_MINUTES = frozenset({5, 10, 20, 25})
"""What is said before "to four"."""
NOON = 12
MOST_DAYS = 7
"""Weekdays that are told in one row."""
Captures = tuple[tuple[str, Any], ...]
"""What the slots of a wording took, in order: name and value."""


@dataclass(slots=True)
class Match:
    """A wording found: `tokens[start:end]`."""

    rule: Rule
    captures: Captures
    start: int
    end: int


def _first(tokens: list[Token]) -> list[Token]:
    """The tokens up to what is looked at."""
    numbers = 0
    for at, token in enumerate(tokens[:MOST_TOKENS]):
        numbers += token.kind is Kind.NUMBER
        if numbers > MOST_NUMBERS:
            return tokens[:at]
    return tokens[:MOST_TOKENS]


class Reading:
    """One message against the grammar; remembers what each slot took where, so nothing is read twice."""

    def __init__(self, text: str, grammar: Grammar, *, month_first: bool) -> None:
        self.text = text
        self.grammar = grammar
        self.tokens = _first(tokens(text))
        self.keys = [grammar.typos.get(token.key, token.key) for token in self.tokens]
        self._begins = [
            key if token.kind is not Kind.NUMBER else PLAIN if token.key.isdecimal() else SHAPED
            for token, key in zip(self.tokens, self.keys, strict=True)
        ]
        self.shouted = text.isupper()
        self.month_first = month_first
        self._taken: dict[tuple[str, int], list[tuple[Any, int]]] = {}
        self._matches: dict[tuple[str, int], list[Match]] = {}

    def matches(self, tree: str, at: int) -> list[Match]:
        """Returns every wording of a tree that begins at a token, the longest first."""
        known = self._matches.get((tree, at))
        if known is None:
            known = self._matches[tree, at] = []
            self._walk(self.grammar.trees[tree], at, at, (), known)
            if len(known) > 1:
                known.sort(key=lambda match: -match.end)
        return known

    def _walk(self, node: Node, start: int, at: int, captures: Captures, found: list[Match]) -> None:
        for rule in node.rules:
            found.append(Match(rule, captures, start, at))  # noqa: PERF401  # mostly there is none
        if at >= len(self.tokens):
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
        token, before = self.tokens[at], self.tokens[at - 1]
        if not token.glued:
            return False
        if token.key == "-":
            return at + 1 < len(self.tokens) and self.tokens[at + 1].glued
        return before.kind is Kind.WORD and len(before.key) <= 5

    def shortens(self, at: int) -> bool:
        """Whether a token is the dot of an abbreviation."""
        return self.keys[at] == "." and self._is_inner_mark(at) and self.keys[at - 1] in self.grammar.abbreviations

    def ends_sentence(self, at: int) -> bool:
        """Whether the text or a sentence ends before a token."""
        return at >= len(self.keys) or self.keys[at] in (".", ";", "!", "?", "…")

    def is_whole(self, start: int, end: int) -> bool:
        """Whether nothing but marks and fillers stands around `tokens[start:end]`."""
        return all(
            token.kind is Kind.MARK or key in self.grammar.lists["fillers"]
            for at, (token, key) in enumerate(zip(self.tokens, self.keys, strict=True))
            if not start <= at < end
        )

    def near(self, start: int, end: int, words: str) -> bool:
        """Whether a word of a list stands right before or right behind `tokens[start:end]`."""
        return any(0 <= at < len(self.keys) and self.keys[at] in self.grammar.lists[words] for at in (start - 1, end))

    def slot(self, slot: str, at: int) -> list[tuple[Any, int]]:
        """Returns what a slot can take at a token: values and the index behind each."""
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

    # ------------------------------------------------------------------ the slots that are no tables

    def _digits(self, at: int) -> int | None:
        token = self.tokens[at]
        return int(token.key) if token.kind is Kind.NUMBER and token.key.isdecimal() and len(token.key) <= 6 else None

    def _read_n(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """A whole number, in digits or words."""
        digits = self._digits(at)
        if digits is not None:
            yield digits, at + 1
            return
        words = read_words(self.tokens, at, language)
        if words and words[0] == int(words[0]):
            yield int(words[0]), words[1]

    def _read_n_halves(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """A number and a half in digits, as so many halves: 1.5, 2,5."""
        match = _AND_A_HALF.fullmatch(self.keys[at])
        if match:
            yield 2 * int(match[1]) + 1, at + 1

    def _read_day(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """The day of a month: "5", "5th", "1º", "treinta y uno", "twenty-first"; beyond 31 it is one of no calendar."""
        digits = self._digits(at)
        if digits is not None:
            if len(self.tokens[at].key) > 2:
                return
            suffix = at + 1 < len(self.tokens) and self.tokens[at + 1].glued
            if suffix and self.keys[at + 1] in self.grammar.lists["ordinal_suffixes"]:
                yield digits, at + 2
            else:
                yield digits, at + 1
            return
        words = read_words(self.tokens, at, language)
        ordinals = self.grammar.tables.get("ordinal_day@" + language, {})
        if words and words[0] <= 31:
            tens, end = int(words[0]), words[1]
            yield tens, end
            if tens in (20, 30):
                behind = end + 1 if end < len(self.tokens) and self.keys[end] == "-" else end
                ordinal = ordinals.get(self.keys[behind], 0) if behind < len(self.tokens) else 0
                if 0 < ordinal < 10:
                    yield tens + ordinal, behind + 1
        elif self.keys[at] in ordinals:
            tens = ordinals[self.keys[at]]
            yield tens, at + 1

    def _read_year(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """2026, '26, "dos mil veintiséis", "twenty twenty-six"."""
        digits = self._digits(at)
        if digits is not None:
            if digits in YEARS:
                yield digits, at + 1
            return
        if self.keys[at] in "'’" and at + 1 < len(self.tokens) and self.tokens[at + 1].glued:
            short = self._digits(at + 1)
            if short is not None and len(self.tokens[at + 1].key) == 2:
                yield 2000 + short, at + 2
            return
        words = read_words(self.tokens, at, language)
        if words is None:
            return
        if 2000 <= words[0] <= 2100:
            yield int(words[0]), words[1]
        elif words[0] == 20 and words[1] < len(self.tokens):
            tail = read_words(self.tokens, words[1], language)
            if tail and 20 <= tail[0] <= 99:
                yield 2000 + int(tail[0]), tail[1]

    def _read_yy(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """The two last digits of a year."""
        digits = self._digits(at)
        if digits is not None and len(self.tokens[at].key) == 2 and digits >= 20:
            yield 2000 + digits, at + 1

    def _read_h(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """An hour, 0 to 24."""
        digits = self._digits(at)
        if digits is None:
            small = number_words(language).small.get(self.keys[at])
            small = number_words(language).tens.get(self.keys[at]) if small is None else small
            digits = small or None
        elif len(self.tokens[at].key) > 2:
            return
        if digits is not None and digits <= 24:
            yield digits, at + 1

    def _read_m(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Minutes, 1 to 59."""
        for minutes, end in self._read_n(at, language):
            if 0 < minutes < 60:
                yield minutes, end

    def _read_mm(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """Minutes in two digits, as dictation writes them: "10 30"."""
        digits = self._digits(at)
        if digits is not None and len(self.tokens[at].key) == 2 and digits < 60:
            yield digits, at + 1

    def _read_clock(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, bool], int]]:
        """15:30, 15h30: hour, minute, and whether it was written as of a 24-hour clock (09:30)."""
        match = _CLOCK.fullmatch(self.keys[at])
        if match:
            yield from _clock(match, at)

    def _read_dotted(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, bool], int]]:
        """4.30, a time only where the words around say so."""
        match = _DOTTED.fullmatch(self.keys[at])
        if match:
            yield from _clock(match, at)

    def _read_hhmm(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, bool], int]]:
        """1530, 930."""
        match = _HHMM.fullmatch(self.keys[at])
        if match:
            yield from _clock(match, at)

    def _read_numdate(self, at: int, _: str) -> Iterator[tuple[tuple[int, int, int | None], int]]:
        """15/02, 15-2-26, 15.02.2026, 2026-12-03: day, month, year."""
        match = _ISO.match(self.keys[at])
        if match:
            yield (int(match[3]), int(match[2]), int(match[1])), at + 1
            return
        match = _NUMDATE.fullmatch(self.keys[at])
        if match is None:
            return
        first, second = int(match[1]), int(match[3])
        day, month = (second, first) if self.month_first else (first, second)
        if month > 12 >= day:
            # No such month: it was meant the other way round, whatever the country.
            day, month = month, day
        if day > 39 or month > 12:
            return  # 50/50; the 32nd is a slip
        if match[4] is None:
            if match[2] != ".":  # 10.5 is a number
                yield (day, month, None), at + 1
            return
        full_year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        if full_year in YEARS:
            yield (day, month, full_year), at + 1

    def _read_days(self, at: int, language: str) -> Iterator[tuple[tuple[int, ...], int]]:
        """One or more weekdays: "lunes, miércoles y viernes", "Mondays and Thursdays", "lunes a viernes"."""
        table = self.grammar.tables["weekday@" + language]
        first = self._weekday(table, at)
        if first is None:
            return
        days, end = [first], at + 1
        yield tuple(days), end
        for _ in range(1, MOST_DAYS):
            if end >= len(self.tokens):
                return
            behind = end
            through = self.keys[end] in self.grammar.lists["through"]
            while behind < len(self.tokens) and self.keys[behind] in self.grammar.lists["weekday_join"]:
                behind += 1
            another = self._weekday(table, behind) if 0 < behind - end <= 3 else None
            if another is None:
                return
            if through and len(days) == 1:
                days = [(first + n) % 7 for n in range((another - first) % 7 + 1)]
            else:
                days.append(another)
            end = behind + 1
            yield tuple(days), end

    def _read_days_plural(self, at: int, language: str) -> Iterator[tuple[tuple[int, ...], int]]:
        """Weekdays in a row that begin with a plural: "Mondays and Thursdays"."""
        if next(self._read_weekdays_plural(at, language), None):
            yield from self._read_days(at, language)

    def _read_weekdays_plural(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """One weekday in the plural: "Mondays"."""
        table, key = self.grammar.tables["weekday_name@" + language], self.keys[at]
        if key not in table and key.endswith("s") and key[:-1] in table:
            yield table[key[:-1]], at + 1

    def _read_weekday_possessive(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Monday's."""
        day, mark, ending = self.keys[at].replace("’", "'").partition("'")
        table = self.grammar.tables["weekday_name@" + language]
        if mark and ending == "s" and day in table:
            yield table[day], at + 1

    def _read_nth(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Which of several: "primer", "first", "1er", "2nd", "último"."""
        nth = self.grammar.tables["nth_word@" + language].get(self.keys[at])
        if nth is not None:
            yield nth, at + 1
            return
        digits = self._digits(at)
        suffixed = at + 1 < len(self.tokens) and self.tokens[at + 1].glued
        if digits and digits <= 5 and suffixed and self.keys[at + 1] in self.grammar.lists["ordinal_suffixes"]:
            yield digits, at + 2

    def _read_n4(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """The number of a quarter."""
        digits = self._digits(at)
        if digits and digits <= 4:
            yield digits, at + 1

    def _read_month_number(self, at: int, _: str) -> Iterator[tuple[int, int]]:
        """The number of a month."""
        digits = self._digits(at)
        if digits and digits <= 12:
            yield digits, at + 1

    def _read_tens_minutes(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Minutes told right behind the hour: "four thirty", "ten forty-five"."""
        words = read_words(self.tokens, at, language)
        if words and 10 <= words[0] < 60:
            yield int(words[0]), words[1]

    def _read_m_word(self, at: int, language: str) -> Iterator[tuple[int, int]]:
        """Minutes before the hour, in words or too many to be an hour: "five to four", "20 to 5"; "nine to five" is a span."""
        words = read_words(self.tokens, at, language)
        if words and words[0] in SPOKEN_MINUTES:
            yield int(words[0]), words[1]
        digits = self._digits(at)
        if digits is not None and digits in SPOKEN_MINUTES and digits > NOON:
            yield digits, at + 1

    def _read_day_day(self, at: int, _: str) -> Iterator[tuple[tuple[int, int], int]]:
        """3-5: two days."""
        match = _PAIR.fullmatch(self.keys[at])
        if match and int(match[1]) < int(match[2]) <= 31:
            yield (int(match[1]), int(match[2])), at + 1

    def _read_h_h(self, at: int, _: str) -> Iterator[tuple[tuple[int, int], int]]:
        """9-11, 11-1, 15-17: two hours, of which only one up to noon may be followed by a smaller one."""
        match = _PAIR.fullmatch(self.keys[at])
        if match:
            first, last = int(match[1]), int(match[2])
            if first < last <= 24 or last < first <= NOON:
                yield (first, last), at + 1

    def _weekday(self, table: Mapping[str, int], at: int) -> int | None:
        """The weekday at a token, in singular or plural."""
        if at >= len(self.tokens):
            return None
        key = self.keys[at]
        return table.get(key, table.get(key.removesuffix("s")))


_CLOCK = re.compile(r"(\d{1,2})[:h](\d\d)(?::\d\d)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d\d)")
_AND_A_HALF = re.compile(r"(\d{1,3})[.,]5")
_HHMM = re.compile(r"(\d{1,2})(\d\d)")
_PAIR = re.compile(r"(\d{1,2})-(\d{1,2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMDATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d\d))?")


def _clock(match: re.Match[str], at: int) -> Iterator[tuple[tuple[int, int, bool], int]]:
    hour, minute = int(match[1]), int(match[2])
    if hour <= 24 and minute < 60:
        yield (hour, minute, match[1].startswith("0")), at + 1
