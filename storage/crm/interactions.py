"""What happened with the customers: one timeline, whoever logged it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Integer, and_, bindparam, select, tuple_
from sqlalchemy.sql.selectable import Select

from storage.crm.records import InteractionRecord, PersonMet
from storage.crm.scope import owners, seen
from storage.crm.tables import ContactRow, CustomerRow, InteractionContactRow, InteractionRow
from storage.people.records import Person
from storage.people.tables import StaffRow
from storage.session.base import BigId, UtcDateTime
from storage.session.direct import Row
from storage.session.reads import read_once, remember
from storage.session.session import Session

IN_TOUCH = frozenset({"visit", "call", "email", "message", "meeting"})
"""Kinds in which one of us was in touch with the customer."""
LOOKED_BACK = 40
"""Of somebody's latest notes, those among which the customers they lately had to do with are found."""


@dataclass(frozen=True, slots=True)
class InteractionInput:
    """What a person said happened; all that an interaction holds besides who and when it was written down.

    `met` are people of that customer, each once.
    """

    customer_id: int
    kind: str
    at: datetime
    day: date
    grain: str
    summary: str
    met: tuple[PersonMet, ...] = ()
    amount: Decimal | None = None
    currency: str | None = None
    sentiment: str | None = None
    promotion: str | None = None
    product: str | None = None
    called: str | None = None

    def columns(self) -> dict[str, object]:
        """As the table's columns; who was met is in a table of its own."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "met"}

    def kept_as(self, id_: int, customer: str, author: Person, source: str | None) -> InteractionRecord:
        """The record that `log` made of it, as `get` would read it back; `customer` is its name."""
        return InteractionRecord(
            id_,
            self.customer_id,
            customer,
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
            self.met,
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
        changes = self._session.changes
        id_ = changes.create(InteractionRow, **said.columns(), author_id=self._session.person_id, source=source)
        if said.met:
            changes.add_parts(
                InteractionContactRow, [{"interaction_id": id_, "contact_id": one.id} for one in said.met]
            )
        return id_

    def logged(self, record: InteractionRecord) -> None:
        """What `log` kept is known, put together from what was said: reading it back would be one more trip to the store."""
        remember(self, Interactions.get, record, record.id, tables=_READ_FROM)

    def correct(self, interaction_id: int, said: InteractionInput) -> bool:
        """Replaces what was said; False where nothing is different."""
        changed = self._session.changes.update(InteractionRow, interaction_id, **said.columns())
        return self.met(interaction_id, [one.id for one in said.met]) or changed

    def met(self, interaction_id: int, contacts: Sequence[int]) -> bool:
        """Keeps with whom it was, in place of whoever was kept before; False where it is so already.

        Who takes somebody's place is met instead of them; the others stay, or go, or come to it.
        """
        changes = self._session.changes
        kept = self._session.rows(_MET, {"interaction": interaction_id})
        gone = [id_ for id_, contact in kept if contact not in contacts]
        new = [contact for contact in contacts if contact not in {one for _id, one in kept}]
        for id_, contact in zip(gone, new, strict=False):
            changes.update(InteractionContactRow, id_, contact_id=contact)
        for id_ in gone[len(new) :]:
            changes.archive(InteractionContactRow, id_)
        for contact in new[len(gone) :]:
            changes.create(InteractionContactRow, interaction_id=interaction_id, contact_id=contact)
        return bool(gone or new)

    def met_too(self, interaction_id: int, contact_id: int) -> bool:
        """Keeps that somebody was met as well; False where it is so already."""
        kept = [contact for _id, contact in self._session.rows(_MET, {"interaction": interaction_id})]
        return self.met(interaction_id, [*kept, contact_id])

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
        rows = self._session.rows(statement, {"interaction": interaction_id, **owners(self._session)})
        return next(iter(_each(rows)), None)

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
        rows = _each(self._session.rows(statement, values))
        older = (rows[limit - 1].at, rows[limit - 1].id) if len(rows) > limit else None
        return Page(rows[:limit], older)

    def of_author(self, author_id: int, since: datetime, *, limit: int) -> list[InteractionRecord]:
        """What a colleague logged that happened since then, newest first."""
        statement = _of_author(everybodys=self._session.sees_all)
        values = {"author": author_id, "since": since, "most": limit, **owners(self._session)}
        return _each(self._session.rows(statement, values))

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
        return _each(rows)


def _each(rows: Sequence[Row]) -> list[InteractionRecord]:
    """The records of rows that have one for each who was met; those of one record follow each other."""
    found: list[InteractionRecord] = []
    for _id, same in groupby(rows, key=itemgetter(0)):
        each = list(same)
        met = tuple(PersonMet(*row[-2:]) for row in each if row[-1] is not None)
        found.append(InteractionRecord(*(*each[0][:-2], met)))
    return found


_READ_FROM = frozenset(
    model.__tablename__ for model in (InteractionRow, InteractionContactRow, CustomerRow, ContactRow, StaffRow)
)


# Built once: making a statement takes several times as long as running it.
@cache
def _records() -> Select[*tuple[Any, ...]]:
    return (
        select(
            InteractionRow.id,
            InteractionRow.customer_id,
            CustomerRow.name,
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
            ContactRow.id,
            ContactRow.name,
        )
        .join(CustomerRow, CustomerRow.id == InteractionRow.customer_id)
        .join(StaffRow, StaffRow.id == InteractionRow.author_id)
        .outerjoin(
            InteractionContactRow,
            and_(
                InteractionContactRow.interaction_id == InteractionRow.id, InteractionContactRow.archived_at.is_(None)
            ),
        )
        .outerjoin(ContactRow, ContactRow.id == InteractionContactRow.contact_id)
    )


_MET = (
    select(InteractionContactRow.id, InteractionContactRow.contact_id)
    .where(
        InteractionContactRow.interaction_id == bindparam("interaction"), InteractionContactRow.archived_at.is_(None)
    )
    .order_by(InteractionContactRow.id)
)


@cache
def _one(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return (
        _records()
        .where(InteractionRow.id == bindparam("interaction"), seen(everybodys=everybodys))
        .order_by(InteractionContactRow.id)
    )


def _ids() -> Select[*tuple[Any, ...]]:
    return select(InteractionRow.id).join(CustomerRow, CustomerRow.id == InteractionRow.customer_id)


def _some(chosen: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The newest of those that are `chosen` by their ids, so many as "most"; then whoever was met at each, in the same statement."""
    newest = (InteractionRow.at.desc(), InteractionRow.id.desc())
    page = chosen.order_by(*newest).limit(bindparam("most", type_=Integer)).subquery("page")
    return _records().join(page, page.c.id == InteractionRow.id).order_by(*newest, InteractionContactRow.id)


@cache
def _timeline(*, before: bool, period: bool, kind: bool, everybodys: bool) -> Select[*tuple[Any, ...]]:
    statement = _ids().where(
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
    return _some(statement)


@cache
def _of_author(*, everybodys: bool) -> Select[*tuple[Any, ...]]:
    return _some(
        _ids().where(
            InteractionRow.author_id == bindparam("author"),
            InteractionRow.at >= bindparam("since", type_=UtcDateTime),
            InteractionRow.archived_at.is_(None),
            seen(everybodys=everybodys),
        )
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
        .order_by(InteractionRow.id, InteractionContactRow.id)
    )
