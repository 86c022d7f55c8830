"""The manifest that people paste into Slack, read for the fake: the little of YAML that is in it."""

from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[2] / "docs" / "slack-manifest.yaml"

Line = tuple[int, str]


def manifest() -> dict[str, Any]:
    """The app as it is set up."""
    lines = [
        (len(line) - len(line.lstrip()), line.strip())
        for line in PATH.read_text().splitlines()
        if line.strip() and not line.lstrip().startswith("#")
    ]
    read: dict[str, Any] = _value(lines, 0)
    return read


def _value(lines: list[Line], depth: int) -> Any:
    """What is written at this depth: entries of a list, or names and their values. Takes the lines it has read."""
    found: Any = [] if lines[0][1].startswith("- ") else {}
    while lines and lines[0][0] == depth:
        _depth, text = lines.pop(0)
        if text.startswith("- "):
            entry = text[2:]
            if ": " in entry:  # an entry that has names: the rest of them stands below the first
                lines.insert(0, (depth + 2, entry))
                found.append(_value(lines, depth + 2))
            else:
                found.append(_scalar(entry))
            continue
        name, _colon, rest = text.partition(":")
        found[name] = _scalar(rest.strip()) if rest.strip() else _value(lines, lines[0][0])
    return found


def _scalar(text: str) -> str | bool:
    return text == "true" if text in {"true", "false"} else text.strip('"')
