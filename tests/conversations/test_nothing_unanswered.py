"""The promise as a whole: an enquiry from a stranger's page, a day nobody answers, and what is still comes up with buttons that work."""

import asyncio
from contextlib import suppress
from pathlib import Path

from bot.web.routes import web_app
from bot.web.server import Listener
from tests.embedding import fill_in_on, strangers_page
from tests.faults.process import free_port
from tests.office import Office


async def enquire(office: Office, folder: Path, **fields: str) -> None:
    """A visitor fills in the form on a page that somebody else serves on a port of theirs."""
    port = free_port()
    listening = asyncio.create_task(Listener(web_app(office.app), "127.0.0.1", port).serve())
    try:
        with strangers_page(f"http://127.0.0.1:{port}/form/web", folder) as page:
            assert "Gracias" in await fill_in_on(page, **fields)
        await office.app.settle()
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


def test_nothing_goes_unanswered(office: Office, tmp_path: Path) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    with office.work() as work:
        work.lead_sources.add("Web")
    ana, jefa = office.rep("Ana Ruiz"), office.rep("Jefa", role="manager")
    ana.says("bar sol: oportunidad cafetera 900 €")
    ana.says("bar sol: oportunidad horno 2.000 €")
    ana.says("gracias")
    office.at("2026-11-27 17:30")
    office.run(enquire(office, tmp_path, name="Pepe Gil", email="pepe@marin.example", message="10 toldos"))
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
