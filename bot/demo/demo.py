"""The sample company in a browser: it builds the application, moves its clock, and begins anew, while the page's address stays."""

import asyncio
import math
import shutil
import socket
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.app import App, build
from bot.clock import Shift, ShiftedClock
from bot.demo.state import DemoState
from bot.demo.tour import tour
from bot.intake.executor import Urgency
from bot.jobs.holidays import learn_holidays
from bot.platforms.web import texts
from bot.platforms.web.access import Door
from bot.platforms.web.controls import Stage
from bot.platforms.web.pages import PANEL_CSS, Shell, address
from bot.platforms.web.parsing import NAME
from bot.platforms.web.platform import WebPlatform
from bot.platforms.web.uploads import Uploads
from bot.samples import fill
from bot.samples.company import load
from bot.settings import Settings
from bot.view.page import Panel
from bot.web.routes import served_first, web_app
from bot.web.server import Listener
from handlers.kit.calendar.working_time import WorkingTime
from handlers.kit.format.labels import ROLES
from handlers.kit.format.texts import Voice, voice
from storage.people.records import Person
from storage.tables import bring_up_to_date
from storage.work import Store

HERE = "127.0.0.1"
"""Where it listens, whatever HOST says: whoever has the address talks as anybody in the company."""
BEGINS = time(9, 30)
"""On a working day: what was asked for in an hour is not asked for at night."""
STEP = timedelta(hours=1)
MOST_STEPS = 168
"""The clock goes forward in so many steps at the most, so that what falls due on the way is said at about its hour."""
FURTHEST = timedelta(days=3_653)
"""The clock goes no further ahead of the machine's: ten years."""


