"""The team's week in a Telegram group and in a Slack channel: with its pictures, at its time and on demand, and as it was when it was made."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App
from bot.clock import MovableClock
from storage.crm.interactions import InteractionInput
from tests.faults.running import running
from tests.faults.town import eventually
from tests.platforms.slack_running import running_slack

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

PNG = b"\x89PNG"


def a_manager_and_a_visit(app: App, clock: MovableClock) -> None:
    """The first colleague leads the team, and somebody was visited this week."""
    with app.store.work(clock.now()) as work:
        manager, *_others = work.people.everyone()
        work.people.change(manager.id, role="manager")
        work.person = manager
        customer = work.customers.exactly("Talleres Albacete")
        assert customer
        now = clock.now()
        work.interactions.log(InteractionInput(customer.id, "visit", now, now.date(), "day", "todo bien"))


async def its_time_comes(app: App, clock: MovableClock) -> None:
    """The clock goes to when the digest is due."""
    with app.store.look() as work:
        (digest,) = [one for person in work.people.everyone() for one in work.digests.of(person.id)]
    assert digest.shared
    clock.set(digest.next_at + timedelta(minutes=1))
    await app.tick()


async def test_a_telegram_group_gets_the_week_with_its_pictures_once(store_url: str, tmp_path: Path) -> None:
    clock = MovableClock(datetime.now(UTC))
    async with running(store_url, tmp_path, clock=clock) as bot:
        ana = bot.users[0]
        a_manager_and_a_visit(bot.app, clock)
        await ana.says("talleres albacete: oportunidad cafetera 900 €")
        group = bot.fake.group("Ventas", [ana])
        await ana.says_in(group, "/resumenes@cartera_bot aquí")
        await bot.quiet()
        await its_time_comes(bot.app, clock)
        await eventually(lambda: any(message.content for message in group.inbox), "the picture")
        await bot.quiet()
        digest = [message for message in group.inbox if "La semana del equipo · lunes" in message.text]
        pictures = [message.content for message in group.inbox if message.content]
        assert len(digest) == 1
        assert "visita: 1" in digest[0].text
        assert [content[:4] for content in pictures] == [PNG] * len(pictures)
        assert len(pictures) == 2, "the pipeline and the contacts"
        a_manager_and_a_visit(bot.app, clock)
        await bot.app.tick()
        await bot.quiet()
        assert [message.content for message in group.inbox if message.content] == pictures, "as it was when it was made"
        assert all(not message.history for message in group.inbox)
        await ana.says_in(group, "/resumen@cartera_bot semana")
        await bot.quiet()
        await eventually(lambda: any(message.content for message in ana.inbox), "the picture")
        assert any("La semana del equipo" in message.text and "visita: 2" in message.text for message in ana.inbox)


async def test_a_slack_channel_gets_the_week_with_its_pictures_once(store_url: str, tmp_path: Path) -> None:
    clock = MovableClock(datetime.now(UTC))
    async with running_slack(store_url, tmp_path, clock=clock) as bot:
        ana = bot.users[0]
        a_manager_and_a_visit(bot.app, clock)
        await ana.says("talleres albacete: oportunidad cafetera 900 €")
        channel = bot.fake.channel("ventas", [ana])
        await ana.slash("/cartera", "resumenes aquí", channel=channel)
        await bot.quiet()
        await its_time_comes(bot.app, clock)
        await eventually(lambda: any(message.files for message in channel.inbox), "the picture")
        await bot.quiet()
        digest = [message for message in channel.inbox if "La semana del equipo · lunes" in message.text]
        files = [file for message in channel.inbox for file in message.files]
        assert len(digest) == 1
        assert "visita: 1" in digest[0].text
        assert [file.content[:4] for file in files] == [PNG, PNG], "the pipeline and the contacts"
        assert all(file.more.get("alt_txt") for file in files), "whoever cannot see it reads it"
        a_manager_and_a_visit(bot.app, clock)
        await bot.app.tick()
        await bot.quiet()
        assert len([file for message in channel.inbox for file in message.files]) == 2
        await ana.says("resumen de la semana")
        await bot.quiet()
        await eventually(lambda: any(message.files for message in ana.inbox), "the picture")
        assert any("visita: 2" in message.text for message in ana.inbox)
