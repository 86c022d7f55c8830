"""How loose notes are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from storage.audit.records import Change
from storage.crm.loose_notes import PLACED


def _what(turn: Turn, id_: int) -> Words | None:
    note = turn.work.loose_notes.get(id_)
    return _("the loose note “{words}”", words=clip(note.words, 60)) if note else None


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    if change.before is not None and change.after.get("state") == PLACED:
        return _("placed: {what}", what=thing)
    return _("discarded: {what}", what=thing) if change.puts_away else None


def _counted(count: int) -> Words:
    return ngettext("{count} loose note", "{count} loose notes", count)


RECORDS = {"loose_notes": RecordWords(_what, _told, _counted)}
