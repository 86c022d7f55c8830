"""The page of an answer: forged, late, used and looked-at links do nothing; an answer counts once."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app import App, build
from bot.clock import MovableClock
from bot.settings import Settings
from bot.web.routes import web_app
from handlers.kit.surveys.bank import questions_of
from storage.crm.surveys.surveys import LINK_LIFE, Surveys
from storage.work import Store
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
    configured = Settings(_env_file=None, database_url=store_url, data_dir=tmp_path)
    app = build(configured, clock=clock, platforms=[LocalPlatform()], alone=True)
    with app.store.work() as work:
        staff = work.people.add("Ana", "rep", "es", "Europe/Madrid").id
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(app)), base_url="http://bot") as web:
        yield Post(web, app, clock, staff)
    await app.close()


@pytest.fixture
def codes_alone(store: Store) -> Iterator[Surveys]:
    """A store in which one link was handed out, whose code nobody knows."""
    with store.work(NOW) as work:
        question = questions_of(work)[0]
        surveys = work.topic(Surveys)
        ask = surveys.plan(question.id, work.customers.add("Bar Sol").id, NOW, via="web")
        surveys.link(ask)
        yield surveys


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


async def test_of_many_posts_at_once_one_counts(post: Post) -> None:
    """Replayed while it is being answered: whoever is second hears that it is not open any more."""
    ask, path = post.link()
    sent = await asyncio.gather(*(post.web.post(path, data={"answer": str(grade)}) for grade in range(8)))
    counted = [grade for grade, one in enumerate(sent) if one.status_code == 200]
    assert len(counted) == 1
    assert post.state(ask) == ("answered", counted[0], None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.dictionaries(st.sampled_from(["answer", "comment", "lang"]), st.text(max_size=40)))
def test_no_guess_opens_anything(codes_alone: Surveys, code: str, said: dict[str, str]) -> None:
    """Whatever stands where the code does: there is none but the one that was handed out."""
    assert codes_alone.of_link(code) is None
    assert codes_alone.of_link("".join(said.values())) is None


async def test_a_robot_that_looks_at_it_in_every_way_answers_nothing(post: Post) -> None:
    """Chats and mail programs fetch what they show, with their own headers and the form's fields in the address."""
    ask, path = post.link()
    for agent in ("TelegramBot (like TwitterBot)", "Slackbot-LinkExpanding 1.0", "WhatsApp/2.23", "Googlebot/2.1"):
        for address in (path, f"{path}?answer=9&lang=en"):
            looked = await post.web.get(address, headers={"User-Agent": agent})
            assert looked.status_code in {200, 404}
            assert looked.headers.get("X-Robots-Tag", "noindex") == "noindex"
        await post.web.head(path, headers={"User-Agent": agent})
    empty = await post.web.post(path)
    assert empty.status_code == 422
    assert post.state(ask) == ("asked", None, None)


async def test_another_question_of_the_same_customer_is_not_answered(post: Post) -> None:
    """A code is for one question alone, and a question that was put away is open no more."""
    first, path = post.link()
    second, other = post.link("satisfaccion")
    assert (await post.web.post(path, data={"answer": "9", "ask": str(second)})).status_code == 200
    assert post.state(second) == ("asked", None, None)
    with post.app.store.work(NOW) as work:
        surveys = work.topic(Surveys)
        surveys.ended(second, "dropped")
    assert (await post.web.post(other, data={"answer": "5"})).status_code == 404
    assert post.state(first)[0] == "answered"


async def test_an_anonymous_question_says_so_and_opens_nothing(post: Post) -> None:
    with post.app.store.work(NOW) as work:
        nps = next(question for question in questions_of(work) if question.name == "nps")
        work.topic(Surveys).change(nps.id, anonymous=True)
    ask, path = post.link()
    assert "Su respuesta es anónima" in (await post.web.get(path, headers={"Accept-Language": "es"})).text
    assert (await post.web.post(path, data={"answer": "0", "comment": "fatal"})).status_code == 200
    assert post.state(ask) == ("answered", None, None)
    with post.app.store.work(NOW) as work:
        assert work.complaints.all_open(limit=1) == []
