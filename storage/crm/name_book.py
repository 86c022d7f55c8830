"""The names in the store, for reading messages: all of them, and those that the person may see."""

from collections.abc import Sequence

from storage.crm.customers import Customers
from storage.entities.naming import NameUpkeep
from storage.names.names import NameEntry, NameKind
from storage.names.search import StoredNames
from storage.session.session import Session


class Names:
    """A NameBook for reading messages, scoped to what the person sees.

    `everyday` are the words of ordinary language, which are not looked for as misspelt names.
    """

    def __init__(
        self, session: Session, upkeep: NameUpkeep, customers: Customers, everyday: frozenset[str] = frozenset()
    ) -> None:
        self._session = session
        self._upkeep = upkeep
        self._customers = customers
        self._everyday = everyday

    @property
    def changes(self) -> int:
        """How often names changed in this session: what was read before may read otherwise now."""
        return self._upkeep.changes

    def candidates(self, words: Sequence[str]) -> Sequence[NameEntry]:
        """Entries that a message with these folded words may mention, as far as the person may see them."""
        return self.seen(self.everybodys.candidates(words))

    @property
    def everybodys(self) -> StoredNames:
        """The same, whoever sees it: for reading a message rightly, never for showing what was found."""
        return StoredNames(self._session.connection, self._everyday, self._session.known)

    def seen(self, entries: Sequence[NameEntry]) -> Sequence[NameEntry]:
        """Those entries that the person may see: customers, and the people at them, may be another's."""
        if self._session.sees_all:
            return entries
        customers = {entry: _customer_of(entry) for entry in entries}
        visible = self._customers.visible({id_ for id_ in customers.values() if id_ is not None})
        return [entry for entry, id_ in customers.items() if id_ is None or id_ in visible]


def _customer_of(entry: NameEntry) -> int | None:
    """The customer whose owner decides who sees the entry, None where everybody does."""
    if entry.kind is NameKind.CUSTOMER:
        return entry.id
    return entry.customer_id if entry.kind is NameKind.CONTACT else None
