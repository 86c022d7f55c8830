"""A command's words that begin with a customer's name: "Bar Sol servicio > precio"."""

from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind
from storage.names.folding import fold

LONGEST = 8
"""Words of a name."""


def is_exactly_a_customer(turn: Turn, text: str) -> bool:
    """Whether a text is a known customer's name, or other name, and nothing else."""
    said = text.removesuffix("'s").removesuffix("’s")
    entry = turn.match(said, {NameKind.CUSTOMER}).known
    return entry is not None and fold(said) in {fold(entry.name), fold(entry.alias or "")}


def customer_first(turn: Turn, words: str) -> tuple[str, str] | None:
    """The longest name that words begin with, and what follows, without a mark between; None where they name nobody."""
    parts = words.split()
    for at in range(min(len(parts), LONGEST), 0, -1):
        name = " ".join(parts[:at]).rstrip(" :>,;")
        if name and is_exactly_a_customer(turn, name):
            rest = words.split(None, at)
            return name, rest[at].lstrip(" :>,;") if len(rest) > at else ""
    return None
