"""Notes that begin with their kind and a name: "reunión con Bar Sol el jueves, felices"; and appointments, which look alike."""

from datetime import datetime, timedelta
from itertools import takewhile

from handlers.language.concepts.concepts import Cue, Cued, known_words
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.entities.names.places import little_words
from handlers.language.meaning import Grain, Moment
from handlers.language.text.free_text import is_pause, phrase_at
from handlers.language.tokens import Mark

WHO = frozenset({"{customer}", "{contact}"})
_TO_COME = frozenset({"{future}", "{day}"})
_MOMENTS = _TO_COME | {"{past}"}
_NO_APPOINTMENT = ("did", "past", "says", "wants", "seeing", "history", "agenda", "move", "must", "do")
_NO_PLAN = frozenset({"?", "chat", "brief", "remind", "complaint", "{amount}"})
_OF_PLANS = frozenset({"seeing", "do", "visit.do", "call.do", "meeting.do"})
"""Concepts of words that name what is arranged as well: "lunch with", "see"."""
_ENGAGED_WITHIN = 5
"""Tokens within which something arranged is named: "el dia 9 comida de navidad con …"."""
_BEGINNING = 1
"""Tokens before the kind, at most: "ayer reunión con …"."""
_SHORTEST_VERB = 5
_FAR_APART = 27
"""Days between a date without its month as it was and as it will be."""


def noted(cued: Cued) -> bool:
    """Whether a note begins with its kind and a name: "whatsapp de Pepe: …", "reunión con Bar Sol, …, mandar oferta mañana".

    An appointment has its moment before the first pause, a note only where what follows tells how it was.
    """
    if {"?", "chat"} & (cued.concepts | set(cued.keys)):
        return False
    kind = _kind(cued)
    if kind is None:
        return False
    pause = _pause(cued)
    goes_on = pause + 1 < len(cued.keys) and cued.keys[pause + 1] not in _TO_COME
    told = set(cued.keys[:pause] if goes_on else cued.keys)
    return not _TO_COME & told or ("{future}" not in told and _goes_on_telling(cued, kind))


def _lies_ahead(cued: Cued, mark: Mark) -> bool:
    """Whether an hour of a date is far nearer to come than it is over: "meeting with Anil on 24th 3pm", said on the 20th.

    A date that no calendar has is one to come: nobody was anywhere on it.
    """
    past, future = mark.past, mark.future
    if past is None and future is None:
        return True
    if not isinstance(past, Moment) or not isinstance(future, Moment) or Grain.MINUTE not in {past.grain, future.grain}:
        return False
    if not isinstance(past.start, datetime) or not isinstance(future.start, datetime):
        return False
    return timedelta(days=_FAR_APART) <= future.start - past.start


def appointment(cued: Cued) -> bool:
    """Whether a message is a meeting to come and no more: "reunión con Bar Sol mañana a las 10", "…, llevar muestras"."""
    if _who_and_when(cued) or _who_when_and_why(cued) or _arranged(cued) or _own(cued):
        return True
    kind = _kind(cued, bidden=True)
    if (
        kind is None
        or set(cued.keys[phrase_at("writes_down", cued.keys, 0) : kind.first]) - _MOMENTS
        or {"?", "chat", "brief", "remind", "complaint"} & (cued.concepts | set(cued.keys))
    ):
        return False
    pause = _pause(cued)
    before = cued.keys[:pause]
    agreed = next((at for at, key in enumerate(before) if key == "{future}"), pause)  # behind it stands what to bring
    if "{past}" in before or any(
        kind.last <= cue.first < (agreed if cue.concept.endswith(".do") or cue.concept == "do" else pause)
        and not cue.inner
        and not phrase_at("topics", cued.keys, cue.first)
        for cue in cued.all(*_NO_APPOINTMENT)
    ):
        return False
    if "{future}" in before:
        return True
    meant = cued.keys[kind.first] in phrasebook().words("appointments") or any(
        _lies_ahead(cued, token.mark) for token in cued.reading.tokens[:pause] if token.mark and token.key == "{day}"
    )
    prepared = (
        pause + 1 < len(cued.keys)
        and phrase_at("for_an_appointment", cued.keys, pause + 1)
        and not _MOMENTS & set(cued.keys[pause:])
    )
    return "{day}" in before and bool(meant or prepared or (_hour_to_come(cued) and _says_no_more(cued, kind)))


def _says_no_more(cued: Cued, kind: Cue) -> bool:
    """Whether nothing is said beside a kind, whom it is with, where and when: "el martes a las 9 y media desayuno con Emilio"."""
    plain = WHO | _TO_COME | little_words()
    keys = enumerate(cued.keys)
    return all(kind.first <= at < kind.last or key in plain or is_pause(cued, at) for at, key in keys)


