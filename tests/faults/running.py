"""The application in the test's own event loop, beside a fake Telegram whose faults the test decides."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app import App
from bot.clock import Clock
from bot.settings import load
from storage.work import Store
from tests.fakes.telegram import TOKEN, FakeTelegram, User
from tests.faults.process import free_port
from tests.faults.serve import built
from tests.faults.town import CITIES, eventually, settle_town, waiting

PATIENCE = 60.0
"""Seconds: a shared machine with two cores is slow at times."""


@dataclass
class Running:
    """An application that runs, and the people who use it."""

    app: App
    fake: FakeTelegram
    users: list[User]
    task: asyncio.Task[None]

    @property
    def store(self) -> Store:
        """Its store."""
        return self.app.store

    def chats(self) -> list[int]:
        """The people's chats."""
        return [user.id for user in self.users]

    async def quiet(self) -> None:
        """Returns when the bot has taken all there is, has had all turns and has sent everything."""
        await self.fake.until(lambda: not self.fake.pending(), PATIENCE)
        await eventually(lambda: waiting(self.store) == (0, 0), "all turns and messages", seconds=PATIENCE)

    def still_runs(self) -> bool:
        """Whether no part of it gave up."""
        return not self.task.done()


@asynccontextmanager
async def running(
    store_url: str,
    folder: Path,
    *,
    people: int = 1,
    customers: int = len(CITIES),
    traps: bool = False,
    mode: str = "polling",
    clock: Clock | None = None,
) -> AsyncIterator[Running]:
    """The application, for so many colleagues who know so many customers; everybody may be written to."""
    fake = await FakeTelegram.start(rates=False, webhook_backoff=0.02)
    port = free_port()
    settings = load(
        _env_file=None,
        database_url=store_url,
        data_dir=folder,
        telegram_bot_token=TOKEN,
        telegram_api_url=fake.url,
        telegram_mode=mode,
        public_url=f"http://127.0.0.1:{port}",
        port=port,
    )
    app, servers = built(settings, traps=traps, listens=True, clock=clock)
    users = [fake.user(f"Rep {n}") for n in range(people)]
    for user in users:
        user.started = True
    settle_town(app.store, [user.id for user in users], customers=customers)
    task = asyncio.create_task(app.run(servers))
    try:
        yield Running(app, fake, users, task)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await app.close()
        await fake.stop()
    assert not fake.mistakes, fake.mistakes


async def everybody_says(people: Sequence[User], texts: Iterable[tuple[int, str]]) -> None:
    """Each text from the person of that chat, in order."""
    known = {user.id: user for user in people}
    for chat, text in texts:
        await known[chat].says(text)
