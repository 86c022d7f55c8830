"""Taking an import back: the whole of it, for a day in the chat, and on the command line for as long as it is kept."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from handlers.kit.format.texts import _, clip
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.spreadsheets import import_run
from handlers.spreadsheets.import_wording import taken_back
from handlers.spreadsheets.own_imports import own_import

UNDO_FOR = timedelta(hours=24)


def undo(turn: Turn, target: Target) -> Reply:
    """Undo of a whole import."""
    record = own_import(turn, target.id)
    if record.state == "reverted":
        return Reply.of(_("That was already undone."))
    if record.state != "done" or record.done_at is None:
        raise Sorry(_("There is nothing to undo."))
    if turn.now - record.done_at > UNDO_FOR:
        raise Sorry(
            _(
                "That was more than a day ago. On the server, “cartera import revert {number}” undoes it.",
                number=record.id,
            )
        )
    turn.start_job("revert_import", {"import": record.id, "now": turn.now.isoformat()})
    return Reply.of(_("I'm undoing the import of {file}.", file=clip(record.name, 80)))


def revert(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: takes it back."""
    reverted = import_run.take_back(context, payload["import"], datetime.fromisoformat(payload["now"]))
    return {"import": payload["import"], "reverted": asdict(reverted) if reverted else None}


def reverted(_turn: Turn, result: dict[str, Any]) -> Reply:
    """What came of it."""
    if result["reverted"] is None:
        return Reply.of(_("That was already undone."))
    return Reply.of(*taken_back(result["reverted"]))
