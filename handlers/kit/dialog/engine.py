"""The conversation: from one thing a person did to what is answered.

A press does what its choice does. What is written is for whoever the arbiter finds surest (`handlers.kit.dialog.arbiter`).
"""

from handlers.kit import audit
from handlers.kit.dialog import modals
from handlers.kit.dialog.arbiter import said
from handlers.kit.dialog.choices import remember_choices
from handlers.kit.dialog.pressing import pressed
from handlers.kit.dialog.resuming import kept_of_forgotten, resume
from handlers.kit.dialog.unsupported_media import unsupported_media
from handlers.kit.format.texts import _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.originals import keep_originals
from handlers.kit.registry.registry import registry_of
from handlers.kit.spoken_of import shown
from handlers.kit.turn import Turn

LOOKED_BACK = 20
"""Change sets of a person among which that of a deleted message is looked for."""


_DONE_BY_SOMEBODY = frozenset({"text", "edit", "press", "other"})


def answer(turn: Turn) -> Reply:
    """Takes one message's turn and returns the answer; the conversation's new state is in `turn.conversation`."""
    kept = kept_of_forgotten(turn) if turn.incoming.kind in _DONE_BY_SOMEBODY else None
    answered = _answered(turn)
    if planned := list(dict.fromkeys(turn.work.follow_ups.planned)):
        answered = answered + turn.contributions("planned", planned)
    reply = resume(turn, answered) + kept
    shown(turn, reply.about)
    turn.conversation.answered(wrote=turn.work.changes.written > 0)
    keep_originals(turn, [turn.told] if turn.told else [])
    return reply


def _answered(turn: Turn) -> Reply:
    match turn.incoming.kind:
        case "press":
            return pressed(turn)
        case "home":
            turn.refreshes_home = True
            return Reply()
        case "submit":
            return modals.submitted(turn)
        case "deleted":
            return _deleted(turn)
        case "job":
            return remember_choices(turn, _job_done(turn))
        case _:
            return _written(turn)


def _written(turn: Turn) -> Reply:
    """A message, in words or without any, new or changed."""
    incoming, registry = turn.incoming, registry_of(turn)
    turn.told = incoming.text
    take, correct = registry.one("document"), registry.one("corrects")
    if incoming.attachment and incoming.kind != "edit" and take and (reply := take(turn, incoming.attachment)):
        return remember_choices(turn, reply)
    keep = registry.one("media")
    if incoming.kind == "other":
        kept = keep(turn, None) if keep else None
        return remember_choices(turn, unsupported_media(turn) if kept is None else kept)
    if incoming.kind == "edit" and correct and (reply := correct(turn)):
        return remember_choices(turn, reply)
    reply = said(turn, incoming.text.strip())
    if incoming.media and incoming.kind != "edit":
        kept = keep(turn, reply) if keep else None
        lost = Reply.of(_("What came with the words cannot be kept, only the words."))
        reply = reply + (lost if kept is None else kept)
    return remember_choices(turn, reply)


def _deleted(turn: Turn) -> Reply:
    """A message that its author deleted: what it did is offered to be taken back, and stays otherwise."""
    changes = turn.work.changes
    mine = {change_set.turn: change_set for change_set in changes.change_sets(turn.person.id, limit=LOOKED_BACK)}
    found = turn.said_with(list(mine))
    done = [
        change_set
        for name, change_set in mine.items()
        if name in found and not change_set.undone and audit.may_not_undo(turn, change_set) is None
    ]
    if not done:
        return Reply()
    what = audit.told(turn, done[0].first)
    reply = Reply.of(
        _("You deleted a message that I had acted on ({what}). It stays as it is, unless you undo it.", what=what),
        choices=[Choice(_("Undo"), Action("undo", {"change": change_set.id})) for change_set in done],
    )
    return remember_choices(turn, reply)


def _job_done(turn: Turn) -> Reply:
    """Slow work that came back, or that was given up after some tries."""
    registry, failed = registry_of(turn), turn.incoming.result.get("failed")
    if failed and (gave_up := registry.gave_up(turn.incoming.text)):
        return gave_up(turn, turn.incoming.result)
    if failed == "fetch":
        return Reply.of(_("I could not get that file. Send it again, please."))
    if failed:
        return Reply.of(_("I couldn't finish that. The problem has been logged. Please try once more."))
    return registry.finished(turn.incoming.text)(turn, turn.incoming.result)
