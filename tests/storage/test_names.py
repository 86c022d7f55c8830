"""The index of names: what is found, what is forgotten, and that no look-up scans."""

import os
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, event, func, select, text
from sqlalchemy.exc import IntegrityError

from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.known import find_known
from handlers.language.entities.names.matching import Message
from storage.names.names import IndexEntry, NameKind, forget_name, index_many, index_name
from storage.names.search import StoredNames
from storage.names.tables import IndexedName, NamePosting, NameSpelling, NameTerm
from storage.session.base import Base
from storage.session.engine import open_engine

MODELS = (IndexedName, NameTerm, NamePosting, NameSpelling)
TABLES = [Base.metadata.tables[model.__tablename__] for model in MODELS]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Both stores; on PostgreSQL in a schema of its own."""
    if request.param == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('names') / 'names.db'}")
        Base.metadata.create_all(engine, TABLES)
        yield engine
        engine.dispose()
        return
    engine = open_engine(request.getfixturevalue("postgres"))
    schema = f"names_{os.getpid()}_{random.randrange(1 << 30)}"
    event.listen(engine, "connect", lambda raw, _: raw.execute(f"SET search_path TO {schema}"))
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        Base.metadata.create_all(connection, TABLES)
    yield engine
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is thrown away."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()


def names_for(connection: Connection, message: str) -> list[str]:
    return [entry.name for entry in StoredNames(connection).candidates(message.split())]


def rows(connection: Connection) -> list[int]:
    return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


@pytest.mark.parametrize(
    "typed",
    [
        "ferretería Quiñones", "ferreteria quinones", "ferreteria quinnones", "ferreteria quiones", "feretreria qinones",
        "ferreteria kiñones", "quiñones", "ferreteriaquiñones", "ferre teria quiñones", "ayer en la ferreteria de quiñones con luis",
        "el kinki", "FERRETERÍA QUIÑONES, S.L.",
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_typed(connection: Connection, typed: str) -> None:
    index_name(connection, NameKind.CUSTOMER, 7, ["Ferretería Quiñones S.L.", "El Kinki"])
    index_name(connection, NameKind.CUSTOMER, 8, ["Panadería Olmedo"])
    assert set(names_for(connection, typed)) == {"Ferretería Quiñones S.L."}


def test_a_nickname_tells_what_it_stands_for(connection: Connection) -> None:
    index_name(connection, NameKind.CUSTOMER, 7, ["Ferretería Quiñones", "El Kinki"])
    (entry,) = StoredNames(connection).candidates(["kinki"])
    assert (entry.id, entry.name, entry.alias) == (7, "Ferretería Quiñones", "El Kinki")


@pytest.mark.parametrize(
    "name", ["C&A", "3M", "🍕", "H & M", "La De", "Y", "Bar <b>Oro</b>", "*", "x" * 300, "a b " * 40]
)
def test_odd_names_are_found_by_themselves(connection: Connection, name: str) -> None:
    index_name(connection, NameKind.CUSTOMER, 1, [name])
    assert name in names_for(connection, name)


def test_a_new_name_replaces_the_old_one(connection: Connection) -> None:
    index_name(connection, NameKind.CONTACT, 1, ["Begoña Larrea"], customer_id=3)
    index_name(connection, NameKind.CONTACT, 1, ["Begoña Ledesma"], customer_id=4)
    assert names_for(connection, "larrea") == []
    (entry,) = StoredNames(connection).candidates(["ledesma"])
    assert entry.customer_id == 4


def test_forgetting_leaves_nothing_of_a_name_behind(connection: Connection) -> None:
    index_name(connection, NameKind.CUSTOMER, 1, ["Bar Sol", "El Solete"])
    before = rows(connection)
    index_name(connection, NameKind.CUSTOMER, 2, ["Bar Oriente Bar"])
    index_name(connection, NameKind.CONTACT, 2, ["Sol Oriente"])
    forget_name(connection, NameKind.CUSTOMER, 2)
    forget_name(connection, NameKind.CONTACT, 2)
    assert rows(connection) == before
    forget_name(connection, NameKind.CUSTOMER, 1)
    assert rows(connection) == [0, 0, 0, 0]


def test_one_indexed_twice_is_refused(connection: Connection) -> None:
    rows = [IndexEntry(NameKind.CUSTOMER, 1, ["Bar Sol"])]
    index_many(connection, rows)
    with pytest.raises(IntegrityError):
        index_many(connection, rows)


def test_a_common_word_fetches_few_names_and_a_whole_name_is_found_among_them(connection: Connection) -> None:
    index_many(connection, [IndexEntry(NameKind.CUSTOMER, i, [f"Bar Sol {i:05}"]) for i in range(2_000)])
    index_name(connection, NameKind.CUSTOMER, 5_000, ["Bar Sol"])
    assert len(names_for(connection, "ayer estuve en el bar de abajo con los de la obra y el jefe")) < 100
    assert "Bar Sol" in names_for(connection, "ayer en bar sol me dijeron que quieren cotización de veinte taladros")
    assert "Bar Sol" in names_for(connection, "bar zol")
    assert 0 < len(names_for(connection, "bar")) < 100


def test_the_people_of_a_customer_are_found_by_a_common_first_name(connection: Connection) -> None:
    index_many(connection, [IndexEntry(NameKind.CONTACT, i, [f"Ana Q{i:05}"], customer_id=i) for i in range(2_000)])
    index_name(connection, NameKind.CUSTOMER, 77, ["Panadería Olmedo"])
    text = "hablé con ana de panaderia olmedo y nos pide que le mandemos el catálogo"
    mentions = find_known(Message(text), StoredNames(connection))
    assert [mention.name.known and mention.name.known.name for mention in mentions] == [
        "Ana Q00077",
        "Panadería Olmedo",
    ]


def test_everyday_words_are_not_taken_for_misspelt_names(connection: Connection) -> None:
    index_name(connection, NameKind.CUSTOMER, 1, ["Quierre"])
    assert StoredNames(connection, everyday=frozenset({"quiere"})).candidates(["quiere"]) == []
    assert len(StoredNames(connection).candidates(["quiere"])) == 1


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names=st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=4))
def test_any_text_can_be_a_name(connection: Connection, names: list[str]) -> None:
    names = [name.replace("\x00", "") for name in names]
    with connection.begin_nested() as savepoint:
        index_name(connection, NameKind.CUSTOMER, 1, names)
        match_name(names[0], StoredNames(connection))
        forget_name(connection, NameKind.CUSTOMER, 1)
        assert rows(connection) == [0, 0, 0, 0]
        savepoint.rollback()


def test_every_look_up_uses_an_index(engine: Engine) -> None:
    """Among 20,000 names, after ANALYZE, no statement of a look-up reads a whole table."""
    statements: list[tuple[str, object]] = []

    def keep(_c: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        statements.append((statement, parameters))

    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefgilmnoprstuv", k=7)) for _ in range(3_000)]
    with engine.connect() as connection:
        index_many(
            connection,
            [IndexEntry(NameKind.CUSTOMER, i, [" ".join(("Bar", *chance.choices(words, k=2)))]) for i in range(10_000)],
        )
        index_many(
            connection,
            [IndexEntry(NameKind.CONTACT, i, [" ".join(("Ana", chance.choice(words)))], i) for i in range(10_000)],
        )
        connection.execute(text("ANALYZE"))
        event.listen(engine, "before_cursor_execute", keep)
        try:
            name = connection.scalars(select(IndexedName.name).where(IndexedName.entity_id == 5)).first() or ""
            statements.clear()
            for message in (f"ayer en {name} con ana, quieren {words[0]} y nada mas por ahora", "bar", "ana"):
                find_known(Message(message), StoredNames(connection))
        finally:
            event.remove(engine, "before_cursor_execute", keep)
        assert len(statements) > 5
        explain = "EXPLAIN QUERY PLAN "
        if engine.dialect.name == "postgresql":
            explain = "EXPLAIN "
            connection.execute(
                text("SET LOCAL enable_seqscan = off")
            )  # it scans tables of a few pages whatever the index
        for statement, parameters in statements:
            plan = "\n".join(str(row) for row in connection.exec_driver_sql(explain + statement, parameters))  # type: ignore[arg-type]
            assert "Seq Scan" not in plan, plan
            assert "SCAN name_" not in plan, plan
            assert "SCAN indexed_names" not in plan, plan
        connection.rollback()
