"""Whom a promotion is for: launched once, for those who buy the product, some held back, and kept as a segment."""

import pytest

from storage.promotions.recipients import ToldCustomers
from tests.conversations.promotions import bars, makes, sells
from tests.office import Office, Someone


@pytest.fixture
def marta(office: Office) -> Someone:
    """Marketing."""
    return office.rep("Marta", role="marketing")


def test_two_launches_at_once_are_one_and_an_old_screen_launches_nothing(office: Office, marta: Someone) -> None:
    bars(office)
    boss = office.rep("Boss", role="manager", language="en")
    with office.work() as work:
        work.customers.change(work.customers.exactly("Bar Sol").id, "phone", "+34600123451")
    makes(marta)
    boss.says("/promo otoño")
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    boss.says("/promo otoño")
    boss.presses("Launch")
    marta.presses("Lanzar a los 1")
    marta.hears("Lanzada")
    boss.presses("Launch to all 1")
    boss.hears("It was launched already")
    with office.work() as work:
        assert work.topic(ToldCustomers).counts(1) == {"to_send": 1, "not_sent": 2}
    boss.says("/promo otoño")
    boss.presses("Pause")
    boss.hears("Paused")
    boss.presses("Resume")
    boss.hears("It goes on")


def test_bars_are_a_sector_though_many_customers_are_called_bar(office: Office, marta: Someone) -> None:
    """A word that could be any of several names is no customer's name where customers are to be named."""
    for number in range(1, 9):
        customer = office.customer(f"Bar {number:02}")
        with office.work() as work:
            work.customers.change(customer, "sector", "Bares")
    office.customer("Horno Paz")
    makes(marta, audience="los bares")
    marta.hears("Para quién: clientes · sector: Bares")
    marta.presses("Audiencia")
    marta.hears("Clientes: 8", "Bar 01, Bar 02")


def test_it_is_for_those_who_buy_the_product(office: Office, marta: Someone) -> None:
    """The audience is told by what they bought; who does not use it is not offered it, and is told so."""
    bars(office)
    ana = office.rep("Ana")
    for name in ("Bar Sol", "Bar Luna", "Horno Paz"):
        sells(office, name, "Vino blanco", "2026-11-18")
    makes(marta, audience="bares que compran vino blanco")
    marta.hears("Para quién: clientes · sector: Bares · compraron Vino blanco en el último año")
    marta.presses("Audiencia")
    marta.hears("Clientes: 2", "Bar Luna, Bar Sol", "sin teléfono: 2")
    ana.says("/promo otoño Bar Mar")
    marta.presses("Otoño")
    marta.presses("Pasarla al equipo")
    ana.says("/promo otoño Bar Mar")
    ana.hears("No le ofrezcas", "no es de los que busca: compraron Vino blanco")
    marta.says("/nueva_promo")
    for answer in ("Tinto", "2 por 1", "vino tinto", "omitir", "hoy", "15 de diciembre"):
        marta.says(answer)
    marta.says("clientes que compran vino tinto")
    marta.hears("No conozco ningún producto «vino tinto»")
    marta.says("clientes que no compran vino blanco")
    marta.hears("¿Por dónde")


def test_some_are_held_back_and_compared(office: Office, marta: Someone) -> None:
    """Who is held back is not offered it; what both groups bought stands side by side; too few to say more."""
    bars(office)
    ana = office.rep("Ana")
    with office.work() as work:
        for name in ("Bar Sol", "Bar Luna"):
            customer = work.customers.exactly(name)
            work.customers.change(customer.id, "phone", f"+3460012345{customer.id}")
    makes(marta)
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.presses("Apartar el 50\xa0%")
    marta.hears("hay 1 cliente en las listas")
    with office.work() as work:
        rows = [work.topic(ToldCustomers).one(1, work.customers.exactly(name).id) for name in ("Bar Sol", "Bar Luna")]
    held = next(row.customer for row in rows if row.held)
    told = next(row.customer for row in rows if not row.held)
    ana.says(f"/promo otoño {held}")
    ana.hears("No le ofrezcas", "está apartado")
    ana.says(f"/promo otoño {told}")
    ana.hears("Ofrécele")
    sells(office, told, "vino blanco", "2026-11-20")
    marta.says("/roi otoño")
    marta.hears("De los que había que avisar compraron 1 de 1; de los apartados, 0 de 1", "demasiado pocos")


def test_a_customer_who_wants_to_hear_less_is_not_offered_it(office: Office, marta: Someone) -> None:
    bars(office)
    ana = office.rep("Ana")
    with office.work() as work:
        bar = work.customers.exactly("Bar Sol").id
        work.customers.change(bar, "phone", "+34600123451")
        work.contact_preferences.note(bar, "gap", "30")
    ana.says("visité a Bar Sol el martes, todo bien")
    makes(marta)
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.presses("Lanzar a los 1")
    ana.says("/promo otoño Bar Sol")
    ana.hears("No le ofrezcas", "cada 30 días como mucho", "martes 17 de noviembre")


def test_an_audience_is_kept_as_a_segment_and_used_again(office: Office, marta: Someone) -> None:
    """With how many, a sample, who is left out and why; by a promotion, by a question; reps neither make nor see them."""
    bars(office)
    with office.work() as work:
        work.customers.change(work.customers.exactly("Bar Sol").id, "phone", "+34600123451")
    marta.says("/segmentos")
    marta.hears("No hay ningún segmento guardado")
    marta.says("/guardar_segmento Los de barra > bares")
    marta.hears(
        "Guardado como segmento",
        "Los de barra",
        "sector: Bares",
        "Clientes: 3",
        "Bar Luna",
        "nadie de allí está en el bot: 3",
    )
    marta.presses("Por teléfono")
    marta.hears("Se les puede avisar por teléfono: 1", "sin teléfono: 2")
    marta.says("/guardar_segmento los de barra > bares")
    marta.hears("Ya hay un segmento con ese nombre")
    marta.says("cancela")
    marta.says("/preguntar los de barra")
    marta.hears("Bar Sol", "Bar Mar")
    marta.hears_not("Horno Paz")
    makes(marta, audience="Los de barra")
    marta.hears("Otoño", "sector: Bares")
    marta.presses("Audiencia")
    marta.presses("Guardar como segmento")
    marta.hears("Otoño", "Clientes: 3")
    marta.says("/segmentos")
    marta.hears("Los de barra", "Otoño")
    marta.presses("Los de barra")
    marta.presses("Olvidarlo")
    marta.presses("Deshacer")
    marta.says("/segmentos los de barra")
    marta.hears("Clientes: 3")
    ana = office.rep("Ana", language="en")
    ana.says("/segments")
    ana.hears("Only marketing and managers")
