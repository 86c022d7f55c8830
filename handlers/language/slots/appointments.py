"""Whether what is to be done is to be there: a visit, a meeting."""

from handlers.language.concepts.concepts import cues_in
from handlers.language.text.free_text import phrase_at


def is_appointment(what: str) -> bool:
    """Whether a follow-up's words say that its owner goes there or meets somebody."""
    return _has("appointment", what)


def is_engagement(what: str) -> bool:
    """Whether a follow-up's words name something that is arranged with somebody: a meeting, a lunch, a call."""
    return _has("engagements", what) or is_appointment(what)


def _has(name: str, what: str) -> bool:
    keys = cues_in(what).keys
    return any(phrase_at(name, keys, at) for at in range(len(keys)))
