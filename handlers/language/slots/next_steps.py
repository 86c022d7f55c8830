"""The next step within what was told: "…, llamarla el martes a las 10", "need to check stock on monday"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.acts.forbidden import forbidding, is_for_then
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.places import little_words
from handlers.language.meaning import Grain, Moment
from handlers.language.slots.notes import WHO
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark

_DAYS = {Grain.WEEK: 6, Grain.MONTH: 27, Grain.QUARTER: 89, Grain.YEAR: 364}
"""How long a moment goes on at least behind its first day."""

_LONG_AGO = timedelta(days=60)
"""From so long ago on a date without its year is rather the next one."""

_SHORTEST_VERB = 5
"""Letters of a word that its ending makes a verb."""

_MOMENTS = frozenset({"{future}", "{day}", "{period}"})
_SIGNS = frozenset({"&", "+"})


@cache
def _links() -> frozenset[str]:
    """What may stand right before a next step."""
    return words_of("between_steps") | _MOMENTS | _SIGNS


@dataclass(frozen=True, slots=True)
class StepCue:
    """A next step: `tokens[first:last]` say it, `said` is where what is to be done begins, `due` its moment.

    It is `told` where somebody wants it, or it is arranged, by then: a fact that the note keeps as well.
    """

    first: int
    said: int
    last: int
    due: Mark | None
    told: bool = False


def find_steps(cued: Cued, after: int, now: datetime) -> Sequence[StepCue]:
    """All next steps that a message promises, in order, of each day its own; the first plain promise where none has a day."""
    found: list[StepCue] = []
    promised = find_step(cued, after, now)
    while promised is not None and promised.due is not None:
        found.append(promised)
        promised = find_step(cued, promised.last - 1, now)
    for asked in _asked_for(cued, after, now):
        if not any(asked.first < one.last and one.first < asked.last for one in found):
            found.append(asked)
    return sorted(found, key=lambda step: step.first) or ([promised] if promised else [])


def find_step(cued: Cued, after: int, now: datetime) -> StepCue | None:
    """The next step that a message promises, or None; it begins behind the token `after`, where the telling has begun.

    Of several the first one that names a moment to come; without any moment only a plain promise counts.
    """
    openings = [at for at in range(after + 1, len(cued.keys)) if _opens(cued, at)]
    for at, following in pairwise([*openings, len(cued.keys)]):
        last = _step_end(cued, at)
        due = _due(cued, at, min(following, last), now)
        if due is not None and (is_for_then(due) or not forbidding(cued, at)):
            return _step(cued, at, last, due, after)
    for at in openings:
        if forbidding(cued, at):
            continue
        if phrase_at("step_promises", cued.keys, at) and (
            at == 0 or is_pause(cued, at - 1) or cued.keys[at - 1] in _links()
        ):
            return _step(cued, at, _step_end(cued, at), None, after)
    return None


def is_expected(cued: Cued, deed: Cue, now: datetime) -> bool:
    """Whether what seems to have been done is what somebody will do: "she'll give me a shout next week" was no call."""
    steps = find_steps(cued, -1, now)
    return any(step.first <= deed.first < step.last and phrase_at("calls_me", cued.keys, step.said) for step in steps)


def _asked_for(cued: Cued, after: int, now: datetime) -> Iterator[StepCue]:
    """What somebody wants by a day, or what is arranged for one: "wants a price on cups by tues", "deliver fri"."""
    for clause in clauses(cued):
        for at in range(max(clause.first, after + 1), clause.last):
            mark = cued.reading.tokens[at].mark
            if mark is None or not _to_come(mark, now) or mark.relation not in {"at", "by"}:
                continue
            expected = phrase_at("calls_me", cued.keys, max(clause.first, after + 1)) > 0  # "she'll ring me next week"
            if not _is_a_day(mark) and not (expected and mark.kind == "period") and not _is_an_hour(mark):
                continue
            sure = mark.relation == "by" or (not _is_an_hour(mark) and _surely_ahead(mark, now))
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
    if _on_condition(cued, first, at):
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
    if deed is not None and not over:
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


def _surely_ahead(mark: Mark, now: datetime) -> bool:
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


def _opens(cued: Cued, at: int) -> bool:
    """Whether a step may begin here: its words do, at a place where something new is said."""
    if _bids(cued, at):
        return True
    if at and phrase_at("told_whom", cued.keys, at) and cued.keys[at - 1] in WHO:
        return True  # "told Sam I'd be there"
    if means_to(cued, at):
        return True
    size = phrase_at("steps", cued.keys, at)
    if size and phrase_at("arrives", cued.keys, at) == size and set(cued.keys[at + size : at + size + 1]) & WHO:
        return False  # "got to Bell Inn at 9" has been there
    if not size or (at and cued.keys[at - 1] in phrasebook().words("they_will")):
        return False  # "he said he'd call me back": theirs to do
    if at == 0 or size > 1 or is_pause(cued, at - 1) or cued.keys[at - 1] in _links():
        return True
    if any(clause.first == at for clause in clauses(cued)):
        return True
    return bool(phrase_before("step_openers", cued.keys, at)) or phrase_at("step_promises", cued.keys, at) == 1


def means_to(cued: Cued, at: int) -> bool:
    """Whether the sender says what they will do, or are to do, by the form of the verb: "im dropping …", "felicitarla …", "mañana se las recojo"."""
    keys, book = cued.keys, phrasebook()
    if (size := phrase_at("i_am", keys, at)) and at + size < len(keys):
        return keys[at + size].endswith(tuple(book.words("doing_endings")))
    if phrase_at("own_orders", keys, at) > 1:
        return True  # "… instead of 6 chase the cooler engineer"
    clause = next((c for c in clauses(cued) if at < c.last), None)
    if clause is None:
        return False
    if clause.first == at and clause.parted and at and keys[at].endswith(tuple(book.words("to_do_endings"))):
        return len(keys[at]) >= _SHORTEST_VERB and keys[at] not in book.words("no_verbs")
    if keys[at] not in book.words("clitics") or (at and keys[at - 1] in book.words("clitics")):
        return False
    verb = at
    while verb < clause.last and keys[verb] in book.words("clitics"):
        verb += 1
    ahead = any(token.mark and token.mark.kind == "future" for token in cued.reading.tokens[clause.first : clause.last])
    return ahead and verb < clause.last and keys[verb].endswith(tuple(book.words("i_do_endings")))


def _bids(cued: Cued, at: int) -> bool:
    """Whether somebody wants something done from here on: "que le llevemos …", "que vaya …", "wants … dropped off"."""
    book, keys = phrasebook(), cued.keys
    if keys[at] in book.words("bidding"):
        if phrase_before("opinions", keys, at):
            return False  # "me late que lo compra en enero" is what somebody thinks
        if at + 1 < len(keys) and phrase_at("is_called", keys, at + 1):
            return False  # "uno nuevo que se llama Toni"
        verb = at + 1
        while verb < len(keys) and keys[verb] in book.words("clitics"):
            verb += 1
        if verb == len(keys) or cued.reading.tokens[verb].mark:
            return False
        bare = keys[verb] in book.words("bidding_verbs")
        ours = keys[verb].endswith(tuple(book.words("bidding_endings_ours")))
        theirs = verb > at + 1 and keys[verb].endswith(tuple(book.words("bidding_endings")))
        return bare or ours or theirs
    asks = next((cue for cue in cued.all("wants") if cue.first == at), None)
    if asks is None:
        return False
    clause = next(c for c in clauses(cued) if at < c.last)
    return any(keys[word].endswith(tuple(book.words("wanted_done"))) for word in range(asks.last, clause.last))


def _step_end(cued: Cued, at: int) -> int:
    """Where a step ends that begins at a token: with its clause, and those behind it that only say when or go on with it."""
    found = clauses(cued)
    mine = next(n for n, clause in enumerate(found) if at < clause.last)
    last = found[mine].last
    for clause in found[mine + 1 :]:
        if not phrase_at("steps", cued.keys, clause.first) and not _only_when(cued, clause):
            break
        last = clause.last
    return last


def _only_when(cued: Cued, clause: Clause) -> bool:
    keys = cued.keys[clause.first : clause.last]
    glue = phrasebook().words("trailing")
    return any(key in _MOMENTS for key in keys) and all(key in _MOMENTS or key in glue for key in keys)


def _due(cued: Cued, at: int, last: int, now: datetime) -> Mark | None:
    """The moment of a step: in its words, or just before them ("el lunes la llamo")."""
    begun = at + max(phrase_at("step_openers", cued.keys, at), phrase_at("steps", cued.keys, at), 1)
    for place in range(at, last):
        mark = cued.reading.tokens[place].mark
        if mark and _to_come(mark, now) and not _on_condition(cued, begun, place):
            return mark
    if any(phrase_at("at_that_time", cued.keys, place) for place in range(begun, last)):
        named = (token.mark for token in reversed(cued.reading.tokens[:at]))
        return next((mark for mark in named if mark and mark.kind in MOMENTS and _to_come(mark, now)), None)
    before = cued.reading.tokens[at - 1].mark if at else None
    return before if before and _to_come(before, now) and not _is_of_a_wish(cued, at - 1) else None


def _is_of_a_wish(cued: Cued, at: int) -> bool:
    """Whether a moment belongs to what stands before it in its clause: "they want delivery jan 5", and not to what comes behind."""
    clause = next(c for c in clauses(cued) if at < c.last)
    names = ("wants_now", "asked_for", "due_deeds")
    return any(phrase_at(name, cued.keys, place) for name in names for place in range(clause.first, at))


def _on_condition(cued: Cued, first: int, at: int) -> bool:
    """Whether a moment is of what has to happen first: "le prometí un 10 % si hace pedido antes de fin de mes"."""
    return any(phrase_at("provided_that", cued.keys, place) for place in range(first, at))


def _to_come(mark: Mark, now: datetime) -> bool:
    """Whether a moment, as told of the future, is not over."""
    if mark.kind not in {"future", "day", "period"} or not isinstance(mark.future, Moment):
        return False
    start = mark.future.start
    if isinstance(start, datetime):
        return start >= now.replace(tzinfo=None)
    return start + timedelta(days=_DAYS.get(mark.future.grain, 0)) >= now.date()


def _step(cued: Cued, at: int, last: int, due: Mark | None, after: int) -> StepCue:
    """The step, with the words before it that belong to it: "quedamos en", its moment, "y"."""
    first = said = at
    opener = phrase_at("step_openers", cued.keys, at)
    if opener and (thing := _thing_before(cued, at, after)) is not None:
        return StepCue(thing, thing, last, due)
    if opener:
        said = _behind_addressee(cued, at + opener, last)
        to_whom = said + 1 < last and cued.keys[said] in phrasebook().words("toward") and cued.keys[said + 1] in WHO
        if to_whom or (said < last and phrase_at("addressees", cued.keys, said)):
            said = at  # "le prometí a Nora un 10 %": without its verb nothing is to be done
    while (size := _opener_before(cued, first)) and first - size > after:
        first -= size
    if first - 1 > after and due is not None and cued.reading.tokens[first - 1].mark is due:
        first -= 1
    return StepCue(first, said, last, due)


def _thing_before(cued: Cued, at: int, after: int) -> int | None:
    """Where a thing is named that is to be somewhere, or done: "**the bikes** need to be there"; None where it is a person's to do."""
    if not phrase_at("things_must", cued.keys, at):
        return None
    clause = next(c for c in clauses(cued) if at < c.last)
    first = max(clause.first, after + 1)
    for place in range(first, at):
        if said := phrase_at("reported", cued.keys, place) or int(
            cued.keys[place] in phrasebook().words("that_clause")
        ):
            first = place + said
    persons = WHO | phrasebook().words("subjects") | phrasebook().words("they")
    words = cued.keys[first:at]
    named = any(key not in phrasebook().words("function") for key in words)
    return first if named and not any(key in persons for key in words) else None


def _behind_addressee(cued: Cued, at: int, last: int) -> int:
    """Where what was promised begins: behind whom it was promised to, "promised Nora I'd send …", where more leads to it."""
    somebody = bool(cued.reading.tokens[at].mark) if at < last else False
    size = 1 if somebody else phrase_at("addressees", cued.keys, at) if at < last else 0
    leads = phrase_at("step_openers", cued.keys, at + size) if size and at + size < last else 0
    return at + size + leads if leads and at + size + leads < last else at


def _opener_before(cued: Cued, at: int) -> int:
    """How many tokens just before a place only lead to a step: "quedamos en", "next step:"."""
    colon = 1 if at and cued.keys[at - 1] == ":" else 0
    size = phrase_before("step_openers", cued.keys, at - colon) or (
        colon and phrase_before("steps", cued.keys, at - colon)
    )
    return size + colon if size else 0
