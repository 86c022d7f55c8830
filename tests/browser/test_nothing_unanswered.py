"""Nothing goes unanswered, in the demo: a stranger's own page brings a lead, and as the clock moves a day it climbs."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Look
from tests.browser.served import Served

DAY = re.compile(r"^\+1 (day|día)")


@contextmanager
def somebody_elses_page(form: str) -> Iterator[str]:
    """A site of its own, on a port of its own, that shows the form."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = f'<!doctype html><title>Bakery</title><iframe src="{form}" width="500" height="900"></iframe>'
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_args: object) -> None:
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Site)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def log(page: Page, pane: str) -> Locator:
    return page.locator(f".phone[data-pane={pane}] .log")


def test_a_strangers_page_brings_a_lead_that_climbs_and_what_lies_still_is_nudged(
    english: Served, chromium: Browser, look: Look
) -> None:
    page = look(english.url)
    rep, manager = log(page, "rep"), log(page, "manager")
    demo = re.match(r"http://[^/]+", english.url)
    assert demo
    visitor = chromium.new_context(java_script_enabled=False).new_page()
    with somebody_elses_page(f"{demo[0]}/form/web?utm_campaign=spring") as site:
        visitor.goto(site)
        form = visitor.frame_locator("iframe")
        form.locator("[name=name]").fill("Grace Oak")
        form.locator("[name=email]").fill("grace@oak.example")
        form.locator("[name=message]").fill("We need <b>ovens</b>")
        form.locator("[name=consent]").check()
        form.get_by_role("button").click()
        expect(form.locator("body")).to_contain_text("Thank you")
    visitor.context.close()

    stalled = page.locator(".phone[data-pane=rep] .bot", has_text="without contact and without a next step")
    page.get_by_role("button", name=DAY).click()
    expect(manager).to_contain_text("has not answered this lead within 60 min")
    expect(manager).to_contain_text("Grace Oak · Web")
    expect(manager).to_contain_text("“We need <b>ovens</b>”")
    expect(rep).to_contain_text("that can wait")
    stalled.last.get_by_role("button", name=re.compile(r"^1\. ")).click()
    page.locator(".phone[data-pane=rep]").get_by_role("button", name="Log it").last.click()
    expect(rep).to_contain_text("What happened?")
    page.get_by_label("Message: Manager").fill("/nudges")
    page.keyboard.press("Enter")
    expect(manager).to_contain_text("leads that are waiting")
    expect(manager).to_contain_text("stalled opportunities")
