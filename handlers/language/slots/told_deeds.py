"""What was done, as a telling says it: a visit, a call, a message, or what a colleague or nobody did."""

from datetime import datetime

from handlers.language.acts.absence import unanswered
from handlers.language.acts.clauses import clauses
from handlers.language.acts.colleagues import colleagues_deed
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.lexicon import lexicon
from handlers.language.meaning import Context, Moment
from handlers.language.slots.draft import Draft
from handlers.language.slots.next_steps import find_step, is_expected, means_to
from handlers.language.slots.notes import WHO
from handlers.language.slots.step_cues import is_to_come
from handlers.language.slots.wishes import is_surely_ahead
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark
from storage.names.names import NameKind

DEED_FORMS = ("did", "noun", "vague")
"""Forms of a concept that tell of a deed."""

NEAR = 5
"""Tokens behind a vague verb ("estuve en una …") within which a noun still says what it was."""

CALL = "call"
"""What it was that nobody answered."""

_DENIED_NEAR = 2
"""Tokens before what was done within which a "no" is about it."""


def told_deed(draft: Draft) -> Cue | None:
    """What was done, which fills `kind` where the sender did it; a call that nobody answered was one all the same."""
    cued = draft.cued
    kind = _kind_cue(cued) or _stands_there(cued)
    if kind is not None and (
        _is_to_do(cued, kind, draft.context)
        or is_expected(cued, kind, draft.context.now.astimezone(draft.context.zone))
    ):
        kind = None
    if kind is not None and _is_ahead(cued, kind, draft.context):
        kind = None
    denied = kind is not None and (_is_denied(cued, kind) or _is_called_off(cued, kind))
    by_another, nobody = _by_a_colleague(cued, kind), unanswered(cued)
    kind = None if denied else by_another or kind
    draft.unmet = denied or by_another is not None or nobody is not None
    if kind is not None and not kind.concept.startswith("other.") and by_another is None:
        draft.put("kind", kind.concept.partition(".")[0], *cued.span(kind))
    elif kind is None and nobody is not None:
        tokens = cued.reading.tokens
        draft.put("kind", CALL, tokens[nobody.start].start, tokens[nobody[-1]].end)
    return kind


def _kind_cue(cued: Cued) -> Cue | None:
    """What says of which kind it was: the first verb or noun; behind a vague verb a noun close to it."""
    found = [
        cue
        for cue in cued.all(*DEED_FORMS)
        if not _is_theirs(cued, cue) and not _is_detail(cued, cue) and not _gives_a_name(cued, cue)
    ]
    cues = (cue for cue in found if not any(_outdone(cue, other) for other in found))
    first = next(cues, None)
    if first is None:
        return None
    if not first.concept.endswith(".vague") and not first.concept.startswith("other."):
        return first
    for cue in cues:
        between = range(first.last, cue.first)
        open_kind = first.concept.startswith("other.")
        if cue.first > first.last + NEAR or any((is_pause if open_kind else _parts)(cued, at) for at in between):
            break
        if cue.concept.endswith(".noun") or (open_kind and not cue.concept.startswith("other.")):
            return cue
    return first


def _stands_there(cued: Cued) -> Cue | None:
    """A visit that no verb tells of: "vista Pilar", "en Bar Sol con Marta", "at Red Lion with Gemma", where a message begins so."""
    if not cued.keys:
        return None
    if size := phrase_at("seen", cued.keys, 0):
        return Cue("visit.vague", 0, size) if cued.keys[size : size + 1] and cued.keys[size] in WHO else None
    size = phrase_at("stands_at", cued.keys, 0)
    end = next((at for at in range(len(cued.keys)) if is_pause(cued, at)), len(cued.keys))
    at = size
    while 0 < at < end and cued.keys[at] in lexicon().articles:
        at += 1
    if not size or at >= end or cued.keys[at] != "{customer}":
        return None
    joined = at + 1 < end and phrase_at("stands_with", cued.keys, at + 1) > 0
    return Cue("visit.vague", 0, size) if joined and "{contact}" in cued.keys[at + 1 : end] else None


