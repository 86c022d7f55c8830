"""Complaints: what customers are unhappy with, who cares for it, and what becomes of it."""

from collections.abc import Collection
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, func, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Select

from storage.crm.complaints.conditions import IS_OPEN, complaint_seen
from storage.crm.complaints.records import (
    CLOSED,
    CONTACTS,
    OPEN,
    ComplaintEvent,
    ComplaintFigure,
    ComplaintInput,
    ComplaintRecord,
    ComplaintTold,
)
from storage.crm.complaints.tables import ComplaintEventRow, ComplaintRow
from storage.crm.holdings import of_customers_with
from storage.crm.scope import owners
from storage.crm.tables import ContactRow, CustomerRow
from storage.people.tables import StaffRow
from storage.session.dialects import among
from storage.session.session import Session
from storage.session.two_steps import in_two_steps


class Complaints:
    """The complaints that the person of this session may see, or cares for; a session without a person sees all."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ what becomes of one
    def open(
        self,
        said: ComplaintInput,
        *,
        carer_id: int | None,
        answer_by: datetime,
        rescue_by: datetime,
    ) -> int:
        """Somebody complains now; returns the complaint's number."""
        now = self._session.now
        id_ = self._session.changes.create(
            ComplaintRow,
            **{name: getattr(said, name) for name in said.__dataclass_fields__},
            carer_id=carer_id,
            state=OPEN,
            opened_at=now,
            answer_by=answer_by,
            rescue_by=rescue_by,
            told="",
            look_at=now,
        )
        self.event(id_, "opened", staff_id=self._session.person_id)
        if carer_id is not None:
            self.event(id_, "given", staff_id=carer_id)
        return id_

    def event(self, complaint_id: int, kind: str, *, staff_id: int | None = None, words: str | None = None) -> int:
        """Something happened with it now."""
        return self._session.changes.create(
            ComplaintEventRow,
            complaint_id=complaint_id,
            at=self._session.now,
            kind=kind,
            staff_id=staff_id,
            words=words,
        )

    def give(self, complaint_id: int, staff_id: int) -> None:
        """This colleague cares for it from now on."""
        self._session.changes.update(ComplaintRow, complaint_id, carer_id=staff_id)
        self.event(complaint_id, "given", staff_id=staff_id)

    def answer(self, complaint_id: int, staff_id: int, at: datetime, seconds: float) -> None:
        """A person was in touch then for the first time, after so much business time."""
        self._session.changes.update(ComplaintRow, complaint_id, answered_at=at, seconds=seconds)
        self.event(complaint_id, "answered", staff_id=staff_id)

    def improved(self, complaint_id: int, *, better: bool) -> None:
        """Its carer says whether it improved."""
        now = self._session.now
        self._session.changes.update(ComplaintRow, complaint_id, improved_at=now if better else None)
        self.event(complaint_id, "improved" if better else "not_better", staff_id=self._session.person_id)

    def describe(self, complaint_id: int, **values: str | None) -> bool:
        """Sets its `cause` or `severity`; False where that is what it has."""
        return self._session.changes.update(ComplaintRow, complaint_id, **values)

    def close(self, complaint_id: int, on: str, words: str) -> None:
        """It is over, on the "customer"'s word or for a "reason", and what was said."""
        now = self._session.now
        self._session.changes.update(
            ComplaintRow, complaint_id, state=CLOSED, closed_at=now, closed_on=on, closing=words
        )
        self.event(complaint_id, "closed", staff_id=self._session.person_id, words=words)

    def reopen(self, complaint_id: int) -> None:
        """It was not over after all; its thirty days are those that it had."""
        self._session.changes.update(
            ComplaintRow, complaint_id, state=OPEN, closed_at=None, closed_on=None, closing=None, improved_at=None
        )
        self.event(complaint_id, "reopened", staff_id=self._session.person_id)
        self._look(complaint_id, look_at=self._session.now)

    def lock(self, complaint_id: int) -> None:
        """Nobody else changes it until this session is done."""
        self._session.connection.execute(
            select(ComplaintRow.id).where(ComplaintRow.id == complaint_id).with_for_update()
        )

    # ------------------------------------------------------------------ what the reminders remember
    def due(self, now: datetime, *, limit: int) -> list[ComplaintRecord]:
        """Those about which something is to be done now, whoever sees them."""
        rows = in_two_steps(self._session.connection, _DUE, _of_ids(), {"now": now, "most": limit})
        return [ComplaintRecord(*row) for row in rows]

    def remember(self, complaint_id: int, *, told: Collection[str], look_at: datetime | None) -> None:
        """The steps that were taken, and when there is something to do next."""
        self._look(complaint_id, told=",".join(sorted(told)), look_at=look_at)

    def checked(self, complaint_id: int) -> None:
        """Its carer was asked now whether it improved."""
        self._look(complaint_id, checked_at=self._session.now)

    def look_again(self, complaint_id: int, at: datetime) -> None:
        """Nothing is done about it before this."""
        self._look(complaint_id, look_at=at)

    def _look(self, complaint_id: int, **values: object) -> None:
        self._session.connection.execute(update(ComplaintRow).where(ComplaintRow.id == complaint_id).values(**values))

    # ------------------------------------------------------------------ looking
    def get(self, complaint_id: int, *, whoever_sees: bool = False) -> ComplaintRecord | None:
        """One; None where there is none that the person may see, or that anybody may."""
        everybodys = whoever_sees or self._session.sees_all
        return next(
            iter(self._records(_one(everybodys=everybodys), {"complaint": complaint_id, **self._scope()})), None
        )

    @of_customers_with(ComplaintRow, list)
    def of_customer(self, customer_id: int, *, limit: int, closed: bool = False) -> list[ComplaintRecord]:
        """A customer's, the oldest of the open ones first; with `closed`, then those too, the latest first."""
        statement = _of_customer(closed=closed, everybodys=self._session.sees_all)
        return self._records(statement, {"customer": customer_id, "most": limit, **self._scope()})

    def all_open(self, *, carer_id: int | None = None, limit: int) -> list[ComplaintRecord]:
        """Those that are open, the oldest first; one colleague's only where that is said."""
        statement = _open(carer=carer_id is not None, everybodys=self._session.sees_all)
        values = {"most": limit, **self._scope()} | ({} if carer_id is None else {"carer": carer_id})
        return self._records(statement, values)

    def burden(self, staff_id: int) -> int:
        """How many open ones a colleague cares for."""
        return self._session.connection.execute(_BURDEN, {"carer": staff_id}).scalar_one()

    def journey(self, complaint_id: int, *, limit: int = 50) -> list[ComplaintEvent]:
        """The latest things that happened, oldest first, without what was undone."""
        rows = self._session.connection.execute(_JOURNEY, {"complaint": complaint_id, "most": limit}).all()
        return [ComplaintEvent(*row) for row in reversed(rows)]

    @of_customers_with(ComplaintRow, list)
    def told_of(self, customer_id: int, *, limit: int) -> list[ComplaintTold]:
        """What was said about a customer's complaints when they were opened, joined and closed, newest first."""
        values = {"customer": customer_id, "most": limit, **self._scope()}
        rows = self._session.rows(_told(everybodys=self._session.sees_all), values)
        return [ComplaintTold(*row) for row in rows]

    def figures(self, since: datetime) -> list[ComplaintFigure]:
        """What there is to count of those that were opened since then, the oldest first."""
        statement = _figures(everybodys=self._session.sees_all)
        rows = self._session.connection.execute(statement, {"since": since, **self._scope()})
        return [ComplaintFigure(*row) for row in rows]

    def any_before(self, at: datetime) -> bool:
        """Whether there is one that was opened before then: whoever compares two times knows that complaints were kept in both."""
        return self._session.value(_before(everybodys=self._session.sees_all), {"at": at, **self._scope()}) is not None

    def _scope(self) -> dict[str, object]:
        session = self._session
        return {} if session.sees_all else {**owners(session), "me": session.person_id}

    def _records(self, statement: Select[*tuple[Any, ...]], values: dict[str, Any]) -> list[ComplaintRecord]:
        return [ComplaintRecord(*row) for row in self._session.rows(statement, values)]


