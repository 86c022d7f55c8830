"""Which intent a message has: the strongest of its signs, the likeness to learnt sentences among them, and never a write in doubt."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.language.acts.absence import absent_persons
from handlers.language.acts.clauses import step_behind
from handlers.language.acts.colleagues import colleagues_plan
from handlers.language.acts.forbidden import forbids
from handlers.language.concepts.concepts import Cued, core
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.finding import with_unknown
from handlers.language.entities.names.lexicon import is_first_name, lexicon
from handlers.language.entities.names.looked_up import looked_up
from handlers.language.intents.likeness import CONTROLS, REMINDER, TOLD, UNKNOWN, asked, by_likeness, fits
from handlers.language.intents.tellings import (
    has_noted,
    other_deed,
    plain_deed,
    rang_in_vain,
    reports,
    says_whose,
    tells,
    thing_sent,
    visit_alone,
)
from handlers.language.slots.deal_titles import points_back
from handlers.language.slots.deals import is_to_be_signed
from handlers.language.slots.notes import appointment, arrived, noted, quotes
from handlers.language.slots.notice import day_before, wants_notice
from handlers.language.slots.orders import asked_at_the_end, ordered, put_off, rearranged
from handlers.language.text.free_text import phrase_at
from handlers.language.tokens import NAMES

_SAID_TO_THE_BOT = {"undo": ("undo",), "cancel": ("cancel",), "no": ("no",), "yes": ("yes",), "help": ("greet", "help")}
_REFUSALS = ("undo", "cancel", "no")
"""What may be said together, the first of them being meant: "nah, leave it", "no, bórralo"."""

_ICONS = frozenset("👍👎👌✅❌")

_TELLINGS = frozenset({TOLD, "win_opportunity", "lose_opportunity", "finish_reminder"})
"""What is told as a fact, and no order to the bot."""

_FEWEST_DIGITS = 8
_LARGE = 3
"""Digits of a sum that names no currency."""
_TIMED = frozenset({"{future}", "{day}", "{every}"})

_NOT_OF_WHO_IS_AWAY = frozenset({"set_preference", REMINDER, "lose_opportunity"})
"""What a message that says that somebody is away is not: the day is when they are back."""

_ALONE = {"customer": "show_customer", "contact": "show_contact", "promotion": "brief_promotion"}


@dataclass(frozen=True, slots=True)
class Sign:
    """Something by which a message may be told for what it is. `says` gives the intent, or None where the sign is not there.

    `strength` is how sure it is, from 0 to 1: of all signs of a message the strongest counts, wherever it stands in a list.
    Signs of one strength never speak for two intents of one message; a test goes through every corpus to see it.
    """

    name: str
    strength: float
    says: Callable[[Cued], str | None]


@dataclass(frozen=True, slots=True)
class Bar:
    """What a message cannot be, whatever speaks for it: `applies` gets the whole message, and the intent that it is barred from.

    It is `instead` then: told, or nothing known; where two bars apply, it is told, for what was said is not dropped.
    """

    name: str
    applies: Callable[[Cued, str], bool]
    instead: str


def decide(cued: Cued) -> str:
    """Returns the intent of a message, "unknown" where none fits."""
    if not cued.reading.tokens:
        return UNKNOWN
    cued = core(cued)
    said = next((said for sign in _STRONGEST_FIRST if (said := sign.says(cued))), UNKNOWN)
    instead = {bar.instead for bar in BARS if bar.applies(cued, said)}
    return said if not instead else TOLD if TOLD in instead else UNKNOWN


def signs_of(cued: Cued) -> Sequence[tuple[Sign, str]]:
    """Every sign of a message and what it speaks for, the strongest first; for explanations and tests."""
    cued = core(cued)
    return [(sign, said) for sign in _STRONGEST_FIRST if (said := sign.says(cued))]


def bars_of(cued: Cued, intent: str) -> Sequence[Bar]:
    """What bars a message from an intent; for explanations and tests."""
    return [bar for bar in BARS if bar.applies(core(cued), intent)]


def _has_a_number(cued: Cued) -> bool:
    """Whether a message has so many digits as only a telephone number has, or an address."""
    text = cued.reading.text
    return "@" in text or sum(letter.isdigit() for letter in text) >= _FEWEST_DIGITS


def _is_of_who_is_away(cued: Cued, intent: str) -> bool:
    """Of "on leave, don't call for two weeks", "off til the 7th so chase Kath" the day is when they are back."""
    bidden = any(cue.first == 0 for cue in cued.all("remind"))
    return intent in _NOT_OF_WHO_IS_AWAY and not bidden and bool(absent_persons(cued))


def _is_unsettled(cued: Cued) -> bool:
    """Whether what is to be done is so in the place of something else, and nobody asks for more than that: "I'll call him today instead"."""
    bidden = any(cue.first == 0 for cue in cued.all("remind"))
    return not bidden and any(phrase_at("unsettled", cued.keys, at) for at in range(len(cued.keys)))


def _says_when(cued: Cued) -> bool:
    """Whether a message begins with something arranged, and says when it is: "la cata sería el 10 a las 17"."""
    at = 1 if cued.keys[0] in lexicon().articles else 0
    size = phrase_at("engagements", cued.keys, at) if at < len(cued.keys) else 0
    return (
        "?" not in cued.keys
        and bool(size)
        and any(phrase_at("will_be", cued.keys, place) for place in range(at + size, len(cued.keys)))
    )


def _expects_us(cued: Cued) -> bool:
    """Whether a message begins with somebody, says that they see us then, and asks nothing: "Hugo me recibe el jueves a las 9"."""
    named = cued.keys[0] in {"{contact}", "{customer}"}
    return named and "?" not in cued.keys and any(phrase_at("seen_then", cued.keys, at) for at in range(len(cued.keys)))


def _is_complained(cued: Cued, intent: str) -> bool:
    """What somebody complains of is told, whatever is to be done about it: "Janet is moaning the mats haven't come, chase the warehouse tomorrow"."""
    if intent != REMINDER or any(cue.first == 0 for cue in cued.all("remind", "must")):
        return False
    steps = [at for at in range(len(cued.keys)) if phrase_at("steps", cued.keys, at)]
    complains = [cue for cue in cued.all("complains") if cue.first > 0]
    return any(
        {"{customer}", "{contact}"} & set(cued.keys[: cue.first]) and any(at >= cue.last for at in steps)
        for cue in complains
    )


def _is_only_asked(cued: Cued, intent: str) -> bool:
    """Whether what would be kept is no more than asked: "did we win Bar Sol?", "should I call Marta tomorrow".

    An order may end as a question does ("can you remind me to call Marta?"); what is told may not.
    """
    if not phrasebook().rules[intent].writes or intent in CONTROLS:
        return False
    return phrase_at("question_words", cued.keys, 0) > 0 or (intent in _TELLINGS and cued.keys[-1] == "?")


def _attack(cued: Cued) -> str | None:
    """Who tries to give the bot orders of another kind; what a customer is quoted with is told."""
    return (TOLD if quotes(cued) else UNKNOWN) if "attack" in cued.concepts else None


def _introduces(cued: Cued) -> str | None:
    return next((mark.introduces for mark in cued.reading.marks if mark.introduces), None)


def _bids(cued: Cued) -> str | None:
    """What somebody is to be reminded of: "recuérdale a Luis que pase por Zen": what is to be done is no deed."""
    asks = _reminds_somebody(cued) or _bids_remember(cued) or wants_notice(cued) or _is_asked_for(cued)
    return REMINDER if asks and fits(cued, REMINDER) else None


def _rearranges(cued: Cued) -> str | None:
    moves = (put_off(cued) or rearranged(cued)) and not plain_deed(cued) and not reports(cued)
    return "move_reminder" if moves else None


def _deed(cued: Cued) -> str | None:
    done = plain_deed(cued) or visit_alone(cued) or rang_in_vain(cued) or arrived(cued) or thing_sent(cued)
    return TOLD if done else None


def _written_down(cued: Cued) -> str | None:
    """A note with a day; "apúntame cita con Toni el jueves" is to come."""
    if not noted(cued) or not {"{future}", "{day}"} & cued.concepts:
        return None
    return REMINDER if phrase_at("writes_down", cued.keys, 0) and appointment(cued) else TOLD


def _of_a_stranger(cued: Cued) -> str | None:
    """What is told of somebody whom nobody knows; who enquired is a lead."""
    named = with_unknown(cued)
    if named is cued or not (plain_deed(named) or other_deed(named) or noted(named)):
        return None
    return None if "lead" in cued.concepts and by_likeness(cued) == "new_lead" else TOLD


def _sounds(cued: Cued) -> str | None:
    sounds_like = by_likeness(cued)
    return TOLD if sounds_like == REMINDER and step_behind(cued) and tells(cued) else sounds_like


def _deal_there_is(cued: Cued) -> str | None:
    """That there is an opportunity, with whom and for how much, or that what was told is one: neither asks anything.

    "hay una oportunidad con Bar Sol de 3.000 para enero", "ponlo como oportunidad, cierre en diciembre".
    """
    if "?" in cued.keys:
        return None
    if "opportunity" in cued.concepts and points_back(cued):
        return "new_opportunity"
    if not {"{customer}", "{contact}"} & cued.concepts:
        return None
    sum_said = "{amount}" in cued.concepts or any(key.isdecimal() and len(key) >= _LARGE for key in _joined(cued))
    return "new_opportunity" if sum_said and phrase_at("there_is_a_deal", cued.keys, 0) else None


def _joined(cued: Cued) -> list[str]:
    """The numbers of a message, their thousands joined: "6500" of "6.500"."""
    tokens, text = cued.reading.tokens, cued.reading.text
    stretches = "".join(
        text[token.start : token.end] if token.key[0].isdigit() or token.key in {".", ","} else " " for token in tokens
    )
    return [number.replace(".", "").replace(",", "") for number in stretches.split()]


def _strangers_deal(cued: Cued) -> str | None:
    if "opportunity" not in cued.concepts or (named := with_unknown(cued)) is cued:
        return None
    return "new_opportunity" if by_likeness(named) == "new_opportunity" else None


def _told(cued: Cued) -> str | None:
    named = with_unknown(cued)
    return TOLD if tells(cued) or (named is not cued and tells(named)) else None


def _known_asked_about(cued: Cued) -> str | None:
    found = asked(cued)
    return found if found != UNKNOWN else None


def _stranger_asked_about(cued: Cued) -> str | None:
    nobody = looked_up(cued)
    return nobody[0] if nobody else None


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
    if phrase_at("question_words", cued.keys, begins.last) if begins.last < len(cued.keys) else True:
        return False
    timed = cued.keys[begins.last] in _TIMED and begins.last + 1 < len(cued.keys)  # "recuérdame cada viernes …"
    return timed or any(begins.last <= cue.first <= begins.last + 1 for cue in cued.all("do"))


def _is_asked_for(cued: Cued) -> bool:
    """Whether a message tells what is on a day to come, and ends in asking to be reminded: "floor plan at Bar Sol Dec 8 1pm, remind me"."""
    asked = asked_at_the_end(cued)
    over = any(not cue.inner for cue in cued.all("past", "did", "complains"))
    return asked is not None and not over and "?" not in cued.keys and bool(_TIMED & set(cued.keys[: asked.first]))


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


def _must_be_done(cued: Cued) -> bool:
    """Whether a sentence begins with a duty and has its day: "tengo que llamar a Marta el lunes"."""
    must = cued.first("must")
    if must is None or must.first > 1 or {"?", "brief", "seeing", "chat"} & (cued.concepts | set(cued.keys)):
        return False
    return any(cue.first == must.last for cue in cued.all("do")) and fits(cued, REMINDER)


def _adds_nobody(cued: Cued, intent: str) -> bool:
    """Whether what only sounds like a new contact names nobody: "parking at crumb street only round the back" has no first name, capital or number."""
    if intent != "new_contact" or {"create", "contact"} <= cued.concepts or _introduces(cued):
        return False
    text, tokens = cued.reading.text, cued.reading.tokens
    words = [token for token in tokens if token.mark is None and token.is_word]
    named = any(is_first_name(token.key) or (token.start > 0 and text[token.start].isupper()) for token in words)
    known = all(mark.name is None or mark.name.candidates for mark in cued.reading.of("contact"))
    return not (named or {"{phone}", "{email}"} & set(cued.keys) or ("{contact}" in cued.keys and not known))


def _names_customer(cued: Cued) -> bool:
    return "{customer}" in cued.concepts


def _begins_telling(cued: Cued) -> bool:
    """Whether a message begins with what was done with somebody."""
    return any(cue.first <= 1 for cue in cued.all("visit.did", "call.did", "meeting.did", "visit.vague"))


SIGNS = (
    Sign("orders of another kind", 1.0, _attack),
    Sign("it introduces somebody", 0.98, _introduces),
    Sign("it is ordered", 0.95, lambda cued: REMINDER if ordered(cued) or colleagues_plan(cued) else None),
    Sign("it has something written down", 0.92, lambda cued: TOLD if has_noted(cued) else None),
    Sign("it moves what is agreed", 0.9, _rearranges),
    Sign("it asks to be reminded", 0.85, _bids),
    Sign("it begins with a deed", 0.8, _deed),
    Sign("it asks to be reminded the day before", 0.85, lambda cued: REMINDER if day_before(cued) else None),
    Sign("it is a name alone", 0.75, _name_alone),
    Sign("it is said to the bot", 0.75, _to_the_bot),
    Sign("it is a note with a day", 0.7, _written_down),
    Sign("it is an appointment", 0.65, lambda cued: REMINDER if appointment(cued) else None),
    Sign("it tells of a stranger", 0.6, _of_a_stranger),
    Sign("it says that there is a deal", 0.58, _deal_there_is),
    Sign("it sounds like one", 0.55, _sounds),
    Sign("it sounds like a stranger's deal", 0.5, _strangers_deal),
    Sign("it begins with a duty", 0.45, lambda cued: REMINDER if _must_be_done(cued) else None),
    Sign("it tells of somebody", 0.4, _told),
    Sign("it asks for a reminder amid", 0.35, lambda cued: REMINDER if _asks_amid(cued) else None),
    Sign("it asks about something known", 0.3, _known_asked_about),
    Sign("it asks about somebody unknown", 0.25, _stranger_asked_about),
)
"""From 0.9 what the grammar says, from 0.65 how it begins, from 0.5 what it sounds like, below what it may be taken for."""

_STRONGEST_FIRST = sorted(SIGNS, key=lambda sign: -sign.strength)

BARS = (
    Bar("it is yet to be signed", lambda cued, said: said == "win_opportunity" and is_to_be_signed(cued), TOLD),
    Bar("somebody is said to complain", _is_complained, TOLD),
    Bar("it says when something is", lambda cued, said: said == "my_day" and _says_when(cued), UNKNOWN),
    Bar("it says who expects us", lambda cued, said: said == "brief_customer" and _expects_us(cued), TOLD),
    Bar("it is in doubt", lambda cued, said: said == REMINDER and _is_unsettled(cued), TOLD),
    Bar("it forbids it", lambda cued, said: said == REMINDER and forbids(cued), TOLD),
    Bar("the day is when somebody is back", _is_of_who_is_away, TOLD),
    Bar("it tells more than a preference", lambda cued, said: said == "set_preference" and _has_a_number(cued), TOLD),
    Bar("it says whose it was", lambda cued, said: said == "undo" and says_whose(cued), UNKNOWN),
    Bar("it is only asked", _is_only_asked, UNKNOWN),
    Bar("it names nobody who may be added", _adds_nobody, UNKNOWN),
    Bar(
        "it tells of a customer, and of nobody there",
        lambda cued, said: _adds_nobody(cued, said) and _names_customer(cued),
        TOLD,
    ),
    Bar(
        "it tells what was done",
        lambda cued, said: said == "new_customer" and not _introduces(cued) and _begins_telling(cued),
        TOLD,
    ),
)
