"""The language of a message."""

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook


def language_of(cued: Cued, locale: str) -> str:
    """The language whose words a message uses most; where they tie, the locale's."""
    book = phrasebook()
    mine = locale[:2]
    keys = [token.key for token in cued.reading.tokens if token.is_word]
    votes = {name: sum(key in own.get("function", ()) for key in keys) for name, own in book.of_language.items()}
    if mine not in votes:
        votes[mine] = 0
    return max(votes, key=lambda name: (votes[name], name == mine))
