"""Imports as a whole, on both stores: all or nothing, invisible until they are done, and nobody held up."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from handlers.kit.jobs import JobContext
from handlers.kit.turn import Company
from handlers.language.entities.names.answers import match_name
from handlers.spreadsheets import export_file, import_run
from handlers.spreadsheets.import_transactions import CHUNK
from storage.crm.imports import Imports, Reverted
from storage.work import Store

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
COMPANY = Company("Cartera", "es_ES", "Europe/Madrid", "ES", "EUR")


def _silent(what: object, done: int, of: int) -> None:
    """Nobody waits."""


@pytest.fixture
def context(store: Store) -> JobContext:
    return JobContext(store, COMPANY, None, _silent, lambda: None)


@pytest.fixture
def big(tmp_path: Path) -> Path:
    """Five chunks of customers, each with a person."""
    lines = [f"Bar Numero{n};6{n:08d};Ana Perez{n};ana{n}@bar.example\n" for n in range(5 * CHUNK)]
    path = tmp_path / "big.csv"
    path.write_text("Cliente;Teléfono;Contacto;Correo\n" + "".join(lines))
    return path


def start(context: JobContext) -> int:
    with context.store.work(NOW) as work:
        return work.imports.add("big.csv")


def seen(context: JobContext, name: str) -> bool:
    """Whether anybody sees the customer, by its exact name or by a typo."""
    with context.store.look() as work:
        found = [entry.name for entry in match_name(name.replace("Numero", "Numreo"), work.names, None).candidates]
        exactly = work.customers.exactly(name) is not None
        assert exactly == (name in found)
        return exactly


def left(context: JobContext) -> list[int]:
    """Rows of the tables that an import writes, however invisible."""
    with context.store.engine.connect() as connection:
        tables = ("customers", "contacts", "indexed_names", "name_terms", "name_postings", "name_spellings")
        return [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables]


def test_nothing_is_seen_before_everything_is(context: JobContext, big: Path) -> None:
    number = start(context)
    looks: list[bool] = []

    def look(what: object, done: int, of: int) -> None:
        if of:
            looks.append(seen(context, "Bar Numero3"))

    watched = JobContext(context.store, COMPANY, None, look, lambda: None)
    report = import_run.bring_in(watched, number, big, NOW)
    assert (report.customers, report.contacts, report.wrong) == (1000, 1000, 0)
    assert looks == [False] * 5
    assert seen(context, "Bar Numero3")


@pytest.mark.parametrize("dies_at", [1, 3, 5])
def test_what_dies_in_the_middle_is_not_there_and_is_done_again(
    context: JobContext, big: Path, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    number, chunks = start(context), 0

    def power_cut(what: object, done: int, of: int) -> None:
        nonlocal chunks
        chunks += bool(of)
        if chunks == dies_at:
            raise SystemExit

    with pytest.raises(SystemExit):
        import_run.bring_in(JobContext(context.store, COMPANY, None, power_cut, lambda: None), number, big, NOW)
    assert not seen(context, "Bar Numero3")
    import_run.bring_in(context, number, big, NOW)
    assert seen(context, "Bar Numero3")
    assert left(context)[:3] == [1000, 1000, 2000]


def test_ctrl_c_leaves_nothing(context: JobContext, big: Path) -> None:
    def interrupt(what: object, done: int, of: int) -> None:
        if done > 2 * CHUNK and of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_run.bring_in(JobContext(context.store, COMPANY, None, interrupt, lambda: None), start(context), big, NOW)
    assert left(context) == [0] * 6


def test_a_customer_added_meanwhile_stops_the_import(context: JobContext, big: Path) -> None:
    def colleague(what: object, done: int, of: int) -> None:
        if done == of:
            with context.store.work(NOW) as work:
                work.customers.add("bar  NUMERO7")

    number = start(context)
    report = import_run.bring_in(JobContext(context.store, COMPANY, None, colleague, lambda: None), number, big, NOW)
    assert [(problem.why, problem.what) for problem in report.problems] == [("added_meanwhile", "Bar Numero7")]
    assert left(context)[0] == 1
    again = import_run.bring_in(context, number, big, NOW)
    assert (again.customers, again.known) == (999, 1)


def test_a_revert_leaves_the_index_as_it_was(context: JobContext, big: Path) -> None:
    with context.store.work(NOW) as work:
        work.customers.add("Bar Numero")
    before = left(context)[2:]
    number = start(context)
    import_run.bring_in(context, number, big, NOW)
    reverted = import_run.take_back(context, number, NOW + timedelta(hours=1))
    assert isinstance(reverted, Reverted)
    assert (reverted.customers, reverted.contacts, reverted.kept) == (1000, 1000, 0)
    assert left(context)[2:] == before
    assert import_run.take_back(context, number, NOW) is None
    assert import_run.bring_in(context, start(context), big, NOW).customers == 1000


def test_new_people_at_known_customers_come_and_go_alone(context: JobContext, tmp_path: Path) -> None:
    with context.store.work(NOW) as work:
        sol = work.customers.add("Bar Sol", phone="+34600000000").id
        work.customers.add_contact(sol, "Marta")
    path = tmp_path / "a.csv"
    path.write_text("Cliente,Teléfono,Contacto\nbar SOL,611111111,MARTA\nBar Sol,,Pepe\n")
    number = start(context)
    report = import_run.bring_in(context, number, path, NOW)
    assert (report.customers, report.contacts, report.known) == (0, 1, 1)
    with context.store.look() as work:
        assert [contact.name for contact in work.customers.contacts(sol)] == ["Marta", "Pepe"]
        found = work.customers.get(sol)
        assert found
        assert found.phone == "+34600000000"
    import_run.take_back(context, number, NOW)
    with context.store.look() as work:
        assert [contact.name for contact in work.customers.contacts(sol)] == ["Marta"]


def test_every_line_is_judged(context: JobContext, tmp_path: Path) -> None:
    with context.store.work(NOW) as work:
        for name in ("Ana Ruiz", "Luis Gil", "Luis Paz"):
            work.people.add(name, "rep", "es", "Europe/Madrid")
    path = tmp_path / "a.csv"
    path.write_text(
        "Cliente;Teléfono;Estado;Responsable;Correo\n"
        "Uno;600123456,0;Perdido;ana;\n"
        "Dos;6,00123E+08;;;\n"
        "Tres;;medio;;\n"
        "Cuatro;;;luis;\n"
        "Cinco;;;;a@b\n"
        "---;;;;\n"
        "UNO;600999999;;;uno@x.example\n"
        "Uno;;Cliente;;dos@x.example\n"
        + "x" * 201 + ";;;;\n"
    )  # fmt: skip
    report = import_run.check(context, path, NOW)
    assert [(problem.line, problem.why) for problem in report.problems] == [
        (3, "rounded"),
        (4, "status"),
        (5, "several_owners"),
        (6, "email"),
        (7, "no_name"),
        (9, "differs"),
        (9, "differs"),
        (10, "too_long"),
    ]
    assert (report.wrong, report.refused, report.lines) == (8, 2, 9)


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_goes_out_comes_back_the_same(context: JobContext, tmp_path: Path, suffix: str) -> None:
    with context.store.work(NOW) as work:
        ana = work.people.add("Ana Ruiz", "rep", "es", "Europe/Madrid")
        work.person = ana
        for name in ("Bar Sol", "=1+1", "'+x", "-Ñandú; S.L.", '"El 7"', "@casa"):
            customer = work.customers.add(name, phone="+34600123456", email="hola@x.example", status="prospect")
            work.customers.change(customer.id, "address", "Calle Mayor 3, 2.º")
            work.customers.change(customer.id, "sector", "Hostelería")
            work.customers.set_phones(customer.id, ["+34600123456", "+34910000001", "+34910000002"])
            work.customers.call_also(customer.id, f"alias {customer.id}")
            work.customers.add_contact(customer.id, "Marta", role="jefa", phone="+447700900000", email="m@x.example")
            work.customers.add_contact(customer.id, "=Pepe")
    first, second = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    assert export_file.export(context, first) == 6
    with context.store.look() as work:
        before = _plain(work.imports)
    with context.store.engine.begin() as connection:
        for table in (
            "audit",
            "nicknames",
            "customer_phones",
            "contacts",
            "customers",
            "indexed_names",
            "name_postings",
            "name_terms",
            "name_spellings",
        ):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    assert import_run.bring_in(context, start(context), first, NOW).wrong == 0
    export_file.export(context, second)
    with context.store.look() as work:
        assert _plain(work.imports) == before


def _plain(imports: Imports) -> list[object]:
    return [replace(customer, id=0) for customer in imports.page(0, None, limit=100)]


def test_an_export_shows_only_whom_one_may_see(context: JobContext, tmp_path: Path) -> None:
    with context.store.work(NOW) as work:
        ana, luis = (work.people.add(name, "rep", "es", "Europe/Madrid") for name in ("Ana", "Luis"))
        for person in (ana, luis):
            work.person = person
            work.customers.add(f"Bar de {person.name}")
    path = tmp_path / "a.csv"
    assert export_file.export(context, path, [luis.id]) == 1
    assert "Bar de Ana" not in path.read_text()


def test_several_numbers_come_and_go_with_their_customer(context: JobContext, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "Cliente;Teléfono;Teléfono 2;Dirección;Ramo;Correo\nBar Sol;600123456 / 600123457;910000001;Calle Mayor 3;Bares;hola@x.example\n"
    )
    number = start(context)
    assert import_run.bring_in(context, number, path, NOW).customers == 1
    with context.store.work(NOW) as work:
        sol = work.customers.exactly("Bar Sol")
        assert sol
        assert (sol.phone, sol.email, sol.address, sol.sector) == (
            "+34600123456",
            "hola@x.example",
            "Calle Mayor 3",
            "Bares",
        )
        assert work.customers.further_phones(sol.id) == ["+34600123457", "+34910000001"]
        assert work.customers.reached_at("phone", "+34910000001") == sol
    import_run.take_back(context, number, NOW)
    with context.store.look() as work:
        assert work.customers.exactly("Bar Sol") is None
        assert work.customers.reached_at("phone", "+34910000001") is None


def test_a_number_that_somebody_added_keeps_its_customer(context: JobContext, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Cliente;Teléfono\nBar Sol;600123456 / 600123457\nBar Luna;600123458 / 600123459\n")
    number = start(context)
    import_run.bring_in(context, number, path, NOW)
    with context.store.work(NOW) as work:
        sol = work.customers.exactly("Bar Sol")
        assert sol
        work.customers.set_phones(sol.id, ["+34600123456", "+34600123457", "+34910000001"])
    reverted = import_run.take_back(context, number, NOW)
    assert isinstance(reverted, Reverted)
    assert (reverted.customers, reverted.kept_names) == (1, ["Bar Sol"])


def test_what_dies_leaves_no_numbers(context: JobContext, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("Cliente;Teléfono\n" + "".join(f"Bar Numero{n};6{n:08d} / 7{n:08d}\n" for n in range(300)))

    def interrupt(what: object, done: int, of: int) -> None:
        if of:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_run.bring_in(
            JobContext(context.store, COMPANY, None, interrupt, lambda: None), start(context), path, NOW
        )
    with context.store.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM customer_phones").scalar_one() == 0
    assert left(context) == [0] * 6


def test_an_address_beside_nobody_is_the_customers(context: JobContext, tmp_path: Path) -> None:
    path = tmp_path / "some.csv"
    path.write_text(
        "Cliente;Teléfono;Contacto;Correo\n"
        "Bar Sol;600111222;;sol@bar.example\n"
        "Bar Luna;600111223;Marta;marta@luna.example\n"
        "Bar Luna;;;pedidos@luna.example\n"
    )
    import_run.bring_in(context, start(context), path, NOW)
    with context.store.look() as work:
        sol, luna = work.imports.page(0, None, limit=10)
    assert (sol.email, list(sol.contacts)) == ("sol@bar.example", [])
    assert (luna.email, [(c.name, c.email) for c in luna.contacts]) == (
        "pedidos@luna.example",
        [("Marta", "marta@luna.example")],
    )
