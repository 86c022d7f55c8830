"""No query of a turn or a tick reads a whole table: looked at with real plans, on a hundred thousand rows."""

import asyncio
import re
import shutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from handlers.kit.jobs import JobContext
from handlers.spreadsheets import import_run
from storage.work import Store
from tests.office.local import LocalPlatform
from tests.postgres import database
from tests.storage.big_company import COLLEAGUES, NOW, ROWS, filled, scan


@pytest.fixture(scope="module")
def big_sqlite(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That company in a file, to copy: filling it takes ten times as long."""
    path = tmp_path_factory.mktemp("big") / "cartera.db"
    shutil.copy(empty_sqlite, path)
    with Store.open(f"sqlite:///{path}") as store:
        filled(store)
    return path


@pytest.fixture(scope="module")
def big_postgres(postgres: str) -> Iterator[str]:
    """That company in a database, to copy."""
    with database(postgres) as url:
        with Store.open(url) as store:
            filled(store)
        yield url


@pytest.fixture
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """That company in a store of each kind."""
    if request.param == "postgres":
        with database(request.getfixturevalue("postgres"), like=request.getfixturevalue("big_postgres")) as url:
            yield url
        return
    shutil.copy(request.getfixturevalue("big_sqlite"), tmp_path / "cartera.db")
    yield f"sqlite:///{tmp_path / 'cartera.db'}"


@pytest.fixture
def app(store_url: str, tmp_path: Path) -> Iterator[App]:
    """The application over it."""
    settings = Settings(database_url=store_url, data_dir=tmp_path)
    app = build(settings, clock=MovableClock(NOW), platforms=[LocalPlatform(rich=True)], alone=True)
    yield app
    asyncio.run(app.close())


def test_no_statement_of_a_turn_or_a_tick_scans_a_table(app: App, store: Store) -> None:
    seen: dict[str, Any] = {}

    def note(
        _connection: Connection, _cursor: object, statement: str, parameters: Any, _context: object, many: bool
    ) -> None:
        if re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", statement):
            seen.setdefault(statement, parameters[0] if many else parameters)

    event.listen(app.store.engine, "before_cursor_execute", note)
    asyncio.run(a_day(app))
    event.remove(app.store.engine, "before_cursor_execute", note)
    assert len(seen) > 25, "the day did too little to prove anything"
    scans = {statement: plan for statement, parameters in seen.items() if (plan := scan(store, statement, parameters))}
    assert not scans, "\n\n".join(f"{statement}\n  {plan}" for statement, plan in scans.items())


def test_no_statement_of_an_import_scans_a_table(app: App, store: Store, tmp_path: Path) -> None:
    """An export reads all customers, by their key; an import and its undo only what is theirs."""
    table = tmp_path / "a.csv"
    table.write_text(
        "Cliente;Teléfono;Alias;Contacto\n"
        + "".join(f"Bar {n};600123456 / 600123457;b{n};Ana\n" for n in range(300))
        + "Bar Sol;;;Marta\n"
    )
    context = JobContext(app.store, app.company, None, lambda _what, _done, _of: None, lambda: None)
    with store.work(NOW) as work:
        number = work.imports.add("a.csv")
    seen: dict[str, Any] = {}

    def note(
        _connection: Connection, _cursor: object, statement: str, parameters: Any, _context: object, many: bool
    ) -> None:
        if re.match(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", statement):
            seen.setdefault(statement, parameters[0] if many else parameters)

    event.listen(app.store.engine, "before_cursor_execute", note)
    assert import_run.bring_in(context, number, table, NOW).customers == 300
    assert import_run.take_back(context, number, NOW)
    event.remove(app.store.engine, "before_cursor_execute", note)
    scans = {statement: plan for statement, parameters in seen.items() if (plan := scan(store, statement, parameters))}
    assert not scans, "\n\n".join(f"{statement}\n  {plan}" for statement, plan in scans.items())


async def a_day(app: App) -> None:
    """Everything a turn can do, once."""
    local = app.platforms["local"]
    assert isinstance(local, LocalPlatform)

    async def do(**incoming: Any) -> None:
        await app.inbox.take([local.event("1", sent_at=app.clock.now(), **incoming)])
        await app.settle()

    await do(text="visité a Bar Sol ayer, quieren 10 cajas, llamar el martes a las 10", message="m-1")
    card = local.screens["1"][-1]
    await do(kind="edit", text="visité a Bar Sol ayer, quieren 12 cajas, llamar el martes a las 11", message="m-1")
    await do(text="y también agua", replies_to=card.id)
    await do(text="historial de Bar Sol")
    await do(text="historial de Bar Sol de este mes")
    await do(text="/visita")
    await do(text="bar soll")
    await do(text="/cancelar")
    await do(text="/nuevo Bar Luna 600123456")
    await do(kind="press", token=card.token, choice=1)
    await do(text="deshacer")
    await do(text="recuérdame llamar a Bar Sol el lunes a las 12")
    await do(text="pasa lo de Bar Sol al martes a las 10")
    await do(text="llamé a Bar Sol, todo bien")  # offers to close it
    await do(text="/hoy")
    await do(text="/semana")
    await do(text="recuérdale a Luis que llame a Bar Sol el lunes")
    await do(text="hecho lo de Bar Sol")
    await do(text="recuérdame pagar a Bar Sol antes del viernes")
    await do(text="/reasignar pagar a Luis")
    await do(text="hola")
    await on_a_rich_platform(app, local, do)
    for text_ in (
        "Bar Sol",
        "/cliente 600 123 456",
        "mañana veo a Bar Sol",
        "nuevo contacto Pepe Gil en Bar Sol, jefe, 600 111 222, pepe@sol.example",
        "teléfono de Pepe de Bar Sol",
        "el correo de Bar Sol es hola@sol.example",
        "/editar Bar Sol > teléfono > 600 1 2 3 444, 911 222 333",
        "/nuevo Bar Luna 911 222 333",
        "sí",
        "Bar Sol nos recomendó a Bar Luna",
        "/brief Bar Luna",
        "quién lleva Bar Sol",
        "traspasa Bar Sol a Luis",
        "/unir Bar Luna con Bar Sol",
        "sí",
        "deshacer",
        "/faltan email",
        "hola@luna.example",
        "/gaps_end",
        "/traspasar_todo Luis > Ana",
        "sí",
        "deshacer",
        "me voy de vacaciones del 1 al 15, que Luis lleve mis clientes",
        "Luis está de baja hoy",
        "/ausencia",
        "quién está de vacaciones",
        "/hoy",
        "/ajustes",
        "/cierres",
        "cancela mis vacaciones",
        "Bar Sol: oportunidad cafetera 900 € para el 23 de noviembre",
        "pasa Bar Sol a propuesta",
        "la oportunidad de Bar Sol son 800 €",
        "siguiente paso de Bar Sol: llamar a Pepe el lunes",
        "/oportunidades",
        "oportunidades de Bar Sol",
        "/brief Bar Sol",
        "ganamos Bar Sol por 900 €",
        "reabre Bar Sol",
        "la oportunidad de Bar Sol cierra el 24 de noviembre",
        "/etapas",
        "/etapas propuesta 60 %",
        "nuevo lead: Pepe Gil, 600 123 456, quiere toldos",
        "mis leads",
        "/lead Pepe Gil",
        "/sla",
        "/fuentes",
        "/reparto",
        f"he llamado al lead {ROWS + 1}",
        f"cualifica el lead {ROWS + 1}",
        "visité a Bar Sol hoy, del 0 al 10 nos daría un 9",
        "/respuesta Bar Sol > nps > 3",
        "Bar Sol se queja de que el pedido llegó roto",
        "/quejas",
        "/encuesta nps",
        "/encuestas",
        "/unir Bar Luna con Bar Sol",
        "/cancelar",
    ):
        await do(text=text_)
        assert "Algo ha fallado" not in local.screens["1"][-1].text, text_
    for visibility in ("all", "own"):
        with app.store.work(NOW) as work:
            work.people.change(1, role="manager" if visibility == "own" else "admin")
        app.inbox._turns.company = replace(app.company, visibility=visibility)
        for said in (
            "/equipo",
            "/equipo Ana",
            "/actividad",
            "/ajustes",
            "/pipeline",
            "/pipeline diciembre",
            "pipeline por comercial",
            "qué hay en propuesta",
            "/prevision",
            "/perdidas",
            "/rendimiento",
            "/embudo",
            "objetivo de Ana en diciembre 20.000",
            "/objetivos diciembre",
            "/pipeline",
            "/zona Lima",
            "historial de Bar Sol",
            "/actividad",
        ):
            await do(text=said)
        listed = local.screens["1"][-1]
        await do(kind="press", token=listed.token, choice=0)
        await do(kind="press", token=listed.token, choice=len(listed.labels) - 1)
        await do(text="deshacer")
    with app.store.work(NOW) as work:
        leaver = work.people.add("Nora Gil", "rep", "es", "Europe/Madrid")
        work.people.link(leaver.id, "local", "9", "9")
    for said in ("/invitar Nadia Pla", "rep", "es", "/baja Nora", "sí"):
        await do(text=said)
    app.clock.set(NOW + timedelta(days=6))  # type: ignore[attr-defined]  # the test's own clock
    await app.tick()
    await app.tick()
    await app.settle()
    await app.tidy()


async def on_a_rich_platform(app: App, local: LocalPlatform, do: Callable[..., Awaitable[None]]) -> None:
    """A home page, a dialog, a message taken back, a shared chat, an account elsewhere."""
    await do(kind="home")
    assert "Bar Sol" in local.homes_of["1"].labels
    await do(kind="press", token=local.homes_of["1"].token, choice=0)
    event_ = local.event(
        "1", kind="submit", text="visit", fields={"customer": "Bar Sol", "summary": "más agua"}, sent_at=app.clock.now()
    )
    assert await app.inbox.take_and_answer(event_, 0) is None
    await do(text="/cancelar")
    await do(text="llamé a Bar Sol ayer, quieren hielo", message="m-9")
    await do(kind="deleted", message="m-9")
    assert "Has borrado" in local.screens["1"][-1].text
    shared = local.event(
        "-2",
        account="1",
        text="<@1> historial de Bar Sol",
        mentions={"<@1>": "1"},
        private=False,
        sent_at=app.clock.now(),
    )
    await app.inbox.take([shared])
    await app.settle()
    await do(text=f"/share {local.screens['-2'][-1].token}")
    with app.store.work(NOW) as work:
        work.people.link(1, "elsewhere", "1", "1")
    for text_ in ("/vincular", "/ajustes", "/avisos local", "/desvincular", "deshacer"):
        await do(text=text_)


QUESTIONS = (
    "mis clientes",
    "clientes de Luis",
    "cuántos clientes nuevos este mes",
    "a quién no he visto este mes",
    "mis clientes de hostelería de Valencia sin visita en 60 días",
    "clientes del sector hostelería",
    "quién me debe respuesta",
    "cuántas visitas hizo Luis en octubre",
    "cuántas visitas llevo este mes",
    "visitas por comercial este mes",
    "visitas por cliente este mes",
    "mis visitas por mes este año",
    "a quién visité la semana pasada",
    "qué hizo Luis la semana pasada",
    "seguimientos atrasados de Luis",
    "cuántos seguimientos atrasados hay por comercial",
    "cuántos seguimientos cerré este mes",
    "pipeline por sector",
    "oportunidades ganadas este trimestre por cliente",
    "top 10 clientes este año",
    "qué clientes tienen una queja abierta",
    "cuál es la queja más antigua sin resolver",
    "cuántas visitas este mes comparado con el mes pasado",
    "cuánto ha comprado Bar Sol este mes frente al mes pasado",
    "qué clientes de Luis no tienen próximo paso",
    "qué clientes de Luis no han comprado este mes",
    "quién visitó a Bar Sol este mes",
    "cómo va Luis respecto al mes pasado",
    "quién se ha quejado más este mes",
)


def test_no_question_scans_a_table(app: App, store: Store) -> None:
    """As a rep who sees their own, and as a manager who sees everybody's."""
    with app.store.work(NOW) as work:
        work.connection.execute(text("UPDATE customers SET sector = 'sector ' || (id % 40)"))
        work.connection.execute(text("UPDATE customers SET sector = 'hostelería' WHERE sector = 'sector 7'"))
        # Where one colleague had written everything, what they did this year would be the whole table, rightly read.
        work.connection.execute(text(f"UPDATE interactions SET author_id = id % {COLLEAGUES} + 1"))
    with app.store.engine.begin() as connection:
        connection.execute(text("ANALYZE"))
    for engine in (app.store.engine, store.engine):
        engine.dispose()  # SQLite's connections keep what they knew of the indexes
    seen: dict[str, Any] = {}

    def note(
        _connection: Connection, _cursor: object, statement: str, parameters: Any, _context: object, many: bool
    ) -> None:
        if re.match(r"\s*(SELECT|WITH)\b", statement):
            seen.setdefault(statement, parameters[0] if many else parameters)

    local = app.platforms["local"]
    assert isinstance(local, LocalPlatform)

    async def ask(said: str) -> None:
        await app.inbox.take([local.event("1", sent_at=app.clock.now(), text=said)])
        await app.settle()
        seen = local.screens["1"][-1].text  # read, and run: also where nothing is noted of it
        assert "Lo he leído así" in seen or "De eso justo no hay nada apuntado" in seen, seen

    async def all_of_them() -> None:
        for said in QUESTIONS:
            await ask(said)

    event.listen(app.store.engine, "before_cursor_execute", note)
    for visibility in ("all", "own"):
        app.inbox._turns.company = replace(app.company, visibility=visibility)
        with app.store.work(NOW) as work:
            work.people.change(1, role="rep")
        asyncio.run(all_of_them())
    event.remove(app.store.engine, "before_cursor_execute", note)
    scans = {statement: plan for statement, parameters in seen.items() if (plan := scan(store, statement, parameters))}
    assert not scans, "\n\n".join(f"{statement}\n  {plan}" for statement, plan in scans.items())
