"""A word is said in every place that a text can reach; time passes; it is looked for in every column of every table."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from reminders.tick import tidy
from storage.messaging.inbox import RawEvent
from storage.messaging.records import Address
from storage.work import Store
from tests.office import Office, Way

CANARY = "zarigüeya"
DAYS = 61
RECORDS = {"imports.name", "loose_notes.words", "originals.words"}
"""Kept for good: which file somebody brought in, or tried to, is listed with what they did; what had no place yet is a
colleague's loose note until they discard it; and how something was said is kept with the record that it became (of what
names somebody, only erasing them leaves nothing).
"""


@pytest.fixture
def office(tmp_path: Path, store_url: str) -> Iterator[Office]:
    opened = Office(Way("local"), lambda _folder: store_url, tmp_path)
    yield opened
    opened.close()


def _everywhere(office: Office) -> None:
    """Nothing of it is a record: somebody unknown, questions that nobody answered, what failed, what was not delivered."""
    nobody = office.unregistered("Zoe")
    nobody.says(f"hola, soy {CANARY}")
    ana = office.rep("Ana Ruiz", role="admin")
    ana.says(f"historial de {CANARY}")
    ana.says(f"qué {CANARY} es esto")
    ana.sends_file(f"{CANARY}.csv", f"Cliente;Teléfono\n{CANARY};xx\n")
    ana.says(f"/contacto {CANARY}")
    ana.says("/visita")
    ana.says(f"{CANARY} S.L.")
    address = Address("local", ana.account)
    with office.work() as work:
        work.jobs.add("nobody_does_this", {"said": CANARY}, platform="local", chat="1", account="1")
        work.jobs.add("nor_this", {"said": CANARY}, platform="local", chat="1", account="1")
        done, dead = work.jobs.claim(), work.jobs.claim()
        assert done is not None
        assert dead is not None
        work.jobs.done(done.id)
        work.jobs.failed(dead.id, "KeyError", again_after=None)
        work.outbox.add(address, {"blocks": [["text", CANARY]], "choices": []}, staff_id=None)
        never = work.outbox.add(address, {"blocks": [["text", CANARY]], "choices": []}, staff_id=None)
        assert never is not None
        work.outbox.give_up(never.id, "dead", "the platform will never take it")
        work.inbox.take([RawEvent("local", "local", "odd", "7", f'{{"said": "{CANARY}"}}')])
        event = work.inbox.next()
        assert event is not None
        work.inbox.set_aside(event.id, 1, "7F3A", "unreadable: an id is no id")
    office.run(office.app.settle())


def _places(store: Store) -> set[str]:
    """The columns in which it stands, as it is or as JSON escapes it."""
    forms = (CANARY, json.dumps(CANARY)[1:-1])
    found = set()
    with store.engine.connect() as connection:
        schema = inspect(connection)
        for table in schema.get_table_names():
            for column in schema.get_columns(table):
                for (value,) in connection.execute(text(f'SELECT "{column["name"]}" FROM {table}')):
                    said = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    if any(form in said for form in forms):
                        found.add(f"{table}.{column['name']}")
    return found


def _time_passes(store: Store) -> None:
    """Everything is so many days older."""
    sqlite = store.single_writer
    with store.engine.begin() as connection:
        schema = inspect(connection)
        for table in schema.get_table_names():
            for column in schema.get_columns(table):
                if "TIMESTAMP" in str(column["type"]) or "DATETIME" in str(column["type"]):
                    name = f'"{column["name"]}"'
                    older = (
                        f"strftime('%Y-%m-%d %H:%M:%f', {name}, '-{DAYS} days')"
                        if sqlite
                        else f"{name} - interval '{DAYS} days'"
                    )
                    connection.execute(text(f"UPDATE {table} SET {name} = {older} WHERE {name} IS NOT NULL"))


def test_what_people_wrote_was_kept_for_ever(office: Office, store_url: str) -> None:
    _everywhere(office)
    store = office.store
    before = _places(store)
    assert before >= {
        "inbox.raw",
        "outbox.payload",
        "jobs.payload",
        "conversations.state",
        "files.name",
        "files.content",
    }
    _time_passes(store)
    with store.work() as work:
        tidy(work)
    assert _places(store) <= RECORDS
    if store.single_writer:
        path = store_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        left = Path(path).read_bytes()
        assert json.dumps(CANARY)[1:-1].encode() not in left, "what was forgotten is still in the file"
