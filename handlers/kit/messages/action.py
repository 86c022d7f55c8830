"""What can be chosen, and what it is about."""

from dataclasses import dataclass

from handlers.kit.format.texts import Words


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
class Choice:
    """A shorter way to type: pressing it is saying `says` about `target`.

    Where a platform has dialogs, it may show the one that `opens` names instead: a form's stored name.
    """

    label: Words
    says: str
    target: Target | None = None
    opens: str | None = None
