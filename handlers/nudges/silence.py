"""“/silencio”: a kind of nudge is not wanted for a time, or wanted again."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Literal

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import On, Words, _
from handlers.kit.forms.moment_slots import read_whole_moment
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.text.any_of import any_of, words_of
from handlers.nudges.kinds import CAN_BE_MUTED, EVERYTHING, URGENT, kind_named

SPANS: dict[str, tuple[Words, int]] = {
    "day": (_("Until tomorrow"), 1),
    "week": (_("For a week"), 7),
    "month": (_("For a month"), 30),
}
LONGEST = timedelta(days=92)
LEADS = re.compile(rf"^{any_of('span_leads')}\s+", re.IGNORECASE)
MUTABLE: dict[str, Words] = {**CAN_BE_MUTED, EVERYTHING: _("all that may wait")}


def silence(turn: Turn, words: str = "") -> Reply:
    """All kinds, each with what it is now; or, where one is named, for how long it is to be quiet."""
    if not words.strip():
        return _list(turn)
    kind = kind_named(turn, words)
    if kind is None:
        return Reply.of(_("I don't bring up anything of that name.")) + _list(turn)
    if kind in URGENT:
        return Reply.of(_("This can't be muted: {what}. Somebody is waiting. What can be:", what=URGENT[kind])) + _list(
            turn
        )
    until = _until(turn, words)
    return _mute(turn, kind, until) if until else ask(turn, kind)


def _list(turn: Turn) -> Reply:
    muted = turn.work.nudge_mutes.of(turn.person.id)
    entries = [
        (label, _("quiet until {day}", day=On(turn.local(muted[kind]).date())) if kind in muted else _("on"))
        for kind, label in CAN_BE_MUTED.items()
    ]
    choices = tuple(Choice(label, Action("silence", {"kind": kind})) for kind, label in MUTABLE.items())
    rest = _("Leads and what you asked for at an hour are always told: somebody waits.")
    hours = Choice(_("Quiet hours"), Action("set_quiet"))
    return Reply((Heading(_("What I bring up unasked")), Entries(entries), Paragraph(rest)), (*choices, hours))


def ask(turn: Turn, kind: str, until: Literal["day", "week", "month"] | None = None) -> Reply:
    """For how long one is to be quiet; then it is."""
    if kind not in MUTABLE:
        raise Sorry(_("That can't be muted."))
    this = Action("silence", {"kind": kind})
    if until is None:
        choices = tuple(Choice(label, this.with_args(until=key)) for key, (label, _days) in SPANS.items())
        again = (Choice(_("Tell me again"), Action("speak", {"kind": kind})),)
        muted = set(_of(kind)) & turn.work.nudge_mutes.of(turn.person.id).keys()
        words = _("For how long shall I say nothing of: {what}?", what=MUTABLE[kind])
        return Reply.of(words, choices=(*choices, *(again if muted else ())))
    return _mute(turn, kind, turn.now + timedelta(days=SPANS[until][1]))


def _mute(turn: Turn, kind: str, at: datetime) -> Reply:
    for one in _of(kind):
        turn.work.nudge_mutes.mute(turn.person.id, one, at)
    words = _("Quiet until {day}: {what}.", day=On(turn.local(at).date()), what=MUTABLE[kind])
    return Reply.of(words, choices=undo_choice(turn))


def speak(turn: Turn, kind: str) -> Reply:
    """It is wanted again."""
    if kind not in MUTABLE:
        raise Sorry(_("That can't be muted."))
    for one in _of(kind):
        turn.work.nudge_mutes.unmute(turn.person.id, one)
    return Reply.of(_("I'll tell you again: {what}.", what=MUTABLE[kind]), choices=undo_choice(turn))


def speak_said(turn: Turn, words: str) -> Reply:
    """“Vuelve a avisarme de las quejas”: that is wanted again; what was never muted is told anyhow."""
    kind = kind_named(turn, words)
    return speak(turn, kind) if kind in MUTABLE else silence(turn, words)


def is_kind(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether words name anything that is brought up unasked, be it muted or not."""
    return kind_named(turn, places["kind"]) is not None


def is_muted(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether words name what the person has muted."""
    kind = kind_named(turn, places["kind"])
    return kind in MUTABLE and bool(set(_of(kind)) & turn.work.nudge_mutes.of(turn.person.id).keys())


def _of(kind: str) -> tuple[str, ...]:
    """The kinds that are muted by one name."""
    return tuple(CAN_BE_MUTED) if kind == EVERYTHING else (kind,)


def _until(turn: Turn, words: str) -> datetime | None:
    """Until when, where the words end in that: "notas sueltas 3 días", "stalled deals until Monday"."""
    said = words.split()
    for first in range(len(said)):
        tail = LEADS.sub("", " ".join(said[first:]))
        for text in (tail, *(f"{lead} {tail}" for lead in sorted(words_of("in_time")))):
            moment = read_whole_moment(turn, text)
            if moment is None:
                continue
            start = moment.start if isinstance(moment.start, datetime) else datetime.combine(moment.start, time.min)
            at = start.replace(tzinfo=turn.zone).astimezone(UTC)
            if turn.now < at <= turn.now + LONGEST:
                return at
    return None
