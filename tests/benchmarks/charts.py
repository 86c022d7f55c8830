"""Pictures: how long the first takes and how long the others, from the tap to the chat, and who waits longer meanwhile."""

import asyncio
import random
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

from websockets.asyncio.client import ClientConnection

from handlers.kit.messages.blocks import Table
from handlers.kit.messages.picture import Picture
from tests.benchmarks.demo import CHATS, SENTENCES, answer, demo, opened, said, watch
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import Stores
from tests.benchmarks.table import Row, centile, median

MANAGER, SHOWN, AS_PICTURE, MORE = "carmen", "/pipeline", "En imagen", "Más opciones"
SECONDS_FIRST, SECONDS_LATER, TIMES_LONGER = 2.0, 0.3, 1.2
OTHERS = 10
EVERY = 1.0
"""Seconds between two messages of each of the others, and between two pictures, as somebody looks at one."""
ROUND = 15.0
"""Seconds of talk with pictures, and of talk without, in turns."""


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """One demo: its first picture, and then rounds of talk with and without more of them."""
    del made
    return asyncio.run(_measure(scale, note))


async def _measure(scale: Scale, note: Callable[[str], None]) -> list[Row]:
    later, without, during = list[float](), list[float](), list[float]()
    async with demo() as (url, _began, _process), AsyncExitStack() as stack:
        manager = await stack.enter_async_context(opened(url))
        others = [await stack.enter_async_context(opened(url)) for _tab in range(OTHERS)]
        await answer(others[0], "ana", "hola")  # the languages are learnt
        first = await _picture(manager)
        for run in range(scale.runs + 1):
            calm = await _talk(others)
            drawing = asyncio.create_task(_pictures(manager))
            busy = await _talk(others)
            drawn = await drawing
            if run:  # the first warms up
                without, during, later = without + calm, during + busy, later + drawn
    note(f"charts: {len(later)} pictures, {len(during)} answers meanwhile, {len(without)} without")
    usual, longer = centile(without, 95), centile(during, 95)
    return [
        Row("chart: the first, from the tap to the chat", f"{first * 1e3:.0f} ms", f"≤ {SECONDS_FIRST} s", first <= SECONDS_FIRST),
        Row("chart: a later one", f"{median(later) * 1e3:.0f} ms", f"≤ {SECONDS_LATER * 1e3:.0f} ms", median(later) <= SECONDS_LATER,
            f"p95 {centile(later, 95) * 1e3:.0f} ms"),
        Row("an answer to somebody else meanwhile, p95", f"{longer * 1e3:.1f} ms", f"≤ {TIMES_LONGER} x", longer <= TIMES_LONGER * usual,
            f"{usual * 1e3:.1f} ms", f"{longer / usual:.2f}"),
    ]  # fmt: skip


async def _picture(manager: ClientConnection) -> float:
    """Seconds from the tap until the picture is in the chat."""
    await watch(manager, MANAGER)
    shown = await said(manager, {"do": "say", "chat": MANAGER, "text": SHOWN}, until=_offers)
    if AS_PICTURE not in shown["choices"]:
        shown = await said(manager, _press(shown, MORE), until=lambda entry: AS_PICTURE in entry["choices"])
    began = time.perf_counter()
    await said(manager, _press(shown, AS_PICTURE), until=_has_a_picture)
    return time.perf_counter() - began


def _offers(entry: dict[str, Any]) -> bool:
    return bool({AS_PICTURE, MORE} & set(entry["choices"])) and entry["blocks"][1][0] == Table.kind


def _has_a_picture(entry: dict[str, Any]) -> bool:
    return any(kind == Picture.kind for kind, _content in entry["blocks"])


def _press(shown: dict[str, Any], label: str) -> dict[str, Any]:
    return {"do": "press", "chat": MANAGER, "token": shown["token"], "choice": shown["choices"].index(label)}


async def _pictures(manager: ClientConnection) -> list[float]:
    """Pictures, one after the other for a round."""
    taken, until = [], time.perf_counter() + ROUND
    while time.perf_counter() < until:
        taken.append(await _picture(manager))
        await asyncio.sleep(EVERY)
    return taken


async def _talk(tabs: list[ClientConnection]) -> list[float]:
    """A round of talk by all; the seconds that each answer took."""
    chats = [chat for chat in CHATS if chat != MANAGER]
    each = await asyncio.gather(*(_talks(one, chats[n % len(chats)]) for n, one in enumerate(tabs)))
    return [seconds for one in each for seconds in one]


async def _talks(one: ClientConnection, chat: str) -> list[float]:
    seconds, until = [], time.perf_counter() + ROUND
    while time.perf_counter() < until:
        await asyncio.sleep(random.uniform(0, 2 * EVERY))
        seconds.append(await answer(one, chat, random.choice(SENTENCES)))
    return seconds
