"""Values of understanding as the conversation keeps them: read back from their JSON."""

from datetime import date, datetime
from typing import Any

from handlers.language.meaning import Grain, Moment


def moment_from_json(raw: dict[str, Any]) -> Moment:
    """A moment that `moment_as_json` wrote. Raises ValueError for anything else."""
    if not isinstance(raw, dict) or "start" not in raw:
        raise ValueError("not a moment")
    point = datetime.fromisoformat if raw["grain"] == Grain.MINUTE else date.fromisoformat
    return Moment(point(raw["start"]), Grain(raw["grain"]), point(raw["end"]) if raw.get("end") else None)
