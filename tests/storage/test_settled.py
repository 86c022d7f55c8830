"""What hardly ever changes is kept between units of work, and is never stale: whoever changes it, in whichever process."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Executable, event, text, update

from storage.crm.surveys.pacing import Pacing
from storage.crm.surveys.records import SurveyPacing
from storage.purchases.tables import ProductRow
from storage.session.session import Session
from storage.work import Store


@contextmanager
def asked(store: Store, table: str) -> Iterator[list[str]]:
    """The questions to a table."""
    heard: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if f"FROM {table}" in statement:
            heard.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    yield heard
    event.remove(store.engine, "before_cursor_execute", note)


def called(store: Store, name: str) -> str | None:
    """The product of this name, as a unit of work of its own finds it."""
    with store.work() as work:
        found = work.products.called(name)
        return found.name if found else None


def test_it_is_asked_for_once_until_it_changes(store: Store) -> None:
    with store.work() as work:
        wine = work.products.add("Vino")
    with asked(store, "products") as heard:
        assert [called(store, "vino") for _ in range(3)] == ["Vino"] * 3
        assert len(heard) == 1
        with store.work() as work:
            work.customers.add("Bar Sol")
        assert called(store, "vino") == "Vino"
        assert len(heard) == 1
        with store.work() as work:
            work.products.archive(wine)
        assert called(store, "vino") is None
        assert called(store, "vino") is None


def test_what_another_process_changes_is_seen_at_once(store: Store, store_url: str) -> None:
    assert called(store, "vino") is None
    with Store.open(store_url) as other, other.work() as work:
        work.products.add("Vino")
    assert called(store, "vino") == "Vino"


@pytest.mark.parametrize(
    "change",
    [
        text("UPDATE products SET name = 'Cava'"),
        update(ProductRow).values(name="Cava"),
        text("WITH one AS (SELECT 1) UPDATE products SET name = 'Cava'"),
    ],
)
def test_whichever_statement_changes_it(store: Store, change: Executable) -> None:
    with store.work() as work:
        work.products.add("Vino")
    assert called(store, "vino") == "Vino"
    with store.work() as work:
        work.connection.execute(change)
    assert called(store, "vino") == "Cava"


def test_what_comes_to_nothing_is_not_kept(store: Store) -> None:
    def wine_for_now() -> None:
        with store.work() as work:
            work.products.add("Vino")
            assert work.products.called("vino")
            raise RuntimeError("it comes to nothing")

    with pytest.raises(RuntimeError):
        wine_for_now()
    assert called(store, "vino") is None
    with store.work() as work:
        with work.rehearsal() as rehearsed:
            rehearsed.products.add("Vino")
            assert rehearsed.products.called("vino")
        assert work.products.called("vino") is None
    assert called(store, "vino") is None


def test_what_was_written_before_a_rehearsal_counts(store: Store) -> None:
    assert called(store, "vino") is None
    with store.work() as work:
        work.products.add("Vino")
        with work.rehearsal():
            pass
        assert work.products.called("vino")
    assert called(store, "vino") == "Vino"


def test_without_its_number_nothing_is_kept_until_something_changes(store: Store) -> None:
    """As in a database that was brought back from a backup."""
    with store.work() as work:
        work.products.add("Vino")
    with store.engine.begin() as connection:
        connection.execute(text("DELETE FROM revisions"))
    with asked(store, "products") as heard:
        assert [called(store, "vino") for _ in range(2)] == ["Vino"] * 2
        assert len(heard) == 2
    with store.work() as work:
        work.topic(Pacing).change(SurveyPacing(a_day=2))
    with asked(store, "products") as heard:
        assert [called(store, "vino") for _ in range(2)] == ["Vino"] * 2
        assert len(heard) == 1


def test_what_reads_more_than_it_says_is_found_out(store: Store) -> None:
    from storage.revisions.settled import settled  # noqa: PLC0415 - declared for this test alone

    class Sneaky:
        def __init__(self, session: Session) -> None:
            self._session = session

        @settled(ProductRow)
        def read(self) -> object:
            return self._session.connection.execute(text("SELECT count(*) FROM customers")).scalar()

    with store.work() as work, pytest.raises(LookupError, match="customers"):
        work.topic(Sneaky).read()
