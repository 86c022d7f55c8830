"""How quotes are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from handlers.quotes.wording import STATES
from storage.audit.records import Change
from storage.quotes.quotes import Quotes


def _what(turn: Turn, id_: int) -> Words | None:
    found = turn.work.topic(Quotes).get(id_)
    return _("quote {number}, {customer}", number=found.number, customer=found.customer) if found else None


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    state = change.after.get("state")
    return _("{what}: {state}", what=thing, state=STATES[state]) if change.before and state in STATES else None


def _counted(count: int) -> Words:
    return ngettext("{count} quote", "{count} quotes", count)


RECORDS = {"quotes": RecordWords(_what, _told, _counted)}
