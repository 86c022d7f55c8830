"""The composition root: everything is wired here and nowhere else."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from bot.clock import Clock, SystemClock
from bot.dispatch.delivery import Delivery
from bot.dispatch.journal import SentJournal
from bot.dispatch.outbox_access import OutboxAccess
from bot.dispatch.withdrawals import Withdrawals
from bot.health import StoreHealth
from bot.intake.deferred_writes import DeferredWrites
from bot.intake.dialog_lookup import DialogLookup
from bot.intake.executor import StoreExecutor, Urgency
from bot.intake.inbox import Intake
from bot.intake.route_requests import RouteRequests
from bot.intake.transcript_lookup import TranscriptLookup
from bot.intake.turns import TurnResult, Turns
from bot.jobs.holidays import learn_holidays
from bot.jobs.runner import JobRunner
from bot.platforms.base import Platform
from bot.platforms.retrying import CredentialError
from bot.platforms.spec import platform_specs
from bot.settings import Settings
from bot.view.routes import PanelRoutes
from handlers.kit.registry.registry import Registry, discover
from handlers.kit.turn import Company
from handlers.language.entities.names.lexicon import ordinary_words
from reminders.rule import Rule, standing
from reminders.tick import every_rule, steps, tidy
from reminders.ticker import Ticker
from storage.attachments.attachments import Attachments
from storage.messaging.leases import TICK
from storage.messaging.outbox import Outgoing
from storage.session.engine import this_process
from storage.vault import Vault
from storage.work import Store, Work

log = structlog.get_logger()

POSTGRES_THREADS = 4
"""Turns side by side on PostgreSQL: two cores are busy with these, and each holds one connection."""


STARTS_WITHIN = 3.0
"""Seconds that the bot waits for all platforms before it serves those that answered: what waits in the inbox is read better by a
platform that knows its own name."""


class Server(Protocol):
    """Something that listens while the application runs."""

    async def serve(self) -> None:
        """Serves until cancelled."""
        ...


@dataclass
class App:
    """The running application."""

    store: Store
    registry: Registry
    company: Company
    clock: Clock
    platforms: Mapping[str, Platform]
    executor: StoreExecutor
    inbox: Intake
    delivery: Delivery
    jobs: JobRunner
    requests: RouteRequests
    panel: PanelRoutes
    health: StoreHealth
    rules: Sequence[Rule[Any]]
    vault: Vault

    @property
    def listens(self) -> bool:
        """Whether anything of it is reached over HTTP: platforms' routes, the panel, and, where others reach this server, capabilities'."""
        return bool(self.panel.routes() or (self.company.public_url and self.registry.routes())) or any(
            p.routes(self.inbox) for p in self.platforms.values()
        )

    async def run(self, servers: Sequence[Server] = (), *, receive: bool = True, work: bool = True) -> None:
        """Runs until cancelled: receives events, takes turns, does jobs, ticks and sends.

        `work=False` only takes events in (the `web` process); `receive=False` leaves that to others (workers behind a
        webhook).
        """
        starts = {platform: asyncio.create_task(platform.start()) for platform in self.platforms.values()}
        ticker = Ticker(self.tick, self.tidy)
        try:
            await _first_try(starts.values())
            log.info("running", platforms=sorted(self.platforms), store=self.store.engine.dialect.name)
            async with asyncio.TaskGroup() as tasks:
                if work:
                    tasks.create_task(self.inbox.run())
                    tasks.create_task(self.delivery.run())
                    tasks.create_task(self.jobs.run())
                    tasks.create_task(self.health.watch())
                    year = self.clock.now().year
                    tasks.create_task(learn_holidays(self.company.country, year, self.company.subdivision))
                    ticker.start()
                for platform, started in starts.items():
                    tasks.create_task(self._attend(platform, started, receive=receive))
                for server in servers:
                    tasks.create_task(server.serve())
        except BaseExceptionGroup as group:
            refused, _others = group.split(CredentialError)
            if refused is not None:
                raise _first(refused) from None
            raise
        finally:
            if work:
                ticker.stop()
            for started in starts.values():
                started.cancel()
            await asyncio.gather(*starts.values(), return_exceptions=True)

    async def _attend(self, platform: Platform, started: asyncio.Task[None], *, receive: bool) -> None:
        await started
        if receive:
            await platform.receive(self.inbox)

    async def settle(self) -> None:
        """Takes all turns, does all jobs and sends all that waits now."""
        await self.inbox.acknowledged()
        await self.inbox.drain()
        await self.jobs.drain()
        await self.inbox.drain()
        await self.delivery.flush()

    async def tick(self) -> None:
        """Brings up what is due; where several processes run, one of them does it at a time.

        Each transaction waits its turn among the others: what people say is not kept waiting for all that is due.
        """
        try:
            if not await self.executor.run(self._may_tick, urgency=Urgency.REST):
                return
            ticking = steps(self.store, self.company, self.clock.now(), self.rules)
            while (said := await self.executor.run(next, ticking, None, urgency=Urgency.REST)) is not None:
                self.delivery.offer(said)
        except Exception as error:  # noqa: BLE001 - the store is out: the next tick finds what this one missed
            log.error("tick_failed", error=type(error).__name__)

    async def tidy(self) -> None:
        """Forgets what need not be kept."""
        await self.executor.run(self._tidy, urgency=Urgency.REST)

    async def close(self) -> None:
        """Ends the threads and lets go of every connection."""
        async with AsyncExitStack() as ending:  # what fails to end keeps nothing else open
            ending.callback(self.store.close)
            ending.push_async_callback(asyncio.to_thread, self.executor.close)
            ending.callback(self.jobs.close)
            ending.callback(self.delivery.close)
            for platform in self.platforms.values():
                ending.push_async_callback(platform.close)

    def _may_tick(self) -> bool:
        with self.store.work() as work:  # on SQLite too: it tells `cartera doctor` and `restore` that the bot runs
            return work.leases.take(TICK, this_process()) or self.store.single_writer

    def _tidy(self) -> None:
        with self.store.work() as work:
            tidy(work)
        # After that is committed: what was erased or discarded long ago is wanted by nobody.
        with self.store.look() as work:
            wanted = work.topic(Attachments).wanted()
        self.vault.sweep(wanted)


def build(
    settings: Settings,
    *,
    clock: Clock | None = None,
    platforms: Sequence[Platform] | None = None,
    registry: Registry | None = None,
    rules: Sequence[Rule[Any]] | None = None,
    alone: bool | None = None,
) -> App:
    """Wires the application. `platforms` are those that the settings turn on unless given; a test gives clock and platforms.

    `alone` says that no other process sends for these platforms: true on SQLite, which has one process anyway.
    """
    store = Store.open(settings.store_url, everyday=ordinary_words())
    registry = registry or discover()
    company = settings.company
    clock = clock or SystemClock()
    used = {p.name: p for p in (platforms if platforms is not None else configured(settings, registry, clock))}
    rules = every_rule() if rules is None else rules
    executor = StoreExecutor(1) if store.single_writer else StoreExecutor(POSTGRES_THREADS, express=True)
    vault = Vault.beside(settings.data_dir)
    deferred_writes, withdrawals = DeferredWrites(), Withdrawals()
    delivery = Delivery(
        OutboxAccess(store, executor, deferred_writes, _holding(rules)),
        used,
        company,
        SentJournal(settings.data_dir),
        alone=store.single_writer if alone is None else alone,
        withdrawals=withdrawals,
    )
    kinds = {name: job for c in registry.capabilities for name, job in c.jobs.items()}
    jobs = JobRunner(
        store,
        executor,
        kinds,
        platforms=used,
        store_url=settings.store_url,
        company=company,
        vault=vault,
        model=settings.language_model,
    )

    def on_turn(result: TurnResult) -> None:
        delivery.offer(result.outgoing)
        if result.jobs:
            jobs.wake()

    turns = Turns(store, registry, used, company, clock, deferred_writes, withdrawals=withdrawals)
    inbox = Intake(
        store,
        executor,
        turns,
        used,
        on_turn,
        DialogLookup(store, executor, registry, company, clock),
        TranscriptLookup(store, executor),
    )
    requests = RouteRequests(store, executor, company, clock, on_turn)
    panel = PanelRoutes(store, executor, registry, company, clock)
    health = StoreHealth(store, executor, vault=vault)
    return App(
        store, registry, company, clock, used, executor, inbox, delivery, jobs, requests, panel, health, rules, vault
    )


def _holding(rules: Sequence[Rule[Any]]) -> Callable[[Work, Outgoing], bool]:
    """Whether what was said unasked is still true."""
    stands = standing(rules)
    return lambda work, message: stands(work, message.about)


def configured(settings: Settings, registry: Registry, clock: Clock) -> list[Platform]:
    """The platforms that the settings turn on. One that is off is not even imported."""
    return [spec.make(settings, registry, settings.company, clock) for spec in platform_specs() if spec.on(settings)]


async def _first_try(starts: Collection[asyncio.Task[None]]) -> None:
    """Waits until every platform has started, or for STARTS_WITHIN; raises where one cannot, whatever the others do."""
    if starts:
        done, _trying = await asyncio.wait(starts, timeout=STARTS_WITHIN, return_when=asyncio.FIRST_EXCEPTION)
        for started in done:
            started.result()


def _first(group: BaseExceptionGroup[CredentialError]) -> CredentialError:
    """One of a group, however deep it lies."""
    error = group.exceptions[0]
    return _first(error) if isinstance(error, BaseExceptionGroup) else error
