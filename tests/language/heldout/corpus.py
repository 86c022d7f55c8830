"""The held-out corpus, read and scored: the share of lines that come out right, by kind and language, and those that do not."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from handlers.language import json_format
from handlers.language.entities.amounts import find_amounts
from handlers.language.entities.moments.moments import read_moment
from handlers.language.entities.names.name_lists import KnownNames
from handlers.language.meaning import Context
from handlers.language.understand import understand

HERE = Path(__file__).parent
LANGUAGES = ("es", "en")
NOW = datetime(2026, 11, 20, 10, 0)  # noqa: DTZ001 - wall time; the zone is each language's
ZONES = {"es": "Europe/Madrid", "en": "Europe/London"}
LOCALES = {"es": "es_ES", "en": "en_GB"}
CURRENCIES = {"es": "EUR", "en": "GBP"}
NOTHING = "none"


@dataclass(frozen=True, slots=True)
class Score:
    """How many lines of a kind are right, and what came out of the others."""

    right: int
    lines: int
    misses: tuple[str, ...]

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.right / self.lines


def lines(kind: str, language: str, arrow: str = "=>") -> Iterator[tuple[str, str]]:
    """The texts of a kind, each with what is right."""
    for line in (HERE / language / f"{kind}.txt").read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            text, _arrow, right = line.partition(f" {arrow} ")
            yield text.strip(), right.strip()


@cache
def known(language: str) -> Mapping[str, list[str]]:
    """The names that exist for every line."""
    return dict(tomllib.loads((HERE / "known.toml").read_text(encoding="utf-8"))[language])


def context(language: str) -> Context:
    """What is known when a line is read."""
    zone = ZoneInfo(ZONES[language])
    return Context(NOW.replace(tzinfo=zone), zone, LOCALES[language], KnownNames(known(language)), CURRENCIES[language])


# ------------------------------------------------------------------ a reader a kind: what a text comes out as, to compare
def moment(text: str, right: str, language: str) -> str:
    """A moment in the corpus's writing."""
    tense = "past" if text.startswith("< ") else "future"
    now = NOW.replace(tzinfo=ZoneInfo(ZONES[language]))
    return _written(
        json_format.moment_as_json(read_moment(text.removeprefix("< "), now, tense, LOCALES[language]))  # type: ignore[arg-type]
    )


def _written(found: Mapping[str, Any] | None) -> str:
    if found is None:
        return NOTHING
    if "rrule" in found:
        return " ".join(filter(None, (found["rrule"], found.get("time"))))
    if "end" in found:
        return f"{found['start']}..{found['end']}"
    grain = "" if found["grain"] in {"day", "minute"} else f"/{found['grain']}"
    return f"{found['start']}{grain}"


def amount(text: str, right: str, language: str) -> str:
    """The first amount, with its currency."""
    locale, currency = LOCALES[language], CURRENCIES[language]
    if text.startswith("@"):
        head, _space, text = text.partition(" ")
        locale, currency = head[1:], ""
    found = find_amounts(text, locale, currency or None)
    return f"{found[0].amount.value:.2f} {found[0].amount.currency}" if found else NOTHING


def slots(text: str, right: str, language: str) -> str:
    """Those slots that the line names, of what was understood."""
    read = json_format.as_json(understand(text, context(language)))
    out = []
    for part in right.split("; "):
        name = part.partition(": ")[0]
        value = read["intent"] if ": " not in part else _plain(read["slots"].get(name))
        out.append(value if ": " not in part else f"{name}: {value}")
    return "; ".join(out)


def _plain(value: Any) -> str:
    if isinstance(value, dict) and "value" in value:
        return f"{value['value']} {value['currency']}"
    return _written(value) if isinstance(value, dict) else str(value)


READERS: Mapping[str, Callable[[str, str, str], str]] = {
    "moments": moment,
    "amounts": amount,
    "names": slots,
    "intents": slots,
}


def score(kind: str, language: str) -> Score:
    """How many lines of a kind come out right."""
    read, right, misses, count = READERS[kind], 0, [], 0
    for text, wanted in lines(kind, language):
        count += 1
        found = read(text, wanted, language)
        if found == wanted:
            right += 1
        else:
            misses.append(f"{text}: {found}, not {wanted}")
    return Score(right, count, tuple(misses))
