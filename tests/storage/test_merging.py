"""Two rows that are one become one, with all that refers to them, and two again."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from storage.audit.records import MERGED_INTO
from storage.crm.interactions import InteractionInput
from storage.crm.records import CustomerRecord, PersonMet
from storage.crm.tables import ContactRow, CustomerPhoneRow, NicknameRow, ReferralRow
from storage.entities.entity import UndeclaredError, table_of
from storage.entities.joining import Joining
from storage.names.names import NameKind
from storage.people.tables import StaffRow
from storage.session.base import Base
from storage.work import Store, Work

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    with store.work(NOW, turn="scene") as work:
        yield work


@pytest.fixture
def kept(work: Work) -> CustomerRecord:
    return work.customers.add("Bar Sol")


@pytest.fixture
def gone(work: Work) -> CustomerRecord:
    return work.customers.add("Bar Soll")


def merge(work: Work, kept: CustomerRecord, gone: CustomerRecord) -> None:
    """As it is done in a turn of its own, of what the two are now."""
    work.turn = "merge"
    now = work.customers.latest([kept.id, gone.id])
    work.merging.merge(*now)


def business(work: Work) -> dict[str, list[Any]]:
    """What the tables hold, but for who changed it last."""
    tables = [table for table in Base.metadata.sorted_tables if "archived_at" in table.c]
    return {
        table.name: [
            tuple(row)
            for row in work.connection.execute(
                select(*(c for c in table.columns if not c.name.startswith("updated"))).order_by(table.c.id)
            )
        ]
        for table in tables
    }


def found(work: Work, *words: str) -> set[tuple[str, int]]:
    entries = work.names.candidates(words)
    return {(entry.name, entry.id) for entry in entries if entry.kind is NameKind.CUSTOMER}


def standing(work: Work, model: type[Any]) -> list[Any]:
    table = table_of(model)
    return list(work.connection.execute(select(table).where(table.c.archived_at.is_(None)).order_by(table.c.id)))


def test_undo_leaves_nothing_of_a_merge(work: Work, kept: CustomerRecord, gone: CustomerRecord) -> None:
    work.customers.set_phones(gone.id, ["+34600111222", "+34911111111"])
    work.customers.change(gone.id, "address", "Calle Mayor 3")
    work.customers.call_also(gone.id, "El Soleado")
    for name in ("Marta Ruiz", "Pepe Gil"):
        work.customers.add_contact(gone.id, name)
    work.customers.add_contact(kept.id, "Marta Ruiz")
    third = work.customers.add("Bar Luna")
    for one, other in ((kept, gone), (gone, third), (third, gone)):
        work.referrals.keep(one.id, other.id)
    before, names = business(work), found(work, "soleado") | found(work, "sol") | found(work, "soll")
    merge(work, kept, gone)
    assert business(work) != before
    assert found(work, "soleado") == found(work, "soll") == {("Bar Sol", kept.id)}
    work.changes.undo("merge")
    after = business(work)
    new = {table: rows[: len(before[table])] for table, rows in after.items()}
    assert new == before
    assert found(work, "soleado") | found(work, "sol") | found(work, "soll") == names
    assert found(work, "soleado") == {("Bar Soll", gone.id)}


def test_people_of_one_name_are_one_and_what_they_said_is_hers(
    work: Work, kept: CustomerRecord, gone: CustomerRecord
) -> None:
    marta = work.customers.add_contact(kept.id, "Marta Ruiz")
    same = work.customers.add_contact(gone.id, "MARTA  RUÍZ", role="jefa", phone="+34600111222")
    merge(work, kept, gone)
    (row,) = standing(work, ContactRow)
    assert (row.id, row.role, row.phone) == (marta.id, "jefa", "+34600111222")
    (change,) = (
        c
        for c in work.changes.changes_of("merge", limit=50)
        if (c.entity, c.id) == ("contacts", same.id) and MERGED_INTO in c.after
    )
    assert change.after[MERGED_INTO] == marta.id


def test_who_is_one_was_met_once(work: Work, kept: CustomerRecord, gone: CustomerRecord) -> None:
    work.person = work.people.add("Ana", "rep", "es", "Europe/Madrid")
    work.turn = "told"
    people = [work.customers.add_contact(kept.id, name) for name in ("Marta Ruiz", "Juan Gil", "Marta R.")]
    met = tuple(PersonMet(one.id, one.name) for one in people)
    told = work.interactions.log(InteractionInput(kept.id, "visit", NOW, NOW.date(), "day", "quieren vino", met))
    before = business(work)
    work.turn = "join"
    Joining(work).join(ContactRow, people[0].id, people[2].id)
    [visit] = work.interactions.timeline(kept.id, limit=2).items
    assert [one.name for one in visit.met] == ["Marta Ruiz", "Juan Gil"]
    work.turn = "undo"
    work.changes.undo("join")
    [visit] = work.interactions.timeline(kept.id, limit=2).items
    assert (visit.id, visit.met) == (told, met)
    assert business(work) == before


def test_people_of_one_name_with_two_numbers_are_two(work: Work, kept: CustomerRecord, gone: CustomerRecord) -> None:
    work.customers.add_contact(kept.id, "Marta Ruiz", phone="+34600111222")
    work.customers.add_contact(gone.id, "Marta Ruiz", phone="+34600333444")
    merge(work, kept, gone)
    assert [(row.customer_id, row.phone) for row in standing(work, ContactRow)] == [
        (kept.id, "+34600111222"),
        (kept.id, "+34600333444"),
    ]


def test_what_both_were_called_and_where_both_were_reached_is_not_there_twice(
    work: Work, kept: CustomerRecord, gone: CustomerRecord
) -> None:
    for customer, main in ((kept, "+34600000001"), (gone, "+34600000002")):
        work.customers.call_also(customer.id, "El Sol")
        work.customers.set_phones(customer.id, [main, "+34911111111"])
    merge(work, kept, gone)
    assert [row.name for row in standing(work, NicknameRow)] == ["El Sol", "Bar Soll"]
    assert [row.number for row in standing(work, CustomerPhoneRow)] == ["+34911111111", "+34600000002"]


def test_what_was_put_away_moves_too(work: Work, kept: CustomerRecord, gone: CustomerRecord) -> None:
    contact = work.customers.add_contact(gone.id, "Marta Ruiz")
    work.contacts.archive(contact.id)
    merge(work, kept, gone)
    row = work.connection.execute(select(ContactRow.customer_id, ContactRow.archived_at)).one()
    assert (row.customer_id, row.archived_at) == (kept.id, NOW)


@pytest.mark.parametrize("turned", [False, True])
def test_nobody_recommends_themselves(work: Work, kept: CustomerRecord, gone: CustomerRecord, *, turned: bool) -> None:
    third = work.customers.add("Bar Luna")
    one, other = (gone, kept) if turned else (kept, gone)
    work.referrals.keep(one.id, other.id)
    work.referrals.keep(gone.id, third.id)
    work.referrals.keep(third.id, gone.id)
    own = work.customers.add("Bar Mar")
    work.referrals.keep(kept.id, own.id)
    merge(work, kept, gone)
    pairs = [(row.referrer_id, row.referred_id) for row in standing(work, ReferralRow)]
    assert pairs == [(kept.id, third.id), (third.id, kept.id), (kept.id, own.id)]
    everyone = work.connection.execute(select(ReferralRow.referrer_id, ReferralRow.referred_id)).all()
    assert not [pair for pair in everyone if pair[0] == pair[1]]


def test_a_preview_counts_what_stands(work: Work, kept: CustomerRecord, gone: CustomerRecord) -> None:
    work.contacts.archive(work.customers.add_contact(gone.id, "Pepe Gil").id)
    work.customers.add_contact(gone.id, "Marta Ruiz")
    counts = work.merging.preview(gone.id)
    assert (counts["contacts"], counts["interactions"]) == (1, 0)


def test_one_row_is_not_joined_with_itself_nor_what_is_never_one(work: Work, kept: CustomerRecord) -> None:
    with pytest.raises(ValueError, match="itself"):
        work.merging.merge(kept, kept)
    with pytest.raises(UndeclaredError, match="staff"):
        Joining(work).join(StaffRow, 1, 2)
