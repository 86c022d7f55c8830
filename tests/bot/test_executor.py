"""What goes first in the threads of the store, and that nothing waits for ever."""

import asyncio
import threading

from bot.intake.executor import StoreExecutor, Urgency

MOST_TURNS = 2_000


class EndlessTurns:
    """Turns none of which ends before the next one waits, until it is said that they are to stop."""

    def __init__(self, executor: StoreExecutor) -> None:
        self._executor, self._loop = executor, asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self.taken, self.over = 0, False

    def begin(self) -> None:
        """Has the first one wait."""
        self._next(threading.Event())

    def _next(self, waits: threading.Event) -> None:
        self._tasks.add(asyncio.create_task(self._executor.run(self._turn, urgency=Urgency.TURN)))
        self._loop.call_soon(waits.set)  # once that task has put it up

    def _turn(self) -> None:
        self.taken += 1
        if self.over or self.taken >= MOST_TURNS:
            return
        next_waits = threading.Event()
        self._loop.call_soon_threadsafe(self._next, next_waits)
        next_waits.wait()

    async def ended(self) -> None:
        """Returns when the last one is taken."""
        self.over = True
        while left := [task for task in self._tasks if not task.done()]:
            await asyncio.wait(left)


async def test_what_is_not_urgent_is_not_kept_waiting_by_turns_that_never_end() -> None:
    executor = StoreExecutor(1, patience=0.0)
    turns = EndlessTurns(executor)
    turns.begin()
    said = [await executor.run(lambda: turns.taken, urgency=Urgency.REST) for _ in range(3)]
    await turns.ended()
    assert said[-1] < MOST_TURNS, "it waited for all of them"
    await asyncio.to_thread(executor.close)


async def test_until_then_turns_go_first_and_what_waited_long_is_done_once() -> None:
    for patience, order in ((3_600.0, ["turn", "rest", "last"]), (0.0, ["rest", "turn", "last"])):
        executor, begin, done = StoreExecutor(1, patience=patience), threading.Event(), list[str]()
        calls = [
            asyncio.create_task(executor.run(function, *args, urgency=urgency))
            for function, args, urgency in (
                (begin.wait, (), Urgency.TURN),
                (done.append, ("rest",), Urgency.REST),
                (done.append, ("turn",), Urgency.TURN),
            )
        ]
        for _ in range(5):  # the loop goes round: what has waited long enough is put up a second time
            await asyncio.sleep(0)
        begin.set()
        await asyncio.gather(*calls)
        await executor.run(done.append, "last", urgency=Urgency.REST)
        assert done == order
        await asyncio.to_thread(executor.close)
