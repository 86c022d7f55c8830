"""What is settled at a launch, what may still change, and what ends with it."""

import pytest
from sqlalchemy import update

from handlers.kit.outreach.gate import KIND
from storage.crm.tables import CustomerRow
from storage.messaging.tables import OutboxRow
from storage.promotions.recipients import ToldCustomers
from tests.conversations.promotions import agrees, bars, launched, makes, sells
from tests.office import Office, Someone


@pytest.fixture
def marta(office: Office) -> Someone:
    """Marketing."""
    return office.rep("Marta", role="marketing")


def phones(office: Office, *names: str) -> None:
    """These customers can be called."""
    with office.work() as work:
        for name in names:
            customer = work.customers.exactly(name)
            work.customers.change(customer.id, "phone", f"+3460012345{customer.id}")


def test_whom_it_is_for_and_how_they_are_told_stay_once_it_is_launched(office: Office, marta: Someone) -> None:
    """Who is told was written down at the launch: only what it says to them may change, as a version of its own."""
    office.rep("Luis")
    bars(office)
    phones(office, "Bar Sol")
    launched(office, marta)
    marta.presses("Lanzar a los 1")
    for part, answer in (("para quién", "clientes de Valencia"), ("el nombre", "Invierno")):
        marta.says(f"cambia {part} de la promo otoño")
        marta.says(answer)
    marta.says("/promo otoño")
    marta.hears("Otoño", "sector: Bares", "Por dónde: teléfono")
    marta.says("cambia el precio de la promo otoño")
    marta.hears("¿A qué precio?")
    marta.says("42 €")
    marta.hears("versión 2", "42")
    marta.says("cambia la promo otoño")
    marta.hears("¿Qué corrijo?")


def test_what_is_asked_for_twice_is_said_to_be_so(office: Office, marta: Someone) -> None:
    office.rep("Luis")
    bars(office)
    phones(office, "Bar Sol")
    makes(marta)
    marta.says("pausa la promo otoño")
    marta.hears("Todavía no se ha lanzado")
    marta.presses("Pasarla al equipo")
    marta.says("lanza la promo otoño")
    marta.hears("Se puede avisar a 1 cliente", "muy pocos para apartar")
    assert not [label for label in marta.choices() if label.startswith("Apartar")]
    marta.presses("Lanzar a los 1")
    marta.says("pausa la promo otoño")
    marta.says("pausa la promo otoño")
    marta.hears("Ya está en pausa")
    marta.says("reanuda la promo otoño")
    marta.says("reanuda la promo otoño")
    marta.hears("Ya está en marcha")
    marta.says("termina la promo otoño")
    marta.hears("Parada. Ya no se avisa a 1 cliente")
    marta.says("reanuda la promo otoño")
    marta.hears("Se paró y ya no puede seguir")


def test_whose_list_customers_are_on_is_said_at_the_launch(office: Office, marta: Someone) -> None:
    """And that some are on nobody's, whom no rep will call."""
    office.rep("Ana")
    bars(office)
    phones(office, "Bar Sol", "Bar Luna", "Bar Mar")
    with office.work() as work:
        hers = next(person.id for person in work.people.everyone() if person.first_name == "Ana")
        for name in ("Bar Sol", "Bar Luna"):
            work.changes.update(CustomerRow, work.customers.exactly(name).id, owner_id=hers)
    launched(office, marta)
    marta.presses("Lanzar a los 3")
    marta.hears("En la lista de: Ana 2", "1 no tiene comercial")


def test_a_mailing_is_noted_as_sent(office: Office, marta: Someone) -> None:
    """Letters and e-mails go out elsewhere: whoever stands in the file was told, and nobody is written to twice."""
    bars(office)
    phones(office, "Bar Sol", "Bar Luna")
    ana = office.rep("Ana")
    launched(office, marta)
    marta.presses("Lanzar a los 2")
    marta.says("/promo otoño")
    marta.presses("Más opciones")
    marta.presses("Fichero para cartas")
    marta.hears("2 clientes, cada uno con su texto")
    marta.presses("Ya se enviaron")
    marta.hears("Anotado: 2 clientes avisados")
    marta.presses("Ya se enviaron")
    marta.hears("ya no queda nadie por avisar")
    ana.says("/hoy")
    ana.hears_not("por avisar")
    sells(office, "Bar Sol", "vino blanco", "2026-11-20", "80.00")
    marta.says("/roi otoño")
    marta.hears("Avisados: 2", "compraron su producto después", "Ingresos: 80")


