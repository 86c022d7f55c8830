"""What somebody did, in a few words, and whether it can be taken back."""

from datetime import timedelta

from handlers.kit.format.texts import Words, _
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.people.permissions import manages
from handlers.kit.registry.registry import RecordWords, registry_of
from handlers.kit.turn import Turn
from storage.audit.records import Change, ChangeSet

CHANGE = "change"
"""What a button calls a change set: the id is that of one of its changes."""
UNDO_WITHIN = timedelta(hours=24)
MOST_LOOKED_AT = 50
"""Changes of one change set that are looked at before it is undone: colleagues are changed one by one."""

NO_WORDS = RecordWords()


def undo_choice(turn: Turn, made: Target | None = None, *, label: Words | None = None) -> tuple[Choice, ...]:
    """The button that takes back what this turn has changed or, with `made`, the change set that made that record.

    None where there is nothing to take back. Every such button names a change, never a record: what a message did is
    undone as one, whatever it touched.
    """
    changes = turn.work.changes
    if made is None:
        change = changes.of_this_turn()
    else:
        change = made.id if made.kind == CHANGE else changes.made_by(made.kind, made.id)
    return (Choice(label or _("Undo"), Action("undo", {"change": change})),) if change else ()


def may_not_undo(turn: Turn, change_set: ChangeSet) -> Words | None:
    """Why this person may not take a change set back, None where they may: their own, or one of those whom they manage."""
    if change_set.staff_id != turn.person.id:
        author = turn.work.people.get(change_set.staff_id) if change_set.staff_id else None
        if author is None or not manages(turn, author):
            return _("Only the person who did it, or their manager, can undo it.")
    if turn.now - change_set.at > UNDO_WITHIN:
        return _("That was more than a day ago: it can't be undone any more.")
    for change in turn.work.changes.changes_of(change_set.turn, limit=MOST_LOOKED_AT):
        if change.is_erasure:
            return _("What was erased can't be brought back.")
        refuses = _words_for(turn, change.entity).refuses
        if refuses and (why := refuses(turn, change)):
            return why
    return None


def what(turn: Turn, entity: str, id_: int) -> Words:
    """What a row is, in a few words: those of its capability, or else the store's own label."""
    words = _words_for(turn, entity)
    named = words.what(turn, id_) if words.what else turn.work.labels.of(entity, id_)
    return named or _("something that no longer exists")


def told(turn: Turn, change: Change) -> Words:
    """One change as the activity tells it."""
    thing, words = what(turn, change.entity, change.id), _words_for(turn, change.entity)
    if change.is_erasure:
        return _("erased: {what}", what=thing)
    if words.told and (said := words.told(turn, change, thing)):
        return said
    if change.before is None:
        return _("new: {what}", what=thing)
    if "owner_id" in change.after:
        return _("handed over: {what}", what=thing)
    if change.puts_away:
        return _("archived: {what}", what=thing)
    return _("changed: {what}", what=thing)


def undone(turn: Turn, entity: str, record: int) -> None:
    """Lets whoever had heard of a change know that it was taken back, where that matters."""
    if tells := _words_for(turn, entity).undone:
        tells(turn, record)


def _words_for(turn: Turn, entity: str) -> RecordWords:
    return registry_of(turn).records.get(entity, NO_WORDS)
