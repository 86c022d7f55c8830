"""People's own programs: what they read, what they propose, and who they are not. Asked with the protocol's own client."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import httpx
import httpx2
import pytest
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client

from bot.mcp.routes import LARGEST, PER_MINUTE, WRONG_OF_ONE_CLIENT
from bot.web.routes import web_app
from bot.web.server import Listener
from tests.faults.process import free_port
from tests.office import Office, Someone


@pytest.fixture
def open_office(office: Office) -> Office:
    """An office in which programs may ask."""
    office.settings = office.settings.model_copy(update={"mcp": "on", "port": free_port()})
    office.restart()
    return office


def token_of(who: Someone, words: str = "nuevo token") -> str:
    who.says(words)
    found = re.search(r"cartera_[0-9a-f]{40}", who.heard())
    assert found, who.heard()
    return found[0]


@asynccontextmanager
async def served(office: Office) -> Any:
    """The address of the office's server, on localhost, while it listens."""
    port = free_port()
    listening = asyncio.create_task(Listener(web_app(office.app), "127.0.0.1", port).serve())
    try:
        async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=20)) as web:
            await web.get(f"http://127.0.0.1:{port}/health")
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


def with_client(office: Office, token: str, do: Callable[[Client], Coroutine[Any, Any, Any]]) -> Any:
    async def run() -> Any:
        async with (
            served(office) as url,
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
            Client(streamable_http_client(url, http_client=http)) as client,
        ):
            found = await do(client)
        await office.app.settle()
        await office.door.look()
        return found

    return office.run(run())


def calls(office: Office, token: str, *asked: tuple[str, dict[str, Any]]) -> list[str]:
    """What the tools answer, one after another."""

    async def do(client: Client) -> list[str]:
        results = [await client.call_tool(name, arguments) for name, arguments in asked]
        return ["".join(part.text for part in result.content if part.type == "text") for result in results]

    found: list[str] = with_client(office, token, do)
    return found


