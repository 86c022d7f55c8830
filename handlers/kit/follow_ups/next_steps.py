"""Several next steps in one sentence: "llevarles la factura el jueves y llamar a Nico el viernes"."""

import re
from dataclasses import replace
from datetime import datetime

from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.moment_slots import FollowUp, PlannedFollowUp
from handlers.kit.forms.slot_types import tidy
from handlers.kit.turn import Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Grain, Moment, Understanding
from handlers.language.slots.remarks import begins_a_deed
from handlers.language.slots.reminding import leads_to_when
from handlers.language.slots.replacing import is_hour
from handlers.language.text.any_of import any_of, meanings_of, words_of
from storage.crm.records import Due
from storage.names.folding import fold

_JOINT = re.compile(rf"\s*(?:(?<!\d)[,;&+]|[,;&+](?!\d)|\b{any_of('then')}\b)[\s,;]*", re.IGNORECASE)
"""What stands between one step and the next."""
_OR_ELSE = re.compile(rf"\s+{any_of('or')}\b", re.IGNORECASE)
_ANOTHER = re.compile(rf"^{any_of('another_reminder')}\b\s*", re.IGNORECASE)
_A_REMINDER = re.compile(rf"(?:{any_of('a_reminder')})?\s*", re.IGNORECASE)
"""A reminder that does not say of what."""
_LEADS_TO_NAME = re.compile(rf"\b{any_of('to_whom')}\s+$", re.IGNORECASE)
"""What stands before whom something is done to: "llamar **a** Irene"."""

_OBJECT = re.compile(
    rf"(?<=\w )\b{any_of('object_pronouns')}(?=\s*$|\s*[,.;]|\s+{any_of('behind_object')}\b)", re.IGNORECASE
)
"""Whom something is done to, said without a name: "ring **him** about the quote", not "send **her** invoice"."""


def each(turn: Turn, follow_up: PlannedFollowUp) -> list[PlannedFollowUp]:
    """The steps that a promise tells of; a reminder and "another one" are both of what is said once: "one on Friday, another at 13 to call Marta"."""
    steps = _each(turn, follow_up)
    said = [_ANOTHER.sub("", step.what).strip(" ,;") for step in steps]
    of_all = next((what for what in said if not _A_REMINDER.fullmatch(what)), None)
    if of_all is None or said == [step.what for step in steps]:
        return steps
    own = [of_all if _A_REMINDER.fullmatch(what) else what for what in said]
    return [replace(step, what=what) for step, what in zip(steps, own, strict=True)]


def _each(turn: Turn, follow_up: PlannedFollowUp) -> list[PlannedFollowUp]:
    """The steps that a promise tells of: where its words name another moment, what is to be done then is one of its own.

    So is what is to be done besides, behind the moment of the first: "send a sample nxt tues & book the van". None keeps the
    moment that it is due at among its words.
    """
    what = follow_up.what
    for found in find_moments(what, turn.said_at, "future", turn.locale):
        joint = next(reversed(list(_JOINT.finditer(what, 0, found.start))), None)
        if joint is None or not isinstance(found.moment, Moment):
            continue
        first, rest = _undated(turn, what[: joint.start()].strip(" ,;")), what[joint.end() :]
        moved = found.start - joint.end(), found.end - joint.end()
        if not first or not tidy(rest[: moved[0]] + rest[moved[1] :]) or not _is_to_be_done(turn, rest, found.moment):
            continue
        if is_hour(what[found.start : found.end], turn.said_at, turn.locale):  # "el jueves a las 9 y a pepe a las 11"
            rest = f"{rest[: moved[0]]}{follow_up.due.local.date().isoformat()} {rest[moved[0] :]}"
        try:
            second = FollowUp().read(turn, with_deed(turn, first, rest), Said({}))
        except Unclear:
            continue
        return [replace(follow_up, what=as_task(without_moment(turn, follow_up.due, first))), *_each(turn, second)]
    besides = [part for whole in _and_besides(turn, what) for part in _with_each(turn, whole)]
    return [replace(follow_up, what=as_task(without_moment(turn, follow_up.due, one))) for one in besides]


def _is_to_be_done(turn: Turn, rest: str, moment: Moment) -> bool:
    """Whether what stands behind a joint is a step of its own, and not what the one before is about: "…, price rises in january"."""
    if moment.grain in {Grain.MINUTE, Grain.DAY, Grain.WEEK}:
        return True
    return begins_a_deed(rest) or _named_from(turn, rest) == 0


def further(turn: Turn, heard: Understanding | None, text: str) -> list[PlannedFollowUp]:
    """What a message promises behind its first next step, each for a day of its own; what is over by then is left in the note."""
    found = []
    for step in heard.further if heard else ():
        try:
            planned = FollowUp().take(turn, step, Said({}, text=text))
        except Unclear:
            continue
        if planned is not None:
            found.append(planned)
    return found


