"""Leads brought in as a list: written invisibly, shown all at once, taken back as a whole, as customers are (`storage.crm.imports`).

Who is a lead already gets what the list says as a touch of their journey. Whose the new ones are is settled by the reminders.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, literal_column, or_, select, update
from sqlalchemy.orm import aliased

from storage.crm.imported_rows import ImportedRows
from storage.crm.leads.leads import lead_seen
from storage.crm.leads.records import NEW
from storage.crm.leads.sources import LeadSources, slug_of
from storage.crm.leads.tables import LeadRow, LeadSourceRow, LeadTouchRow, LeadWaitRow
from storage.crm.scope import owners
from storage.people.tables import StaffRow
from storage.session.dialects import among, among_many, insert_all, insert_for_ids

LISTED = "listed"
"""The step of a wait whose lead is still to be given to somebody."""
_FIELDS = ("name", "company", "email", "phone", "message", "product", "territory", "language", "campaign", "owner_id")


@dataclass(frozen=True, slots=True)
class BroughtLead:
    """A line of a list of leads: number and address in the one form in which they are compared.

    `lead_id` is who they are where they are a lead already, `joins` the fingerprint of their line further up, `owner_id` whose the list says they are. `fingerprint` is the same for
    the same line of a list that is sent again.
    """

    line: int
    name: str
    fingerprint: str
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    message: str | None = None
    product: str | None = None
    territory: str | None = None
    language: str | None = None
    source: str | None = None
    campaign: str | None = None
    owner_id: int | None = None
    lead_id: int | None = None
    joins: str | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class LeadsReverted:
    """What taking a list back did: how many leads went, and how many stay because something happened with them since."""

    leads: int
    kept: int


@dataclass(frozen=True, slots=True)
class ListedLeads:
    """A colleague's leads of lists that nobody has got in touch with, with the names of some."""

    owner_id: int
    count: int
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class ExportedLead:
    """A lead as a file shows it, with the names of its keys."""

    id: int
    name: str
    company: str | None
    phone: str | None
    email: str | None
    message: str | None
    product: str | None
    territory: str | None
    language: str | None
    source: str | None
    campaign: str | None
    owner: str | None
    state: str
    reason: str | None
    arrived_at: datetime


