"""Loose notes that have waited for their place for some days."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from handlers.kit.format.texts import _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.loose_notes.capability import LOOSE_NOTE, waiting
from reminders.rule import Look, Nudge, Rule
from storage.crm.loose_notes import LooseNoteRecord
from storage.work import Work

AT_A_TIME = 200
PATIENCE = timedelta(days=2)
AGAIN = timedelta(days=7)
KIND = "loose_notes"


def _due(look: Look) -> Iterable[LooseNoteRecord]:
    ids = look.work.looks.loose_notes(look.now - PATIENCE, unmarked=KIND, limit=AT_A_TIME)
    return [note for id_ in ids if (note := look.work.loose_notes.get(id_))]


def _nudge(look: Look, note: LooseNoteRecord) -> Nudge:
    return Nudge(
        f"loose_note:{note.id}:{look.now:%Y-%m-%d}",
        note.owner_id,
        waiting(note),
        line=(_("A loose note without its place"), clip(note.words, 100)),
        opens=Choice(clip(note.words, 40), Action("loose_note", {"note": note.id})),
    )


def _told(look: Look, note: LooseNoteRecord) -> None:
    look.work.nudge_marks.put(KIND, note.id, look.now + AGAIN)


def _later(look: Look, note: LooseNoteRecord, at: datetime) -> None:
    if not look.work.nudge_marks.waiting(KIND, [note.id]):
        look.work.nudge_marks.put(KIND, note.id, at)


def _holds(work: Work, note_id: int) -> bool:
    note = work.loose_notes.get(note_id)
    return note is not None and note.is_open


RULE = Rule(_due, _nudge, _told, _later, about=LOOSE_NOTE, holds=_holds, gathered=True)
