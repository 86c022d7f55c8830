"""Leads: from a form, a program or the chat; whose they are, how soon they are answered, and what becomes of them."""

import re
from typing import Any

import httpx
import pytest

from bot.web.routes import web_app
from handlers.leads.intake import arrive
from storage.crm.leads.records import Enquiry
from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    return office.rep("Ana Ruiz")


def sends(office: Office, method: str, path: str, **request: Any) -> httpx.Response:
    """Somebody outside sends a request, and all that it causes happens."""

    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(web_app(office.app)), base_url="http://bot") as web:
            response = await web.request(method, path, **request)
        await office.app.settle()
        return response

    response: httpx.Response = office.run(send())
    office.tick()
    return response


def writes(office: Office, source: str = "web", *, query: str = "", **fields: str) -> httpx.Response:
    """A visitor opens a form, fills it in and sends it."""
    page = sends(office, "GET", f"/form/{source}{query}")
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
    consent = re.search(r'name="consent" value="(\d+)"', page.text)
    assert consent, page.text
    return sends(office, "POST", f"/form/{source}", data={**hidden, "consent": consent[1], **fields})


def source(office: Office, name: str = "Web") -> str:
    """A source of leads; its key."""
    with office.work() as work:
        return str(work.lead_sources.new_key(work.lead_sources.add(name)))


def test_from_the_form_to_an_opportunity(office: Office, ana: Someone) -> None:
    source(office)
    thanks = writes(
        office,
        query="?utm_campaign=otoño&utm_source=google&utm_medium=cpc",
        name="Pepe Gil",
        company="Toldos Marín",
        email="Pepe@Marin.example",
        phone="600 123 456",
        message="Queremos <b>10</b> toldos\n=1+1",
    )
    assert thanks.status_code == 200
    assert "Gracias" in thanks.text
    ana.hears(
        "Lead 1 · Pepe Gil · Web", "Queremos <b>10</b> toldos", "Toldos Marín", "+34 600 123 456", "otoño", "60 min"
    )
    ana.presses("Me lo quedo")
    ana.hears("Es tuyo", "llegó por primera vez", "google")
    office.passes(minutes=12)
    ana.presses("Llamar")
    ana.hears("+34 600 123 456")
    ana.presses("Hemos hablado")
    ana.hears("Primera respuesta al lead 1", "12 min")
    ana.presses("Cualificar")
    ana.hears("¿De cuánto es?")
    ana.presses("Omitir")
    ana.hears("Cualificado", "Queremos <b>10</b> toldos", "Toldos Marín")
    ana.presses("Oportunidad")
    ana.hears("Toldos Marín", "Web · otoño", "Pepe Gil")
    ana.says("historial de Toldos Marín")
    ana.hears("=1+1")
    ana.says("/lead 1")
    ana.hears("cualificado", "lo cualificó Ana Ruiz")
    ana.says("Toldos Marín")
    ana.hears("Lead 1", "otoño")


def test_nobody_answers_so_it_climbs(office: Office) -> None:
    """The owner is reminded, the manager hears of it, somebody else gets it; only business time counts."""
    source(office)
    ana, luis, jefa = office.rep("Ana"), office.rep("Luis", language="en"), office.rep("Jefa", role="manager")
    office.at("2026-11-20 17:15")  # Friday; the office closes at six
    writes(office, name="Pepe", email="pepe@marin.example")
    ana.hears("Un lead para ti")
    ana.says("hola")
    office.passes(minutes=30)
    ana.hears("Nadie ha respondido todavía")
    office.at("2026-11-22 12:00")
    jefa.says("hola")
    office.at("2026-11-23 09:14")  # Monday: 45 minutes on Friday, 14 today
    jefa.hears_not("no ha respondido")
    office.passes(minutes=2)
    jefa.hears("Ana no ha respondido a este lead en 60 min")
    luis.says("hello")
    office.passes(minutes=60)
    office.tick()
    luis.hears("A lead for you")
    luis.presses("Take it")
    luis.says("called lead 1")
    luis.hears("First response to lead 1")
    jefa.says("/sla")
    jefa.hears("Consultas: 1", "Sin responder: 0", "Luis", "0 de 1")
    luis.presses("Refuse")
    luis.presses("No budget")
    luis.hears("Refused: Pepe. Why: Sin presupuesto")
    jefa.says("/sla")
    jefa.hears("Descartados")


def test_two_steps_that_are_late_do_not_come_at_once(office: Office) -> None:
    """Nothing ran for a while: whoever hears of a lead only now has time to answer before they are reminded."""
    source(office)
    ana, jefa = office.rep("Ana"), office.rep("Jefa", role="manager")
    office.at("2026-11-20 10:00")
    with office.work() as work:
        arrive(work, office.app.company, Enquiry("api", "Pepe Gil", email="pepe@marin.example"))
    office.passes(hours=1, minutes=5)
    office.tick()
    ana.hears("Un lead para ti")
    ana.hears_not("Nadie ha respondido todavía")
    jefa.says("hola")
    office.passes(minutes=11)
    ana.hears("Nadie ha respondido todavía")
    jefa.hears_not("Ana no ha respondido")
    office.passes(minutes=11)
    jefa.hears("Ana no ha respondido a este lead en 60 min")