class LeadImports(ImportedRows):
    """Lists of leads."""

    tables = (LeadRow, LeadWaitRow, LeadTouchRow)

    # ------------------------------------------------------------------ bringing in
    def here(self, fingerprints: Collection[str]) -> set[str]:
        """Which of these lines were brought in before, and stand."""
        found = select(LeadTouchRow.once).where(among_many(LeadTouchRow.once, "lines"))
        return {str(one) for one in self._session.connection.scalars(found, {"lines": list(fingerprints)})}

    def stage(self, import_id: int, rows: Sequence[BroughtLead], before: Mapping[str, int]) -> dict[str, int]:
        """Writes them, invisibly: the new ones with a wait of their own, the others as a touch.

        Returns the ids of the new ones by fingerprint; `before` has those of earlier rows.
        """
        connection, now = self._session.connection, self._session.now
        sources = {source.slug: source.id for source in LeadSources(self._session).all()}
        stamp = self._stamp(import_id)
        new = [row for row in rows if row.lead_id is None and row.joins is None]
        source_of = {row.fingerprint: sources.get(slug_of(row.source or "")) for row in rows}
        ids = insert_for_ids(
            connection,
            LeadRow,
            [
                {name: getattr(row, name) for name in _FIELDS}
                | {"source_id": source_of[row.fingerprint], "customer_id": row.customer_id}
                | {"state": NEW, "arrived_at": now}
                | stamp
                for row in new
            ],
        )
        made = dict(zip((row.fingerprint for row in new), ids, strict=True))
        known = {**before, **made}
        insert_all(
            connection,
            LeadTouchRow,
            [
                {
                    "lead_id": row.lead_id or known[row.joins or row.fingerprint],
                    "at": now,
                    "kind": "list",
                    "source_id": source_of[row.fingerprint],
                    "staff_id": self._session.person_id,
                    "message": row.message,
                    "campaign": row.campaign,
                    "digest": row.fingerprint,
                }
                | stamp
                for row in rows
            ],
        )
        wait = {"started_at": now, "target_at": now, "assigned_at": now, "step": LISTED, "look_at": now}
        waits = [
            {"lead_id": id_, "source_id": source_of[row.fingerprint]} | wait | self._stamp_beside()
            for row, id_ in zip(new, ids, strict=True)
        ]
        insert_all(connection, LeadWaitRow, waits)
        return made

    def add_sources(self, names: Sequence[str]) -> None:
        """Sources that a list names and nobody knows."""
        sources = LeadSources(self._session)
        for name in names:
            if sources.called(name) is None:
                sources.add(name)

    def clashes(self, import_id: int) -> int:
        """How many lines somebody else brought in meanwhile."""
        same = aliased(LeadTouchRow)
        found = select(func.count()).where(
            LeadTouchRow.import_id == import_id, exists().where(same.once == LeadTouchRow.digest)
        )
        return int(self._session.connection.execute(found).scalar_one())

    def revert(self, import_id: int) -> LeadsReverted:
        """Puts away all that it brought, but for leads with which something happened since. What is put away may come again."""
        connection, away = self._session.connection, self._away()
        standing = (LeadRow.import_id == import_id, LeadRow.archived_at.is_(None))
        other = aliased(LeadTouchRow)
        # That it was given to somebody is the list's own doing; whatever a person did or they wrote since is not.
        since = exists().where(
            other.lead_id == LeadRow.id,
            other.archived_at.is_(None),
            other.kind != "assigned",
            or_(other.import_id.is_(None), other.import_id != import_id),
        )
        leads = connection.execute(update(LeadRow).where(*standing, ~since).values(**away)).rowcount
        gone = _brought(import_id).where(LeadRow.archived_at.is_not(None))
        connection.execute(update(LeadWaitRow).where(LeadWaitRow.lead_id.in_(gone)).values(**away))
        kept = connection.execute(select(func.count()).select_from(LeadRow).where(*standing)).scalar_one()
        stays = select(LeadRow.id).where(*standing)
        connection.execute(
            update(LeadTouchRow)
            .where(LeadTouchRow.import_id == import_id, LeadTouchRow.lead_id.not_in(stays))
            .values(once=None, **away)
        )
        self._taken_back(import_id, {})
        return LeadsReverted(leads, kept)

    # ------------------------------------------------------------------ looking
    def with_listed(self) -> list[int]:
        """Colleagues with leads of lists that nobody has got in touch with."""
        return list(self._session.connection.execute(_WITH_LISTED).scalars())

    def listed(self, owner_ids: Collection[int]) -> list[ListedLeads]:
        """The leads of lists of some colleagues that nobody has got in touch with, by colleague."""
        rows = self._session.connection.execute(_LISTED, {"ids": list(owner_ids)}) if owner_ids else ()
        return [ListedLeads(owner, count, self._names(owner)) for owner, count in rows if owner]

    def page(self, after: int, *, limit: int) -> list[ExportedLead]:
        """The leads that the person may see, by id, from behind one on."""
        statement: Select[*tuple[Any, ...]] = (
            select(
                LeadRow.id,
                LeadRow.name,
                LeadRow.company,
                LeadRow.phone,
                LeadRow.email,
                LeadRow.message,
                LeadRow.product,
                LeadRow.territory,
                LeadRow.language,
                LeadSourceRow.name,
                LeadRow.campaign,
                StaffRow.name,
                LeadRow.state,
                LeadRow.reason,
                LeadRow.arrived_at,
            )
            .outerjoin(LeadSourceRow, LeadSourceRow.id == LeadRow.source_id)
            .outerjoin(StaffRow, StaffRow.id == LeadRow.owner_id)
            .where(LeadRow.id > after, LeadRow.archived_at.is_(None), lead_seen(everybodys=self._session.sees_all))
            .order_by(LeadRow.id)
            .limit(limit)
        )
        return [ExportedLead(*row) for row in self._session.connection.execute(statement, owners(self._session)).all()]

    def _names(self, owner_id: int) -> list[str]:
        return list(self._session.connection.scalars(_NAMES, {"owner": owner_id}))

    def _brought(self, table: Any, import_id: int) -> ColumnElement[bool]:  # noqa: ANN401 - any of `tables`
        """A wait is its lead's."""
        if table is LeadWaitRow:
            return LeadWaitRow.lead_id.in_(_brought(import_id))
        return super()._brought(table, import_id)

    def _shown(self, table: Any) -> dict[str, Any]:  # noqa: ANN401
        """All of it happens as it is shown; from now on it is known when it comes again."""
        now = self._session.now
        shown: dict[Any, dict[str, Any]] = {
            LeadRow: {"arrived_at": now},
            LeadWaitRow: dict.fromkeys(("started_at", "target_at", "assigned_at", "look_at"), now),
            LeadTouchRow: {"at": now, "once": LeadTouchRow.digest, "digest": None},
        }
        return {"updated_at": now, **shown[table]}


def _brought(import_id: int) -> Select[int]:
    return select(LeadRow.id).where(LeadRow.import_id == import_id)


_IS_LISTED = (LeadRow.import_id.is_not(None), LeadRow.state == literal_column("'new'"), LeadRow.archived_at.is_(None))
_WITH_LISTED = select(StaffRow.id).where(
    StaffRow.left_at.is_(None),
    select(LeadRow.id).where(*_IS_LISTED, LeadRow.owner_id == StaffRow.id).correlate(StaffRow).exists(),
)
"""Colleagues are few, and each is looked up: leads of a list may be very many."""
_LISTED = (
    select(LeadRow.owner_id, func.count())
    .where(*_IS_LISTED, among(LeadRow.owner_id, "ids"))
    .group_by(LeadRow.owner_id)
    .order_by(LeadRow.owner_id)
)
_NAMES = select(LeadRow.name).where(*_IS_LISTED, LeadRow.owner_id == bindparam("owner")).order_by(LeadRow.id).limit(5)
