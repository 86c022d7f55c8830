"""Leads: who enquired, all that happened since, and what becomes of them."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, func, literal_column, or_, select, true
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Select

from storage.crm.holdings import of_customers_with
from storage.crm.leads.recognising import customer_reached_at, lead_reached_at
from storage.crm.leads.records import (
    NEW,
    QUALIFIED,
    REFUSED,
    TAKEN,
    Attribution,
    Enquiry,
    LeadRecord,
    LeadTouch,
    SourceFigures,
)
from storage.crm.leads.tables import LeadRow, LeadSourceRow, LeadTouchRow
from storage.crm.scope import owners
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.session.session import Session

_FILLED = (
    "company",
    "email",
    "phone",
    "message",
    "product",
    "territory",
    "language",
    "campaign",
    "consent_version",
    "promotion_id",
)
"""What an enquiry says beside a name; a later one fills in what the first one left open."""


def lead_seen(*, everybodys: bool) -> ColumnElement[bool]:
    """Whether the statement's lead may be seen: nobody's by all, somebody's by whoever sees theirs. Values are `scope.owners`."""
    if everybodys:
        return true()
    return or_(LeadRow.owner_id.is_(None), LeadRow.owner_id.in_(bindparam("owners", expanding=True)))


class Leads:
    """The leads that the person of this session may see; a session without a person sees all."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ coming in
    def known_as(self, phone: str | None, email: str | None) -> int | None:
        """The lead that was last reached at this number or address, whoever sees it."""
        return lead_reached_at(self._session, phone, email)

    def customer_at(self, phone: str | None, email: str | None) -> int | None:
        """The customer with this number or address, or with somebody who has it, whoever sees it."""
        return customer_reached_at(self._session, phone, email)

    def answered_before(self, once: str) -> tuple[int, str | None] | None:
        """The lead that the same request made when it came first, and the digest of what it said then."""
        row = self._session.connection.execute(
            select(LeadTouchRow.lead_id, LeadTouchRow.digest).where(LeadTouchRow.once == once)
        ).one_or_none()
        return (row.lead_id, row.digest) if row else None

    def add(self, said: Enquiry, *, customer_id: int | None) -> int:
        """Somebody new; nobody has it yet. Returns its id."""
        id_ = self._session.changes.create(
            LeadRow,
            source_id=said.source_id,
            name=said.name,
            **{name: getattr(said, name) for name in _FILLED},
            state=NEW,
            customer_id=customer_id,
            arrived_at=self._session.now,
        )
        self._enquired(id_, said)
        return id_

    def again(self, lead: LeadRecord, said: Enquiry, *, customer_id: int | None) -> None:
        """The same person enquires again: what was not known of them is filled in; a closed lead is open again."""
        values: dict[str, object] = {
            name: new for name in _FILLED if getattr(lead, name) is None and (new := getattr(said, name)) is not None
        }
        if lead.customer_id is None and customer_id is not None:
            values["customer_id"] = customer_id
        if not lead.is_open:
            values |= {"state": NEW, "closed_at": None, "reason": None, "archived_at": None}
        if values:
            self._session.changes.update(LeadRow, lead.id, **values)
        self._enquired(lead.id, said)

    # ------------------------------------------------------------------ what becomes of it
    def touch(self, lead_id: int, kind: str, *, staff_id: int | None = None, message: str | None = None) -> int:
        """Something was done about it now; returns the touch's id."""
        return self._session.changes.create(
            LeadTouchRow, lead_id=lead_id, at=self._session.now, kind=kind, staff_id=staff_id, message=message
        )

    def assign(self, lead_id: int, staff_id: int | None) -> None:
        """It is this colleague's to answer, or nobody's; they have not taken it yet."""
        self._session.changes.update(LeadRow, lead_id, owner_id=staff_id, state=NEW)
        if staff_id is not None:
            self.touch(lead_id, "assigned", staff_id=staff_id)

    def take(self, lead_id: int, staff_id: int) -> None:
        """This colleague takes it on."""
        self._session.changes.update(LeadRow, lead_id, owner_id=staff_id, state=TAKEN)
        self.touch(lead_id, "taken", staff_id=staff_id)

    def qualify(self, lead_id: int, *, customer_id: int, opportunity_id: int) -> None:
        """It became something that may be sold."""
        self._session.changes.update(
            LeadRow,
            lead_id,
            state=QUALIFIED,
            customer_id=customer_id,
            opportunity_id=opportunity_id,
            closed_at=self._session.now,
        )
        self.touch(lead_id, "qualified", staff_id=self._session.person_id)

    def refuse(self, lead_id: int, reason: str) -> None:
        """Nothing comes of it, for this reason; that counts against its source."""
        self._session.changes.update(LeadRow, lead_id, state=REFUSED, reason=reason, closed_at=self._session.now)
        self.touch(lead_id, "refused", staff_id=self._session.person_id, message=reason)

    # ------------------------------------------------------------------ looking
    def get(self, lead_id: int, *, whoever_sees: bool = False) -> LeadRecord | None:
        """One lead; None where there is none that the person may see, or that anybody may."""
        everybodys = whoever_sees or self._session.sees_all
        values = {"lead": lead_id} if everybodys else {"lead": lead_id, **owners(self._session)}
        row = self._session.connection.execute(_one(everybodys=everybodys), values).one_or_none()
        return LeadRecord(*row) if row else None

    def lock(self, lead_id: int) -> None:
        """Nobody else changes it until this session is done."""
        self._session.connection.execute(select(LeadRow.id).where(LeadRow.id == lead_id).with_for_update())

    def open(
        self,
        *,
        owner_id: int | None = None,
        free: bool = False,
        source_id: int | None = None,
        limit: int,
        offset: int = 0,
    ) -> list[LeadRecord]:
        """Open leads, those that wait longest first: of one colleague, `free` ones that are nobody's, or of one source."""
        statement = _open(
            owner=owner_id is not None, free=free, source=source_id is not None, everybodys=self._session.sees_all
        )
        values: dict[str, object] = {"most": limit, "skip": offset, **owners(self._session)}
        values |= {} if owner_id is None else {"owner": owner_id}
        values |= {} if source_id is None else {"source": source_id}
        return self._records(statement, values)

    @of_customers_with(LeadRow, list)
    def of_customer(self, customer_id: int, *, limit: int = 5) -> list[LeadRecord]:
        """What a customer enquired, the latest first."""
        return self._records(
            _of_customer(everybodys=self._session.sees_all),
            {"customer": customer_id, "most": limit, **owners(self._session)},
        )

    def journey(self, lead_id: int, *, limit: int = 50) -> list[LeadTouch]:
        """The latest things that happened, oldest first, without what was undone."""
        rows = self._session.connection.execute(_JOURNEY, {"lead": lead_id, "most": limit}).all()
        return [LeadTouch(*row) for row in reversed(rows)]

    def had_by(self, lead_id: int, since: datetime) -> set[int]:
        """The colleagues to whom it was given since then."""
        found = select(LeadTouchRow.staff_id).where(
            LeadTouchRow.lead_id == lead_id,
            LeadTouchRow.kind == "assigned",
            LeadTouchRow.at >= since,
            LeadTouchRow.staff_id.is_not(None),
        )
        return {staff for staff in self._session.connection.execute(found).scalars() if staff is not None}

    def last_given(self, staff_id: int) -> datetime | None:
        """When a colleague was last given a lead."""
        return self._session.connection.execute(_LAST_GIVEN, {"staff": staff_id}).scalar()

    def decided(self, source_id: int | None) -> SourceFigures:
        """What became of the latest of a source about which somebody decided, whoever sees them."""
        rows = self._session.connection.execute(_DECIDED, {"source": source_id}).all() if source_id else []
        names = {row[0] for row in rows}
        states = [row[1] for row in rows]
        return SourceFigures(next(iter(names), None), len(rows), states.count(QUALIFIED), states.count(REFUSED))

    def by_source(self, since: datetime) -> list[SourceFigures]:
        """What became of those that arrived since then, by source, the largest first."""
        rows = self._session.connection.execute(
            select(
                LeadSourceRow.name,
                func.count(),
                func.count().filter(LeadRow.state == QUALIFIED),
                func.count().filter(LeadRow.state == REFUSED),
            )
            .select_from(LeadRow)
            .outerjoin(LeadSourceRow, LeadSourceRow.id == LeadRow.source_id)
            .where(
                LeadRow.arrived_at >= since,
                LeadRow.archived_at.is_(None),
                lead_seen(everybodys=self._session.sees_all),
            )
            .group_by(LeadSourceRow.name)
            .order_by(func.count().desc(), LeadSourceRow.name),
            owners(self._session),
        )
        return [SourceFigures(*row) for row in rows]

    # ------------------------------------------------------------------ writing
    def _enquired(self, lead_id: int, said: Enquiry) -> None:
        for kind, brought in (("first", said.first), ("last", said.last)):
            if brought and not (kind == "last" and brought == said.first):
                self._touched(lead_id, kind, said, brought)
        self._touched(
            lead_id, said.channel, said, Attribution(), message=said.message, once=said.once, digest=said.digest
        )

    def _touched(self, lead_id: int, kind: str, said: Enquiry, brought: Attribution, **more: object) -> None:
        self._session.changes.create(
            LeadTouchRow,
            lead_id=lead_id,
            at=self._session.now,
            kind=kind,
            source_id=said.source_id,
            campaign=brought.campaign,
            medium=brought.medium,
            origin=brought.origin,
            referrer=brought.referrer,
            staff_id=self._session.person_id,
            **more,
        )

    def _records(self, statement: Select[*tuple[Any, ...]], values: Mapping[str, object]) -> list[LeadRecord]:
        return [LeadRecord(*row) for row in self._session.rows(statement, values)]


