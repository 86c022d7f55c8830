"""What was said to customers unasked: surveys' questions and promotions, counted together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, literal_column, select, update

from storage.crm.outreach.tables import ApproachRow
from storage.messaging.outbox import Outbox
from storage.messaging.tables import OutboxRow
from storage.session.dialects import insert_new
from storage.session.direct import run
from storage.session.session import Session

# Built once: making a statement takes several times as long as running it.
_LATELY = (
    select(ApproachRow.at)
    .where(ApproachRow.customer_id == bindparam("customer"), ApproachRow.at > bindparam("since"))
    .order_by(ApproachRow.at)
)
_BY_KEY = select(ApproachRow.id).where(ApproachRow.key == bindparam("key"))
_ONE = select(
    ApproachRow.id,
    ApproachRow.customer_id,
    ApproachRow.account_id,
    ApproachRow.purpose,
    ApproachRow.about,
    ApproachRow.at,
    ApproachRow.outbox_id,
).where(ApproachRow.id == bindparam("approach"))
_SENT_AS = update(ApproachRow).where(ApproachRow.id == bindparam("approach")).values(outbox_id=bindparam("message"))
_WAITS = OutboxRow.state == literal_column("'new'")


@dataclass(frozen=True, slots=True)
class Approach:
    """Something that was said unasked: to whom, for which purpose, about what."""

    id: int
    customer_id: int
    account_id: int
    purpose: str
    about: str
    at: datetime
    outbox_id: int | None


class Approaches:
    """What was said unasked."""

    def __init__(self, session: Session, outbox: Outbox) -> None:
        self._session, self._outbox = session, outbox

    def keep(self, customer_id: int, account_id: int, purpose: str, about: str, key: str) -> int | None:
        """One more, now; None where something was said under this key before."""
        session = self._session
        row = {
            "customer_id": customer_id,
            "account_id": account_id,
            "purpose": purpose,
            "about": about,
            "key": key,
            "at": session.now,
            "created_at": session.now,
            "created_by": session.person_id,
            "updated_at": session.now,
            "updated_by": session.person_id,
        }
        if not insert_new(session.connection, ApproachRow, [row], unique=("key",)):
            return None
        return int(run(session.connection, _BY_KEY, {"key": key})[0][0])

    def sent_as(self, approach_id: int, outbox_id: int) -> None:
        """This is its message."""
        self._session.connection.execute(_SENT_AS, {"approach": approach_id, "message": outbox_id})

    def get(self, approach_id: int) -> Approach | None:
        """The one with this number."""
        found = run(self._session.connection, _ONE, {"approach": approach_id})
        return Approach(*found[0]) if found else None

    def lately(self, customer_id: int, since: datetime) -> list[datetime]:
        """When a customer was approached after this instant, in order."""
        return list(self._session.connection.execute(_LATELY, {"customer": customer_id, "since": since}).scalars())

    def outcomes(self, about: str) -> Mapping[str, int]:
        """What became of the messages about something, by the outbox's states: "new", "sent", "dead", "unknown", "expired", "withdrawn"."""
        rows = self._session.connection.execute(
            select(OutboxRow.state, func.count())
            .join(ApproachRow, ApproachRow.outbox_id == OutboxRow.id)
            .where(ApproachRow.about == about)
            .group_by(OutboxRow.state)
        )
        return {state: count for state, count in rows}  # noqa: C416 - rows are not pairs to dict()'s type

    def withdraw(self, account_id: int, purpose: str) -> int:
        """What waits to be said to this account for a purpose is not sent any more; returns how many that were."""
        waiting = (
            select(ApproachRow.outbox_id)
            .join(OutboxRow, OutboxRow.id == ApproachRow.outbox_id)
            .where(_WAITS, ApproachRow.account_id == account_id, ApproachRow.purpose == purpose)
        )
        ids = [id_ for id_ in self._session.connection.execute(waiting).scalars() if id_ is not None]
        return self._outbox.withdraw_these(ids)
