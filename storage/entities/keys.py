"""What a foreign key says of itself: what becomes of its row when the row that it refers to is merged, or erased."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import Column, ForeignKey

_INFO = "key"


class Merge(Enum):
    """What a key does when the row that it refers to is merged into another."""

    MOVES = "it refers to the one that is kept"
    STAYS = "it goes on referring to the one that is put away"


class Erasure(Enum):
    """What becomes of a row when a person that it refers to, or what belongs to that person, is erased."""

    GOES = "it is the person's: it is taken out with their data, and deleted"
    LETS_GO = "it is about something else too: taken out, but kept without the key and without what names the person"
    STAYS = "it is somebody else's: kept as it is, referring to what is left of the person"


@dataclass(frozen=True, slots=True)
class Key:
    """The declaration of a foreign key.

    `apart_from` names another key of the same row to the same table: a row whose two keys would come to be the same in a
    merge (a customer that recommended itself) does not move, and is put away. Where a row `speaks` of somebody in the row
    that this key refers to (who was met, of a visit), that one is about them too: it is taken out with their data, and loses
    what names them when they are erased.
    """

    merge: Merge | None
    erasure: Erasure | None
    apart_from: str | None = None
    speaks: bool = False


def refers(
    to: str,
    *,
    merge: Merge | None = None,
    erasure: Erasure | None = None,
    apart_from: str | None = None,
    speaks: bool = False,
) -> ForeignKey:
    """A foreign key to a column ("customers.id") with its declaration.

    `merge` is needed where rows of that table can be merged, `erasure` where they can be erased; a contract test looks.
    """
    return ForeignKey(to, info={_INFO: Key(merge, erasure, apart_from, speaks)})


def declared(key: ForeignKey) -> Key | None:
    """What a key says of itself, None where it was not made by `refers`."""
    found: Key | None = key.info.get(_INFO)
    return found


def target(column: Column[Any]) -> str:
    """The table that a column with a key refers to."""
    (key,) = column.foreign_keys
    return key.column.table.name
