"""Cancel, undo, and putting back what was undone."""

from collections.abc import Sequence

from handlers.kit import audit
from handlers.kit.dialog.candidates import waiting_form
from handlers.kit.format.texts import Words, _
from handlers.kit.forms import filling
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.slots.remarks import wanted_back
from storage.audit.records import Changed, ChangedSinceError, ChangeSet

NAMED = 4
"""Of what was taken back at once, so many are named."""
SHORT_ORDER = 2
"""Words of an undo that is nothing but its word: "deshaz eso"; a longer one may be said to something else."""


def cancel(turn: Turn, words: str) -> Reply:
    """Leaves the form; what is saved stays saved."""
    state, form = turn.conversation.form, waiting_form(turn)
    turn.conversation.form = None
    if any(choice.action.name == "fix" and "slot" in choice.action.args for choice in turn.conversation.choices):
        return Reply.of(_("All right, it stays as it was."))
    if state and form:
        return filling.left(turn, form, state)
    if turn.conversation.taken_back and wanted_back(words, offered=True) is not None:
        return put_back(turn, words)
    change_set = _last(turn)
    if change_set is None or change_set.undone or audit.may_not_undo(turn, change_set):
        return Reply.of(_("There's nothing to cancel. /undo reverts the last thing saved."))
    words_ = _("There's nothing to cancel. The last thing saved: {what}.", what=audit.told(turn, change_set.first))
    return Reply.of(words_, choices=[Choice(_("Undo"), Action("undo", {"change": change_set.id}), yes=True)])


def undo(turn: Turn, words: str) -> Reply:
    """Takes back the last thing that this person did; in free words, where they have moved on since, only if they say so once more.

    To have it as it was is, right after an undo, to have back what was taken back, and never to take back one thing more.
    """
    if turn.conversation.taken_back and wanted_back(words, offered=True) is not None:
        return put_back(turn, words)
    if turn.conversation.moved_on and len(words.split()) > SHORT_ORDER:
        return cancel(turn, words)
    return _take_back(turn, _last(turn), replaces=False)


def _last(turn: Turn) -> ChangeSet | None:
    last = turn.work.changes.last_turn(turn.person.id)
    return turn.work.changes.change_set(last) if last else None


def undo_it(turn: Turn, change: int) -> Reply:
    """Takes back what a card is about, by the id of one of its changes."""
    return _take_back(turn, turn.work.changes.change_set_at(change), replaces=True)


def _take_back(turn: Turn, change_set: ChangeSet | None, *, replaces: bool) -> Reply:
    """Takes back a change set, within a day and if nobody changed it since."""
    if change_set is None:
        return Reply.of(_("There is nothing to undo."))
    if (whole := turn.work.changes.whole(change_set.turn)) and (undo := registry_of(turn).undoes(whole.entity)):
        return undo(turn, Target(whole.entity, whole.id))
    if why := audit.may_not_undo(turn, change_set):
        raise Sorry(why)
    named = _named(turn, change_set)
    try:
        changed = turn.work.changes.undo(change_set.turn)
    except ChangedSinceError as since:
        raise _left_alone(since) from None
    if not changed:
        return Reply.of(_("That was already undone."))
    turn.conversation.took_back(change_set.turn)
    for row in changed:
        audit.undone(turn, row.entity, row.id)
    back = Choice(_("Put it back"), Action("redo", {"change": change_set.id}))
    return Reply.of(_("Undone: {what}.", what=_taken_back(turn, named, changed)), choices=(back,), replaces=replaces)


def _left_alone(since: ChangedSinceError) -> Sorry:
    if since.by:
        return Sorry(_("{name} has changed it since, so I left it as it is.", name=since.by))
    return Sorry(_("It has changed since, so I left it as it is."))


def _named(turn: Turn, change_set: ChangeSet) -> list[tuple[Changed, Words]]:
    """The rows of a change set and what they are, while they are there to be named."""
    changes = turn.work.changes.changes_of(change_set.turn, limit=audit.MOST_LOOKED_AT)
    return [(Changed(change.entity, change.id), audit.what(turn, change.entity, change.id)) for change in changes]


def _taken_back(turn: Turn, named: Sequence[tuple[Changed, Words]], changed: Sequence[Changed]) -> Words:
    """What an undo put back, of many the first few; a customer that is still there was not taken away, only changed."""
    names: list[str] = []
    for row, name in named:
        still = turn.work.customers.get(row.id) if row.entity == "customers" else None
        words = _("the changes to {customer}", customer=still.name) if still else name
        if row in changed and (said := turn.voice.say(words)) not in names:
            names.append(said)
    if len(names) > NAMED:
        return _("{what} and {count} more", what="; ".join(names[:NAMED]), count=len(names) - NAMED)
    return "; ".join(names)


# ------------------------------------------------------------------ and back again
def put_back(turn: Turn, _words: str) -> Reply:
    """What was undone just now is as it was before that; where nothing was, nothing happens."""
    undone = turn.conversation.taken_back
    return _redo(turn, turn.work.changes.change_set(undone) if undone else None, replaces=False)


def redo_it(turn: Turn, change: int) -> Reply:
    """The same by a button, for what one of whose changes it names."""
    return _redo(turn, turn.work.changes.change_set_at(change), replaces=True)


def _redo(turn: Turn, change_set: ChangeSet | None, *, replaces: bool) -> Reply:
    if change_set is None:
        return Reply.of(_("Nothing was undone just now: it stays as it is."))
    if why := audit.may_not_undo(turn, change_set):
        raise Sorry(why)
    try:
        changed = turn.work.changes.redo(change_set.turn)
    except ChangedSinceError as since:
        raise _left_alone(since) from None
    if not changed:
        return Reply.of(_("It stands: nothing was changed."))
    turn.conversation.put_back()
    named = dict.fromkeys(turn.voice.say(what) for row, what in _named(turn, change_set) if row in changed)
    undo = Choice(_("Undo"), Action("undo", {"change": change_set.id}))
    what = "; ".join(list(named)[:NAMED])
    return Reply.of(_("Put back: {what}.", what=what), choices=(undo,), replaces=replaces)
