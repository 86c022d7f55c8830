"""The page: from `cartera demo` to an address that answers, and how long fifty tabs wait for their answers."""

import asyncio
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from websockets.asyncio.client import ClientConnection, connect

from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import Stores
from tests.benchmarks.table import Row, centile, median
from tests.fakes.processes import ROOT

TABS = 50
EACH_SAYS = 6
EVERY = 5.0
"""Seconds between two messages of a tab: a person types and reads."""
SECONDS_TO_START, SECONDS_TO_ANSWER = 5.0, 0.3
CHATS = ("ana", "luis", "carmen", "javier", "nuria", "tom")
SENTENCES = (
    "qué tengo hoy",
    "historial de bar sol",
    "visité a bar luna hoy, quieren 3 cajas de café",
    "teléfono de Marta",
)


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Starts the demo a few times, and then talks to it from fifty tabs."""
    del made
    return asyncio.run(_measure(scale, note))


async def _measure(scale: Scale, note: Callable[[str], None]) -> list[Row]:
    starts, answers = [], list[float]()
    for run in range(scale.starts):
        async with _demo() as (url, seconds):
            starts.append(seconds)
            if run == 0:
                answers = await _tabs(url)
    start, p95, middle = median(starts), centile(answers, 95), median(answers)
    note(f"page: {len(answers)} answers to {TABS} tabs")
    return [
        Row("page: from the command to the page", f"{start:.1f} s", f"≤ {SECONDS_TO_START} s", start <= SECONDS_TO_START),
        Row(f"page: an answer, {TABS} tabs, p95", f"{p95 * 1e3:.0f} ms", f"≤ {SECONDS_TO_ANSWER * 1e3:.0f} ms",
            p95 <= SECONDS_TO_ANSWER, f"median {middle * 1e3:.0f} ms", f"{p95 / middle:.1f}"),
    ]  # fmt: skip


@asynccontextmanager
async def _demo() -> Any:
    """A demo with a new company: its address, and the seconds until the page could be had."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli.main", "demo", "--no-browser",
            cwd=folder, stdout=asyncio.subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATA_DIR": str(Path(folder) / "data"), "PORT": "0"},
        )  # fmt: skip
        assert process.stdout
        url = (await process.stdout.readline()).decode().split()[-1]
        async with httpx.AsyncClient() as web:
            assert (await web.get(url)).status_code == 200
        seconds = time.perf_counter() - began
        try:
            yield url, seconds
        finally:
            process.kill()
            await process.wait()


async def _tabs(url: str) -> list[float]:
    """Fifty tabs talk, each at its own pace; the seconds between each message and the first thing that the bot says then."""
    async with AsyncExitStack() as stack:
        tabs = [
            await stack.enter_async_context(
                connect(url.replace("http", "ws") + "live", origin=url.partition("/demo/")[0])  # type: ignore[arg-type]
            )
            for _tab in range(TABS)
        ]
        await _answer(tabs[0], "ana", "hola")  # the languages are learnt
        each = await asyncio.gather(*(_talk(tab, f"{CHATS[n % len(CHATS)]}") for n, tab in enumerate(tabs)))
    return [seconds for one in each for seconds in one]


async def _talk(tab: ClientConnection, chat: str) -> list[float]:
    seconds = []
    for _message in range(EACH_SAYS):
        await asyncio.sleep(random.uniform(0, 2 * EVERY))
        seconds.append(await _answer(tab, chat, random.choice(SENTENCES)))
    return seconds


async def _answer(tab: ClientConnection, chat: str, text: str) -> float:
    """Seconds until the message is answered: taken, and the next entry of the bot behind it."""
    await tab.send(json.dumps({"do": "watch", "chats": [chat]}))
    while json.loads(await tab.recv())["is"] != "chat":
        pass
    id_ = str(uuid4())
    began = time.perf_counter()
    await tab.send(json.dumps({"do": "say", "chat": chat, "text": text, "id": id_}))
    said = False
    while True:
        heard = json.loads(await tab.recv())
        entry = heard.get("entry", {})
        said = said or entry.get("id") == id_
        if said and entry and not entry["mine"]:
            return time.perf_counter() - began
