"""As it was said: the messages that records were made of, letter by letter, kept with them for good."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from storage.crm.tables import OriginalRow
from storage.people.tables import StaffRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class OriginalRecord:
    """One message: who sent it and when; `words` is None where it was emptied because it named somebody who was erased."""

    said_at: datetime
    author: str | None
    words: str | None


class Originals:
    """What records were made of."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, abouts: Sequence[str], messages: Sequence[str], *, said_at: datetime, source: str) -> None:
        """Keeps the messages, in their order, with each of the records ("interaction:7")."""
        told = {"staff_id": self._session.person_id, "said_at": said_at, "source": source}
        for about in abouts:
            for words in messages:
                self._session.rows(_KEEP, told | {"about": about, "words": words})

    def of(self, about: str) -> list[OriginalRecord]:
        """What was said of a record, the oldest first: what made it, what was added, and each edit."""
        return [OriginalRecord(*row) for row in self._session.connection.execute(_OF, {"about": about})]


_KEEP = insert(OriginalRow)
_OF = (
    select(OriginalRow.said_at, StaffRow.name, OriginalRow.words)
    .outerjoin(StaffRow, StaffRow.id == OriginalRow.staff_id)
    .where(OriginalRow.about == bindparam("about"))
    .order_by(OriginalRow.id)
)
