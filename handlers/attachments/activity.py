"""How attachments are spoken of in the activity."""

from handlers.kit.attachments import ONE
from handlers.kit.format.texts import Words, _, clip, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from storage.attachments.attachments import Attachments
from storage.audit.records import Change


def _what(turn: Turn, id_: int) -> Words | None:
    found = turn.work.topic(Attachments).get(id_)
    return None if found is None else _("{kind} ({name})", kind=ONE[found.kind], name=clip(found.name, 60))


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    if change.before is None or "interaction_id" not in change.after:
        return None
    return _("moved to where it belongs: {what}", what=thing)


def _counted(count: int) -> Words:
    return ngettext("{count} photo or file", "{count} photos and files", count)


RECORDS = {"attachments": RecordWords(_what, _told, _counted)}
