"""Whoever covers for an absent colleague hears of it, and hears when that is over before its time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.people.absence_cards import covers, covers_no_more
from reminders.rule import Look, Nudge, Rule
from storage.people.records import AbsenceRecord

A_DAY = timedelta(days=1)


def _due(look: Look) -> Iterable[AbsenceRecord]:
    return look.work.absences.to_tell(look.now.date() - A_DAY)  # what is over in every zone concerns nobody


def _nudge(_look: Look, absence: AbsenceRecord) -> Nudge | None:
    """A message among colleagues, told at once like any other of theirs."""
    if absence.told_id is not None:
        key = f"covers_no_more:{absence.id}:{absence.told_id}:{absence.changed_at:%Y%m%dT%H%M%S}"
        return Nudge(key, absence.told_id, covers_no_more(absence), asked=True, even_away=True)
    if absence.cover_id is None:
        return None
    key = f"covers:{absence.id}:{absence.cover_id}:{absence.changed_at:%Y%m%dT%H%M%S}"
    return Nudge(key, absence.cover_id, covers(absence), asked=True, even_away=True)


def _told(look: Look, absence: AbsenceRecord) -> None:
    """Whoever covered knows first, then whoever covers now."""
    look.work.absences.told(absence.id, absence.cover_id if absence.told_id is None else None)


def _later(look: Look, absence: AbsenceRecord, _at: datetime) -> None:
    """Who cannot be reached sees it in their day."""
    _told(look, absence)


RULE = Rule(_due, _nudge, _told, _later)
