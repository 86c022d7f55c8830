"""How customers stand: read by whoever asks, written by whoever reckons it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    UnaryExpression,
    bindparam,
    delete,
    exists,
    func,
    select,
    type_coerce,
    update,
)

from storage.crm.scope import owners, seen
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.purchases.tables import PurchaseRow
from storage.session.dialects import put, put_all
from storage.session.session import Session
from storage.standings.tables import StandingRow, StandingRunRow

LOOKS_BACK = timedelta(days=3 * 365)
IDS_AT_A_TIME = 1_000
"""Customers whose purchases are compared to suggest a product."""

# Built once: making a statement takes several times as long as running it.
_ASKED_FOR = select(StandingRunRow.day).where(StandingRunRow.id == 1)
_CLASS = select(StandingRow.letter).where(StandingRow.customer_id == bindparam("customer"))
_ANY_STANDING = select(StandingRow.customer_id).limit(1)
_ANY_PURCHASE = select(PurchaseRow.id).where(PurchaseRow.archived_at.is_(None)).limit(1)
_UNTOLD = (
    select(StandingRow.customer_id)
    .where(
        StandingRow.fallen < bindparam("below"),
        StandingRow.told_on.is_(None) | (StandingRow.told_on < bindparam("since", type_=StandingRow.told_on.type)),
        exists()
        .where(
            CustomerRow.id == StandingRow.customer_id,
            CustomerRow.owner_id.is_not(None),
            CustomerRow.archived_at.is_(None),
        )
        .correlate(StandingRow),
    )
    .order_by(StandingRow.habitual.desc(), StandingRow.customer_id)
    .limit(bindparam("most", type_=Integer))
)


@dataclass(frozen=True, slots=True)
class Spent:
    """What a customer bought on one day in one currency, in hundredths, returns taken off."""

    day: date
    currency: str
    hundredths: int


@dataclass(frozen=True, slots=True)
class StandingRecord:
    """How a customer stands; the fields are those of the table."""

    customer_id: int
    customer: str
    owner_id: int | None
    day: date
    currency: str
    sales: Decimal
    before: Decimal
    orders: int
    last: date
    gap: int | None
    expected: date | None
    recent: Decimal | None
    habitual: Decimal | None
    fallen: int | None
    letter: str | None
    recency: int | None
    frequency: int | None
    value: int | None
    segment: str


@dataclass(frozen=True, slots=True)
class Prospect:
    """A customer who never bought."""

    id: int
    name: str
    sector: str | None
    owner: str | None


class Standings:
    """The standing of the customers that the person may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ one customer
    def of(self, customer_id: int) -> StandingRecord | None:
        """How one customer stands; None where they never bought, or nothing was reckoned yet."""
        return next(
            iter(self._records(StandingRow.customer_id == customer_id, by=StandingRow.sales.desc(), limit=1)), None
        )

    def class_of(self, customer_id: int) -> str | None:
        """The class of a customer, "A", "B" or "C"; None for one who bought nothing in a year."""
        letter: str | None = self._session.value(_CLASS, {"customer": customer_id})
        return letter

    def classes_of(self, customers: Sequence[int]) -> dict[int, str]:
        """The classes of those of some customers who have one, whoever sees them: to group by."""
        rows = self._session.connection.execute(
            select(StandingRow.customer_id, StandingRow.letter).where(
                StandingRow.customer_id.in_(customers), StandingRow.letter.is_not(None)
            )
        )
        return {row[0]: str(row[1]) for row in rows}

    # ------------------------------------------------------------------ lists
    def in_class(self, letter: str, *, limit: int, offset: int = 0) -> list[StandingRecord]:
        """The customers of a class, what they are worth first."""
        return self._records(StandingRow.letter == letter, by=StandingRow.sales.desc(), limit=limit, offset=offset)

    def in_segment(self, segment: str, *, limit: int, offset: int = 0) -> list[StandingRecord]:
        """The customers of a segment, what they are worth first; of the lost what they were worth."""
        by = StandingRow.before.desc() if segment == "lost" else StandingRow.sales.desc()
        return self._records(StandingRow.segment == segment, by=by, limit=limit, offset=offset)

    def best(self, currency: str, *, limit: int, offset: int = 0) -> list[StandingRecord]:
        """Who bought for most in a year."""
        which = (StandingRow.currency == currency, StandingRow.letter.is_not(None))
        return self._records(*which, by=StandingRow.sales.desc(), limit=limit, offset=offset)

    def worst(self, currency: str, *, limit: int, offset: int = 0) -> list[StandingRecord]:
        """Who bought for least in a year, or gave back more than they bought."""
        return self._records(StandingRow.currency == currency, by=StandingRow.sales.asc(), limit=limit, offset=offset)

    def growing(self, *, limit: int, offset: int = 0) -> list[StandingRecord]:
        """Who bought for at least a fifth more than in the year before, the largest growth first."""
        now, before = type_coerce(StandingRow.sales, BigInteger), type_coerce(StandingRow.before, BigInteger)
        return self._records(before > 0, now * 5 >= before * 6, by=(now - before).desc(), limit=limit, offset=offset)

    def bought_since(self, customers: Sequence[int]) -> dict[int, date]:
        """The day of the first purchase that is known of each of some customers."""
        rows = self._session.connection.execute(
            select(PurchaseRow.customer_id, func.min(PurchaseRow.day))
            .where(PurchaseRow.customer_id.in_(customers), PurchaseRow.archived_at.is_(None))
            .group_by(PurchaseRow.customer_id)
        )
        return {row[0]: row[1] for row in rows}

    def fallen(self, below: int, *, limit: int, offset: int = 0) -> list[StandingRecord]:
        """Who buys less than so many per cent of what is habitual, what they used to be worth first."""
        return self._records(StandingRow.fallen < below, by=StandingRow.habitual.desc(), limit=limit, offset=offset)

    def due(
        self, first: date, last: date, *, owner: int | None = None, limit: int, offset: int = 0
    ) -> list[StandingRecord]:
        """Who usually orders between two days; of one owner's customers where that is told."""
        which = [StandingRow.expected >= first, StandingRow.expected <= last, StandingRow.last < first]
        which += [CustomerRow.owner_id == owner] if owner is not None else []
        return self._records(*which, by=StandingRow.expected.asc(), limit=limit, offset=offset)

    def never_bought(self, *, limit: int, offset: int = 0) -> list[Prospect]:
        """Customers of whom no purchase is known, the newest first."""
        bought = select(PurchaseRow.id).where(
            PurchaseRow.customer_id == CustomerRow.id, PurchaseRow.archived_at.is_(None)
        )
        statement = (
            select(CustomerRow.id, CustomerRow.name, CustomerRow.sector, StaffRow.name)
            .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
            .where(
                CustomerRow.archived_at.is_(None),
                seen(everybodys=self._session.sees_all),
                ~bought.correlate(CustomerRow).exists(),
            )
            .order_by(CustomerRow.id.desc())
            .limit(limit)
            .offset(offset)
        )
        return [Prospect(*row) for row in self._run(statement)]

    def counts(self) -> list[tuple[str | None, str, int, Decimal]]:
        """How many customers there are of each class and currency, and what they bought for in a year."""
        statement = (
            select(
                StandingRow.letter,
                StandingRow.currency,
                func.count(),
                func.sum(StandingRow.sales, type_=StandingRow.sales.type),
            )
            .join(CustomerRow, CustomerRow.id == StandingRow.customer_id)
            .where(CustomerRow.archived_at.is_(None), seen(everybodys=self._session.sees_all))
            .group_by(StandingRow.letter, StandingRow.currency)
            .order_by(StandingRow.currency, StandingRow.letter)
        )
        return [(row[0], row[1], row[2], row[3]) for row in self._run(statement)]

    # ------------------------------------------------------------------ reckoning
    def asked_for(self) -> date | None:
        """The day for which they were asked for last."""
        return self._session.connection.scalar(_ASKED_FOR)

    def are_reckoned(self) -> bool:
        """Whether they were reckoned, not only asked for: before the first time, nobody is of any class."""
        return self._session.connection.scalar(_ANY_STANDING) is not None

    def ask(self, day: date) -> None:
        """They are asked for, for this day."""
        put(self._session.connection, StandingRunRow, {"id": 1, "day": day}, key=("id",))

    def any_purchases(self) -> bool:
        """Whether anybody bought anything."""
        return self._session.connection.scalar(_ANY_PURCHASE) is not None

    def range(self) -> tuple[int, int]:
        """The smallest and the largest id of a customer who may have bought."""
        found = self._session.connection.execute(select(func.min(CustomerRow.id), func.max(CustomerRow.id))).one()
        return found[0] or 0, found[1] or -1

    def spent(self, first: int, last: int, today: date) -> Iterator[tuple[int, list[Spent]]]:
        """Day by day what customers with ids in a range bought before `today`, as far as it matters: one after the other."""
        rows = self._session.connection.execute(
            select(
                PurchaseRow.customer_id,
                PurchaseRow.day,
                PurchaseRow.currency,
                func.sum(PurchaseRow.amount, type_=PurchaseRow.amount.type),
            )
            .where(
                PurchaseRow.customer_id.between(first, last),
                PurchaseRow.archived_at.is_(None),
                PurchaseRow.day < today,
                PurchaseRow.day >= today - LOOKS_BACK,
            )
            .group_by(PurchaseRow.customer_id, PurchaseRow.day, PurchaseRow.currency)
            .order_by(PurchaseRow.customer_id, PurchaseRow.day)
        )
        for customer, days in groupby(rows, key=lambda row: row[0]):
            yield customer, [Spent(row[1], row[2], int(row[3] * 100)) for row in days]

    def write(self, rows: Sequence[dict[str, Any]]) -> None:
        """Keeps how some customers stand; when they were told of stays."""
        put_all(self._session.connection, StandingRow, rows, key=("customer_id",))

    def grade(self, grades: Sequence[Mapping[str, Any]]) -> None:
        """Keeps classes and scores: each with the customer's id under "row"."""
        if grades:
            self._session.connection.execute(_grading(tuple(name for name in grades[0] if name != "row")), list(grades))

    def finish(self, today: date) -> None:
        """Forgets those who have not bought any more."""
        self._session.connection.execute(delete(StandingRow).where(StandingRow.day < today))

    def untold(self, below: int, since: date, *, limit: int) -> list[StandingRecord]:
        """Who has an owner, buys less than so many per cent, and of whom nobody heard since a day."""
        values = {"below": below, "since": since, "most": limit}
        ids = list(self._session.connection.execute(_UNTOLD, values).scalars())
        if not ids:
            return []
        return self._records(StandingRow.customer_id.in_(ids), by=StandingRow.habitual.desc(), limit=limit)

    def told(self, customer_id: int, day: date) -> None:
        """Their owner heard of it, or hears of it no sooner than after this day."""
        self._session.connection.execute(
            update(StandingRow).where(StandingRow.customer_id == customer_id).values(told_on=day)
        )

    # ------------------------------------------------------------------ shared by them
    def _records(
        self, *which: ColumnElement[bool], by: UnaryExpression[Any], limit: int, offset: int = 0
    ) -> list[StandingRecord]:
        statement = (
            select(
                StandingRow.customer_id,
                CustomerRow.name,
                CustomerRow.owner_id,
                StandingRow.day,
                StandingRow.currency,
                StandingRow.sales,
                StandingRow.before,
                StandingRow.orders,
                StandingRow.last,
                StandingRow.gap,
                StandingRow.expected,
                StandingRow.recent,
                StandingRow.habitual,
                StandingRow.fallen,
                StandingRow.letter,
                StandingRow.recency,
                StandingRow.frequency,
                StandingRow.value,
                StandingRow.segment,
            )
            .join(CustomerRow, CustomerRow.id == StandingRow.customer_id)
            .where(*which, CustomerRow.archived_at.is_(None), seen(everybodys=self._session.sees_all))
            .order_by(by, StandingRow.customer_id)
            .limit(limit)
            .offset(offset)
        )
        return [StandingRecord(*row) for row in self._run(statement)]

    def _run(self, statement: Any) -> Any:  # noqa: ANN401 - any select, and its rows
        return self._session.connection.execute(statement, owners(self._session) if _is_scoped(statement) else {})


def _is_scoped(statement: Any) -> bool:  # noqa: ANN401 - any select
    return "owners" in statement.compile().params


def _grading(columns: tuple[str, ...]) -> Any:  # noqa: ANN401 - an update
    return (
        update(StandingRow)
        .where(StandingRow.customer_id == bindparam("row"))
        .values({name: bindparam(name) for name in columns})
    )
