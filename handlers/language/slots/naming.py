"""How an answer says whom is meant, in a sentence: "no its called Pennyroyal", "lol no, its at the railway arms", "no no, es fermín el de herrajes"."""

from handlers.language.concepts.concepts import Cue, Cued, cues_in
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.text.free_text import is_pause, phrase_at

LONGEST = 7
"""Words of whom an answer names; more tell something."""
_TELLS = frozenset({"prefers", "wants", "says", "complains", "did", "past", "task", "remind"})
_LEADS = ("no", "filler", "chat", "yes", "thanks")


def named_in_answer(text: str) -> str | None:
    """The words behind a "no", "it's", "it was about" that say whom is meant; None where a text does not answer so, or tells more."""
    cued = cues_in(text)
    tokens, keys = cued.reading.tokens, cued.keys
    if not keys or "?" in keys:
        return None
    at, said = 0, False
    while at < len(keys):
        if size := phrase_at("says_who", keys, at):
            said = True
        else:
            size = phrase_at("before_who", keys, at) or int(is_pause(cued, at))
            size = max((cue.last - at for cue in cued.all(*_LEADS) if cue.first == at), default=size)
        if not size:
            break
        at += size
    while at < len(keys) and keys[at] in lexicon().articles and not text[tokens[at].start].isupper():
        at += 1
    rest = [place for place in range(at, len(keys)) if tokens[place].is_word]
    within = [place for place in range(at, len(keys)) if is_pause(cued, place) and keys[place] not in {".", "!"}]
    if not said or not 0 < len(rest) <= LONGEST or within:
        return None
    tells = phrasebook().words("negations")
    if any(keys[place] in tells for place in rest) or any(cue.first >= at for cue in _telling(cued)):
        return None
    return text[tokens[rest[0]].start : tokens[rest[-1]].end]


def _telling(cued: Cued) -> list[Cue]:
    """What tells more than whom is meant: "a Bar Sol mejor por WhatsApp"."""
    return [cue for cue in cued.cues if cue.concept in _TELLS or cue.concept.startswith("channel.")]


def places_in_passing(text: str) -> list[str]:
    """The words of places that a text speaks of, behind what leads to a customer and an article: "pasar por la bodeguita el martes"."""
    cued = cues_in(text)
    tokens, keys, names = cued.reading.tokens, cued.keys, lexicon()
    led = (at for at in range(2, len(keys)) if keys[at - 1] in names.articles and keys[at - 2] in names.before_customer)
    return [
        text[tokens[at].start : tokens[at].end] for at in led if tokens[at].is_word and not names.is_ordinary(keys[at])
    ]
