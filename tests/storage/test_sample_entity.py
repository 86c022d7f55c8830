"""One declaration is enough: a table that nothing else was told of is merged, undone, backed up, told of and erased."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage.backup import backup, restore
from storage.entities.entity import table_of
from storage.work import Store, Work
from tests.office import Office
from tests.storage.sample_entity import Model, migrated

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def opinion_row(store: Store) -> Iterator[Model]:
    with migrated(store) as model:
        yield model


@pytest.fixture
def scene(store: Store, opinion_row: Model) -> dict[str, int]:
    """Bar Sol and Bar Soll, with a Marta each, and what she thinks of us at the second."""
    with store.work(NOW, turn="scene") as work:
        kept, gone = work.customers.add("Bar Sol"), work.customers.add("Bar Soll")
        marta, same = (
            work.customers.add_contact(kept.id, "Marta Ruiz"),
            work.customers.add_contact(gone.id, "Marta Ruiz"),
        )
        opinion = work.changes.create(opinion_row, customer_id=gone.id, contact_id=same.id, words="Marta está contenta")
    return {"kept": kept.id, "gone": gone.id, "marta": marta.id, "same": same.id, "opinion": opinion}


def the_row(work: Work, model: Model) -> Any:
    return work.connection.execute(select(table_of(model))).one()


def test_a_merge_moves_it_and_undo_moves_it_back(store: Store, opinion_row: Model, scene: dict[str, int]) -> None:
    with store.work(NOW, turn="merge") as work:
        kept, gone = work.customers.get(scene["kept"]), work.customers.get(scene["gone"])
        assert kept
        assert gone
        assert work.merging.preview(gone.id)["opinions"] == 1
        work.merging.merge(kept, gone)
        row = the_row(work, opinion_row)
        assert (row.customer_id, row.contact_id) == (scene["kept"], scene["marta"])
    with store.work(NOW) as work:
        assert work.changes.undo("merge")
        row = the_row(work, opinion_row)
        assert (row.customer_id, row.contact_id) == (scene["gone"], scene["same"])


def test_it_is_changed_put_away_and_brought_back(store: Store, opinion_row: Model, scene: dict[str, int]) -> None:
    with store.work(NOW, turn="change") as work:
        assert work.changes.update(opinion_row, scene["opinion"], channel="phone")
        work.changes.archive(opinion_row, scene["opinion"])
    with store.work(NOW) as work:
        assert the_row(work, opinion_row).archived_at
        assert work.labels.of("opinions", scene["opinion"]) == "Marta está contenta"
        work.changes.undo("change")
        row = the_row(work, opinion_row)
        assert (row.channel, row.archived_at) == (None, None)
        work.changes.undo("scene")
        assert the_row(work, opinion_row).archived_at


def test_a_backup_keeps_it(store: Store, opinion_row: Model, scene: dict[str, int], tmp_path: Path) -> None:
    manifest = backup(store.engine, tmp_path / "b.cartera")
    assert manifest.rows["opinions"] == 1
    with store.work(NOW) as work:
        before = the_row(work, opinion_row)
        work.connection.execute(table_of(opinion_row).delete())
    restore(store.engine, tmp_path / "b.cartera", replace=True)
    with store.work(NOW) as work:
        assert the_row(work, opinion_row) == before


def test_a_contact_is_erased_from_it_and_a_customer_takes_it_along(
    store: Store, opinion_row: Model, scene: dict[str, int]
) -> None:
    with store.work(NOW) as work:
        assert [row["words"] for row in work.personal_data.export("contacts", scene["same"])["rows"]["opinions"]]
        work.personal_data.erase("contacts", scene["same"])
        row = the_row(work, opinion_row)
        assert (row.contact_id, row.words) == (None, "[…] está contenta")
        work.personal_data.erase("customers", scene["gone"])
        assert not work.connection.execute(select(table_of(opinion_row))).all()


def test_the_activity_tells_of_it_and_undo_names_it(office: Office) -> None:
    sol = office.customer("Bar Sol")
    ana = office.rep("Ana")
    with migrated(office.store) as model:
        with office.store.work(office.clock.now(), person=office.person("Ana"), turn="said") as work:
            work.changes.create(model, customer_id=sol, words="muy contentos")
        ana.says("actividad")
        ana.hears("nuevo: muy contentos")
        ana.says("deshacer")
        ana.hears("Deshecho: muy contentos")
