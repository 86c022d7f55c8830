"""A unit of work, and a part of it that is taken back."""

import pytest

from storage.models import Customer
from storage.records import Address
from storage.work import Store, Work


def say(work: Work) -> int:
    """Puts a message in the outbox."""
    said = work.outbox.add(Address("local", "1"), {"blocks": [], "choices": []})
    assert said
    return said.id


def test_what_was_said_in_a_part_that_was_rolled_back_is_not_sent(store: Store) -> None:
    with store.work() as work:
        with pytest.raises(ZeroDivisionError), work.savepoint():  # noqa: PT012 - the raise is what rolls it back
            say(work)
            work.jobs.add("chart", {}, platform="local", chat="1", account="1")
            raise ZeroDivisionError
        kept = say(work)
        assert [message.id for message in work.outbox.added] == [kept]
        assert work.jobs.added == 0


def test_a_change_that_was_rolled_back_is_not_offered_to_be_undone(store: Store) -> None:
    with store.work(turn="event:1") as work:
        with pytest.raises(ZeroDivisionError), work.savepoint():  # noqa: PT012 - the raise is what rolls it back
            bar = work.changes.create(Customer, name="Bar Sol", folded="bar sol", status="customer")
            assert work.changes.made_by("customers", bar)
            raise ZeroDivisionError
        assert work.changes.made_by("customers", bar) is None


def test_what_was_said_before_a_part_that_was_rolled_back_is_sent(store: Store) -> None:
    with store.work() as work:
        first = say(work)
        with pytest.raises(ZeroDivisionError), work.savepoint():  # noqa: PT012 - the raise is what rolls it back
            say(work)
            raise ZeroDivisionError
        assert [message.id for message in work.outbox.added] == [first]
