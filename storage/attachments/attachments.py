"""What came with what people told: kept, found again, moved to where it belongs."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, func, or_, select, update

from storage.attachments.records import AttachmentInput, AttachmentRecord
from storage.attachments.tables import AttachmentRow
from storage.crm.scope import owners, seen
from storage.crm.tables import CustomerRow, InteractionRow, LooseNoteRow
from storage.session.dialects import among
from storage.session.session import Session

KEEP_DISCARDED = timedelta(days=30)
"""So long the file of what was put away can be had back."""


class Attachments:
    """Photos, voice notes, documents and places. Who may see one goes by what it came with."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        said: AttachmentInput,
        *,
        interaction_id: int | None = None,
        loose_note_id: int | None = None,
        opportunity_id: int | None = None,
    ) -> int:
        """Keeps one with what it came with; returns its id."""
        return self._session.changes.create(
            AttachmentRow,
            interaction_id=interaction_id,
            loose_note_id=loose_note_id,
            opportunity_id=opportunity_id,
            **{name: getattr(said, name) for name in said.__dataclass_fields__},
        )

    def written(self, attachment_id: int, digest: str, size: int) -> None:
        """Its file is there: what was being written is no change of anybody's."""
        self._session.connection.execute(
            update(AttachmentRow).where(AttachmentRow.id == attachment_id).values(digest=digest, size=size)
        )

    def get(self, attachment_id: int) -> AttachmentRecord | None:
        """One, put away or not; whoever shows it looks whether its person may see what it came with."""
        return next(iter(self._records(AttachmentRow.id == attachment_id)), None)

    def of_interaction(self, interaction_id: int) -> list[AttachmentRecord]:
        """What came with one thing that took place, in its order."""
        return self._records(AttachmentRow.interaction_id == interaction_id, AttachmentRow.archived_at.is_(None))

    def of_loose_note(self, note_id: int) -> list[AttachmentRecord]:
        """What came with a loose note, in its order."""
        return self._records(AttachmentRow.loose_note_id == note_id, AttachmentRow.archived_at.is_(None))

    def of_opportunity(self, opportunity_id: int) -> list[AttachmentRecord]:
        """What is kept with an opportunity, in its order."""
        return self._records(AttachmentRow.opportunity_id == opportunity_id, AttachmentRow.archived_at.is_(None))

    def of_customer(self, customer_id: int, *, limit: int, offset: int = 0) -> list[AttachmentRecord]:
        """What came with all that happened at a customer, the newest first."""
        statement = (
            select(*_RECORD)
            .join(InteractionRow, InteractionRow.id == AttachmentRow.interaction_id)
            .join(CustomerRow, CustomerRow.id == InteractionRow.customer_id)
            .where(
                InteractionRow.customer_id == customer_id,
                InteractionRow.archived_at.is_(None),
                AttachmentRow.archived_at.is_(None),
                seen(everybodys=self._session.sees_all),
            )
            .order_by(AttachmentRow.at.desc(), AttachmentRow.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [AttachmentRecord(*row) for row in self._session.connection.execute(statement, owners(self._session))]

    def counts(self, interaction_ids: Collection[int]) -> Mapping[int, Mapping[str, int]]:
        """How many of each kind came with each of these; those with nothing are left out."""
        if not interaction_ids:
            return {}
        found: dict[int, dict[str, int]] = {}
        for interaction_id, kind, count in self._session.rows(_COUNTS, {"interactions": list(interaction_ids)}):
            found.setdefault(interaction_id, {})[kind] = count
        return found

    def waiting(self, staff_id: int, chat: str, since: datetime) -> list[AttachmentRecord]:
        """What somebody sent in a chat ("telegram:chat") after a time that waits in a loose note of its own for its place."""
        told = {"owner": staff_id, "since": since, "from_chat": f"{chat}:", "length": len(chat) + 1}
        return [AttachmentRecord(*row) for row in self._session.rows(_WAITING, told)]

    def to_interaction(self, attachment_ids: Collection[int], interaction_id: int) -> None:
        """They came with this."""
        for id_ in attachment_ids:
            self._session.changes.update(AttachmentRow, id_, interaction_id=interaction_id, loose_note_id=None)

    def to_loose_note(self, attachment_ids: Collection[int], note_id: int) -> None:
        """They did not come with what they were kept with."""
        for id_ in attachment_ids:
            self._session.changes.update(AttachmentRow, id_, interaction_id=None, loose_note_id=note_id, alone=True)

    def wanted(self) -> set[str]:
        """The digests of all files that somebody can still ask for, or have back."""
        gone = func.coalesce(AttachmentRow.archived_at, InteractionRow.archived_at, LooseNoteRow.archived_at)
        statement = (
            select(AttachmentRow.digest)
            .outerjoin(InteractionRow, InteractionRow.id == AttachmentRow.interaction_id)
            .outerjoin(LooseNoteRow, LooseNoteRow.id == AttachmentRow.loose_note_id)
            .where(
                AttachmentRow.digest.is_not(None),
                or_(gone.is_(None), gone > self._session.machine_now - KEEP_DISCARDED),
            )
        )
        return {digest for digest in self._session.connection.execute(statement).scalars() if digest}

    def _records(self, *which: ColumnElement[bool]) -> list[AttachmentRecord]:
        statement = select(*_RECORD).where(*which).order_by(AttachmentRow.id)
        return [AttachmentRecord(*row) for row in self._session.connection.execute(statement)]


# Built once: making a statement takes several times as long as running it.
_COUNTS = (
    select(AttachmentRow.interaction_id, AttachmentRow.kind, func.count())
    .where(among(AttachmentRow.interaction_id, "interactions"), AttachmentRow.archived_at.is_(None))
    .group_by(AttachmentRow.interaction_id, AttachmentRow.kind)
)
_RECORD: tuple[Any, ...] = (
    AttachmentRow.id,
    AttachmentRow.interaction_id,
    AttachmentRow.loose_note_id,
    AttachmentRow.opportunity_id,
    AttachmentRow.kind,
    AttachmentRow.name,
    AttachmentRow.mime,
    AttachmentRow.size,
    AttachmentRow.digest,
    AttachmentRow.latitude,
    AttachmentRow.longitude,
    AttachmentRow.at,
    AttachmentRow.alone,
    AttachmentRow.archived_at,
)

# Built once, for every message that is told asks it: making a statement takes several times as long as running it.
_WAITING = (
    select(*_RECORD)
    .join(LooseNoteRow, LooseNoteRow.id == AttachmentRow.loose_note_id)
    .where(
        LooseNoteRow.owner_id == bindparam("owner"),
        LooseNoteRow.state == "open",
        LooseNoteRow.archived_at.is_(None),
        LooseNoteRow.said_at >= bindparam("since"),
        AttachmentRow.at >= bindparam("since"),
        AttachmentRow.alone,
        AttachmentRow.archived_at.is_(None),
        # Not LIKE: SQLite would plan the statement anew for each pattern, which takes ten times as long as what it finds.
        func.substr(AttachmentRow.source, 1, bindparam("length", type_=Integer)) == bindparam("from_chat"),
    )
    .order_by(AttachmentRow.id)
)
