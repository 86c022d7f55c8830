"""Writes that ride along in a turn's transaction are kept exactly when it is told so."""

import asyncio
from collections import deque
from functools import partial

import pytest

from bot.intake.deferred_writes import DeferredWrite, DeferredWrites, RolledBackError
from storage.messaging.records import Address
from storage.work import Store, Work

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


def message(store: Store) -> int:
    """A message that waits to be sent."""
    with store.work() as work:
        outgoing = work.outbox.add(Address("local", "1"), {"blocks": [], "choices": []})
    assert outgoing
    return outgoing.id


def shown_as(store: Store, id_: int) -> str | None:
    """Under which id the message was marked as sent."""
    with store.work() as work:
        found = work.outbox.by_id(id_)
    return found.message_id if found else None


def mark(id_: int, work: Work) -> None:
    """Marks a message as sent."""
    work.outbox.sent(id_, "7")


async def settled(write: DeferredWrite) -> None:
    """Waits for it, but not for ever."""
    async with asyncio.timeout(5):
        await write.settled


async def test_a_write_rides_in_the_work_that_takes_it_along(store: Store) -> None:
    id_, deferred_writes = message(store), DeferredWrites()
    write = deferred_writes.add(partial(mark, id_))
    with store.work() as work:
        applied = deferred_writes.apply(work)
        assert not write.settled.done()
    deferred_writes.settle(applied)
    await settled(write)
    assert shown_as(store, id_) == "7"


async def test_a_write_whose_work_was_rolled_back_is_told_that_it_missed(store: Store) -> None:
    id_, deferred_writes = message(store), DeferredWrites()
    write = deferred_writes.add(partial(mark, id_))
    applied: object = ()
    with pytest.raises(ZeroDivisionError), store.work() as work:  # noqa: PT012 - the raise is what rolls it back
        applied = deferred_writes.apply(work)
        raise ZeroDivisionError
    assert isinstance(applied, list)
    deferred_writes.settle(applied, RolledBackError())
    with pytest.raises(RolledBackError):
        await settled(write)
    assert shown_as(store, id_) is None


async def test_a_write_that_nobody_takes_along_goes_alone(store: Store) -> None:
    id_, deferred_writes = message(store), DeferredWrites()
    write = deferred_writes.add(partial(mark, id_))
    deferred_writes.flush(store)
    await settled(write)
    assert shown_as(store, id_) == "7"


async def test_a_write_that_fails_is_told_so_and_bothers_nobody_else(store: Store) -> None:
    def fails(_work: Work) -> None:
        raise ZeroDivisionError

    deferred_writes = DeferredWrites()
    write = deferred_writes.add(fails)
    deferred_writes.flush(store)
    with pytest.raises(ZeroDivisionError):
        await settled(write)
    id_ = message(store)
    later = deferred_writes.add(partial(mark, id_))
    deferred_writes.flush(store)
    await settled(later)
    assert shown_as(store, id_) == "7"


async def test_threads_that_take_the_last_write_at_once_do_not_fail(store: Store) -> None:
    class LastOneGone(deque[DeferredWrite]):
        """Waits, and is gone when it is taken: what a thread sees while another one takes the last."""

        def __bool__(self) -> bool:
            return True

    deferred_writes = DeferredWrites()
    deferred_writes._waiting = LastOneGone()
    with store.work() as work:
        assert deferred_writes.apply(work) == []