# Built once: making a statement takes several times as long as running it.
_Carer = aliased(StaffRow, name="complaint_carer")
_BURDEN = select(func.count()).select_from(ComplaintRow).where(ComplaintRow.carer_id == bindparam("carer"), IS_OPEN)
_IN_TOUCH = ComplaintEventRow.kind.in_(sorted(CONTACTS)) & ComplaintEventRow.archived_at.is_(None)
_JOURNEY = (
    select(ComplaintEventRow.kind, ComplaintEventRow.at, StaffRow.name, ComplaintEventRow.words)
    .outerjoin(StaffRow, StaffRow.id == ComplaintEventRow.staff_id)
    .where(ComplaintEventRow.complaint_id == bindparam("complaint"), ComplaintEventRow.archived_at.is_(None))
    .order_by(ComplaintEventRow.at.desc(), ComplaintEventRow.id.desc())
    .limit(bindparam("most", type_=Integer))
)


@cache
def _complaints(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ComplaintRow.id,
            ComplaintRow.customer_id,
            CustomerRow.name,
            ComplaintRow.contact_id,
            ContactRow.name,
            ComplaintRow.words,
            ComplaintRow.cause,
            ComplaintRow.severity,
            ComplaintRow.origin,
            ComplaintRow.score,
            ComplaintRow.carer_id,
            _Carer.name,
            ComplaintRow.state,
            ComplaintRow.opened_at,
            ComplaintRow.answer_by,
            ComplaintRow.answered_at,
            ComplaintRow.seconds,
            ComplaintRow.rescue_by,
            ComplaintRow.improved_at,
            ComplaintRow.closed_at,
            ComplaintRow.closed_on,
            ComplaintRow.closing,
            ComplaintRow.told,
            ComplaintRow.checked_at,
            ComplaintRow.created_by,
            ComplaintRow.archived_at,
        )
        .join(CustomerRow, CustomerRow.id == ComplaintRow.customer_id)
        .outerjoin(ContactRow, ContactRow.id == ComplaintRow.contact_id)
        .outerjoin(_Carer, _Carer.id == ComplaintRow.carer_id)
        .where(complaint_seen(everybodys=everybodys))
    )