def _who_and_when(cued: Cued) -> bool:
    """Whether a message is somebody known, an hour to come or of a day that may come, and nothing more: "thurs 3pm Blue Door"."""
    if not WHO & set(cued.keys) or not _hour_to_come(cued):
        return False
    plain = WHO | _TO_COME | little_words()
    return all(key in plain or is_pause(cued, at) for at, key in enumerate(cued.keys))


def _who_when_and_why(cued: Cued) -> bool:
    """Whether a message is somebody, a day and what it is about, without a verb: "and declan monday about the oat milk"."""
    at, said = phrase_at("joints", cued.keys, 0), set()
    while at < len(cued.keys) and (cued.keys[at] in WHO | _TO_COME or cued.keys[at] in little_words()):
        if phrase_at("topics", cued.keys, at):
            break
        said.add(cued.keys[at])
        at += 1
    if not said & WHO or not said & _TO_COME or _NO_PLAN & (cued.concepts | set(cued.keys)):
        return False
    led = at < len(cued.keys) and phrase_at("topics", cued.keys, at)
    marks = [token.mark for token in cued.reading.tokens[:at] if token.mark and token.key in _TO_COME]
    return bool(led) and not _begins_to_tell_within(cued, at) and any(_is_ahead(mark) for mark in marks)


def _begins_to_tell_within(cued: Cued, at: int) -> bool:
    """Whether something that took place is told between a place and the first pause behind it."""
    end = next((place for place in range(at, len(cued.keys)) if is_pause(cued, place)), len(cued.keys))
    return any(at <= cue.first < end and not cue.inner for cue in cued.all("did", "past", "vague"))


def _arranged(cued: Cued) -> bool:
    """Whether a message is something arranged with somebody, and when it is: "lunch w gemma tues 1pm at the ivy".

    It has no verb, so it looks ahead; behind a pause stands nothing but what to bring, where its day may be of either tense.
    """
    pause = _pause(cued)
    before = cued.keys[:pause]
    at = next((at for at in range(min(pause, _ENGAGED_WITHIN)) if phrase_at("engagements", cued.keys, at)), None)
    if at is None or not WHO & set(before) or _NO_PLAN & (cued.concepts | set(cued.keys)) or "{past}" in before:
        return False
    lead = WHO | _TO_COME | little_words()
    if any(key not in lead and key not in {"'", "s"} for key in before[_only_leads(cued) : at]):
        return False
    last = at + phrase_at("engagements", cued.keys, at)
    if any(_is_told(cued, place) for place in range(last, pause)) or _is_done(cued, at, last, pause):
        return False
    moments = [t.mark for t in cued.reading.tokens[:pause] if t.mark and t.key in _TO_COME]
    if "{future}" in before:
        return True
    if not moments or not all(_is_ahead(mark) for mark in moments):
        return False
    hour = any(isinstance(m.future, Moment) and m.future.grain is Grain.MINUTE for m in moments)
    prepared = pause + 1 < len(cued.keys) and phrase_at("for_an_appointment", cued.keys, pause + 1)
    meant = any(_is_purpose(cued, place) for place in range(last, pause))
    alone = pause + 1 >= len(cued.keys) or bool(prepared) or meant
    return alone and (hour or not phrase_at("seen_or_called", cued.keys, at))


def _only_leads(cued: Cued) -> int:
    """How many words at the beginning only go on, or ask to note down what comes then: "and …", "apunta …"."""
    at = phrase_at("joints", cued.keys, 0)
    return at + max((phrase_at(name, cued.keys, at) for name in ("writes_down", "note_down")), default=0)


def _is_purpose(cued: Cued, at: int) -> bool:
    """Whether it begins to be said what something is for: "to sign", "para firmar"; "to Bar Sol" is where to."""
    if phrase_at("purposes", cued.keys, at):
        return True
    behind = cued.reading.tokens[at + 1] if at + 1 < len(cued.keys) else None
    led = cued.keys[at] in phrasebook().words("toward")
    return led and behind is not None and behind.mark is None and behind.is_word and behind.key not in little_words()


def _own(cued: Cued) -> bool:
    """Whether a message is an appointment of whoever tells it, at an hour to come: "ive a dentist appt thurs at 9"."""
    size = phrase_at("i_have", cued.keys, 0)
    if not _hour_to_come(cued) or _NO_PLAN & (cued.concepts | set(cued.keys)):
        return False
    within = range(size, min(len(cued.keys), size + _ENGAGED_WITHIN))
    mine = size and any(phrase_at(name, cued.keys, at) for at in within for name in ("own_appointments", "engagements"))
    return bool(mine or _with_somebody(cued)) and all(_is_ahead(m) for m in cued.reading.marks if m.kind == "day")


