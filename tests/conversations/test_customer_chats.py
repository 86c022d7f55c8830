"""Customers on the bot: how they join, what they agree to, what they see, and how they stop."""

import re

import pytest

from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.gate import Gate, Go, Hold, Refuse
from handlers.kit.outreach.reasons import HoldReason
from storage.crm.outreach.records import Purpose
from tests.office import Office, Someone

MONDAY = "2026-11-23 10:30"


def joins(office: Office, rep: Someone, customer: str = "Bar Sol", *, language: str = "es") -> Someone:
    """A person of a customer comes by a link that a rep made."""
    rep.says(f"/enlace {customer}")
    code = re.search(r"link ([0-9a-f]{32})", rep.heard())
    assert code, rep.heard()
    someone = office.unregistered(f"Cliente de {customer}", language=language)
    someone.says(f"/start {code[1]}")
    return someone


def asks_nothing(office: Office) -> None:
    """No survey's question goes out by itself."""
    with office.work() as work:
        for account in work.customer_accounts.of_customer(1):
            work.customer_accounts.look(account.id, None)


def approach(office: Office, customer: int, purpose: Purpose = "surveys", words: str = "¿Qué tal?") -> object:
    """Something is said to a customer unasked, if the gate lets it; and sent."""
    with office.work() as work:
        gate = Gate(work, office.settings.company, office.clock.now())
        decision = gate.decide(customer, purpose)
        if isinstance(decision, Go):
            key = f"test:{customer}:{office.clock.now().isoformat()}"
            gate.send(decision, Reply.of(words), about=Target("test", 1), key=key)
    office.run(office.app.settle())
    office.run(office.door.look())
    return decision


def test_a_customer_joins_by_a_link_and_agrees_to_each_purpose(office: Office) -> None:
    office.customer("Bar Sol")
    ana, boss = office.rep("Ana"), office.rep("Boss", role="admin", language="en")
    marta = joins(office, ana)
    marta.hears("Bar Sol", "BAJA", "pregunta corta")
    marta.presses("Sí, pregúntenme")
    marta.hears("ofertas")
    marta.says("Sin ofertas")
    marta.hears("/preferencias")
    marta.says("/preferencias")
    marta.hears("Preguntas: sí, desde el viernes 20 de noviembre", "Ofertas: no")
    boss.says("Bar Sol")
    boss.hears("On the bot: agreed to questions")
    with office.work() as work:
        account = work.customer_accounts.of_customer(1)[0]
        agreed = work.consents.of(account.id)
    assert agreed["surveys"].granted
    assert "pregunta corta" in agreed["surveys"].words
    assert not agreed["promotions"].granted


def test_a_link_works_once_and_not_when_it_was_revoked(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language="en")
    ana.says("link for Bar Sol")
    code = re.search(r"link ([0-9a-f]{32})", ana.heard())
    assert code
    ana.presses("Revoke it")
    ana.hears("1 link revoked")
    office.unregistered("Zoe").says(f"/start {code[1]}")
    joins(office, ana).hears("Bar Sol")
    with office.work() as work:
        assert len(work.customer_accounts.of_customer(1)) == 1
    ana.says("/customer_link Bar Sol")
    again = re.search(r"link ([0-9a-f]{32})", ana.heard())
    assert again
    first, second = office.unregistered("Uno"), office.unregistered("Dos")
    first.says(f"/start {again[1]}")
    first.hears("Bar Sol")
    second.says(f"/start {again[1]}")
    second.hears("invitación")


