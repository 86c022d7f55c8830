"""Understanding as JSON, in the form of `cartera understand` and `cartera when`, and the lines it reads."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.meaning import (
    Amount,
    Context,
    Moment,
    Name,
    NameBook,
    NextStep,
    Recurrence,
    SlotValue,
    Understanding,
)
from storage.questions.question import Question

Json = dict[str, Any]


def as_json(understanding: Understanding) -> Json:
    """The language, the intent and the slots; a name in its known spelling, where several fit the likeliest."""
    return {
        "language": understanding.language,
        "intent": understanding.intent,
        "slots": {slot: slot_as_json(value) for slot, value in understanding.slots.items()},
    }


def slot_as_json(value: SlotValue) -> Any:  # noqa: ANN401  # JSON
    """One slot's value: a string, or an object for a moment, an amount, a next step."""
    match value:
        case Name():
            return value.candidates[0].name if value.candidates else value.text
        case Moment() | Recurrence():
            return moment_as_json(value)
        case Amount():
            return {"value": f"{value.value:.2f}", "currency": value.currency}
        case NextStep():
            due = {"due": moment_as_json(value.due)} if value.due else {}
            return {"what": value.what, **due}
        case Question():
            return question_as_json(value)
        case _:
            return value


def question_as_json(question: Question) -> Json:
    """A question with names instead of numbers, its period as a moment that has an end."""
    raw = question.as_json()
    filters = [
        {name: said.get("name", said) if isinstance(said, dict) else said for name, said in one.items()}
        for one in raw.get("filters", ())
    ]
    period = question.period
    when = {"period": {"start": f"{period.first}", "end": f"{period.last}", "grain": "day"}} if period else {}
    return raw | ({"filters": filters} if filters else {}) | when


def moment_as_json(moment: Moment | Recurrence | None) -> Json | None:
    """A moment as `start`, `grain` and, for a span, `end`; a repeating one as `rrule` and `time`."""
    match moment:
        case None:
            return None
        case Recurrence():
            return {"rrule": moment.rrule, **({"time": moment.time.strftime("%H:%M")} if moment.time else {})}
        case Moment():
            end = {"end": _point(moment.end)} if moment.end is not None else {}
            return {"start": _point(moment.start), "grain": moment.grain.value, **end}


def _point(at: object) -> str:
    return at.isoformat(timespec="minutes") if isinstance(at, datetime) else str(at)


def read_request(line: str | Mapping[str, Any], names: NameBook | None = None) -> tuple[str, str, Context]:
    """Reads a line of `cartera understand --jsonl`: its id, its text, and the context it is read in.

    `names` are the database's, used where the line brings no `known` of its own. Raises ValueError, naming what is
    wrong, for a line that is no such request.
    """
    asked: Mapping[str, Any] = json.loads(line) if isinstance(line, str) else line
    if not isinstance(asked, Mapping) or not isinstance(asked.get("text"), str):
        raise ValueError("a line needs at least a text")  # noqa: TRY004  # a wrong line, not a wrong call
    zone = _zone(str(asked.get("tz") or "UTC"))
    now = datetime.fromisoformat(asked["now"]) if asked.get("now") else datetime.now(zone)
    known = asked.get("known")
    context = Context(
        now=now if now.tzinfo else now.replace(tzinfo=zone),
        zone=zone,
        locale=str(asked.get("locale") or "es_ES"),
        names=KnownNames(known) if known is not None else names or KnownNames({}),
        currency=asked.get("currency"),
    )
    return str(asked.get("id", "")), asked["text"], context


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError) as error:
        raise ValueError(f"no such time zone: {name}") from error
