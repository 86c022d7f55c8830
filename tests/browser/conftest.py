from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.served import CHROMIUM, NO_CHROMIUM, PATIENCE, Served, browser, served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip(NO_CHROMIUM)
    with browser() as opened:
        yield opened


def _served(locale: str, folders: pytest.TempPathFactory) -> Iterator[Served]:
    with served(folders.mktemp("demo"), locale) as demo:
        yield demo


@pytest.fixture(scope="module")
def spanish(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from _served("es_ES", tmp_path_factory)


@pytest.fixture(scope="module")
def english(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from _served("en_GB", tmp_path_factory)


Look = Callable[..., Page]


def _look(
    chromium: Browser, opened: list[Page], url: str, *, width: int = 1440, height: int = 900, dark: bool = False
) -> Page:
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    opened.append(page)
    page.on("pageerror", lambda error: pytest.fail(f"the page's script failed: {error}"))
    page.goto(url)
    page.locator("#tour button").first.wait_for(state="attached")
    return page


@pytest.fixture
def look(chromium: Browser) -> Iterator[Look]:
    """Opens pages, each in a browser profile of its own."""
    opened: list[Page] = []
    yield partial(_look, chromium, opened)
    for page in opened:
        page.context.close()