_IS_OPEN = LeadRow.state.in_([literal_column("'new'"), literal_column("'taken'")])
"""Written out: a planner uses the index of open leads only where it sees the values."""
# Built once: making a statement takes several times as long as running it.
_RECORD = (
    LeadRow.id,
    LeadRow.source_id,
    LeadSourceRow.name,
    LeadRow.name,
    LeadRow.company,
    LeadRow.email,
    LeadRow.phone,
    LeadRow.message,
    LeadRow.product,
    LeadRow.territory,
    LeadRow.language,
    LeadRow.campaign,
    LeadRow.consent_version,
    LeadRow.state,
    LeadRow.owner_id,
    StaffRow.name,
    LeadRow.customer_id,
    CustomerRow.name,
    LeadRow.opportunity_id,
    LeadRow.reason,
    LeadRow.arrived_at,
    LeadRow.closed_at,
    LeadRow.archived_at,
    LeadRow.promotion_id,
)
_DECIDED = (
    select(LeadSourceRow.name, LeadRow.state)
    .join(LeadSourceRow, LeadSourceRow.id == LeadRow.source_id)
    .where(
        LeadRow.source_id == bindparam("source"),
        LeadRow.state.in_(["qualified", "refused"]),
        LeadRow.archived_at.is_(None),
    )
    .order_by(LeadRow.id.desc())
    .limit(200)
)
_LAST_GIVEN = (
    select(LeadTouchRow.at)
    .where(LeadTouchRow.staff_id == bindparam("staff"), LeadTouchRow.kind == "assigned")
    .order_by(LeadTouchRow.at.desc())
    .limit(1)
)
_Who = aliased(StaffRow, name="who")
_JOURNEY: Select[*tuple[Any, ...]] = (
    select(
        LeadTouchRow.at,
        LeadTouchRow.kind,
        LeadSourceRow.name,
        _Who.name,
        LeadTouchRow.message,
        LeadTouchRow.campaign,
        LeadTouchRow.medium,
        LeadTouchRow.origin,
        LeadTouchRow.referrer,
    )
    .outerjoin(LeadSourceRow, LeadSourceRow.id == LeadTouchRow.source_id)
    .outerjoin(_Who, _Who.id == LeadTouchRow.staff_id)
    .where(LeadTouchRow.lead_id == bindparam("lead"), LeadTouchRow.archived_at.is_(None))
    .order_by(LeadTouchRow.at.desc(), LeadTouchRow.id.desc())
    .limit(bindparam("most", type_=Integer))
)


