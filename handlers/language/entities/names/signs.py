"""Signs that a known name is meant or is not, and how short a word still is one."""

from typing import NamedTuple

from handlers.language.entities.names.matching import PEOPLE
from storage.names.names import NameKind

MISSPELT_ALONE = 5
"""Letters of a single word that is taken for a misspelt name."""

SHORTEST_ALONE = 3
"""Letters of a word that is taken for a name wherever it stands."""

CALLED_IN_PART = frozenset({NameKind.CUSTOMER, *PEOPLE})
"""What people call by a part of its name, or misspell, and are still understood; not so what is for sale."""


class Sign(NamedTuple):
    """Something that speaks for a name, or with a negative weight against it."""

    weight: float
    reason: str
