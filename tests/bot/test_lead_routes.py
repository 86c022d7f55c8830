"""Leads over HTTP: what a website's form and another program may send, and what becomes of what they should not."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from bot.app import App, build
from bot.settings import Settings
from bot.web.routes import LARGEST_BODY, web_app
from handlers.leads.limits import FORM_OF_ONE_CLIENT
from handlers.leads.validation import LONGEST, check
from tests.office.local import LocalPlatform

PEPE = {"name": "Pepe Gil", "email": "pepe@marin.example"}


@dataclass
class Site:
    """A website whose visitors become leads."""

    web: httpx.AsyncClient
    app: App
    key: str
    local: LocalPlatform

    async def posts(self, said: Any = None, *, key: str | None = None, **more: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {key or self.key}", **more.pop("headers", {})}
        return await self.web.post("/api/leads", headers=headers, **({"json": said} | more if said else more))

    async def fills_in(self, path: str = "/form/web", **fields: str) -> httpx.Response:
        page = await self.web.get(path)
        hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
        return await self.web.post("/form/web", data={**hidden, "consent": "1", **fields})

    def leads(self) -> list[Any]:
        with self.app.store.work() as work:
            return work.leads.open(limit=100)

    def rows(self, table: str) -> int:
        with self.app.store.work() as work:
            found: int = work.connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            return found


@pytest.fixture
async def site(store_url: str, tmp_path: Path) -> AsyncIterator[Site]:
    local = LocalPlatform()
    app = build(Settings(_env_file=None, database_url=store_url, data_dir=tmp_path), platforms=[local], alone=True)
    with app.store.work() as work:
        ana = work.people.add("Ana", "rep", "es", "Europe/Madrid")
        work.people.link(ana.id, local.name, "1", "1")
        key = work.lead_sources.new_key(work.lead_sources.add("Web"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(app)), base_url="http://bot") as web:
        yield Site(web, app, key, local)
    await app.close()


async def test_a_program_sends_a_lead(site: Site) -> None:
    response = await site.posts(
        {
            **PEPE,
            "phone": "600 123 456",
            "message": "línea 1\n\n<script>línea 2</script>",
            "first_touch": {"campaign": "otoño", "source": "google"},
            "last_touch": {"campaign": "navidad", "referrer": "https://blog.example/x"},
        }
    )
    assert (response.status_code, response.json()) == (201, {"lead": 1})
    [lead] = site.leads()
    assert (lead.source, lead.phone, lead.campaign, lead.owner) == ("Web", "+34600123456", "navidad", "Ana")
    assert lead.message == "línea 1\n\n<script>línea 2</script>"
    with site.app.store.work() as work:
        assert [touch.kind for touch in work.leads.journey(1)] == ["first", "last", "api", "assigned"]
        keys = work.connection.execute(text("SELECT key_hash FROM lead_sources")).scalars().all()
    assert site.key not in keys


async def test_the_same_request_again_has_no_effect(site: Site) -> None:
    headers = {"Idempotency-Key": "a1"}
    assert (await site.posts(PEPE, headers=headers)).status_code == 201
    again = await site.posts(PEPE, headers=headers)
    assert (again.status_code, again.json()) == (200, {"lead": 1})
    assert (await site.posts({**PEPE, "message": "otra"}, headers=headers)).status_code == 409
    assert site.rows("leads") == 1
    assert site.rows("lead_touches") == 2


async def test_of_two_at_once_one_counts(site: Site) -> None:
    answers = await asyncio.gather(*(site.posts(PEPE, headers={"Idempotency-Key": "a1"}) for _time in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert site.rows("leads") == 1


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"email": "pepe@marin.example"}, {"name"}),
        ({"name": "Pepe"}, {"email"}),
        ({"name": "Pepe", "email": "pepe@"}, {"email"}),
        ({"name": "Pepe", "phone": "12"}, {"phone"}),
        ({"name": "Pepe", "phone": 600123456}, {"phone"}),
        ({"name": ["Pepe"], "email": "pepe@marin.example"}, {"name"}),
        ({"name": "\u0000\u200b"[:1], "email": "pepe@marin.example"}, {"name"}),
        ({**PEPE, "message": "x" * 5001}, {"message"}),
        ({**PEPE, "company": "x" * 201, "phone": "no"}, {"company", "phone"}),
    ],
)
async def test_what_is_wrong_is_said_by_field(site: Site, said: dict[str, Any], wrong: set[str]) -> None:
    response = await site.posts(said)
    assert response.status_code == 422
    assert set(response.json()["errors"]) == wrong
    assert site.rows("leads") == 0


async def test_what_is_no_lead_at_all_is_refused(site: Site) -> None:
    assert (await site.posts(PEPE, key="lead_wrong")).status_code == 401
    assert (await site.web.post("/api/leads", json=PEPE)).status_code == 401
    assert (await site.posts(content=b"{")).status_code == 400
    assert (await site.posts(content=b"x" * (LARGEST_BODY + 1))).status_code == 413
    assert (await site.web.get("/form/nothing")).status_code == 404
    assert (await site.web.post("/form/nothing", data=PEPE)).status_code == 404
    with site.app.store.work() as work:
        work.lead_sources.put_away(1)
    assert (await site.posts(PEPE)).status_code == 401
    assert (await site.web.get("/form/web")).status_code == 404
    assert site.rows("leads") == 0


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # its tables of characters are made at first use
@given(
    st.dictionaries(
        st.sampled_from(["name", "email", "phone", "message", "territory", "language", "first_touch", "x"]),
        st.one_of(
            st.text(max_size=30),
            st.sampled_from(["600123456", "a@b.example", "\ud800", "=1+1", "a\x00b"]),
            st.none(),
            st.integers(),
            st.dictionaries(st.sampled_from(["campaign", "referrer"]), st.text(max_size=9) | st.integers()),
        ),
    )
)
def test_whatever_is_sent_is_text_that_can_be_kept_or_is_refused(said: dict[str, Any]) -> None:
    checked = check(said, "ES")
    assert checked.errors or {"name"} < set(checked.fields)
    for name, value in checked.fields.items():
        assert value.encode()
        assert "\x00" not in value
        assert 0 < len(value) <= LONGEST[name]


async def test_half_a_character_is_left_out(site: Site) -> None:
    said = json.dumps({**PEPE, "name": "Pe\ud800pe\u0000", "first_touch": {"campaign": "\udfff"}})
    assert (await site.posts(content=said.encode())).status_code == 201
    assert site.leads()[0].name == "Pepe"


async def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(site: Site) -> None:
    typed = '"><script>alert(1)</script>'
    response = await site.fills_in(name=typed, email="pepe@", message="=1+1")
    assert response.status_code == 422
    assert 'aria-describedby="email-error"' in response.text
    assert 'id="email-error"' in response.text
    assert "<script>" not in response.text
    assert "&quot;&gt;&lt;script&gt;" in response.text
    assert "=1+1" in response.text
    assert (await site.fills_in(**PEPE, consent="0")).status_code == 422
    assert site.rows("leads") == 0


async def test_the_form_stands_alone_and_may_be_embedded(site: Site) -> None:
    page = await site.web.get("/form/web", headers={"Accept-Language": "en-GB"})
    assert "<script" not in page.text
    assert '<html lang="en">' in page.text
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors *" in policy
    labelled = set(re.findall(r'<label[^>]* for="(\w+)"', page.text))
    shown = set(re.findall(r'<(?:input|textarea)(?![^>]*hidden)[^>]* id="(\w+)"', page.text))
    assert shown
    assert shown == labelled


async def test_what_brought_them_survives_other_pages(site: Site) -> None:
    await site.web.get("/form/web?utm_campaign=otoño", headers={"Referer": "https://blog.example/a"})
    await site.web.get("/form/web?utm_campaign=navidad", headers={"Referer": "http://bot/form/web"})
    await site.fills_in(**PEPE)
    with site.app.store.work() as work:
        first, last, *_rest = work.leads.journey(1)
    assert (first.kind, first.campaign, first.referrer) == ("first", "otoño", "https://blog.example/a")
    assert (last.kind, last.campaign, last.referrer) == ("last", "navidad", None)


async def test_sent_twice_or_by_a_robot(site: Site) -> None:
    data = {**PEPE, "consent": "1", "once": "o1"}
    for _time in range(2):
        assert (await site.web.post("/form/web", data=data)).status_code == 200
    assert site.rows("lead_touches") == 2
    thanks = await site.fills_in(name="Robot", email="robot@marin.example", website="https://spam.example")
    assert thanks.status_code == 200
    assert site.rows("leads") == 1


async def test_too_many_are_told_to_wait_by_every_process(site: Site) -> None:
    for number in range(FORM_OF_ONE_CLIENT.requests):
        assert (await site.fills_in(name="Pepe", email=f"p{number}@marin.example")).status_code == 200
    refused = await site.fills_in(name="Pepe", email="p@marin.example")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert site.rows("leads") == FORM_OF_ONE_CLIENT.requests


async def test_it_is_documented_where_tools_look(site: Site) -> None:
    document = (await site.web.get("/openapi.json")).json()
    operation = document["paths"]["/api/leads"]["post"]
    assert set(operation["responses"]) == {"200", "201", "400", "401", "409", "413", "422", "429"}
    assert "/form/{source}" not in document["paths"]
