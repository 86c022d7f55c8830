"""How long things take, those that are not over included."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

HALF: Final = 0.5 + 1e-12
"""With room for what is lost in multiplying."""


@dataclass(frozen=True, slots=True)
class Stint:
    """A stretch of time, in any unit; one that has not `ended` yet is known to last at least so long."""

    length: float
    ended: bool


def median(stints: Iterable[Stint]) -> float | None:
    """When half of them are over (E. L. Kaplan and P. Meier, JASA 53, 1958); None where that is not reached yet.

    Looking only at those that have ended would call slow work fast: what takes long is what is still open.
    """
    at_length: dict[float, list[bool]] = defaultdict(list)
    for stint in stints:
        at_length[stint.length].append(stint.ended)
    at_risk, surviving = sum(map(len, at_length.values())), 1.0
    for length, ended in sorted(at_length.items()):
        surviving *= 1 - sum(ended) / at_risk  # one that lasts at least so long was at risk of ending then
        if surviving <= HALF:
            return length
        at_risk -= len(ended)
    return None
