"""A demo in a process of its own, as `cartera demo` starts it, and the browser that looks at it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.fakes.processes import ROOT

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
# Without its sandbox, which root may not have, and which a page of our own does not need.
CHROMIUM_OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-lcd-text")
PATIENCE = 30_000
"""Milliseconds that anything may take to appear: this machine may be busy with other tests."""
NO_CHROMIUM = "there is no Chromium here (on Debian: apt-get install chromium)"


@contextmanager
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(CHROMIUM_OPTIONS))
        yield opened
        opened.close()


@dataclass
class Served:
    """A demo in a language. It can be killed, and comes back at the same address."""

    folder: Path
    locale: str
    url: str = ""
    _process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns when the page can be opened."""
        command = [sys.executable, "-m", "bot.cli.entry", "demo", "--no-browser"]
        given = {"LOCALE": self.locale, "DATA_DIR": str(self.folder / "data"), "PORT": "0"}
        self._process = subprocess.Popen(
            command,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", **given},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout
        first = self._process.stdout.readline()
        assert "http://127.0.0.1:" in first, first
        self.url = first.split()[-1]

    def kill(self) -> None:
        """As a crash does."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As whoever started it does, also from the background, where Ctrl-C is ignored."""
        self._end(signal.SIGTERM)

    def _end(self, number: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(number)
            self._process.wait(30)
            if self._process.stdout:
                self._process.stdout.close()
            self._process = None


@contextmanager
def served(folder: Path, locale: str) -> Iterator[Served]:
    """A demo that runs."""
    demo = Served(folder, locale)
    demo.start()
    try:
        yield demo
    finally:
        demo.stop()
