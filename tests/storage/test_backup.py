"""Backup and restore: a drill on both stores, from each into each, and while the bot writes."""

import json
import os
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.samples import fill
from storage.backup import BackupError, backup, is_empty, restore
from storage.crm.tables import ContactRow, CustomerRow
from storage.session.base import Base
from storage.work import Store
from tests.conftest import fresh

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
KINDS = ("sqlite", "postgres")


def kept(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the leases."""
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in Base.metadata.sorted_tables
            if table.name not in {"leases", "revisions"}
        }


def sample(store: Store) -> None:
    """A company with a history, money, promises, audits, messages, and colleagues who changed one another."""
    fill(store, language="es", zone="Europe/Madrid", today=date(2026, 11, 20), currency="EUR")
    with store.work(NOW) as work:
        first, *_rest, last = work.people.everyone()
    with store.work(NOW, person=last, turn="event:1") as work:
        work.people.change(first.id, team="Norte")
        work.customers.add("Peña «Ñandú» 🍕", phone="+34600123456")
        work.outbox.add(work.people.address(first.id), {"blocks": [], "choices": []}, staff_id=first.id)  # type: ignore[arg-type]
        work.leases.take("tick", "somebody:1")


@pytest.fixture
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    """Makes empty stores of a kind; of PostgreSQL there is one, emptied each time."""
    made: list[Store] = []

    def make(kind: str) -> Store:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(Store.open(fresh(request, kind, folder)))
        return made[-1]

    yield make
    for store in made:
        store.close()


@pytest.mark.parametrize("target", KINDS)
@pytest.mark.parametrize("source", KINDS)
def test_what_was_kept_in_the_one_goes_on_in_the_other(stores: Any, tmp_path: Path, source: str, target: str) -> None:
    old = stores(source)
    sample(old)
    before = kept(old)
    manifest = backup(old.engine, tmp_path / "b.cartera")
    assert manifest.total == sum(map(len, before.values())) > 1000
    assert (tmp_path / "b.cartera").stat().st_mode & 0o077 == 0
    new = stores(target)
    assert is_empty(new.engine)
    restore(new.engine, tmp_path / "b.cartera")
    assert kept(new) == before
    with new.work(NOW) as work:  # it works on: numbers go on, names are found, undo undoes
        someone = work.people.add("Nadia Nueva", "rep", "es", "Europe/Madrid")
        assert work.names.candidates(["ñandu"])
        assert work.changes.undo("event:1")
        assert work.people.get(someone.id).name == "Nadia Nueva"


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_of_a_running_bot_is_of_one_instant(stores: Any, tmp_path: Path, kind: str) -> None:
    store = stores(kind)
    sample(store)
    stop, wrote = threading.Event(), threading.Event()

    def keep_writing() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with store.work(NOW) as work:
                customer = work.customers.add(f"Pareja {number}")
                work.customers.add_contact(customer.id, f"Pareja {number}")
            wrote.set()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    try:
        assert wrote.wait(30)
        backup(store.engine, tmp_path / "b.cartera")
        wrote.clear()
        assert wrote.wait(30), "the bot could not write on"
    finally:
        stop.set()
        writer.join()
    new = stores(kind)
    restore(new.engine, tmp_path / "b.cartera")
    with new.engine.connect() as connection:
        pairs = [
            connection.execute(select(func.count()).select_from(m).where(m.name.like("Pareja %"))).scalar_one()
            for m in (CustomerRow, ContactRow)
        ]
    assert pairs[0] == pairs[1] > 0


def test_a_database_that_is_not_empty_is_only_replaced_when_told(stores: Any, tmp_path: Path) -> None:
    store = stores("sqlite")
    with store.work(NOW) as work:
        work.people.add("Ana", "rep", "es", "Europe/Madrid")
    backup(store.engine, tmp_path / "b.cartera")
    with store.work(NOW) as work:
        work.people.add("Luis", "rep", "es", "Europe/Madrid")
    with pytest.raises(BackupError, match="not empty"):
        restore(store.engine, tmp_path / "b.cartera")
    with store.work(NOW) as work:
        assert len(work.people.everyone()) == 2
    restore(store.engine, tmp_path / "b.cartera", replace=True)
    with store.work(NOW) as work:
        assert [person.name for person in work.people.everyone()] == ["Ana"]


def changed(path: Path, **manifest: Any) -> None:
    """The same archive with another manifest."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    files["manifest.json"] = json.dumps(json.loads(files["manifest.json"]) | manifest).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def test_what_is_newer_damaged_or_something_else_is_refused_and_changes_nothing(stores: Any, tmp_path: Path) -> None:
    store = stores("sqlite")
    sample(store)
    path = tmp_path / "b.cartera"
    backup(store.engine, path)
    whole = path.read_bytes()
    empty = stores("sqlite")
    changed(path, version="9999")
    with pytest.raises(BackupError, match="newer Cartera"):
        restore(empty.engine, path)
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError, match="damaged"):
        restore(empty.engine, path)
    spoilt = bytearray(whole)
    spoilt[len(whole) // 3] ^= 0xFF
    path.write_bytes(spoilt)
    with pytest.raises(BackupError, match="damaged"):
        restore(empty.engine, path)
    path.write_text("hola")
    with pytest.raises(BackupError, match="no whole backup"):
        restore(empty.engine, path)
    with pytest.raises(BackupError, match="no file"):
        restore(empty.engine, tmp_path / "nowhere")
    assert is_empty(empty.engine)


def test_a_file_that_is_there_is_not_overwritten_and_none_is_left_half(stores: Any, tmp_path: Path) -> None:
    store = stores("sqlite")
    there = tmp_path / "b.cartera"
    there.write_text("precious")
    with pytest.raises(BackupError, match="exists already"):
        backup(store.engine, there)
    assert there.read_text() == "precious"
    with pytest.raises(BackupError, match="could not be written"):
        backup(store.engine, tmp_path / "no" / "such" / "folder")


def test_a_disk_that_does_not_keep_what_is_written_made_a_backup_of_nothing(
    stores: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = stores("sqlite")
    sample(store)

    def forget(file: int) -> None:
        os.pwrite(file, b"\0" * 4096, os.fstat(file).st_size // 3)

    monkeypatch.setattr(os, "fsync", forget)
    with pytest.raises(BackupError, match="could not be read again"):
        backup(store.engine, tmp_path / "b.cartera")
    assert not list(tmp_path.glob("b.cartera*"))
