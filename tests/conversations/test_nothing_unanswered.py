"""The promise as a whole: an enquiry from a stranger's page, a day nobody answers, and what is still comes up with buttons that work."""

import asyncio
import re
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import httpx

from bot.web.routes import web_app
from bot.web.server import Listener
from tests.faults.process import free_port
from tests.office import Office

STRANGERS_PAGE = """<!doctype html><html lang="es"><title>Toldos</title><h1>Toldos</h1>
<iframe title="Escríbenos" src="{form}?utm_campaign=oto%C3%B1o"></iframe></html>"""


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder, and writes nothing to the terminal."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the library calls it
        pass


async def fill_in_on(office: Office, folder: Path, **fields: str) -> None:
    """A visitor opens a page that somebody else serves on a port of theirs, and fills in the form that it embeds."""
    port = free_port()
    (folder / "index.html").write_text(
        STRANGERS_PAGE.format(form=f"http://127.0.0.1:{port}/form/web"), encoding="utf-8"
    )
    serves = partial(Quiet, directory=str(folder))
    strangers = ThreadingHTTPServer(("127.0.0.1", 0), serves)
    Thread(target=strangers.serve_forever, daemon=True).start()
    listening = asyncio.create_task(Listener(web_app(office.app), "127.0.0.1", port).serve())
    page_at = f"http://127.0.0.1:{strangers.server_port}/"
    try:
        async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=20)) as visitor:
            page = await visitor.get(page_at)
            framed = re.search(r'<iframe[^>]* src="([^"]+)"', page.text)
            assert framed
            form = await visitor.get(framed[1], headers={"Referer": page_at, "Sec-Fetch-Site": "cross-site"})
            assert "frame-ancestors *" in form.headers["content-security-policy"]
            assert "x-frame-options" not in form.headers
            hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form.text))
            hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
            said = {**hidden, "consent": "1", **fields}
            sent = await visitor.post(
                f"http://{urlsplit(framed[1]).netloc}/form/web",
                data=said,
                headers={"Origin": f"http://127.0.0.1:{port}"},
            )
            assert "Gracias" in sent.text
        await office.app.settle()
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        strangers.shutdown()
        strangers.server_close()


def test_nothing_goes_unanswered(office: Office, tmp_path: Path) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    with office.work() as work:
        work.lead_sources.add("Web")
    ana, jefa = office.rep("Ana Ruiz"), office.rep("Jefa", role="manager")
    ana.says("bar sol: oportunidad cafetera 900 €")
    ana.says("bar sol: oportunidad horno 2.000 €")
    ana.says("gracias")
    office.at("2026-11-27 17:30")
    office.run(fill_in_on(office, tmp_path, name="Pepe Gil", email="pepe@marin.example", message="10 toldos"))
    office.tick()
    ana.hears("Un lead para ti", "Pepe Gil", "10 toldos", "otoño")
    jefa.says("hola")
    office.passes(days=1)
    office.at("2026-11-29 12:00")
    jefa.hears_not("Pepe Gil")
    ana.says("hola")
    office.at("2026-11-30 09:00")  # Monday: half an hour of Friday, none of the weekend
    ana.hears(
        "Nadie ha respondido todavía a este lead", "2 oportunidades sin contacto ni siguiente paso", "cafetera", "horno"
    )
    stalled = next(label for label in ana.choices() if "cafetera" in label)
    ana.presses(stalled)
    if "Perdida: por qué" not in ana.choices():
        ana.presses("Más opciones")
    ana.presses("Perdida: por qué")
    ana.presses("Precio")
    ana.hears("Perdida: cafetera. Motivo: Precio")
    jefa.says("hola")
    office.at("2026-11-30 09:31")
    jefa.hears("Ana Ruiz no ha respondido a este lead en 60 min", "Pepe Gil")
    jefa.presses("Me lo quedo")
    jefa.presses("Ya he respondido")
    jefa.hears("Primera respuesta al lead 1")
    jefa.says("/recordatorios")
    jefa.hears("oportunidades")
