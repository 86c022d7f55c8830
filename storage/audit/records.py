"""What the store hands out about changes: who did what, when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.entities.catalogue import catalogue
from storage.entities.entity import ByRow, entity_of

MERGED_INTO = "merged_into"
"""Beside a row's new columns: the row that it was merged into."""

ERASED = "erased"
"""Instead of a row's new columns: what was known of it is gone for good."""


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

    @property
    def is_erasure(self) -> bool:
        """Whether it cannot be taken back because what was there is gone."""
        return ERASED in self.after

    @property
    def puts_away(self) -> bool:
        """Whether the row was there before, and is put away by it."""
        undo = entity_of(catalogue().audited(self.entity)).undo
        return self.before is not None and isinstance(undo, ByRow) and bool(self.after.get(undo.put_away))


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
