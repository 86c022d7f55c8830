"""Which intent a message has: certain signs first, then the model, and never a write where there is a doubt."""

from collections.abc import Sequence

from handlers.language.acts.absence import absent_persons, denies, unanswered
from handlers.language.acts.clauses import step_behind
from handlers.language.acts.colleagues import colleagues_plan
from handlers.language.concepts.concepts import Cue, Cued, core
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.finding import with_unknown
from handlers.language.entities.names.looked_up import looked_up
from handlers.language.entities.names.places import little_words
from handlers.language.intents.model import intent_model, words_of_intent
from handlers.language.slots.deals import is_to_be_signed
from handlers.language.slots.notes import WHO, appointment, arrived, noted, quotes
from handlers.language.slots.orders import ordered, put_off, rearranged
from handlers.language.text.free_text import is_pause, phrase_at
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
_SIGNS = 2
"""Signs of a telling, beside a known name, that together make one."""

_KNOWN_DEEDS = frozenset(f"{kind}.did" for kind in ("visit", "call", "email", "message", "meeting", "event"))
_WHEN_TOLD = frozenset({"{past}", "{day}"})
_BEGINNING = 2
_FEWEST_DIGITS = 8
_EARLY = 3
_SOON = 30
_ASKS = frozenset({"ask", "show", "create", "remind", "help"})

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
    if (put_off(cued) or rearranged(cued)) and not _plain_deed(cued) and not _reports(cued):
        return "move_reminder"
    if _reminds_somebody(cued) and fits(cued, REMINDER):
        return REMINDER  # "recuérdale a Luis que pase por Zen": what is to be done is no deed
    if _bids_remember(cued) and fits(cued, REMINDER):
        return REMINDER
    if _plain_deed(cued) or _visit_alone(cued) or _rang_in_vain(cued) or arrived(cued):
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
    if named is not cued and not lead and (_plain_deed(named) or _other_deed(named) or noted(named)):
        return TOLD
    if sounds_like := _by_likeness(cued):
        return TOLD if sounds_like == REMINDER and step_behind(cued) and _tells(cued) else sounds_like
    if named is not cued and "opportunity" in cued.concepts and _by_likeness(named) == "new_opportunity":
        return "new_opportunity"
    if _must_be_done(cued):
        return REMINDER
    if _tells(cued) or (named is not cued and _tells(named)):
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


def _rang_in_vain(cued: Cued) -> bool:
    """Whether it tells of a call to somebody known that nobody answered, whatever else its words sound like."""
    known = bool(cued.concepts & {"{customer}", "{contact}"})
    nobody = unanswered(cued) if known and "?" not in cued.keys else None
    if nobody is None or any(cue.first == 0 for cue in cued.all("remind", "move")):
        return False
    return any(cue.first < nobody.start for cue in cued.all("call.did", "call.noun"))


