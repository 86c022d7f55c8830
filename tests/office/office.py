"""The office: an application, a store, a clock, and people."""

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from structlog.testing import capture_logs

from bot.app import App, build
from bot.clock import MovableClock
from bot.platforms.base import DialogResult
from bot.settings import Settings
from handlers.kit.dialog.modals import Dialog
from handlers.kit.registry.registry import Capability, Registry, discover
from storage.backup import backup, restore
from storage.people.people import Visibility
from storage.people.records import Person
from storage.work import Store, Work

from .doors import Door, LocalDoor, TelegramDoor
from .people import Someone
from .slack import SlackDoor
from .ways import Way
from .web import WebDoor

MADRID = "Europe/Madrid"
TICK_FAILED = "tick_failed"
_DONE = text("SELECT count(*) FROM inbox WHERE state = 'done'")
FRIDAY = "2026-11-20 10:30"
"""When an office opens, unless a test says otherwise: Friday morning."""


class Office:
    """A company that uses the bot. Everything in it happens in one event loop of its own."""

    def __init__(self, way: Way, new_store: Callable[[Path], str], folder: Path) -> None:
        self.way = way
        self._new_store = new_store
        self._folder = folder
        self.zone = ZoneInfo(MADRID)
        self.clock = MovableClock(self.time(FRIDAY))
        self.settings = Settings(database_url=new_store(folder), data_dir=folder, _env_file=None)
        self.registry = discover()
        self._runner = asyncio.Runner()
        self.door = self._door()
        self.desk = LocalDoor(twice=way.twice, name="desk", rich=True)
        """A second platform: it whispers in shared chats, has threads, dialogs and home pages."""
        self._receiving: asyncio.Task[None] | None = None
        self._ticks = 0
        self.run(self.door.open())
        self.app = self.run(self._build())

    # ------------------------------------------------------------------ people and customers
    def rep(
        self, name: str, *, language: str = "es", role: str = "rep", zone: str = MADRID, at_desk: bool = False
    ) -> Someone:
        """A colleague who has accepted their invitation."""
        with self.store.work(self.clock.now()) as work:
            code = work.people.invite(work.people.add(name, role, language, zone))
        someone = self.unregistered(name, language=language, at_desk=at_desk)
        someone.says(f"/start {code}")
        someone.hears(name.split(maxsplit=1)[0])
        return someone

    def unregistered(self, name: str, *, language: str = "es", at_desk: bool = False) -> Someone:
        """Somebody with a phone, or at a desk, whom nobody invited."""
        door = self.desk if at_desk else self.door
        return Someone(self, name, self.run(door.enter(name, language)), door)

    def at_desk(self, someone: Someone) -> Someone:
        """The same person, on the other platform too: with the code that they were given on the first."""
        someone.says("/vincular")
        code = re.search(r"link (\S+)", someone.heard())
        assert code, someone.heard()
        there = self.unregistered(someone.name, at_desk=True)
        there.says(f"link {code[1]}")
        there.hears(someone.name.split(maxsplit=1)[0])
        return there

    def customer(self, name: str, *contacts: str, nicknames: tuple[str, ...] = ()) -> int:
        """A customer that exists, with people; returns its id."""
        with self.store.work(self.clock.now(), turn="setting the scene") as work:
            customer = work.customers.add(name)
            for contact in contacts:
                work.customers.add_contact(customer.id, contact)
            for nickname in nicknames:
                work.customers.call_also(customer.id, nickname)
        return customer.id

    def person(self, name: str) -> Person:
        """The colleague's record."""
        with self.store.work() as work:
            return next(person for person in work.people.everyone() if person.name == name)

    # ------------------------------------------------------------------ time
    def time(self, text: str) -> datetime:
        """A wall time in Madrid: "2026-11-20 10:30"."""
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(MADRID))

    def at(self, text: str) -> None:
        """It is this time now; what is due is brought up."""
        self.clock.set(self.time(text))
        self.tick()

    def passes(self, **time: float) -> None:
        """Time passes: `passes(hours=2)`."""
        self.clock.advance(timedelta(**time))
        self.tick()

    def tick(self) -> None:
        """The ticker ticks, and what it said is sent. A tick that fails does so quietly in the product; here it fails the test."""
        with capture_logs() as logged:
            self.run(self._tick())
        assert not [line for line in logged if line["event"] == TICK_FAILED], logged
        self._ticks += 1

    def done(self) -> int:
        """How much the bot has dealt with so far: events whose turn was taken, and ticks.

        An event that was set aside fails the test: what is then not on a screen proves nothing.
        """
        with self.store.work() as work:
            assert not work.inbox.dead(), f"set aside: {work.inbox.dead()}"
            return self._ticks + int(work.connection.execute(_DONE).scalar_one())

    # ------------------------------------------------------------------ the works
    @property
    def store(self) -> Store:
        """The store behind the application."""
        store: Store = self.app.store
        return store

    def work(self) -> Any:
        """A unit of work, to look at what was kept."""
        return self.store.work(self.clock.now())

    def do(self, someone: Someone, what: str, *args: Any, sent_at: datetime | None = None, **more: Any) -> None:
        """Somebody does something; when this returns, all that it causes has happened."""
        if self.way.restarts:
            self.restart()
        self.run(someone.door.do(self.app, someone.account, what, *args, at=sent_at or self.clock.now(), **more))
        if someone.door is not self.door:
            self.run(self.door.look())  # what is done at a desk may be told to those with a phone

    def dialog(self, someone: Someone, word: str) -> Dialog | None:
        """What somebody fills in for a command's word."""
        found: Dialog | None = self.run(self.app.inbox.dialog(someone.door.name, someone.account, word))
        return found

    def fill_in(self, someone: Someone, form: str, fields: dict[str, str], *, wait: float) -> DialogResult | None:
        """Somebody sends a dialog at the desk; what became of it within so many seconds."""
        if self.way.restarts:
            self.restart()
        answered: DialogResult | None = self.run(
            self.desk.fill_in(self.app, someone.account, form, fields, at=self.clock.now(), wait=wait)
        )
        return answered

    def restart(self) -> None:
        """The application ends and begins again."""
        self.run(self._close())
        self.app = self.run(self._build())

    def backs_up(self) -> None:
        """Everything is copied, while the bot runs."""
        self._backup = self._folder / f"{self.clock.now():%Y-%m-%dT%H%M}.cartera"
        backup(self.store.engine, self._backup)

    def restores(self) -> None:
        """The machine is lost with all that it held; on another one the last copy is brought back."""
        self.run(self._close())
        new = self._folder / "another machine"
        new.mkdir()
        self.settings = Settings(
            database_url=self._new_store(new), data_dir=new, visibility=self.settings.visibility, _env_file=None
        )
        store = Store.open(self.settings.store_url)
        restore(store.engine, self._backup)
        store.close()
        self.app = self.run(self._build())

    def sees(self, visibility: Visibility) -> None:
        """The company decides whose customers people see."""
        self.settings = self.settings.model_copy(update={"visibility": visibility})
        self.restart()

    def can_also(self, capability: Capability) -> None:
        """The bot has one capability more."""
        self.registry = Registry([*self.registry.capabilities, capability])
        self.restart()

    def texts(self, someone: Someone) -> list[str]:
        """What somebody's screen shows."""
        return someone.door.texts(someone.account)

    def labels(self, someone: Someone) -> list[str]:
        """The buttons on it."""
        return someone.door.labels(someone.account)

    def run(self, coroutine: Any) -> Any:
        """Runs in the office's loop."""
        return self._runner.run(coroutine)

    def close(self) -> None:
        """Everybody goes home."""
        try:
            self.run(self._close())
            self.run(self.door.close())
        finally:
            self._runner.close()

    def _door(self) -> Door:
        """The way in."""
        if self.way.platform == "slack":
            return SlackDoor(twice=self.way.twice, http=self.way.http)
        if self.way.platform == "web":
            return WebDoor(self._folder, twice=self.way.twice)
        return (
            TelegramDoor(twice=self.way.twice) if self.way.platform == "telegram" else LocalDoor(twice=self.way.twice)
        )

    async def _tick(self) -> None:
        await self.app.tick()
        await self.app.settle()
        await self.door.look()

    async def _build(self) -> App:
        platform = self.door.platform(self.clock)
        app = build(
            self.settings, clock=self.clock, platforms=[platform, self.desk.local], registry=self.registry, alone=True
        )
        await platform.start()
        self.door.serves(app)
        self._receiving = asyncio.create_task(platform.receive(app.inbox))
        return app

    async def _close(self) -> None:
        if self._receiving:
            self._receiving.cancel()
            await asyncio.gather(self._receiving, return_exceptions=True)
        await self.app.close()


__all__ = ["Office", "Work"]
