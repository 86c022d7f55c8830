"""The columns of a table of customers, by what they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NameColumns:
    """Where a name stands: the first filled one of `whole`, or else the parts in `given`, put together."""

    whole: tuple[int, ...] = ()
    given: tuple[int, ...] = ()

    @property
    def first(self) -> int:
        """The leftmost of them."""
        return min(self.whole + self.given)

    def __bool__(self) -> bool:
        return bool(self.whole or self.given)


@dataclass(frozen=True, slots=True)
class ReachColumn:
    """A column of numbers or addresses; `label` is the column that says what kind of one it is."""

    place: int
    of_person: bool
    rank: int
    label: int | None = None


@dataclass(frozen=True, slots=True)
class AddressColumns:
    """One address in parts, each perhaps in several columns."""

    parts: Mapping[str, tuple[int, ...]]
    label: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table, by what they say of each line.

    `customer` names the customer, where a company has several names the one it is known by; `others` are its other names.
    `person` names a person there. `read_as` says of each place what it is taken for, as the preview shows it.
    """

    heads: tuple[str, ...]
    customer: NameColumns
    others: tuple[int, ...] = ()
    person: NameColumns = NameColumns()
    is_company: int | None = None
    phones: tuple[ReachColumn, ...] = ()
    emails: tuple[ReachColumn, ...] = ()
    addresses: tuple[AddressColumns, ...] = ()
    roles: tuple[int, ...] = ()
    sectors: tuple[int, ...] = ()
    statuses: tuple[int, ...] = ()
    owners: tuple[int, ...] = ()
    nicknames: tuple[int, ...] = ()
    of_leads: bool = False
    read_as: Mapping[int, str] = field(default_factory=dict)

    @property
    def left_out(self) -> list[str]:
        """The columns of which nothing is kept."""
        return [head for place, head in enumerate(self.heads) if head and place not in self.read_as]