def _plain_deed(cued: Cued) -> bool:
    """Whether a sentence begins with what was done, to somebody known: "llamé a Bar Sol, …", "ya visité …"."""
    if "?" in cued.keys or not cued.concepts & {"{customer}", "{contact}"} or _chats(cued):
        return False
    change_sets = [
        cue for cue in cued.cues if not cue.inner and (cue.concept in _KNOWN_DEEDS or _saw_somebody(cued, cue))
    ]
    if (
        not change_sets
        or change_sets[0].first > _BEGINNING
        or any(cue.first < change_sets[0].first and cue.concept in _ASKS for cue in cued.cues)
    ):
        return False
    before_pause = next((at for at in range(len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    return not any(key == "{future}" for key in cued.keys[:before_pause])


def _chats(cued: Cued) -> bool:
    """Whether it is small talk; what comes behind the customer and a pause is what they said: "…, quieren cerveza"."""
    who = next((at for at, key in enumerate(cued.keys) if key == "{customer}"), len(cued.keys))
    pause = next((at for at in range(who, len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    return any(cue.first < pause for cue in cued.all("chat"))


def _visit_alone(cued: Cued) -> bool:
    """Whether a message is "visit" and a customer, and nothing else: what was done, in a hurry."""
    here = {cue.concept for cue in cued.cues if cue.first == 0}
    who = {"{customer}"} | phrasebook().words("business") | little_words()
    return {"visit.do", "visit.noun"} <= here and "{customer}" in cued.keys and all(key in who for key in cued.keys[1:])


def _other_deed(cued: Cued) -> bool:
    """Whether a sentence begins with what else was done for somebody: "le mandé la cotización a Camila"."""
    cue = next((cue for cue in cued.all("other.did") if cue.first <= 1), None)
    if cue is None or {"?", "{future}", "chat"} & (cued.concepts | set(cued.keys)):
        return False
    said = cued.reading.text[cued.reading.tokens[cue.last - 1].start : cued.reading.tokens[cue.last - 1].end].casefold()
    return not said.endswith("e")  # "mande el catálogo a Camila" asks for it


def _saw_somebody(cued: Cued, cue: Cue) -> bool:
    """Whether a vague verb ("vi a", "was at") is about somebody known."""
    at = cue.last
    while at < len(cued.keys) and cued.keys[at] in little_words():
        at += 1
    return cue.concept.endswith(".vague") and at < len(cued.keys) and cued.keys[at] in WHO


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
    told = _somebody_says(cued) or _begins_with_deed(cued) or _tells_of_a_deal(cued) or _reports(cued)
    to_write = _is_to_be_written(cued)
    for intent in sorted(scores, key=lambda name: -scores[name]):
        writes = phrasebook().rules[intent].writes
        if (told and (intent in _ORDERS or not writes)) or (to_write and not writes and intent != UNKNOWN):
            continue
        least = max(FLOOR, far_behind, none_at_all + (DOUBT if phrasebook().rules[intent].writes else 0.0))
        if intent != UNKNOWN and scores[intent] >= least and fits(cued, intent):
            return intent
    return None


def _somebody_says(cued: Cued) -> bool:
    """Whether a message begins with what somebody else says, asks or wants, "Marta pregunta si …", "they want to move …": it is no order."""
    at = phrase_at("joints", cued.keys, 0)
    while at < len(cued.keys) and not phrase_at("reported", cued.keys, at):
        of_them = (
            cued.keys[at] in little_words() and cued.keys[at - 1 : at] and cued.keys[at - 1] in WHO
        )  # "lucía de la mañana"
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


def _reports(cued: Cued) -> bool:
    """Whether a message tells what somebody who is named says: "in there now, Niamh says …"."""
    named = (at for at, key in enumerate(cued.keys[:-1]) if key in WHO)
    return "?" not in cued.keys and any(phrase_at("reported", cued.keys, at + 1) for at in named)


def _begins_with_deed(cued: Cued) -> bool:
    """Whether a message begins with what was done, and asks nothing: "le enseñé la promo y le gustó"."""
    asks = "?" in cued.keys or cued.concepts & {"ask", "show"}
    return not asks and any(cue.first == 0 and not cue.inner for cue in cued.all("other.did"))


def _tells_of_a_deal(cued: Cued) -> bool:
    """Whether a message asks nothing, and names somebody known and a sum of money, or tells that something was agreed.

    No list is asked for so.
    """
    if "?" in cued.keys or any(cue.first == 0 for cue in cued.all("ask", "show")):
        return False
    agreed = any(phrase_at("agreed", cued.keys, at) for at in range(len(cued.keys)))
    return agreed or ("{amount}" in cued.concepts and bool(WHO & cued.concepts))


def _is_to_be_written(cued: Cued) -> bool:
    """Whether it begins by having something written down or taken back, "apunta a Bar Sol en la promo": it asks to see nothing."""
    orders = any(phrase_at(words, cued.keys, 0) for words in ("writes_down", "takes_back"))
    return orders and "?" not in cued.keys


def _asked(cued: Cued) -> str:
    """A question about somebody or something known may sound less like a command, and is still answered.

    What denies something and asks nothing tells it: "Esteban Roble no paga".
    """
    if _somebody_says(cued) or _is_to_be_written(cued) or _tells_of_a_deal(cued):
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


def _tells(cued: Cued) -> bool:
    """Whether a sentence without a telling verb tells of a customer all the same: "ayer Bar Sol, pidieron 5 cajas"."""
    concepts = cued.concepts
    if not concepts & {"{customer}", "{contact}"} or "chat" in concepts:
        return False
    how = "prefers" in concepts and any(concept.startswith("channel.") for concept in concepts)
    if how and not concepts & _KNOWN_DEEDS and not {"{past}", "{dated}"} & concepts:
        return (
            False  # how they like it from now on; with a day it is what was agreed: "quiere que le llamemos el jueves"
        )
    asks = "?" in cued.keys or phrase_at("question_words", cued.keys, 0)
    if asks or any(cue.first <= 1 and cue.concept in _ASKS and not cue.inner for cue in cued.cues):
        return False
    if any(cue.first <= _EARLY and not cue.inner for cue in cued.all("task", "remind", "move", "must")):
        return False
    signs = (
        {"{past}", "{day}"} & concepts,
        {"{past}"} & concepts and {"{customer}"} & concepts,
        any(
            phrase_at(mood, cued.keys, at)
            for mood in ("positive", "negative")
            for at in range(min(len(cued.keys), _SOON))
        ),
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


def _must_be_done(cued: Cued) -> bool:
    """Whether a sentence begins with a duty and has its day: "tengo que llamar a Marta el lunes"."""
    must = cued.first("must")
    if must is None or must.first > 1 or {"?", "brief", "seeing", "chat"} & (cued.concepts | set(cued.keys)):
        return False
    return any(cue.first == must.last for cue in cued.all("do")) and fits(cued, REMINDER)


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
