"""The words of money: what names a currency, what multiplies, what makes a number a price or a price one of several."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from handlers.language.data_files import language_data
from handlers.language.text.lexer import Lexeme, LexemeKind, lex
from handlers.language.text.numbers import LANGUAGES, number_words
from handlers.language.text.templates import expand


@dataclass(frozen=True)
class CurrencyWord:
    """What a word behind or before a number makes of it: a currency of `codes`, or `times` as much of the company's."""

    codes: tuple[str, ...] = ()
    times: int = 1
    weight: bool = False
    """Whether it may be a weight as well: "20 pounds of coffee"."""
    countries: tuple[str, ...] = ()
    """Where it is said; empty for everywhere."""
    leads: bool = False
    """Whether it may stand before the number."""
    capitals: bool = False
    """Whether it is a code that only capitals tell from a word ("TRY")."""
    glued: bool = False
    """Whether it is one only right behind the number: the "e" of "450e"."""
    otherwise: str | None = None
    """The code where neither the sender's country's currency nor the company's is among `codes`; their first by default."""


@dataclass
class PhraseTrie:
    """A tree of phrases, word by word; `word` stands where one ends."""

    following: dict[str, "PhraseTrie"] = field(default_factory=dict)
    word: CurrencyWord | None = None

    def add(self, keys: Iterable[str], word: CurrencyWord) -> None:
        """Adds a phrase of folded words."""
        node = self
        for key in keys:
            node = node.following.setdefault(key, PhraseTrie())
        node.word = word

    def behind(self, lexemes: Sequence[Lexeme], at: int) -> int:
        """Behind the longest phrase that begins at a lexeme; the lexeme itself where none does."""
        node: PhraseTrie | None = self
        found = at
        while at < len(lexemes) and node is not None:
            node, at = node.following.get(lexemes[at].key), at + 1
            found = at if node is not None and node.word else found
        return found

    def before(self, lexemes: Sequence[Lexeme], at: int, floor: int) -> int:
        """Where the longest phrase begins that ends right before a lexeme, of a tree of phrases told backwards."""
        node: PhraseTrie | None = self
        found = at
        while at > floor and node is not None:
            at -= 1
            node = node.following.get(lexemes[at].key)
            found = at if node is not None and node.word else found
        return found


@dataclass(frozen=True, slots=True)
class Multiplier:
    """What letters behind a number or a currency multiply it by. `led` only where a currency stands beside them."""

    times: int
    led: bool = False


@dataclass(frozen=True)
class UnitPriceWords:
    """What tells the price of one from a sum: see `[money.unit_price]` of the data."""

    alone: PhraseTrie
    per: PhraseTrie
    one: PhraseTrie
    in_all: PhraseTrie
    any: frozenset[str]
    periods: frozenset[str]
    at: frozenset[str]
    at_in_all: frozenset[str]
    """Of `at`, those that may lead to the price of all as well: "6 lámparas en 890 €"."""
    times: frozenset[str]
    whatever: frozenset[str]
    """One of anything: "unit", "piece"."""
    them: frozenset[str]
    """Stand for the things that were named before: "40 of them"."""
    measures: tuple[frozenset[str], ...]
    """Names of one measure each: "kg", "kilo"."""
    plural_endings: tuple[str, ...]
    no_plural_endings: tuple[str, ...]


@dataclass(frozen=True)
class MoneyLexicon:
    """All words of money, both languages together; `leads` and `evidence` are told backwards."""

    currencies: PhraseTrie
    leads: PhraseTrie
    evidence: PhraseTrie
    couple: PhraseTrie
    multipliers: Mapping[str, Multiplier]
    """By the letters as they are written where only these count ("MM"), else by the folded word."""
    unit_price: UnitPriceWords
    between: frozenset[str]
    behind: frozenset[str]
    things: frozenset[str]
    deals: frozenset[str]
    percent: frozenset[str]
    cents: frozenset[str]
    cents_join: frozenset[str]
    ranges: frozenset[str]
    signs: frozenset[str]
    """Marks that a sign of a currency is or begins or ends with."""
    begins: frozenset[str]
    """Words and marks that an amount can begin with; digits apart."""