def test_what_was_not_told_by_its_end_is_told_no_more(office: Office, marta: Someone) -> None:
    bars(office)
    phones(office, "Bar Sol", "Bar Luna")
    ana = office.rep("Ana")
    hers = office.person("Ana").id
    with office.work() as work:
        for name in ("Bar Sol", "Bar Luna"):
            work.changes.update(CustomerRow, work.customers.exactly(name).id, owner_id=hers)
    launched(office, marta)
    marta.presses("Lanzar a los 2")
    ana.says("/hoy")
    office.at("2026-12-16 08:00")
    ana.presses("Por contar: Otoño")
    ana.hears("Ahora no hay que avisar a nadie de Otoño: terminó el martes 15 de diciembre")
    marta.says("hola")
    office.at("2026-12-16 09:01")
    marta.hears("Otoño ha terminado")
    marta.hears_not("Sin respuesta: 0", "Dijeron sí: 0")
    marta.says("/roi otoño")
    marta.hears("terminó antes: 2", "Dijeron sí: aún sin datos")
    with office.work() as work:
        assert "to_send" not in work.topic(ToldCustomers).counts(1)


def test_its_last_report_comes_after_its_new_end(office: Office, marta: Someone) -> None:
    office.rep("Luis")
    bars(office)
    phones(office, "Bar Sol")
    launched(office, marta)
    marta.presses("Lanzar a los 1")
    for day in ("2026-11-23 09:01", "2026-11-30 09:01"):
        marta.says("hola")
        office.at(day)
    marta.hears("Otoño, a la semana")
    marta.says("cambia hasta de la promo otoño")
    marta.says("20 de diciembre")
    marta.hears("versión 2", "domingo 20 de diciembre")
    marta.says("hola")
    office.at("2026-12-16 09:01")
    marta.hears_not("ha terminado")
    marta.says("hola")
    office.at("2026-12-21 09:01")
    marta.hears("Otoño ha terminado")


@pytest.mark.parametrize(
    ("said", "is_yes"),
    [("no, gracias, no nos hace falta", False), ("No nos interesa.", False), ("not for us, thanks", False), ("no, pero mándenme una de cerveza", True), ("¿y cuánto sale la caja?", True)],
)  # fmt: skip
def test_what_declines_in_words_is_no_lead(office: Office, marta: Someone, said: str, is_yes: bool) -> None:
    bars(office)
    ana = office.rep("Ana")
    sol = agrees(office, ana, "Bar Sol")
    office.at("2026-11-23 10:00")
    launched(office, marta, channel="Telegram")
    marta.presses("Lanzar a los 1")
    sol.says("/preferencias")
    office.passes(hours=3)
    sol.says(said)
    sol.hears("se pondrá en contacto" if is_yes else "No insistiremos")
    office.tick()
    office.tick()
    ana.says("/leads")
    if is_yes:
        ana.hears(said)
    else:
        ana.hears("No hay leads")
    marta.says("/roi otoño")
    marta.hears("Dijeron sí: 1" if is_yes else "Dijeron no: 1")


def test_a_tap_is_what_they_said(office: Office, marta: Someone) -> None:
    """The lead has the label that was pressed, not what we asked them to do."""
    bars(office)
    ana = office.rep("Ana")
    sol = agrees(office, ana, "Bar Sol")
    office.at("2026-11-23 10:00")
    launched(office, marta, channel="Telegram")
    marta.presses("Lanzar a los 1")
    sol.says("/preferencias")
    office.passes(hours=3)
    sol.presses("Sí, me interesa")
    office.tick()
    office.tick()
    ana.hears("«Sí, me interesa»", "Campaña: Otoño")
    ana.says("/lead 1")
    ana.hears_not("Diga sí y le llamamos")


def test_whom_its_message_never_reached_did_not_buy_because_of_it(office: Office, marta: Someone) -> None:
    bars(office)
    ana = office.rep("Ana")
    sol, luna = (agrees(office, ana, name) for name in ("Bar Sol", "Bar Luna"))
    office.at("2026-11-23 10:00")
    launched(office, marta, channel="Telegram")
    marta.presses("Lanzar a los 2")
    for someone in (sol, luna):
        someone.says("/preferencias")
    office.passes(hours=3)
    luna.hears("Bar Luna, buenos días:")
    with office.work() as work:
        lost = work.topic(ToldCustomers).messages
        assert lost(1) == []
        account = work.customer_accounts.of_customer(work.customers.exactly("Bar Sol").id)[0]
        work.connection.execute(
            update(OutboxRow).where(OutboxRow.kind == KIND, OutboxRow.chat == account.chat).values(state="dead")
        )
    for name, amount in (("Bar Sol", "500.00"), ("Bar Luna", "120.00")):
        sells(office, name, "vino blanco", "2026-11-24", amount)
    marta.says("/roi otoño")
    marta.hears(
        "Avisados: 1",
        "No llegaron: 1 (la plataforma no lo aceptó: 1)",
        "compraron su producto después",
        "Ingresos: 120",
    )
    marta.presses("¿Cuáles?")
    marta.presses("No llegaron: 1")
    marta.hears("Otoño: No llegaron", "Bar Sol", "la plataforma no lo aceptó")
    marta.hears_not("Bar Luna")


