"""How a code that makes an account somebody's is brought: "link CODE", "/start CODE" as a deep link sends it.

Not everywhere can be written what begins with a slash.
"""

import re
from functools import cache

from handlers.language.text.any_of import any_of, words_of


def bringing_words() -> frozenset[str]:
    """The words before a code, folded."""
    return words_of("brings_code")


def brought_code(text: str) -> str | None:
    """The code that a text brings; None where it says anything else."""
    found = _bringing().fullmatch(text.strip())
    return found[1] if found else None


@cache
def _bringing() -> re.Pattern[str]:
    return re.compile(rf"/?{any_of('brings_code')}\s+(\S+)", re.IGNORECASE)
