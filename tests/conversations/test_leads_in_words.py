"""What is done with leads, digests and silence in plain words."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "lead", "told", "heard"),
    [
        ("es", "nuevo lead: Panadería Rosa, Rosa Martín 612 345 678, quiere horno", "he llamado a Rosa, le interesa el grande, llamarla el martes a las 10", "le interesa el grande"),
        ("es", "nuevo lead: Panadería Rosa, Rosa Martín 612 345 678, quiere horno", "hablé con panadería rosa, no corre prisa", "no corre prisa"),
        ("en", "new lead: Tom Reed, tom@reed.example, wants a fryer", "spoke to Tom Reed, wants it by March", "wants it by March"),
    ],
)  # fmt: skip
def test_a_call_told_by_name_stops_the_clock_of_the_lead(
    office: Office, language: str, lead: str, told: str, heard: str
) -> None:
    ana, boss = office.rep("Ana", language=language), office.rep("Jefe", language=language, role="manager")
    boss.says(lead)
    ana.says(told)
    ana.hears("lead 1", heard)
    boss.says("/sla")
    boss.hears("Sin responder: 0" if language == "es" else "Unanswered: 0")


@pytest.mark.parametrize(
    ("language", "lead", "told", "heard", "unanswered", "back", "answered"),
    [
        ("es", "nuevo lead: Panadería Rosa, Rosa Martín 612 345 678, quiere horno", "me llamó Rosa Martín, que le corre prisa", "Sigue esperando nuestra respuesta: lead 1", "Sin responder: 1", "le he devuelto la llamada a Rosa Martín, le interesa el grande", "Primera respuesta al lead 1"),
        ("es", "nuevo lead: Taberna Lua, quieren cerveza", "me han escrito de Taberna Lua que cuándo les contesto", "Sigue esperando nuestra respuesta: lead 1", "Sin responder: 1", "me volvió a llamar Marta Pena de Taberna Lua y le mandé la oferta", "Primera respuesta al lead 1"),
        ("en", "new lead: Tom Reed, tom@reed.example, wants a fryer", "Tom Reed rang me, he's in a hurry", "Still waiting for our answer: lead 1", "Unanswered: 1", "called Tom Reed back, wants it by March", "First response to lead 1"),
        ("en", "new lead: Taberna Lua, they want beer", "got an email from Taberna Lua asking when I'll answer", "Still waiting for our answer: lead 1", "Unanswered: 1", "Marta Pena called again, I called her back", "First response to lead 1"),
    ],
)  # fmt: skip
def test_what_they_did_is_no_response_of_ours(
    office: Office, language: str, lead: str, told: str, heard: str, unanswered: str, back: str, answered: str
) -> None:
    office.customer("Taberna Lua", "Marta Pena")
    ana = office.rep("Ana", language=language)
    ana.says(lead)
    ana.says(told)
    ana.hears(heard)
    ana.says("/sla")
    ana.hears(unanswered)
    ana.says(back)
    ana.hears(answered)


def test_the_button_behind_their_call_says_that_we_answered(office: Office) -> None:
    office.customer("Lantern Inn", "Martha Dale")
    eve = office.rep("Eve", language="en")
    eve.says("new lead: Lantern Inn, they want to switch supplier")
    eve.hears("Customer: Lantern Inn")
    office.passes(minutes=5)
    eve.says("Martha Dale called just now, she wants 20 kegs")
    eve.hears("Saved: call", "Still waiting for our answer: lead 1")
    eve.presses("I've answered lead 1")
    eve.hears("First response to lead 1", "5 min", "they want to switch supplier", "she wants 20 kegs")


def test_a_call_that_nobody_took_is_no_response(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo lead: Hostal Miño, 622 333 444, pregunta por sábanas")
    ana.says("llamé al Hostal Miño, no cogen")
    ana.hears("Sigue esperando nuestra respuesta: lead 1", "no cogen")
    ana.says("he llamado al Hostal Miño, quieren 30 juegos")
    ana.hears("Primera respuesta al lead 1")


def test_of_two_that_are_called_alike_the_one_chosen_keeps_the_words(office: Office) -> None:
    ana = office.rep("Ana")
    for company in ("Toldos Sur", "Toldos Norte"):
        ana.says(f"nuevo lead: Julia Vega de {company}, busca toldos")
    ana.says("he llamado a Julia Vega, prefiere los verdes")
    ana.hears("¿Qué lead?")
    ana.presses("lead 2, Julia Vega (Toldos Norte)")
    ana.hears("Primera respuesta al lead 2", "prefiere los verdes")


@pytest.mark.parametrize(
    ("language", "asked", "heard"),
    [
        ("es", "nueva fuente de leads: feria alimentaria", "/form/feria-alimentaria"),
        ("es", "quiero un formulario para mi web", "Fuentes de leads"),
        ("es", "cuánto tardamos en contestar a los leads", "Ninguna consulta"),
        ("es", "los leads de Valencia son para Ana", "¿Según qué se reparte?"),
        ("es", "mándame el resumen semanal", "La semana del equipo"),
        ("es", "mi resumen de la mañana", "Mi mañana"),
        ("es", "/resumen mes", "El mes frente a los objetivos"),
        ("es", "no me avises de notas sueltas por una semana", "hasta el viernes 27 de noviembre"),
        ("es", "no me recuerdes más los clientes sin ver", "¿Cuánto tiempo no te digo nada"),
        ("es", "silencia las oportunidades paradas hasta el lunes", "hasta el lunes 23 de noviembre"),
        ("en", "new lead source: trade fair", "/form/trade-fair"),
        ("en", "I need a form for my website", "Lead sources"),
        ("en", "how fast do we answer leads", "enquiries"),
        ("en", "leads from Lugo go to Ana", "What shall it go by?"),
        ("en", "weekly digest", "The team's week"),
        ("en", "don't nudge me about loose notes for a week", "Quiet until Friday 27 November"),
        ("en", "mute stalled opportunities until Monday", "Quiet until Monday 23 November"),
    ],
)
def test_a_manager_says_it(office: Office, language: str, asked: str, heard: str) -> None:
    office.rep("Ana", language=language)
    boss = office.rep("Jefe", language=language, role="manager")
    boss.says(asked)
    boss.hears(heard)


def test_a_key_is_asked_for_by_the_name_of_its_source(office: Office) -> None:
    boss = office.rep("Jefe", role="manager")
    boss.says("nueva fuente de leads: feria alimentaria")
    boss.says("crea una clave para la feria alimentaria")
    boss.hears("solo se muestra esta vez", "lead_")


def test_a_lead_is_refused_with_its_reason_in_a_sentence(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo lead: Panadería Rosa, Rosa Martín 612 345 678, quiere horno")
    ana.says("el lead 1 no nos interesa, solo curiosea")
    ana.hears("Motivo: solo curiosea")


def test_a_digest_asked_for_answers_no_question(office: Office) -> None:
    ana = office.rep("Ana", language="en")
    ana.says("new lead: Ann Perry, ann@perry.example, wants awnings")
    ana.says("/refuse 1")
    ana.says("send me my morning digest")
    ana.hears("My morning")
    ana.hears_not("Refused")


@pytest.mark.parametrize(
    ("language", "lead", "gives", "heard", "told"),
    [
        ("es", "nuevo lead: Hotel Brétema, 633 444 555, quieren colchones", "pasa el lead 1 a Iker", "Ahora lo tiene Iker", "Rosa ha pasado lead 1, Hotel Brétema a Iker"),
        ("es", "nuevo lead: Hotel Brétema, 633 444 555, quieren colchones", "reasigna el lead de Hotel Brétema a Iker", "Ahora lo tiene Iker", "Rosa ha pasado lead 1"),
        ("es", "nuevo lead: Hotel Brétema, 633 444 555, quieren colchones", "que Iker atienda el lead 1", "Ahora lo tiene Iker", "Rosa ha pasado lead 1"),
        ("en", "new lead: Heron Hotel, 633 444 555, wants mattresses", "reassign lead 1 to Iker", "Iker has it now", "Rosa has given lead 1, Heron Hotel to Iker"),
        ("en", "new lead: Heron Hotel, 633 444 555, wants mattresses", "give the Heron Hotel lead to Iker", "Iker has it now", "Rosa has given lead 1"),
    ],
)  # fmt: skip
def test_a_manager_gives_a_lead_to_somebody(
    office: Office, language: str, lead: str, gives: str, heard: str, told: str
) -> None:
    ana, iker = office.rep("Ana", language=language), office.rep("Iker", language=language)
    boss = office.rep("Rosa", language=language, role="manager")
    ana.says(lead)
    boss.says(gives)
    boss.hears(heard)
    ana.hears(told)
    office.tick()
    iker.hears("Un lead para ti" if language == "es" else "A lead for you")
    iker.says("/lead 1")
    iker.hears("Responsable: Iker" if language == "es" else "Owner: Iker")
    with office.work() as work:
        assert work.leads.get(2) is None


def test_only_whoever_has_a_lead_or_a_manager_hands_it_over(office: Office) -> None:
    ana, luis, boss = office.rep("Ana"), office.rep("Luis"), office.rep("Rosa", role="manager")
    ana.says("nuevo lead: Hotel Brétema, 633 444 555, quieren colchones")
    luis.says("pasa el lead 1 a Luis")
    luis.hears("Ese lead lo tiene Ana")
    ana.says("dale a Luis el lead 1")
    ana.hears("Ahora lo tiene Luis")
    ana.presses("Deshacer")
    ana.says("/lead 1")
    ana.hears("Responsable: Ana")
    boss.says("/lead 1")
    boss.presses("Pasarlo a…")
    boss.hears("¿A quién se lo paso?")
    boss.says("Luis")
    boss.hears("Ahora lo tiene Luis")


@pytest.mark.parametrize("said", ["turn lead 1 into a deal", "convert lead 1 to an opportunity", "qualify lead 1"])
def test_a_lead_becomes_a_deal_in_words(office: Office, said: str) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("new lead: Heron Hotel, 633 444 555, wants mattresses")
    eve.says(said)
    eve.hears("Qualified: “mattresses”, at Heron Hotel")
