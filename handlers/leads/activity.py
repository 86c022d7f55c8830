"""How leads are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from handlers.leads.card import title
from storage.audit.records import Change


def _what(turn: Turn, id_: int) -> Words | None:
    record = turn.work.leads.get(id_)
    return title(record) if record else None


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    if change.before is None:
        return _("new: {what}", what=thing)
    match change.after.get("state"):
        case "taken":
            return _("taken: {what}", what=thing)
        case "qualified":
            return _("qualified: {what}", what=thing)
        case "refused":
            return _("refused: {what}", what=thing)
    return None


def _counted(count: int) -> Words:
    return ngettext("{count} lead", "{count} leads", count)


def _touch(_turn: Turn, _id: int) -> Words:
    """A touch goes with what was done about its lead."""
    return _("the lead's journey")


def _wait(_turn: Turn, _id: int) -> Words:
    """So does the clock."""
    return _("the lead's first response")


RECORDS = {
    "leads": RecordWords(_what, _told, _counted),
    "lead_touches": RecordWords(_touch),
    "lead_waits": RecordWords(_wait),
}
