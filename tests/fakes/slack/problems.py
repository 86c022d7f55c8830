"""How Slack says what is wrong in blocks and views: a sentence and a JSON pointer, for each thing that is wrong."""

from collections.abc import Collection
from typing import Any

from .markup import Raw

PLAIN, ANY_TEXT = ("plain_text",), ("plain_text", "mrkdwn")


class Problems:
    """Collects what is wrong. Every check returns whether the value can be looked into further."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def add(self, path: str, problem: str) -> None:
        """Say that something is wrong at a path."""
        self.found.append(f"{problem} [json-pointer:{path}]")

    def object(self, value: Any, path: str, required: Collection[str], allowed: Collection[str]) -> bool:
        """Check an object's fields. One that is None counts as absent, as Slack's parser has it."""
        if not isinstance(value, dict):
            self.add(path, "must provide an object")
            return False
        for name in [name for name, content in value.items() if content is None]:
            del value[name]
        missing = [name for name in required if name not in value]
        for name in missing:
            self.add(path, f"missing required field: {name}")
        for name in value:
            if name not in required and name not in allowed:
                self.add(path, f"invalid additional property: {name}")
        return not missing

    def items(self, value: Any, path: str, high: int, low: int = 1) -> bool:
        """Check how many there are of something."""
        if not isinstance(value, list):
            self.add(path, "must provide an array")
            return False
        if len(value) > high:
            self.add(path, f"no more than {high} items allowed")
        if len(value) < low:
            self.add(path, f"no fewer than {low} items allowed")
        return True

    def length(self, value: Any, path: str, high: int, low: int = 1) -> bool:
        """Check a text's length in characters."""
        if not isinstance(value, str):
            self.add(path, "must be a string")
            return False
        if len(value) > high:
            self.add(path, f"must be less than {high + 1} characters")
        if len(value) < low:
            self.add(path, f"must be more than {low - 1} characters")
        return True

    def optional(self, raw: Raw, name: str, path: str, high: int, low: int = 0) -> None:
        """Check a text's length if it is there."""
        if name in raw:
            self.length(raw[name], f"{path}/{name}", high, low)

    def text(self, raw: Raw, name: str, path: str, high: int, kinds: Collection[str] = PLAIN, low: int = 1) -> None:
        """Check a text object if it is there, and escape it as Slack keeps it."""
        if name in raw:
            self.text_object(raw[name], f"{path}/{name}", high, kinds, low)

    def text_object(self, value: Any, path: str, high: int, kinds: Collection[str] = PLAIN, low: int = 1) -> None:
        """Check a text object."""
        if not self.object(value, path, ("type", "text"), ("emoji", "verbatim")):
            return
        kind = value["type"]
        if kind not in kinds:
            self.add(f"{path}/type", f"must be {' or '.join(kinds)}")
            return
        self.length(value["text"], f"{path}/text", high, low)
        wrong = "verbatim" if kind == "plain_text" else "emoji"
        if wrong in value:
            self.add(path, f"invalid additional property: {wrong}")

    def choice(self, raw: Raw, name: str, path: str, allowed: Collection[str]) -> None:
        """Check that a field, if there, is one of the allowed words."""
        if name in raw and raw[name] not in allowed:
            self.add(f"{path}/{name}", f"must be one of {', '.join(allowed)}")