def _is_planned(cued: Cued, kind: Cue) -> bool:
    """Whether what may have been is rather what the sender will do on the day before it, with whom behind it: "el jueves a las 10 llamo a Encarni"."""
    size = phrase_at("i_will", cued.keys, kind.first)
    behind = kind.first + size
    mark = cued.reading.tokens[kind.first - 1].mark if size and kind.first > 1 else None
    if mark is None or mark.kind not in {"day", "future"} or behind >= len(cued.keys) or _is_accented(cued, kind):
        return False
    return cued.keys[behind] in lexicon().to or cued.keys[behind - 1] in lexicon().to


def _is_ahead(cued: Cued, kind: Cue, context: Context) -> bool:
    """Whether what is only named has a day to come in its clause, and nothing in it has been: "we're at the trade fair 2-4 Dec"."""
    if not kind.concept.endswith(".noun"):
        return False
    clause, now = next(c for c in clauses(cued) if kind.first < c.last), context.now.astimezone(context.zone)
    over = any(clause.first <= cue.first < clause.last and not cue.inner for cue in cued.all("did", "past", "vague"))
    marks = [token.mark for token in cued.reading.tokens[clause.first : clause.last] if token.mark]
    return not over and any(
        mark.relation == "at" and is_to_come(mark, now) and _was_long_ago(mark, now) for mark in marks
    )


def _was_long_ago(mark: Mark, now: datetime) -> bool:
    """Whether a moment cannot have been, or was so long ago that nobody would name it without its year."""
    past = mark.past
    if mark.kind == "future" or not isinstance(past, Moment):
        return mark.kind in MOMENTS
    return is_surely_ahead(mark, now)


def _is_detail(cued: Cued, cue: Cue) -> bool:
    """Whether it only names a number or an address that stands behind it: "su nuevo cel es 611 …", "el mail de Lautaro es …"."""
    words = phrasebook().words("phone_words") | phrasebook().words("email_words")
    behind = cued.keys[cue.last :]
    told = bool({"{phone}", "{email}"} & set(behind)) or any(key[0].isdigit() for key in behind[:NEAR])
    return cue.concept.endswith(".noun") and told and any(key in words for key in cued.keys[cue.first : cue.last])


def _gives_a_name(cued: Cued, cue: Cue) -> bool:
    """Whether it says what somebody's name is: "the new buyer is called Marcus" tells of no call."""
    return any(
        phrase_at("is_called", cued.keys, at) >= cue.last - at > 0 for at in range(max(0, cue.first - 2), cue.first + 1)
    )


def _is_theirs(cued: Cued, cue: Cue) -> bool:
    """Whether it is part of what they want, or of what they did: "she wants a sample dropped off", "prefers WhatsApp", "he went with 15"."""
    if cue.first and cued.keys[cue.first - 1] in phrasebook().words("they"):
        return True
    size = phrase_before("others_auxiliaries", cued.keys, cue.first)
    if size and cue.first > size and cued.keys[cue.first - size - 1] in WHO:
        return True  # "Paula is back from leave"
    clause = next(c for c in clauses(cued) if cue.first < c.last)
    return any(clause.first <= other.first and other.last <= cue.first for other in cued.all("wants", "prefers"))


