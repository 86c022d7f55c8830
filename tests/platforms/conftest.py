"""The fake Telegram, the real library pointed at it, and somebody who has begun a chat."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.fakes.telegram import NO_RATES, FakeTelegram, User
from tests.platforms.library import library_bot


@pytest.fixture(autouse=True)
def _without_a_deprecation_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    """Without Telegram's rates; what its webhook fails on comes again at once."""
    async with await FakeTelegram.start(rates=NO_RATES, webhook_backoff=0.001) as running:
        yield running


@pytest.fixture
async def bot(fake: FakeTelegram) -> AsyncIterator[Bot]:
    """The library's bot."""
    async with library_bot(fake.url) as started:
        yield started


@pytest.fixture
async def ana(fake: FakeTelegram, bot: Bot) -> User:
    """Somebody whose /start the bot has had."""
    user = fake.user("Ana")
    await user.start()
    await bot.get_updates(offset=fake.updates[-1]["update_id"] + 1)
    return user
