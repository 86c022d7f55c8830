"""What happened with the customers: one timeline, whoever logged it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Integer, bindparam, select, tuple_
from sqlalchemy.sql.selectable import Select

from storage.crm.records import InteractionRecord
from storage.crm.scope import owners, seen
from storage.crm.tables import ContactRow, CustomerRow, InteractionRow
from storage.people.records import Person
from storage.people.tables import StaffRow
from storage.session.base import BigId, UtcDateTime
from storage.session.reads import read_once, remember
from storage.session.session import Session

IN_TOUCH = frozenset({"visit", "call", "email", "message", "meeting"})
"""Kinds in which one of us was in touch with the customer."""
LOOKED_BACK = 40
"""Of somebody's latest notes, those among which the customers they lately had to do with are found."""


@dataclass(frozen=True, slots=True)
class InteractionInput:
    """What a person said happened; all that an interaction holds besides who and when it was written down."""

    customer_id: int
    kind: str
    at: datetime
    day: date
    grain: str
    summary: str
    contact_id: int | None = None
    amount: Decimal | None = None
    currency: str | None = None
    sentiment: str | None = None
    promotion: str | None = None
    product: str | None = None
    called: str | None = None

    def columns(self) -> dict[str, object]:
        """As the table's columns."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    def kept_as(
        self, id_: int, customer: str, contact: str | None, author: Person, source: str | None
    ) -> InteractionRecord:
        """The record that `log` made of it, as `get` would read it back; `customer` and `contact` are their names."""
        return InteractionRecord(
            id_,
            self.customer_id,
            customer,
            self.contact_id,
            contact,
            author.id,
            author.name,
            self.kind,
            self.at,
            self.day,
            self.grain,
            self.summary,
            self.amount,
            self.currency,
            self.sentiment,
            self.promotion,
            self.product,
            self.called,
            source,
            None,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A piece of a timeline, newest first; `older` is where the next one begins, None at the end."""

    items: Sequence[InteractionRecord]
    older: tuple[datetime, int] | None


class Interactions:
    """The shared history."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def log(self, said: InteractionInput, *, source: str | None = None) -> int:
        """Keeps what happened, as said by the person of this session; returns its id."""
        return self._session.changes.create(
            InteractionRow, **said.columns(), author_id=self._session.person_id, source=source
        )

    def logged(self, record: InteractionRecord) -> None:
        """What `log` kept is known, put together from what was said: reading it back would be one more trip to the store."""
        remember(self, Interactions.get, record, record.id, tables=_READ_FROM)

    def correct(self, interaction_id: int, said: InteractionInput) -> bool:
        """Replaces what was said; False where nothing is different."""
        return self._session.changes.update(InteractionRow, interaction_id, **said.columns())

    def met(self, interaction_id: int, contact_id: int) -> bool:
        """Keeps with whom it was; False where it is so already."""
        return self._session.changes.update(InteractionRow, interaction_id, contact_id=contact_id)

    def add_to_summary(self, interaction_id: int, text: str) -> None:
        """Appends a sentence that came in a message of its own."""
        summary = self._session.connection.execute(
            select(InteractionRow.summary).where(InteractionRow.id == interaction_id).with_for_update()
        ).scalar_one()
        self._session.changes.update(InteractionRow, interaction_id, summary=f"{summary}\n{text}" if summary else text)

    def archive(self, interaction_id: int) -> None:
        """Takes a record out of the history; what was promised with it stays to be done."""
        self._session.changes.archive(InteractionRow, interaction_id)

    @read_once
    def get(self, interaction_id: int) -> InteractionRecord | None:
        """One record, archived ones too (an old card shows what became of it); None where its customer is another's."""
        statement = _one(everybodys=self._session.sees_all)
        row = self._session.row(statement, {"interaction": interaction_id, **owners(self._session)})
        return InteractionRecord(*row) if row else None

    def from_message(self, source: str) -> list[int]:
        """The ids of what this message logged and that still stands."""
        return list(
            self._session.connection.execute(
                select(InteractionRow.id)
                .where(InteractionRow.source == source, InteractionRow.archived_at.is_(None))
                .order_by(InteractionRow.id)
            ).scalars()
        )

    def told_of(self, author_id: int, *, limit: int) -> list[int]:
        """The customers that somebody logged something of last, the latest first: of their latest few dozen notes."""
        latest = (
            select(InteractionRow.customer_id)
            .where(InteractionRow.author_id == author_id, InteractionRow.archived_at.is_(None))
            .order_by(InteractionRow.at.desc())
            .limit(LOOKED_BACK)
        )
        return list(dict.fromkeys(self._session.connection.execute(latest).scalars()))[:limit]

    def timeline(
        self,
        customer_id: int,
        *,
        limit: int,
        before: tuple[datetime, int] | None = None,
        period: tuple[datetime, datetime] | None = None,
        kind: str | None = None,
    ) -> Page:
        """At most `limit` records of a customer, newest first, older than `before`, within `period` (end excluded)."""
        values: dict[str, object] = {"customer": customer_id, "most": limit + 1, **owners(self._session)}
        if before:
            values |= {"before_at": before[0], "before_id": before[1]}
        if period:
            values |= {"start": period[0], "end": period[1]}
        if kind:
            values["kind"] = kind
        statement = _timeline(
            before=before is not None, period=period is not None, kind=bool(kind), everybodys=self._session.sees_all
        )
        rows = [InteractionRecord(*row) for row in self._session.rows(statement, values)]
        older = (rows[limit - 1].at, rows[limit - 1].id) if len(rows) > limit else None
        return Page(rows[:limit], older)

    def of_author(self, author_id: int, since: datetime, *, limit: int) -> list[InteractionRecord]:
        """What a colleague logged that happened since then, newest first."""
        statement = _of_author(everybodys=self._session.sees_all)
        values = {"author": author_id, "since": since, "most": limit, **owners(self._session)}
        return [InteractionRecord(*row) for row in self._session.rows(statement, values)]

    def same_day(self, customer_id: int, kind: str, day: date) -> list[InteractionRecord]:
        """What this person already logged with this customer, of this kind, on this day."""
        around = datetime.combine(day, datetime.min.time(), self._session.now.tzinfo)
        rows = self._session.rows(
            _same_day(),
            {
                "customer": customer_id,
                "start": around - timedelta(days=1),
                "end": around + timedelta(days=2),
                "author": self._session.person_id,
                "kind": kind,
                "day": day,
            },
        )
        return [InteractionRecord(*row) for row in rows]


