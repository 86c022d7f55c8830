"""What tells something, and orders or asks nothing: what was done, what somebody says, what a customer wants."""

from handlers.language.acts.absence import denies, unanswered
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.entities.names.places import little_words
from handlers.language.slots.notes import WHO
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import NAMES

_KNOWN_DEEDS = frozenset(f"{kind}.did" for kind in ("visit", "call", "email", "message", "meeting", "event"))
_TO_COME = frozenset({"{future}", "{day}"})
_WHEN_TOLD = frozenset({"{past}", "{day}"})

_ASKS = frozenset({"ask", "show", "create", "remind", "help"})
"""Concepts of what the bot is to do."""

_BEGINNING = 2
"""Tokens within which a deed begins a message."""

_EARLY = 3
"""Tokens within which what is to be done makes a message no telling."""

_SOON = 30
"""Tokens within which a mood is looked for."""

_SIGNS = 2
"""Signs of a telling, beside a known name, that together make one."""


def plain_deed(cued: Cued) -> bool:
    """Whether a sentence begins with what was done, to somebody known: "llamé a Bar Sol, …", "ya visité …"."""
    if "?" in cued.keys or not cued.concepts & {"{customer}", "{contact}"} or _chats(cued):
        return False
    deeds = [cue for cue in cued.cues if not cue.inner and (cue.concept in _KNOWN_DEEDS or _saw_somebody(cued, cue))]
    if (
        not deeds
        or deeds[0].first > _BEGINNING
        or any(cue.first < deeds[0].first and cue.concept in _ASKS for cue in cued.cues)
    ):
        return False
    before_pause = next((at for at in range(len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    return not any(key == "{future}" for key in cued.keys[:before_pause])


def other_deed(cued: Cued) -> bool:
    """Whether a sentence begins with what else was done for somebody: "le mandé la cotización a Camila"."""
    cue = next((cue for cue in cued.all("other.did") if cue.first <= 1), None)
    if cue is None or {"?", "{future}", "chat"} & (cued.concepts | set(cued.keys)):
        return False
    said = cued.reading.text[cued.reading.tokens[cue.last - 1].start : cued.reading.tokens[cue.last - 1].end].casefold()
    return not said.endswith("e")  # "mande el catálogo a Camila" asks for it


def thing_sent(cued: Cued) -> bool:
    """Whether a message tells that something went to somebody known: "quote for the autoclave sent to Priya, …"."""
    if "?" in cued.keys or any(cue.first == 0 for cue in cued.all("remind", "ask", "show")):
        return False
    for at in range(1, len(cued.keys)):
        size = phrase_at("sent_to", cued.keys, at)
        if (
            not size
            or any(key in _TO_COME for key in cued.keys[:at])
            or any(is_pause(cued, before) for before in range(at))
        ):
            continue
        if at + size < len(cued.keys) and cued.keys[at + size] in WHO:
            return True
    return False


def begins_with_deed(cued: Cued) -> bool:
    """Whether a message begins with what was done, and asks nothing: "le enseñé la promo y le gustó"."""
    asks = "?" in cued.keys or cued.concepts & {"ask", "show"}
    return not asks and any(cue.first == 0 and not cue.inner for cue in cued.all("other.did"))


def visit_alone(cued: Cued) -> bool:
    """Whether a message is "visit" and a customer, and nothing else: what was done, in a hurry."""
    here = {cue.concept for cue in cued.cues if cue.first == 0}
    who = {"{customer}"} | phrasebook().words("business") | little_words()
    return {"visit.do", "visit.noun"} <= here and "{customer}" in cued.keys and all(key in who for key in cued.keys[1:])


def has_noted(cued: Cued) -> bool:
    """Whether it has something written down of a customer who is named first, "apunta en Bar Sol que cierran los lunes"."""
    at = phrase_at("joints", cued.keys, 0)
    writes = [cue.last for cue in cued.all("create", "note_for") if cue.first <= at + _BEGINNING]
    size = phrase_at("writes_down", cued.keys, at) if at < len(cued.keys) else 0
    who = next((place for place, key in enumerate(cued.keys) if key == "{customer}"), len(cued.keys))
    behind = max([at + size, *(last for last in writes if last <= who)])
    if behind == at or who + _EARLY >= len(cued.keys) or any(cue.first <= who for cue in cued.all("new", "contact")):
        return False
    leads = little_words() | lexicon().works_at | lexicon().to | phrasebook().words("function")
    return all(cued.keys[place] in leads for place in range(behind, who)) and cued.keys[who + 1] in lexicon().turning_to


def rang_in_vain(cued: Cued) -> bool:
    """Whether it tells of a call to somebody known that nobody answered, whatever else its words sound like."""
    known = bool(cued.concepts & {"{customer}", "{contact}"})
    nobody = unanswered(cued) if known and "?" not in cued.keys else None
    if nobody is None or any(cue.first == 0 for cue in cued.all("remind", "move")):
        return False
    return any(cue.first < nobody.start for cue in cued.all("call.did", "call.noun"))


def _saw_somebody(cued: Cued, cue: Cue) -> bool:
    """Whether a vague verb ("vi a", "was at") is about somebody known."""
    at = cue.last
    while at < len(cued.keys) and cued.keys[at] in little_words():
        at += 1
    return cue.concept.endswith(".vague") and at < len(cued.keys) and cued.keys[at] in WHO


def _chats(cued: Cued) -> bool:
    """Whether it is small talk; what comes behind the customer and a pause is what they said: "…, quieren cerveza"."""
    who = next((at for at, key in enumerate(cued.keys) if key == "{customer}"), len(cued.keys))
    pause = next((at for at in range(who, len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    return any(cue.first < pause for cue in cued.all("chat"))


def tells(cued: Cued) -> bool:
    """Whether a sentence without a telling verb tells of a customer all the same: "ayer Bar Sol, pidieron 5 cajas"."""
    concepts = cued.concepts
    if not concepts & {"{customer}", "{contact}"} or "chat" in concepts:
        return False
    how = "prefers" in concepts and any(concept.startswith("channel.") for concept in concepts)
    if how and not concepts & _KNOWN_DEEDS and not {"{past}", "{dated}", "{period}"} & concepts:
        return False  # how they like it from now on; with a day it was agreed: "quiere que le llamemos el jueves"
    asks = "?" in cued.keys or phrase_at("question_words", cued.keys, 0)
    if asks or any(cue.first <= 1 and cue.concept in _ASKS and not cue.inner for cue in cued.cues):
        return False
    if any(cue.first <= _EARLY and not cue.inner for cue in cued.all("task", "remind", "move", "must")):
        return False
    signs = (
        {"{past}", "{day}", "{period}"} & concepts,
        {"{past}"} & concepts and {"{customer}"} & concepts,
        _is_moody(cued),
        {"did", "noun", "vague"} & concepts,
        _KNOWN_DEEDS & concepts,
        {"past"} & concepts,
        {"says", "wants"} & concepts,
        _begins_with_name(cued),
        denies(cued),
        any(cue.first <= 1 for cue in cued.all("past")),
        any(cue.first == 0 and cue.last - cue.first > 1 for cue in cued.all("says")),
        {"{amount}", "{product}", "{promotion}"} & concepts,
    )
    return sum(bool(sign) for sign in signs) >= _SIGNS and "{future}" not in cued.keys[:3]


def _is_moody(cued: Cued) -> bool:
    """Whether it says how somebody took it, or how it went; of what is laughed about that tells nothing: "Dan is a legend lol"."""
    places = range(min(len(cued.keys), _SOON))
    if any(phrase_at("laughs", cued.keys, at) for at in range(len(cued.keys))):
        return False
    return any(phrase_at(mood, cued.keys, at) for mood in ("positive", "negative") for at in places)


def _begins_with_name(cued: Cued) -> bool:
    """Whether whom it is about comes first, apart from a moment, and then what is told: "ayer Bar Sol, …", "Marta quiere …"."""
    at, named = 0, False
    while at < len(cued.keys) and (
        cued.keys[at] in WHO or cued.keys[at] in _WHEN_TOLD or cued.keys[at] in little_words()
    ):
        named = named or cued.keys[at] in WHO
        at += 1
    if not named or at + 1 >= len(cued.keys):
        return False
    return is_pause(cued, at) or any(cue.first == at for cue in cued.all("wants", "did"))


def somebody_says(cued: Cued) -> bool:
    """Whether a message begins with what somebody else says, asks or wants, "Marta pregunta si …", "they want to move …": it is no order."""
    at = phrase_at("joints", cued.keys, 0)
    while at < len(cued.keys) and not phrase_at("reported", cued.keys, at):
        behind_name = at > 0 and cued.keys[at - 1] in WHO
        of_them = behind_name and cued.keys[at] in little_words()  # "lucía de la mañana"
        if not (cued.keys[at] in WHO or phrase_at("subjects", cued.keys, at) or of_them):
            break
        at += max(1, phrase_at("subjects", cued.keys, at))
    if at >= len(cued.keys):
        return False
    named = any(key in WHO for key in cued.keys[:at])
    goes = named and any(
        phrase_at(name, cued.keys, place) for name in ("leaves", "replaces", "takes_on") for place in range(1, at + 1)
    )
    return bool(phrase_at("reported", cued.keys, at) or goes) or (
        named and any(cue.first == at and not cue.inner for cue in cued.all("wants", "prefers"))
    )


def reports(cued: Cued) -> bool:
    """Whether a message tells what somebody who is named says: "in there now, Niamh says …"."""
    named = (at for at, key in enumerate(cued.keys[:-1]) if key in WHO)
    return "?" not in cued.keys and any(phrase_at("reported", cued.keys, at + 1) for at in named)


def tells_of_a_deal(cued: Cued) -> bool:
    """Whether a message asks nothing, and names somebody known and a sum of money, or tells that something was agreed.

    No list is asked for so.
    """
    if "?" in cued.keys or any(cue.first == 0 for cue in cued.all("ask", "show")):
        return False
    agreed = any(phrase_at("agreed", cued.keys, at) for at in range(len(cued.keys)))
    return agreed or ("{amount}" in cued.concepts and bool(WHO & cued.concepts))


def says_whose(cued: Cued) -> bool:
    """Whether it says who somebody was: "lo de antes era Bodega Herrero" puts right, and takes nothing back."""
    named = [at for at, token in enumerate(cued.reading.tokens) if token.mark is not None and token.mark.kind in NAMES]
    return any(phrase_before("it_was", cued.keys, at) for at in named)
