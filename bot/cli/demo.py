"""`cartera demo`: the sample company in a browser."""

import asyncio
import os
import sys
import webbrowser
from pathlib import Path

from bot import logs
from bot.cli.chat import demo_settings
from bot.process_tuning import collect_once_tuned
from bot.settings import load


def has_display() -> bool:
    """Whether a browser that is opened here would be seen."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


async def play(*, browser: bool) -> None:
    """Serves the page until Ctrl-C."""
    from bot.demo.demo import Demo  # noqa: PLC0415 - the other commands need no web server

    def ready(page: str) -> None:
        print(f"Cartera is at {page}\nCtrl-C ends it; whatever you did is there the next time.", flush=True)
        if browser and has_display():
            asyncio.get_running_loop().run_in_executor(None, webbrowser.open, page)

    collect_once_tuned()
    settings = load()
    logs.set_up("ERROR")
    demo = demo_settings(settings)
    await Demo(demo.model_copy(update={"data_dir": Path(demo.data_dir) / "page"})).run(ready)
