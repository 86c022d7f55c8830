"""What a message sounds like: its likeness to learnt sentences, and whether it has what an intent needs."""

from collections.abc import Sequence

from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.finding import with_unknown
from handlers.language.entities.names.places import little_words
from handlers.language.intents.model import intent_model, words_of_intent
from handlers.language.intents.tellings import (
    begins_with_deed,
    reports,
    somebody_says,
    tells_of_a_deal,
)
from handlers.language.text.free_text import phrase_at

UNKNOWN = "unknown"

FLOOR = 0.22
"""A sentence that sounds less like an intent than this has none."""

DOUBT = 0.1
"""A write must sound this much more like itself than like no command at all."""

FAR_BEHIND = 0.5
"""Of the best score: an intent that is likelier by far, and lacks what it needs, is not taken for one that happens to have it."""

LEEWAY = 0.12
"""A question that names somebody or something known may sound that much less like a command, and is still answered."""

CONTROLS = ("help", "cancel", "undo", "yes", "no")
"""What is said to the bot itself: nearly every word of such a message must be one that such messages use."""

COVERED = 0.74

MOST_LEFT = 4
"""Words of a question that nobody asks with; `make bench` prints how far the corpus is from it."""

_TELLS_OF = frozenset({"says", "wants", "past", "chat"})
"""Concepts whose words tell something, wherever they stand."""

TOLD = "log_interaction"

REMINDER = "set_reminder"

_ORDERS = frozenset({"move_reminder", "finish_reminder"})
"""What only the sender can mean: "they want to move it to Friday" is told, and orders nothing."""


def by_likeness(cued: Cued) -> str | None:
    """The intent that a sentence sounds like, plainly; "unknown" where it sounds like small talk more than anything."""
    scores = intent_model().scores(cued)
    none_at_all = max(scores.get(UNKNOWN, 0.0), 0.0)
    far_behind = max(scores.values(), default=0.0) * FAR_BEHIND
    told = somebody_says(cued) or begins_with_deed(cued) or tells_of_a_deal(cued) or reports(cued)
    to_write = _is_to_be_written(cued)
    for intent in sorted(scores, key=lambda name: -scores[name]):
        writes = phrasebook().rules[intent].writes
        if (told and (intent in _ORDERS or not writes)) or (to_write and not writes and intent != UNKNOWN):
            continue
        least = max(FLOOR, far_behind, none_at_all + (DOUBT if phrasebook().rules[intent].writes else 0.0))
        if intent != UNKNOWN and scores[intent] >= least and fits(cued, intent):
            return intent
    return None


def _is_to_be_written(cued: Cued) -> bool:
    """Whether it begins by having something written down or taken back, "apunta a Bar Sol en la promo": it asks to see nothing."""
    orders = any(phrase_at(words, cued.keys, 0) for words in ("writes_down", "takes_back"))
    return orders and "?" not in cued.keys


def asked(cued: Cued) -> str:
    """A question about somebody or something known may sound less like a command, and is still answered.

    What denies something and asks nothing tells it: "Esteban Roble no paga".
    """
    if somebody_says(cued) or _is_to_be_written(cued) or tells_of_a_deal(cued):
        return UNKNOWN
    if cued.concepts & {"no", "never"} and not cued.concepts & {"ask", "show"} and "?" not in cued.keys:
        return UNKNOWN
    scores = intent_model().scores(cued)
    least = max(FLOOR, scores.get(UNKNOWN, 0.0)) - LEEWAY
    for intent in sorted(scores, key=lambda name: -scores[name]):
        if intent == UNKNOWN or not cued.reading.marks or "chat" in cued.concepts:
            continue
        if scores[intent] >= least and not phrasebook().rules[intent].writes and fits(cued, intent):
            return intent
    return UNKNOWN


def fits(cued: Cued, intent: str) -> bool:
    """Whether a sentence has what an intent needs."""
    rule = phrasebook().rules[intent]
    if intent in CONTROLS and _coverage(cued, intent) < COVERED:
        return False
    concepts = cued.concepts
    if intent == TOLD and not concepts & {"{customer}", "{contact}"} and with_unknown(cued) is not cued:
        concepts |= {"{new}"}
    if not rule.writes and intent not in CONTROLS and _left_over(cued, intent) > MOST_LEFT:
        return False
    return all(group & concepts for group in rule.needs) and not rule.lacks & concepts


def _left_over(cued: Cued, intent: str) -> int:
    """How many words say something that no question of an intent has: who only wants to see something tells little beside."""
    used = words_of_intent(intent) | phrasebook().words("function") | phrasebook().words("edges") | little_words()
    known = {at for cue in cued.cues for at in range(cue.first, cue.last) if cue.concept not in _TELLS_OF}
    return sum(
        token.is_word and at not in known and key not in used
        for at, (token, key) in enumerate(zip(cued.reading.tokens, cued.keys, strict=True))
    )


def _coverage(cued: Cued, intent: str) -> float:
    """The share of a message's words that messages of this intent use."""
    used = words_of_intent(intent)
    known = {at for cue in cued.all("filler", intent) for at in range(cue.first, cue.last)}
    tokens = [
        (at, key)
        for at, (token, key) in enumerate(zip(cued.reading.tokens, cued.keys, strict=True))
        if token.is_word or token.mark
    ]
    if not tokens:
        return 1.0
    return sum(at in known or key in used for at, key in tokens) / len(tokens)


def ranking(cued: Cued) -> Sequence[tuple[str, float]]:
    """The intents a message sounds like, best first, for explanations and tests."""
    return sorted(intent_model().scores(cued).items(), key=lambda entry: -entry[1])
