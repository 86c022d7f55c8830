"""A store that cannot do its work says so: damaged pages, a full disk."""

import asyncio
import resource
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import health
from bot.cli.doctor import examine
from bot.health import FAILED_FOR, KEPT_FOR, StoreHealth
from bot.intake.executor import StoreExecutor
from storage.work import Store
from tests.bot.test_doctor import introduce, settings, wrong

PAGE = 4096


@pytest.fixture
def path(tmp_path: Path, empty_sqlite: Path) -> Path:
    """A database with some pages of customers, all of them in its file."""
    path = tmp_path / "cartera.db"
    shutil.copy(empty_sqlite, path)
    store = Store.open(f"sqlite:///{path}")
    introduce(store)
    with store.work() as work:
        for number in range(150):
            work.customers.add(f"Talleres Ñandú {number}", phone=f"+3460012{number:04}")
    store.close()
    return path


@pytest.fixture
def now() -> list[float]:
    """The seconds of the machine's clock, the last of them."""
    return [0.0]


@pytest.fixture
async def looked_after(path: Path, now: list[float]) -> AsyncIterator[tuple[Store, StoreHealth]]:
    store, executor = Store.open(f"sqlite:///{path}"), StoreExecutor(1)
    yield store, StoreHealth(store, executor, clock=lambda: now[-1])
    await asyncio.to_thread(executor.close)
    store.close()


def damage(path: Path, name: bytes) -> None:
    """Puts the wrong bytes where the first page with this text begins."""
    content = bytearray(path.read_bytes())
    page = content.index(name) // PAGE * PAGE
    content[page : page + 64] = b"\xa5" * 64
    path.write_bytes(content)


async def test_a_damaged_page_went_unnoticed(
    path: Path,
    looked_after: tuple[Store, StoreHealth],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    now: list[float],
) -> None:
    monkeypatch.setattr(health, "RESTS", 0)
    _store, watched = looked_after
    assert await watched.problem() is None
    damage(path, "Talleres Ñandú 3".encode())
    watching = asyncio.create_task(watched.watch())
    problem = None
    while problem is None:
        await asyncio.sleep(0.01)
        now.append(now[-1] + KEPT_FOR + 1)
        problem = await watched.problem()
    watching.cancel()
    assert "damaged" in problem
    said = wrong(await examine(settings(f"sqlite:///{path}", tmp_path), probe_seconds=0))
    assert "pages of the table" in said
    assert "cartera restore" in said


@contextmanager
def _full(path: Path) -> Iterator[None]:
    """No file may grow beyond the size of this one, as where the disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _write_on(store: Store) -> None:
    for number in range(10_000):
        with store.work() as work:
            work.customers.add(f"Bar {number}")


async def test_a_full_disk_was_healthy(path: Path, looked_after: tuple[Store, StoreHealth], now: list[float]) -> None:
    store, watched = looked_after
    with _full(path), pytest.raises(Exception, match=r"full|I/O"):
        _write_on(store)
    assert "full" in (await watched.problem() or "")
    now.append(now[-1] + FAILED_FOR + 1)
    assert await watched.problem() is None
