"""What the search for names finds: candidates, each with where it stands, whom it may mean, how surely, and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from handlers.language.meaning import Name
from storage.names.names import NameEntry, NameKind


class Standing(StrEnum):
    """How a name stands to the names that are stored."""

    KNOWN = "known"
    """It is one of them, well or badly written."""
    NEW = "new"
    """The message introduces it: "nuevo cliente Bar Luna". It is taken as it is written, whatever it resembles."""
    UNKNOWN = "unknown"
    """It stands where a name must stand, and is none of them."""


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A name that a message may contain: `text[start:end]`, without a possessive ending or the prepositions before it.

    `score` is how likely it is meant, 0 to 1 and more, `MEANT` being enough; `reason` what spoke most for it. `also` are
    stored names of other kinds that the same words fit as well, `beside` further places that belong to it ("el señor").
    A new name has the intent that it `introduces`.
    """

    start: int
    end: int
    kind: NameKind
    standing: Standing
    name: Name
    score: float
    reason: str
    also: tuple[NameEntry, ...] = ()
    beside: tuple[tuple[int, int], ...] = ()
    introduces: str | None = None

    def overlaps(self, other: "NameCandidate") -> bool:
        """Whether both take a part of the text."""
        return self.start < other.end and other.start < self.end


MEANT = 0.5
"""The score from which on a name is meant. `make bench` prints how far the corpus of names is from it on either side."""


def apart(candidates: Iterable[NameCandidate]) -> list[NameCandidate]:
    """Candidates without overlap, in order: of two that share a part of the text the new one stays, then the likelier."""
    kept: list[NameCandidate] = []
    for found in sorted(candidates, key=lambda each: (each.standing is not Standing.NEW, -each.score, each.start)):
        if not any(found.overlaps(other) for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda each: each.start)