def test_whoever_is_away_is_skipped_and_the_turn_goes_round(office: Office) -> None:
    source(office)
    ana, luis, eva = office.rep("Ana"), office.rep("Luis"), office.rep("Eva")
    luis.says("me voy de vacaciones hoy")
    for number in range(3):
        writes(office, name=f"Cliente{number}", email=f"c{number}@marin.example")
    with office.work() as work:
        owners = [work.leads.get(number).owner for number in (1, 2, 3)]
    assert owners == ["Ana", "Eva", "Ana"]
    ana.presses("No es para mí")
    ana.hears("Ahora lo tiene Eva")
    office.tick()
    eva.hears("Cliente2")
    eva.presses("No es para mí")
    eva.hears("No queda nadie libre")


def test_while_nobody_is_on_duty_it_waits_for_whoever_begins_first(office: Office) -> None:
    source(office)
    ana, luis = office.rep("Ana"), office.rep("Luis")
    early = office.person("Luis").id
    with office.work() as work:
        work.people.change(early, working="mon-fri 08:00-15:00")
    for someone in (ana, luis):
        someone.says("hola")
    office.at("2026-11-20 22:00")
    writes(office, name="Pepe", email="pepe@marin.example")
    with office.work() as work:
        assert work.leads.get(1).owner == "Luis"
        assert work.lead_waits.of(1).target_at == office.time("2026-11-23 09:00")
    luis.says("hola")
    office.at("2026-11-23 08:01")
    luis.hears("Un lead para ti")
    luis.says("he llamado al lead 1")
    luis.hears("1 min")


def test_the_same_person_again_joins_their_lead(office: Office, ana: Someone) -> None:
    source(office)
    office.rep("Luis")
    writes(office, name="Pepe", phone="600 123 456")
    writes(office, name="José", phone="+34 600123456", email="pepe@marin.example", message="¿hola?")
    ana.hears("Pepe ha vuelto a escribir", "¿hola?")
    ana.says("/lead Pepe")
    ana.hears("pepe@marin.example", "¿hola?")
    ana.presses("Me lo quedo")
    ana.presses("Descartar")
    ana.hears("¿Por qué se descarta?")
    assert "Sin presupuesto" in ana.choices()
    ana.says("no contesta nunca")
    ana.hears("no contesta nunca")
    office.at("2026-11-24 10:00")
    writes(office, name="Pepe", email="PEPE@marin.example", message="ahora sí")
    ana.hears("Un lead para ti", "ahora sí")
    with office.work() as work:
        assert work.leads.get(1).state == "new"
        assert len(work.lead_waits.since(office.time("2026-11-01 00:00"))) == 2
        assert work.leads.get(2) is None


def test_a_customer_is_recognised_and_a_logged_call_is_a_response(office: Office) -> None:
    office.rep("Ana")
    luis = office.rep("Luis")
    luis.says("/nuevo Bar Sol 600 123 456")
    source(office)
    writes(office, name="Marta", phone="600123456", message="más vino")
    luis.hears("Un lead para ti", "Cliente: Bar Sol")
    office.passes(minutes=5)
    luis.says("llamé a Bar Sol, quieren más vino")
    luis.hears("Primera respuesta al lead 1", "5 min")
    luis.presses("Deshacer")
    with office.work() as work:
        assert work.lead_waits.of(1).is_waiting


def test_it_is_told_in_the_chat(office: Office, ana: Someone) -> None:
    ana.says("nuevo lead de la feria: Pepe Gil, pepe@marin.example, busca mesas")
    ana.hears("Guardado: lead nuevo", "Pepe Gil", "pepe@marin.example", "feria", "Estado: cogido")
    ana.says("/nuevo_lead")
    for answer in ("Ann Perry", "Omitir", "Omitir", "sillas", "Omitir"):
        ana.says(answer)
    ana.hears("Lead 2 · Ann Perry", "sillas")
    ana.says("mis leads")
    ana.hears("1 · Pepe Gil", "2 · Ann Perry")
    eve = office.rep("Eve", language="en")
    eve.says("i'll take the Ann Perry lead")
    eve.hears("Ana Ruiz has taken that lead")
    eve.says("new lead: Lamps Ltd, 600 999 888, wants lamps")
    eve.hears("Saved: new lead", "Lamps Ltd")
    eve.says("refuse lead 3 because they only sell lamps")
    eve.hears("Refused", "they only sell lamps")
    eve.presses("Undo")
    eve.says("/lead 3")
    eve.hears("State: taken")
    eve.says("/lead 99")
    eve.hears("There is no lead 99")


def test_what_is_missing_is_asked_for(office: Office, ana: Someone) -> None:
    source(office)
    writes(office, name="Bar Luna", phone="600 123 456")
    ana.presses("Me lo quedo")
    ana.says("cualifica el lead 1")
    ana.hears("¿De qué se trata?")
    ana.says("cafetera")
    ana.hears("Cualificado: «cafetera», de Bar Luna")
    ana.presses("Deshacer")
    ana.says("/lead 1")
    ana.hears("Estado: cogido")


