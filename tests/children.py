"""Processes of our own that begin with everything loaded: forked from one that loaded it once, not started from nothing.

They are as real as any: they are killed, run out of files, and know nothing of whoever started them. What is spared is
Python's start and the imports, two seconds of a processor for each.
"""

import asyncio
import multiprocessing
import os
import resource
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.reduction import DupFd
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.children", "tests.preload"])

NOTHING = os.open(os.devnull, os.O_RDONLY)
"""What somebody types who is not there: the number of an open file."""


class _Files:
    """Open files as they are handed over to a process: they are the same there, by other numbers."""

    def __init__(self, *numbers: int) -> None:
        self.numbers = numbers

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, tuple(DupFd(number) for number in self.numbers)


def _received(*files: Any) -> _Files:
    return _Files(*(file.detach() for file in files))


class Child:
    """`python -m …` in a folder, with an environment and three open files; `most_bytes`: no file of its grows beyond that."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        files: tuple[int, int, int],
        *,
        most_bytes: int | None = None,
    ) -> None:
        self._process = _FORKS.Process(
            target=_run, args=(tuple(command), str(folder), dict(environment), _Files(*files), most_bytes)
        )
        self._process.start()

    @property
    def returncode(self) -> int | None:
        """Its exit code, minus the signal's number where one ended it; None while it runs."""
        return self._process.exitcode

    @property
    def pid(self) -> int:
        """Its number."""
        assert self._process.pid
        return self._process.pid

    def send_signal(self, number: signal.Signals) -> None:
        """Sends it a signal, where it still runs."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def ended(self, within: float = 60) -> int:
        """Waits for its end; returns its exit code. TimeoutError where it does not come, and then it is killed."""
        self._process.join(within)
        if self.returncode is None:
            self._process.kill()
            raise TimeoutError(f"it did not end within {within} s")
        return self.returncode

    async def wait(self) -> int:
        """Waits for its end, however long."""
        loop = asyncio.get_running_loop()
        over = asyncio.Event()
        own = os.dup(self._process.sentinel)  # whoever else waits has another
        loop.add_reader(own, over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(own)
            os.close(own)
        return self.ended()


def _run(
    command: tuple[str, ...], folder: str, environment: dict[str, str], files: _Files, most_bytes: int | None
) -> None:
    """What the forked process does: it becomes `python` with these arguments."""
    for own, given in enumerate(files.numbers):
        os.dup2(given, own)
        os.close(given)
    sys.stdin, sys.stdout, sys.stderr = (
        open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - the numbers are the process's own
        for number, mode in enumerate("rww")
    )
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    _dash_m, module, *arguments = command
    sys.argv = [module, *arguments]
    sys.modules.pop(module, None)  # it runs as the main module, not as what was loaded under its name
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Runs `python -m …` to its end, with what is typed into it; returns what it printed."""
    with TemporaryFile("w+") as keys, TemporaryFile("w+") as out, TemporaryFile("w+") as err:
        keys.write(typed)
        keys.seek(0)
        code = Child(command, folder, environment, (keys.fileno(), out.fileno(), err.fileno())).ended()
        for printed in (out, err):
            printed.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())


def started(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> tuple[Child, str]:
    """Starts `python -m …`, and waits for the first line that it prints; returns both."""
    mine, its = os.pipe()
    try:
        child = Child(command, folder, environment, (NOTHING, its, 2))
    finally:
        os.close(its)
    with open(mine, encoding="utf-8") as printed:  # noqa: PTH123 - a pipe has no path
        return child, printed.readline().strip()
