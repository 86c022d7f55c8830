"""Whatever is sent to the form and to the API of leads, by their own description and beside it: no error 5xx, nothing half-saved."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import text

from bot.app import App, build
from bot.settings import Settings
from bot.web.routes import web_app
from handlers.leads.validation import LONGEST
from tests.faults.process import LONG
from tests.office.local import LocalPlatform

pytestmark = [
    pytest.mark.faults,
    pytest.mark.parametrize("store_url", ["sqlite", "postgres"] if LONG else ["sqlite"], indirect=True),
]

BATCH = 20
BATCHES = 250 if LONG else 4
"""Of each of the two: 10,000 requests and more in the long form, some two hundred in the short one."""
A_SOURCE = 400
"""Requests to a source, before the next one takes them: a limit would answer the rest."""
TABLES = ("leads", "lead_touches", "lead_waits", "lead_sources", "outbox", "follow_ups", "customers", "audit")

NASTY = st.sampled_from(
    [
        "",
        " ",
        "\x00",
        "\ud800",
        "=1+1",
        "<script>",
        "' OR 1=1 --",
        "a" * 6000,
        "600123456",
        "+34600123456",
        "a@b.example",
    ]
)


@dataclass
class Site:
    """The routes of an application, in this process, and how many rows it has."""

    app: App
    web: Any
    document: Mapping[str, Any]
    loop: asyncio.Runner
    requests: int = 0
    keys: list[str] = field(default_factory=list)

    def rows(self) -> dict[str, int]:
        with self.app.store.look() as work:
            counts = " , ".join(f"(SELECT count(*) FROM {name})" for name in TABLES)
            found = work.connection.execute(text(f"SELECT {counts}")).one()
        return dict(zip(TABLES, found, strict=True))

    def source(self) -> tuple[str, str]:
        """The address and the key of the source that takes requests now."""
        if self.requests % A_SOURCE == 0:
            with self.app.store.work() as work:
                self.keys.append(work.lead_sources.new_key(work.lead_sources.add(f"Web {len(self.keys)}")))
        self.requests += 1
        return f"web-{len(self.keys) - 1}", self.keys[-1]

    def asks(self, method: str, path: str, **request: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            # Each from an address of its own: the form counts by it.
            client = (f"10.{self.requests >> 16}.{self.requests >> 8 & 255}.{self.requests & 255}", 1)
            transport = httpx.ASGITransport(self.web, client=client)
            async with httpx.AsyncClient(transport=transport, base_url="http://bot") as web:
                return await web.request(method, path, **request)

        return self.loop.run(ask())


@contextmanager
def opened(store_url: str, folder: Path) -> Iterator[Site]:
    local = LocalPlatform()
    app = build(Settings(_env_file=None, database_url=store_url, data_dir=folder), platforms=[local], alone=True)
    with app.store.work() as work:
        work.people.link(work.people.add("Ana", "rep", "es", "Europe/Madrid").id, local.name, "1", "1")
    with asyncio.Runner() as loop:
        web = web_app(app)
        site = Site(app, web, {}, loop)
        site.document = site.asks("GET", "/openapi.json").json()
        try:
            yield site
        finally:
            loop.run(app.close())


def described(document: Mapping[str, Any]) -> st.SearchStrategy[Case[Any]]:
    """Requests as the API describes them, and against its description."""
    operation = openapi.from_dict(dict(document))["/api/leads"]["POST"]
    return st.one_of([operation.as_strategy(generation_mode=mode) for mode in GenerationMode])


def _as_bytes(sent: Mapping[str, Any], key: str | None) -> dict[str, Any]:
    """Of a request what goes over the wire, with a key if there is one."""
    body = json.dumps(sent["json"]).encode() if "json" in sent else sent.get("data", b"")
    headers = {name: value for name, value in sent["headers"].items() if _can_be_sent(name, value)}
    return {"content": body, "headers": headers | ({"Authorization": f"Bearer {key}"} if key else {})}


def _can_be_sent(name: str, value: str) -> bool:
    return name.lower() not in {"content-length", "host", "transfer-encoding"} and (name + value).isascii()


WHOLE = st.sampled_from([{}, {"name": "Pepe", "email": "pepe@marin.example"}, {"name": "Ana", "phone": "600123456"}])
"""What makes an enquiry of a body that is none by itself."""
AS_DESCRIBED: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""Not that all that is described is taken: an address or a number that are none are refused as well."""
BODIES = st.one_of(
    st.binary(max_size=200).map(lambda raw: {"content": raw}),
    st.dictionaries(
        st.sampled_from([*LONGEST, "consent", "website", "once", "first", "last", "lang", "x"]),
        st.text(max_size=60) | NASTY,
    ).map(lambda said: {"data": {name: value.encode("utf-8", "replace") for name, value in said.items()}}),
    st.just({"content": b"x" * ((1 << 20) + 1)}),
)
TYPES = st.sampled_from(
    [
        None,
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain; charset=utf-16",
        "application/json",
        "x",
    ]
)
QUIET = settings(
    max_examples=BATCHES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)