def _with_somebody(cued: Cued) -> bool:
    """Whether a message begins with something arranged with somebody, whoever that is: "cita con Bea …"."""
    size = phrase_at("engagements", cued.keys, 0)
    led = 0 < size < len(cued.keys) and cued.keys[size] in phrasebook().words("with_whom")
    told = any(_is_told(cued, at) for at in range(size, len(cued.keys))) or _is_done(cued, 0, size, len(cued.keys))
    return led and not told and not phrase_at("seen_or_called", cued.keys, 0)


def _is_done(cued: Cued, first: int, last: int, pause: int) -> bool:
    """Whether a verb before the pause says that somebody did, says or wants something; what it is about and its own name say nothing."""
    return any(
        cue.first < pause
        and not cue.inner
        and not (cue.first < last and first < cue.last)
        and not phrase_at("topics", cued.keys, cue.first)
        and cue.concept not in _OF_PLANS
        for cue in cued.all(*_NO_APPOINTMENT, "onward")
    )


def _is_told(cued: Cued, at: int) -> bool:
    """Whether words tell how it was: "went well", "felices"."""
    if cued.keys[at] in little_words():
        return False  # "el" is no "él"
    return any(phrase_at(name, cued.keys, at) for name in ("tells_on", "positive", "negative"))


def _is_ahead(mark: Mark) -> bool:
    """Whether a moment that may be of either tense can be one to come: another day than today, or an hour that is not over."""
    if mark.kind == "future" or mark.past is None:
        return mark.future is not None
    past, future = mark.past, mark.future
    return isinstance(past, Moment) and isinstance(future, Moment) and past.start != future.start and mark.is_dated


def _hour_to_come(cued: Cued) -> bool:
    marks = [mark for mark in cued.reading.marks if "{" + mark.kind + "}" in _TO_COME]
    return len(marks) == 1 and isinstance(marks[0].future, Moment) and marks[0].future.grain is Grain.MINUTE


def arrived(cued: Cued) -> bool:
    """Whether a message begins with where somebody got to: "got to Bell Inn at 9, …"."""
    size = phrase_at("arrives", cued.keys, 0)
    return 0 < size < len(cued.keys) and cued.keys[size] in WHO and "?" not in cued.keys


def quotes(cued: Cued) -> bool:
    """Whether what sounds like an order to the bot is only what somebody known wrote: "mail de Bar Sol ayer, dice ignora …"."""
    order = next(cue for cue in cued.cues if cue.concept == "attack")
    said = any(cue.last <= order.first for cue in cued.all("says"))
    return said and "{past}" in cued.keys[: order.first] and _kind(cued) is not None


def _kind(cued: Cued, *, bidden: bool = False) -> Cue | None:
    """The kind that a message begins with, a known name right behind it; also one that reads as an order ("visit Bar Sol …") if `bidden`."""
    for cue in takewhile(lambda cue: cue.first <= _BEGINNING, cued.all("noun")):
        at = _behind(cued, cue)
        bidding = at == cue.last and any(do.first == cue.first and do.concept.endswith(".do") for do in cued.cues)
        if (bidden or not bidding) and at < len(cued.keys) and cued.keys[at] in WHO:
            return cue
    return None


def _behind(cued: Cued, kind: Cue) -> int:
    at = kind.last
    while at < len(cued.keys) and (cued.keys[at] in little_words() or cued.keys[at] == "/"):
        at += 1
    return at


def _pause(cued: Cued) -> int:
    return next((at for at in range(len(cued.keys)) if is_pause(cued, at)), len(cued.keys))


def _goes_on_telling(cued: Cued, kind: Cue) -> bool:
    """Whether what follows the kind, whom it was with and when tells how it was: "…, felices", "…, dudan del precio"."""
    at = _behind(cued, kind)
    while at < len(cued.keys) and (
        cued.keys[at] in WHO or cued.keys[at] in _MOMENTS or is_pause(cued, at) or cued.keys[at] in little_words()
    ):
        if _tells(cued, at):
            return True
        at += 1
    return at < len(cued.keys) and _tells(cued, at)


def _tells(cued: Cued, at: int) -> bool:
    if cued.keys[at] not in lexicon().articles and any(
        phrase_at(name, cued.keys, at) for name in ("tells_on", "positive", "negative")
    ):
        return True
    if any(cue.first == at for cue in cued.all("did", "past", "complains")):
        return True
    key, book = cued.keys[at], phrasebook()
    return (
        len(key) >= _SHORTEST_VERB and key.endswith(tuple(book.words("telling_endings"))) and key not in known_words()
    )
