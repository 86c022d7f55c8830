"""A database that people used is brought up to date with all that is in it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, inspect, text

from storage.crm.tables import FollowUpRow
from storage.messaging.inbox import RawEvent
from storage.messaging.tables import InboxRow
from storage.people.tables import AccountRow, InviteRow, StaffRow
from storage.session.schema import HEAD, SchemaError, check, migrate, version
from storage.tables import bring_up_to_date
from storage.work import Store
from tests.postgres import database
from tests.schema_check import digests, edited, recorded

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
STAMP = {"created_at": NOW, "updated_at": NOW}


@pytest.fixture(params=["sqlite", "postgres"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def first(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store of the first version, in use: Ana with her account and an invitation, and what she wrote."""
    with ExitStack() as ending:
        url = f"sqlite:///{tmp_path / 'old.db'}"
        if kind == "postgres":
            url = ending.enter_context(database(request.getfixturevalue("postgres"), at="0001"))
        store = Store.open(url)
        ending.callback(store.close)
        migrate(store.engine, to="0001")
        with store.engine.begin() as connection:
            connection.execute(
                insert(StaffRow).values(
                    id=1,
                    name="Ana Ruiz",
                    role="rep",
                    language="es",
                    zone="Europe/Madrid",
                    working="08:30-15:00",
                    **STAMP,
                )
            )
            connection.execute(
                insert(AccountRow).values(
                    staff_id=1, platform="telegram", account="7", chat="7", joined_at=NOW, **STAMP
                )
            )
            connection.execute(insert(InviteRow).values(code_hash="x", staff_id=1, created_at=NOW, expires_at=NOW))
            connection.execute(
                insert(FollowUpRow).values(
                    owner_id=1, what="call", due_at=NOW, due_local=NOW.replace(tzinfo=None), zone="UTC", grain="minute",
                    deadline=False, state="open", nudge_at=NOW, **STAMP,
                )
            )  # fmt: skip
            for event, state in (("1", "done"), ("2", "new")):
                connection.execute(
                    insert(InboxRow).values(
                        platform="telegram",
                        bot="b",
                        event_id=event,
                        chat="7",
                        raw="{}",
                        received_at=NOW,
                        state=state,
                        tries=0,
                    )
                )
        yield store


def counted(store: Store) -> dict[str, Any]:
    with store.engine.connect() as connection:
        return {
            name: connection.execute(text(f"SELECT count(*) FROM {name}")).scalar()
            for name in inspect(connection).get_table_names()
            if name != "alembic_version"
        }


def indexes(store: Store, table: str) -> set[str | None]:
    return {index["name"] for index in inspect(store.engine).get_indexes(table)}


def test_nothing_is_lost_on_the_way_to_the_newest_version(first: Store) -> None:
    before, indexed = (
        counted(first),
        {table: indexes(first, table) for table in ("staff", "inbox", "accounts", "follow_ups")},
    )
    with pytest.raises(SchemaError, match="cartera migrate"):
        check(first.engine)
    assert migrate(first.engine) == HEAD == version(first.engine)
    check(first.engine)
    assert before == {name: rows for name, rows in counted(first).items() if name in before}
    assert all(indexes(first, table) >= known for table, known in indexed.items())


def test_who_was_there_is_known_and_what_waited_is_next(first: Store) -> None:
    migrate(first.engine)
    with first.work(NOW) as work:
        ana = work.people.by_account("telegram", "7")
        assert ana is not None
        assert (ana.name, ana.wrote_on, ana.alerts_on) == ("Ana Ruiz", None, None)
        assert work.people.address(ana.id) is not None
        waits = work.inbox.next()
        assert waits is not None
        assert waits.awaited_until is None
        assert work.inbox.take([RawEvent("telegram", "b", "2", "7", "{}")]) == 0


def test_hours_and_what_was_to_be_done_stay_as_they_were(first: Store) -> None:
    migrate(first.engine)
    with first.work(NOW) as work:
        assert work.people.get(1).working == "08:30-15:00"
        (due,) = work.follow_ups.to_nudge(NOW, limit=9)
        assert (due.what, due.even_away) == ("call", False)
        work.people.change(1, working="mon-thu 09:00-14:00,16:00-19:00; fri 08:00-15:00")
        assert work.absences.everybodys(NOW.date()) == []


