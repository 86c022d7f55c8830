"""The page on which a customer without the bot answers, as a phone's browser shows it: no script, one screen, both languages."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from bot.web.routes import web_app
from handlers.kit.surveys.bank import questions_of
from storage.crm.surveys.surveys import Surveys
from tests.browser.served import PATIENCE
from tests.browser.test_page import accessible
from tests.faults.process import free_port
from tests.office.local import LocalPlatform

pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
PHONE = {"width": 360, "height": 740}


@dataclass
class Post:
    """A web server that runs, and links to its pages."""

    app: App
    url: str

    def link(self, name: str) -> tuple[int, str]:
        """A question handed out to a customer: its number, and the address of its page."""
        with self.app.store.work(NOW) as work:
            question = next(question for question in questions_of(work) if question.name == name)
            surveys = work.topic(Surveys)
            ask = surveys.plan(question.id, work.customers.add(f"Bar {time.monotonic_ns()}").id, NOW, via="web")
            staff = work.people.everyone() or [work.people.add("Ana", "rep", "es", "Europe/Madrid")]
            surveys.handed_out(ask, staff[0].id)
            return ask, f"{self.url}/answer/{surveys.link(ask)}"

    def answered(self, ask: int) -> tuple[int | None, str | None, str | None] | None:
        """What was answered, None where nothing was."""
        with self.app.store.look() as work:
            found = work.topic(Surveys).get(ask)
        assert found
        return (found.number, found.choice, found.words) if found.state == "answered" else None


@pytest.fixture
def post(store_url: str, tmp_path: Path) -> Iterator[Post]:
    configured = Settings(_env_file=None, database_url=store_url, data_dir=tmp_path, company_name="Vinos del Sur")
    app = build(configured, clock=MovableClock(NOW), platforms=[LocalPlatform()], alone=True)
    port = free_port()
    server = uvicorn.Server(
        uvicorn.Config(web_app(app), host="127.0.0.1", port=port, log_level="error", lifespan="off")
    )

    def serve() -> None:
        server.run()
        asyncio.run(app.close())

    thread = threading.Thread(target=serve)  # this one has the browser's event loop
    thread.start()
    yield Post(app, f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join()


Phone = Callable[..., Page]


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Phone]:
    """A phone in a language, without scripts unless it is said."""
    opened = []

    def show(language: str, *, scripts: bool = False, dark: bool = False) -> Page:
        context = chromium.new_context(
            viewport={"width": 360, "height": 740},
            locale=language,
            java_script_enabled=scripts,
            is_mobile=True,
            has_touch=True,
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(PATIENCE)
        opened.append(context)
        return context.new_page()

    yield show
    for context in opened:
        context.close()


def fits(page: Page) -> None:
    """All of it is on one screen of a phone: nothing is cut off at its side, and the button is there without scrolling."""
    for one in page.locator("label, button, legend, textarea, input[type=number]").all():
        box = one.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"], one.inner_text()
    box = page.get_by_role("button").bounding_box()
    assert box
    assert box["y"] + box["height"] <= PHONE["height"]


LANGUAGES = [("es-ES", "Del 0 al 10", "Gracias"), ("en-GB", "From 0 to 10", "Thank you")]


@pytest.mark.parametrize(("language", "asks", "thanks"), LANGUAGES)
def test_a_grade_is_given_with_two_taps_and_no_script(
    post: Post, phone: Phone, tmp_path: Path, language: str, asks: str, thanks: str
) -> None:
    ask, address = post.link("nps")
    page = phone(language)
    page.goto(address)
    expect(page.locator("legend")).to_contain_text(asks)
    fits(page)
    page.screenshot(path=tmp_path / f"answer-{language}.png")
    page.get_by_role("radio", name="3", exact=True).tap()
    page.get_by_role("textbox").fill("llegó <b>roto</b>")
    page.get_by_role("button").tap()
    expect(page.get_by_role("status")).to_contain_text(thanks)
    assert post.answered(ask) == (3, None, "llegó <b>roto</b>")
    page.goto(address)
    expect(page.get_by_role("radio")).to_have_count(0)
    assert post.answered(ask) == (3, None, "llegó <b>roto</b>")


@pytest.mark.parametrize("name", ["satisfaccion", "canal", "referencia", "competencia", "sensibilidad"])
@pytest.mark.parametrize("language", ["es-ES", "en-GB"])
def test_each_kind_of_question_fits_on_a_screen(post: Post, phone: Phone, language: str, name: str) -> None:
    page = phone(language)
    page.goto(post.link(name)[1])
    expect(page.locator("html")).to_have_attribute("lang", language[:2])
    fits(page)


@pytest.mark.parametrize("dark", [False, True])
def test_it_can_be_read_and_used_by_everybody(post: Post, phone: Phone, dark: bool) -> None:
    page = phone("es-ES", scripts=True, dark=dark)
    page.goto(post.link("nps")[1])
    accessible(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Gracias")
    accessible(page)
