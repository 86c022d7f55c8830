"""Many rows at once, for imports and samples: what was so before anybody told it here. Bulk rows have no audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from storage.crm.interactions import InteractionInput
from storage.crm.records import Due
from storage.crm.tables import ContactRow, CustomerRow, FollowUpRow, InteractionContactRow, InteractionRow, NicknameRow
from storage.names.folding import fold
from storage.names.names import IndexEntry, NameKind, index_many
from storage.session.dialects import insert_all, insert_for_ids
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer who is not in the store yet; `since` is when it became one."""

    name: str
    since: datetime
    owner_id: int | None = None
    phone: str | None = None
    status: str = "customer"
    nicknames: Sequence[str] = ()
    email: str | None = None
    address: str | None = None
    sector: str | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person at a customer who is in the store; `by` is the colleague who noted them."""

    customer_id: int
    name: str
    since: datetime
    by: int | None = None
    role: str | None = None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class PastInteraction:
    """What happened, who told it, and when it was written down."""

    told: InteractionInput
    author_id: int
    written_at: datetime


@dataclass(frozen=True, slots=True)
class PastFollowUp:
    """What was promised, when, and when it was kept (None: it is open). `nudge_at` is when to speak up, None for never."""

    what: str
    due: Due
    owner_id: int
    promised_at: datetime
    customer_id: int | None = None
    contact_id: int | None = None
    interaction_id: int | None = None
    done_at: datetime | None = None
    nudge_at: datetime | None = None


def add_customers(session: Session, rows: Sequence[NewCustomer]) -> list[int]:
    """Adds customers with their nicknames and indexes their names; returns their ids in this order."""
    ids = insert_for_ids(
        session.connection,
        CustomerRow,
        [
            {
                "name": row.name,
                "folded": fold(row.name),
                "phone": row.phone,
                "email": row.email,
                "address": row.address,
                "sector": row.sector,
                "status": row.status,
                "owner_id": row.owner_id,
            }
            | _stamp(row.since, row.owner_id)
            for row in rows
        ],
    )
    insert_for_ids(
        session.connection,
        NicknameRow,
        [
            {"customer_id": id_, "name": nickname} | _stamp(row.since, row.owner_id)
            for id_, row in zip(ids, rows, strict=True)
            for nickname in row.nicknames
        ],
    )
    index_many(
        session.connection,
        [IndexEntry(NameKind.CUSTOMER, id_, [row.name, *row.nicknames]) for id_, row in zip(ids, rows, strict=True)],
    )
    return ids


def add_contacts(session: Session, rows: Sequence[NewContact]) -> list[int]:
    """Adds people at customers and indexes their names; returns their ids in this order."""
    ids = insert_for_ids(
        session.connection,
        ContactRow,
        [
            {
                "customer_id": row.customer_id,
                "name": row.name,
                "folded": fold(row.name),
                "role": row.role,
                "phone": row.phone,
                "email": row.email,
            }
            | _stamp(row.since, row.by)
            for row in rows
        ],
    )
    index_many(
        session.connection,
        [
            IndexEntry(NameKind.CONTACT, id_, [row.name], customer_id=row.customer_id)
            for id_, row in zip(ids, rows, strict=True)
        ],
    )
    return ids


def add_interactions(session: Session, rows: Sequence[PastInteraction]) -> list[int]:
    """Adds to the shared history, with whoever was met; returns the ids in this order."""
    ids = insert_for_ids(
        session.connection,
        InteractionRow,
        [row.told.columns() | {"author_id": row.author_id} | _stamp(row.written_at, row.author_id) for row in rows],
    )
    insert_all(
        session.connection,
        InteractionContactRow,
        [
            {"interaction_id": id_, "contact_id": one.id} | _stamp(row.written_at, row.author_id)
            for id_, row in zip(ids, rows, strict=True)
            for one in row.told.met
        ],
    )
    return ids


def add_follow_ups(session: Session, rows: Sequence[PastFollowUp]) -> list[int]:
    """Adds promises, open ones and kept ones; returns their ids in this order."""
    return insert_for_ids(
        session.connection,
        FollowUpRow,
        [
            {
                "what": row.what,
                "deadline": False,
                "due_at": row.due.at,
                "due_local": row.due.local,
                "zone": row.due.zone,
                "grain": row.due.grain,
                "state": "done" if row.done_at else "open",
                "done_at": row.done_at,
                "nudge_at": row.nudge_at,
                "owner_id": row.owner_id,
                "customer_id": row.customer_id,
                "contact_id": row.contact_id,
                "interaction_id": row.interaction_id,
            }
            | _stamp(row.promised_at, row.owner_id, row.done_at)
            for row in rows
        ],
    )


def _stamp(at: datetime, by: int | None, changed_at: datetime | None = None) -> dict[str, object]:
    return {"created_at": at, "created_by": by, "updated_at": changed_at or at, "updated_by": by}
