"""A moment as the tables of the tests write it."""

import tomllib
from datetime import date, datetime
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from handlers.language.entities.moments.moments import read_moment
from handlers.language.meaning import Grain, Moment, Recurrence, Tense

MADRID = ZoneInfo("Europe/Madrid")
FRIDAY = datetime(2026, 11, 20, 10, 30, tzinfo=MADRID)
LOCALES = ("es_ES", "es_MX", "es_AR", "en_US", "en_GB")


def written(moment: Moment | Recurrence | None) -> str:
    """A moment as the tables write it: "2026-11-24", "2026-11-24T10:00", "2026-11-23 week", "-" for none."""
    if moment is None:
        return "-"
    if isinstance(moment, Recurrence):
        return moment.rrule + (f" {moment.time:%H:%M}" if moment.time else "")
    text = _written(moment.start) + (f"..{_written(moment.end)}" if moment.end else "")
    return text if moment.grain in (Grain.DAY, Grain.MINUTE) else f"{text} {moment.grain}"


def _written(when: date | datetime) -> str:
    return f"{when:%Y-%m-%dT%H:%M}" if isinstance(when, datetime) else f"{when:%Y-%m-%d}"


def read(text: str, now: str | datetime = FRIDAY, tense: Tense = "future", locale: str = "es_ES") -> str:
    at = datetime.fromisoformat(now).replace(tzinfo=MADRID) if isinstance(now, str) else now
    return written(read_moment(text, at, tense, locale))


def day_of(moment: Moment | Recurrence | None) -> date:
    assert isinstance(moment, Moment)
    assert moment.grain is Grain.DAY
    return moment.start


def data(language: str) -> dict[str, Any]:
    source = files("handlers.language") / "data" / language / "moments.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
