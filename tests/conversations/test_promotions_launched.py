"""A promotion goes out: to customers who agreed, through lists to call, and what the reps hear."""

import pytest

from storage.crm.tables import CustomerRow
from storage.promotions.recipients import ToldCustomers
from tests.conversations.promotions import agrees, bars, makes, sells
from tests.office import Office, Someone


@pytest.fixture
def marta(office: Office) -> Someone:
    """Marketing."""
    return office.rep("Marta", role="marketing")


def test_it_reaches_who_agreed_and_their_answer_is_a_lead(office: Office, marta: Someone) -> None:
    """Through the gate, once; what they tap is a lead with the promotion on it; won, it is in the return; others never heard."""
    bars(office)
    ana = office.rep("Ana")
    sol, luna, paz = (agrees(office, ana, name) for name in ("Bar Sol", "Bar Luna", "Horno Paz"))
    office.at("2026-11-23 10:00")
    makes(marta, channel="Telegram")
    marta.presses("Audiencia")
    marta.hears("Se les puede avisar por Telegram: 2", "nadie de allí está en el bot: 1", "ninguna diferencia")
    marta.says("/promo otoño")
    marta.presses("Pasarla al equipo")
    office.tick()
    ana.hears("Léete esta promoción")
    marta.presses("Lanzar")
    marta.hears("¿Lanzar Otoño?", "1 persona que hoy trabaja no se la ha leído (Ana)")
    marta.presses("Lanzar a los 2")
    marta.hears("Lanzada: se avisa a 2 clientes")
    for someone in (sol, luna, paz):
        someone.says("/preferencias")
    office.passes(hours=3)
    sol.hears("Bar Sol, buenos días:", "3 cajas por el precio de 2", "Diga sí y le llamamos")
    luna.hears("Bar Luna, buenos días:")
    sol.presses("Sí, me interesa")
    sol.hears("se pondrá en contacto")
    luna.says("mándenme dos, pero el lunes")
    luna.hears("se pondrá en contacto")
    office.tick()
    office.tick()
    ana.hears("Bar Sol", "Campaña: Otoño", "mándenme dos, pero el lunes")
    sol.presses("Sí, me interesa")
    sol.hears("Ya tenemos su respuesta")
    ana.says("/lead 1")
    ana.presses("Me lo quedo")
    ana.presses("Cualificar")
    ana.says("500 €")
    ana.presses("Oportunidad")
    ana.says("ganada la oportunidad de Bar Sol por 500 €")
    ana.heard()
    marta.says("/roi otoño")
    marta.hears("Avisados: 2", "Dijeron sí: 2", "Leads: 2", "nadie de allí está en el bot: 1")
    paz.hears_not("Otoño", "3 cajas")


def test_by_telephone_each_rep_has_a_list_and_nobody_is_called_twice(office: Office, marta: Someone) -> None:
    bars(office)
    ana = office.rep("Ana")
    hers = office.person("Ana").id
    with office.work() as work:
        for name in ("Bar Sol", "Bar Luna"):
            customer = work.customers.exactly(name)
            work.customers.change(customer.id, "phone", f"+3460012345{customer.id}")
            work.changes.update(CustomerRow, customer.id, owner_id=hers)
    makes(marta)
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.hears("sin teléfono: 1")
    marta.presses("Lanzar a los 2")
    marta.hears("hay 2 clientes en las listas de llamadas")
    ana.says("/hoy")
    ana.hears("Otoño: 2 clientes por avisar")
    ana.presses("Por contar: Otoño")
    ana.presses("Bar Sol")
    ana.hears("+34 600 123 451", "Dile: más barato por copa", "3 cajas por el precio de 2")
    ana.presses("La quiere")
    ana.hears("Anotado: Bar Sol", "Bar Luna")
    ana.presses("La quiere")
    ana.hears("ya está avisado")
    office.tick()
    office.tick()
    ana.hears("Lead 1 · Bar Sol", "Campaña: Otoño")
    marta.says("/promo otoño")
    marta.presses("Más opciones")
    marta.presses("Fichero para cartas")
    marta.hears("1 cliente, con su texto")
    assert "Bar Luna" in marta.received()[-1][1].decode("utf-8-sig")
    marta.says("/promo otoño")
    marta.presses("Parar")
    marta.hears("Parada. Ya no se avisa a 1 cliente")
    ana.says("/hoy")
    ana.hears_not("por avisar")
    marta.says("/roi otoño")
    marta.hears("Sin avisar: 2", "se paró antes: 1", "sin teléfono: 1")


def test_for_one_customer_it_is_offered_or_not_and_why(office: Office, marta: Someone) -> None:
    bars(office)
    ana = office.rep("Ana")
    with office.work() as work:
        work.customers.change(work.customers.exactly("Bar Mar").id, "phone", "+34600123999")
    makes(marta)
    marta.presses("Pasarla al equipo")
    ana.says("/promo otoño Bar Sol")
    ana.hears("No le ofrezcas Otoño a Bar Sol", "ahora no se ofrece")
    marta.presses("Lanzar")
    marta.presses("Lanzar a los 1")
    ana.says("qué promos hay para Bar Mar")
    ana.hears("Ofrécele Otoño", "más barato por copa")
    ana.says("visité a Bar Mar ayer, dicen que llega tarde todo, al día siguiente no llega")
    ana.hears("Ofrécele Otoño", "llega al día siguiente")
    ana.says("/promo otoño Horno Paz")
    ana.hears("No le ofrezcas Otoño a Horno Paz", "no es de los que busca: sector: Bares")
    ana.says("mañana veo a Bar Mar")
    ana.hears("Ofrécele Otoño")
    ana.says("/promo otoño Bar Marítimo")
    ana.hears("No conozco «Bar Marítimo»")
    ana.hears_not("Ofrécele")
    ana.says("cancela")
    sells(office, "Bar Mar", "vino blanco", "2026-11-19")
    ana.says("/promo otoño Bar Mar")
    ana.hears("No le ofrezcas", "lo compró el jueves 19 de noviembre")


