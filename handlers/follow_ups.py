"""What was promised: it comes back at its minute, with Done and Snooze."""

from datetime import datetime, timedelta

from handlers.kit.messages import Choice, Heading, Reply, Target, Text
from handlers.kit.registry import Capability, Command
from handlers.kit.slots import WORKDAY_STARTS, clip, due, when_due
from handlers.kit.texts import _
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Moment
from handlers.language.moments import read_moment
from storage.records import Due, FollowUpRecord

FOLLOW_UP = "follow_up"


def nudge(promise: FollowUpRecord) -> Reply:
    """What its owner hears when a promise is due."""
    target = Target(FOLLOW_UP, promise.id)
    heading = _("Now: {what}", what=clip(promise.what, 300))
    about = (Text(promise.customer),) if promise.customer else ()
    return Reply((Heading(heading), *about), choices(target), about=target)


def choices(target: Target) -> tuple[Choice, ...]:
    """What can be done about a promise."""
    return (
        Choice(_("Done"), "/done", target),
        Choice(_("In 1 hour"), "/snooze hour", target),
        Choice(_("Tomorrow"), "/snooze day", target),
        Choice(_("Next week"), "/snooze week", target),
    )


def _done(turn: Turn, _words: str, target: Target | None) -> Reply:
    promise = _mine(turn, target)
    if not turn.work.follow_ups.done(promise.id):
        return Reply.of(_("That was done already."))
    return Reply.of(_("Done: {what}", what=clip(promise.what, 200)),
                    choices=(Choice(_("Undo"), "/reopen", Target(FOLLOW_UP, promise.id)),), replaces=True)


def _reopen(turn: Turn, _words: str, target: Target | None) -> Reply:
    promise = _mine(turn, target)
    turn.work.follow_ups.reopen(promise.id)
    return Reply.of(_("Open again: {what}", what=clip(promise.what, 200)), choices=choices(Target(FOLLOW_UP, promise.id)), replaces=True)


def _snooze(turn: Turn, words: str, target: Target | None) -> Reply:
    promise = _mine(turn, target)
    later = _later(turn, words)
    if later is None:
        raise Sorry(_("Until when? For example: «/snooze tomorrow at 10»"))
    turn.work.follow_ups.move(promise.id, later)
    return Reply.of(_("I'll bring it up again: {what} · {when}", what=clip(promise.what, 200), when=when_due(later)),
                    choices=(Choice(_("Done"), "/done", Target(FOLLOW_UP, promise.id)),), replaces=True)


def _later(turn: Turn, words: str) -> Due | None:
    """The new time: of the buttons, or whatever moment was typed."""
    now, zone = turn.local(turn.now), turn.person.zone
    today = datetime.combine(now.date(), WORKDAY_STARTS)
    if words == "hour":
        return Due(now.replace(second=0, microsecond=0) + timedelta(hours=1), zone, "minute")
    if words == "day":
        return Due(today + timedelta(days=1), zone, "day")
    if words == "week":
        return Due(today + timedelta(days=7 - now.weekday()), zone, "day")
    moment = read_moment(words, turn.said_at, "future", turn.locale)
    return due(moment, zone) if isinstance(moment, Moment) else None


def _mine(turn: Turn, target: Target | None) -> FollowUpRecord:
    promise = turn.work.follow_ups.get(target.id) if target and target.kind == FOLLOW_UP else None
    if promise is None or promise.archived_at:
        raise Sorry(_("That is not there any more."))
    if promise.owner_id != turn.person.id and turn.person.role not in {"manager", "admin"}:
        raise Sorry(_("That is {owner}'s to do.", owner=promise.owner))
    return promise


CAPABILITY = Capability(
    "follow_ups",
    about=_("What you promised comes back at its minute"),
    commands=(
        Command({"es": "hecho", "en": "done"}, _done, hidden=True),
        Command({"es": "posponer", "en": "snooze"}, _snooze, hidden=True),
        Command({"": "reopen"}, _reopen, hidden=True),
    ),
    order=40,
)
