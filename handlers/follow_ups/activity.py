"""How follow-ups are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, ngettext, quoted
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from storage.audit.records import Change


def _what(turn: Turn, id_: int) -> Words | None:
    follow_up = turn.work.follow_ups.get(id_)
    return quoted(follow_up.what) if follow_up else None


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    done = change.before is not None and change.after.get("state") == "done"
    return _("done: {what}", what=thing) if done else None


def _counted(count: int) -> Words:
    return ngettext("{count} follow-up", "{count} follow-ups", count)


RECORDS = {"follow_ups": RecordWords(_what, _told, _counted)}
