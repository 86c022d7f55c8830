"""A company that used version 0.2 goes on with today's. `fixtures/README.md` says how the fixture was made."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.session.schema import HEAD, migrate, version
from storage.tables import check_whole
from storage.work import Store
from tests.office import Office, Someone, Way
from tests.office.doors import LocalDoor
from tests.postgres import database
from tests.storage.fixtures.loading import into_postgres, into_sqlite
from tests.storage.test_version_0_1 import counted

NAME = "version_0_2"
MIGRATED_TO = "0003"


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database as version 0.2 left it."""
    with ExitStack() as ending:
        if request.param == "postgres":
            url = ending.enter_context(database(request.getfixturevalue("postgres"), at=MIGRATED_TO))
            yield into_postgres(NAME, url)
        else:
            yield into_sqlite(NAME, tmp_path / "old.db")


def test_a_database_of_version_0_2_comes_up_whole(old: str, tmp_path: Path) -> None:
    before = counted(old)
    store = Store.open(old)
    assert version(store.engine) == MIGRATED_TO
    assert migrate(store.engine) == HEAD
    check_whole(store.engine)
    store.close()
    after = counted(old)
    assert sum(before.values()) > 100
    assert before == {name: after.get(name) for name in before}

    office = Office(Way("local"), lambda _folder: old, tmp_path)
    try:
        assert isinstance(office.door, LocalDoor)
        office.door.local._events = office.door.local._messages = 10_000  # later than all that it has seen
        office.clock.set(office.time("2026-11-23 10:02"))
        ana, luis = (
            Someone(office, name, account, office.door) for name, account in (("Ana", "1001"), ("Luis", "1002"))
        )
        ana.says("quieren más toallas")
        ana.hears("Guardado: visita · Hotel Alba", "quieren más toallas")
        luis.says("Bar Olmo")
        luis.says("Rosa Gil")
        for _optional in range(4):
            if "¿Qué pasó?" not in luis.heard():
                luis.says("omitir")
        luis.hears("Rosa Gil", "¿Qué pasó?")
        luis.says("/cancelar")
        luis.says("historial de Café Brisa")
        luis.hears("350")
        with office.work() as work:
            assert len(work.absences.everybodys(office.clock.now().date())) == 1
    finally:
        office.close()
