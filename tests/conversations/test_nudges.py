"""What is brought up unasked: gathered in the morning, settled in a tap or in words, muted, and looked at afterwards."""

from datetime import timedelta

import pytest

from storage.crm.interactions import InteractionInput
from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    office.customer("Bar Sol", "Marta Gil")
    return office.rep("Ana Ruiz")


def seen(office: Office, customer: str, *ago: int) -> None:
    """Somebody of us was there so many days ago."""
    ana = office.person("Ana Ruiz")
    with office.work() as work:
        work.person = ana
        found = work.customers.exactly(customer)
        if found.owner_id is None:
            work.owners.hand_over(found.id, work.person.id)
        for days in ago:
            at = office.clock.now() - timedelta(days=days)
            work.interactions.log(InteractionInput(found.id, "visit", at, at.date(), "day", "todo bien"))


def test_customers_not_seen_for_longer_than_their_habit(office: Office, ana: Someone) -> None:
    office.customer("Bar Luna")
    ana.says("hola")
    seen(office, "Bar Sol", 80, 70, 60, 50, 40)  # every ten days
    seen(office, "Bar Luna", 40)  # no habit yet: sixty days are usual
    office.at("2026-11-23 09:01")
    ana.hears("Sin ver hace tiempo: Bar Sol", "42 días sin contacto; lo normal, cada 10 días")
    ana.hears_not("Bar Luna")
    ana.presses("Planear visita")
    ana.hears("¿Cuándo?")
    ana.says("el jueves a las 10")
    ana.hears("visitar Bar Sol", "jueves 26 de noviembre, 10:00")
    jefa = office.rep("Jefa", role="manager", language="en")
    jefa.says("/nudges")
    jefa.hears("customers not seen for long", "1 of 1")
    office.at("2026-11-24 09:01")
    jefa.says("hello")
    ana.says("hola")
    ana.hears_not("Sin ver hace tiempo")


def test_a_morning_has_one_list_and_what_is_not_answered_goes_up_once(office: Office, ana: Someone) -> None:
    jefa = office.rep("Jefa", role="manager")
    office.customer("Bar Luna")
    ana.says("hola")
    for customer in ("Bar Sol", "Bar Luna"):
        seen(office, customer, 100)
    office.at("2026-11-20 15:00")
    ana.hears_not("pueden esperar")
    office.at("2026-11-23 09:01")
    ana.hears("2 cosas que pueden esperar", "1. Bar Sol", "2. Bar Luna", "lo normal, cada 60 días")
    ana.presses("1. Bar Sol")
    ana.hears("Último contacto")
    ana.presses("En un mes")
    ana.hears("Nada de Bar Sol hasta el")
    office.at("2026-12-07 09:01")
    ana.hears("Sin ver hace tiempo: Bar Luna")
    jefa.says("hola")
    office.at("2026-12-21 09:01")
    jefa.hears("Sin ver hace tiempo: Bar Luna", "Ana Ruiz no respondió a esto dos veces")
    office.at("2027-01-04 09:01")
    jefa.says("hola")
    office.at("2027-01-18 09:01")
    jefa.hears_not("Bar Luna")


def test_nothing_logged_after_a_planned_visit(office: Office, ana: Someone) -> None:
    ana.says("recuérdame visitar a Bar Sol hoy a las 12")
    office.at("2026-11-20 12:00")
    ana.presses("Hecho")
    office.at("2026-11-23 09:01")
    ana.hears("¿Cómo fue con Bar Sol?", "no hay nada anotado desde entonces")
    ana.presses("Contarlo")
    ana.says("quieren 10 cajas")
    ana.presses("Omitir")
    ana.presses("Omitir")
    ana.hears("Guardado: visita · Bar Sol")
    ana.says("/recordatorios")
    ana.hears("visitas sin contar", "1 de 1")


def test_what_was_logged_in_words_is_no_longer_asked_about(office: Office, ana: Someone) -> None:
    ana.says("recuérdame visitar a Bar Sol hoy a las 12")
    office.at("2026-11-20 12:00")
    ana.says("visité a Bar Sol, todo bien")
    ana.says("hola")
    office.at("2026-11-23 09:01")
    ana.says("hola")
    ana.hears_not("¿Cómo fue con Bar Sol?")


def test_a_form_left_half_way(office: Office, ana: Someone) -> None:
    ana.says("/visita Bar Sol")
    ana.hears("¿Qué pasó?")
    office.passes(hours=2, minutes=1)
    ana.hears("A medias: Anotar visita")
    ana.presses("Seguir")
    ana.hears("¿Qué pasó?")
    office.passes(minutes=30)
    ana.says("quieren 10 cajas")
    ana.hears("Guardado: visita · Bar Sol")
    ana.says("/visita Bar Sol")
    office.passes(days=3, hours=3)
    ana.says("hola")
    ana.hears_not("A medias")


