"""How the application ends."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import build
from bot.settings import Settings
from storage.messaging.inbox import RawEvent
from tests.office.local import LocalPlatform


@pytest.mark.parametrize("moments", range(6))
async def test_an_end_that_comes_together_with_news_is_not_missed(store_url: str, tmp_path: Path, moments: int) -> None:
    settings = Settings(database_url=SecretStr(store_url), data_dir=tmp_path, _env_file=None)
    app = build(settings, platforms=[LocalPlatform()])
    inbox = asyncio.create_task(app.inbox.run())
    await app.inbox.drain()  # the task's own look comes first, so that it waits for news now
    for _moment in range(10):
        await asyncio.sleep(0)
    await app.inbox.take([RawEvent("nowhere", "bot", "1", "chat", "{}")])
    for _moment in range(moments):
        await asyncio.sleep(0)
    inbox.cancel()
    await asyncio.wait({inbox}, timeout=5)
    assert inbox.done()
    await app.close()
