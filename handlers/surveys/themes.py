"""What comments are about, by the words that several of them have."""

import re
from collections import Counter
from collections.abc import Sequence

from handlers.language.text.any_of import words_of
from storage.names.folding import fold

MOST = 5
SHORTEST = 5
"""Letters: shorter words are mostly of no theme."""
READ_FOR_THEMES = 300
"""Comments, the latest, by which themes are found."""
_WORD = re.compile(r"[^\W\d_]+")


def themes(comments: Sequence[str], *, least: int = 2) -> list[tuple[str, int]]:
    """The words that at least so many comments have, with how many do, the most frequent first."""
    spelt: dict[str, str] = {}
    counted: Counter[str] = Counter()
    for comment in comments:
        for folded, word in _told(comment).items():
            counted[folded] += 1
            spelt.setdefault(folded, word)
    return [(spelt[word], count) for word, count in counted.most_common(MOST) if count >= least]


def is_about(comment: str, theme: str) -> bool:
    """Whether a theme is one of a comment's."""
    return fold(theme) in _told(comment)


def _told(comment: str) -> dict[str, str]:
    """The words of a comment that may be a theme, folded, each as it is spelt."""
    words = {fold(word): word.lower() for word in _WORD.findall(comment)}
    return {
        folded: word for folded, word in words.items() if len(folded) >= SHORTEST and folded not in words_of("no_theme")
    }
