"""A person's own imports: found for an action, told of in the activity."""

from typing import Annotated

from handlers.kit.format.texts import Words, _, clip
from handlers.kit.turn import Sorry, Turn
from storage.audit.records import Change
from storage.crm.imports import ImportRecord

IMPORT = "import"


def own_import(turn: Turn, import_id: int) -> ImportRecord:
    """An import: a manager's own, or any for an admin."""
    record = turn.work.imports.get(import_id)
    if record is None:
        raise Sorry(_("Send me the file first: CSV or Excel (.xlsx)."))
    if record.staff_id != turn.person.id and turn.person.role != "admin":
        raise Sorry(_("Only the person who did it can undo it."))
    return record


def waiting_import(turn: Turn, record: ImportRecord) -> ImportRecord:
    """An import that can still go either way. Raises Sorry for any other."""
    gone: Words | None = {
        "running": _("I'm already on it."),
        "done": _("That was already imported."),
        "cancelled": _("That was cancelled. Send the file again."),
        "reverted": _("That was undone. Send the file again."),
    }.get(record.state)
    if gone is None and (record.file_id is None or turn.work.files.exists(record.file_id) is False):
        gone = _("I don't have that file any more. Send it again, please.")
    if gone is not None:
        raise Sorry(gone)
    return record


def what(turn: Turn, id_: int) -> Words | None:
    """An import in a few words: its file."""
    table = turn.work.imports.get(id_)
    return clip(table.name, 60) if table else None


def told_in_activity(_turn: Turn, _change: Change, thing: Words) -> Words:
    """That it was imported."""
    return _("imported: {what}", what=thing)


MyImport = Annotated[ImportRecord, lambda turn, raw: own_import(turn, int(raw))]
"""The import of an action, one that this person may do something about."""