def naming(what: str, name: str | None) -> str:
    """What is to be done, with whoever was named in place of "him", "her": "ring Will Price"; the words alone say it tomorrow."""
    if not name:
        return what
    for said, will in meanings_of("who_will").items():  # "she'll give me a shout"
        if fold(what).startswith(f"{said} "):
            return f"{name} {will} {what[len(said) :].lstrip()}"
    return _OBJECT.sub(lambda _found: name, what, count=1)


def titled(step: PlannedFollowUp, name: str | None) -> str:
    """What a step is called: with whoever was named, and with the words before it where its own only point at something."""
    what = naming(step.what, name)
    return f"{step.about}{what}" if step.about and what == step.what else what


def as_task(what: str) -> str:
    """What is to be done as whoever does it calls it: "pasar a verla", where it was wanted "que pase a verla"."""
    words = what.split()
    clitic = words[0] if len(words) > 1 and fold(words[0]) in words_of("object_clitics") else ""
    verb = words[1] if clitic else words[0] if words else ""
    task = meanings_of("bidden").get(fold(verb))
    if task is None:
        return what
    behind = " ".join(words[2 if clitic else 1 :])
    named = bool(_LEADS_TO_NAME.match(f"{behind} ".split(" ", 1)[0] + " "))
    return f"{task}{'' if named else clitic.lower()} {behind}".strip()


def without_moment(turn: Turn, due: Due, what: str) -> str:
    """What is to be done, without the moment that it is due at: that stands beside it, and is another one from tomorrow on."""
    for found in find_moments(what, turn.said_at, "future", turn.locale):
        hour = is_hour(what[found.start : found.end], turn.said_at, turn.locale)
        if _OR_ELSE.match(what, found.end):
            return what  # "mon or tues" is said of both
        if leads_to_when(what[: found.start]):
            return what  # "the meeting is on Monday at 9" is what they are to know
        if isinstance(found.moment, Moment) and _is_due_then(found.moment, due, hour=hour):
            cut = what
            for start, end in sorted([(found.start, found.end), *found.also], reverse=True):
                before, behind = cut[:start].rstrip(" ,"), cut[end:].lstrip(" ")
                cut = f"{before}{behind}" if behind[:1] in {",", ";", "."} else f"{before} {behind}"
            return tidy(cut) if any(c.isalpha() for c in cut) else what
    return what


def _is_due_then(moment: Moment, due: Due, *, hour: bool) -> bool:
    """Whether a moment is when something is due, or its hour, where no day is named."""
    start = moment.start
    if isinstance(start, datetime):
        return due.grain == "minute" and (start == due.local or (hour and start.time() == due.local.time()))
    return start <= due.local.date() <= last_date(moment) if moment.grain is Grain.WEEK else start == due.local.date()


def _and_besides(turn: Turn, what: str) -> list[str]:
    """What is to be done, and what besides on the same day, where the moment of the first stands before it."""
    for found in find_moments(what, turn.said_at, "future", turn.locale):
        joint = _JOINT.match(what, found.end)
        if joint and isinstance(found.moment, Moment) and begins_a_deed(what[joint.end() :]):
            return [what[: joint.start()], *_and_besides(turn, what[joint.end() :])]
    return [what]


def _with_each(turn: Turn, what: str) -> list[str]:
    """What is to be done with one customer and with another: "llevar muestras a Consuelo y pedirle el logo a Emilio"."""
    for joint in _JOINT.finditer(what):
        first, rest = what[: joint.start()], what[joint.end() :]
        theirs, others = _whose(turn, first), _whose(turn, rest)
        if theirs and others and theirs != others:
            return [first, *_with_each(turn, with_deed(turn, first, rest))]
    return [what]


def _whose(turn: Turn, what: str) -> int | None:
    """Of which customer words name somebody."""
    return turn.read_as("log_interaction", what).customer_id


def with_deed(turn: Turn, first: str, rest: str) -> str:
    """A step that only names somebody else does with them what the one before does: "… y a Irene el martes"."""
    named, before = _named_from(turn, rest), _named_from(turn, first)
    return f"{first[:before]}{rest}" if named == 0 and before else rest


def _named_from(turn: Turn, text: str) -> int | None:
    """Where a customer or a contact is named, with the "a" or "to" before the name; None where nobody is."""
    heard = turn.read_as("log_interaction", text)
    starts = [span.start for span in heard.spans if span.slot in {"customer", "contact"}]
    if not starts:
        return None
    led = _LEADS_TO_NAME.search(text, 0, min(starts))
    return led.start() if led else min(starts)


def _undated(turn: Turn, what: str) -> str:
    """What is to be done, without the moment at its end, which stands beside it."""
    found = find_moments(what, turn.said_at, "future", turn.locale)
    ends = next((f.start for f in found if f.end == len(what) and f.start > 0), len(what))
    return tidy(what[:ends])
