"""What a capability answers over HTTP: declared as data, in one transaction, within the limits that all routes share."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.app import App, build
from bot.platforms.base import PlatformRoute
from bot.settings import Settings
from bot.web.routes import LARGEST_BODY, served_first, web_app
from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Registry, discover
from handlers.kit.turn import Sorry
from handlers.kit.web import HTML, BadRequestError, Route, RouteContext, WebRequest, WebResponse
from tests.office.local import LocalPlatform


# A sample: an enquiry that comes from a form on the company's website becomes a customer, and the admin hears of it.
def take_enquiry(context: RouteContext, request: WebRequest) -> WebResponse:
    said = request.json() if "json" in request.headers.get("content-type", "") else request.form()
    name = str(said.get("name", "")).strip()
    if not name:
        raise BadRequestError("Who are you?")
    customer = context.work.customers.add(name)
    for person in context.work.people.everyone():
        if person.role == "admin":
            context.tell(person.id, Reply.of(f"Enquiry: {name}, {said.get('text', '')}"))
    if said.get("text") == "full":
        raise Sorry(_("That no longer exists."))
    if said.get("text") == "break":
        raise RuntimeError(name)
    return WebResponse.of_json({"customer": customer.id}, 201)


def show_page(context: RouteContext, request: WebRequest) -> WebResponse:
    shown = f"{context.company.name}: {request.path['token']} {request.query.get('lang', '')}"
    return WebResponse(f"<p>{shown}</p>", media_type=HTML, headers={"Cache-Control": "no-store"})


ENQUIRIES = Capability(
    "sample_enquiries",
    about="Enquiries",
    routes=(Route("POST", "/enquiries", take_enquiry), Route("GET", "/pages/{token}", show_page)),
)


@dataclass
class Site:
    """The website, and the bot behind it."""

    web: httpx.AsyncClient
    app: App
    local: LocalPlatform

    async def enquires(self, **said: str) -> httpx.Response:
        return await self.web.post("/enquiries", json=said)

    def customers(self) -> int:
        with self.app.store.work() as work:
            found: int = work.connection.execute(text("SELECT count(*) FROM customers")).scalar_one()
            return found

    async def heard(self) -> list[str]:
        await self.app.settle()
        return [seen.text for seen in self.local.screens["1"]]


@pytest.fixture
async def site(store_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    local = LocalPlatform()
    settings = Settings(_env_file=None, database_url=store_url, data_dir=tmp_path)
    registry = Registry([*discover().capabilities, ENQUIRIES])
    app = build(settings, platforms=[local], registry=registry, alone=True)
    with app.store.work() as work:
        eva = work.people.add("Eva Gil", "admin", "es", "Europe/Madrid")
        work.people.link(eva.id, local.name, "1", "1")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(app)), base_url="http://bot") as web:
        yield Site(web, app, local)
    await app.close()


async def test_a_request_is_one_transaction_and_what_it_says_is_sent(site: Site) -> None:
    response = await site.enquires(name="Bar Luna", text="20 cajas")
    assert response.status_code == 201
    assert response.json()["customer"]
    assert site.customers() == 1
    assert await site.heard() == ["Enquiry: Bar Luna, 20 cajas"]


async def test_a_form_of_a_browser_is_read_too(site: Site) -> None:
    response = await site.web.post("/enquiries", data={"name": "Café Ñandú", "text": "hola"})
    assert response.status_code == 201
    assert await site.heard() == ["Enquiry: Café Ñandú, hola"]


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [("full", 422, "Eso ya no existe"), ("break", 500, "Something went wrong (ref ")],
)
async def test_nothing_of_a_request_that_fails_is_kept(
    site: Site, text: str, status: int, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    response = await site.enquires(name="Bar Luna", text=text)
    assert response.status_code == status
    assert says in response.text
    assert "Bar Luna" not in response.text + capsys.readouterr().out
    assert site.customers() == 0
    assert await site.heard() == []


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"[" * 100_000, b"\xff"])
async def test_what_is_no_json_is_a_mistake_of_whoever_sent_it(site: Site, body: bytes) -> None:
    response = await site.web.post("/enquiries", content=body, headers={"Content-Type": "application/json"})
    assert response.status_code == 400
    assert site.customers() == 0


async def test_a_page_gets_what_its_address_says(site: Site) -> None:
    page = await site.web.get("/pages/a1b2", params={"lang": "es"})
    assert page.text == "<p>Cartera: a1b2 es</p>"
    assert page.headers["content-type"] == HTML
    assert page.headers["cache-control"] == "no-store"
    assert (await site.web.post("/pages/a1b2")).status_code == 405


async def test_no_body_is_larger_than_all_may_be(site: Site) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _chunk in range(64):
            yield b"x" * (LARGEST_BODY // 16)

    response = await site.web.post("/enquiries", content=endless())
    assert response.status_code == 413
    assert site.customers() == 0


async def test_a_body_that_does_not_arrive_is_not_waited_for(site: Site) -> None:
    async def stuck() -> AsyncIterator[bytes]:
        yield b"name="
        await asyncio.Event().wait()

    served = web_app(site.app, body_seconds=0.01)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://bot") as web:
        assert (await web.post("/enquiries", content=stuck())).status_code == 408


async def test_health(site: Site) -> None:
    assert (await site.web.get("/health")).text == "ok"


def test_an_address_answers_once(tmp_path: Path) -> None:
    other = Capability("sample_other", about="Other", routes=(Route("POST", "/enquiries", show_page),))
    settings = Settings(_env_file=None, data_dir=tmp_path)
    app = build(settings, platforms=[], registry=Registry([ENQUIRIES, other]), alone=True)
    with pytest.raises(ValueError, match="POST /enquiries"):
        web_app(app)
    app.executor.close()
    app.store.close()


async def test_a_page_is_there_before_the_application_that_it_is_for() -> None:
    made = asyncio.Event()

    async def page(request: WebRequest) -> WebResponse:
        return WebResponse(f"The page of {request.path['name']}")

    async def otherwise(scope: Scope, receive: Receive, send: Send) -> None:
        await made.wait()
        await PlainTextResponse("The application")(scope, receive, send)

    served = served_first([PlatformRoute("GET", "/pages/{name}/", page)], otherwise)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(served), base_url="http://here") as web:
        assert (await web.get("/pages/ana/")).text == "The page of ana"
        waiting = asyncio.create_task(web.get("/health"))
        assert (await web.get("/pages/luis/")).text == "The page of luis"
        assert not waiting.done()
        made.set()
        assert (await waiting).text == "The application"
