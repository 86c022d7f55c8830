"""`cartera chat`: one person's conversation in the terminal, with the whole bot behind it."""

import asyncio
import sys
import threading
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.app import App, build
from bot.clock import SystemClock
from bot.platforms.console.platform import NAME, ConsolePlatform
from bot.settings import Settings
from handlers.kit.conversation import Conversation
from storage.messaging.records import Address
from storage.people.records import Person
from storage.work import Store

PROMPT = "> "
SPEAKS_AGAIN = 2.0
"""Seconds between looks for what comes unasked while nobody types."""


def demo_settings(settings: Settings) -> Settings:
    """The same settings with a database of the demo's own: it never touches a real one."""
    return settings.model_copy(
        update={
            "database_url": None,
            "data_dir": settings.data_dir / "demo" / f"{settings.company.language}_{settings.country}",
        }
    )


def make_sample(settings: Settings) -> None:
    """Makes the sample company, the first time."""
    from bot.samples import fill  # noqa: PLC0415 - only the demo has samples

    with Store.open(settings.store_url) as store:
        with store.work() as work:
            empty = not work.people.everyone()
        if empty:
            today = datetime.now(ZoneInfo(settings.timezone)).date()
            fill(
                store,
                language=settings.company.language,
                country=settings.country,
                zone=settings.timezone,
                today=today,
                currency=settings.currency,
            )


async def talk(settings: Settings, who: str) -> bool:
    """Talks until the input ends. False where nobody of that name works here."""
    with Store.open(settings.store_url) as store, store.work() as work:
        people = work.people.named(who)
        if people:
            work.people.link(people[0].id, NAME, _account(people[0]), _account(people[0]))
    if not people:
        return False
    clock = SystemClock()
    console = ConsolePlatform(_account(people[0]), clock, _show, settings.data_dir / "sent")
    app = build(settings, clock=clock, platforms=[console])
    try:
        await _converse(app, console, people[0])
    finally:
        await app.close()
    return True


async def _converse(app: App, console: ConsolePlatform, person: Person) -> None:
    """Takes turns with the person: a line, then the answer. What comes unasked appears while nobody types."""
    if sys.stdin.isatty():
        print(_greeting(person))
    _repeat_question(app, console, person)
    await app.settle()
    line = _typed()
    while True:
        await asyncio.wait([line], timeout=SPEAKS_AGAIN)
        await app.tick()
        await app.settle()
        if not line.done():
            continue
        typed = line.result()
        if typed is None:
            return
        if typed.strip():
            await app.inbox.take([console.said(typed.strip())])
            await app.settle()
        line = _typed()


def _repeat_question(app: App, console: ConsolePlatform, person: Person) -> None:
    """Shows again what an earlier terminal asked, where an answer is still waited for."""
    here = _account(person)
    with app.store.work() as work:
        talk = Conversation.from_json(work.conversations.state(NAME, here, here), app.clock.now())
        asked = work.outbox.latest(Address(NAME, here)) if talk.form or talk.pending_message else None
    if asked:
        console.show(asked)


def _typed() -> "asyncio.Future[str | None]":
    """The next line. A thread of its own reads it, one that does not keep the process from ending at Ctrl-C."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[str | None] = loop.create_future()

    def read() -> None:
        line = _line()
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, line)

    def tell(line: str | None) -> None:
        if not future.done():
            future.set_result(line)

    threading.Thread(target=read, daemon=True).start()
    return future


def _line() -> str | None:
    """What is typed next; None at the end of the input."""
    try:
        return input(PROMPT if sys.stdin.isatty() else "")
    except EOFError:
        return None


def _show(text: str) -> None:
    """Prints a message, and the prompt again where somebody may be typing."""
    print(f"\n{text}\n", flush=True)


def _greeting(person: Person) -> str:
    if person.language == "es":
        return f"Hablas con Cartera como {person.name}. Escribe como en el móvil; /ayuda enseña qué sabe hacer; Ctrl-D termina."
    return f"You talk to Cartera as {person.name}. Write as on a phone; /help shows what it can do; Ctrl-D ends."


def _account(person: Person) -> str:
    return person.first_name.lower()
