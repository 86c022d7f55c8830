"""What the store hands out about changes: who did what, when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


class ChangedSinceError(Exception):
    """A change cannot be taken back because the row was changed again; `by` names who did, where it is known."""

    def __init__(self, by: str | None) -> None:
        super().__init__("the row was changed since")
        self.by = by


@dataclass(frozen=True, slots=True)
class Changed:
    """One row that an undo touched."""

    entity: str
    id: int


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a change set changed: `before` is None where it was added, else what the columns of `after` held."""

    entity: str
    id: int
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """What one message changed, as the activity lists it; `id` is that of its first change."""

    id: int
    turn: str
    at: datetime
    staff_id: int | None
    who: str | None
    undone: bool
    undone_by: str | None
    first: Change
