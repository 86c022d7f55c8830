"""Whether the store can do its work: what `/health` says, and looks at by itself now and then."""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final

import structlog

from bot.intake.executor import StoreExecutor, Urgency
from storage.session.engine import this_process
from storage.session.integrity import Ailment, damaged_tables, free_bytes, on_ailment
from storage.vault import Vault
from storage.work import Store

log = structlog.get_logger()

END: Final = object()

LEAST_FREE = 16_000_000
"""Bytes: with less, SQLite's log may not grow by what a busy minute writes."""
ANSWERS_WITHIN = 5.0
KEPT_FOR = 2.0
"""Seconds for which an answer is given again: whoever asks all the time costs no more than one who asks now and then."""
FAILED_FOR = 60.0
"""Seconds for which a write that failed for want of room counts: a small one may still have found some."""
LOOKS_EVERY = 6 * 3600.0
"""Seconds between looks at the whole file."""
RESTS = 0.2
"""Seconds between two tables."""

WORDS: Mapping[Ailment, str] = {
    "full": "the disk is full, or does not write",
    "damaged": "the database is damaged: cartera doctor tells more",
}


class StoreHealth:
    """Says what is wrong with the store, in a few words that give nothing away."""

    def __init__(
        self,
        store: Store,
        executor: StoreExecutor,
        *,
        vault: Vault | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store, self._executor, self._vault, self._clock = store, executor, vault, clock
        self._noticed: dict[Ailment, float] = {}
        self._known: tuple[float, str | None] | None = None
        self._asking = asyncio.Lock()
        on_ailment(store.engine, self._notice)

    async def problem(self) -> str | None:
        """What keeps the store from taking anything in, None where nothing does. It is tried, by writing."""
        async with self._asking:
            if self._known is None or self._clock() - self._known[0] > KEPT_FOR:
                self._known = (self._clock(), await self._asked())
        return self._known[1]

    async def watch(self) -> None:
        """Looks for damaged pages until cancelled: a disk fails silently, and a damaged page is found when it is read."""
        while True:
            looks = damaged_tables(self._store.engine)
            damaged = False
            while (table := await asyncio.to_thread(next, looks, END)) is not END:
                if table:
                    damaged = True
                    log.error("store_damaged", table=table)
                await asyncio.sleep(RESTS)
            if damaged:
                self._notice("damaged")
            else:
                self._noticed.pop("damaged", None)
            await asyncio.sleep(LOOKS_EVERY)

    def _notice(self, ailment: Ailment) -> None:
        """From any thread."""
        self._noticed[ailment] = self._clock()
        self._known = None

    async def _asked(self) -> str | None:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                full = await self._executor.run(_tried, self._store, urgency=Urgency.TAKE_IN)
        except Exception as error:  # noqa: BLE001 - whatever it is, we are not healthy
            log.error("store_unhealthy", error=type(error).__name__)
            return "the store does not answer"
        failed = self._noticed.get("full")
        if full or (failed is not None and self._clock() - failed < FAILED_FOR):
            return WORDS["full"]
        if self._vault and not await asyncio.to_thread(self._vault.writable):
            return "the folder of kept files cannot be written"
        return WORDS["damaged"] if "damaged" in self._noticed else None


def _tried(store: Store) -> bool:
    """Whether there is no room; raises where nothing can be written."""
    free = free_bytes(store.engine)
    if free is not None and free < LEAST_FREE:
        return True
    name = f"health:{this_process()}"
    with store.work() as work:
        work.leases.take(name, this_process())
        work.leases.give_back(name, this_process())
    return False
