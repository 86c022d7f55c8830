"""A company that used version 0.1 goes on with today's: its rows, its buttons, and what it was in the middle of.

`fixtures/README.md` says how the fixture was made. A migration that renames a table, or what a change of a row is called,
says so in `RENAMED`; what else differs here is lost.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from storage.session.schema import HEAD, migrate, version
from storage.work import Store
from tests.office import Someone, Way
from tests.postgres import database
from tests.storage.fixtures.loading import VERSION, into_postgres, into_sqlite, phones
from tests.storage.fixtures.phones import Effect, OldButton, Phone, audited, effect, press, reopened

NAME = "version_0_1"
MIGRATED_TO = "0002"
FIXTURE = phones(NAME)
TELEGRAM, SLACK = Way("telegram", platform="telegram"), Way("slack", platform="slack")
WAYS = {way.name: way for way in (TELEGRAM, SLACK)}
PEOPLE = sorted({button.name for button in FIXTURE.buttons})

RENAMED: dict[str, str] = {}
"""Tables, and entities in the audit, that have another name since: the old one to the new one."""

ANSWERS_ITS_OWN_QUESTION = {"/cancel", "/skip"}
"""What version 0.1 took for an answer to whatever was asked just then; where its own question is over, nothing happens now."""


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database as version 0.1 left it."""
    with ExitStack() as ending:
        if request.param == "postgres":
            url = ending.enter_context(database(request.getfixturevalue("postgres"), at=MIGRATED_TO))
            yield into_postgres(NAME, url)
        else:
            yield into_sqlite(NAME, tmp_path / "old.db")


@pytest.fixture
def today(old: str) -> str:
    """The same, migrated."""
    migrated(old)
    return old


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file of today in which everything was done that waited when version 0.1 ended."""
    folder = tmp_path_factory.mktemp("calm")
    path = folder / "calm.db"
    migrated(into_sqlite(NAME, path))
    for way in WAYS.values():
        with reopened(way, f"sqlite:///{path}", folder, FIXTURE) as (office, _people):
            office.run(office.app.settle())
    return path


def migrated(url: str) -> None:
    """Brings it up to date."""
    store = Store.open(url)
    assert version(store.engine) == MIGRATED_TO
    migrate(store.engine)
    assert version(store.engine) == HEAD
    store.close()


def counted(url: str) -> dict[str, int]:
    """How many rows each table has, by today's name."""
    store = Store.open(url)
    with store.engine.connect() as connection:
        names = [name for name in inspect(connection).get_table_names() if name != VERSION]
        rows = {name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in names}
    store.close()
    return {RENAMED.get(name, name): count for name, count in rows.items()}


def test_no_row_is_lost(old: str) -> None:
    before = counted(old)
    migrated(old)
    after = counted(old)
    assert sum(before.values()) > 500
    assert before == {name: after.get(name) for name in before}


def test_what_was_noted_can_be_read(today: str, tmp_path: Path) -> None:
    with reopened(TELEGRAM, today, tmp_path, FIXTURE) as (office, _people):
        assert office.person("Luis Gómez").team == "Norte"
        with office.work() as work:
            olmo, encina = (work.customers.exactly(name) for name in ("Bar Olmo", "Bar Encina"))
            visit = next(one for one in work.interactions.timeline(olmo.id, limit=9).items if one.kind == "visit")
            assert (visit.amount, visit.currency) == (Decimal("1200.50"), "EUR")
            assert visit.summary.splitlines() == ["quiere 10 cajas, pedido", "también piden agua"]
            told = {one.summary for one in work.interactions.timeline(encina.id, limit=9).items}
            assert {"quieren vino", "se lo piensa"} <= told


def test_the_names_are_still_found(today: str, tmp_path: Path) -> None:
    with reopened(TELEGRAM, today, tmp_path, FIXTURE) as (_office, people):
        olga = people["Olga Prat"]
        olga.says("/cliente el olmo")
        olga.hears("Bar Olmo", "Marta Ruiz", "Café Brisa")
        olga.says("/cliente Taberna La Encina")
        olga.hears("Bar Encina", "Nico Vidal")
        olga.says("/cliente 910 100 001")
        olga.hears("Bar Olmo")