def post(office: Office, token: str | None, body: bytes = b"{}", **headers: str) -> httpx.Response:
    async def run() -> httpx.Response:
        auth = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(web_app(office.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as web:
            return await web.post("/mcp", content=body, headers=auth | headers)

    answer: httpx.Response = office.run(run())
    return answer


def test_it_is_off_unless_switched_on(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo token")
    ana.hears("MCP=on")
    assert post(office, "cartera_x").status_code == 404


def test_a_program_reads_what_its_person_reads_and_nothing_is_kept(open_office: Office) -> None:
    office = open_office
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    token = token_of(ana)

    async def do(client: Client) -> list[str]:
        listed = await client.list_tools()
        return [tool.name for tool in listed.tools]

    assert with_client(office, token, do) == ["find", "card", "history", "pipeline", "ask", "follow_ups", "propose"]
    before = state(office)
    found, card, history, pipeline, asked, to_do = calls(
        office,
        token,
        ("find", {"name": "bar sool"}),
        ("card", {"customer": "Bar Sol"}),
        ("history", {"customer": "Bar Sol"}),
        ("pipeline", {}),
        ("ask", {"question": "cuántas visitas llevo este mes"}),
        ("follow_ups", {}),
    )
    assert "Bar Sol" in found
    assert "Marta Ruiz" in card
    assert "quieren 10 cajas" in history
    assert pipeline
    assert "Visitas: 1" in asked or "visitas: 1" in asked.casefold()
    assert to_do
    assert state(office) == before


def state(office: Office) -> tuple[int, ...]:
    with office.work() as work:
        tables = ("audit", "interactions", "customers", "follow_ups", "outbox", "jobs", "proposals")
        return tuple(work.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() for table in tables)


def test_a_proposal_is_decided_by_its_person_alone_and_once(open_office: Office) -> None:
    office = open_office
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    token = token_of(ana)
    before = state(office)
    [said] = calls(office, token, ("propose", {"text": "visité a Bar Sol ayer, quieren 10 cajas"}))
    assert "Bar Sol" in said
    after = state(office)
    assert after[:4] == before[:4]
    ana.hears("Un programa tuyo propone", "quieren 10 cajas", "Se guardaría", "Bar Sol")
    luis.hears_not("Un programa tuyo")
    ana.presses("Guardar")
    ana.hears("Bar Sol", "quieren 10 cajas")
    assert state(office)[1] == before[1] + 1
    ana.presses("Guardar")
    ana.hears("ya está decidido")
    assert state(office)[1] == before[1] + 1
    ana.says("historial de Bar Sol")
    ana.hears("quieren 10 cajas")


def test_a_proposal_falls_with_time_and_with_what_it_is_about(open_office: Office) -> None:
    office = open_office
    sol = office.customer("Bar Sol")
    ana = office.rep("Ana")
    token = token_of(ana)
    proposed = ("propose", {"text": "visité a Bar Sol ayer, quieren 10 cajas"})
    calls(office, token, proposed)
    office.passes(minutes=11)
    ana.presses("Guardar")
    ana.hears("Hace más de diez minutos")
    calls(office, token, proposed)
    with office.work() as work:
        work.customers.change(sol, "phone", "+34600111222")
    ana.presses("Guardar")
    ana.hears("Algo ha cambiado")
    calls(office, token, proposed)
    ana.presses("Descartar")
    ana.hears("no se ha guardado nada")
    assert state(office)[1] == 0


def test_what_asks_for_nothing_that_is_kept_is_not_proposed(open_office: Office) -> None:
    office = open_office
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    token = token_of(ana)
    before = state(office)
    said = calls(
        office,
        token,
        *(("propose", {"text": text}) for text in ("/baja Ana", "sí", "deshacer", "historial de Bar Sol", "visité")),
        ("propose", {"text": "x" * 600}),
        ("propose", {"text": "hola", "also": "1"}),
        ("press", {"choice": "1"}),
    )
    assert all(said)
    assert state(office) == before


def test_a_program_sees_no_more_than_its_person(open_office: Office) -> None:
    office = open_office
    office.sees("own")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    luis.says("nuevo cliente Taller Secreto 600 123 456")
    token = token_of(ana)
    answers = calls(
        office,
        token,
        ("find", {"name": "Taller Secreto"}),
        ("card", {"customer": "Taller Secreto"}),
        ("history", {"customer": "Taller Secreto"}),
        ("ask", {"question": "clientes"}),
        ("propose", {"text": "visité a Taller Secreto ayer, quieren pintura"}),
    )
    assert not any("600" in answer for answer in answers), answers
    assert "Taller Secreto" not in answers[0]
    assert "Taller Secreto" not in answers[3]


def test_tokens_are_hashed_listed_revoked_and_gone_with_their_person(open_office: Office) -> None:
    office = open_office
    boss = office.rep("Boss", role="admin", language="en")
    ana = office.rep("Ana")
    first, second = token_of(ana), token_of(ana, "/clave")
    with office.work() as work:
        kept = str(work.connection.exec_driver_sql("SELECT * FROM access_tokens").all())
    assert first not in kept
    assert second not in kept
    calls(office, first, ("follow_ups", {}))
    ana.says("mis programas")
    ana.hears(f"…{first[-4:]}", f"…{second[-4:]}")
    ana.presses(f"Revocar …{first[-4:]}")
    ana.hears("Revocado")
    assert post(office, first).status_code == 401
    assert post(office, second).status_code != 401
    assert token_of(boss, "new token")
    boss.says("/leaver Ana")
    while "Ana" in boss.heard() and boss.choices() and post(office, second).status_code != 401:
        boss.presses(boss.choices()[0])
    assert post(office, second).status_code == 401


def test_a_token_is_forgotten_once_it_was_sent(open_office: Office) -> None:
    ana = open_office.rep("Ana")
    token = token_of(ana)
    ana.says("mis programas")
    ana.hears(f"…{token[-4:]}")
    with open_office.work() as work:
        for table in ("outbox", "inbox", "conversations", "jobs", "audit"):
            kept = str(work.connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert token not in kept, table
    calls(open_office, token, ("follow_ups", {}))


def test_who_calls_is_looked_at_first(open_office: Office) -> None:
    office = open_office
    token = token_of(office.rep("Ana"))
    assert post(office, None).status_code == 401
    assert post(office, "cartera_" + "0" * 40).status_code == 401
    assert post(office, token, Host="evil.example").status_code == 403
    assert post(office, token, Origin="https://evil.example").status_code == 403
    assert post(office, token, b"x" * (LARGEST + 1)).status_code == 413
    tried = [post(office, "cartera_" + f"{n:040x}") for n in range(WRONG_OF_ONE_CLIENT.requests)]
    assert {answer.status_code for answer in tried[:-2]} == {401}
    assert tried[-1].status_code == 429, "whoever guesses is told to wait"
    assert int(tried[-1].headers["Retry-After"]) <= WRONG_OF_ONE_CLIENT.within.total_seconds()
    assert post(office, token).status_code not in {401, 429}, "and whoever has a token is not kept out by it"
    answers = [post(office, token).status_code for _ in range(PER_MINUTE)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]
