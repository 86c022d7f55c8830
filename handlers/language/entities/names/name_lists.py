"""Known names in memory: of tests, and of the names that a request brings along."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from storage.names.keys import PAIR, content, joined, name_words, spelling_keys, stretches
from storage.names.names import NameEntry, NameKind

PREFERENCE = (NameKind.CUSTOMER, NameKind.CONTACT, NameKind.PROMOTION, NameKind.PRODUCT, NameKind.STAFF)
"""What the same words rather mean, first the likeliest."""


class KnownNames:
    """A NameBook over lists of names: {"customers": ["Bar Sol", …], "contacts": […], "promotions", "products", "staff"}.

    The names are numbered from 1 within each list.
    """

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        self._by_key: dict[str, list[NameEntry]] = defaultdict(list)
        for kind in NameKind:
            plural = kind.value if kind is NameKind.STAFF else f"{kind.value}s"
            for number, name in enumerate(lists.get(plural, ()), start=1):
                self._add(NameEntry(kind, number, name))

    def _add(self, entry: NameEntry) -> None:
        words = name_words(entry.name)
        keys = stretches(words)
        for word in content(words):
            keys |= spelling_keys(word)
        for key in keys:
            self._by_key[key].append(entry)

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """The entries with a word, or two run together, that one of these words may be."""
        written = [key for word in words for key in name_words(word)]
        keys = {key for word in content(written) for key in (*spelling_keys(word), PAIR + word, "=" + word)}
        keys |= {word.removesuffix("es") for word in written}
        keys |= {joined(pair) for pair in pairwise(written)}
        found = {(entry.kind, entry.id): entry for key in keys for entry in self._by_key.get(key, ())}
        return sorted(found.values(), key=lambda entry: (PREFERENCE.index(entry.kind), entry.id))
