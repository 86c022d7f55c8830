"""The wordings of moments, read from `phrases/<language>/moments.toml` and compiled into a tree of words.

A wording is a template: words, `{slots}`, `[optional parts]`, `(alternatives|of|them)`. A slot is a table of the data
file (`{weekday}`), another section of it (`{time}`), or one of the readers below (`{day}`, `{n}`). All wordings of both
languages stand in one tree, so that a message is walked once, whatever it mixes; slots keep their language.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from handlers.language.lexer import Kind, Token, tokens
from handlers.language.misspelling import misspellings
from handlers.language.numbers import LANGUAGES, number_words, phrases, read_words

MOST_TOKENS = 1000
"""Tokens that are looked at; what people type has fewer in `LONGEST` characters."""
Captures = tuple[tuple[str, Any], ...]
"""What the slots of a wording took, in order: name and value."""

CALENDAR_SECTIONS = (
    "shift", "weekday", "weekday_of_week", "date", "period", "month", "quarter", "year", "edge", "nth", "week_of",
    "rolling", "dates",
)
"""Sections of wordings that name days; what their keys mean is in `meanings`."""
TOP_SECTIONS = (*CALENDAR_SECTIONS, "clock", "hours", "part", "every", "nothing")
"""Sections that may stand anywhere in a message; the others serve as slots of these."""


@dataclass(frozen=True)
class Rule:
    """One group of wordings: its section, language, order in the data, and all its other keys."""

    section: str
    language: str
    order: int
    keys: Mapping[str, Any]


@dataclass
class _Node:
    """A place in the tree of wordings: what may follow, and the rules whose wordings end here.

    `slots` is what the templates say; `readers` is made of it when all is read: name, slot, what that can begin with,
    and the node behind.
    """

    words: dict[str, "_Node"] = field(default_factory=dict)
    slots: dict[str, "_Node"] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    readers: list[tuple[str, str, "Beginnings", "_Node"]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Beginnings:
    """What a slot can begin with: these words, plain digits ("5") and shaped ones ("15/02", "4:30")."""

    words: frozenset[str]
    plain: bool = False
    shaped: bool = False


@dataclass(frozen=True)
class Match:
    """A wording found: `tokens[start:end]`."""

    rule: Rule
    captures: Captures
    start: int
    end: int


@dataclass(frozen=True)
class Grammar:
    """All wordings, compiled. `lists` are plain sets of words of the data files, both languages together."""

    trees: Mapping[str, _Node]
    tables: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, frozenset[str]]
    leads: Mapping[str, Any]
    typos: Mapping[str, str]
    starters: frozenset[str]
    """Words that a wording can begin with."""
    weekdays: frozenset[str]
    """Names of the days of the week, short ones included."""
    ordinals: frozenset[str]
    """Words for the first few, which by themselves count other things than days."""
    abbreviations: frozenset[str]
    """Short names of days and months, behind which a dot ends no sentence."""


class Reading:
    """One message against the grammar; remembers what each slot took where, so nothing is read twice."""

    def __init__(self, text: str, grammar: Grammar, *, month_first: bool) -> None:
        self.text = text
        self.grammar = grammar
        self.tokens = tokens(text)[:MOST_TOKENS]
        self.keys = [grammar.typos.get(token.key, token.key) for token in self.tokens]
        self._shapes = [
            (token.key.isdecimal(), not token.key.isdecimal()) if token.kind is Kind.NUMBER else (False, False)
            for token in self.tokens
        ]
        self.shouted = text.isupper()
        self._month_first = month_first
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

    def _walk(self, node: _Node, start: int, at: int, captures: Captures, found: list[Match]) -> None:
        for rule in node.rules:
            found.append(Match(rule, captures, start, at))
        if at >= len(self.tokens):
            return
        key = self.keys[at]
        following = node.words.get(key)
        if following:
            self._walk(following, start, at + 1, captures, found)
        plain, shaped = self._shapes[at]
        for name, slot, beginnings, after in node.readers:
            if (plain and beginnings.plain) or (shaped and beginnings.shaped) or key in beginnings.words:
                for value, end in self.slot(slot, at):
                    self._walk(after, start, end, (*captures, (name, value)), found)
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
            for at, (token, key) in enumerate(zip(self.tokens, self.keys, strict=True)) if not start <= at < end
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
            if 1990 <= digits <= 2100:
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
            digits = small if small else None
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
            year, month, day = map(int, match.group(1, 2, 3))
            yield (day, month, year), at + 1
            return
        match = _NUMDATE.fullmatch(self.keys[at])
        if match is None:
            return
        first, second = int(match[1]), int(match[3])
        day, month = (second, first) if self._month_first else (first, second)
        if month > 12 >= day:
            # No such month: it was meant the other way round, whatever the country.
            day, month = month, day
        year = int(match[4]) if match[4] else None
        if year is None and match[2] == ".":
            return  # 10.5 is a number
        if year is not None and year < 100:
            year += 2000
        if year is None or 1990 <= year <= 2100:
            yield (day, month, year), at + 1

    def _read_days(self, at: int, language: str) -> Iterator[tuple[tuple[int, ...], int]]:
        """One or more weekdays: "lunes, miércoles y viernes", "Mondays and Thursdays", "lunes a viernes"."""
        table = self.grammar.tables["weekday@" + language]
        first = self._weekday(table, at)
        if first is None:
            return
        days, end = [first], at + 1
        yield tuple(days), end
        while end < len(self.tokens):
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
        if digits and digits <= 5 and at + 1 < len(self.tokens) and self.tokens[at + 1].glued:
            if self.keys[at + 1] in self.grammar.lists["ordinal_suffixes"]:
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
        """Minutes in words, which "five to four" needs: "5 to 4" is no time by itself."""
        words = read_words(self.tokens, at, language)
        if words and 0 < words[0] < 60:
            yield int(words[0]), words[1]

    def _read_day_day(self, at: int, _: str) -> Iterator[tuple[tuple[int, int], int]]:
        """3-5: two days."""
        match = _PAIR.fullmatch(self.keys[at])
        if match and int(match[1]) < int(match[2]) <= 31:
            yield (int(match[1]), int(match[2])), at + 1

    def _read_h_h(self, at: int, _: str) -> Iterator[tuple[tuple[int, int], int]]:
        """9-11: two hours."""
        match = _PAIR.fullmatch(self.keys[at])
        if match and int(match[1]) <= 24 and int(match[2]) <= 24:
            yield (int(match[1]), int(match[2])), at + 1

    def _weekday(self, table: Mapping[str, int], at: int) -> int | None:
        """The weekday at a token, in singular or plural."""
        if at >= len(self.tokens):
            return None
        key = self.keys[at]
        return table.get(key, table.get(key.removesuffix("s")))


_CLOCK = re.compile(r"(\d{1,2})[:h](\d\d)(?::\d\d)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d\d)")
_HHMM = re.compile(r"(\d{1,2})(\d\d)")
_PAIR = re.compile(r"(\d{1,2})-(\d{1,2})")
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_NUMDATE = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d\d))?")


def _clock(match: re.Match[str], at: int) -> Iterator[tuple[tuple[int, int, bool], int]]:
    hour, minute = int(match[1]), int(match[2])
    if hour <= 24 and minute < 60:
        yield (hour, minute, match[1].startswith("0")), at + 1


# ---------------------------------------------------------------------- compiling


@cache
def grammar() -> Grammar:
    """Returns the wordings of all languages, read and compiled at the first call."""
    trees: dict[str, _Node] = {"top": _Node()}
    tables: dict[str, dict[str, Any]] = {}
    lists: dict[str, set[str]] = {}
    leads: dict[str, Any] = {}
    misspelt: set[str] = set()
    spared: set[str] = set()
    for language in LANGUAGES:
        data = phrases(language, "moments")
        for name, table in data["slots"].items():  # type: ignore[attr-defined]  # by the format of the file
            tables[f"{name}@{language}"] = {_folded(word): value for word, value in table.items()}
        for name, parts in data["unions"].items():  # type: ignore[attr-defined]
            whole = tables[f"{name}@{language}"] = {}
            for part in parts:
                whole.update(tables[f"{part}@{language}"])
        for name, words in data["lists"].items():  # type: ignore[attr-defined]
            lists.setdefault(name, set()).update(map(_folded, words))
        for relation, wordings in data["leads"].items():  # type: ignore[attr-defined]
            for wording in wordings:
                _add_lead(leads, wording, relation)
        misspelt.update(map(_folded, data["typos"]["of"]))  # type: ignore[index]
        spared.update(map(_folded, data["typos"]["never"]))  # type: ignore[index]
        _add_rules(trees, data, language, sections=set(data))
    vocabulary = {word for table in tables.values() for word in table} | spared | _literals(trees.values())
    vocabulary |= {word for words in lists.values() for word in words}
    typos = {wrong: right for wrong, right in misspellings(misspelt).items() if wrong not in vocabulary}
    beginnings = _Beginner(trees, tables)
    for tree in trees.values():
        beginnings.index(tree)
    return Grammar(
        trees, tables, {name: frozenset(words) for name, words in lists.items()}, leads, typos,
        starters=beginnings.of_tree("top").words,
        weekdays=frozenset(word for language in LANGUAGES for word in tables[f"weekday@{language}"]),
        ordinals=frozenset(
            word for language in LANGUAGES for word, nth in tables[f"ordinal_day@{language}"].items() if nth < 4
        ),
        abbreviations=frozenset(
            word for language in LANGUAGES for kind in ("weekday_short", "month_short") for word in tables[f"{kind}@{language}"]
        ),
    )


def _literals(nodes: Iterable[_Node]) -> set[str]:
    """All words that stand in wordings themselves."""
    words: set[str] = set()
    for node in nodes:
        words |= node.words.keys() | _literals(node.words.values()) | _literals(node.slots.values())
    return words


_SHAPED_ONLY = frozenset({"clock", "dotted", "numdate", "day_day", "h_h"})
_PLAIN_ONLY = frozenset({"hhmm", "mm", "yy", "month_number", "n4"})
_WEEKDAYS_ONLY = frozenset({"days", "days_plural", "weekdays_plural", "weekday_possessive"})


class _Beginner:
    """Tells what each slot can begin with, and indexes the nodes by it."""

    def __init__(self, trees: Mapping[str, _Node], tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._trees = trees
        self._tables = tables
        self._known: dict[str, Beginnings] = {}

    def index(self, node: _Node) -> None:
        """Fills the `readers` of a node and of all behind it."""
        for slot, after in node.slots.items():
            node.readers.append((slot.partition("@")[0], slot, self._of_slot(slot), after))
            self.index(after)
        for after in node.words.values():
            self.index(after)

    def of_tree(self, tree: str) -> Beginnings:
        """What the wordings of a tree can begin with."""
        words = set(self._trees[tree].words)
        plain, shaped = any(word.isdecimal() for word in words), any(word[0].isdecimal() for word in words)
        for slot in self._trees[tree].slots:
            beginnings = self._of_slot(slot)
            words |= beginnings.words
            plain, shaped = plain or beginnings.plain, shaped or beginnings.shaped
        return Beginnings(frozenset(words), plain, shaped)

    def _of_slot(self, slot: str) -> Beginnings:
        if slot not in self._known:
            self._known[slot] = self._computed(slot)
        return self._known[slot]

    def _computed(self, slot: str) -> Beginnings:
        name, _, language = slot.partition("@")
        if slot in self._trees:
            return self.of_tree(slot)
        if slot in self._tables:
            return Beginnings(frozenset(self._tables[slot]))
        if name in _SHAPED_ONLY or name in _PLAIN_ONLY:
            return Beginnings(frozenset(), plain=name in _PLAIN_ONLY, shaped=name in _SHAPED_ONLY)
        if name in _WEEKDAYS_ONLY:
            weekdays = self._tables["weekday@" + language]
            return Beginnings(frozenset(word + ending for word in weekdays for ending in ("", "s", "'s", "’s")))
        numbers = number_words(language)
        words = {*numbers.small, *numbers.tens, *numbers.hundreds, *numbers.scales, *numbers.one}
        if name == "year":
            words |= {"'", "’"}
        words |= {*self._tables["ordinal_day@" + language], *self._tables["nth_word@" + language]}
        return Beginnings(frozenset(words), plain=True)


def _add_rules(trees: dict[str, _Node], data: Mapping[str, Any], language: str, sections: set[str]) -> None:
    order = 0
    slots_of_file = set(data["slots"]) | set(data["unions"])
    for section in data:
        rules = data[section]
        if not isinstance(rules, list) or section == "examples":
            continue
        for keys in rules:
            order += 1
            rule = Rule(section, language, order, {key: value for key, value in keys.items() if key != "say"})
            roots = [trees["top"]] if section in TOP_SECTIONS else []
            if section not in TOP_SECTIONS:
                names = [section, *rule.keys.get("also", ())]
                roots += [trees.setdefault(f"{name}@{language}", _Node()) for name in names]
            for template in keys["say"]:
                for sequence in expand(template):
                    for root in roots:
                        _insert(root, sequence, language, rule, slots_of_file | sections)


def _insert(root: _Node, sequence: Sequence[str], language: str, rule: Rule, known: set[str]) -> None:
    node = root
    for part in sequence:
        if part.startswith("{"):
            name = part[1:-1]
            if name not in known and not hasattr(Reading, "_read_" + name):
                raise ValueError(f"{language}/moments.toml: nothing is called {part}")
            alike = name in _SHAPED_ONLY or name in _PLAIN_ONLY
            node = node.slots.setdefault(name if alike else f"{name}@{language}", _Node())
        else:
            node = node.words.setdefault(part, _Node())
    node.rules.append(rule)


def _add_lead(leads: dict[str, Any], template: str, relation: str) -> None:
    """Lead-ins stand in a tree of their own that is walked from the last word back; the key "" holds the relation."""
    for sequence in expand(template):
        node = leads
        for word in reversed(sequence):
            node = node.setdefault(word, {})
        node[""] = relation


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
    cut: list[Token] = tokens(literal)
    return tuple(token.key for token in cut if token.key != "-" or len(cut) == 1)


def _folded(word: str) -> str:
    return "".join(token.key for token in tokens(word))
