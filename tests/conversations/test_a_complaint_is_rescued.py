"""A visit, two questions, a low answer on the customer's phone, a complaint and its carer, day 25, the pictures, and BAJA: in one go.

And whom nothing of ours can be asked about: prospects.
"""

from dataclasses import dataclass

import pytest

from tests.conversations.test_customer_chats import joins
from tests.office import Office


@dataclass(frozen=True)
class Talk:
    """What everybody says and hears, in one language."""

    language: str
    new: str
    visit: str
    two: tuple[str, str]
    send: str
    question: str
    answered: tuple[str, str]
    complaints: tuple[str, str]
    picture: str
    drawing: str
    results: tuple[str, str, str]
    stop: str
    stopped: str
    day_25: str
    again: tuple[str, str]


TALKS = (
    Talk(
        "es",
        "/nuevo Bar Sol 600 123 456",
        "visité a Bar Sol hoy, quieren 10 cajas",
        ("1. Del", "2. "),
        "/enviar_encuesta nps > Bar Sol",
        "Del 0 al 10",
        ("Ha respondido: 3/10", "Ana"),
        ("quejas", "1 queja abierta"),
        "En imagen",
        "dibujando",
        ("/encuesta nps", "Respondidas: 1", "Gráfico"),
        "BAJA",
        "No le escribiremos más",
        "de sus 30 días",
        ("/enviar_encuesta canal > Bar Sol", "No puedo enviárselo a Bar Sol"),
    ),
    Talk(
        "en",
        "/new Bar Sol 600 123 456",
        "visited Bar Sol today, they want 10 boxes",
        ("1. From", "2. "),
        "/send_survey nps > Bar Sol",
        "From 0 to 10",
        ("You answered: 3/10", "Ana"),
        ("complaints", "1 open complaint"),
        "As a picture",
        "drawing",
        ("/survey nps", "Answered: 1", "Chart"),
        "STOP",
        "we won't write to you any more",
        "of its 30 days",
        ("/send_survey canal > Bar Sol", "I can't send that to Bar Sol"),
    ),
)


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk.language)
def test_from_a_visit_to_a_rescue_and_a_stop(office: Office, talk: Talk) -> None:
    ana = office.rep("Ana", language=talk.language)
    boss = office.rep("Boss", role="manager", language=talk.language, at_desk=True)
    ana.says(talk.new)
    phone = joins(office, ana)
    phone.presses("Sí, pregúntenme")
    phone.presses("Sin ofertas")
    if talk.language == "en":
        phone.says("/preferencias")
        phone.presses("English")
    office.at("2026-11-23 10:30")
    ana.says(talk.visit)
    ana.hears(*talk.two)

    ana.says(talk.send)
    assert phone.hears(talk.question).count("10") >= 1
    phone.presses("3")
    phone.hears(*talk.answered)
    boss.says(talk.complaints[0])
    boss.hears(talk.complaints[1], "Bar Sol", "Ana")
    boss.presses(talk.picture)
    boss.hears(talk.drawing)
    boss.says(talk.results[0])
    boss.hears(talk.results[1])
    boss.presses(talk.results[2])
    boss.hears(talk.drawing)

    for day in (
        "2026-11-24 11:00",
        "2026-11-25 11:00",
        "2026-12-18 11:00",
    ):  # late, to the manager, the twenty-fifth day
        office.at(day)
        office.tick()
    boss.hears(talk.day_25)
    phone.says(talk.stop)
    phone.hears(talk.stopped)
    ana.says(talk.again[0])
    ana.hears(talk.again[1])
    said = len(office.texts(phone))
    office.at("2027-03-01 11:00")
    office.tick()
    assert len(office.texts(phone)) == said


def test_a_prospect_is_asked_what_they_need_and_not_how_they_like_us(office: Office) -> None:
    office.customer("Bar Sol")
    ana, sue = office.rep("Ana"), office.rep("Sue", language="en")
    with office.work() as work:
        work.customers.change(1, "status", "prospect")
    ana.says("visité a Bar Sol hoy, quieren 10 cajas")
    ana.hears("Para preguntarles", "1. ¿Cómo prefiere")
    ana.hears_not("Del 0 al 10", "Del 1 al 5")
    ana.says("/enviar_encuesta nps > Bar Sol")
    ana.hears("Bar Sol es un cliente potencial")
    sue.says("/send_survey nps > Bar Sol")
    sue.hears("Bar Sol is a prospect")

    ana.says("Bar Sol pide 10 cajas de vino a 18,50")
    ana.presses("Guardar")  # who has bought is a customer, whatever they were called
    ana.says("/enviar_encuesta nps > Bar Sol")
    ana.hears_not("potencial")