def test_whoever_was_met_still_is_and_what_was_put_right_can_be_undone(first: Store) -> None:
    """A visit of before several people could be met, corrected from Marta to Juan: undoing that brings Marta back."""
    migrate(first.engine, to="0035")
    stamp = "created_at, updated_at, created_by, updated_by"
    at = "'2026-11-20 09:00:00', '2026-11-20 09:00:00', 1, 1"
    with first.engine.begin() as connection:
        for statement in (
            f"INSERT INTO customers (id, name, folded, status, {stamp}) VALUES (1, 'Bar Sol', 'bar sol', 'customer', {at})",
            f"INSERT INTO contacts (id, customer_id, name, folded, {stamp}) VALUES (1, 1, 'Marta', 'marta', {at}), (2, 1, 'Juan', 'juan', {at})",
            "INSERT INTO interactions (id, customer_id, contact_id, author_id, kind, at, day, grain, summary, promotion, "
            f"{stamp}) VALUES (7, 1, 2, 1, 'visit', '2026-11-20 09:00:00', '2026-11-20', 'day', 'vino', 'Otoño', {at}),"
            f" (8, 1, NULL, 1, 'visit', '2026-11-20 09:00:00', '2026-11-20', 'day', 'sin nadie', NULL, {at})",
            "INSERT INTO audit (at, staff_id, turn, entity, entity_id, before, after) VALUES"
            " ('2026-11-20 09:00:00', 1, 'told', 'interactions', 7, NULL, '{}'),"
            " ('2026-11-20 09:01:00', 1, 'put', 'interactions', 7, '{\"contact_id\": 1, \"summary\": \"agua\"}',"
            ' \'{"contact_id": 2, "summary": "vino"}\')',
        ):
            connection.exec_driver_sql(statement)
    indexed = indexes(first, "interactions")
    assert migrate(first.engine) == HEAD
    assert indexes(first, "interactions") == indexed - {"ix_interactions_contact_id"}
    with first.work(NOW, turn="undo") as work:
        assert [[one.name for one in visit.met] for visit in map(work.interactions.get, (7, 8)) if visit] == [
            ["Juan"],
            [],
        ]
        work.changes.undo("put")
        visit = work.interactions.get(7)
        assert visit is not None
        assert (visit.summary, [one.name for one in visit.met]) == ("agua", ["Marta"])
        work.turn = "redo"
        work.changes.redo("put")
        visit = work.interactions.get(7)
        assert visit is not None
        assert (visit.summary, [one.name for one in visit.met]) == ("vino", ["Juan"])


def test_a_colleague_cannot_be_deleted_from_under_an_account(first: Store) -> None:
    migrate(first.engine)
    with pytest.raises(Exception, match=r"(?i)foreign key"), first.engine.begin() as connection:
        connection.execute(text("DELETE FROM staff"))


def test_a_released_migration_that_was_edited_is_noticed() -> None:
    released = recorded()
    assert edited(released, digests()) == []
    assert set(released) >= {"0001_first.py", "0002_second_platform.py", "0003_working_time.py"}
    assert "0002_second_platform.py was released" in edited(released, digests() | {"0002_second_platform.py": "0"})[0]
    assert "removed" in edited(released, {})[0]


@pytest.fixture
def empty(kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store without a single table."""
    with ExitStack() as ending:
        url = f"sqlite:///{tmp_path / 'empty.db'}"
        if kind == "postgres":
            url = ending.enter_context(database(request.getfixturevalue("postgres"), at=None))
        store = Store.open(url)
        ending.callback(store.close)
        yield store


def shape(store: Store) -> set[str]:
    """All that a database is made of: columns with their types and defaults, keys, indexes with their conditions."""
    found = set()
    look = inspect(store.engine)
    for table in look.get_table_names():
        parts: list[Any] = [*look.get_columns(table), look.get_pk_constraint(table), *look.get_foreign_keys(table)]
        parts += [*look.get_unique_constraints(table), *look.get_check_constraints(table), *look.get_indexes(table)]
        found |= {f"{table}: {sorted((name, _shown(value)) for name, value in part.items())}" for part in parts}
    return found


def _shown(value: Any) -> str:
    return str({name: str(one) for name, one in value.items()}) if isinstance(value, dict) else str(value)


def test_an_empty_database_is_made_as_the_migrations_make_it(empty: Store, first: Store) -> None:
    assert bring_up_to_date(empty.engine) == HEAD == version(empty.engine)
    check(empty.engine)
    migrate(first.engine)
    assert shape(empty) == shape(first)


def test_a_database_with_something_else_in_it_is_not_taken_for_an_empty_one(empty: Store) -> None:
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE staff (id integer)"))
    with pytest.raises(Exception, match="staff"):
        bring_up_to_date(empty.engine)