_READ_FROM = frozenset(model.__tablename__ for model in (InteractionRow, CustomerRow, ContactRow, StaffRow))


# Built once: making a statement takes several times as long as running it.
@cache
def _records() -> Select[*tuple[Any, ...]]:
    return (
        select(
            InteractionRow.id,
            InteractionRow.customer_id,
            CustomerRow.name,
            InteractionRow.contact_id,
            ContactRow.name,
            InteractionRow.author_id,
            StaffRow.name,
            InteractionRow.kind,
            InteractionRow.at,
            InteractionRow.day,
            InteractionRow.grain,
            InteractionRow.summary,
            InteractionRow.amount,
            InteractionRow.currency,
            InteractionRow.sentiment,
            InteractionRow.promotion,
            InteractionRow.product,
            InteractionRow.called,
            InteractionRow.source,
            InteractionRow.archived_at,
        )
        .join(CustomerRow, CustomerRow.id == InteractionRow.customer_id)
        .join(StaffRow, StaffRow.id == InteractionRow.author_id)
        .outerjoin(ContactRow, ContactRow.id == InteractionRow.contact_id)
    )


@cache
def _one(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return _records().where(InteractionRow.id == bindparam("interaction"), seen(everybodys=everybodys))


@cache
def _timeline(*, before: bool, period: bool, kind: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    statement = _records().where(
        InteractionRow.customer_id == bindparam("customer"),
        InteractionRow.archived_at.is_(None),
        seen(everybodys=everybodys),
    )
    if before:
        older = tuple_(bindparam("before_at", type_=UtcDateTime), bindparam("before_id", type_=BigId))
        statement = statement.where(tuple_(InteractionRow.at, InteractionRow.id) < older)
    if period:
        statement = statement.where(InteractionRow.at >= bindparam("start"), InteractionRow.at < bindparam("end"))
    if kind:
        statement = statement.where(InteractionRow.kind == bindparam("kind"))
    return statement.order_by(InteractionRow.at.desc(), InteractionRow.id.desc()).limit(
        bindparam("most", type_=Integer)
    )


@cache
def _of_author(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        _records()
        .where(
            InteractionRow.author_id == bindparam("author"),
            InteractionRow.at >= bindparam("since", type_=UtcDateTime),
            InteractionRow.archived_at.is_(None),
            seen(everybodys=everybodys),
        )
        .order_by(InteractionRow.at.desc())
        .limit(bindparam("most", type_=Integer))
    )


@cache
def _same_day() -> Select[*tuple[Any, ...]]:
    return (
        _records()
        .where(
            InteractionRow.customer_id == bindparam("customer"),
            InteractionRow.at >= bindparam("start"),
            InteractionRow.at < bindparam("end"),
            InteractionRow.author_id == bindparam("author"),
            InteractionRow.kind == bindparam("kind"),
            InteractionRow.day == bindparam("day"),
            InteractionRow.archived_at.is_(None),
        )
        .order_by(InteractionRow.id)
    )
