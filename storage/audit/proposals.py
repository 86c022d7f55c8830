"""What a program proposed and a person has not decided yet: what it means, and the rows that it is about as they were then.

The words stand in the message with the buttons alone; here are ids and a digest.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update

from storage.audit.records import Changed
from storage.audit.tables import AuditRow, ProposalRow
from storage.entities.catalogue import catalogue
from storage.entities.entity import audit_name, entity_of, table_of
from storage.people.tables import StaffRow
from storage.session.session import Session

VALID_FOR = timedelta(minutes=10)
KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal that waits: `means` is a digest of what was understood, `versions` are
    the last changes of the rows that it is about, by "table:id".
    """

    proposed_at: datetime
    expires_at: datetime
    means: str
    versions: Mapping[str, str]


class Proposals:
    """Proposals, each of which is decided once."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, staff_id: int, means: str, versions: Mapping[str, str], proposed_at: datetime) -> int:
        """Keeps a proposal to a colleague; those of yesterday are gone. Returns its id."""
        session = self._session
        session.connection.execute(
            delete(ProposalRow).where(ProposalRow.staff_id == staff_id, ProposalRow.expires_at < session.now - KEPT_FOR)
        )
        statement = insert(ProposalRow).values(
            staff_id=staff_id,
            means=means,
            versions=dict(versions),
            created_at=proposed_at,
            expires_at=session.now + VALID_FOR,
        )
        return int(session.connection.execute(statement.returning(ProposalRow.id)).scalar_one())

    def take(self, proposal_id: int, staff_id: int) -> Proposal | None:
        """A colleague decides: the proposal, which nobody can take again; None where it is none of theirs, or decided."""
        row = self._session.connection.execute(
            update(ProposalRow)
            .where(ProposalRow.id == proposal_id, ProposalRow.staff_id == staff_id, ProposalRow.decided_at.is_(None))
            .values(decided_at=self._session.now)
            .returning(ProposalRow.created_at, ProposalRow.expires_at, ProposalRow.means, ProposalRow.versions)
        ).one_or_none()
        return None if row is None else Proposal(*row)

    def footprint(self, turn: str) -> list[Changed]:
        """The rows that stood before a turn and that it changed, or that what it added refers to; colleagues aside."""
        found: list[Changed] = []
        audit = select(AuditRow.entity, AuditRow.entity_id, AuditRow.before).where(AuditRow.turn == turn)
        added: set[Changed] = set()
        for entity, id_, before in self._session.connection.execute(audit.order_by(AuditRow.id)).all():
            row = Changed(entity, id_)
            if before is not None:
                found.append(row)
            else:
                added.add(row)
                found += self._referred_to(row)
        return [row for row in dict.fromkeys(found) if row not in added]

    def versions(self, rows: Collection[Changed]) -> dict[str, str]:
        """The last change of each row and how many were undone ("41/0"), by "table:id"."""
        found = {}
        for row in rows:
            latest, undone = self._session.connection.execute(
                select(func.max(AuditRow.id), func.count(AuditRow.undone_at)).where(
                    AuditRow.entity == row.entity, AuditRow.entity_id == row.id
                )
            ).one()
            found[f"{row.entity}:{row.id}"] = f"{latest or 0}/{undone}"
        return found

    def _referred_to(self, row: Changed) -> list[Changed]:
        """What a row refers to among what is audited."""
        model = catalogue().audited(row.entity)
        keys = [
            (column, owner)
            for column in table_of(model).c
            if column.foreign_keys
            and (owner := catalogue().owner(model, column.name)) is not StaffRow
            and entity_of(owner).undo is not None
        ]
        if not keys:
            return []
        values = self._session.connection.execute(
            select(*(column for column, _owner in keys)).where(table_of(model).c.id == row.id)
        ).one()
        return [
            Changed(audit_name(owner), id_)
            for (_column, owner), id_ in zip(keys, values, strict=True)
            if id_ is not None
        ]
