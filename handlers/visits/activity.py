"""How what happened with customers is spoken of in the activity."""

from handlers.kit.format.labels import KINDS
from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from storage.audit.records import Change


def _what(turn: Turn, id_: int) -> Words | None:
    record = turn.work.interactions.get(id_)
    return _("what was logged about {customer}", customer=record.customer) if record else None


def _who(turn: Turn, id_: int) -> Words | None:
    name = turn.work.labels.of("interaction_contacts", id_)
    return _("that {name} was there", name=name) if name else None


def _told(turn: Turn, change: Change, _thing: Words) -> Words | None:
    record = turn.work.interactions.get(change.id) if change.before is None else None
    return (
        _("{kind} · {customer}", kind=KINDS.get(record.kind, record.kind), customer=record.customer) if record else None
    )


def _counted(count: int) -> Words:
    return ngettext("{count} activity", "{count} activities", count)


RECORDS = {"interactions": RecordWords(_what, _told, _counted), "interaction_contacts": RecordWords(_who)}
