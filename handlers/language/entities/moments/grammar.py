"""The wordings of moments, read from `data/<language>/moments.toml` and compiled into a tree of words.

A wording is a template: words, `{slots}`, `[optional parts]`, `(alternatives|of|them)`. A slot is a table of the data
file (`{weekday}`), another section of it (`{time}`), or one of `READERS` (`{day}`, `{n}`). All wordings of both
languages stand in one tree, so that a message is walked once, whatever it mixes; slots keep their language.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from handlers.language.data_files import language_data
from handlers.language.text.numbers import LANGUAGES, number_words
from handlers.language.text.spelling import misspellings
from handlers.language.text.templates import expand, folded

CALENDAR_SECTIONS = (
    "shift",
    "weekday",
    "weekday_of_week",
    "date",
    "period",
    "month",
    "quarter",
    "year",
    "edge",
    "nth",
    "week_of",
    "rolling",
    "dates",
    "holiday",
)
"""Sections of wordings that name days; what their keys mean is in `interpretation`."""
TOP_SECTIONS = (*CALENDAR_SECTIONS, "clock", "hours", "part", "every", "nothing")
"""Sections that may stand anywhere in a message; the others serve as slots of these."""

DAY_EXPRESSION = "day_expression"
"""The slot that any wording of a calendar section fills: "two weeks before {day_expression}"."""
_SHAPED_ONLY = frozenset({"clock", "dotted", "numdate", "day_day", "h_h", "n_halves", "hm", "hm_colon"})
_PLAIN_ONLY = frozenset({"hhmm", "mm", "yy", "month_number", "n4", "spaced_date"})
_WEEKDAYS_ONLY = frozenset({"days", "days_plural", "weekdays_plural", "weekday_possessive"})
_WORDS_OR_DIGITS = frozenset({"n", "day", "monthdays", "year", "h", "m", "nth", "nths", "tens_minutes", "m_word"})
READERS = _SHAPED_ONLY | _PLAIN_ONLY | _WEEKDAYS_ONLY | _WORDS_OR_DIGITS | {DAY_EXPRESSION}
"""Slots that are no tables; `SlotReaders` reads each with a method of its name."""
PLAIN, SHAPED = "0", "0/0"
"""What numbers stand under in `TrieNode.readers`: mere digits ("5"), and those with marks inside ("15/02", "4:30")."""


@dataclass(frozen=True)
class Wording:
    """One group of wordings: its section, language, order in the data, and all its other keys."""

    section: str
    language: str
    order: int
    keys: Mapping[str, Any]


@dataclass(slots=True)
class TrieNode:
    """A place in the tree of wordings: what may follow, and the wordings that end here.

    `slots` is what the templates say; `readers` is made of it when all is read: by what a token is (a word, or
    `PLAIN` or `SHAPED` digits), the names and slots that can begin with it.
    """

    words: dict[str, "TrieNode"] = field(default_factory=dict)
    slots: dict[str, "TrieNode"] = field(default_factory=dict)
    wordings: list[Wording] = field(default_factory=list)
    readers: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


Said = tuple[frozenset[tuple[str, int]], tuple[tuple[str, int], ...], tuple[int, ...]]
"""What a node says: the words, slots and wordings, each by the identity of what stands there."""


@dataclass(frozen=True, slots=True)
class FirstTokens:
    """What a slot can begin with: these words, plain digits ("5") and shaped ones ("15/02", "4:30")."""

    words: frozenset[str]
    plain: bool = False
    shaped: bool = False


@dataclass(frozen=True)
class Grammar:
    """All wordings, compiled. `lists` are plain sets of words of the data files, both languages together."""

    trees: Mapping[str, TrieNode]
    tables: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, frozenset[str]]
    leads: Mapping[str, Any]
    holiday_leads: Mapping[str, Any]
    typos: Mapping[str, str]
    starters: frozenset[str]
    """Words that a wording can begin with."""
    weekdays: frozenset[str]
    """Names of the days of the week, short ones included."""
    ordinals: frozenset[str]
    """Words for the first few, which by themselves count other things than days."""
    abbreviations: frozenset[str]
    """Short names of days and months, behind which a dot ends no sentence."""


@cache
def grammar() -> Grammar:  # noqa: C901 - one pass over each table of the files
    """Returns the wordings of all languages, read and compiled at the first call."""
    trees: dict[str, TrieNode] = {}
    known: dict[Said, TrieNode] = {}
    tables: dict[str, dict[str, Any]] = {}
    lists: dict[str, set[str]] = {}
    leads: dict[str, Any] = {}
    holiday_leads: dict[str, Any] = {}
    misspelt: set[str] = set()
    spared: set[str] = set()
    for language in LANGUAGES:
        data = language_data(language, "moments")
        for name, table in data["slots"].items():
            tables[f"{name}@{language}"] = {folded(word): value for word, value in table.items()}
        for name, parts in data["unions"].items():
            whole = tables[f"{name}@{language}"] = {}
            for part in parts:
                whole.update(tables[f"{part}@{language}"])
        for name, words in data["lists"].items():
            lists.setdefault(name, set()).update(map(folded, words))
        for relation, wordings in data["leads"].items():
            for wording in wordings:
                _add_lead(leads, wording, relation)
        for kind, wordings in data["holidays"].items():
            for wording in wordings:
                _add_lead(holiday_leads, wording, kind)
        misspelt.update(map(folded, data["typos"]["of"]))
        spared.update(map(folded, data["typos"]["never"]))
        for name, tree in _trees(data, language).items():
            # Language by language: the tree before it is merged is the largest thing that this process ever holds.
            trees[name] = _together(trees.get(name), _merged(tree, known))
    vocabulary = {word for table in tables.values() for word in table} | spared | _literals(trees.values())
    vocabulary |= {word for words in lists.values() for word in words}
    typos = {wrong: right for wrong, right in misspellings(misspelt).items() if wrong not in vocabulary}
    trees = {name: _merged(tree, known) for name, tree in trees.items()}
    first_tokens = _FirstTokens(trees, tables)
    for tree in trees.values():
        first_tokens.index(tree)
    return Grammar(
        trees,
        tables,
        {name: frozenset(words) for name, words in lists.items()},
        leads,
        holiday_leads,
        typos,
        starters=first_tokens.of_tree("top").words,
        weekdays=frozenset(word for language in LANGUAGES for word in tables[f"weekday@{language}"]),
        ordinals=frozenset(
            word for language in LANGUAGES for word, nth in tables[f"ordinal_day@{language}"].items() if nth < 4
        ),
        abbreviations=frozenset(
            word
            for language in LANGUAGES
            for kind in ("weekday_short", "month_short")
            for word in tables[f"{kind}@{language}"]
        ),
    )


def _merged(node: TrieNode, known: "dict[Said, TrieNode]") -> TrieNode:
    """The tree with one node where several say the same: most wordings end alike, and a tenth of the nodes is left."""
    node.words = {word: _merged(after, known) for word, after in node.words.items()}
    node.slots = {slot: _merged(after, known) for slot, after in node.slots.items()}
    words = frozenset((word, id(after)) for word, after in node.words.items())
    slots = tuple((slot, id(after)) for slot, after in node.slots.items())
    return known.setdefault((words, slots, tuple(map(id, node.wordings))), node)


def _together(one: TrieNode | None, other: TrieNode) -> TrieNode:
    """A tree that says what both say. Neither is changed: their parts stand in other places as well."""
    if one is None:
        return other
    words = one.words | {word: _together(one.words.get(word), after) for word, after in other.words.items()}
    slots = one.slots | {slot: _together(one.slots.get(slot), after) for slot, after in other.slots.items()}
    return TrieNode(words, slots, [*one.wordings, *other.wordings])


def _literals(nodes: Iterable[TrieNode]) -> set[str]:
    """All words that stand in wordings themselves."""
    words: set[str] = set()
    for node in nodes:
        words |= node.words.keys() | _literals(node.words.values()) | _literals(node.slots.values())
    return words


class _FirstTokens:
    """Tells what each slot can begin with, and indexes the nodes by it."""

    def __init__(self, trees: Mapping[str, TrieNode], tables: Mapping[str, Mapping[str, Any]]) -> None:
        self._trees = trees
        self._tables = tables
        self._known: dict[str, FirstTokens] = {}
        self._indexed: set[int] = set()
        self._shared: dict[tuple[str, ...], Mapping[str, tuple[tuple[str, str], ...]]] = {}
        self._rows: dict[
            tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]
        ] = {}  # thousands of words begin the same few

    def index(self, node: TrieNode) -> None:
        """Fills the `readers` of a node and of all behind it."""
        if id(node) in self._indexed:
            return
        self._indexed.add(id(node))
        if node.slots:
            node.readers = self._readers(tuple(node.slots))
        for after in (*node.slots.values(), *node.words.values()):
            self.index(after)

    def _readers(self, slots: tuple[str, ...]) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """The index of a row of slots; many nodes have the same row and share it."""
        known = self._shared.get(slots)
        if known is None:
            found: dict[str, tuple[tuple[str, str], ...]] = {}
            for slot in slots:
                begins, reader = self._of_slot(slot), (slot.partition("@")[0], slot)
                kinds = [kind for kind, may in ((PLAIN, begins.plain), (SHAPED, begins.shaped)) if may]
                for key in (*begins.words, *kinds):
                    readers = (*found.get(key, ()), reader)
                    found[key] = self._rows.setdefault(readers, readers)
            known = self._shared[slots] = found
        return known

    def of_tree(self, tree: str) -> FirstTokens:
        """What the wordings of a tree can begin with."""
        words = set(self._trees[tree].words)
        plain, shaped = any(word.isdecimal() for word in words), any(word[0].isdecimal() for word in words)
        for slot in self._trees[tree].slots:
            first_tokens = self._of_slot(slot)
            words |= first_tokens.words
            plain, shaped = plain or first_tokens.plain, shaped or first_tokens.shaped
        return FirstTokens(frozenset(words), plain, shaped)

    def _of_slot(self, slot: str) -> FirstTokens:
        if slot not in self._known:
            self._known[slot] = self._computed(slot)
        return self._known[slot]

    def _computed(self, slot: str) -> FirstTokens:
        name, _, language = slot.partition("@")
        if slot in self._trees:
            return self.of_tree(slot)
        if name == DAY_EXPRESSION:
            return self.of_tree("top")
        if slot in self._tables:
            return FirstTokens(frozenset(self._tables[slot]))
        if name in _SHAPED_ONLY or name in _PLAIN_ONLY:
            return FirstTokens(frozenset(), plain=name in _PLAIN_ONLY, shaped=name in _SHAPED_ONLY)
        if name in _WEEKDAYS_ONLY:
            weekdays = self._tables["weekday@" + language]
            return FirstTokens(frozenset(word + ending for word in weekdays for ending in ("", "s", "'s", "’s")))
        numbers = number_words(language)
        words = {*numbers.small, *numbers.tens, *numbers.hundreds, *numbers.scales, *numbers.one}
        if name == "year":
            words |= {"'", "’"}
        words |= {*self._tables["ordinal_day@" + language], *self._tables["nth_word@" + language]}
        return FirstTokens(frozenset(words), plain=True)


def _trees(data: Mapping[str, Any], language: str) -> dict[str, TrieNode]:
    """The trees of a language's wordings: "top", and one a section that serves as a slot."""
    trees: dict[str, TrieNode] = {"top": TrieNode()}
    order = 0
    names_of_slots = {*data["slots"], *data["unions"], *data}
    for section in data:
        rules = data[section]
        if not isinstance(rules, list) or section == "examples":
            continue
        for keys in rules:
            order += 1
            wording = Wording(section, language, order, {key: value for key, value in keys.items() if key != "say"})
            roots = [trees["top"]] if section in TOP_SECTIONS else []
            if section not in TOP_SECTIONS:
                names = [section, *wording.keys.get("also", ())]
                roots += [trees.setdefault(f"{name}@{language}", TrieNode()) for name in names]
            for template in keys["say"]:
                for sequence in expand(template):
                    for root in roots:
                        _insert(root, sequence, language, wording, names_of_slots)
    return trees


def _insert(root: TrieNode, sequence: Sequence[str], language: str, wording: Wording, known: set[str]) -> None:
    node = root
    for part in sequence:
        if part.startswith("{"):
            name = part[1:-1]
            if name not in known and name not in READERS:
                raise ValueError(f"{language}/moments.toml: nothing is called {part}")
            alike = name in _SHAPED_ONLY or name in _PLAIN_ONLY
            node = node.slots.setdefault(name if alike else f"{name}@{language}", TrieNode())
        else:
            node = node.words.setdefault(part, TrieNode())
    node.wordings.append(wording)


def _add_lead(leads: dict[str, Any], template: str, relation: str) -> None:
    """Lead-ins stand in a tree of their own that is walked from the last word back; the key "" holds the relation."""
    for sequence in expand(template):
        node = leads
        for word in reversed(sequence):
            node = node.setdefault(word, {})
        node[""] = relation
