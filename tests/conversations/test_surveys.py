"""Surveys: carried by colleagues, sent to customers, answered in buttons and words, and what came of them."""

import re
from decimal import Decimal

import pytest
from sqlalchemy import delete, insert

from handlers.kit.surveys.bank import called
from handlers.kit.surveys.choosing import next_questions
from storage.crm.surveys.tables import SurveyAskRow
from storage.standings.tables import StandingRow
from tests.conversations.test_customer_chats import joins
from tests.office import Office, Someone

MONDAY = "2026-11-23 10:30"
VISIT = "visité a Bar Sol ayer, quieren 10 cajas"


def agreed(office: Office, rep: Someone) -> Someone:
    """A person of Bar Sol who agreed to be asked; on the next working day."""
    marta = joins(office, rep)
    marta.presses("Sí, pregúntenme")
    marta.presses("Sin ofertas")
    office.at(MONDAY)
    return marta


def test_a_rep_gets_two_questions_after_a_visit_and_notes_the_answers(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says(VISIT)
    ana.hears("Para preguntarles", "1. Del 0 al 10", "2. Del 1 al 5")
    ana.presses("Respuesta 1")
    ana.hears("Del 0 al 10")
    assert "No lo sabe" in ana.choices()
    ana.presses("9")
    ana.hears("Respuesta de Bar Sol", "9/10", "1. Del 1 al 5")
    ana.hears_not("2. ")
    ana.says("/respuesta Bar Sol > canal > WhatsApp")
    ana.hears("WhatsApp")
    luis.says("Bar Sol")
    luis.hears("Prefiere: por WhatsApp")
    luis.says("mañana veo a Bar Sol")
    luis.hears("Preguntar: Del 1 al 5")
    luis.hears_not("Del 0 al 10")
    luis.says("/encuesta nps")
    luis.hears("Preguntadas: 1", "Respondidas: 1", "1 promotores y 0 detractores de 1")


def test_an_answer_is_undone_and_what_is_none_is_asked_again(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language="en")
    eve.says("/answer Bar Sol > nps > 11")
    eve.hears("That is no answer to: From 0 to 10")
    eve.says("8")
    eve.hears("8/10")
    eve.presses("Undo")
    eve.says("/survey nps")
    eve.hears("Answered: 0")
    eve.says("/answer Bar Sol > nps")
    eve.presses("They don't know")
    eve.hears("they don't know")
    eve.says("survey results nps")
    eve.hears("Dismissed: 1")


def test_a_customer_answers_low_and_a_complaint_opens(office: Office) -> None:
    ana, boss = office.rep("Ana"), office.rep("Boss", role="manager", language="en")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = agreed(office, ana)
    ana.says("/enviar_encuesta nps > Bar Sol")
    ana.hears("Enviado a Bar Sol")
    marta.hears("Del 0 al 10", "Para saber si vamos bien", "escriba BAJA")
    marta.presses("3")
    marta.hears("Ha respondido: 3/10", "Lo sentimos", "Ana")
    marta.says("llegó tarde y roto")
    marta.hears("Gracias por contárnoslo")
    ana.hears("llegó tarde y roto")
    assert "5" not in marta.choices()
    boss.says("Bar Sol")
    boss.hears("omplaint")
    ana.says("/enviar_encuesta satisfaccion > Bar Sol")
    ana.hears("queja abierta")


def test_words_are_understood_or_kept_and_passed_on(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = agreed(office, ana)
    ana.says("/enviar_encuesta nps > Bar Sol")
    marta.says("pues depende del día, la verdad")
    marta.hears("lo hemos pasado", "Del 0 al 10")
    ana.hears("pues depende del día")
    marta.says("un 9")
    marta.hears("9/10")
    ana.says("/encuesta nps")
    ana.hears("Respondidas: 1", "pues depende del día")


def test_a_question_goes_out_by_itself_is_repeated_once_and_fades(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    marta = agreed(office, ana)
    office.tick()
    office.passes(minutes=5)
    marta.hears("Del 0 al 10")
    office.passes(days=4)
    marta.hears("hace unos días")
    office.passes(days=5)
    ana.says("/encuesta nps")
    ana.hears("Sin respuesta: 1")


def test_skipping_and_stopping(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language="en")
    marta = joins(office, ana)
    marta.presses("Sí, pregúntenme")
    ana.says("/send_survey nps > Bar Sol")
    ana.hears("Not now: they are writing with us right now")
    office.at(MONDAY)
    office.tick()
    marta.presses("Prefiero no contestar")
    marta.hears("Por supuesto")
    marta.says("BAJA")
    office.at("2026-12-15 10:30")
    ana.says("/send_survey satisfaccion > Bar Sol")
    ana.hears("I can't send that to Bar Sol: they want to hear nothing more")


def test_results_have_a_chart_and_a_table(office: Office) -> None:
    ana = office.rep("Ana", language="en")
    for number in range(6):
        office.customer(f"Bar {number}")
        ana.says(f"/answer Bar {number} > nps > {10 - number}")
    ana.says("/survey nps")
    ana.hears("NPS: 0 (between −51 and +51; 6 answers)", "few data", "Answered: 6")
    ana.presses("Who is behind it")
    ana.hears("Bar 5", "5")
    ana.says("/survey nps")
    ana.presses("Chart")
    ana.hears("drawing it")
    ana.says("/survey nps")
    ana.presses("As a table")
    [(name, content)] = [file for file in ana.received() if file[0].endswith(".csv")]
    assert name == "nps.csv"
    assert len(re.findall(rb"Bar \d", content)) == 6


def test_what_the_visit_says_already_counts_as_an_answer(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, nos pone un 9 de 10 y quieren 10 cajas")
    ana.hears("Respondida: nps", "9/10", "1. Del 1 al 5")
    ana.says("/encuesta nps")
    ana.hears("Respondidas: 1")
    ana.says("deshacer")
    ana.says("/encuesta nps")
    ana.hears("Respondidas: 0")
    ana.says("visité a Bar Sol hoy, pidieron 9 de 10 cajas que había")
    ana.hears_not("Respondida: nps")


def test_a_question_of_ones_own_says_what_for(office: Office) -> None:
    office.customer("Bar Sol")
    eve, ana = office.rep("Eve", role="marketing", language="en"), office.rep("Ana")
    ana.says("/nueva_encuesta")
    ana.hears_not("nombre")
    eve.says("/new_survey")
    eve.says("nps")
    eve.hears("There is a survey", "nps")
    eve.says("Deliveries")
    eve.presses("One of a few")
    eve.says("Do deliveries arrive well?")  # a question is what was asked for, though it may be read as one to us
    eve.hears("Which options")
    eve.says("Mornings only")
    eve.hears("Between 2 and 8 options")
    eve.says("Morning, Afternoon")
    eve.hears("What will be done with the answers")
    eve.says("nothing")
    eve.hears("Customers read that")
    eve.says("Better routes")
    eve.hears("New survey: deliveries", "Do deliveries arrive well?", "Better routes")
    eve.says("/reword_survey deliveries > question in Spanish > ¿Llegan bien los pedidos?")
    eve.hears("Question in Spanish: ¿Llegan bien los pedidos?", "Question in English: Do deliveries arrive well?")
    eve.says("/reword_survey deliveries > options in Spanish > Siempre")
    eve.hears("Between 2 and 8")
    eve.says("Mañana, Tarde")
    eve.hears("Mañana, Tarde", "Morning, Afternoon")
    ana.says("/respuesta Bar Sol > deliveries > Mañana")
    ana.hears("Respuesta de Bar Sol", "¿Llegan bien los pedidos?: Mañana")
    eve.says("/survey deliveries")
    eve.hears("Morning: 1 of 1")
    ana.says("/encuestas")
    ana.hears("Encuestas", "· nps · 0 respuestas", "deliveries · 1 respuesta")
    eve.says("/surveys")
    eve.hears("Surveys", "· nps · 0 answers", "· competitors · 0 answers")
    eve.says("/survey competitors")
    eve.hears("Survey: competitors", "Who else do you buy from")


ANSWERED = (
    ("es", "sensibilidad", "El trato", "Le importa: relación"),
    ("en", "competitors", "Makro", "Buys elsewhere: Makro"),
    ("en", "channel", "by phone", "Prefers: by telephone"),
    ("es", "necesidades", "nada", ""),
)


@pytest.mark.parametrize(("language", "survey", "said", "known"), ANSWERED)
def test_an_answer_fills_its_field_and_what_is_known_is_not_asked(
    office: Office, language: str, survey: str, said: str, known: str
) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language=language)
    ana.says(f"/respuesta Bar Sol > {survey} > {said}")
    ana.hears(said if language == "es" or survey != "channel" else "By phone")
    ana.says("Bar Sol")
    ana.hears("Bar Sol", known)
    with office.work() as work:
        customer = work.customers.get(1)
        assert customer
        work.connection.execute(delete(SurveyAskRow))  # as if nobody had ever asked
        now = office.clock.now()
        asked = next_questions(work, customer, by="staff", now=now, today=now.date(), most=None)
    assert (survey in {called(question, language) for question in asked}) == (not known)


def test_a_customer_complains(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = agreed(office, ana)
    marta.says("tengo una queja: el pedido llegó roto y nadie contesta")
    marta.hears("Lo sentimos", "número 1", "Ana se encarga")
    marta.says("/queja y además tarde")
    marta.hears("número 1")
    ana.says("Bar Sol")
    ana.hears("ueja")


FREE_WORDS = (
    ("un tres, la verdad", "3/10", False),
    ("3, llegaron tarde", "3/10", True),
    ("llegaron tarde y mal, un dos", "2/10", True),
    ("le doy un 9 de 10", "9/10", False),
    ("a solid 8", "8/10", False),
    ("I'd say 7 but the driver is rude", "7/10", True),
)


@pytest.mark.parametrize(("said", "grade", "with_words"), FREE_WORDS)
def test_a_grade_in_free_words_is_one_and_what_is_said_beside_it_stays(
    office: Office, said: str, grade: str, with_words: bool
) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = agreed(office, ana)
    ana.says("/enviar_encuesta nps > Bar Sol")
    marta.says(said)
    marta.hears(f"Ha respondido: {grade}")
    if with_words:
        marta.hears_not("cuéntenos", "Qué ha fallado")
        ana.hears(said)
        ana.says("/encuesta nps")
        ana.hears("Respondidas: 1", said)


@pytest.mark.parametrize("said", ["7 u 8", "llevo 3 días esperando", "necesito 10 cajas", "somewhere between 6 and 7"])
def test_what_holds_no_grade_or_two_is_passed_on(office: Office, said: str) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = agreed(office, ana)
    ana.says("/enviar_encuesta nps > Bar Sol")
    marta.says(said)
    marta.hears("lo hemos pasado", "Del 0 al 10")
    ana.hears(said)
    marta.says("y otra cosa, ¿abren el sábado?")
    marta.hears("lo hemos pasado")
    marta.hears_not("Del 0 al 10")  # it was put once more already, and stays open
    marta.says("un 8")
    marta.hears("8/10")


def test_after_a_stop_no_question_waits(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = agreed(office, ana)
    ana.says("/enviar_encuesta nps > Bar Sol")
    marta.hears("Del 0 al 10")
    marta.says("para")
    marta.hears("No le escribiremos más")
    marta.says("¿me mandan la factura de octubre?")
    marta.hears("pasado")
    marta.hears_not("Del 0 al 10")
    ana.hears("factura de octubre")
    ana.says("/encuesta nps")
    ana.hears("Sin respuesta: 1")


def test_each_part_of_a_figure_opens_who_is_behind_it(office: Office) -> None:
    ana = office.rep("Ana", language="en")
    for number, grade in enumerate((10, 9, 8, 3, 2, 0)):
        office.customer(f"Bar {number}")
        ana.says(f"/answer Bar {number} > nps > {grade}")
    ana.says("/survey nps")
    ana.presses("Who is behind it")
    ana.hears("Bar 0", "Bar 5")
    ana.presses("Detractors")
    ana.hears("Answers: Detractors", "Bar 3", "Bar 4", "Bar 5")
    ana.hears_not("Bar 0", "Bar 2")
    ana.presses("Passives")
    ana.hears("Bar 2")
    ana.hears_not("Bar 3")


def test_so_do_dismissals_groups_and_themes(office: Office) -> None:
    ana, luis = office.rep("Ana", language="en"), office.rep("Luis", language="en")
    for number, (rep, given) in enumerate(
        ((ana, "9, quick delivery"), (ana, "10"), (luis, "3, the delivery was late"), (ana, "They don't know"))
    ):
        rep.says(f"/new Bar {number} 600 12 34 5{number}")
        rep.says(f"/answer Bar {number} > nps > {given}")
    ana.says("/survey nps")
    ana.hears("Dismissed: 1", "By rep", "Themes: delivery (2)")
    ana.presses("Who is behind it")
    ana.presses("Dismissed")
    ana.hears("Answers: Dismissed", "Bar 3", "they don't know")
    ana.hears_not("Bar 0", "No answer yet")
    ana.presses("By rep")
    ana.hears("By rep", "Ana: 2 promoters, 0 detractors of 2")
    ana.presses("Luis")
    ana.hears("Answers: Luis", "Bar 2", "the delivery was late")
    ana.hears_not("Bar 1")
    ana.says("/survey nps")
    ana.presses("Who is behind it")
    ana.presses("Themes")
    ana.presses("delivery (2)")
    ana.hears("Answers: delivery", "Bar 0", "Bar 2")
    ana.hears_not("Bar 1")


def test_results_are_told_apart_by_class(office: Office) -> None:
    ana = office.rep("Ana", language="en")
    for number in range(6):
        office.customer(f"Bar {number}")
        ana.says(f"/answer Bar {number} > nps > {10 - number}")
    with office.work() as work:
        for number in range(6):
            day = work.now.date()
            standing = {"customer_id": number + 1, "letter": "A" if number else "C", "day": day, "last": day}
            bought = {"currency": "EUR", "sales": Decimal(1), "before": Decimal(0), "orders": 1, "segment": "active"}
            work.connection.execute(insert(StandingRow), standing | bought)
    ana.says("/survey nps")
    ana.hears("By class", "A: −20 (between", "C: 1 promoters, 0 detractors of 1: too few")
