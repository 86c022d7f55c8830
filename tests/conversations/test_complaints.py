"""Complaints: said in a sentence, cared for by somebody, put right within thirty days."""

import pytest

from tests.conversations.test_customer_chats import joins
from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    office.customer("Bar Sol", "Marta Gil")
    return office.rep("Ana Ruiz")


def test_from_a_sentence_to_the_customers_word(office: Office, ana: Someone) -> None:
    eva = office.rep("Eva Sanz", role="support")
    ana.says("Bar Sol se queja de que el pedido llegó roto")
    ana.hears("Queja abierta. Número 1", "«Bar Sol se queja de que el pedido llegó roto»", "Causa: producto")
    ana.hears("La lleva: Eva Sanz", "30 días", "Para el cliente: «Hemos tomado nota de su queja, número 1")
    office.tick()
    eva.hears("Queja 1 · Bar Sol", "La llevas tú")
    office.passes(hours=2)
    eva.presses("Ya he respondido")
    eva.hears("Primera respuesta a la queja 1, Bar Sol: a los 2 h")
    eva.says("/hoy")
    eva.hears("Quejas:", "1 · Bar Sol")
    ana.says("brief Bar Sol")
    ana.hears("Quejas abiertas", "Pregunta cómo va antes de vender nada")
    office.at("2026-11-27 10:31")
    eva.hears("¿Ha mejorado?")
    eva.presses("Ha mejorado")
    eva.hears("Se cierra cuando lo diga el cliente", "sin cerrar todavía")
    eva.says("la queja de Bar Sol está resuelta")
    eva.hears("¿Quién lo dice?")
    eva.presses("El cliente la da por resuelta")
    eva.says("ya no hay botellas rotas, gracias")
    eva.hears("Queja 1 cerrada", "lo dice el cliente: «ya no hay botellas rotas, gracias»")
    ana.says("quejas de Bar Sol")
    ana.hears("Quejas de Bar Sol", "cerrada el 27 nov")
    eva.says("quejas")
    eva.hears("No hay quejas abiertas", "Resueltas al primer contacto: 1 de 1", "7 días")
    eva.presses("En imagen")
    eva.hears("Lo estoy dibujando")
    assert all(content.startswith(b"\x89PNG") for _name, content in eva.received()[-2:])


def test_the_same_in_english(office: Office) -> None:
    office.customer("Kite Coffee", "Joe Hart")
    eve = office.rep("Eve", language="en")
    eve.says("complaint from Kite Coffee: late again")
    eve.hears(
        "Complaint opened. Number 1", "“complaint from Kite Coffee: late again”", "Cause: delivery", "Cared for by: Eve"
    )
    eve.presses("More options")
    eve.presses("Severity")
    eve.presses("high")
    eve.hears("Severity: high")
    eve.presses("More options")
    eve.presses("Cause")
    eve.presses("service")
    eve.hears("Cause: service")
    eve.presses("Undo")
    eve.says("/complaint 1")
    eve.hears("Cause: delivery")
    eve.says("close complaint 1")
    eve.presses("For another reason")
    eve.says("they withdrew it")
    eve.hears("closed on", "because: “they withdrew it”")
    eve.presses("Reopen")
    eve.hears("It is open again")
    eve.says("close complaint 1, they say it's fine now")
    eve.hears("by the customer's word: “they say it's fine now”")
    eve.presses("Reopen")
    eve.says("open complaints")
    eve.hears("1 open complaint", "Kite Coffee", "not reached")


def test_a_visit_that_tells_of_a_complaint_is_a_visit_and_offers_it(office: Office, ana: Someone) -> None:
    ana.says("visité a Bar Sol ayer con Marta, se quejó del retraso")
    ana.hears("Guardado: visita · Bar Sol", "Se quejan. ¿Abro una queja?")
    ana.presses("Abrir una queja")
    ana.hears("Queja 1 · Bar Sol", "«se quejó del retraso»", "Contacto: Marta Gil", "Causa: entrega")
    with office.work() as work:
        assert work.complaints.get(1).answered_at is None
    ana.says("visité a Bar Sol, sin quejas")
    ana.hears_not("Abro una queja")


def test_what_is_logged_with_the_customer_is_an_answer(office: Office, ana: Someone) -> None:
    ana.says("queja urgente de Bar Sol: le cobraron doble")
    ana.hears("Gravedad: urgente", "Causa: factura")
    office.passes(minutes=30)
    ana.says("he llamado a Bar Sol, les mando el abono")
    ana.hears("Guardado: llamada", "Primera respuesta a la queja 1, Bar Sol: a los 30 min")
    office.passes(hours=1)
    ana.says("llamé a Bar Sol, ya tienen el abono")
    ana.hears("Anotado en la queja 1, Bar Sol, que sigue abierta")
    ana.presses("Ha mejorado")
    ana.hears("otro contacto: Ana Ruiz", "mejoró, dice Ana Ruiz")


