"""Statements handed straight to the driver: what they return, what they write, and how they fail, is as SQLAlchemy has it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import bindparam, event, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.crm.interactions import InteractionInput
from storage.crm.tables import CustomerRow, InteractionRow
from storage.messaging.records import Address
from storage.messaging.tables import OutboxRow
from storage.people.records import Person
from storage.session.base import UtcDateTime
from storage.session.engine import is_sqlite
from storage.session.integrity import on_ailment
from storage.work import Store

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

_TOLD = (
    select(InteractionRow.at, InteractionRow.day, InteractionRow.amount, CustomerRow.name, InteractionRow.summary)
    .join(CustomerRow, CustomerRow.id == InteractionRow.customer_id)
    .where(
        InteractionRow.at >= bindparam("since", type_=UtcDateTime),
        InteractionRow.kind == "visit",
        InteractionRow.amount == bindparam("amount"),
    )
    .order_by(InteractionRow.id)
)
_PAYLOADS = select(OutboxRow.payload).order_by(OutboxRow.id)
_ADDING = insert(CustomerRow).returning(CustomerRow.id)
_RENAMING = update(CustomerRow).where(CustomerRow.id == bindparam("customer"))


def filled(store: Store) -> tuple[int, Person]:
    """A customer with two visits, and who made them."""
    with store.work() as work:
        ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        bar = work.customers.add("Bar Sol").id
        work.person = ana
        for amount in ("12.50", "99.00"):
            told = InteractionInput(bar, "visit", AT, AT.date(), "day", "quieren 10 cajas", amount=Decimal(amount))
            work.interactions.log(told)
        work.outbox.add(Address("local", "1"), {"blocks": ["ñ"], "n": None})
    return bar, ana


def test_what_is_read_is_what_sqlalchemy_reads(store: Store) -> None:
    filled(store)
    with store.work() as work:
        values: dict[str, object] = {"since": AT - timedelta(days=1), "amount": Decimal("12.50")}
        rows = work.rows(_TOLD, values)
        assert rows == [tuple(row) for row in work.connection.execute(_TOLD, values)]
        assert rows == [(AT, AT.date(), Decimal("12.50"), "Bar Sol", "quieren 10 cajas")]
        assert rows[0][0].tzinfo is UTC
        assert work.rows(_PAYLOADS) == [({"blocks": ["ñ"], "n": None},)]
        assert work.row(_TOLD, values | {"amount": Decimal(1)}) is None
        assert work.value(_TOLD, values | {"amount": Decimal(1)}) is None


def test_a_value_that_is_missing_is_none_of_the_statements(store: Store) -> None:
    with store.work() as work, pytest.raises(KeyError):
        work.rows(_TOLD, {"since": AT})


def test_what_is_written_is_kept_and_of_an_update_only_what_is_named(store: Store) -> None:
    bar, _ana = filled(store)
    now = datetime.now(UTC)
    stamp = {"created_at": now, "updated_at": now}
    with store.work() as work:
        new = work.value(_ADDING, {"name": "Ñandú", "folded": "nandu", "status": "customer", **stamp})
        work.rows(_RENAMING, {"customer": bar, "phone": "600"})
        work.rows(_RENAMING, {"customer": new, "name": "Bar Ñandú", "phone": None})
    with store.look() as work:
        found = {bar: work.customers.get(bar), new: work.customers.get(new)}
        assert [(one.name, one.phone) for one in found.values() if one] == [("Bar Sol", "600"), ("Bar Ñandú", None)]


def test_an_error_is_sqlalchemys_and_the_transaction_is_rolled_back(store: Store) -> None:
    filled(store)
    now = datetime.now(UTC)
    row = {"id": 1, "name": "Otro", "folded": "otro", "status": "customer", "created_at": now, "updated_at": now}

    def twice() -> None:
        with store.work() as work:
            work.customers.add("Bar Luna")
            work.rows(_ADDING, row)

    with pytest.raises(IntegrityError):
        twice()
    with store.work() as work:
        assert work.customers.exactly("Bar Luna") is None


def test_who_is_told_of_ailments_is_told_of_these_too(store: Store) -> None:
    """As a full disk does it: the driver raises, and whoever listens to SQLAlchemy's errors hears of it."""
    if not is_sqlite(store.engine):
        pytest.skip("the limit on pages is SQLite's")
    bar, ana = filled(store)
    told: list[str] = []
    on_ailment(store.engine, told.append)

    def too_much() -> None:
        with store.work(person=ana) as work:
            pages = work.connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            work.connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for _ in range(200):
                work.interactions.log(InteractionInput(bar, "visit", AT, AT.date(), "day", "x" * 4_000))

    with pytest.raises(OperationalError):
        too_much()
    assert told == ["full"]


def test_a_connection_that_was_lost_is_given_up_for_a_new_one(store: Store) -> None:
    if is_sqlite(store.engine):
        pytest.skip("SQLite has no connection to lose")
    filled(store)

    def cut_off() -> None:
        with store.work() as work:
            process = work.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            with store.engine.connect() as other:
                other.exec_driver_sql(f"SELECT pg_terminate_backend({process})")
            work.rows(_PAYLOADS)

    with pytest.raises(OperationalError) as lost:
        cut_off()
    assert lost.value.connection_invalidated
    with store.work() as work:
        assert work.rows(_PAYLOADS)


def test_who_listens_to_statements_hears_them(store: Store) -> None:
    """The plan of each statement of a day is looked at: none may go by unheard."""
    filled(store)
    heard: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: Any) -> None:
        heard.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    with store.work() as work:
        heard_rows = work.rows(_PAYLOADS)
    event.remove(store.engine, "before_cursor_execute", note)
    assert len(heard) == 1
    with store.work() as work:
        assert work.rows(_PAYLOADS) == heard_rows