def test_sources_keys_and_rules(office: Office, ana: Someone) -> None:
    boss, eva = office.rep("Boss", role="manager"), office.rep("Eva")
    ana.says("/fuentes")
    assert "Fuente nueva" not in ana.choices()
    boss.says("/fuentes")
    boss.presses("Fuente nueva")
    boss.says("Feria de Lugo")
    boss.hears("/form/feria-de-lugo")
    boss.presses("Clave nueva")
    key = re.search(r"lead_\S+", boss.heard())
    assert key
    boss.says("/reparto")
    boss.presses("Regla nueva")
    for answer in ("zona", "Lugo", "Eva"):
        boss.says(answer)
    boss.hears("zona: lugo", "Eva")
    for name in ("Uno", "Dos"):
        response = sends(
            office,
            "POST",
            "/api/leads",
            json={"name": name, "email": f"{name}@marin.example", "territory": "Lugo (centro)"},
            headers={"Authorization": f"Bearer {key[0]}"},
        )
        assert response.status_code == 201
        eva.hears(name, "Feria de Lugo")
        eva.says("hola")
    boss.says("/fuentes")
    boss.presses("Feria de Lugo")
    boss.presses("Texto del consentimiento")
    boss.says("Acepto que me llamen.")
    boss.hears("Versión: 2")
    assert "Acepto que me llamen." in sends(office, "GET", "/form/feria-de-lugo").text


LIST = """Nombre;Empresa;Teléfono;Correo;Quiere;Origen;Comercial
Ana Pérez;Toldos Marín;600 123 456;;=1+1 toldos;Feria de Lugo;Luis
Pepe Gil;;;pepe@marin.example;un presupuesto;Feria de Lugo;
;;;;nada;;
Pepe Gil;;;pepe@marin.example;otra cosa;;
"""


def test_a_list_of_leads_comes_in_once_is_given_out_and_is_taken_back(office: Office, ana: Someone) -> None:
    source(office)
    writes(office, name="Pepe Gil", email="pepe@marin.example")
    luis, boss = office.rep("Luis"), office.rep("Boss", role="admin", language="en")
    boss.sends_file("feria.csv", LIST)
    boss.hears("feria.csv · 4 lines", "I read it as a list of leads", "Quiere → Wants", "Comercial → Owner")
    boss.presses("Import")
    boss.hears("Nothing was imported: 1 problem", "neither a name nor a company")
    boss.presses("Import the rest")
    boss.hears("Leads of the list: 3", "a lead already: added to their journey")
    office.tick()
    office.tick()
    luis.hears("1 lead de una lista espera tu primer contacto: Ana Pérez")
    boss.says("/lead 1")
    boss.hears("in a list, brought by Boss")
    boss.says("/lead 2")
    boss.hears("Lead 2 · Ana Pérez · Feria de Lugo", "Toldos Marín", "Owner: Luis")
    boss.sends_file("feria.csv", LIST.replace(";;;;nada;;\n", ""))
    boss.presses("Import")
    boss.hears("Leads of the list: 0", "Lines brought in before: 3")
    boss.says("export the leads as csv")
    boss.hears("2 leads.")
    sheet = boss.received()[-1][1].decode("utf-8-sig")
    assert "2;Ana Pérez;Toldos Marín;'+34600123456;;;'=1+1 toldos;;;Feria de Lugo;;Luis;new;;2026-11-" in sheet
    office.passes(hours=24)
    luis.hears("1 lead de una lista espera")
    with office.work() as work:
        first = work.imports.get(1)
        assert first
        assert first.kind == "leads"
    luis.says("he llamado al lead 2")
    luis.hears("Primera respuesta al lead 2")


def test_several_become_opportunities_at_once_with_a_report(office: Office) -> None:
    source(office)
    eve = office.rep("Eve", language="en")
    writes(office, name="Pepe Gil", email="pepe@marin.example", message="10 awnings")
    writes(office, name="Ana Sanz", company="Toldos Sanz", phone="600123456", email="a@sanz.example", message="a quote")
    writes(office, name="Luz Rey", email="luz@rey.example")
    eve.says("/lead 2")
    eve.hears("Score: 65 of 100: can be called and written to +20 · says what they want +15 · names a company +10")
    eve.says("/qualify 1, 2")
    eve.hears("One lead at a time here: “/qualify_leads 1, 2” does several.")
    eve.says("cancel")
    eve.says("/qualify_leads")
    eve.hears("You have 3 open leads:", "does not say what it is about")
    eve.says("qualify the leads 1, 2, 3 and 9")
    eve.hears("Qualified: 2 of 4", "“10 awnings”, at Pepe Gil", "“a quote”, at Toldos Sanz")
    eve.hears("does not say what it is about", "There is no lead 9.")
    eve.presses("Qualify lead 3")
    eve.hears("What is it about?")
    eve.says("cancel")
    eve.says("Toldos Sanz")
    eve.hears("Ana Sanz", "a quote")
    with office.work() as work:
        assert [work.leads.get(number).state for number in (1, 2, 3)] == ["qualified", "qualified", "new"]
