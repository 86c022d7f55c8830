"""What a record offers to have changed about it, in a few words said right after it was made."""

from collections.abc import Callable
from dataclasses import dataclass

from handlers.kit.format.texts import Words
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply


@dataclass(frozen=True, slots=True)
class Amendment:
    """A correction that fits a record: how sure that is (0 to 1) and why, what it would change in words, and doing it; `of` which one."""

    score: float
    reason: str
    as_words: Words
    apply: Callable[[], Reply]
    of: Target | None = None