def test_nobody_answers_so_the_manager_hears_and_on_day_25_again(office: Office, ana: Someone) -> None:
    jefa = office.rep("Jefa", role="manager", language="en")
    ana.says("Bar Sol se queja del reparto")
    office.tick()
    office.at("2026-11-23 09:31")  # eight hours of business time after Friday, 10:30
    ana.hears("Ha pasado el plazo prometido")
    jefa.says("hello")
    office.at("2026-11-23 13:31")
    jefa.hears("Nobody has answered this complaint in the promised time", "Ana Ruiz cares for it")
    jefa.presses("See it")
    jefa.hears("late: promised for")
    ana.says("hola")
    office.at("2026-11-27 12:00")
    ana.hears("¿Ha mejorado?")
    ana.presses("Todavía no")
    ana.hears("Te vuelvo a preguntar en una semana")
    jefa.says("hello")
    office.at("2026-12-14 18:00")
    jefa.hears_not("25 of its 30 days")
    office.at("2026-12-15 11:00")
    office.tick()
    jefa.hears("25 of its 30 days are over")
    jefa.presses("Hand over")
    jefa.presses("Jefa")
    jefa.hears("Jefa cares for it now", "brought to the manager")
    office.at("2026-12-21 10:00")
    office.tick()
    jefa.hears("Its 30 days are over")


def test_what_it_is_about_is_asked_where_nobody_said(office: Office, ana: Someone) -> None:
    ana.says("Bar Sol se ha quejado")
    ana.hears("¿De qué se quejan?")
    ana.says("nadie contesta al teléfono")
    ana.hears("Queja 1", "«nadie contesta al teléfono»")
    ana.says("/queja")
    ana.hears("¿Qué cliente se queja?")
    ana.says("Bar Sol")
    ana.hears("¿De qué se quejan?")
    ana.says("llegó tarde")
    ana.hears("ya tiene abierta la queja 1", "¿Es otra?")
    ana.presses("Añadir a la queja 1")
    ana.hears("Añadido", "se quejó otra vez Ana Ruiz", "«llegó tarde»")
    ana.says("queja de Bar Sol: la caja venía rota")
    ana.presses("Es otra")
    ana.hears("Queja abierta. Número 2")
    ana.presses("Deshacer")
    ana.says("/queja 2")
    ana.hears("No hay ninguna queja 2")


def test_more_is_said_in_reply_to_its_card(office: Office, ana: Someone) -> None:
    ana.says("queja de Bar Sol: llegó tarde")
    ana.replies("Queja abierta", "y además faltaban dos cajas")
    ana.hears("Añadido", "«y además faltaban dos cajas»")


def test_who_cares_is_settled_by_a_sentence_or_by_hand(office: Office, ana: Someone) -> None:
    luis, jefa = office.rep("Luis Gil"), office.rep("Jefa", role="manager")
    ana.says("las quejas de facturación las lleva Luis")
    ana.hears("Eso solo lo pueden hacer los responsables")
    jefa.says("las quejas de facturación las lleva Luis")
    jefa.hears("Luis Gil lleva las quejas de: factura")
    ana.says("Bar Sol se queja de la factura")
    ana.hears("La lleva: Luis Gil")
    ana.presses("Más opciones")
    ana.presses("Traspasar")
    ana.hears("Esa queja la lleva Luis Gil")
    luis.says("/queja 1")
    luis.presses("Más opciones")
    luis.presses("Traspasar")
    luis.presses("Jefa")
    luis.hears("Ahora la lleva Jefa")
    jefa.hears("Luis te pasa esta queja")
    luis.says("pasa la queja 1 a Ana")
    luis.hears("Esa queja la lleva Jefa")
    jefa.says("la queja 1 la lleva Ana")
    jefa.hears("Ahora la lleva Ana.", "para Ana Ruiz")
    jefa.says("/reparto_quejas")
    jefa.hears("factura: Luis Gil")
    jefa.presses("Quitar: factura")
    jefa.says("/reparto_quejas")
    jefa.hears_not("Luis Gil")


def test_the_most_valuable_customers_come_first(office: Office, ana: Someone) -> None:
    office.customer("Bar Luna")
    ana.says("Bar Luna: oportunidad cafetera 900 €")
    ana.says("ganamos Bar Luna por 900 €")
    ana.says("Bar Sol se queja del precio")
    office.passes(days=1)
    ana.says("Bar Luna se queja del ruido de la cafetera")
    ana.says("/quejas")
    heard = ana.hears("2 quejas abiertas", "En juego: 900", "1 · Bar Sol", "2 · Bar Luna")
    assert heard.index("Bar Luna") < heard.index("Bar Sol")
    ana.presses("En imagen")
    ana.hears("Lo estoy dibujando")
    assert [content[:4] for _name, content in ana.received()[-3:]] == [
        b"\x89PNG"
    ] * 3  # the third: weighted by what they buy