@pytest.mark.parametrize(
    ("language", "yes", "no"),
    [
        ("es", "quién ha contestado a la promo otoño", "quién no ha contestado a la promo otoño"),
        ("en", "who said yes to the otoño promo", "who hasn't answered the otoño promo"),
    ],
)
def test_which_customers_a_figure_is_made_of(office: Office, marta: Someone, language: str, yes: str, no: str) -> None:
    bars(office)
    phones(office, "Bar Sol", "Bar Luna")
    ana = office.rep("Ana", language=language)
    launched(office, marta)
    marta.presses("Lanzar a los 2")
    marta.presses("Por contar")
    marta.presses("Bar Sol")
    marta.presses("La quiere")
    marta.presses("Bar Luna")
    marta.presses("Avisado, sin respuesta")
    ana.says(yes)
    ana.hears("Bar Sol")
    ana.hears_not("Bar Luna")
    ana.says(no)
    ana.hears("Bar Luna")
    ana.hears_not("Bar Sol")


def test_a_product_that_nobody_bought_is_said(office: Office, marta: Someone) -> None:
    bars(office)
    makes(marta)
    marta.hears("No conozco ninguna compra de vino blanco")
    sells(office, "Bar Sol", "vino blanco", "2026-11-20")
    makes(marta, name="Invierno")
    marta.hears("Invierno: borrador")
    marta.hears_not("No conozco ninguna compra")


def test_an_ended_draft_gets_other_dates(office: Office, marta: Someone) -> None:
    """It is neither briefed nor launched; with other dates it is a draft as before."""
    bars(office)
    phones(office, "Bar Sol")
    office.rep("Luis")
    makes(marta)
    office.at("2026-12-16 10:00")
    marta.says("lanza la promo otoño")
    marta.hears("ya terminó")
    marta.says("/promo otoño")
    marta.presses("Cambiar")
    marta.presses("Más opciones")
    marta.presses("Hasta")
    marta.says("20 de diciembre")
    marta.presses("Pasarla al equipo")
    marta.hears("La recibe")


def test_who_complained_a_few_days_ago_is_left_in_peace(office: Office, marta: Someone) -> None:
    bars(office)
    phones(office, "Bar Sol", "Bar Luna")
    ana = office.rep("Ana")
    ana.says("queja de Bar Sol: el vino llegó roto")
    ana.says("cierra la queja 1")
    ana.presses("El cliente la da por resuelta")
    ana.says("que ya está, gracias")
    office.at("2026-11-23 10:00")
    launched(office, marta)
    marta.presses("Lanzar a los 2")
    ana.says("¿le puedo ofrecer la promo otoño a Bar Sol?")
    ana.hears("No le ofrezcas Otoño a Bar Sol", "viernes 20 de noviembre")
    office.at("2026-12-01 10:00")
    ana.says("¿le puedo ofrecer la promo otoño a Bar Sol?")
    ana.hears("Ofrécele Otoño")


def test_an_owner_asks_somebody_else(office: Office, marta: Someone) -> None:
    """Who is to act on what comes of it may ask about it as anybody: the question does not come back to them."""
    bars(office)
    ana = office.rep("Ana")
    makes(marta)
    marta.says("cambia al día siguiente de la promo otoño")
    marta.says("Ana")
    marta.presses("Pasarla al equipo")
    office.tick()
    ana.presses("Tengo una pregunta")
    ana.says("¿vale para el rosado?")
    ana.hears("Tu pregunta va a Marta")


def test_a_prospect_reads_their_own_text_in_the_preview(office: Office, marta: Someone) -> None:
    """Of three that are shown one never bought, where there is one."""
    bars(office)
    with office.work() as work:
        work.changes.update(CustomerRow, work.customers.exactly("Bar Sol").id, status="prospect")
    makes(marta)
    marta.says("cambia el texto a potenciales de la promo otoño")
    marta.says("Conózcanos con tres cajas al precio de dos")
    marta.presses("Vista previa")
    marta.hears("Bar Luna", "3 cajas por el precio de 2", "Bar Sol", "Conózcanos")