def test_a_customer_sees_nothing_of_ours(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("visité a Bar Luna ayer, quieren 10 cajas")
    marta = joins(office, ana)
    for said in (
        "historial de Bar Luna",
        "/hoy",
        "/historial Bar Luna",
        "/equipo",
        "deshacer",
        "Bar Luna",
        "/enlace Bar Sol",
    ):
        marta.says(said)
        marta.hears_not("10 cajas", "Ana", "función")
        assert not marta.choices() or "Sí, pregúntenme" in marta.choices()
    with office.work() as work:
        assert len(work.customer_accounts.of_customer(1)) == 1


def test_what_nobody_takes_goes_to_the_owner(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = joins(office, ana)
    marta.says("¿Me pueden traer mañana el pedido antes de las 9?")
    marta.hears("Gracias")
    ana.hears("Bar Sol nos escribe", "¿Me pueden traer mañana el pedido antes de las 9?")


@pytest.mark.parametrize("word", ["STOP", "Baja.", "/stop", "para", "no me escriban más", "unsubscribe"])
def test_stop_is_at_once_and_in_any_state(office: Office, word: str) -> None:
    customer = office.customer("Bar Sol")
    marta = joins(office, office.rep("Ana"))
    marta.presses("Sí, pregúntenme")
    office.at(MONDAY)
    marta.says(word)
    marta.hears("no le escribiremos más")
    office.at("2026-12-01 10:30")
    assert approach(office, customer) == Refuse(HoldReason.STOPPED)
    marta.says("/start")
    marta.hears("pregunta corta")


def test_stop_inside_a_sentence_is_none(office: Office) -> None:
    customer = office.customer("Bar Sol")
    marta = joins(office, office.rep("Ana"))
    marta.presses("Sí, pregúntenme")
    marta.says("para el pedido del jueves quiero 4 cajas más")
    marta.hears_not("no le escribiremos más")
    office.at(MONDAY)
    assert isinstance(approach(office, customer), Go)
    office.tick()


def test_nothing_is_said_without_consent_for_that_purpose(office: Office) -> None:
    customer, other = office.customer("Bar Sol"), office.customer("Bar Luna")
    marta = joins(office, office.rep("Ana"))
    office.at(MONDAY)
    assert approach(office, other) == Refuse(HoldReason.NOT_HERE)
    assert approach(office, customer) == Refuse(HoldReason.NO_CONSENT)
    marta.presses("Sí, pregúntenme")
    office.at("2026-11-24 10:30")
    assert approach(office, customer, "promotions") == Refuse(HoldReason.NO_CONSENT)
    assert isinstance(approach(office, customer, words="¿Cómo le va?"), Go)
    marta.hears("¿Cómo le va?", "escriba BAJA")


def test_hours_frequency_and_conversations_hold_back(office: Office) -> None:
    customer = office.customer("Bar Sol")
    ana = office.rep("Ana")
    marta = joins(office, ana)
    marta.presses("Sí, pregúntenme")
    asks_nothing(office)
    assert approach(office, customer) == Hold(office.time("2026-11-20 12:30"), HoldReason.TALKING)
    office.at("2026-11-20 23:30")
    assert approach(office, customer) == Hold(office.time("2026-11-21 09:00"), HoldReason.HOURS)
    office.at("2026-11-22 12:00")
    assert approach(office, customer) == Hold(office.time("2026-11-23 09:00"), HoldReason.HOURS)
    office.at(MONDAY)
    assert isinstance(approach(office, customer), Go)
    office.at("2026-11-24 10:00")
    assert approach(office, customer) == Hold(office.time("2026-11-26 10:30"), HoldReason.FREQUENCY)
    marta.says("/preferencias")
    marta.presses("Cada cuánto")
    marta.presses("Como mucho una vez al mes")
    marta.hears("como mucho cada 30 días")
    marta.presses("Cuándo")
    marta.presses("Por la tarde")
    office.at("2026-12-22 12:00")
    assert approach(office, customer) == Hold(office.time("2026-12-23 15:00"), HoldReason.FREQUENCY)
    ana.says("a Bar Sol mejor los martes a las 10 por WhatsApp")
    ana.hears("por WhatsApp", "mar 10:00")
    assert approach(office, customer) == Refuse(HoldReason.CHANNEL)
    ana.presses("Deshacer")
    assert isinstance(approach(office, customer), Hold)


def test_a_rep_notes_preferences_and_is_told_when_planning_against_them(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language="en")
    eve.says("Bar Sol would rather be called on Tuesdays at 10")
    eve.hears("Noted: Bar Sol", "by telephone", "Tue 10:00–12:00")
    eve.says("seeing Bar Sol tomorrow, brief me")
    eve.hears("Prefers: by telephone")
    eve.says("visited Bar Sol yesterday, they want 10 boxes, call them on Friday at 17:00")
    eve.hears("Bar Sol prefers another time", "Tue 10:00–12:00")


def test_data_is_asked_for_and_becomes_a_follow_up(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = joins(office, ana)
    marta.says("/preferencias")
    marta.presses("English" if "English" in marta.choices() else "Español")
    marta.says("delete my data, please")
    marta.hears("have a copy", "Erase my data")
    marta.says("/data")
    marta.presses("Erase my data")
    marta.hears("within a month")
    ana.hears("Bar Sol pide que borremos sus datos")
    ana.says("/cliente Bar Sol")
    ana.hears("pide que borremos sus datos")


def test_a_question_can_be_answered_after_something_else(office: Office) -> None:
    office.customer("Bar Sol")
    marta = joins(office, office.rep("Ana"))
    marta.says("buenos días")
    marta.hears("Gracias")
    marta.says("sí, pregúntenme")
    marta.hears("ofertas")


@pytest.mark.parametrize(
    ("language", "said", "noted"),
    [
        ("es", "anota que Bar Sol prefiere que le llamen por las tardes después de las 5", "17:00–20:00"),
        ("es", "Bar Sol prefiere que le llamen por la mañana antes de las 11", "9:00–11:00"),
        ("en", "Bar Sol would rather be called in the afternoon after 5", "17:00–20:00"),
    ],
)
def test_the_hour_beside_a_part_of_the_day_was_lost(office: Office, language: str, said: str, noted: str) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language=language)
    eve.says(said)
    eve.hears(noted)


PREFERENCES = (
    ("es", "Bar Sol prefiere whatsapp, y nunca los lunes", ("por WhatsApp", "mar–sáb 9:00–20:00")),
    ("es", "a Bar Sol no le llames antes de las 11", ("lun–sáb 11:00–20:00",)),
    ("es", "a Bar Sol mejor los martes a las 10, como mucho una vez al mes", ("mar 10:00", "como mucho cada 30 días")),
    ("es", "a Bar Sol mejor por las tardes, de 4 a 6", ("lun–sáb 16:00–18:00",)),
    ("es", "Bar Sol no quiere que le llamen por las mañanas", ("lun–sáb 15:00–20:00",)),
    ("es", "Bar Sol quiere que le visitemos en el almacén", ("Dónde: almacén",)),
    ("en", "Bar Sol would rather be texted, and never on Mondays", ("by text message", "Tue–Sat 09:00–20:00")),
    ("en", "don't call Bar Sol before 11", ("Mon–Sat 11:00–20:00",)),
    ("en", "best time for Bar Sol is afternoons, 4 to 6", ("Mon–Sat 16:00–18:00",)),
    ("en", "Bar Sol wants us to meet them at the warehouse", ("Where: warehouse",)),
)


@pytest.mark.parametrize(("language", "said", "noted"), PREFERENCES)
def test_what_a_preference_turns_round_is_not_what_is_preferred(
    office: Office, language: str, said: str, noted: tuple[str, ...]
) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language=language)
    eve.says(said)
    eve.hears("Anotado: Bar Sol" if language == "es" else "Noted: Bar Sol", said, *noted)


def test_one_appointment_is_no_preference_and_a_name_is_no_day(office: Office) -> None:
    office.customer("Hotel Mar")
    ana = office.rep("Ana")
    ana.says("Hotel Mar quiere que le llamemos el jueves por la tarde")
    ana.hears("jueves")
    ana.hears_not("Anotado: Hotel Mar")
    ana.says("Hotel Mar prefiere que vayamos en persona, los jueves por la tarde")
    ana.hears("Anotado: Hotel Mar", "Cuándo: jue 15:00–20:00")


PLANS = (
    (
        "es",
        "a Bar Sol no le llames antes de las 11",
        "recuérdame visitar a Bar Sol mañana a las 9",
        "prefiere otro momento",
    ),
    ("es", "Bar Sol prefiere correo", "recuérdame llamar a Bar Sol el jueves a las 12", "de otra forma: por correo"),
    (
        "es",
        "Bar Sol quiere que le visitemos en el almacén",
        "recuérdame ver a Bar Sol en la tienda el jueves",
        "otro sitio: almacén",
    ),
    ("en", "don't call Bar Sol before 11", "remind me to visit Bar Sol tomorrow at 9", "prefers another time"),
    ("en", "Bar Sol prefers email", "remind me to call Bar Sol on Thursday at 12", "another way: by e-mail"),
    (
        "en",
        "Bar Sol wants us to meet them at the warehouse",
        "remind me to see Bar Sol at the shop on Thursday",
        "elsewhere: warehouse",
    ),
)


@pytest.mark.parametrize(("language", "said", "planned", "heard"), PLANS)
def test_whoever_plans_against_a_preference_hears_it_however_it_is_planned(
    office: Office, language: str, said: str, planned: str, heard: str
) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language=language)
    eve.says(said)
    eve.says(planned)
    eve.hears("Bar Sol", heard)