def test_a_loose_note_that_waits(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("the new place on the corner wants 20 boxes of wine")
    eve.hears("Kept as a loose note")
    office.at("2026-11-24 09:01")
    eve.hears("This loose note still has no place", "20 boxes of wine")
    eve.presses("Discard")
    eve.hears("Discarded")
    eve.says("/nudges")
    eve.hears("loose notes", "1 of 1")


def test_a_kind_is_muted_for_a_time(office: Office, ana: Someone) -> None:
    ana.says("hola")
    seen(office, "Bar Sol", 100)
    ana.says("/silencio clientes")
    ana.hears("¿Cuánto tiempo no te digo nada de: clientes sin ver hace tiempo?")
    ana.presses("Una semana")
    ana.hears("En silencio hasta el viernes 27 de noviembre")
    office.at("2026-11-23 09:01")
    ana.says("/silencio")
    ana.hears("en silencio hasta el viernes 27", "De los leads y de lo que pediste a una hora aviso siempre")
    office.at("2026-11-30 09:01")
    ana.hears("Sin ver hace tiempo: Bar Sol")
    ana.says("/silencio clientes")
    ana.presses("Un mes")
    ana.presses("Deshacer")
    ana.says("/silencio")
    ana.hears_not("en silencio hasta")
    ana.says("/silencio la luna")
    ana.hears("No aviso de nada que se llame así")
    ana.says("/recordatorios")
    ana.hears("clientes sin ver hace tiempo", "0 de 1")


def test_nothing_yet(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("/nudges")
    eve.hears("Nothing was brought up")
    eve.says("/silence")
    eve.hears("What I bring up unasked", "customers not seen for long")
    eve.presses("loose notes")
    eve.presses("Until tomorrow")
    eve.hears("Quiet until")


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "no me avises de leads", "Esto no se puede silenciar: leads que esperan"),
        ("es", "deja de avisarme de los recordatorios", "Esto no se puede silenciar: lo que pedí que me recordaras"),
        ("es", "/silencio leads de listas", "¿Cuánto tiempo no te digo nada de: leads de listas?"),
        ("es", "no quiero más avisos de clientes que compran menos", "nada de: clientes que compran mucho menos?"),
        ("es", "no me avises de nada", "nada de: todo lo que puede esperar?"),
        ("es", "no me mandes más avisos de promociones hasta el lunes", "hasta el lunes 23 de noviembre: promociones por leer"),
        ("en", "don't notify me about leads", "This can't be muted: leads that are waiting"),
        ("en", "stop telling me about reminders", "This can't be muted: what I asked to be reminded of"),
        ("en", "stop nudging me about stalled deals", "nothing of: stalled opportunities?"),
        ("en", "mute leads from lists", "nothing of: leads from lists?"),
        ("en", "don't notify me about anything", "nothing of: all that may wait?"),
        ("en", "turn off notifications about surveys until Friday", "Quiet until Friday 27 November: questions after a purchase"),
    ],
)  # fmt: skip
def test_what_can_be_muted_and_what_cannot_in_words(office: Office, language: str, said: str, heard: str) -> None:
    eve = office.rep("Eve", language=language)
    eve.says(said)
    eve.hears(heard)
    if "muted" in heard or "silenciar" in heard:
        eve.hears("complaints" if language == "en" else "quejas")
        assert ("loose notes" if language == "en" else "notas sueltas") in eve.choices()


def test_what_was_muted_is_wanted_again(office: Office, ana: Someone) -> None:
    eve = office.rep("Eve", language="en")
    for someone, mute, span, again, heard in (
        (ana, "no me avises de nada", "Una semana", "vuelve a avisarme de las quejas", "Vuelvo a avisarte de: quejas"),
        (eve, "don't notify me about anything", "For a week", "tell me about complaints again", "I'll tell you again: complaints"),
    ):  # fmt: skip
        someone.says(mute)
        someone.presses(span)
        someone.says(again)
        someone.hears(heard)
    ids = [office.person(name).id for name in ("Ana Ruiz", "Eve")]
    with office.work() as work:
        for id_ in ids:
            assert "complaints" not in work.nudge_mutes.of(id_)
            assert {"fallen", "stalled", "listed_leads"} <= work.nudge_mutes.of(id_).keys()
    eve.says("unmute everything")
    eve.hears("I'll tell you again: all that may wait")
    with office.work() as work:
        assert not work.nudge_mutes.of(ids[1])
