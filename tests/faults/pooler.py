"""A proxy before PostgreSQL that gives every transaction whichever connection is free: pgbouncer, from the system's packages."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import URL, make_url

from tests.faults.process import free_port

NOBODY = "nobody"
"""It refuses to run as root."""


def installed() -> str:
    """The program. Skips the test where there is none."""
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    if found is None:
        pytest.skip("pgbouncer is not installed (on Debian: apt-get install pgbouncer)")
    return found


@asynccontextmanager
async def pooler(store_url: str, *, connections: int) -> AsyncIterator[str]:
    """The URL of the same database behind a pooler in transaction mode, with so many connections to the server."""
    program, url, port = installed(), make_url(store_url), free_port()
    with TemporaryDirectory(prefix="cartera-pooler-") as made:
        settings = _written(url, port, connections, Path(made))
        as_user = ["-u", _user(url)] if os.geteuid() == 0 else []
        process = await asyncio.create_subprocess_exec(
            program, *as_user, "-q", str(settings), stdout=sys.stderr, stderr=sys.stderr
        )
        try:
            await _listens(port, process)
            behind = URL.create("postgresql", url.username, url.password, "127.0.0.1", port, url.database)
            yield behind.render_as_string(hide_password=False)
        finally:
            process.terminate()
            await process.wait()


def _user(url: URL) -> str:
    """Who reaches the server: whoever its socket belongs to, where it is not reached by the network."""
    folder = str(url.host or url.query["host"])
    return Path(folder).owner() if folder.startswith("/") else NOBODY


def _written(url: URL, port: int, connections: int, folder: Path) -> Path:
    """Its settings, in a folder that another user may read."""
    folder.chmod(0o755)
    (folder / "users.txt").write_text(f'"{url.username}" "{url.password or ""}"\n')
    (folder / "pgbouncer.ini").write_text(_settings(url, port, connections, folder))
    return folder / "pgbouncer.ini"


def _settings(url: URL, port: int, connections: int, folder: Path) -> str:
    password = f" password={url.password}" if url.password else ""
    host = url.host or url.query["host"]
    return f"""
[databases]
{url.database} = host={host} port={url.port or 5432} dbname={url.database} user={url.username}{password}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
auth_file = {folder / "users.txt"}
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
"""


async def _listens(port: int, process: asyncio.subprocess.Process) -> None:
    async with asyncio.timeout(20):
        while True:
            assert process.returncode is None, "pgbouncer did not start"
            try:
                _reader, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return
