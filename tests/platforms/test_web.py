"""The page's adapter and the demo behind it, from the outside: over HTTP and WebSockets, with what no page of ours would send."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin

from bot.clock import ShiftedClock
from bot.demo.demo import Demo
from bot.demo.state import DemoState
from bot.settings import Settings

PATIENCE = 120
"""Seconds until something surely does not come any more: this machine may be busy with other tests."""


class Screen:
    """An open page, as plain messages."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def sends(self, **message: Any) -> None:
        await self.connection.send(json.dumps(message))

    async def hears(self, what: str, **like: Any) -> dict[str, Any]:
        """The next message of a kind, with these values."""
        async with asyncio.timeout(PATIENCE):
            while True:
                heard: dict[str, Any] = json.loads(await self.connection.recv())
                if heard["is"] == what and like.items() <= heard.items():
                    return heard

    async def answered(self, part: str) -> dict[str, Any]:
        """The next entry of the bot that says this."""
        while True:
            entry: dict[str, Any] = (await self.hears("entry"))["entry"]
            if not entry["mine"] and part in json.dumps(entry, ensure_ascii=False):
                return entry

    async def says(self, text: str, *, chat: str = "ana", id_: str = "") -> None:
        await self.sends(do="say", chat=chat, text=text, id=id_ or str(uuid4()))


class Served:
    """A demo that runs in this process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.origin = url.partition("/demo/")[0]

    @asynccontextmanager
    async def screen(self, *chats: str) -> AsyncIterator[Screen]:
        live = self.url.replace("http", "ws") + "live"
        async with connect(live, origin=Origin(self.origin), open_timeout=PATIENCE) as connection:
            screen = Screen(connection)
            await screen.hears("stage")
            if chats:
                await screen.sends(do="watch", chats=list(chats))
                await screen.hears("chat")
            yield screen


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a demo has made its company, to copy."""
    folder = tmp_path_factory.mktemp("company")

    async def begin() -> None:
        async with demo(folder) as served, served.screen():
            pass

    asyncio.run(begin())
    return folder