_SETS = ("between", "behind", "things", "deals", "percent", "cents", "cents_join", "ranges")


@cache
def money_lexicon() -> MoneyLexicon:
    """Returns the words of all languages, read and compiled at the first call."""
    data = [language_data(language, "amounts")["money"] for language in LANGUAGES]
    currencies = PhraseTrie()
    signs = _add_codes_and_signs(currencies)
    multipliers: dict[str, Multiplier] = {}
    for words in data:
        _add_names(currencies, words)
        for entry in words["multiplier"]:
            for letters in entry["say"]:
                multipliers[letters] = Multiplier(entry["times"], entry.get("led", False))
    couple = _trie(data, "couple")
    numbers = (word for language in LANGUAGES for word in number_words(language).beginnings)
    return MoneyLexicon(
        currencies,
        _trie(data, "leads", backwards=True),
        _trie(data, "evidence", backwards=True),
        couple,
        multipliers,
        _unit_price_words(data),
        **{name: _words(data, name) for name in _SETS},
        signs=signs,
        begins=frozenset({*currencies.following, *couple.following, *numbers, *multipliers, ",", "."}),
    )


def _add_codes_and_signs(currencies: PhraseTrie) -> frozenset[str]:
    """Adds what names a currency in any language; returns the marks in signs."""
    source = files("handlers.language") / "data" / "currencies.toml"
    data: Mapping[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    small = frozenset(data["small"])
    for code in data["codes"]:
        key = code.lower()
        currencies.add([key], CurrencyWord((code,), leads=True, capitals=key not in small))
    marks = set()
    for sign, codes in data["signs"].items():
        lexemes = lex(sign)
        currencies.add((lexeme.key for lexeme in lexemes), CurrencyWord(tuple(codes), leads=True))
        marks |= {lexeme.key for lexeme in lexemes if lexeme.kind is LexemeKind.MARK}
    return frozenset(marks)


def _add_names(currencies: PhraseTrie, words: Mapping[str, Any]) -> None:
    """Adds the names that one language has for currencies, and its slang for so much of one."""
    for kind in ("currency", "slang"):
        for entry in words[kind]:
            codes = entry.get("code", ())
            word = CurrencyWord(
                (codes,) if isinstance(codes, str) else tuple(codes),
                entry.get("times", 1),
                entry.get("weight", False),
                tuple(entry.get("countries", ())),
                entry.get("leads", False),
                glued=entry.get("glued", False),
                otherwise=entry.get("otherwise"),
            )
            for template in entry["say"]:
                for phrase in expand(template):
                    currencies.add(phrase, word)


def _unit_price_words(data: Sequence[Any]) -> UnitPriceWords:
    told = [words["unit_price"] for words in data]
    tries = {name: _trie(told, name) for name in ("alone", "per", "one", "in_all")}
    sets = {name: _words(told, name) for name in ("any", "periods", "at", "at_in_all", "times", "whatever", "them")}
    endings = {
        name: tuple(ending for words in told for ending in words[name])
        for name in ("plural_endings", "no_plural_endings")
    }
    measures = tuple(frozenset(names.split()) for words in told for names in words["measures"])
    return UnitPriceWords(**tries, **sets, **endings, measures=measures)  # type: ignore[arg-type]  # told apart by their names


def _words(data: Sequence[Any], name: str) -> frozenset[str]:
    return frozenset(lexeme.key for words in data for phrase in words[name] for lexeme in lex(phrase))


def _trie(data: Sequence[Any], name: str, *, backwards: bool = False) -> PhraseTrie:
    trie = PhraseTrie()
    for words in data:
        for template in words[name]:
            for phrase in expand(template):
                trie.add(reversed(phrase) if backwards else phrase, CurrencyWord())
    return trie