def test_the_api_answers_as_it_is_described(store_url: str, tmp_path: Path) -> None:
    with opened(store_url, tmp_path) as site:
        request = st.tuples(described(site.document), WHOLE, st.booleans())

        @QUIET
        @given(st.lists(request, min_size=BATCH, max_size=BATCH))
        def batch(requests: list[tuple[Case[Any], dict[str, str], bool]]) -> None:
            for case, more, right_key in requests:
                _address, key = site.source()
                if isinstance(case.body, dict):
                    case.body |= more
                before = site.rows()
                sent = case.as_transport_kwargs(base_url="http://bot")
                answer = site.asks(sent["method"], "/api/leads", **_as_bytes(sent, key if right_key else None))
                case.validate_response(answer, checks=AS_DESCRIBED)
                whole(site, before, kept=answer.status_code == 201)

        batch()
        assert site.rows()["leads"] >= 1


def test_the_form_shows_something_for_whatever_is_sent(store_url: str, tmp_path: Path) -> None:
    with opened(store_url, tmp_path) as site:
        request = st.tuples(
            BODIES, TYPES, st.sampled_from(["", "?utm_campaign=%ff", "?lang=es&x=\x00"]), NASTY | st.text(max_size=30)
        )

        @QUIET
        @given(st.lists(request, min_size=BATCH, max_size=BATCH))
        def batch(requests: list[Any]) -> None:
            for body, kind, query, cookie in requests:
                address, _key = site.source()
                before = site.rows()
                said = cookie.encode("utf-8", "replace").replace(b"\x00", b"").replace(b"\n", b"").replace(b"\r", b"")
                headers = {"Cookie": b"cartera_touch=" + said, "Accept-Language": b"\xff"}
                assert (
                    site.asks(
                        "GET", f"/form/{address}", params=httpx.QueryParams(query[1:]), headers=headers
                    ).status_code
                    == 200
                )
                typed = {"Content-Type": kind} if kind else {}
                answer = site.asks("POST", f"/form/{address}", headers={**headers, **typed}, **body)
                assert answer.status_code in {200, 400, 413, 422, 429}, (answer.status_code, body)
                whole(site, before, kept=answer.status_code == 200)

        batch()


ADDRESSES = (
    *(
        "/form/nope",
        "/form/",
        "/form",
        "/form/%00",
        "/form/%ff%fe",
        "/form/..%2f..%2fetc",
        "/form/web-0/more",
        "/form/%F0%9F%98%80",
    ),
    *("/form/" + "a" * 5000, "/form/%3Cscript%3E", "/form/' OR 1=1", "/form/web-0?utm_campaign=%zz&x", "/form/WEB-0"),
    *("/api/leads/", "/api/leads/1", "/api/leads?key=x", "/api/LEADS", "/api/leads%00", "/openapi.json?x=%ff"),
)
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "LEAD")
HEADERS: tuple[dict[str, bytes], ...] = (
    {},
    {"Authorization": b"Bearer \xff", "Idempotency-Key": b"\xff" * 300, "Content-Length": b"-1"},
    {"Authorization": b"Basic x", "Content-Type": b"application/json; charset=nonsense", "X-Forwarded-For": b"x, \xff"},
    {"Origin": b"null", "Referer": b"\xff\xfe", "Accept-Language": b"*" * 4000, "Cookie": b"cartera_touch=%00%ff; =;;"},
)


def test_no_address_method_or_header_breaks_the_form_or_the_api(store_url: str, tmp_path: Path) -> None:
    with opened(store_url, tmp_path) as site:
        site.source()
        before = site.rows()
        for address in ADDRESSES:
            for method in METHODS:
                for headers in HEADERS:
                    site.requests += 1
                    answer = site.asks(method, address, headers=headers, content=b"{" if method != "GET" else None)
                    assert answer.status_code < 500, (method, address, headers)
        assert site.rows() == before


def whole(site: Site, before: Mapping[str, int], *, kept: bool) -> None:
    """What was refused left nothing behind; what was kept is a lead with its touch, and a wait where its clock runs."""
    now = site.rows()
    if not kept:
        assert now == before
        return
    new = {name: now[name] - before[name] for name in TABLES}
    assert new["leads"] in {0, 1}
    assert new["lead_waits"] == new["leads"]
    assert new["lead_touches"] >= new["leads"]
    assert new["lead_sources"] == new["customers"] == 0
