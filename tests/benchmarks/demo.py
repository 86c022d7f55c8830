"""A demo in a process of its own, and its page without a browser: what is asked in a tab, and how long its answer takes."""

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from websockets.asyncio.client import ClientConnection, connect

from tests.fakes.processes import ROOT

CHATS = ("ana", "luis", "carmen", "javier", "nuria", "tom")
SENTENCES = (
    "qué tengo hoy",
    "historial de bar sol",
    "visité a bar luna hoy, quieren 3 cajas de café",
    "teléfono de Marta",
)


@asynccontextmanager
async def demo() -> Any:
    """A demo with a new company: its address, when it was begun, and its process."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli.entry", "demo", "--no-browser",
            cwd=folder, stdout=asyncio.subprocess.PIPE,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATA_DIR": str(Path(folder) / "data"), "PORT": "0"},
        )  # fmt: skip
        assert process.stdout
        url = (await process.stdout.readline()).decode().split()[-1]
        try:
            yield url, began, process
        finally:
            process.kill()
            await process.wait()


def opened(url: str) -> connect:
    """The connection of a page, to be entered."""
    return connect(url.replace("http", "ws") + "live", origin=url.partition("/demo/")[0])  # type: ignore[arg-type]  # a str of a kind


async def answer(tab: ClientConnection, chat: str, text: str) -> float:
    """Seconds until the message is answered: taken, and the next entry of the bot behind it."""
    await watch(tab, chat)
    began = time.perf_counter()
    await said(tab, {"do": "say", "chat": chat, "text": text})
    return time.perf_counter() - began


async def watch(tab: ClientConnection, chat: str) -> None:
    """Looks at a chat, and has seen what it shows."""
    await tab.send(json.dumps({"do": "watch", "chats": [chat]}))
    while json.loads(await tab.recv())["is"] != "chat":
        pass


async def said(
    tab: ClientConnection, what: dict[str, Any], *, until: Callable[[dict[str, Any]], bool] = bool
) -> dict[str, Any]:
    """Sends what somebody does, and returns the bot's next entry behind it of which `until` is true: it speaks by itself too."""
    id_, taken = str(uuid4()), False
    await tab.send(json.dumps(what | {"id": id_}))
    while True:
        heard = json.loads(await tab.recv())
        entry: dict[str, Any] = heard.get("entry", {})
        taken = taken or entry.get("id") == id_ or (heard["is"] == "taken" and heard["id"] == id_)
        if taken and entry and not entry["mine"] and until(entry):
            return entry
