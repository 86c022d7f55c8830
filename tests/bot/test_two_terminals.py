"""Two colleagues at two terminals of one demo: nobody's messages are shown, and so lost, in the other one's."""

from pathlib import Path

from bot.app import App, build
from bot.clock import MovableClock
from bot.platforms.console.platform import ConsolePlatform
from bot.settings import Settings
from handlers.kit.format.texts import voice
from handlers.kit.messages.reply import Reply
from storage.messaging.records import Address
from tests.storage.big_company import NOW


def terminal(account: str, store_url: str, folder: Path, screen: list[str]) -> App:
    """Somebody's terminal, which sends what is theirs."""
    clock = MovableClock(NOW)
    settings = Settings(database_url=store_url, data_dir=folder, _env_file=None)
    return build(settings, clock=clock, platforms=[ConsolePlatform(account, clock, screen.append, folder)], alone=True)


async def test_what_is_said_to_a_colleague_waits_for_their_terminal(store_url: str, tmp_path: Path) -> None:
    anas: list[str] = []
    luiss: list[str] = []
    ana = terminal("ana", store_url, tmp_path, anas)
    with ana.store.work(NOW) as work:
        for account in ("ana", "luis"):
            work.outbox.add(
                Address("console", account),
                Reply.of(f"hola, {account}").payload(voice("es", "ES", NOW.date())),
                kind="nudge",
            )
    await ana.delivery.flush()
    await ana.close()
    luis = terminal("luis", store_url, tmp_path, luiss)
    await luis.delivery.flush()
    await luis.close()
    assert ["hola, ana" in text for text in anas] == [True]
    assert ["hola, luis" in text for text in luiss] == [True]
