"""What somebody wants by a day, or what is arranged for one: "wants a price on cups by tues", "deliver fri"."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.acts.forbidden import forbidding
from handlers.language.concepts.concepts import Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.places import little_words
from handlers.language.meaning import Grain, Moment
from handlers.language.slots.notes import WHO
from handlers.language.slots.step_cues import StepCue, is_to_come, on_condition
from handlers.language.text.free_text import phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark

_LONG_AGO = timedelta(days=60)
"""From so long ago on a date without its year is rather the next one."""


def asked_for(cued: Cued, after: int, now: datetime) -> Iterator[StepCue]:
    """What somebody wants by a day, or what is arranged for one: "wants a price on cups by tues", "deliver fri"."""
    for clause in clauses(cued):
        for at in range(max(clause.first, after + 1), clause.last):
            mark = cued.reading.tokens[at].mark
            if mark is None or not is_to_come(mark, now) or mark.relation not in {"at", "by"}:
                continue
            expected = phrase_at("calls_me", cued.keys, max(clause.first, after + 1)) > 0  # "she'll ring me next week"
            if not _is_a_day(mark) and not (expected and mark.kind == "period") and not _is_an_hour(mark):
                continue
            sure = mark.relation == "by" or (not _is_an_hour(mark) and is_surely_ahead(mark, now))
            if (said := _wanted_at(cued, clause, at, after, sure=sure)) is not None:
                yield StepCue(said, said, _wish_end(cued, clause, at), mark, told=True)
                break


def _wish_end(cued: Cued, clause: Clause, at: int) -> int:
    """Where a wish ends: with its clause, or with its moment where what is to be done besides is said right behind that."""
    return at + 1 if at + 1 < clause.last and phrase_at("steps", cued.keys, at + 1) else clause.last


def _wanted_at(cued: Cued, clause: Clause, at: int, after: int, *, sure: bool) -> int | None:
    """Where what is to be done by a moment begins in its clause; None where nothing is."""
    first = max(clause.first, after + 1)
    places = range(first, at)
    if on_condition(cued, first, at):
        return None
    if sure and (called := phrase_at("calls_me", cued.keys, first)) and _says_no_more(cued, first + called, at):
        return first
    present = next((place for place in places if phrase_at("wants_now", cued.keys, place)), None)
    if present is not None:
        return None if forbidding(cued, present) else _with_subject(cued, first, present)
    wanted = next((place for place in places if phrase_at("asked_for", cued.keys, place)), None)
    if wanted is not None and sure:
        return _with_subject(cued, first, wanted)
    over = not sure and any(first <= cue.first < clause.last and not cue.inner for cue in cued.all("past", "complains"))
    if _has_been(cued, first, clause.last):
        return None
    deed = next((place for place in places if phrase_at("due_deeds", cued.keys, place)), None)
    if deed is not None and not over and not _does_it(cued, first, deed) and not _is_then(cued, deed, at):
        return _deed_due(cued, clause, first, deed, after)
    if (thing := _thing_due(cued, clause, first, at)) is not None:
        return thing
    if any(phrase_at("seen_then", cued.keys, place) for place in range(first, clause.last)):
        return first
    engaged = next((place for place in places if phrase_at("engagements", cued.keys, place)), None)
    if engaged is None:
        return None
    about = any(phrase_before("topics", cued.keys, place) for place in range(max(first, engaged - 2), engaged + 1))
    return engaged if about or (sure and (engaged > first or clause.first > 0)) else None


def _deed_due(cued: Cued, clause: Clause, first: int, deed: int, after: int) -> int:
    """Where a deed begins that is done for somebody by a day: with the wish before it, or with what is moved."""
    if deed == first and (wish := _wish_before(cued, clause, after)) is not None:
        return wish
    return next((place for place in range(first, deed) if phrase_at("moves", cued.keys, place)), deed)


def _is_then(cued: Cued, deed: int, at: int) -> bool:
    """Whether it is only told when something is: "delivery is Friday"."""
    return any(phrase_at("will_be", cued.keys, place) for place in range(deed + 1, at))


def _does_it(cued: Cued, first: int, deed: int) -> bool:
    """Whether a thing is said to do it, which is news and nobody's to do: "desks ship tomorrow"; "le entregamos el pedido" is ours."""
    words = cued.reading.tokens[first:deed]
    little, doers = phrasebook().words("function") | phrasebook().words("glue"), phrasebook().words("clitics")
    if not phrase_at("things_do", cued.keys, deed) or any(word.key in doers for word in words):
        return False
    return any(word.is_word and word.mark is None and word.key not in little for word in words)


