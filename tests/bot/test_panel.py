"""The panel: a link that works once, a session that ends, and no more to be seen than its person may see."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from bot.view.html import el
from bot.web.routes import web_app
from storage.crm.interactions import InteractionInput
from storage.people.people import Visibility
from storage.people.records import Person
from storage.work import Store

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
MARKUP = "<script>alert(1)</script>"


class Building:
    """An application with its panel, and browsers that look at it."""

    def __init__(self, app: App, clock: MovableClock) -> None:
        self.app, self.clock = app, clock
        self.web = web_app(app)

    def link(self, person: Person) -> str:
        with self.app.store.work(self.clock.now()) as work:
            return f"/panel/{work.panel_links.make(person.id)}"

    def browser(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.web), base_url="http://bot")


@asynccontextmanager
async def building(
    url: str, folder: Path, *, visibility: Visibility = "all", view: str = "on"
) -> AsyncIterator[Building]:
    clock = MovableClock(NOW)
    settings = Settings.model_validate(
        {"database_url": url, "data_dir": folder, "visibility": visibility, "web_view": view}
    )
    app = build(settings, clock=clock, platforms=[])
    try:
        yield Building(app, clock)
    finally:
        await app.close()


def _people(store: Store) -> tuple[Person, Person]:
    """Ana and Luis, each with a customer of their own, of which one has a name like markup."""
    with store.work(NOW, turn="scene") as work:
        ana = work.people.add("Ana Ruiz", "rep", "es", "Europe/Madrid")
        luis = work.people.add("Luis Gil", "rep", "es", "Europe/Madrid", team="Norte")
        for person, name in ((ana, f"Bar {MARKUP}"), (luis, "Taller Gil")):
            work.person = person
            customer = work.customers.add(name)
            work.interactions.log(InteractionInput(customer.id, "visit", NOW, NOW.date(), "day", f"nota de {name}"))
    return ana, luis


async def _opened(browser: httpx.AsyncClient, link: str) -> httpx.Response:
    asked = await browser.get(link)
    assert asked.status_code == 200
    assert "Abrir el panel" in asked.text
    let_in = await browser.post(link)
    assert let_in.status_code == 303
    assert "HttpOnly; SameSite=Strict" in let_in.headers["set-cookie"]
    return await browser.get(let_in.headers["location"])


@pytest.mark.parametrize("store_url", ["sqlite", "postgres"], indirect=True)
async def test_a_link_opens_once_for_twelve_hours_and_whoever_leaves_sees_nothing(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    ana, luis = _people(store)
    async with building(store_url, tmp_path) as here, here.browser() as browser, here.browser() as another:
        assert (await browser.get("/panel")).status_code == 401
        link = here.link(ana)
        page = await _opened(browser, link)
        assert "Ana Ruiz" in page.text
        assert (await another.get(link)).status_code == 404
        assert (await another.post(link)).status_code == 404
        assert (await another.get("/panel", headers={"Cookie": "cartera_panel=guessed"})).status_code == 401
        here.clock.advance(timedelta(hours=11, minutes=59))
        assert (await browser.get("/panel")).status_code == 200
        here.clock.advance(timedelta(minutes=2))
        assert (await browser.get("/panel")).status_code == 401
        late = here.link(luis)
        here.clock.advance(timedelta(minutes=11))
        assert (await browser.get(late)).status_code == 404
        assert (await _opened(another, here.link(luis))).status_code == 200
        unopened = here.link(luis)
        with store.work(here.clock.now()) as work:
            work.people.leave(luis.id)
        assert (await another.get("/panel")).status_code == 401
        assert (await another.get(unopened)).status_code == 404


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_it_shows_what_the_person_may_see_and_names_as_they_were_typed(
    store: Store, store_url: str, tmp_path: Path
) -> None:
    _ana, luis = _people(store)
    async with building(store_url, tmp_path, visibility="own") as here, here.browser() as browser:
        page = await _opened(browser, here.link(luis))
        assert "script-src" not in page.headers["content-security-policy"]
        assert "default-src 'none'" in page.headers["content-security-policy"]
        for view in ("today", "pipeline", "customer", "team", "no-such-view"):
            shown = await browser.get("/panel", params={"show": view, "for": ""})
            assert shown.status_code == 200
            assert "alert(1)" not in shown.text, view
        assert "Taller Gil" in (await browser.get("/panel", params={"show": "customer", "for": "taller gil"})).text
        theirs = await browser.get("/panel", params={"show": "customer", "for": f"Bar {MARKUP}"})
        assert "nota de Bar" not in theirs.text
    async with building(store_url, tmp_path) as here, here.browser() as browser:
        await _opened(browser, here.link(luis))
        text = (await browser.get("/panel", params={"show": "customer", "for": f"Bar {MARKUP}"})).text
        assert f"nota de Bar {MARKUP}" not in text
        assert "nota de Bar &lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_off_unless_asked_for(store: Store, store_url: str, tmp_path: Path) -> None:
    async with building(store_url, tmp_path, view="off") as here, here.browser() as browser:
        assert not here.app.listens
        assert (await browser.get("/panel")).status_code == 404


def test_an_element_escapes_whatever_is_put_into_it() -> None:
    shown = str(el("p", MARKUP, el("b", "&"), title='"><img src=x>'))
    assert shown == ('<p title="&quot;&gt;&lt;img src=x&gt;">&lt;script&gt;alert(1)&lt;/script&gt;<b>&amp;</b></p>')
