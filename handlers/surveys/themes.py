"""What comments are about, by the words that several of them have."""

import re
from collections import Counter
from collections.abc import Sequence

from storage.names.folding import fold

MOST = 5
SHORTEST = 5
"""Letters: shorter words are mostly of no theme."""
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    fold(word)
    for word in [
        "porque",
        "cuando",
        "donde",
        "desde",
        "hasta",
        "entre",
        "sobre",
        "también",
        "siempre",
        "nunca",
        "tiene",
        "tienen",
        "hacer",
        "estar",
        "estoy",
        "están",
        "todos",
        "todas",
        "todo",
        "nada",
        "mucho",
        "mucha",
        "muchos",
        "muchas",
        "ahora",
        "luego",
        "después",
        "antes",
        "mejor",
        "peor",
        "bueno",
        "buena",
        "bien",
        "gracias",
        "favor",
        "ustedes",
        "nosotros",
        "vosotros",
        "about",
        "after",
        "again",
        "always",
        "because",
        "before",
        "could",
        "every",
        "everything",
        "never",
        "nothing",
        "really",
        "should",
        "their",
        "there",
        "these",
        "thing",
        "things",
        "think",
        "those",
        "would",
        "where",
        "which",
        "while",
        "thank",
        "thanks",
        "please",
        "better",
        "worse",
    ]
)


def themes(comments: Sequence[str]) -> list[tuple[str, int]]:
    """The words that at least two comments have, with how many do, the most frequent first."""
    spelt: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for comment in comments:
        words = {fold(word): word.lower() for word in _WORD.findall(comment)}
        for folded, word in words.items():
            if len(folded) >= SHORTEST and folded not in _COMMON:
                counted[folded] += 1
                spelt.setdefault(folded, word)
    return [(spelt[word], count) for word, count in counted.most_common(MOST) if count > 1]
