"""Which intent a message has: certain signs first, then the model, and never a write where there is a doubt."""

from collections.abc import Sequence

from handlers.language.acts.absence import absent_persons
from handlers.language.acts.clauses import step_behind
from handlers.language.acts.colleagues import colleagues_plan
from handlers.language.concepts.concepts import Cued, core
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.finding import with_unknown
from handlers.language.entities.names.looked_up import looked_up
from handlers.language.entities.names.places import little_words
from handlers.language.intents.model import intent_model, words_of_intent
from handlers.language.intents.tellings import (
    begins_with_deed,
    other_deed,
    plain_deed,
    rang_in_vain,
    reports,
    somebody_says,
    tells,
    tells_of_a_deal,
    visit_alone,
)
from handlers.language.slots.deals import is_to_be_signed
from handlers.language.slots.notes import appointment, arrived, noted, quotes
from handlers.language.slots.orders import ordered, put_off, rearranged
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import NAMES

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

_SAID_TO_THE_BOT = {"undo": ("undo",), "cancel": ("cancel",), "no": ("no",), "yes": ("yes",), "help": ("greet", "help")}
_REFUSALS = ("undo", "cancel", "no")
"""What may be said together, the first of them being meant: "nah, leave it", "no, bórralo"."""

_ICONS = frozenset("👍👎👌✅❌")

COVERED = 0.74

MOST_LEFT = 4
"""Words of a question that nobody asks with; `make bench` prints how far the corpus is from it."""

_TELLS_OF = frozenset({"says", "wants", "past", "chat"})
"""Concepts whose words tell something, wherever they stand."""

TOLD = "log_interaction"
REMINDER = "set_reminder"
_TELLINGS = frozenset({TOLD, "win_opportunity", "lose_opportunity", "finish_reminder"})
"""What is told as a fact, and no order to the bot."""

_FEWEST_DIGITS = 8

_ORDERS = frozenset({"move_reminder", "finish_reminder"})
"""What only the sender can mean: "they want to move it to Friday" is told, and orders nothing."""

_ALONE = {"customer": "show_customer", "contact": "show_contact", "promotion": "brief_promotion"}


def decide(cued: Cued) -> str:
    """Returns the intent of a message, "unknown" where none fits."""
    if not cued.reading.tokens:
        return UNKNOWN
    if "attack" in cued.concepts:
        return TOLD if quotes(cued) else UNKNOWN
    cued = core(cued)
    said = _plainly(cued) or _by_all_signs(cued)
    if said == "win_opportunity" and is_to_be_signed(cued):
        return TOLD
    if said == "set_preference" and (absent_persons(cued) or _has_a_number(cued)):
        return TOLD  # "on leave, don't call for two weeks" is none, and of "her mobile is 611 …, prefers WhatsApp" it is half
    return UNKNOWN if _is_only_asked(cued, said) else said


def _has_a_number(cued: Cued) -> bool:
    """Whether a message has so many digits as only a telephone number has, or an address."""
    text = cued.reading.text
    return "@" in text or sum(letter.isdigit() for letter in text) >= _FEWEST_DIGITS


def _is_only_asked(cued: Cued, intent: str) -> bool:
    """Whether what would be kept is no more than asked: "did we win Bar Sol?", "should I call Marta tomorrow".

    An order may end as a question does ("can you remind me to call Marta?"); what is told may not.
    """
    if not phrasebook().rules[intent].writes or intent in CONTROLS:
        return False
    return phrase_at("question_words", cued.keys, 0) > 0 or (intent in _TELLINGS and cued.keys[-1] == "?")


def _plainly(cued: Cued) -> str | None:
    """What a message is by how it begins, or as a whole, whatever else its words sound like."""
    if introduced := next((mark.introduces for mark in cued.reading.marks if mark.introduces), None):
        return introduced
    if ordered(cued) or colleagues_plan(cued):
        return REMINDER
    if (put_off(cued) or rearranged(cued)) and not plain_deed(cued) and not reports(cued):
        return "move_reminder"
    if _reminds_somebody(cued) and fits(cued, REMINDER):
        return REMINDER  # "recuérdale a Luis que pase por Zen": what is to be done is no deed
    if _bids_remember(cued) and fits(cued, REMINDER):
        return REMINDER
    if plain_deed(cued) or visit_alone(cued) or rang_in_vain(cued) or arrived(cued):
        return TOLD
    if said := _name_alone(cued) or _to_the_bot(cued):
        return said
    if noted(cued) and {"{future}", "{day}"} & cued.concepts:
        written_down = phrase_at("writes_down", cued.keys, 0) > 0  # "apúntame cita con Toni el jueves": it is to come
        return REMINDER if written_down and appointment(cued) else TOLD
    return REMINDER if appointment(cued) else None


