"""What a turn has read it knows: the store is not asked the same again while nothing was written."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event, text, update

from storage.crm.interactions import InteractionInput
from storage.crm.opportunities.records import NewStage
from storage.crm.records import CustomerRecord, PersonMet
from storage.crm.tables import CustomerRow
from storage.messaging.records import Address
from storage.session.reads import Known
from storage.work import Store
from tests.office import Office, Way

SAID = (
    "visité a Bar Sol ayer, Marta quiere 10 cajas, llamarla el martes a las 10",
    "hablé con Talleres Vigo ayer: piden el catálogo nuevo y una oferta de 1.200 €",
    "visita a Bar Luna ayer por la tarde con Pepe Gil, quieren cotización de 20 taladros",
    "historial de Bar Sol",
    "/cliente Talleres Vigo",
    "/brief Bar Sol",
    "teléfono de Pepe Gil",
    "/hoy",
    "recuérdame llamar a Marta el jueves a las 10",
    "Bar Luna: oportunidad máquina 3.000 € para fin de mes",
    "compras de Bar Sol",
)


@contextmanager
def asked(store: Store) -> Iterator[list[str]]:
    """The questions that the store is asked, and those that came again with nothing written in between, marked so."""
    heard: list[str] = []
    known: set[tuple[str, str]] = set()

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_rest: object) -> None:
        if not statement.startswith("SELECT"):
            known.clear()
            return
        question = (statement, str(parameters))
        heard.append(f"AGAIN: {question}" if question in known else statement)
        known.add(question)

    event.listen(store.engine, "before_cursor_execute", note)
    yield heard
    event.remove(store.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_no_turn_reads_the_same_twice(tmp_path: Path, store_url: str) -> None:
    office = Office(Way("local"), lambda _folder: store_url, tmp_path)
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Talleres Vigo")
    office.customer("Bar Luna", "Pepe Gil")
    ana = office.rep("Ana")
    ana.says("ayuda")  # what is learnt once a process is learnt
    for said in SAID:
        with asked(office.store) as heard:
            ana.says(said)
        again = [question for question in heard if question.startswith("AGAIN")]
        assert not [question for question in again if "inbox" not in question and "outbox" not in question], said
        assert len(heard) < 45, f"{said}: {len(heard)} questions"
    office.close()


def found(store: Store, customer_id: int, between: Sequence[str] = ()) -> tuple[CustomerRecord | None, int]:
    """A customer, asked for twice with these statements in between; and how often the store was asked."""
    with store.work() as work:
        with asked(store) as heard:
            work.customers.get(customer_id)
            for statement in between:
                work.connection.execute(text(statement))
            record = work.customers.get(customer_id)
        return record, len(
            [question for question in heard if "FROM customers" in question and "FOR UPDATE" not in question]
        )


def test_what_was_written_by_whichever_statement_is_read_anew(store: Store) -> None:
    with store.work() as work:
        bar = work.customers.add("Bar Sol").id
    assert found(store, bar)[1] == 1
    record, asked_for = found(store, bar, ["UPDATE customers SET phone = '600'"])
    assert record
    assert (record.phone, asked_for) == ("600", 2)
    with store.work() as work:
        assert work.customers.get(bar) == record
        work.changes.update(CustomerRow, bar, name="Bar Luna")
        changed = work.customers.get(bar)
        assert changed
        assert changed.name == "Bar Luna"
        work.connection.execute(update(CustomerRow).values(phone="700"))
        changed = work.customers.get(bar)
        assert changed
        assert changed.phone == "700"


def test_each_unit_of_work_and_each_pair_of_eyes_asks_for_itself(store: Store) -> None:
    with store.work() as work:
        ana, luis = (work.people.add(name, "rep", "es", "Europe/Madrid") for name in ("Ana", "Luis"))
        bar = work.customers.add("Bar Sol", owner=ana).id
    with store.work(person=luis) as work:
        assert work.customers.get(bar)
        work.sees_owners = frozenset({luis.id})
        assert work.customers.get(bar) is None
    with store.work(person=luis) as work:
        work.sees_owners = frozenset({ana.id})
        assert work.customers.get(bar)


def test_what_is_written_elsewhere_takes_nothing_away(store: Store) -> None:
    with store.work() as work:
        bar = work.customers.add("Bar Sol").id
    with store.work() as work:
        with asked(store) as heard:
            work.customers.get(bar)
            work.outbox.add(Address("local", "1"), {})
            work.customers.get(bar)
        assert len([question for question in heard if "FROM customers" in question]) == 1


def test_an_answer_made_of_others_goes_when_one_of_them_does(store: Store) -> None:
    known = begun = Known()
    asked_for = []

    def inner() -> int:
        asked_for.append("inner")
        known.note("SELECT staff.id FROM staff")
        return len(asked_for)

    def outer() -> int:
        known.note("SELECT customers.id FROM customers")
        return known.answer(("inner",), inner)

    assert known.answer(("outer",), outer) == known.answer(("outer",), outer) == 1
    known.note("INSERT INTO outbox (id) VALUES (1)")
    assert known.answer(("outer",), outer) == 1
    known.note("UPDATE staff SET name = ''")
    assert known.answer(("outer",), outer) == 2
    known.note("DELETE FROM outbox")  # which may go on to whatever refers to it
    assert known.answer(("outer",), outer) == 3
    assert begun is known


def test_what_a_customer_has_none_of_is_not_read_until_there_is_one(store: Store) -> None:
    with store.work() as work:
        bar = work.customers.add("Bar Sol").id
        luna = work.customers.add("Bar Luna").id
        work.contact_preferences.note(luna, "channel", "email")
        pipeline = work.pipelines
        pipeline.begin("Ventas", (NewStage("Nuevo", 10, 5),), ["Precio"])
    with store.work() as work:
        with asked(store) as heard:
            assert not work.leads.of_customer(bar)
            assert not work.complaints.of_customer(bar, limit=3)
            assert not work.contact_preferences.of(bar).by_kind
            assert not work.opportunities.of_customer(bar)
        assert len(heard) == 1
        work.contact_preferences.note(bar, "channel", "phone")
        assert work.contact_preferences.of(bar).value("channel") == "phone"
        assert work.contact_preferences.of(luna).value("channel") == "email"


def test_what_was_logged_is_known_as_it_would_be_read(store: Store) -> None:
    with store.work() as work:
        work.person = ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        bar = work.customers.add("Bar Sol")
        marta, juan = (work.customers.add_contact(bar.id, name) for name in ("Marta", "Juan"))
    at = datetime(2026, 11, 20, 9, tzinfo=UTC)
    said = InteractionInput(
        bar.id,
        "visit",
        at,
        at.date(),
        "day",
        "quieren 10 cajas",
        (PersonMet(marta.id, "Marta"), PersonMet(juan.id, "Juan")),
        Decimal("12.50"),
        "EUR",
        called="el bar",
    )
    with store.work(person=ana) as work:
        number = work.interactions.log(said, source="local:1")
        record = said.kept_as(number, "Bar Sol", ana, "local:1")
        work.interactions.logged(record)
        with asked(store) as heard:
            assert work.interactions.get(number) == record
        assert not heard
    with store.work(person=ana) as work:
        assert work.interactions.get(number) == record
