"""The page of an answer: forged, late, used and looked-at links do nothing; an answer counts once."""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from bot.web.routes import web_app
from handlers.kit.surveys.bank import questions_of
from storage.crm.surveys.surveys import LINK_LIFE, Surveys
from tests.office.local import LocalPlatform

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@dataclass
class Post:
    """A customer who was sent links to questions."""

    web: httpx.AsyncClient
    app: App
    clock: MovableClock
    staff: int

    def link(self, name: str = "nps") -> tuple[int, str]:
        """A question handed out to a customer: its number, and the path of its page."""
        with self.app.store.work(self.clock.now()) as work:
            question = next(question for question in questions_of(work) if question.name == name)
            customer = work.customers.add(f"Bar {secrets.token_hex(4)}")
            surveys = work.topic(Surveys)
            ask = surveys.plan(question.id, customer.id, NOW, via="web")
            surveys.handed_out(ask, self.staff)
            return ask, f"/answer/{surveys.link(ask)}"

    def state(self, ask: int) -> tuple[str, int | None, str | None]:
        """What became of it."""
        with self.app.store.work() as work:
            found = work.topic(Surveys).get(ask)
        assert found
        return found.state, found.number, found.words


@pytest.fixture
async def post(store_url: str, tmp_path: Path) -> AsyncIterator[Post]:
    clock = MovableClock(NOW)
    settings = Settings(_env_file=None, database_url=store_url, data_dir=tmp_path)
    app = build(settings, clock=clock, platforms=[LocalPlatform()], alone=True)
    with app.store.work() as work:
        staff = work.people.add("Ana", "rep", "es", "Europe/Madrid").id
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(app)), base_url="http://bot") as web:
        yield Post(web, app, clock, staff)
    await app.close()


async def test_an_answer_counts_once(post: Post) -> None:
    ask, path = post.link()
    page = await post.web.get(path, headers={"Accept-Language": "en"})
    assert page.status_code == 200
    assert "From 0 to 10" in page.text
    assert "<script" not in page.text
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    sent = await post.web.post(path, data={"answer": "9", "comment": "  <b>bien</b> "})
    assert (sent.status_code, post.state(ask)) == (200, ("answered", 9, "<b>bien</b>"))
    again = await post.web.post(path, data={"answer": "1"})
    assert (again.status_code, post.state(ask)[1]) == (404, 9)


async def test_looking_at_it_answers_nothing(post: Post) -> None:
    ask, path = post.link()
    for method in ("GET", "HEAD", "OPTIONS"):
        await post.web.request(method, f"{path}?answer=9")
    assert post.state(ask) == ("asked", None, None)


async def test_what_is_no_answer_is_asked_again(post: Post) -> None:
    ask, path = post.link()
    for answer in ("11", "-1", "", "nueve y pico", "9" * 400, "9.5"):
        refused = await post.web.post(path, data={"answer": answer})
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
    assert post.state(ask) == ("asked", None, None)


async def test_wrong_late_and_replaced_links_are_refused_alike(post: Post) -> None:
    ask, path = post.link()
    with post.app.store.work(NOW) as work:
        newer = f"/answer/{work.topic(Surveys).link(ask)}"
    refused = {(await post.web.post(path, data={"answer": "9"})).text}
    code = newer.removeprefix("/answer/")
    for wrong in (
        code[:-1],
        code.upper(),
        code[::-1],
        secrets.token_hex(16),
        "0",
        "%00",
        "ñ",
        code + "0",
        "' OR 1=1 --",
    ):
        answered = await post.web.post(f"/answer/{wrong}", data={"answer": "9"})
        assert answered.status_code == 404
        refused.add(answered.text)
    post.clock.set(NOW + LINK_LIFE + timedelta(seconds=1))
    refused.add((await post.web.post(newer, data={"answer": "9"})).text)
    assert len(refused) == 1
    assert post.state(ask) == ("asked", None, None)


async def test_each_type_has_its_field(post: Post) -> None:
    for name, answer, field in (
        ("canal", "email", 'type="radio"'),
        ("referencia", "yes", 'type="radio"'),
        ("competencia", "Acme", "<textarea"),
    ):
        ask, path = post.link(name)
        assert field in (await post.web.get(path)).text
        assert (await post.web.post(path, data={"answer": answer})).status_code == 200
        assert post.state(ask)[0] == "answered"