@cache
def _told(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    event = ComplaintEventRow
    return (
        select(ComplaintRow.id, event.kind, event.at, StaffRow.name, func.coalesce(event.words, ComplaintRow.words))
        .select_from(ComplaintRow)
        .join(event, event.complaint_id == ComplaintRow.id)
        .join(CustomerRow, CustomerRow.id == ComplaintRow.customer_id)
        .outerjoin(StaffRow, StaffRow.id == event.staff_id)
        .where(
            ComplaintRow.customer_id == bindparam("customer"),
            ComplaintRow.archived_at.is_(None),
            event.archived_at.is_(None),
            event.kind.in_(("opened", "joined", "closed")),
            complaint_seen(everybodys=everybodys),
        )
        .order_by(event.at.desc(), event.id.desc())
        .limit(bindparam("most", type_=Integer))
    )


@cache
def _one(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return _complaints(everybodys=everybodys).where(ComplaintRow.id == bindparam("complaint"))


_DUE = (
    select(ComplaintRow.id)
    .where(IS_OPEN, ComplaintRow.look_at <= bindparam("now", type_=ComplaintRow.look_at.type))
    .order_by(ComplaintRow.look_at)
    .limit(bindparam("most", type_=Integer))
)


@cache
def _of_ids() -> Select[*tuple[Any, ...]]:
    return _complaints(everybodys=True).where(among(ComplaintRow.id, "ids")).order_by(ComplaintRow.look_at)


@cache
def _of_customer(*, closed: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    statement = _complaints(everybodys=everybodys).where(
        ComplaintRow.customer_id == bindparam("customer"), ComplaintRow.archived_at.is_(None)
    )
    if not closed:
        statement = statement.where(IS_OPEN)
    order = (ComplaintRow.state.desc(), ComplaintRow.closed_at.desc(), ComplaintRow.id)
    return statement.order_by(*order).limit(bindparam("most", type_=Integer))


@cache
def _open(*, carer: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    statement = _complaints(everybodys=everybodys).where(IS_OPEN)
    if carer:
        statement = statement.where(ComplaintRow.carer_id == bindparam("carer"))
    return statement.order_by(ComplaintRow.opened_at, ComplaintRow.id).limit(bindparam("most", type_=Integer))


@cache
def _figures(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    in_touch = (
        select(func.count())
        .select_from(ComplaintEventRow)
        .where(ComplaintEventRow.complaint_id == ComplaintRow.id, _IN_TOUCH)
        .correlate(ComplaintRow)
        .scalar_subquery()
    )
    return (
        select(ComplaintRow.customer_id, ComplaintRow.cause, ComplaintRow.opened_at, ComplaintRow.closed_at, in_touch)
        .join(CustomerRow, CustomerRow.id == ComplaintRow.customer_id)
        .where(
            ComplaintRow.opened_at >= bindparam("since"),
            ComplaintRow.archived_at.is_(None),
            complaint_seen(everybodys=everybodys),
        )
        .order_by(ComplaintRow.opened_at, ComplaintRow.id)
    )


@cache
def _before(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        select(ComplaintRow.id)
        .join(CustomerRow, CustomerRow.id == ComplaintRow.customer_id)
        .where(
            ComplaintRow.opened_at < bindparam("at"),
            ComplaintRow.archived_at.is_(None),
            complaint_seen(everybodys=everybodys),
        )
        .order_by(ComplaintRow.opened_at)
        .limit(1)
    )