@cache
def _records(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(*_RECORD)
        .select_from(LeadRow)
        .outerjoin(LeadSourceRow, LeadSourceRow.id == LeadRow.source_id)
        .outerjoin(StaffRow, StaffRow.id == LeadRow.owner_id)
        .outerjoin(CustomerRow, CustomerRow.id == LeadRow.customer_id)
        .where(lead_seen(everybodys=everybodys))
    )


@cache
def _one(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return _records(everybodys=everybodys).where(LeadRow.id == bindparam("lead"))


@cache
def _open(*, owner: bool, free: bool, source: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    statement = _records(everybodys=everybodys).where(_IS_OPEN, LeadRow.archived_at.is_(None))
    if owner:
        statement = statement.where(LeadRow.owner_id == bindparam("owner"))
    if free:
        statement = statement.where(LeadRow.owner_id.is_(None))
    if source:
        statement = statement.where(LeadRow.source_id == bindparam("source"))
    return (
        statement.order_by(LeadRow.state, LeadRow.id)
        .limit(bindparam("most", type_=Integer))
        .offset(bindparam("skip", type_=Integer))
    )


@cache
def _of_customer(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        _records(everybodys=everybodys)
        .where(LeadRow.customer_id == bindparam("customer"), LeadRow.archived_at.is_(None))
        .order_by(LeadRow.id.desc())
        .limit(bindparam("most", type_=Integer))
    )
