"""How customers stand, asked in many words; who usually orders about now is brought up."""

from decimal import Decimal

import pytest

from tests.conversations.test_standings import buys, town
from tests.office import Office

ASKED = (
    ("es", "cuáles son mis clientes más valiosos", "Clientes más valiosos"),
    ("es", "quiénes son nuestros peores clientes y por qué", "Clientes que menos aportan"),
    ("es", "qué clientes han crecido este año", "Clientes que crecen"),
    ("es", "quién nos compra más que el año pasado", "Clientes que crecen"),
    ("es", "quién dejó de comprarnos", "Clientes que compran mucho menos"),
    ("es", "clientes que hemos perdido y por qué", "Clientes perdidos"),
    ("es", "a quién le toca hacer pedido esta semana", "Suelen pedir por estas fechas"),
    ("es", "quién debería estar pidiendo ya", "Suelen pedir por estas fechas"),
    ("es", "clientes leales", "Clientes fieles"),
    ("es", "qué clientes están en riesgo", "Clientes vulnerables"),
    ("es", "a quién no le hemos vendido nunca", "Prospectos: nunca han comprado"),
    ("es", "es rentable Bar Sol", "VISIT_COST"),
    ("es", "qué clientes no salen a cuenta", "VISIT_COST"),
    ("es", "qué relación tenemos con Bar Sol", "Bar Sol ·"),
    ("es", "de qué clase es Bar Sol", "Cómo está Bar Sol"),
    ("es", "qué otra cosa le puedo vender a Bar Sol", "Qué más vender a Bar Sol"),
    ("es", "reglas de la escalera", "La escalera de relaciones"),
    ("en", "who are my most valuable customers", "Most valuable customers"),
    ("en", "who are our worst customers and why", "Customers who bring least"),
    ("en", "which customers have grown this year", "Growing customers"),
    ("en", "who stopped buying from us", "Customers who buy far less"),
    ("en", "customers we lost and why", "Lost customers"),
    ("en", "who is due an order this week", "Usually order about now"),
    ("en", "who should have ordered by now", "Usually order about now"),
    ("en", "loyal customers", "Loyal customers"),
    ("en", "which customers are at risk", "Vulnerable customers"),
    ("en", "who have we never sold to", "Prospects: never bought anything"),
    ("en", "how much do we make on Bar Sol", "VISIT_COST"),
    ("en", "which customers cost more than they bring", "VISIT_COST"),
    ("en", "what rung is Bar Sol on", "Bar Sol ·"),
    ("en", "what class is Bar Sol", "How Bar Sol stands"),
    ("en", "what else could Bar Sol buy", "What else to sell to Bar Sol"),
    ("en", "ladder rules", "The ladder of relations"),
)


def test_each_list_is_asked_for_in_many_words(office: Office) -> None:
    ana = town(office)
    eve = office.rep("Eve", language="en")
    for language, question, title in ASKED:
        person = ana if language == "es" else eve
        person.says(question)
        person.hears(title)


def test_the_rules_are_read_by_everybody_and_changed_by_admins(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/reglas_escalera")
    ana.hears("La escalera de relaciones")
    assert not any(label.startswith("Cambiar") for label in office.labels(ana))
    ana.says("/reglas_escalera confianza días 8")
    ana.hears("Solo los administradores pueden cambiar las reglas de la escalera")


def test_a_growth_without_a_whole_year_before_says_so(office: Office) -> None:
    town(office)
    with office.work() as work:
        sol = work.customers.exactly("Bar Sol")
        wine = work.products.called("Vino")
        assert sol
        assert wine
        buys(work, sol.id, wine.id, 100, every=10, count=3, until=380)
    eve = office.rep("Eve", language="en")
    eve.says("/classes")
    eve.presses("Reckon now")
    eve.says("growing customers")
    eve.hears("Bar Sol · A", "not a whole year to compare with")


@pytest.mark.parametrize(("at", "told"), [("2026-12-03 09:30", True), ("2026-11-24 09:30", False)])
def test_who_usually_orders_about_now_is_brought_up_once(office: Office, at: str, told: bool) -> None:
    ana = town(office)
    office.tick()
    office.at(at)
    office.tick()
    office.passes(minutes=30)
    heard = "\n".join(office.texts(ana))
    assert ("suele pedir cada 14 días" in heard) is told
    if told:
        office.passes(hours=24)
        assert "\n".join(office.texts(ana)).count("suele pedir cada 14 días") == 1


def test_a_better_one_of_a_kind_is_suggested(office: Office) -> None:
    ana = town(office)
    with office.work() as work:
        wine = work.products.called("Vino")
        assert wine
        work.products.change(wine.id, family="vino", price=Decimal(10), currency="EUR")
        work.products.add("Vino reserva", family="vino", price=Decimal(24), currency="EUR")
    ana.says("qué más puedo vender a Bar Sol")
    ana.hears("Vino reserva", "vino mejor", "24", "en vez de", "Vino")
