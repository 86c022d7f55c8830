"""kill -9 in the middle of slow work: the next start goes on with it, alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.crm.tables import CustomerRow, ImportRow
from storage.messaging.tables import JobRow
from storage.session.engine import reading
from storage.work import Store
from tests.fakes.telegram import TelegramControl
from tests.faults.process import Bot
from tests.faults.town import eventually

pytestmark = pytest.mark.faults

LINES = 4_000
LEAST, MOST = 400, 3_000
"""Lines after which it is killed: some are written, and not nearly all."""


def asked_for(store: Store, account: int) -> None:
    """Elena has sent a table and pressed Import."""
    table = "Cliente;Teléfono\n" + "".join(f"Bar Numero{n};6{n:08d}\n" for n in range(LINES))
    with store.work() as work:
        elena = work.people.add("Elena", "admin", "es", "Europe/Madrid")
        work.people.link(elena.id, "telegram", str(account), str(account))
        file = work.files.keep("clientes.csv", "text/csv", table.encode())
        number = work.imports.add("clientes.csv", file_id=file)
        work.imports.mark(number, "running")
        work.jobs.add(
            "import_table",
            {"import": number, "file": file, "now": datetime.now(UTC).isoformat()},
            platform="telegram",
            chat=str(account),
            account=str(account),
        )


def written(store: Store) -> int:
    """Rows of customers, seen or not."""
    with reading(store.engine) as connection:
        return connection.execute(select(func.count()).select_from(CustomerRow)).scalar_one()


def state(store: Store) -> str:
    """How the import stands."""
    with reading(store.engine) as connection:
        return connection.execute(select(ImportRow.state)).scalar_one()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_an_import_that_was_killed_waited_for_its_lease(store: Store, store_url: str, tmp_path: Path) -> None:
    async with await TelegramControl.spawn() as telegram:
        (elena,) = await telegram.users(["Elena"])
        asked_for(store, elena)
        async with Bot(store_url, telegram, tmp_path) as bot:
            await bot.meanwhile(eventually(lambda: written(store) > LEAST, "the import has begun"))
            await bot.kill()
            assert written(store) < MOST
            await bot.start()
            await bot.meanwhile(eventually(lambda: state(store) == "done", "the import goes on"))
    assert written(store) == LINES
    with reading(store.engine) as connection:
        assert connection.execute(select(JobRow.tries)).scalar_one() == 2
        assert connection.execute(select(func.count()).where(CustomerRow.archived_at.is_(None))).scalar_one() == LINES