def _is_to_do(cued: Cued, kind: Cue, context: Context) -> bool:
    """Whether what might name the kind is what comes next: "they want 10 boxes, call Marta on Monday", "so I'll email Jo"."""
    if phrase_before("told_whom", cued.keys, kind.first) or _is_planned(cued, kind):
        return True
    now = context.now.astimezone(context.zone)
    for at in range(max(0, kind.first - 1), kind.first + 1):  # "les visito el lunes 30"
        meant = find_step(cued, at - 1, now) if means_to(cued, at) else None
        if meant is not None and meant.due is not None and meant.first <= kind.first < meant.last:
            return True
    if kind.concept.endswith(".did"):  # without its accent "que le llame el martes" looks like a past
        asked = next((at for at in range(kind.first + 1) if at + phrase_at("steps", cued.keys, at) >= kind.last), None)
        step = find_step(cued, asked - 1, context.now.astimezone(context.zone)) if asked is not None else None
        opens = asked is not None and (asked == 0 or (_may_begin(cued, asked) and not _is_accented(cued, kind)))
        said = step is not None and (
            step.due is not None or kind.concept.startswith("other.")
        )  # "told him I'd ask the boss"
        return said and step is not None and step.first == asked and opens
    if not kind.concept.endswith(".noun") or (kind.first == 0 and cued.concepts & {"says", "wants"}):
        return False
    if (
        not any(cue.concept.endswith(".do") and cue.first == kind.first for cue in cued.cues)
        or {"did", "vague"} & cued.concepts
    ):
        return False
    step = find_step(cued, kind.first - 1, context.now.astimezone(context.zone))
    return step is not None and step.due is not None and step.first <= kind.first <= step.said


def _may_begin(cued: Cued, at: int) -> bool:
    """Whether what is to be done may begin at a place: behind a pause, with a clause, or as what was promised."""
    begins = any(clause.first == at for clause in clauses(cued))
    return begins or is_pause(cued, at - 1) or _is_promised(cued, at)


def _is_promised(cued: Cued, at: int) -> bool:
    """Whether what is said at a place was promised or asked for before it: "le prometí a Nora que la llamo el lunes"."""
    return any(phrase_at("step_openers", cued.keys, before) for before in range(max(0, at - NEAR - 2), at))


def _is_accented(cued: Cued, cue: Cue) -> bool:
    """Whether an accent says that it is over: "llamó", not "llamo"."""
    start, end = cued.span(cue)
    return cued.reading.text[start:end].casefold().endswith(("ó", "é"))


def _is_denied(cued: Cued, kind: Cue) -> bool:
    """Whether it did not take place: "no fui a Bar Sol", "didn't get to see them"."""
    return any(
        key in phrasebook().words("negations") for key in cued.keys[max(0, kind.first - _DENIED_NEAR) : kind.first]
    )


def _is_called_off(cued: Cued, kind: Cue) -> bool:
    """Whether it was to take place and did not: "visita a La Esquina cancelada", "the meeting with Nora was called off", "… moved to Friday"."""
    clause = next(c for c in clauses(cued) if kind.first < c.last)
    behind = range(kind.last, min(clause.last, kind.last + NEAR))
    moved = next((at for at in behind if phrase_at("moves", cued.keys, at)), clause.last)
    later = any(token.mark and token.mark.kind in MOMENTS for token in cued.reading.tokens[moved : clause.last])
    off = any(
        phrase_at(words, cued.keys, at)
        for words in ("calls_off", "called_off")
        for at in range(clause.first, clause.last)
    )
    return kind.concept.endswith(".noun") and (off or later)


def _by_a_colleague(cued: Cued, kind: Cue | None) -> Cue | None:
    """What a colleague, who is named right before it, did: "Karen went to Daily Bread", "Luis visita mañana a Nora"."""
    if deed := colleagues_deed(cued):
        return deed
    before = cued.reading.tokens[kind.first - 1].mark if kind is not None and kind.first else None
    named = before is not None and before.kind == NameKind.STAFF.value
    begins = kind is not None and kind.first == 1
    return kind if kind is not None and named and (begins or not kind.concept.endswith((".noun", ".do"))) else None


def _outdone(cue: Cue, other: Cue) -> bool:
    """Whether another cue says the same words and more, or is a longer one that overlaps."""
    return other.first < cue.last and cue.first < other.last and other.last - other.first > cue.last - cue.first


def _parts(cued: Cued, at: int) -> bool:
    mark = cued.reading.tokens[at].mark
    return is_pause(cued, at) or (mark is not None and mark.kind in {"customer", "contact"})