class Demo:
    """One sample company and its page. What there is of it lies in the settings' data folder, and goes on after a restart."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.data_dir
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._state = DemoState.read(self._state_file)
        self._people: list[Person] = []
        self._app: App | None = None
        self._routes: ASGIApp | None = None
        self._open, self._over = asyncio.Event(), asyncio.Event()
        self._changing = asyncio.Lock()
        self.clock = ShiftedClock()

    async def run(self, ready: Callable[[str], None]) -> None:
        """Serves until cancelled; `ready` is told the page's address at once: it shows itself while the company is being made."""
        listening = self._listen()
        page = address(f"http://{HERE}:{listening.getsockname()[1]}", self._state.token)
        shell = Shell(Door(self._state.token), self._settings.company.language, texts.said(self._voice()))
        listener = Listener(served_first(shell.routes(), self._answer), HERE, 0, sockets=[listening])
        serving = asyncio.create_task(listener.serve())
        ready(page)
        company = self._settings.company
        try:
            while True:
                await asyncio.gather(
                    asyncio.to_thread(self._make_tables),
                    learn_holidays(company.country, self.clock.now().year, company.subdivision),
                )
                await asyncio.to_thread(self._prepare)
                await self._play()
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving

    # ------------------------------------------------------------------ what the page asks for
    def at(self, machine: datetime) -> datetime:
        """What the business clock showed at an instant of the machine."""
        return self.clock.at(machine)

    def stage(self) -> Stage:
        """The company, its people, what to try, and the texts of the page."""
        company, speaks = self._settings.company, self._voice()
        return {
            "edition": self._state.edition,
            "language": company.language,
            "locale": company.locale.replace("_", "-"),
            "zone": company.zone,
            "now": self.clock.now().isoformat(),
            "texts": texts.said(speaks),
            "people": [
                {
                    "chat": _account(person),
                    "name": person.name,
                    "role": person.role,
                    "title": speaks.say(ROLES[person.role]),
                }
                for person in self._people
            ],
            "customers": [
                {"chat": client.chat, "name": client.name, "title": client.buyer}
                for client in load(company.language).customers
                if client.chat
            ],
            "tour": [{"who": step.who, "text": step.text, "see": step.see} for step in tour(company.language)],
        }

    def _voice(self) -> Voice:
        company = self._settings.company
        return voice(company.language, company.country, self.clock.now().date())

    async def view(self, chat: str, name: str, field: str) -> str | None:
        """What there is to look at for whoever has this chat."""
        if self._app is None:
            return None
        return await self._app.executor.run(self._view, self._app, chat, name, field, urgency=Urgency.TURN)

    def _view(self, app: App, chat: str, name: str, field: str) -> str | None:
        with app.store.work(self.clock.now()) as work:
            person = work.people.by_account(NAME, chat)
            if person is None:
                return None
            panel = Panel(app.registry, app.company, "view", PANEL_CSS, (("chat", chat),))
            return panel.page(work, person, self.clock.now(), name, field)

    async def move(self, hours: float, show: Callable[[], None]) -> bool:
        """Puts the clock forward step by step, and brings up what falls due on the way."""
        if not hours * 3600 <= FURTHEST.total_seconds():
            return False
        by = timedelta(hours=hours)
        async with self._changing:
            if self._app is None or self.clock.now() + by > datetime.now(UTC) + FURTHEST:
                return False
            steps = max(1, min(MOST_STEPS, math.ceil(by / STEP)))
            for _step in range(steps):
                self.clock.advance(by / steps)
                show()
                await self._app.tick()
            self._remember()
        return True

    async def reset(self) -> None:
        """Has the company made anew; twice at once is once."""
        self._over.set()

    # ------------------------------------------------------------------ one company
    async def _play(self) -> None:
        """Runs the application until somebody wants to start over, and then clears away what there was."""
        self._over.clear()
        platform = WebPlatform(self, Door(self._state.token), Uploads(self._folder / "uploads"))
        app = build(self._settings, clock=self.clock, platforms=[platform])
        running = asyncio.create_task(app.run())
        over = asyncio.create_task(self._over.wait())
        morning = asyncio.create_task(app.tick())  # what the day begins with is there when somebody looks
        self._app, self._routes = app, web_app(app)
        self._open.set()
        try:
            await asyncio.wait([running, over], return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                running.result()
        finally:
            async with self._changing:
                self._open.clear()
                self._app = self._routes = None
                for task in (running, over, morning):
                    task.cancel()
                await asyncio.gather(running, over, morning, return_exceptions=True)
                await app.close()
        await asyncio.to_thread(self._clear)

    def _make_tables(self) -> None:
        with Store.open(self._settings.store_url) as store:
            bring_up_to_date(store.engine)

    def _prepare(self) -> None:
        """The sample company, made where there is none; and its people."""
        with Store.open(self._settings.store_url) as store:
            with store.work() as work:
                empty = not work.people.everyone()
            if empty or not self._state.shifts:
                begins = self._first_morning()
                self._state = self._state.begun_anew(Shift(datetime.now(UTC), begins - datetime.now(UTC)))
                if empty:
                    company = self._settings.company
                    fill(
                        store,
                        language=company.language,
                        country=company.country,
                        zone=company.zone,
                        today=begins.date(),
                        currency=company.currency,
                        platform=NAME,
                    )
            self.clock.shifts = self._state.shifts
            self._remember()
            with store.work() as work:
                self._people = sorted(work.people.everyone(), key=lambda person: person.id)

    def _first_morning(self) -> datetime:
        """When the company's story begins: in the morning of this working day, or of the next one."""
        company = self._settings.company
        zone = ZoneInfo(company.zone)
        works = WorkingTime.parse(company.working_hours, company.country, company.subdivision)
        return datetime.combine(works.day_from(datetime.now(zone).date()), BEGINS, zone)

    def _clear(self) -> None:
        """Nothing of the company is left, but for its address."""
        for path in self._folder.glob("cartera.db*"):
            path.unlink()
        shutil.rmtree(self._folder / "uploads", ignore_errors=True)

    # ------------------------------------------------------------------ the address
    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What the application that runs has to say; while there is none, whoever asks waits for it."""
        await self._open.wait()
        if self._routes:
            await self._routes(scope, receive, send)

    def _listen(self) -> socket.socket:
        """A socket at the port of last time, at PORT, or at any that is free."""
        for port in (self._state.port, self._settings.port, 0):
            if port is not None:
                with suppress(OSError):
                    listening = socket.create_server((HERE, port))
                    break
        self._state = self._state.at_port(listening.getsockname()[1])
        return listening

    def _remember(self) -> None:
        self._state = self._state.with_shifts(self.clock.shifts)
        self._state.keep(self._state_file)

    @property
    def _state_file(self) -> Path:
        return self._folder / "page.json"


def _account(person: Person) -> str:
    return person.first_name.lower()
