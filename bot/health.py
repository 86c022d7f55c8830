"""Whether the store can do its work: what `/health` says, and looks at by itself now and then."""

import asyncio

import structlog

from bot.intake.executor import StoreExecutor, Urgency
from storage.session.engine import this_process
from storage.session.integrity import damaged_tables, free_bytes
from storage.work import Store

log = structlog.get_logger()

LEAST_FREE = 16_000_000
"""Bytes: with less, SQLite's log may not grow by what a busy minute writes."""
ANSWERS_WITHIN = 5.0
KEPT_FOR = 2.0
"""Seconds for which an answer is given again: whoever asks all the time costs no more than one who asks now and then."""
LOOKS_EVERY = 6 * 3600.0
"""Seconds between looks at the whole file."""
RESTS = 0.2
"""Seconds between two tables."""


class StoreHealth:
    """Says what is wrong with the store, in a few words that give nothing away."""

    def __init__(self, store: Store, executor: StoreExecutor) -> None:
        self._store, self._executor = store, executor
        self._damaged = ""
        self._known: tuple[float, str | None] | None = None
        self._asking = asyncio.Lock()

    async def problem(self) -> str | None:
        """What keeps the store from taking anything in, None where nothing does. It is tried, by writing."""
        clock = asyncio.get_running_loop().time
        async with self._asking:
            if self._known is None or clock() - self._known[0] > KEPT_FOR:
                self._known = (clock(), await self._asked())
        return self._known[1]

    async def watch(self) -> None:
        """Looks for damaged pages until cancelled: a disk fails silently, and a damaged page is found when it is read."""
        while True:
            looks = damaged_tables(self._store.engine)
            found = []
            while (table := await asyncio.to_thread(next, looks, "")) != "":
                if table:
                    found.append(table)
                    log.error("store_damaged", table=table)
                await asyncio.sleep(RESTS)
            self._damaged = ", ".join(found)
            await asyncio.sleep(LOOKS_EVERY)

    async def _asked(self) -> str | None:
        if self._damaged:
            return "the database is damaged: cartera doctor tells more"
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                return await self._executor.run(_tried, self._store, urgency=Urgency.TAKE_IN)
        except Exception as error:  # noqa: BLE001 - whatever it is, we are not healthy
            log.error("store_unhealthy", error=type(error).__name__)
            return "the store does not answer, or does not take anything in"


def _tried(store: Store) -> str | None:
    free = free_bytes(store.engine)
    if free is not None and free < LEAST_FREE:
        return "the disk is full"
    name = f"health:{this_process()}"
    with store.work() as work:
        work.leases.take(name, this_process())
        work.leases.give_back(name, this_process())
    return None
