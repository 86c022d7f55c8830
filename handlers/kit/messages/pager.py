"""One screen of a longer list at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from handlers.kit.format.texts import _
from handlers.kit.messages.action import Action, Choice

T = TypeVar("T")


NEXT_PAGE: Final = _("More")
"""The label of the button that turns the page: it is never put away behind others."""


@dataclass(frozen=True, slots=True)
class Pager(Generic[T]):
    """The items of one screen, and where the next one begins: JSON, None at the end.

    The action that shows a screen takes that place as its argument `at`.
    """

    items: Sequence[T]
    next: Any = None

    @classmethod
    def at(cls, start: int, whole: Sequence[T], size: int) -> "Pager[T]":
        """The screen that begins with the item number `start` of a list that is known as a whole."""
        return cls(whole[start : start + size], start + size if len(whole) > start + size else None)

    @classmethod
    def of(cls, found: Sequence[T], size: int, *, next: Any) -> "Pager[T]":  # noqa: A002, ANN401 - JSON
        """The screen of which one item more was looked for than it holds; `next` is where the next one begins if there is one."""
        return cls(found[:size], next if len(found) > size else None)

    def more(self, action: Action) -> tuple[Choice, ...]:
        """The button that shows the next screen, where there is one."""
        return () if self.next is None else (Choice(NEXT_PAGE, action.with_args(at=self.next)),)
