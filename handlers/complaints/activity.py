"""How complaints are spoken of in the activity."""

from handlers.complaints.card import title
from handlers.kit.format.labels import CAUSES
from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from storage.audit.records import Change


def _what(turn: Turn, id_: int) -> Words | None:
    record = turn.work.complaints.get(id_)
    return title(record) if record else None


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    if change.before is None:
        return None
    if "carer_id" in change.after:
        return _("handed over: {what}", what=thing)
    match change.after.get("state"):
        case "closed":
            return _("closed: {what}", what=thing)
        case "open":
            return _("reopened: {what}", what=thing)
    return None


def _counted(count: int) -> Words:
    return ngettext("{count} complaint", "{count} complaints", count)


def _event(_turn: Turn, _id: int) -> Words:
    """An event goes with what was done about its complaint."""
    return _("the complaint's journey")


def _rule(turn: Turn, id_: int) -> Words | None:
    rule = next((one for one in turn.work.complaint_rules.all() if one.id == id_), None)
    return _("who cares for complaints about: {cause}", cause=CAUSES[rule.cause]) if rule else None


RECORDS = {
    "complaints": RecordWords(_what, _told, _counted),
    "complaint_events": RecordWords(_event),
    "complaint_rules": RecordWords(_rule),
}
