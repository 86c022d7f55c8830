"""What somebody orders or means to do on a day to come, which the bot can only remember: "llama a Marta el lunes", "mañana la llamo"."""

from handlers.language.acts.absence import absent_persons
from handlers.language.acts.clauses import Clause, clauses
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.places import little_words
from handlers.language.slots.notes import WHO
from handlers.language.text.any_of import words_of
from handlers.language.text.detection import language_of
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import Mark

_WITH_PRONOUN = 4
"""Letters of a verb's ending with a pronoun: "-arle"."""
_SHORTEST_VERB = 5
"""Letters of a word that its ending makes a verb."""
_FOR_SURE = frozenset({"{future}"})
_PERHAPS = frozenset({"{future}", "{day}"})
_NOT_FOR_US = frozenset({"?", "chat", "brief", "complaint", "{past}"})


def ordered(cued: Cued) -> bool:
    """Whether a message is such an order or plan, about somebody known and with its day."""
    keys = set(cued.keys)
    if not keys & _PERHAPS or _NOT_FOR_US & (cued.concepts | keys):
        return False
    if phrase_at("own_orders", cued.keys, 0) and not keys & WHO:
        return True
    if noted_down(cued) or _is_to_be_done(cued) or puts_in(cued):
        return True
    if not keys & WHO:
        return False
    at = _begins(cued)
    if at == len(cued.keys):
        return False
    if phrase_at("orders", cued.keys, at):
        return at == 0 or cued.keys[at - 1] not in WHO  # "Marta llama el lunes" is no order
    return _means_to(cued, at)


def _is_to_be_done(cued: Cued) -> bool:
    """Whether it begins with what is to be done, by the form of the verb: "mandarle la proforma a Encarna el lunes"."""
    at = next((at for at, key in enumerate(cued.keys) if key not in _PERHAPS and not is_pause(cued, at)), 0)
    return bool(cued.keys) and _is_infinitive(cued, at) and not any(not cue.inner for cue in cued.all("past", "did"))


def _is_infinitive(cued: Cued, at: int) -> bool:
    """Whether a word is a verb that says what is to be done, by its form, and no name: with a pronoun, or before what it is done to."""
    book, key = phrasebook(), cued.keys[at]
    endings = book.words("to_do_endings")
    if key in book.words("no_verbs") or key in book.words("first_names") or not _has_infinitives(cued):
        return False
    if key.endswith(tuple(ending for ending in endings if len(ending) >= _WITH_PRONOUN)):
        return True
    behind = cued.keys[at + 1] if at + 1 < len(cued.keys) else ""
    return len(key) >= _SHORTEST_VERB and key.endswith(tuple(endings)) and behind in book.words("behind_to_do")


def _has_infinitives(cued: Cued) -> bool:
    """Whether a message may be of a language that tells so by a verb's ending: "register a deal" is none."""
    own = (language for language, words in phrasebook().of_language.items() if words.get("to_do_endings"))
    return any(language_of(cued, language) == language for language in own)


def _means_to(cued: Cued, at: int) -> bool:
    """Whether the sender says at a place what they will do: "el lunes llamo a Marta".

    "llamó" is mostly typed "llamo" as well. Who called stands before it, or right behind it ("el lunes llamo Marta"); whom the
    sender calls stands behind an "a".
    """
    size = phrase_at("i_will", cued.keys, at)
    if not size or (size == 1 and at and cued.keys[at - 1] in WHO):
        return False  # "Priya ringing back Monday": she does
    said = cued.reading.text[cued.reading.tokens[at].start : cued.reading.tokens[at + size - 1].end]
    if said.endswith(("ó", "Ó")) or any(cue.first > at and not cue.inner for cue in cued.all("past")):
        return False
    behind = cued.keys[at + size] if at + size < len(cued.keys) else ""
    may_have_been = behind in WHO and phrase_at("i_will_or_did", cued.keys, at) == size
    return bool(set(cued.keys) & (_FOR_SURE if may_have_been else _PERHAPS))


def noted_down(cued: Cued) -> int:
    """How many words at the beginning only ask to note down what is to be done: "ponme" of "ponme el lunes llamar a Marta"."""
    led = phrase_at("going_on", cued.keys, 0)
    size = phrase_at("note_down", cued.keys, led) if led < len(cued.keys) else 0
    if not size:
        return 0
    size = step = led + size
    while step < len(cued.keys) and (
        cued.keys[step] in _PERHAPS or cued.keys[step] in little_words() or is_pause(cued, step)
    ):
        step += 1
    if step == len(cued.keys):
        return 0
    if any(cue.first == step and not cue.inner for cue in cued.all("past", "did")):
        return 0  # "apunta que he pasado por Central": that has been
    bidden = cued.keys[size - 1] in phrasebook().words("bidding")  # "ponme que a las 5 le llame a Paola"
    return size if bidden or phrase_at("steps", cued.keys, step) or _is_infinitive(cued, step) else 0


def asked_at_the_end(cued: Cued) -> Clause | None:
    """The last clause, where it only asks to be reminded of what stands before it: "…, remind me"."""
    found = clauses(cued)
    last = found[-1] if len(found) > 1 else None
    return last if last and any(c.first == last.first and c.last == last.last for c in cued.all("remind")) else None


def puts_in(cued: Cued) -> int:
    """How many words at the beginning have something arranged put down that is new: "put in a" of "put in a call for Dec 15 to …"."""
    size = phrase_at("puts_in", cued.keys, 0)
    if not size or size >= len(cued.keys) or not phrase_at("engagements", cued.keys, size):
        return 0
    return 0 if any(not cue.inner for cue in cued.all("past", "did")) else size


def _begins(cued: Cued) -> int:
    """Where the order may begin, behind whom it is about and for when: "y a Paco", "mañana"."""
    at = 0
    while (
        at < len(cued.keys)
        and not phrase_at("i_will", cued.keys, at)
        and not phrase_at("orders", cued.keys, at)
        and (cued.keys[at] in WHO | _PERHAPS or cued.keys[at] in little_words() or cued.keys[at] in words_of("and"))
    ):
        at += 1
    return at


def rearranged(cued: Cued) -> Mark | None:
    """When something agreed with somebody is instead of when it was: "la reunión con Raquel es a las 12, no a las 11"; None elsewhere."""
    keys = cued.keys
    if not set(keys) & WHO or "?" in keys:
        return None
    for at, token in enumerate(cued.reading.tokens):
        behind = at + 1 + (keys[at + 1 : at + 2] == [","])
        size = phrase_at("instead_of", keys, behind) if token.key in _PERHAPS and behind < len(keys) else 0
        was = keys[behind + size] if size and behind + size < len(keys) else ""
        if was in _PERHAPS | {"{past}"} or was.isdigit():
            return token.mark
    return None


def put_off(cued: Cued) -> bool:
    """Whether a message leaves something about somebody for a day to come: "lo de Marta déjalo para el viernes", "leave Marta's thing till Friday"."""
    keys = cued.keys
    if not set(keys) & WHO or "?" in keys:
        return False
    left = any(phrase_at("leave_it", keys, at) for at in range(len(keys)))
    days = [(at, token.mark) for at, token in enumerate(cued.reading.tokens) if token.mark and token.key in _PERHAPS]
    put = left and any(mark.relation != "at" or phrase_before("until", keys, at) for at, mark in days)
    return put and not absent_persons(cued)  # whoever is "on leave" leaves nothing
