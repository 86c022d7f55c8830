"""`make screenshots`: the pictures of the page in the README, in both languages."""

import re
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.served import CHROMIUM, NO_CHROMIUM, browser, served
from tests.fakes.processes import ROOT

PICTURES = ROOT / "docs" / "screenshots"
MOST_BYTES = 150_000
COLOURS = 96
LOCALES = {"es": "es_ES", "en": "en_GB"}
REMINDED = re.compile("Ahora: llamarla|Now: call Marta Gill")


def _told(page: Page) -> None:
    """What the first minutes look like: a visit, the manager's view of it, what a customer writes, and the reminder an hour later."""
    steps, said = page.locator("#tour button"), ".phone[data-pane={}] .bot:not(.typing)"
    expect(page.locator(said.format("customer"))).to_have_count(1)  # the morning's messages have come
    for number, pane in ((0, "rep"), (1, "manager"), (6, "customer")):
        before = page.locator(said.format(pane)).count()
        steps.nth(number).click()
        expect(page.locator(said.format(pane)).nth(before)).to_be_visible()
        expect(page.locator(f".phone[data-pane={pane}] .typing")).to_have_count(0)
    page.locator("[data-hours='1']").click()
    expect(page.locator("[data-hours='1']")).to_have_attribute("aria-disabled", "false")
    expect(page.locator(said.format("rep")).last).to_contain_text(REMINDED)


def _taken(page: Page, name: str) -> None:
    path = PICTURES / f"{name}.png"
    taken = Image.open(BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    taken.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)  # a page has few colours
    size = path.stat().st_size
    sys.stdout.write(f"{path.relative_to(ROOT)}  {size} bytes\n")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is bigger than {MOST_BYTES} bytes")


def main(tell: Callable[[Page], None] = _told) -> None:
    """Takes them all."""
    if not CHROMIUM:
        raise SystemExit(NO_CHROMIUM)
    PICTURES.mkdir(parents=True, exist_ok=True)
    for language, locale in LOCALES.items():
        with TemporaryDirectory() as folder, served(Path(folder), locale) as demo, browser() as chromium:
            page = chromium.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
            page.goto(demo.url)
            page.locator("#tour button").first.wait_for()
            tell(page)
            _taken(page, f"demo-{language}")
            page.locator("#look").click()
            panel = page.frame_locator("iframe")
            panel.locator("meter").first.wait_for()
            _taken(page, f"panel-{language}")
            page.set_viewport_size({"width": 390, "height": 780})
            page.emulate_media(color_scheme="dark")
            page.locator("#panes [data-pane=rep]").click()
            _taken(page, f"phone-{language}")


if __name__ == "__main__":
    main()
