"""The application beside a fake Slack, over Socket Mode, with nothing to slow it down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.app import App, build
from bot.clock import Clock, SystemClock
from bot.platforms.base import Rates
from bot.platforms.slack.platform import SlackPlatform
from bot.settings import Settings
from handlers.kit.registry.registry import discover
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, FakeSlack, User
from tests.faults.running import PATIENCE
from tests.faults.town import CITIES, eventually, waiting
from tests.platforms.slack_manifest import manifest


@dataclass
class RunningSlack:
    """An application that runs, and the people who use it."""

    app: App
    slack: SlackPlatform
    fake: FakeSlack
    users: list[User]
    task: asyncio.Task[None]

    async def quiet(self) -> None:
        """Returns when the bot has taken all there is, has had all turns and has sent everything."""
        await self.fake.until(lambda: not self.fake.pending(), PATIENCE)
        await self.app.inbox.acknowledged()
        await eventually(lambda: waiting(self.app.store) == (0, 0), "all turns and messages", seconds=PATIENCE)
        await self.fake.until(lambda: not self.fake.pending(), PATIENCE)


@asynccontextmanager
async def running_slack(
    store_url: str, folder: Path, *, people: int = 1, ack_seconds: float = PATIENCE, clock: Clock | None = None
) -> AsyncIterator[RunningSlack]:
    """The application, for so many colleagues who know some customers; what it does not acknowledge within so long comes again."""
    fake = await FakeSlack.start(rates=False, retry_scale=0.001, ack_seconds=ack_seconds, manifest=manifest())
    settings = Settings(_env_file=None, database_url=store_url, data_dir=folder)
    registry, clock = discover(), clock or SystemClock()
    slack = SlackPlatform(
        BOT_TOKEN, fake.api_url, registry.knows, app_token=APP_TOKEN, rates=Rates(), clock=clock, ping_seconds=0.5
    )
    app = build(settings, clock=clock, platforms=[slack], registry=registry)
    users = [fake.user(f"Rep {n}") for n in range(people)]
    with app.store.work(turn="setting the scene") as work:
        for user in users:
            user.dm.opened = True
            person = work.people.add(user.name, "rep", "es", "Europe/Madrid")
            work.people.link(person.id, "slack", user.id, user.dm.id)
        for city in CITIES[:5]:
            work.customers.add(f"Talleres {city}")
    task = asyncio.create_task(app.run())
    try:
        yield RunningSlack(app, slack, fake, users, task)
        assert not fake.mistakes
        assert not task.done(), task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await app.close()
        await fake.stop()
