"""When what is told took place: of the moments that a message names, the one that dates it."""

from datetime import date, datetime, timedelta

from handlers.language.acts.clauses import clauses
from handlers.language.acts.verbatim import is_facts
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.places import little_words
from handlers.language.meaning import Context, Moment
from handlers.language.reading import is_past, is_today
from handlers.language.slots.step_cues import StepCue
from handlers.language.slots.told_deeds import DEED_FORMS, NEAR
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark

_LATER_TODAY = 1.5
"""What a moment later today is worth less than one that is over."""

_LONGEST_AGO = timedelta(days=60)
"""A date without a year that is further back is asked about rather than taken."""


def told_when(cued: Cued, kind: Cue | None, step: StepCue | None, context: Context) -> Mark | None:
    """When it took place: of the moments that were, the one that is closest to how the telling begins."""
    now = context.now.astimezone(context.zone)
    best: tuple[float, Mark] | None = None
    for at, token in enumerate(cued.reading.tokens):
        mark = token.mark
        if mark is None or mark.kind not in MOMENTS or mark.kind == "future" or not isinstance(mark.past, Moment):
            continue
        if _is_of_a_plan(cued, at, kind) or _is_no_hour_of_today(mark, kind, now) or _is_besides(cued, mark, kind):
            continue
        if in_step(cued, mark, step) or not (is_past(mark, now) or is_today(mark, now)):
            continue
        if not _dates_it(cued, at, kind) or _rather_to_come(mark, now) or _is_theirs_to_do(cued, at, kind):
            continue
        worth = _worth(cued, at, mark, kind, today=is_today(mark, now)) - (0.0 if is_past(mark, now) else _LATER_TODAY)
        if worth > 0 and (best is None or worth > best[0]):
            best = worth, mark
    return best[1] if best else None


def _is_of_a_plan(cued: Cued, at: int, kind: Cue | None) -> bool:
    """Whether a bare day stands behind what the sender means to do, where nothing was done: "igual me paso por Bar Sol el lunes"."""
    mark = cued.reading.tokens[at].mark
    if mark is None or mark.kind != "day":
        return False
    clause = next(c for c in clauses(cued) if at < c.last)
    sizes = ((place, phrase_at("i_will", cued.keys, place)) for place in range(clause.first, at))
    meant = {word for place, size in sizes if size > 1 for word in range(place, place + size)}
    return bool(meant) and (kind is None or not kind.concept.endswith(".did") or kind.first in meant)


def _is_no_hour_of_today(mark: Mark, kind: Cue | None, now: datetime) -> bool:
    """Whether an hour that names no day is still to come today, where nothing is said to have been done: "call the shop at 2"."""
    past = mark.past
    if mark.kind != "day" or mark.is_dated or (kind is not None and kind.concept.endswith(".did")):
        return False
    return isinstance(past, Moment) and _day(past) != now.date()


def _is_besides(cued: Cued, mark: Mark, kind: Cue | None) -> bool:
    """Whether a bare day stands in a sentence that only names a kind amid it, and tells of nothing that was: "al final le mando un correo el lunes"."""
    if kind is None or mark.kind != "day" or not kind.concept.endswith(".noun") or mark.past == mark.future:
        return False
    before = cued.keys[: kind.first]
    named = any(key not in little_words() and not key.startswith("{") for key in before)
    over = any(not cue.inner for cue in cued.all("did", "past", "vague", "complains"))
    return named and not over


def still_to_come(cued: Cued, kind: Cue | None, step: StepCue | None) -> Mark | None:
    """The day to come that stands where a report says when it was: "visité a Bar Sol mañana". Whoever keeps it has to ask."""
    if kind is None or not kind.concept.endswith(".did"):
        return None
    clause = next(c for c in clauses(cued) if kind.first < c.last)
    for at in range(clause.first, clause.last):
        mark = cued.reading.tokens[at].mark
        if mark is None or mark.kind != "future" or mark.relation != "at" or not isinstance(mark.future, Moment):
            continue
        if not in_step(cued, mark, step) and not phrase_before("not_when", cued.keys, at):
            return mark
    return None