def test_too_often_is_said_and_a_move_to_a_time_that_suits_is_quiet(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("Bar Sol solo quiere que le escribamos una vez al mes")
    ana.says("visité a Bar Sol hoy, todo bien")
    ana.says("recuérdame escribir a Bar Sol el viernes")
    ana.hears("prefiere menos contactos: como mucho cada 30 días", "viernes 20 de noviembre")
    ana.says("recuérdame escribir a Bar Sol el 15 de enero")
    ana.hears("15 de enero")
    ana.hears_not("menos contactos")


def test_a_customer_says_in_words_how_they_want_to_be_reached(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    marta = joins(office, ana)
    marta.presses("Sí, pregúntenme")
    marta.presses("Sin ofertas")
    marta.says("prefiero que me escriban por la tarde, nunca los lunes")
    marta.hears("Anotado", "mar–sáb 15:00–20:00")
    marta.says("prefiero el jueves")
    marta.hears("pasado")
    marta.says("¿puedo cambiar mis preferencias?")
    marta.presses("Cómo")
    marta.presses("Por teléfono")
    marta.hears("Prefiere: por teléfono")
    office.at("2026-11-24 16:00")
    ana.says("/enviar_encuesta nps > Bar Sol")
    ana.hears("No puedo enviárselo a Bar Sol: prefiere otro canal")
    marta.says("/preferencias")
    marta.presses("Cómo")
    marta.presses("Aquí, en este chat")
    office.at("2026-11-30 16:00")
    ana.says("/enviar_encuesta nps > Bar Sol")
    ana.hears("Ahora no: a esta hora no. Sale el martes 1 de diciembre, 15:00")


def test_what_was_never_sent_was_not_asked(office: Office) -> None:
    """A question that could not be sent is not said to have been asked lately."""
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    marta = joins(office, ana)
    marta.presses("Sí, pregúntenme")
    marta.presses("Sin ofertas")
    ana.says("Bar Sol prefiere teléfono")
    office.at("2026-11-24 16:00")
    for _time in range(2):
        ana.says("/enviar_encuesta satisfaccion > Bar Sol")
        ana.hears("No puedo enviárselo a Bar Sol: prefiere otro canal")
