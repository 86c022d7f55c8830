"""What a table says of itself, once. Whatever goes over all tables goes by it: merging, undo, activity, backup, erasure.

A table declares an `Entity` beside its columns, as `__entity__`, and each of its keys what it is, with `refers`. Nothing
else has to be told of a new table but its migration; a contract test fails for one, or for a key, that says nothing.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, cast

from sqlalchemy import Column, Table

from storage.names.names import NameKind
from storage.session.base import Base


@dataclass(frozen=True, slots=True)
class ByRow:
    """Undone row by row: a changed one gets back what it held, an added one is put away by a time in this column."""

    put_away: str = "archived_at"


@dataclass(frozen=True, slots=True)
class AsWhole:
    """Undone as one whole, by the capability that `undoes` it (an import with its thousands of rows)."""


@dataclass(frozen=True, slots=True)
class Join:
    """How two rows that are one become one: the one that is kept takes of the other what it lacks of `fills`.

    Where the rows that they belong to are merged, those that are alike in the column `same` are one, unless both have
    something in a column of `unless` and it is not the same: perhaps they are two of one name.
    """

    fills: tuple[str, ...] = ()
    same: str | None = None
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnName:
    """A row is found by its own name. `customer` is the key to the customer that it is a person of."""

    kind: NameKind
    customer: str | None = None
    column: str = "name"


@dataclass(frozen=True, slots=True)
class Alias:
    """A row is another name of the row that its key `of` refers to."""

    of: str
    column: str = "name"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """The declaration of a table.

    Activity and undo:
      `label` is the column by which a row is named in few words; a key where it goes by the row that it refers to.
      `name` is how the audit calls the table, where not by its own name; `about` how buttons and messages call a row.
      `undo` is how a change of it is taken back; None for what nobody changes by hand: it has no audit.
      `part_of` is the key to the row that a row is a part of: what was said to change it was said of that one.
    Merging:
      `join` is how two rows that are one become one; None where no two ever are. What refers to them is said by keys.
    Names:
      `found_by` is how a row is found by what people call it.
    As it was said:
      `keeps_original` is whether the messages that made or changed a row are kept with it for good, word by word.
    Backup:
      `backup` is False for what is nothing to bring back.
    Export and erasure:
      `data_subject` is whether a row is somebody whose data is taken out, or erased, on request.
      Columns with text are one of: what `identifies` somebody and is looked for elsewhere; `words` that people wrote, in
      which somebody may be named; `fleeting` state and messages, emptied where they name somebody; `codes` of ours.
      `refers_by` is the column by which a message says what it is about ("interaction:7"); `addressed` the one that, with
      its `platform`, is a colleague's account ("account") or their private chat ("chat").
    """

    label: str | None = None
    name: str | None = None
    about: str | None = None
    undo: ByRow | AsWhole | None = None
    part_of: str | None = None
    join: Join | None = None
    found_by: OwnName | Alias | None = None
    keeps_original: bool = False
    backup: bool = True
    data_subject: bool = False
    identifies: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    fleeting: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    refers_by: str | None = None
    addressed: Literal["account", "chat"] | None = None


class UndeclaredError(LookupError):
    """A table without an `Entity`, or one that the audit does not know."""


def entity_of(model: type[Base]) -> Entity:
    """What a table declares. Raises UndeclaredError where that is nothing."""
    entity: Entity | None = getattr(model, "__entity__", None)
    if entity is None:
        raise UndeclaredError(f"{model.__name__} declares no __entity__")
    return entity


def key_of(table: Table) -> Column[Any]:
    """The one column by which a table's rows are known: "id", or whose they are where each has one. Raises ValueError for several."""
    [column] = table.primary_key.columns
    return column


def table_of(model: type[Base]) -> Table:
    """The table of a class."""
    return cast("Table", model.__table__)


def audit_name(model: type[Base]) -> str:
    """How the audit calls a table."""
    return entity_of(model).name or model.__tablename__


def put_away_by(model: type[Base]) -> str:
    """The column that puts a row away. Raises UndeclaredError for a table that is not undone row by row."""
    undo = entity_of(model).undo
    if not isinstance(undo, ByRow):
        raise UndeclaredError(f"rows of {model.__tablename__} are not put away one by one")
    return undo.put_away


@cache
def naming_columns(model: type[Base]) -> frozenset[str]:
    """The columns that decide under which names a row is found, or another row by it."""
    match entity_of(model).found_by:
        case OwnName(_kind, customer, column):
            return frozenset({column, put_away_by(model), *([customer] if customer else [])})
        case Alias(of, column):
            return frozenset({column, put_away_by(model), of})
    return frozenset()
