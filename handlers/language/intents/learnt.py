"""The intent model as it was learnt, kept beside the phrases it was learnt from, so that no start has to learn it again.

`make learn` writes `data/learnt.json` after the phrases were changed. Where that was forgotten, or the file is
missing, the model is learnt anew at each start, a second of work; a test tells.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from handlers.language.concepts.phrasebook import PHRASES
from handlers.language.data_files import topic_files
from handlers.language.text.numbers import LANGUAGES

KEPT = PHRASES / "learnt.json"
"""Where the model is kept."""

_LEARNT_FROM = ("concepts", "kinds", "words", "first_names", "intents")

Weights = Mapping[str, Mapping[str, float]]


def fingerprint() -> str:
    """What tells whether the phrases are still those that a model was learnt from."""
    topics = (path for topic in _LEARNT_FROM for language in LANGUAGES for path in topic_files(language, topic))
    files = [PHRASES / "intents.toml", *topics]
    seen = sha256()
    for path in files:
        seen.update(f"{path.relative_to(PHRASES).as_posix()}\n{path.read_text(encoding='utf-8')}\0".encode())
    return seen.hexdigest()


def kept_weights(path: Path = KEPT) -> Weights | None:
    """The weights that were learnt from these very phrases; None where there are none, whatever is wrong with the file."""
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if kept["learnt_from"] != fingerprint():
            return None
        intents: list[str] = kept["intents"]
        shared: dict[int, float] = {}  # a few thousand numbers stand in many thousand places
        return {
            feature: {
                intents[row[at]]: shared.setdefault(row[at + 1], row[at + 1] / 1000) for at in range(0, len(row), 2)
            }
            for feature, row in kept["weights"].items()
        }
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None


def keep(weights: Weights, path: Path = KEPT) -> None:
    """Writes weights down, in thousandths: `{feature: [intent, weight, intent, weight, …]}`."""
    intents = sorted({intent for row in weights.values() for intent in row})
    rows = {
        feature: [
            part
            for intent, weight in sorted(weights[feature].items())
            for part in (intents.index(intent), round(weight * 1000))
        ]
        for feature in sorted(weights)
    }
    kept = {"learnt_from": fingerprint(), "intents": intents, "weights": rows}
    path.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def main() -> None:
    """Learns the phrases and keeps what was learnt."""
    from handlers.language.intents.model import learn  # noqa: PLC0415  # it asks for what is kept

    keep(learn())


if __name__ == "__main__":
    main()
