"""The ways in which every conversation must go the same."""

import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True)
class Way:
    """One combination of store, platform and mishaps; `http` where the platform sends requests instead of being polled."""

    name: str
    store: str = "sqlite"
    platform: str = "local"
    restarts: bool = False
    twice: bool = False
    http: bool = False

    def __str__(self) -> str:
        return self.name


PLAIN = Way("sqlite")
OTHERS = (
    Way("restarts", restarts=True),
    Way("twice", twice=True),
    Way("postgres", store="postgres"),
    Way("telegram", platform="telegram"),
    Way("telegram-postgres-restarts-twice", store="postgres", platform="telegram", restarts=True, twice=True),
    Way("slack", platform="slack"),
    Way("web", platform="web"),
    Way("web-restarts-twice", platform="web", restarts=True, twice=True),
    Way("slack-http-postgres-restarts-twice", store="postgres", platform="slack", restarts=True, twice=True, http=True),
)
ALL_WAYS = (PLAIN, *OTHERS)
ALL = "all"
TURNS = 3
"""In the combination of the day each conversation has its turn every so many times that it comes round: all of them in all
combinations take twice as long as a change may wait for. Who asks for a combination gets all of it."""

_FEATURES: Mapping[str, Callable[[Way], Way]] = {
    "slack": lambda way: replace(way, platform="slack"),
    "telegram": lambda way: replace(way, platform="telegram"),
    "web": lambda way: replace(way, platform="web"),
    "local": lambda way: way,
    "http": lambda way: replace(way, http=True),
    "sqlite": lambda way: way,
    "postgres": lambda way: replace(way, store="postgres"),
    "restarts": lambda way: replace(way, restarts=True),
    "twice": lambda way: replace(way, twice=True),
}
"""What a combination is made of, in the order of its name."""


class UnknownCombinationError(ValueError):
    """A combination that was asked for does not exist; says which do."""


def of_the_day(day: date) -> Way:
    """The combination whose turn it is, besides the plain one."""
    return OTHERS[day.toordinal() % len(OTHERS)]


def turn_of_the_day(day: date) -> int:
    """Whose turn it is among the conversations, 0 to TURNS - 1: another one when the same combination comes round again."""
    return day.toordinal() // len(OTHERS) % TURNS


def has_its_turn(test: str, turn: int) -> bool:
    """Whether a conversation, by the name of its test, is among those."""
    return zlib.crc32(test.encode()) % TURNS == turn


def ways(combination: str) -> list[Way]:
    """The plain way and the one that is asked for: by its name, or by what it is made of (`postgres,restart`); or all."""
    if combination == ALL:
        return list(ALL_WAYS)
    chosen = composed(combination)
    return [PLAIN] if chosen == PLAIN else [PLAIN, chosen]


def composed(combination: str) -> Way:
    """The way with these features, in any order; the last letter of a plural may be missing."""
    words = [word for word in re.split(r"[-,\s]+", combination.strip().lower()) if word]
    found = {word: next((name for name in _FEATURES if name in {word, f"{word}s"}), None) for word in words}
    if unknown := [word for word, name in found.items() if name is None]:
        raise UnknownCombinationError(f"There is no combination with {', '.join(unknown)}. {_existing()}")
    features = [name for name in _FEATURES if name in found.values()]
    if (
        len({"slack", "telegram", "web"} & set(features)) > 1
        or ("http" in features and "slack" not in features)
        or not features
    ):
        raise UnknownCombinationError(f"{combination!r} is no combination: http goes with slack alone. {_existing()}")
    way = Way("-".join(name for name in features if name not in {"local", "sqlite"}) or PLAIN.name)
    for name in features:
        way = _FEATURES[name](way)
    return way


def _existing() -> str:
    return f"There are: {ALL}, {', '.join(map(str, ALL_WAYS))}; or any of {', '.join(_FEATURES)}, joined by commas."
