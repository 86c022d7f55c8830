"""The data of the languages: `data/<language>/<topic>.toml`, or, for a topic with much of it, a folder of that name with a file a subject."""

import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


def topic_files(language: str, topic: str) -> Sequence[Path]:
    """Where the data of a topic is, in a fixed order; nowhere where a language has none."""
    whole = DATA / language / f"{topic}.toml"
    return [whole] if whole.exists() else sorted((DATA / language / topic).glob("*.toml"))


def language_data(language: str, topic: str) -> dict[str, Any]:
    """All that a language has on a topic; not kept, for what is made of it is."""
    return joined(topic_files(language, topic))


def joined(paths: Iterable[Path]) -> dict[str, Any]:
    """What stands in several files. ValueError where two of them have the same key."""
    found: dict[str, Any] = {}
    for path in paths:
        here = read(path)
        if twice := found.keys() & here.keys():
            raise ValueError(f"{', '.join(sorted(twice))} of {path.name} stands in another file of {path.parent} too")
        found |= here
    return found


def read(path: Path) -> dict[str, Any]:
    """What stands in one file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