def test_the_day_after_the_owner_hears_who_must_act(office: Office, marta: Someone) -> None:
    """The next morning, after a week, and at its end; what is not known is no 0."""
    bars(office)
    ana = office.rep("Ana")
    hers = office.person("Ana").id
    with office.work() as work:
        for name in ("Bar Sol", "Bar Luna", "Bar Mar"):
            customer = work.customers.exactly(name)
            work.customers.change(customer.id, "phone", f"+3460012345{customer.id}")
            work.changes.update(CustomerRow, customer.id, owner_id=hers)
    makes(marta)
    marta.says("/roi otoño")
    marta.hears("Aún no hay datos: no se ha lanzado")
    marta.says("/promo otoño")
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.presses("Lanzar a los 3")
    marta.presses("Lo que trajo")
    marta.hears("Coste: 300", "Dijeron sí: aún sin datos", "Ingresos: aún sin datos", "no conozco compras")
    ana.says("/promo otoño")
    ana.presses("Por contar")
    ana.presses("Bar Sol")
    ana.presses("La quiere")
    ana.says("visité a Bar Luna hoy, le conté la promo Otoño y le gusta")
    sells(office, "Bar Sol", "vino blanco", "2026-11-20", "500.00")
    sells(office, "Bar Luna", "vino blanco", "2026-11-20", "250.00")
    marta.says("hola")
    office.at("2026-11-23 09:01")
    marta.hears("Otoño, al día siguiente", "Avisados: 1 de 3", "Leads por atender: Ana 1", "Clientes por avisar: Ana 2")
    marta.presses("Lo que trajo")
    marta.hears(
        "la nombró un compañero",
        "250",
        "el cliente dijo sí",
        "500",
        "Ingresos: 750",
        "Margen: 300",
        "Retorno sobre el coste: 0",
    )
    marta.presses("En imagen")
    marta.hears("Lo estoy dibujando")
    marta.says("hola")
    office.at("2026-11-30 09:01")
    marta.hears("Otoño, a la semana")
    marta.says("hola")
    office.at("2026-12-16 09:01")
    marta.hears("Otoño ha terminado")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_worst_customers_are_cut_and_what_that_saves_is_said(office: Office, language: str) -> None:
    """One in ten, those who bought least, by name; the others told or held back; the return reckons with what it costs then."""
    ana = office.rep("Ana")
    hers = office.person("Ana").id
    office.customer("Horno Paz")
    with office.work() as work:
        for number in range(20):
            bar = work.customers.add(f"Taberna {number:02}")
            work.customers.change(bar.id, "sector", "Bares")
            work.customers.change(bar.id, "phone", f"+346001234{number:02}")
            work.changes.update(CustomerRow, bar.id, owner_id=hers)
    for number in range(2, 20):
        sells(office, f"Taberna {number:02}", "vino blanco", "2026-09-01", f"{100 + number}.00")
    makes(office.rep("Marta", role="marketing"))
    marta = office.rep("Eva", role="marketing", language=language)
    es = language == "es"
    marta.says("/promo otoño")
    marta.presses("Pasarla al equipo" if es else "Brief the team")
    office.tick()
    marta.presses("Lanzar" if es else "Launch")
    marta.hears(
        *(
            ("Taberna 00, Taberna 01. Sin ellos se gastan 30", "teléfono: 20")
            if es
            else ("Taberna 00, Taberna 01. Without them, €30 less is spent", "telephone: 20")
        )
    )
    assert ("Lanzar a los 20" if es else "Launch to all 20") in marta.choices()
    marta.presses("Sin los que menos compran" if es else "Without those who buy least")
    marta.hears(
        *(
            ("teléfono: 18", "de los que menos compran: 2", "Quedan fuera 2", "se ahorran 30", "a 18 clientes")
            if es
            else (
                "telephone: 18",
                "among those who buy least: 2",
                "2 who bought least",
                "saves €30",
                "18 customers can",
            )
        )
    )
    marta.presses("Con los que menos compran" if es else "With those who buy least")
    marta.hears("20")
    marta.presses("Sin los que menos compran" if es else "Without those who buy least")
    marta.presses("Apartar el 20\xa0%" if es else "Hold back 20%")
    marta.hears(*(("hay 15 clientes", "debería costar 30") if es else ("15 customers are on", "€30 less")))
    with office.work() as work:
        assert work.topic(ToldCustomers).reasons(1) == {"held": 3, "worst": 2}
        assert {row.customer for row in work.topic(ToldCustomers).to_call(1, None, limit=99)}.isdisjoint(("Taberna 00", "Taberna 01"))  # fmt: skip
    ana.says("/promo otoño")
    ana.presses("Me la sé")
    marta.presses("Corregir el coste" if es else "Correct the cost")
    marta.says("270 €")
    marta.hears(*(("versión 2", "Coste: 270") if es else ("version 2", "Cost: €270")))
    marta.hears_not("vuelve a leer", "reads it again")
    marta.says("/roi otoño")
    marta.hears(
        *(
            ("Coste: 270", "de los que menos compran: 2", "apartados para comparar: 3")
            if es
            else ("Cost: €270", "among those who buy least: 2", "held back, to compare with: 3")
        )
    )
    marta.hears_not("Con la versión", "Told version", "Clase", "Class")