def _dates_it(cued: Cued, at: int, kind: Cue | None) -> bool:
    """Whether a moment can be when it took place: in the clause that says what it was, or in one of nothing but facts.

    "hablé con Marta, el martes le llegaron mal 3 botellas" was today.
    """
    found = clauses(cued)
    mine = next((clause for clause in found if clause.first <= at < clause.last), None)
    if kind is None:
        return not _is_talked_about(cued, at)
    if mine is not None and mine.first == 0 and getattr(cued.reading.tokens[at].mark, "kind", "") == "past":
        return True  # how the telling begins says when, whatever is told of later: "a good chat with Tom yesterday, told him …"
    if mine is None or mine.first <= kind.first < mine.last:
        return True
    marked = {place for place, token in enumerate(cued.reading.tokens) if token.mark}
    again = {place for cue in cued.all(*DEED_FORMS) for place in range(cue.first, cue.last)}
    return is_facts(cued, mine, marked | again)


def _is_theirs_to_do(cued: Cued, at: int, kind: Cue | None) -> bool:
    """Whether a bare day is when somebody else will do something: "rang them, theyre sending an engineer thursday"."""
    mark, last = cued.reading.tokens[at].mark, kind.last if kind else 0
    endings = tuple(phrasebook().words("doing_endings"))
    return (
        mark is not None
        and mark.kind == "day"
        and any(
            cued.keys[place] in phrasebook().words("they_will") and cued.keys[place + 1].endswith(endings)
            for place in range(last, at - 1)
        )
    )


def _is_talked_about(cued: Cued, at: int) -> bool:
    """Whether a bare date stands in what is told, where nothing is said to have taken place: "nos debe dos, paga el 30"."""
    mark = cued.reading.tokens[at].mark
    if mark is None or mark.kind != "day":
        return False
    little = little_words()
    return any(token.is_word and token.key not in little for token in cued.reading.tokens[:at])


def _rather_to_come(mark: Mark, now: datetime) -> bool:
    """Whether a date that either tense would read is much closer ahead than behind: "2 Dec, tasting booked" is no visit a year ago."""
    past, future = mark.past, mark.future
    if mark.kind not in {"day", "period"} or not isinstance(past, Moment) or not isinstance(future, Moment):
        return False
    if past == future:
        return False
    behind = now.date() - _day(past)
    return behind > _LONGEST_AGO and _day(future) - now.date() < behind


def _day(moment: Moment) -> date:
    return moment.start.date() if isinstance(moment.start, datetime) else moment.start


def _worth(cued: Cued, at: int, mark: Mark, kind: Cue | None, *, today: bool) -> float:
    """How likely a moment tells when it took place: it was, it stands by the verb, nothing like "hasta" governs it."""
    worth = 2.0 if mark.kind == "past" else 1.0
    worth -= 0.01 * at
    if kind is not None:
        near = range(min(kind.first, at), max(kind.last, at))
        paused = any(is_pause(cued, i) for i in near)
        worth += 0.0 if paused else 2.0
        worth -= 1.5 if paused and at > kind.first and mark.kind == "day" and not today else 0.0
        between = [cue for cue in cued.all("says") if kind.last <= cue.first < at]
        worth -= 1.2 if between else 0.0
    if mark.kind == "period":
        worth -= 1.0
    before = phrase_before("not_when", cued.keys, at)
    own = cued.reading.text[mark.start : mark.end].split()
    governed = before or (own and own[0].casefold() in phrasebook().words("not_when"))
    if governed or mark.relation != "at":
        worth -= 1.0 if kind is not None and kind.concept.startswith("event") and at - kind.last < NEAR else 4.0
    return worth


def in_step(cued: Cued, mark: Mark, step: StepCue | None) -> bool:
    """Whether a mark stands in what is still to be done."""
    tokens = cued.reading.tokens
    return step is not None and tokens[step.first].start <= mark.start < tokens[step.last - 1].end
