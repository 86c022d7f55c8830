"""When one attempt to send may begin: the platform is not out, its pace allows it, and few enough are under way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.dispatch.circuit import Circuit, Permit
from bot.dispatch.concurrency import ConcurrencyLimit
from bot.dispatch.pacing import Pacer
from bot.platforms.base import Platform


class Admission:
    """One platform's circuit and pace, and the places among the sends that it shares with the others."""

    def __init__(self, platform: Platform, concurrency: ConcurrencyLimit) -> None:
        self.circuit = Circuit(platform.name)
        self.pacer = Pacer(platform.rates, platform.is_group)
        self._concurrency = concurrency

    @asynccontextmanager
    async def attempt(self, chat: str, *, unasked: bool) -> AsyncIterator[Permit]:
        """Around one attempt for a chat; what is unasked is overtaken by answers. What it waits for may take long, so whether the platform is out is looked at again."""
        while True:
            permit = await self.circuit.enter()
            try:
                await self.pacer.wait(chat, unasked=unasked)
                async with self._concurrency:
                    if self.circuit.admits(permit):
                        yield permit
                        return
            finally:
                self.circuit.leave(permit)
