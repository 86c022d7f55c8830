"""Events that arrive while others are written go together, and one that cannot be written spoils none beside it."""

import asyncio
from collections.abc import Sequence
from itertools import chain

import pytest

from bot.intake.batching import EventBatcher
from storage.messaging.inbox import RawEvent


def event(number: int) -> RawEvent:
    """An event of a chat."""
    return RawEvent("local", "bot", str(number), "1", "{}")


class Ledger:
    """What was written, commit by commit; it is slow as long as `slow` is not set, and refuses event 13."""

    def __init__(self) -> None:
        self.commits: list[list[str]] = []
        self.slow = asyncio.Event()

    async def write(self, events: Sequence[RawEvent]) -> None:
        """Writes a commit."""
        await self.slow.wait()
        if any(event.event_id == "13" for event in events):
            raise ZeroDivisionError
        self.commits.append([event.event_id for event in events])


async def test_what_arrives_meanwhile_goes_together_in_its_order() -> None:
    ledger = Ledger()
    batches = EventBatcher(ledger.write)
    takers = []
    for number in range(5):
        takers.append(asyncio.create_task(batches.take([event(number)])))
        await asyncio.sleep(0)
    ledger.slow.set()
    await asyncio.gather(*takers)
    assert ledger.commits == [["0"], ["1", "2", "3", "4"]]


async def test_one_that_cannot_be_written_spoils_none_beside_it() -> None:
    ledger = Ledger()
    batches = EventBatcher(ledger.write)
    takers = [asyncio.create_task(batches.take([event(number)])) for number in (12, 13, 14)]
    ledger.slow.set()
    told = await asyncio.gather(*takers, return_exceptions=True)
    assert [type(error) for error in told] == [type(None), ZeroDivisionError, type(None)]
    assert sorted(chain(*ledger.commits)) == ["12", "14"]


async def test_who_no_longer_waits_stops_nobody() -> None:
    ledger = Ledger()
    batches = EventBatcher(ledger.write)
    gone, stays = (asyncio.create_task(batches.take([event(number)])) for number in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    ledger.slow.set()
    await stays
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert list(chain(*ledger.commits)) == ["1", "2"]