def _wish_before(cued: Cued, clause: Clause, after: int) -> int | None:
    """Where the wish begins, in the clause before, of which a clause only says by when: "wants samples, **posted out by monday**"."""
    found = list(clauses(cued))
    at = found.index(clause)
    before = found[at - 1] if at else None
    if before is None or any(
        token.mark and token.mark.kind in MOMENTS for token in cued.reading.tokens[before.first : before.last]
    ):
        return None
    places = range(max(before.first, after + 1), before.last)
    wants = next((place for place in places if phrase_at("wants_now", cued.keys, place)), None)
    return (
        None if wants is None or forbidding(cued, wants) else _with_subject(cued, max(before.first, after + 1), wants)
    )


def _thing_due(cued: Cued, clause: Clause, first: int, at: int) -> int | None:
    """Where a thing is named in a clause of its own that somebody is to have by then: "…, presupuesto antes del jueves"."""
    mark, little = cued.reading.tokens[at].mark, phrasebook().words("function")
    if mark is None or mark.relation != "by" or not clause.parted or clause.first == 0:
        return None
    while first < at and cued.keys[first] in little:
        first += 1
    return first if first < at and phrase_at("due_things", cued.keys, first) else None


def _says_no_more(cued: Cued, first: int, last: int) -> bool:
    """Whether nothing but who it is stands between two places: "me llama ella", not "me llama Bea, que …"."""
    little = (little_words() | phrasebook().words("function")) - phrasebook().words("that_clause")
    return all(key in WHO or key in little for key in cued.keys[first:last])


def is_surely_ahead(mark: Mark, now: datetime) -> bool:
    """Whether a moment is to come whatever the tense: or it was so long ago that nobody would name it without its year."""
    past = mark.past
    if mark.kind == "future" or not isinstance(past, Moment):
        return True
    day = past.start.date() if isinstance(past.start, datetime) else past.start
    return day > now.date() or now.date() - day > _LONG_AGO


def _with_subject(cued: Cued, first: int, at: int) -> int:
    """Where it is said who wants it, or what: "gemma wants …", "they need …", "los necesitan …"."""
    small = phrasebook().words("they") | phrasebook().words("clitics")
    begins = at
    while begins > first and (cued.keys[begins - 1] in WHO or cued.keys[begins - 1] in small):
        begins -= 1
        if cued.keys[begins] in phrasebook().words("they"):
            break  # "loved it they want delivery"
    at_place = begins < at and cued.keys[begins] == "{customer}" and phrase_before("prepositions", cued.keys, begins)
    return at if at_place else begins  # "en El Gallo quieren …": the place is no part of it


def _has_been(cued: Cued, first: int, last: int) -> bool:
    """Whether a clause says that something is over, or what it was: "delivery was late"."""
    return any(phrase_at("has_been", cued.keys, at) for at in range(first, last))


def _is_a_day(mark: Mark) -> bool:
    return (
        mark.is_dated and isinstance(mark.future, Moment) and mark.future.grain in {Grain.MINUTE, Grain.DAY, Grain.WEEK}
    )


def _is_an_hour(mark: Mark) -> bool:
    """Whether a moment names an hour alone: "wants a callback at half 4"."""
    return not mark.is_dated and isinstance(mark.future, Moment) and mark.future.grain is Grain.MINUTE
