"""The bots that are measured, as processes of their own."""

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.fakes.processes import ROOT

PATIENCE = 20.0
"""Seconds in which a process has to end."""


async def spawn(module: str, *arguments: str, **environment: str) -> asyncio.subprocess.Process:
    """Starts a module of this repository, away from anybody's `.env`, with its bytecode kept as where it is installed."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        module,
        *arguments,
        cwd=tempfile.gettempdir(),
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "", **environment},
        stdout=asyncio.subprocess.DEVNULL,
    )


async def end(process: asyncio.subprocess.Process) -> None:
    """Ends a process of ours as an operator does: politely, then not."""
    process.terminate()
    try:
        async with asyncio.timeout(PATIENCE):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def resident(process: asyncio.subprocess.Process) -> float:
    """Megabytes of memory that the process keeps."""
    asked = await asyncio.create_subprocess_exec(
        "ps", "-o", "rss=", "-p", str(process.pid), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asked.communicate()
    return int(told) / 1024


def processor_seconds(process: asyncio.subprocess.Process) -> float:
    """Processor time that the process has spent so far, its threads' and the kernel's for it included."""
    fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