@pytest.fixture
def folder(company: Path, tmp_path: Path) -> Path:
    """A demo's folder of one's own, as after a restart."""
    (tmp_path / "page.json").write_text((company / "page.json").read_text())
    shutil.copy(company / "cartera.db", tmp_path)
    return tmp_path


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Served]:
    told: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    settings = Settings(data_dir=folder, port=0, _env_file=None)
    running = asyncio.create_task(Demo(settings).run(told.set_result))
    try:
        await asyncio.wait([running, asyncio.ensure_future(asyncio.wait([told]))], return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        yield Served(told.result())
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_only_whoever_has_the_address_comes_in_and_only_from_our_page(folder: Path) -> None:
    async with demo(folder) as served, httpx.AsyncClient(timeout=PATIENCE) as web:
        page = await web.get(served.url)
        assert page.status_code == 200
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert "unsafe" not in page.headers["content-security-policy"]
        assert "<script>" not in page.text
        another = served.url.rstrip("/")[:-1] + "/"
        for url, headers in (
            (another, {}),
            (another + "static/page.js", {}),
            (served.url, {"Host": "evil.example"}),
            (served.url + "static/..%2Fspec.py", {}),
            (served.url + "files/ana/1", {}),
        ):
            assert (await web.get(url, headers=headers)).status_code == 404, (url, headers)
        assert (await web.post(served.url + "files", content=b"?")).status_code == 404
        live = served.url.replace("http", "ws") + "live"
        for url, origin in (
            (another.replace("http", "ws") + "live", served.origin),
            (live, "https://evil.example"),
            (live, served.origin.replace("http", "https")),
            (live, None),
            (live.replace("127.0.0.1", "evil.example"), served.origin.replace("127.0.0.1", "evil.example")),
        ):
            with pytest.raises(InvalidStatus) as refused:
                # The last calls this machine by another name, as one that was rebound in the DNS would.
                await connect(url, origin=origin, host="127.0.0.1", open_timeout=PATIENCE)  # type: ignore[arg-type]
            assert refused.value.response.status_code == 403, url


async def test_what_no_page_would_send_is_refused_and_the_conversation_goes_on(folder: Path) -> None:
    async with demo(folder) as served, served.screen("ana") as screen:
        id_ = str(uuid4())
        for odd in (
            {"do": "say", "chat": "ana", "text": " ", "id": id_},
            {"do": "say", "chat": "ana", "text": "x" * 50_000, "id": id_},
            {"do": "say", "chat": "ana", "text": ["a"], "id": id_},
            {"do": "say", "chat": 5, "text": "hola", "id": id_},
            {"do": "say", "chat": "ana", "text": "hola", "id": "x"},
            {"do": "press", "chat": "ana", "token": "no", "choice": "first", "id": id_},
            {"do": "file", "chat": "ana", "file": "../../page.json", "name": "a.csv", "size": 1, "id": id_},
            {"do": "fly"},
            {},
        ):
            await screen.sends(**odd)
            await screen.hears("refused")
        for broken in ("{", "[]", "null", "[" * 5_000):
            await screen.connection.send(broken)
            await screen.hears("refused")
        await screen.sends(do="watch", chats=[{"a": 1}, "ana"])
        await screen.hears("chat", chat="ana")
        await screen.says("/hoy")
        await screen.answered("Marta")


async def test_twenty_kilobytes_are_answered_and_shown_whole(folder: Path) -> None:
    async with demo(folder) as served, served.screen("ana") as screen:
        long = "visité a bar sol, " + "quieren más cajas de vermut y " * 700
        await screen.says(long)
        while not (heard := await screen.hears("entry"))["entry"]["mine"]:
            pass  # what the day began with may come first
        assert len(heard["entry"]["text"]) == len(long) > 20_000
        await screen.answered("")


async def test_the_same_message_again_has_one_effect_and_both_pages_see_it(folder: Path) -> None:
    async with demo(folder) as served, served.screen("ana") as screen, served.screen("ana") as other:
        id_ = str(uuid4())
        for _time in range(3):
            await screen.says("/nuevo Taller Uno", id_=id_)
            await screen.hears("taken", id=id_)
        await screen.says("/nuevo Taller Dos")
        await other.answered("Taller Uno")
        await other.answered("Taller Dos")
        await other.sends(do="watch", chats=["ana"])
        shown = (await other.hears("chat"))["entries"]
        assert [entry["mine"] for entry in shown].count(True) == 2
        assert sum("Taller Uno" in json.dumps(entry) for entry in shown if not entry["mine"]) == 1


async def test_a_year_further_falls_due_on_the_way_and_a_thousand_are_too_many(folder: Path) -> None:
    async with demo(folder) as served, served.screen("ana", "javier") as screen:
        await screen.says("recuérdame llamar a Marta en 2 horas")
        await screen.answered("llamar a Marta")
        await screen.sends(do="move", hours=24 * 366)
        nudge = await screen.answered("Ahora: llamar a Marta")
        assert datetime.fromisoformat(nudge["at"]) > datetime.fromisoformat(
            (await screen.hears("clock"))["now"]
        ) - timedelta(366)
        await screen.hears("moved")
        for hours in (24 * 365 * 1_000, 1e300, -1, 0, "1", None):
            await screen.sends(do="move", hours=hours)
            await screen.hears("refused", id="move")


async def test_starting_over_twice_while_a_turn_runs_is_once(folder: Path) -> None:
    async with demo(folder) as served:
        async with served.screen("ana") as screen, served.screen("ana") as other:
            before = DemoState.read(folder / "page.json")
            await screen.says("/nuevo Taller Uno")
            await screen.sends(do="reset")
            await other.sends(do="reset")
            with pytest.raises(ConnectionClosed):
                await screen.hears("nothing of the kind")
        async with asyncio.timeout(PATIENCE):
            while True:
                try:
                    async with served.screen("ana") as back:
                        await back.says("/cliente Taller Uno")
                        await back.answered("Taller Uno")
                        break
                except (InvalidStatus, ConnectionClosed):
                    await asyncio.sleep(0.05)
        after = DemoState.read(folder / "page.json")
        assert before.token == after.token
        assert before.edition != after.edition


async def test_it_goes_on_where_it_was_after_a_restart(folder: Path) -> None:
    async with demo(folder) as served, served.screen("ana") as screen:
        first = served.url
        await screen.says("/nuevo Taller Uno")
        await screen.answered("Taller Uno")
        await screen.sends(do="move", hours=1)
        moved = datetime.fromisoformat((await screen.hears("clock"))["now"])
        await screen.hears("moved")
    async with demo(folder) as served, served.screen("ana") as screen:
        assert served.url == first
        await screen.sends(do="watch", chats=["ana"])
        shown = (await screen.hears("chat"))["entries"]
        assert any("Taller Uno" in json.dumps(entry) for entry in shown)
        await screen.says("/hoy")
        assert datetime.fromisoformat((await screen.hears("entry"))["entry"]["at"]) > moved


async def test_a_file_is_sent_and_a_file_comes_back(folder: Path) -> None:
    async with demo(folder) as served, served.screen("javier") as screen:
        web = httpx.AsyncClient(base_url=served.url, headers={"Origin": served.origin}, timeout=PATIENCE)
        async with web:
            kept = (await web.post("files", content=b"nombre\nTaller Uno\n")).json()["file"]
            await screen.sends(
                do="file", chat="javier", file=kept, name="clientes.csv", size=18, mime="text/csv", id=str(uuid4())
            )
            await screen.answered("clientes.csv")
            await screen.says("/exportar clientes", chat="javier")
            while not (entry := await screen.answered(""))["files"]:
                pass
            ((file, name),) = entry["files"]
            saved = await web.get(f"files/javier/{file}")
            assert saved.status_code == 200
            assert name in saved.headers["content-disposition"]
            assert (await web.get(f"files/ana/{file}")).status_code == 404


def test_a_clock_that_was_put_forward_tells_what_it_showed_before() -> None:
    clock = ShiftedClock()
    before = clock.now()
    clock.advance(timedelta(hours=5))
    clock.advance(timedelta(days=1))
    assert clock.at(before) >= before
    assert timedelta(hours=29) <= clock.now() - before < timedelta(hours=29, seconds=5)
    assert clock.at(clock.shifts[1].since - timedelta(microseconds=1)) - clock.shifts[1].since < timedelta(hours=5)
