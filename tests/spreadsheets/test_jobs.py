"""What becomes of slow work that cannot be done: somebody waits for it, and is told."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.app import App, build
from bot.clock import MovableClock
from bot.platforms.outcomes import Refused, SendError
from bot.settings import Settings
from handlers.kit.messages.incoming import Attachment
from storage.work import Store
from tests.office.local import LocalPlatform

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


class Forgetful(LocalPlatform):
    """A platform that has lost the file."""

    async def fetch(self, reference: str, most: int) -> bytes:
        """Refuses."""
        raise SendError(Refused("file not found"))


def opened(store: Store, store_url: str, folder: Path, platform: LocalPlatform) -> App:
    with store.work(NOW) as work:
        work.people.link(work.people.add("Ana", "admin", "en", "UTC").id, "local", "1", "1")
    return build(
        Settings(database_url=store_url, data_dir=folder), clock=MovableClock(NOW), platforms=[platform], alone=True
    )


def test_a_file_that_cannot_be_fetched_is_told(store: Store, store_url: str, tmp_path: Path) -> None:
    local = Forgetful()
    app = opened(store, store_url, tmp_path, local)

    async def send() -> None:
        file = Attachment("a.csv", 10, "7")
        await app.inbox.take([local.event("1", kind="other", media="document", attachments=(file,), sent_at=NOW)])
        await app.settle()
        await app.close()

    asyncio.run(send())
    assert "I could not get that file" in local.screens["1"][-1].text


def test_a_job_that_no_version_knows_any_more_is_not_tried_for_ever(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    local = LocalPlatform()
    app = opened(store, store_url, tmp_path, local)
    with store.work() as work:
        work.jobs.add("of_long_ago", {}, platform="local", chat="1", account="1")
        work.connection.exec_driver_sql("UPDATE jobs SET tries = 2")

    async def settle() -> None:
        await app.settle()
        await app.close()

    asyncio.run(settle())
    assert "I couldn't finish that" in local.screens["1"][-1].text
