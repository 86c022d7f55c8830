"""The store is out for a while: nothing is acknowledged that is not kept, and all goes on by itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.faults.running import PATIENCE, Running, everybody_says, running
from tests.faults.town import eventually, kept, mark_in, visits

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("store_url", ["postgres"], indirect=True)]

LETS_NOBODY_IN = "ALTER DATABASE {} ALLOW_CONNECTIONS {}"
ENDS_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"


@contextmanager
def out(store_url: str) -> Iterator[None]:
    """While this lasts, the database ends its connections and takes no new ones."""
    url = make_url(store_url)
    name = str(url.database)
    admin = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(LETS_NOBODY_IN.format(name, "false")))
        connection.execute(text(ENDS_ALL), {"name": name})
        try:
            yield
        finally:
            connection.execute(text(LETS_NOBODY_IN.format(name, "true")))
    admin.dispose()


def webhook_error(bot: Running) -> str:
    """What Telegram was last answered instead of 200."""
    webhook = bot.fake._methods.webhook
    return str(webhook.last_error.get("last_error_message", "")) if webhook else ""


@pytest.mark.parametrize("mode", ["polling", "webhook"])
async def test_the_store_is_out_for_a_while_and_nothing_is_lost(store_url: str, mode: str, tmp_path: Path) -> None:
    async with running(store_url, tmp_path, people=12, mode=mode) as bot:
        told = visits(bot.chats(), 72)
        before, during, after = told[:24], told[24:48], told[48:]
        await everybody_says(bot.users, ((visit.chat, visit.text) for visit in before))
        # In the middle of it: some have been answered, others wait.
        await bot.fake.until(lambda: len(bot.fake.calls("sendMessage")) >= 5, PATIENCE)
        with out(store_url):
            await everybody_says(bot.users, ((visit.chat, visit.text) for visit in during))
            if mode == "webhook":
                await bot.fake.until(lambda: "503" in webhook_error(bot), PATIENCE)
            else:
                polls = bot.fake.counters["getUpdates"]
                await bot.fake.until(lambda: bot.fake.counters["getUpdates"] >= polls + 2, PATIENCE)
            assert len(bot.fake.pending()) >= len(during), "it confirmed what it could not keep"
            assert bot.still_runs()
        await everybody_says(bot.users, ((visit.chat, visit.text) for visit in after))
        await bot.fake.until(lambda: not bot.fake.pending(), PATIENCE)
        await eventually(lambda: len(kept(bot.store)) >= len(told), "every visit", seconds=PATIENCE)
        await bot.quiet()
        assert bot.still_runs()
        assert sorted(mark for _author, mark in kept(bot.store)) == [visit.mark for visit in told]
        for user in bot.users:
            mine = [visit.mark for visit in told if visit.chat == user.id]
            answers = [mark_in(message.text) for message in user.inbox]
            assert list(dict.fromkeys(answers)) == mine, "answered in order"
            assert len(answers) == len(mine), "a mark is waited for, not forgotten"


async def test_connections_that_are_cut_again_and_again_cost_a_moment_only(store_url: str, tmp_path: Path) -> None:
    async with running(store_url, tmp_path, people=12) as bot:
        told = visits(bot.chats(), 60)
        for part in range(0, len(told), 20):
            await everybody_says(bot.users, ((visit.chat, visit.text) for visit in told[part : part + 20]))
            sent = len(bot.fake.calls("sendMessage"))
            await bot.fake.until(lambda sent=sent: len(bot.fake.calls("sendMessage")) > sent, PATIENCE)  # type: ignore[misc]  # lambdas have no annotations
            with out(store_url):
                pass
        await eventually(lambda: len(kept(bot.store)) >= len(told), "every visit", seconds=PATIENCE)
        await bot.quiet()
        assert bot.still_runs()
        assert sorted(mark for _author, mark in kept(bot.store)) == [visit.mark for visit in told]
        assert sum(len(user.inbox) for user in bot.users) == len(told)
