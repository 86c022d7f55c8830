"""Commands that go wrong on purpose: nothing in the product raises on request."""

import os

from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from storage.crm.tables import CustomerRow


class TrapError(Exception):
    """What a capability with a mistake in it raises."""


def _raises(turn: Turn, words: str) -> Reply:
    """Does half of something, then fails: the half must not stay."""
    turn.work.changes.create(CustomerRow, name=f"Mitad {words}", folded=f"mitad {words}", status="customer")
    raise TrapError(words)


def _exits(turn: Turn, words: str) -> Reply:
    """Takes the whole process down, as a fault in a library written in C would."""
    del turn, words
    os._exit(70)


TRAPS = Capability(
    "traps",
    about="-",
    commands=(
        Command({"": "raises"}, _raises, hidden=True),
        Command({"": "exits"}, _exits, hidden=True),
    ),
    order=900,
)
