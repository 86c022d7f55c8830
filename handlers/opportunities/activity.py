"""How opportunities, and how the company sells, are spoken of in the activity."""

from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.registry.registry import RecordWords
from handlers.kit.turn import Turn
from storage.audit.records import Change


def _what(turn: Turn, id_: int) -> Words | None:
    record = turn.work.opportunities.get(id_)
    return _("“{title}”, {customer}", title=record.title, customer=record.customer) if record else None


def _told(turn: Turn, change: Change, thing: Words) -> Words | None:
    if change.before is None:
        return _("new opportunity: {what}", what=thing)
    match change.after.get("state"):
        case "won":
            return _("won: {what}", what=thing)
        case "lost":
            return _("lost: {what}", what=thing)
        case "open":
            return _("reopened: {what}", what=thing)
    if "stage_id" in change.after:
        stage = turn.work.pipelines.stage(change.after["stage_id"])
        return _("to {stage}: {what}", stage=stage.name if stage else "", what=thing)
    return None


def _counted(count: int) -> Words:
    return ngettext("{count} opportunity", "{count} opportunities", count)


def _event(_turn: Turn, _id: int) -> Words:
    """An event goes with the change of its opportunity, which tells it."""
    return _("the opportunity's history")


def _stage(turn: Turn, id_: int) -> Words | None:
    stage = turn.work.pipelines.stage(id_)
    return _("the stage {name}", name=stage.name) if stage else None


RECORDS = {
    "opportunities": RecordWords(_what, _told, _counted),
    "opportunity_events": RecordWords(_event),
    "stages": RecordWords(_stage),
}
