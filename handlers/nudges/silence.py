"""“/silencio”: a kind of nudge is not wanted for a time."""

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
from handlers.nudges.kinds import CAN_BE_MUTED, KINDS
from storage.names.folding import fold

SPANS: dict[str, tuple[Words, int]] = {
    "day": (_("Until tomorrow"), 1),
    "week": (_("For a week"), 7),
    "month": (_("For a month"), 30),
}
LONGEST = timedelta(days=92)
LEADS = re.compile(rf"^{any_of('span_leads')}\s+", re.IGNORECASE)
SHORTEST = 4
"""Letters by which a kind is known."""


def silence(turn: Turn, words: str = "") -> Reply:
    """All kinds, each with what it is now; or, where one is named, for how long it is to be quiet."""
    if words.strip():
        kind = _named(turn, words)
        if kind is None:
            return Reply.of(_("I don't bring up anything of that name.")) + silence(turn)
        until = _until(turn, words)
        return _mute(turn, kind, until) if until else ask(turn, kind)
    muted = turn.work.nudge_mutes.of(turn.person.id)
    entries = [
        (label, _("quiet until {day}", day=On(turn.local(muted[kind]).date())) if kind in muted else _("on"))
        for kind, label in CAN_BE_MUTED.items()
    ]
    choices = tuple(Choice(label, Action("silence", {"kind": kind})) for kind, label in CAN_BE_MUTED.items())
    rest = _("Leads and what you asked for at an hour are always told: somebody waits.")
    hours = Choice(_("Quiet hours"), Action("set_quiet"))
    return Reply((Heading(_("What I bring up unasked")), Entries(entries), Paragraph(rest)), (*choices, hours))


def ask(turn: Turn, kind: str, until: Literal["day", "week", "month"] | None = None) -> Reply:
    """For how long one is to be quiet; then it is."""
    if kind not in CAN_BE_MUTED:
        raise Sorry(_("That can't be muted."))
    this = Action("silence", {"kind": kind})
    if until is None:
        choices = tuple(Choice(label, this.with_args(until=key)) for key, (label, _days) in SPANS.items())
        again = (Choice(_("Tell me again"), Action("speak", {"kind": kind})),)
        muted = kind in turn.work.nudge_mutes.of(turn.person.id)
        words = _("For how long shall I say nothing of: {what}?", what=CAN_BE_MUTED[kind])
        return Reply.of(words, choices=(*choices, *(again if muted else ())))
    return _mute(turn, kind, turn.now + timedelta(days=SPANS[until][1]))


def _mute(turn: Turn, kind: str, at: datetime) -> Reply:
    turn.work.nudge_mutes.mute(turn.person.id, kind, at)
    words = _("Quiet until {day}: {what}.", day=On(turn.local(at).date()), what=CAN_BE_MUTED[kind])
    return Reply.of(words, choices=undo_choice(turn))


def speak(turn: Turn, kind: str) -> Reply:
    """It is wanted again."""
    if kind not in CAN_BE_MUTED:
        raise Sorry(_("That can't be muted."))
    turn.work.nudge_mutes.unmute(turn.person.id, kind)
    return Reply.of(_("I'll tell you again: {what}.", what=CAN_BE_MUTED[kind]), choices=undo_choice(turn))


def is_kind(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether words name anything that is brought up unasked, be it muted or not."""
    said = {word for word in fold(places["kind"]).split() if len(word) >= SHORTEST}
    return any(said & set(fold(turn.voice.say(label)).split()) for label in KINDS.values())


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


def _named(turn: Turn, words: str) -> str | None:
    """The kind of which most words are said; None where none is, or two are alike."""
    said = {word for word in fold(words).split() if len(word) >= SHORTEST}
    common = {kind: len(said & set(fold(turn.voice.say(label)).split())) for kind, label in CAN_BE_MUTED.items()}
    most = max(common.values())
    best = [kind for kind, count in common.items() if count == most]
    return best[0] if most and len(best) == 1 else None
