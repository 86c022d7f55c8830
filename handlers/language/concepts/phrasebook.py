"""The phrase data, read once: concepts, examples of each intent, kinds of interaction, word lists; a folder a language."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from handlers.language.data_files import language_data
from storage.names.folding import fold

PHRASES = Path(__file__).parents[1] / "data"
"""Where the data is: `intents.toml` for all languages, and a folder a language."""

AS_WRITTEN = frozenset({"past_endings"})
"""Lists whose accents matter."""

Table = Mapping[str, Mapping[str, Sequence[str]]]
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IntentRule:
    """What holds for an intent in every language.

    `needs`: of each group at least one concept or kind of name must be in the sentence. `lacks`: none of these may be.
    `writes`: it changes the store.
    """

    name: str
    needs: tuple[frozenset[str], ...]
    lacks: frozenset[str]
    writes: bool


@dataclass(frozen=True, slots=True)
class Phrasebook:
    """All the data. `phrases` maps a first word to the phrases it begins, longest first, each with its concepts."""

    languages: tuple[str, ...]
    phrases: Mapping[str, Sequence[tuple[Phrase, tuple[str, ...]]]]
    stems: Mapping[str, tuple[str, ...]]
    examples: Sequence[tuple[str, str, str]]
    rules: Mapping[str, IntentRule]
    lists: Mapping[str, frozenset[str]]
    of_language: Mapping[str, Mapping[str, frozenset[str]]]
    vocabulary: frozenset[str]

    def words(self, name: str) -> frozenset[str]:
        """The words of a list ("function", "business", "first_names"), of all languages together."""
        return self.lists.get(name, frozenset())


@cache
def phrasebook() -> Phrasebook:
    """Reads the data; slow the first time, then at once."""
    folders = sorted(folder for folder in PHRASES.iterdir() if (folder / "concepts.toml").exists())
    concepts: dict[Phrase, set[str]] = {}
    lists: dict[str, set[str]] = {}
    of_language: dict[str, Mapping[str, frozenset[str]]] = {}
    examples: list[tuple[str, str, str]] = []
    known: dict[str, str] = {}
    for folder in folders:
        own = {
            name: frozenset(w if name in AS_WRITTEN else fold(w) for w in found)
            for name, found in {
                **language_data(folder.name, "words"),
                **language_data(folder.name, "first_names"),
            }.items()
        }
        of_language[folder.name] = own
        for concept, phrase in _concepts(folder, known):
            for spelt in spellings(phrase, own["shortened"]):
                concepts.setdefault(spelt, set()).add(concept)
        for name, found in own.items():
            lists.setdefault(name, set()).update(found)
        for intent, table in _read(folder / "intents.toml").items():
            examples += [(folder.name, intent, text) for text in table]
    plain = {phrase: names for phrase, names in concepts.items() if not phrase[-1].endswith("*")}
    return Phrasebook(
        languages=tuple(folder.name for folder in folders),
        phrases=_by_first_word(plain),
        stems={phrase[0][:-1]: tuple(sorted(names)) for phrase, names in concepts.items() if phrase[-1].endswith("*")},
        examples=tuple(examples),
        rules=_rules(),
        lists={name: frozenset(found) for name, found in lists.items()},
        of_language=of_language,
        vocabulary=frozenset(word for phrase in plain for word in phrase),
    )


@cache
def words_of_examples(intent: str) -> frozenset[str]:
    """All words in which people ask for an intent, by its examples."""
    return frozenset(word for one, said in example_words() if one == intent for word in said)


@cache
def example_words() -> Sequence[tuple[str, Phrase]]:
    """The examples' intents and words."""
    known = {word: word for word in phrasebook().vocabulary}
    return [(intent, phrase_words(text, known)) for _, intent, text in phrasebook().examples]


def _read(path: Path) -> dict[str, Sequence[str]]:
    """A TOML file of lists; an intent may be a list or a table with `examples`."""
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _concepts(folder: Path, known: dict[str, str]) -> Iterator[tuple[str, Phrase]]:
    """The concepts of a language with their phrases; `call.did` is also `did`."""
    tables = dict(_read(folder / "concepts.toml"))
    kinds: Table = tomllib.loads((folder / "kinds.toml").read_text(encoding="utf-8"))
    for kind, forms in kinds.items():
        tables |= {f"{kind}.{form}": found for form, found in forms.items()}
    for concept, found in tables.items():
        for phrase in found:
            cut = phrase_words(phrase, known)
            if cut:
                yield concept, cut


def spellings(phrase: Phrase, shortened: frozenset[str]) -> Iterator[Phrase]:
    """A phrase, and each way to type it with one of its little words shortened: "claro que sí", "claro q si", "said id"."""
    yield phrase
    if len(phrase) > 1:
        for word, ways in _typed(shortened).items():
            if word in phrase:
                for typed in ways:
                    yield tuple(typed if part == word else part for part in phrase)


@cache
def _typed(shortened: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """How each little word is typed when it is shortened."""
    ways: dict[str, list[str]] = {}
    for typed, word in (pair.split() for pair in sorted(shortened)):
        ways.setdefault(word, []).append(typed)
    return ways


def phrase_words(phrase: str, known: dict[str, str] | None = None) -> Phrase:
    """A phrase of the data as the words it is matched by: folded, marks apart, a final `*` kept.

    Many phrases say the same few thousand words; with `known` they share them.
    """
    from handlers.language.text.words import words  # noqa: PLC0415  # words does not know the phrasebook

    known = {} if known is None else known
    ending = "*" if phrase.endswith("*") else ""
    cut = [known.setdefault(w.folded, w.folded) for w in words(phrase.rstrip("*"))]
    return (*cut[:-1], cut[-1] + ending) if cut else ()


def _by_first_word(concepts: Mapping[Phrase, set[str]]) -> dict[str, list[tuple[Phrase, tuple[str, ...]]]]:
    index: dict[str, list[tuple[Phrase, tuple[str, ...]]]] = {}
    for phrase, names in concepts.items():
        index.setdefault(phrase[0], []).append((phrase, tuple(sorted(names))))
    for found in index.values():
        found.sort(key=lambda entry: -len(entry[0]))
    return index


def _rules() -> dict[str, IntentRule]:
    tables = tomllib.loads((PHRASES / "intents.toml").read_text(encoding="utf-8"))
    return {
        name: IntentRule(
            name=name,
            needs=tuple(frozenset(group) for group in table.get("needs", ())),
            lacks=frozenset(table.get("lacks", ())),
            writes=table.get("writes", False),
        )
        for name, table in tables.items()
    }
