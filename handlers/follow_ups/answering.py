"""A reminder that rang is answered in words: "ya la llamé, se queda 30 cajas", "he didnt pick up, ill try again thursday same time"."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from handlers.follow_ups.reminding import choices
from handlers.kit.audit import undo_choice
from handlers.kit.follow_ups.amending import due_of
from handlers.kit.follow_ups.follow_up import finish
from handlers.kit.follow_ups.sought import called_so, is_with, kinds_of, open_ones
from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.amendment import Amendment
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind
from handlers.language.slots.answering_reminders import Answer
from storage.crm.records import FollowUpRecord

SURE = 0.945
"""Surer than a telling of its own, and no surer than a correction of what was made since."""
RUNG_WITHIN = timedelta(hours=3)
"""A reminder is answered within this time; later whoever is meant is named."""
_WHOSE = frozenset({NameKind.CUSTOMER, NameKind.CONTACT})
_OTHER = frozenset({"other"})

Moved = Callable[[Turn, FollowUpRecord, str], Reply]
"""Moves a follow-up to the moment that some words are."""


def answers(turn: Turn, text: str, moves: Moved) -> Amendment | None:
    """The answer to a reminder that rang lately; None for a message that is none, or is about somebody else."""
    form = turn.conversation.form
    if form is not None and not form.overtaken:
        return None  # a question that waits is answered first
    said = turn.answer(text)
    if said is None:
        return None
    rung = [one for one in open_ones(turn) if _has_rung(turn, one) and _is_meant(one, said, text)]
    latest = [one for one in rung if one.due_at == max(other.due_at for other in rung)]
    if len(latest) != 1:
        return None
    words = _("the answer to the reminder")
    return Amendment(SURE, "it answers a reminder", words, lambda: _take(turn, text, said, latest[0], moves))


def closes(turn: Turn, text: str) -> Amendment | None:
    """All that a message says to be done, where each is one of what is open; None for any other message."""
    said = turn.closings(text)
    open_ = open_ones(turn) if said else []
    found = [called_so(one.names, one.words, open_) for one in said]
    if not found or any(len(one) != 1 for one in found):
        return None
    done = list(dict.fromkeys(one[0].id for one in found))
    return Amendment(SURE, "it says what is done", _("the answer to the reminder"), lambda: _finish(turn, done))


def _finish(turn: Turn, ids: Sequence[int]) -> Reply:
    found = [one for id_ in ids if (one := turn.work.follow_ups.get(id_))]
    return Reply.of(*(finish(turn, one) for one in found), choices=undo_choice(turn), replaces=True)


def _has_rung(turn: Turn, follow_up: FollowUpRecord) -> bool:
    return follow_up.nudge_at is None and timedelta(0) <= turn.now - follow_up.due_at <= RUNG_WITHIN


def _is_meant(follow_up: FollowUpRecord, said: Answer, text: str) -> bool:
    """Whether an answer can be about a reminder: it names nobody else, and what was done is what was to be done."""
    names = [name for name in said.names if any(entry.kind in _WHOSE for entry in name.candidates)]
    if not all(is_with(follow_up, name) for name in names):
        return False
    done, to_do = kinds_of(text) - _OTHER, kinds_of(follow_up.what) - _OTHER
    return not said.done or not done or not to_do or bool(done & to_do)


def _take(turn: Turn, text: str, said: Answer, follow_up: FollowUpRecord, moves: Moved) -> Reply:
    if said.done:
        done = Reply.of(finish(turn, follow_up), choices=undo_choice(turn), replaces=True)
        return done + _told(turn, text, follow_up)
    return _tried(turn, text, said, follow_up, moves)


def _tried(turn: Turn, text: str, said: Answer, follow_up: FollowUpRecord, moves: Moved) -> Reply:
    """It was tried in vain, which is kept; it is moved where it is said to when, and stays open."""
    kept = Reply()
    if follow_up.customer_id is not None and (keep := registry_of(turn).one("keeps_note")):
        kept = keep(turn, follow_up.customer_id, text, turn.said_at)
    due = due_of(turn, follow_up, said.to) if said.to else None
    if due is not None:
        return moves(turn, follow_up, said.to) + kept
    return kept + Reply.of(
        _("Still to do: {what}", what=follow_up.what), choices=(*choices(follow_up.id), *undo_choice(turn))
    )


def _told(turn: Turn, text: str, follow_up: FollowUpRecord) -> Reply:
    """What is told besides: at the reminder's customer, else as a loose note."""
    registry = registry_of(turn)
    note, loose = registry.one("keeps_note"), registry.one("keeps_loose")
    kept = Reply()
    if follow_up.customer_id is not None and note:
        kept = note(turn, follow_up.customer_id, text, None)
    elif loose:
        kept = loose(turn, text, turn.incoming.sent_at)
    return kept