def test_bad_input(office: Office, ana: Someone) -> None:
    ana.says("/queja 99")
    ana.hears("No hay ninguna queja 99")
    ana.says("cierra la queja de Bar Sol")
    ana.hears("Bar Sol no tiene ninguna queja abierta")
    ana.says("/cerrar_queja 99")
    ana.hears("No hay ninguna queja 99")
    ana.says("/queja Bar Sol: <b>roto</b> & =1+1")
    ana.hears("<b>roto</b> & =1+1")
    ana.says("cierra la queja 1")
    ana.presses("Por otro motivo")
    for no_reason in ("👍", "sí", "nada"):
        ana.says(no_reason)
        ana.hears("¿Por qué se cierra?")
    ana.says("/cancelar")
    ana.hears("Cancelado")
    ana.says("quejas")
    ana.hears("1 queja abierta")


@pytest.mark.parametrize(
    ("words", "answer", "told"),
    [
        (
            "llegaron dos botellas rotas",
            "Su queja tiene el número 1",
            "Bar Sol se queja: «llegaron dos botellas rotas»",
        ),
        (
            "ayer nos vinieron tres cajas de las grandes abolladas",
            "Su queja tiene el número 1",
            "Bar Sol se queja",
        ),
        ("two bottles arrived smashed", "Su queja tiene el número 1", "Bar Sol se queja"),
        ("the tonic you sent came in cracked", "Su queja tiene el número 1", "Bar Sol se queja"),
        ("no ha llegado ninguna rota, gracias", "Se lo hemos pasado", "Bar Sol nos escribe"),
    ],
)
def test_what_came_damaged_is_a_complaint_and_their_rep_hears_of_it_too(
    office: Office, ana: Someone, words: str, answer: str, told: str
) -> None:
    eva = office.rep("Eva Sanz", role="support")
    customer = joins(office, ana)
    customer.says(words)
    customer.hears(answer)
    office.tick()
    ana.hears(told)
    if "queja" in told:
        ana.hears("Número 1", "Eva Sanz")
        eva.hears("Queja 1 · Bar Sol")


def test_whoever_claims_what_they_are_owed_asks_for_it_and_does_not_complain(office: Office) -> None:
    office.customer("Frutas Gil", "Irene Sanz")
    office.customer("The Crown", "Martha Reed")
    ana, sue = office.rep("Ana"), office.rep("Sue", language="en")
    ana.says("irene reclama el contrato")
    ana.hears("Guardado: nota · Frutas Gil", "irene reclama el contrato", "Con: Irene Sanz")
    ana.hears_not("queja")
    ana.says("Frutas Gil nos reclama la factura de octubre")
    ana.hears("la factura de octubre")
    ana.hears_not("queja")
    ana.says("Frutas Gil reclama por las cajas aplastadas")
    ana.hears("Queja abierta", "reclama por las cajas aplastadas")
    sue.says("The Crown claims a refund for the crushed crates")
    sue.hears("Complaint opened", "claims a refund")


def test_more_or_fewer_is_said_only_where_it_is_so(office: Office) -> None:
    ana, sue = office.rep("Ana"), office.rep("Sue", language="en")
    for number in range(10):
        office.customer(f"Bar {number}")
    ana.says("Bar 0 se queja del retraso")
    ana.says("/quejas")
    ana.hears("Frente a las 12 semanas anteriores: es pronto para decirlo")
    office.passes(weeks=20)
    ana.says("Bar 1 se queja de la factura")
    sue.says("how are complaints going")
    sue.hears("Opened in 12 weeks: 1", "Against the 12 weeks before: too early to say")
    office.passes(weeks=13)
    for number in range(2, 4):
        ana.says(f"Bar {number} se queja del retraso")
    ana.says("tendencia de las quejas")
    ana.hears("Abiertas en 12 semanas: 2", "entonces 1: pocas para decirlo")
    for number in range(4, 10):
        ana.says(f"Bar {number} se queja del retraso")
    sue.says("are complaints going up or down")
    sue.hears("Opened in 12 weeks: 8", "Against the 12 weeks before: ↑ more, 1 then")
    office.passes(weeks=13)
    ana.says("Bar 0 se queja de que no contestamos")
    ana.presses("Es otra")
    ana.says("/quejas")
    ana.hears("Frente a las 12 semanas anteriores: ↓ menos, entonces 8")


def test_how_it_was_dealt_with_is_asked_by_nobody_who_had_a_part_in_it(office: Office, ana: Someone) -> None:
    """A customer who is not on the bot is asked by a colleague: neither the carer nor whoever wrote it down judges it."""
    luis = office.rep("Luis")
    ana.says("Bar Sol se queja del retraso")
    ana.hears("Ana")
    ana.says("cerrar queja 1")
    ana.says("dice el cliente que perfecto")
    ana.hears(
        "lo dice el cliente: «dice el cliente que perfecto»",
        "Luis preguntará a Bar Sol cómo quedó",
        "quien la llevó o la anotó no pregunta",
    )
    ana.says("/respuesta Bar Sol > queja > 5")
    ana.hears("Esa queja la llevaste o la anotaste tú")
    office.passes(days=3)
    office.tick()
    luis.hears("Pregunta a Bar Sol por su queja", "cómo quedó resuelta", "quien la llevó no pregunta")
    luis.presses("Respuesta")
    luis.presses("5")
    luis.hears("Respuesta de Bar Sol", "5/5")
    ana.says("/encuesta queja")
    ana.hears("Respondidas: 1")
