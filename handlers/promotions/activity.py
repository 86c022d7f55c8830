"""How promotions are spoken of in the activity."""

from handlers.kit.format.texts import Words, _
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from handlers.promotions.wording import STATES
from storage.audit.records import Change
from storage.promotions.promotions import Promotions
from storage.promotions.segments import Segments


def _what(turn: Turn, id_: int) -> Words | None:
    found = turn.work.topic(Promotions).get(id_)
    return _("promotion {name}", name=found.name) if found else None


def _told(_turn: Turn, change: Change, thing: Words) -> Words | None:
    if change.before is None:
        return _("new: {what}", what=thing)
    state = change.after.get("state")
    return _("{what}: {state}", what=thing, state=STATES[state]) if state in STATES else None


def _version(_turn: Turn, _id: int) -> Words:
    """A version goes with its promotion."""
    return _("what a promotion says")


def _briefing(_turn: Turn, _id: int) -> Words:
    """So does who knows it."""
    return _("who knows a promotion")


def _segment(turn: Turn, id_: int) -> Words | None:
    found = turn.work.topic(Segments).get(id_)
    return _("segment {name}", name=found.name) if found else None


RECORDS = {
    "promotions": RecordWords(_what, _told),
    "promotion_versions": RecordWords(_version),
    "promotion_briefings": RecordWords(_briefing),
    "segments": RecordWords(_segment),
}
