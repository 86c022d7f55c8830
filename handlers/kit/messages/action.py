"""What can be chosen: a label, and the action behind it. What is written here is a stored format."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from handlers.kit.format.texts import Voice, Words

ANSWER: Final = "answer"
"""The action that answers a form's question; the conversation itself serves it."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a button, a card or a reply is about: a row, by its kind and id. Written "interaction:42"."""

    kind: str
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, text: str | None) -> "Target | None":
        """The target that `str()` wrote; None for anything else."""
        kind, _, id_ = (text or "").partition(":")
        return cls(kind, int(id_)) if kind and id_.isdecimal() else None


@dataclass(frozen=True, slots=True)
class Action:
    """What a button does: the name of an action that a capability serves, and its arguments as JSON.

    Both are stored with the message they stand on: renaming either is a migration.
    """

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)

    def with_args(self, **more: Any) -> "Action":  # noqa: ANN401 - JSON
        """The same action with further arguments."""
        return Action(self.name, {**self.args, **more})


def answer(value: Any = None, *, target: Target | None = None) -> Action:  # noqa: ANN401 - JSON
    """The answer to the question that a choice stands below: a row, or a value as the slot's `chosen` takes it."""
    return Action(ANSWER, {"target": str(target)} if target else {"value": value})


YES: Final = Action(ANSWER, {"yes": True})
"""Accepts what was offered, or what is asked before saving."""
NO: Final = Action(ANSWER, {"yes": False})
SKIP: Final = Action(ANSWER, {"skip": True})
"""Goes on without the slot that is asked for."""
LEAVE: Final = Action(ANSWER, {"leave": True})
"""Lets go of the form."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. Typing its whole label or its number is the same as pressing it.

    Where a platform has dialogs, it may show the one that `opens` names instead: a form's stored name. One that is not
    `shown` has no button, and can only be typed, by its label; a `minor` one makes room for others first. A plain `yes` to what
    is asked above it means this one.
    """

    label: Words
    action: Action
    opens: str | None = None
    shown: bool = True
    minor: bool = False
    yes: bool = False

    def said(self, voice: Voice) -> "Choice":
        """The same with its label in the person's language, which is how it can be typed."""
        return replace(self, label=voice.say(self.label))

    def as_json(self) -> dict[str, Any]:
        """As the outbox and the conversation keep it. Raises TypeError where its label was not `said`."""
        if not isinstance(self.label, str):
            raise TypeError("the label is in nobody's language yet")
        kept = {"label": self.label, "action": self.action.name, "args": dict(self.action.args)}
        more = {"opens": self.opens} if self.opens else {}
        return kept | more | ({} if self.shown else {"shown": False}) | ({"yes": True} if self.yes else {})
