"""The page in a real browser: what somebody does who has read no more than how to start it."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Look
from tests.browser.served import Served

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
MARKUP = (
    "<script>document.title='taken'</script>",
    "<img src=x onerror=\"document.title='taken'\">",
    "\"><svg onload=document.title='taken'>",
    "javascript:document.title='taken'",
    "{{7*7}} ${7*7} &lt;b&gt;",
)


def accessible(page: Page) -> None:
    """Nothing that the rules of WCAG 2.2 AA can find by themselves."""
    found = Axe().run(page, options=WCAG).response["violations"]
    assert not found, "\n".join(
        f"{rule['id']}: {node['html'][:200]} {node['failureSummary'][:300]}" for rule in found for node in rule["nodes"]
    )


def log(page: Page, pane: str) -> Locator:
    return page.locator(f".phone[data-pane={pane}] .log")


@pytest.mark.parametrize(
    ("locale", "hour", "saved", "now", "written"),
    [
        ("spanish", "+1 hora", "Guardado: visita · Bar Sol", "Ahora: llamarla", "«llegaron dos botellas rotas»"),
        ("english", "+1 hour", "Saved: visit · Bar Sol", "Now: call Marta Gill", "“two bottles arrived broken”"),
    ],
)
def test_a_visit_is_logged_seen_by_the_manager_and_comes_back(
    locale: str, hour: str, saved: str, now: str, written: str, look: Look, request: pytest.FixtureRequest
) -> None:
    demo: Served = request.getfixturevalue(locale)
    page = look(demo.url)
    steps = page.locator("#tour button")
    steps.nth(0).click()
    rep, manager = log(page, "rep"), log(page, "manager")
    expect(rep).to_contain_text(saved)
    steps.nth(1).click()
    expect(manager).to_contain_text("Marta Gi")
    page.get_by_role("button", name=hour).click()
    expect(rep).to_contain_text(now)
    accessible(page)
    for number in range(2, 7):
        steps.nth(number).click()
        expect(steps.nth(number).locator(".done")).to_be_visible()
    expect(rep).to_contain_text(written)
    assert steps.count() == 7


def test_what_there_is_to_look_at_changes_with_what_is_said(spanish: Served, look: Look) -> None:
    page = look(spanish.url)
    page.get_by_role("button", name="Mirar", exact=True).click()
    panel = page.frame_locator("iframe")
    panel.get_by_role("link", name="La semana del equipo").click()
    expect(panel.get_by_role("heading", name="Ana Torres")).to_be_visible()
    page.get_by_label("Mensaje: Comercial").fill("visité a bar luna hoy, quieren el vermut <b>rojo</b>")
    page.keyboard.press("Enter")
    expect(panel.locator("section", has_text="Ana Torres")).to_contain_text("quieren el vermut <b>rojo</b>")
    accessible(page)
    alone = page.frames[1].url
    for view in ("today", "pipeline", "customer", "team"):
        page.goto(f"{alone}&show={view}" if "show" not in alone else alone.replace("show=team", f"show={view}"))
        expect(page.locator("h2")).to_be_visible()
        accessible(page)


def test_on_a_phone_in_the_dark_one_pane_at_a_time(english: Served, look: Look) -> None:
    page = look(english.url, width=360, height=740, dark=True)
    accessible(page)
    page.get_by_role("navigation").get_by_role("button", name="Rep").click()
    expect(page.locator(".phone[data-pane=manager]")).to_be_hidden()
    page.get_by_label("Message: Rep").fill("/help")
    page.keyboard.press("Enter")
    expect(log(page, "rep")).to_contain_text("/visit")
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the screen"


def test_after_a_crash_it_comes_back_and_nothing_is_lost(english: Served, look: Look) -> None:
    page = look(english.url)
    mine = page.get_by_label("Message: Manager")
    english.kill()
    expect(page.get_by_role("status")).to_contain_text("No connection")
    mine.fill("new customer Lost and Found Ltd")
    mine.press("Enter")
    expect(log(page, "manager")).to_contain_text("waiting to be sent")
    mine.fill("half a sent")
    english.start()
    expect(log(page, "manager")).to_contain_text("Lost and Found Ltd")
    expect(page.locator(".phone[data-pane=manager] .bot", has_text="Lost and Found Ltd")).to_have_count(1)
    expect(mine).to_have_value("half a sent")
    page.reload()
    expect(mine).to_have_value("half a sent")
    expect(page.locator(".phone[data-pane=manager] .mine", has_text="Lost and Found Ltd")).to_have_count(1)
    mine.fill("")


@pytest.mark.parametrize("markup", MARKUP)
def test_markup_in_a_name_is_shown_as_it_was_typed(markup: str, spanish: Served, look: Look) -> None:
    page = look(spanish.url)
    title = page.title()
    page.get_by_label("Mensaje: Comercial").fill(f"/nuevo {markup}")
    page.keyboard.press("Enter")
    expect(page.locator(".phone[data-pane=rep] .mine").last).to_contain_text(markup)
    expect(page.locator(".phone[data-pane=rep] .log > :last-child")).to_have_class("entry bot")
    assert page.locator(".log script, .log svg, .log img").count() == 0
    assert page.title() == title


def test_a_number_is_read_in_groups_and_dialled_as_it_is_kept(english: Served, look: Look) -> None:
    page = look(english.url)
    page.get_by_label("Message: Rep").fill("new customer Chicago Bakery +1 (312) 555 0143")
    page.keyboard.press("Enter")
    number = log(page, "rep").get_by_role("link", name="+1 312-555-0143")
    expect(number).to_have_attribute("href", "tel:+13125550143")


def test_by_keyboard_alone_and_a_button_that_is_replaced_keeps_the_focus(spanish: Served, look: Look) -> None:
    page = look(spanish.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ir a los chats")).to_be_focused()
    page.get_by_label("Mensaje: Comercial").focus()
    page.keyboard.type("/ajustes\n")
    last = page.locator(".phone[data-pane=rep] .choices").last
    last.get_by_role("button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_count(1)


def test_starting_over_asks_first_and_forgets_everything(spanish: Served, look: Look) -> None:
    page = look(spanish.url)
    page.get_by_label("Mensaje: Comercial").fill("/nuevo Taller Efímero")
    page.keyboard.press("Enter")
    expect(log(page, "rep")).to_contain_text("Taller Efímero")
    page.get_by_role("button", name="Empezar de nuevo").click()
    page.get_by_role("button", name="Cancelar").click()
    expect(log(page, "rep")).to_contain_text("Taller Efímero")
    page.get_by_role("button", name="Empezar de nuevo").click()
    page.get_by_role("dialog").get_by_role("button", name="Empezar de nuevo").click()
    expect(log(page, "rep")).not_to_contain_text("Taller Efímero")
    expect(page.locator("#now")).to_contain_text("9:3")


def test_it_is_small_and_nothing_comes_from_elsewhere(spanish: Served, look: Look) -> None:
    page = look(spanish.url)
    loaded = page.evaluate(
        "performance.getEntries().filter(e => e.decodedBodySize).map(e => [e.name, e.decodedBodySize])"
    )
    assert len(loaded) >= 6
    assert all(name.startswith(spanish.url) for name, _size in loaded)
    assert sum(size for _name, size in loaded) <= 120 * 1024
