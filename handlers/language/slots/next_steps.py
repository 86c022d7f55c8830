"""The next step within what was told: "…, llamarla el martes a las 10", "need to check stock on monday"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from itertools import pairwise

from handlers.language.acts.clauses import Clause, clauses
from handlers.language.acts.doubt import is_in_doubt
from handlers.language.acts.forbidden import forbidding, is_for_then
from handlers.language.concepts.concepts import Cue, Cued
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.slots.notes import WHO
from handlers.language.slots.step_cues import StepCue, is_to_come, on_condition
from handlers.language.slots.wishes import asked_for
from handlers.language.text.any_of import words_of
from handlers.language.text.free_text import is_pause, phrase_at, phrase_before
from handlers.language.tokens import MOMENTS, Mark

_SHORTEST_VERB = 5
"""Letters of a word that its ending makes a verb."""

_MOMENTS = frozenset({"{future}", "{day}", "{period}"})
_SIGNS = frozenset({"&", "+"})


@cache
def _links() -> frozenset[str]:
    """What may stand right before a next step."""
    return words_of("between_steps") | _MOMENTS | _SIGNS


def find_steps(cued: Cued, after: int, now: datetime) -> Sequence[StepCue]:
    """All next steps that a message promises, in order, of each day its own; the first plain promise where none has a day."""
    found: list[StepCue] = []
    promised = find_step(cued, after, now)
    while promised is not None and promised.due is not None:
        found.append(promised)
        promised = find_step(cued, promised.last - 1, now)
    for asked in asked_for(cued, after, now):
        if not any(asked.first < one.last and one.first < asked.last for one in found):
            found.append(asked)
    found = sorted(found, key=lambda step: step.first) or ([promised] if promised else [])
    return [step for step in found if not is_in_doubt(cued, step.first, step.last, step.due)]


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


def _opens(cued: Cued, at: int) -> bool:
    """Whether a step may begin here: its words do, at a place where something new is said."""
    if _bids(cued, at):
        return True
    if at and phrase_at("told_whom", cued.keys, at) and cued.keys[at - 1] in WHO:
        return True  # "told Sam I'd be there"
    if means_to(cued, at):
        return True
    size = phrase_at("steps", cued.keys, at)
    if size and _is_of_a_thing(cued, at, size):
        return False
    if size and phrase_at("arrives", cued.keys, at) == size and set(cued.keys[at + size : at + size + 1]) & WHO:
        return False  # "got to Bell Inn at 9" has been there
    if not size or (at and cued.keys[at - 1] in phrasebook().words("they_will")):
        return False  # "he said he'd call me back": theirs to do
    if at == 0 or size > 1 or is_pause(cued, at - 1) or cued.keys[at - 1] in _links():
        return True
    if any(clause.first == at for clause in clauses(cued)):
        return True
    return bool(phrase_before("step_openers", cued.keys, at)) or phrase_at("step_promises", cued.keys, at) == 1


def _is_of_a_thing(cued: Cued, at: int, size: int) -> bool:
    """Whether what begins here has to happen, and nobody does it: "should land Thursday", of what was ordered."""
    if phrase_at("of_things_too", cued.keys, at) != size or not (at == 0 or is_pause(cued, at - 1)):
        return False
    verb = at + size
    done = any(cue.first == verb for cue in cued.all("do"))
    return verb < len(cued.keys) and not done and not phrase_at("steps", cued.keys, verb)


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
    glue = phrasebook().words("trailing") | phrasebook().words("or_so")
    return any(key in _MOMENTS for key in keys) and all(key in _MOMENTS or key in glue for key in keys)


def _due(cued: Cued, at: int, last: int, now: datetime) -> Mark | None:
    """The moment of a step: in its words, or just before them ("el lunes la llamo")."""
    begun = at + max(phrase_at("step_openers", cued.keys, at), phrase_at("steps", cued.keys, at), 1)
    for place in range(at, last):
        mark = cued.reading.tokens[place].mark
        if mark and is_to_come(mark, now) and not on_condition(cued, begun, place):
            return _more_precise(cued, place, last, now)
    if any(phrase_at("at_that_time", cued.keys, place) for place in range(begun, min(last + 1, len(cued.keys)))):
        named = (token.mark for token in reversed(cued.reading.tokens[:at]))
        return next((mark for mark in named if mark and mark.kind in MOMENTS and is_to_come(mark, now)), None)
    before = cued.reading.tokens[at - 1].mark if at else None
    return before if before and is_to_come(before, now) and not _is_of_a_wish(cued, at - 1) else None


def _more_precise(cued: Cued, at: int, last: int, now: datetime) -> Mark | None:
    """The moment at a place, or the one that says more precisely when, in a clause of its own: "in the new year, **say 2nd week of Jan**"."""
    said = cued.reading.tokens[at].mark
    for clause in clauses(cued):
        if (
            not at < clause.first < last
            or not phrase_at("or_so", cued.keys, clause.first)
            or not _only_when(cued, clause)
        ):
            continue
        for token in cued.reading.tokens[clause.first : clause.last]:
            if said and (mark := token.mark) and mark.is_dated and is_to_come(mark, now):
                return replace(mark, also=((said.start, mark.start), *mark.also))
    return said


def _is_of_a_wish(cued: Cued, at: int) -> bool:
    """Whether a moment belongs to what stands before it in its clause: "they want delivery jan 5", and not to what comes behind."""
    clause = next(c for c in clauses(cued) if at < c.last)
    names = ("wants_now", "asked_for", "due_deeds")
    return any(phrase_at(name, cued.keys, place) for name in names for place in range(clause.first, at))


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