def test_what_nobody_had_looked_at_is_done(today: str, tmp_path: Path) -> None:
    """An event in the inbox, a message in the outbox, a job."""
    with reopened(TELEGRAM, today, tmp_path, FIXTURE) as (office, people):
        before = {name: len(office.texts(someone)) for name, someone in people.items()}
        office.run(office.app.settle())
        new = {name: "\n".join(office.texts(someone)[before[name] :]) for name, someone in people.items()}
        assert "Historial de Café Brisa" in new["Olga Prat"]
        assert "avisar a Pedro" in new["Luis Gómez"]
        assert people["Olga Prat"].received()[0][1].startswith("Cliente".encode("utf-8-sig"))
        with office.work() as work:
            assert (work.inbox.waiting(), work.inbox.dead(), work.outbox.waiting(["telegram"])) == (0, [], [])


def test_forms_that_waited_go_on(today: str, tmp_path: Path) -> None:
    with reopened(TELEGRAM, today, tmp_path, FIXTURE) as (office, people):
        office.run(office.app.settle())
        ana, luis, amy = people["Ana Ruiz"], people["Luis Gómez"], people["Amy Stone"]
        ana.says("quieren tres barriles")
        ana.hears("Guardado: visita · Bar Encina", "quieren tres barriles", "Nico Vidal")
        ana.says("deshacer")
        ana.hears("Deshecho")
        amy.says("12 High Street")
        amy.hears("12 High Street")
        javier = people["Javier Soto"]
        javier.says("sí")
        javier.hears("Librería Muñoz")
        elena = people["Elena Prieto"]
        elena.says("Ana Ruiz")
        elena.hears("Luis Gómez", "Ana Ruiz")
        the_one_below_another(luis)
    with reopened(SLACK, today, tmp_path, FIXTURE) as (office, people):
        nuria = people["Nuria Vidal"]
        nuria.says("quieren más toallas")
        nuria.hears("Guardado: visita · Hotel Alba", "quieren más toallas")


def the_one_below_another(luis: Someone) -> None:
    """A question about what he said in the middle of a new contact, and below that a visit."""
    luis.presses("Es la respuesta")
    luis.says("Bar Olmo")
    luis.says("Rosa Gil")
    for _optional in range(4):
        if "¿Qué pasó?" not in luis.heard():
            luis.says("omitir")
    luis.hears("Rosa Gil", "¿Qué pasó?")
    luis.says("les gusta mucho")
    luis.hears("Guardado: visita · Bar Olmo", "les gusta mucho")


@pytest.mark.parametrize("name", PEOPLE)
def test_old_buttons_do_what_they_did(name: str, calm: Path, tmp_path: Path) -> None:
    phone = next(phone for phone in FIXTURE.phones if phone.name == name)
    mine = [button for button in FIXTURE.buttons if button.name == name]
    refusal, nothing = pressed(mine[0], phone, calm, tmp_path, forgotten=True)
    wrong = {}
    for button in mine:
        answer, did = pressed(button, phone, calm, tmp_path)
        if did == nothing and button.kind in ANSWERS_ITS_OWN_QUESTION:
            continue
        named = bool(set(did.names) & set(button.effect.names)) == bool(button.effect.names)
        if replace(did, names=[]) != replace(as_named_today(button.effect), names=[]) or not named or answer == refusal:
            wrong[f"{button.kind} in {button.message}"] = (answer, did, button.effect)
    assert not wrong


def pressed(
    button: OldButton, phone: Phone, calm: Path, folder: Path, *, forgotten: bool = False
) -> tuple[str, Effect]:
    """What pressing it says and does today; `forgotten`, where the bot knows nothing of that message any more."""
    copy = folder / "copy.db"
    shutil.copy(calm, copy)
    if forgotten:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("DELETE FROM outbox WHERE message_id = ?", (button.message,))
            connection.commit()
    before = audited(copy)
    with reopened(WAYS[phone.platform], f"sqlite:///{copy}", folder, FIXTURE) as (office, people):
        press(office, people[button.name], button.message, button.label)
        answer = people[button.name].heard()
    return answer, effect(copy, before, phone, answer)


def as_named_today(did: Effect) -> Effect:
    """What it did, in today's words."""
    return replace(did, changed={RENAMED.get(entity, entity): count for entity, count in did.changed.items()})
