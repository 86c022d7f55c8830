"""The demo in a real browser, from a visit to a rescued complaint: three phones, a clock that is moved, pictures, and a stop."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Look
from tests.browser.served import Served, served

WEEKS, DAYS = 3, 4
"""Twenty-five days, as the page's clock is put forward."""


@dataclass(frozen=True)
class Talk:
    """What is typed and seen, in one language."""

    locale: str
    box: str
    new: str
    visit: str
    two: tuple[str, str]
    question: str
    answered: str
    sorry: str
    list_: str
    open_: str
    cared_for: str
    picture: str
    results: str
    chart: str
    day_25: str
    stop: str
    stopped: str
    send: str
    cannot: str


TALKS = (
    Talk(
        "es_ES",
        "Mensaje: {}",
        "/nuevo Casa Quintana 600 123 456",
        "visité a Casa Quintana hoy, quieren 10 cajas",
        ("1. Del", "2. Del"),
        "Del 0 al 10",
        "Ha respondido: 3/10",
        "Lo sentimos",
        "/quejas",
        "quejas abiertas",
        r"Bar Sol\s*hoy · (?!nadie)\w+ · ",
        "En imagen",
        "/encuesta nps",
        "Gráfico",
        "de sus 30 días",
        "BAJA",
        "no le escribiremos más",
        "/enviar_encuesta canal > Bar Sol",
        "No puedo enviárselo",
    ),
    Talk(
        "en_GB",
        "Message: {}",
        "/new Quince House 020 7946 0123",
        "visited Quince House today, they want 10 boxes",
        ("1. From", "2. From"),
        "From 0 to 10",
        "You answered: 3/10",
        "We are sorry",
        "/complaints",
        "open complaints",
        r"Bar Sol\s*today · (?!nobody)\w+ · ",
        "As a picture",
        "/survey nps",
        "Chart",
        "of its 30 days",
        "STOP",
        "won't write to you any more",
        "/send_survey canal > Bar Sol",
        "I can't send that",
    ),
)


@pytest.fixture(params=TALKS, ids=lambda talk: talk.locale)
def talk(request: pytest.FixtureRequest) -> Talk:
    found: Talk = request.param
    return found


@pytest.fixture
def demo(talk: Talk, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A company of its own: its clock goes a month ahead."""
    with served(tmp_path_factory.mktemp("demo"), talk.locale) as started:
        yield started


@dataclass(frozen=True)
class Phone:
    """One of the three."""

    page: Page
    pane: str

    @property
    def log(self) -> Locator:
        """All that was said on it."""
        return self.page.locator(f".phone[data-pane={self.pane}] .log")

    @property
    def heard(self) -> Locator:
        """What the bot said."""
        return self.page.locator(f".phone[data-pane={self.pane}] .bot:not(.typing)")

    def says(self, text: str) -> None:
        """Types it, and has the answer."""
        before = self.heard.count()
        box = self.page.locator(
            f".phone[data-pane={self.pane}] textarea, .phone[data-pane={self.pane}] input[type=text]"
        )
        box.first.fill(text)
        box.first.press("Enter")
        expect(self.heard.nth(before)).to_be_visible()

    def presses(self, label: str) -> None:
        """The latest button of this label."""
        self.page.locator(f".phone[data-pane={self.pane}]").get_by_role("button", name=label, exact=True).last.click()


def test_from_a_visit_to_a_rescue_and_a_stop(talk: Talk, demo: Served, look: Look) -> None:
    page = look(demo.url)
    rep, manager, customer = (Phone(page, pane) for pane in ("rep", "manager", "customer"))

    rep.says(talk.new)
    rep.says(talk.visit)
    for asked in talk.two:
        expect(rep.log).to_contain_text(asked)

    expect(customer.log).to_contain_text(talk.question)
    expect(customer.heard.filter(has_text=talk.question)).to_have_count(1)
    customer.presses("3")
    expect(customer.log).to_contain_text(talk.answered)
    expect(customer.log).to_contain_text(talk.sorry)

    expect(page.locator(".phone.slack[data-pane=manager]")).to_contain_text("Slack")
    manager.says(talk.list_)
    expect(manager.log).to_contain_text(talk.open_)
    expect(manager.log).to_contain_text(re.compile(talk.cared_for))
    for before, button in ((None, talk.picture), (talk.results, talk.chart)):
        if before:
            manager.says(before)
        pictures = manager.log.locator("img").count()
        manager.presses(button)
        expect(manager.log.locator("img").nth(pictures)).to_be_visible()

    for hours, times in ((168, WEEKS), (24, DAYS)):
        for _time in range(times):
            page.locator(f"[data-hours='{hours}']").click()
            expect(page.locator(f"[data-hours='{hours}']")).to_have_attribute("aria-disabled", "false")
    expect(manager.log).to_contain_text(talk.day_25)

    customer.says(talk.stop)
    expect(customer.log).to_contain_text(talk.stopped)
    said = customer.heard.count()
    rep.says(talk.send)
    expect(rep.log).to_contain_text(talk.cannot)
    page.locator("[data-hours='168']").click()
    expect(page.locator("[data-hours='168']")).to_have_attribute("aria-disabled", "false")
    assert customer.heard.count() == said