def _by_all_signs(cued: Cued) -> str:
    """What a message most likely is: what it tells of somebody nobody knows, what it sounds like, what it asks."""
    named = with_unknown(cued)
    lead = "lead" in cued.concepts and _by_likeness(cued) == "new_lead"
    if named is not cued and not lead and (plain_deed(named) or other_deed(named) or noted(named)):
        return TOLD
    if sounds_like := _by_likeness(cued):
        return TOLD if sounds_like == REMINDER and step_behind(cued) and tells(cued) else sounds_like
    if named is not cued and "opportunity" in cued.concepts and _by_likeness(named) == "new_opportunity":
        return "new_opportunity"
    if _must_be_done(cued):
        return REMINDER
    if tells(cued) or (named is not cued and tells(named)):
        return TOLD
    if _asks_amid(cued):
        return REMINDER
    asked = _asked(cued)
    nobody = looked_up(cued) if asked == UNKNOWN else None
    return nobody[0] if nobody else asked


def _reminds_somebody(cued: Cued) -> bool:
    """Whether it begins by having a colleague reminded, and does not ask."""
    size = phrase_at("addressing", cued.keys, 0)
    behind = cued.keys[size] if 0 < size < len(cued.keys) else ""
    if behind != "{staff}" and not any(cue.first == 0 for cue in cued.all("remind")):
        return False  # "get", "inform" have nobody reminded but a colleague
    a_reminder = any(cue.first > size for cue in cued.all("task"))  # "nudge Marta's reminder to Friday"
    return (
        bool(behind) and behind not in phrasebook().words("addressed_self") and not a_reminder and "?" not in cued.keys
    )


def _bids_remember(cued: Cued) -> bool:
    """Whether it begins by asking to be reminded of a deed at a time, of whomever: "recuérdame comprarle algo a mi hermana el viernes"."""
    begins = next((cue for cue in cued.all("remind") if cue.first == 0), None)
    if begins is None or "?" in cued.keys or any(cue.first > begins.last for cue in cued.all("task")):
        return False
    return any(begins.last <= cue.first <= begins.last + 1 for cue in cued.all("do"))


def _asks_amid(cued: Cued) -> bool:
    """Whether a message about nobody known asks in its middle to be reminded: "hoy es su cumple acuérdame de llamarla a las 8"."""
    if "?" in cued.keys or cued.concepts & {"{customer}", "{contact}"} or not fits(cued, REMINDER):
        return False
    deeds = [cue.first for cue in cued.all("do")]
    return any(cue.last <= at <= cue.last + 1 for cue in cued.all("remind") for at in deeds)


def _name_alone(cued: Cued) -> str | None:
    """A name and nothing else but politeness asks to see whose it is."""
    names = [mark for mark in cued.reading.marks if mark.kind in NAMES]
    if not names or len(names) < len(cued.reading.marks):
        return None
    polite = {at for cue in cued.all("filler", "greet") for at in range(cue.first, cue.last)}
    if any(token.is_word and at not in polite for at, token in enumerate(cued.reading.tokens)):
        return None
    return _ALONE.get(names[0].kind)


def _to_the_bot(cued: Cued) -> str | None:
    """A message of nothing but words for one thing that is said to the bot itself: "sí, claro", "hola qué tal", or but "?"."""
    if set(cued.keys) == {"?"}:
        return "help"
    words = {at for at, token in enumerate(cued.reading.tokens) if token.is_word or token.mark or token.key in _ICONS}
    polite = _said(cued, "filler", "thanks")
    said = {intent: _said(cued, *concepts) for intent, concepts in _SAID_TO_THE_BOT.items()}
    found = next((intent for intent, places in said.items() if places and words <= places | polite), None)
    if found is None and words <= polite.union(*(said[intent] for intent in _REFUSALS)):
        found = next((intent for intent in _REFUSALS if said[intent]), None)
    return found


def _said(cued: Cued, *concepts: str) -> set[int]:
    """The places of the words of some concepts."""
    return {at for cue in cued.all(*concepts) if not cue.inner for at in range(cue.first, cue.last)}


def _by_likeness(cued: Cued) -> str | None:
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


def _asked(cued: Cued) -> str:
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


def _must_be_done(cued: Cued) -> bool:
    """Whether a sentence begins with a duty and has its day: "tengo que llamar a Marta el lunes"."""
    must = cued.first("must")
    if must is None or must.first > 1 or {"?", "brief", "seeing", "chat"} & (cued.concepts | set(cued.keys)):
        return False
    return any(cue.first == must.last for cue in cued.all("do")) and fits(cued, REMINDER)


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
