"""What comments are about, by the words that several of them have."""

import re
from collections import Counter
from collections.abc import Sequence

from handlers.language.text.any_of import words_of
from storage.names.folding import fold

MOST = 5
SHORTEST = 5
"""Letters: shorter words are mostly of no theme."""
_WORD = re.compile(r"[^\W\d_]+")


def themes(comments: Sequence[str], *, least: int = 2) -> list[tuple[str, int]]:
    """The words that at least so many comments have, with how many do, the most frequent first."""
    spelt: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for comment in comments:
        words = {fold(word): word.lower() for word in _WORD.findall(comment)}
        for folded, word in words.items():
            if len(folded) >= SHORTEST and folded not in words_of("no_theme"):
                counted[folded] += 1
                spelt.setdefault(folded, word)
    return [(spelt[word], count) for word, count in counted.most_common(MOST) if count >= least]
