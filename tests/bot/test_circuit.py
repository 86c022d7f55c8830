"""What is tried while a platform is out: one thing at a time, ever more rarely."""

import asyncio

from bot.dispatch.admission import Admission
from bot.dispatch.backoff import LONGEST, Backoff
from bot.dispatch.circuit import Circuit
from bot.dispatch.concurrency import ConcurrencyLimit
from tests.fakes.loop_clock import in_no_time
from tests.office.local import LocalPlatform

CHATS = [str(n) for n in range(50)]


class Outage:
    """A platform that is out until a time, and who tried when."""

    def __init__(self, until: float, *, certainly: bool = True) -> None:
        self.until, self.certainly = until, certainly
        self.tries: list[tuple[float, str]] = []
        self.admission = Admission(LocalPlatform(), ConcurrencyLimit(30))

    async def deliver(self, chat: str) -> float:
        """Tries until it went well; returns when that was."""
        loop = asyncio.get_running_loop()
        while True:
            async with self.admission.attempt(chat, unasked=False) as permit:
                self.tries.append((loop.time(), chat))
                if loop.time() >= self.until:
                    self.admission.circuit.answered()
                    return loop.time()
                self.admission.circuit.failed(permit, chat, certainly=self.certainly)

    async def everybody(self) -> list[float]:
        return await asyncio.gather(*(self.deliver(chat) for chat in CHATS))


def test_one_message_finds_out_for_all() -> None:
    outage = Outage(until=40)
    delivered = in_no_time(outage.everybody())
    failed = [(at, chat) for at, chat in outage.tries if at < 40]
    assert len(failed) <= 12, "a try for each chat would be 50"
    assert len({chat for _at, chat in failed}) >= len(failed) - 1, "the chats take turns: one may be to blame itself"
    # Pauses are half as long at least: 0.5 + 1 + … + 16 = 31.5 s, so that the seventh, 64 s at most, may still begin in the outage.
    assert max(delivered) <= 40 + 64, "the pause has doubled to that at most"


def test_pauses_double_up_to_five_minutes_and_are_never_the_same() -> None:
    longest = Backoff(chance=lambda: 0.0)
    assert [longest.next() for _failure in range(11)] == [1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST, LONGEST]
    shortest = Backoff(chance=lambda: 1.0)
    assert [shortest.next() for _failure in range(3)] == [0.5, 1, 2]


def test_a_day_of_outage_is_looked_at_every_few_minutes() -> None:
    outage = Outage(until=24 * 3600)
    delivered = in_no_time(outage.everybody())
    assert max(delivered) <= 24 * 3600 + LONGEST
    assert len(outage.tries) < 24 * 3600 / (LONGEST / 2) + 70


def test_one_chat_in_trouble_is_no_outage() -> None:
    async def one() -> bool:
        circuit = Circuit("telegram")
        for _failure in range(3):
            circuit.failed(await circuit.enter(), "1", certainly=False)
        return circuit.is_open

    assert not in_no_time(one())


def test_a_second_chat_in_trouble_is_one_unless_the_platform_answered_in_between() -> None:
    async def two(*, answered: bool) -> bool:
        circuit = Circuit("telegram")
        circuit.failed(await circuit.enter(), "1", certainly=False)
        if answered:
            circuit.answered()
        circuit.failed(await circuit.enter(), "2", certainly=False)
        return circuit.is_open

    assert in_no_time(two(answered=False))
    assert not in_no_time(two(answered=True))


def test_who_waited_for_its_pace_when_the_platform_went_out_does_not_try() -> None:
    outage = Outage(until=0)

    async def late() -> int:
        permit = await outage.admission.circuit.enter()
        outage.admission.circuit.failed(permit, "1", certainly=True)
        return int(outage.admission.circuit.admits(permit))

    assert in_no_time(late()) == 0
