"""Rows that people change: the audit beside them, the index of names behind them, and taking it back."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from storage.audit.records import ChangedSinceError
from storage.crm.records import Due, HandedOver
from storage.crm.tables import ContactRow, CustomerRow, NicknameRow
from storage.entities.entity import UndeclaredError
from storage.messaging.tables import LeaseRow
from storage.people.records import Person
from storage.work import Store, Work

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def work(store: Store) -> Iterator[Work]:
    with store.work(NOW, turn="t1") as work:
        yield work


def names(work: Work, *words: str) -> list[str]:
    return [entry.name for entry in work.names.candidates(words)]


def test_the_index_follows_whoever_writes_a_row(work: Work) -> None:
    """Nobody has to think of it: a row that was written past its topic is found too."""
    customer = work.changes.create(CustomerRow, name="Bar Sol", folded="bar sol", status="customer")
    assert names(work, "sol") == ["Bar Sol"]
    nickname = work.changes.create(NicknameRow, customer_id=customer, name="El Faro")
    assert names(work, "faro") == ["Bar Sol"]
    work.changes.update(CustomerRow, customer, name="Bar Luna", folded="bar luna")
    assert (names(work, "sol"), names(work, "faro")) == ([], ["Bar Luna"])
    other = work.customers.add("Bar Mar")
    work.changes.update(NicknameRow, nickname, customer_id=other.id)
    assert [entry.id for entry in work.names.candidates(["faro"])] == [other.id]
    work.changes.archive(NicknameRow, nickname)
    assert names(work, "faro") == []
    work.changes.archive(CustomerRow, customer)
    assert names(work, "luna") == []


def test_many_rows_that_move_are_found_where_they_went(work: Work) -> None:
    one, other = work.customers.add("Bar Sol"), work.customers.add("Bar Mar")
    contact = work.customers.add_contact(one.id, "Marta Ruiz")
    work.changes.update_all(ContactRow, ContactRow.customer_id == one.id, customer_id=other.id)
    (entry,) = work.names.candidates(["marta", "ruiz"])
    assert (entry.id, entry.customer_id) == (contact.id, other.id)


def test_a_change_that_names_nobody_leaves_the_index_alone(work: Work) -> None:
    customer = work.customers.add("Bar Sol")
    changes = work.names.changes
    work.customers.change(customer.id, "sector", "hostelería")
    assert work.names.changes == changes


def test_what_is_taken_back_is_found_as_before(work: Work) -> None:
    customer = work.customers.add("Bar Sol")
    work.turn = "t2"
    work.customers.change(customer.id, "name", "Bar Luna")
    work.changes.undo("t2")
    assert (names(work, "luna"), names(work, "sol")) == ([], ["Bar Sol"])
    work.changes.undo("t1")
    assert names(work, "sol") == []


def test_a_change_tells_whether_it_puts_away(work: Work) -> None:
    customer = work.customers.add("Bar Sol")
    work.changes.archive(CustomerRow, customer.id)
    added, away = work.changes.changes_of("t1", limit=9)
    assert (added.puts_away, away.puts_away, away.is_erasure) == (False, True, False)


def test_a_button_finds_the_change_that_made_a_record(store: Store) -> None:
    with store.work(NOW, turn="t1") as work:
        customer = work.customers.add("Bar Sol")
        made = work.changes.made_by("customer", customer.id)
    with store.work(NOW, turn="t2") as work:
        assert work.changes.made_by("customer", customer.id) == made
        with pytest.raises(UndeclaredError):
            work.changes.made_by("sandwich", 1)


def test_what_nobody_changes_by_hand_has_no_audit(work: Work) -> None:
    with pytest.raises(UndeclaredError, match="leases"):
        work.changes.archive(LeaseRow, 1)


def test_a_label_of_anothers_customer_is_not_told(work: Work) -> None:
    ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
    luis = work.people.add("Luis", "rep", "es", "Europe/Madrid")
    customer = work.customers.add("Bar Sol", owner=luis)
    nickname = work.customers.call_also(customer.id, "El Faro")
    other = work.customers.add("Bar Mar", owner=ana)
    referral = work.referrals.keep(other.id, customer.id)
    assert referral
    assert [work.labels.of("nicknames", nickname), work.labels.of("referrals", referral)] == ["El Faro", "Bar Sol"]
    assert work.labels.of("staff", luis.id) == "Luis"
    assert work.labels.of("customers", 4711) is None
    narrowly(work, ana)
    assert [work.labels.of("nicknames", nickname), work.labels.of("referrals", referral)] == [None, None]
    assert work.labels.of("customers", other.id) == "Bar Mar"


def narrowly(work: Work, person: Person) -> None:
    work.sees_owners = work.people.owners_seen(person, "own")


def test_a_reminder_of_a_leaver_comes_to_the_heir(work: Work) -> None:
    ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
    luis = work.people.add("Luis", "rep", "es", "Europe/Madrid")
    work.people.link(ana.id, "local", "1", "1")
    work.customers.add("Bar Sol", owner=ana)
    address = work.people.address(ana.id)
    assert address
    follow_up = work.follow_ups.add("llamar", Due.of(NOW, "Europe/Madrid", "minute"), owner_id=ana.id)
    (due,) = work.follow_ups.to_nudge(NOW, limit=9)
    work.follow_ups.nudged(due)
    work.outbox.add(address, {}, kind="nudge", staff_id=ana.id, about=f"follow_up:{follow_up}")
    assert work.leaving.leave(ana.id, luis.id) == HandedOver(1, 1, 0)
    (again,) = work.follow_ups.to_nudge(NOW, limit=9)
    assert (again.id, again.owner_id) == (follow_up, luis.id)
    assert work.people.works_here(ana.id) is None
    assert work.people.address(ana.id) is None
    assert work.outbox.waiting(["local"]) == []


def test_an_erasure_is_not_undone_and_says_who(work: Work) -> None:
    ana = work.people.add("Ana", "admin", "es", "Europe/Madrid")
    customer = work.customers.add("Bar Sol")
    work.person, work.turn = ana, "t2"
    work.changes.erased(CustomerRow, customer.id)
    for turn in ("t1", "t2"):
        with pytest.raises(ChangedSinceError) as refused:
            work.changes.undo(turn)
        assert refused.value.by == "Ana"


def test_what_made_a_row_is_known_in_its_own_turn_and_later_whatever_changed_since(store: Store) -> None:
    with store.work(NOW, turn="t1") as work:
        customer = work.customers.add("Bar Sol")
        made = work.changes.made_by("customer", customer.id)
        work.customers.change(customer.id, "sector", "hostelería")
        assert work.changes.made_by("customer", customer.id) == made is not None
        assert work.changes.of_this_turn() != made
    with store.work(NOW, turn="t2") as work:
        assert work.changes.made_by("customer", customer.id) == made
        work.customers.change(customer.id, "sector", "oficinas")
        assert work.changes.made_by("customer", customer.id) == made
        assert work.changes.made_by("customer", customer.id + 1) is None
