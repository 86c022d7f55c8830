"""The home page: what somebody wants to see first, where the platform has a page for it.

Capabilities contribute to it on the occasion "home"; its subject is the person. It is made when it is opened, after a
button on it was pressed and after a dialog was filled in, so that a turn in the chat costs nothing for it.
"""

from collections.abc import Sequence
from typing import Any

from handlers.kit.format.texts import Voice
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn

KIND = "home"


def sections(turn: Turn) -> list[Reply]:
    """What each capability has to say on the page, in order."""
    return [part for contribute in turn.registry.contributors(KIND) if (part := contribute(turn, turn.person))]


def payload(parts: Sequence[Reply], speaks: Voice) -> dict[str, Any]:
    """The page as the outbox keeps it: one message, and in "sections" how many blocks and choices belong to each part."""
    whole = Reply()
    for part in parts:
        whole = whole + part
    return whole.payload(speaks) | {"sections": [[len(part.blocks), len(part.choices)] for part in parts]}
