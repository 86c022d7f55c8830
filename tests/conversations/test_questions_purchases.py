"""Questions about purchases, classes and what is known of customers."""

from datetime import date
from decimal import Decimal

from storage.facts.facts import NewFact
from storage.purchases.records import PurchaseLine
from tests.office import Office


def town(office: Office) -> None:
    with office.work() as work:
        sol, luna = work.customers.add("Bar Sol").id, work.customers.add("Bar Luna").id
        wine, water = work.products.add("Vino tinto"), work.products.add("Agua")
        for customer, product, amount, day in (
            (sol, wine, 100, "2026-10-05"),
            (sol, wine, 50, "2026-11-05"),
            (sol, water, 10, "2026-11-05"),
            (luna, wine, 30, "2026-11-06"),
            (luna, wine, -10, "2026-11-07"),
        ):
            line = PurchaseLine(product, Decimal(1), Decimal(amount), "EUR")
            work.purchases.add(customer, date.fromisoformat(day), [line])
        work.facts.keep(sol, "sensitive", [NewFact("price", rank=1)])
        work.facts.keep(luna, "relation", [NewFact("ally")])


def test_how_much_was_bought_by_whom_and_of_what(office: Office) -> None:
    town(office)
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("cuánto ha comprado Bar Sol este mes")
    ana.hears("Compras: 60", "Lo he leído así: compras", "Bar Sol", "noviembre de 2026")
    ana.presses("¿Cuáles?")
    ana.hears("Vino tinto", "50", "Agua", "10")
    ana.says("compras por producto este año")
    ana.hears("Vino tinto", "170", "Agua", "10")
    ana.presses("¿Cuáles? Agua")
    ana.hears("Bar Sol", "producto: Agua")
    eve.says("purchases by customer this year")
    eve.hears("Bar Sol", "€160", "Bar Luna", "€20")
    eve.says("which customers bought vino tinto in October")
    eve.hears("Bar Sol", "€100", "product: Vino tinto", "October 2026")
    eve.hears_not("Bar Luna")


def test_customers_by_class_and_by_what_is_known(office: Office) -> None:
    town(office)
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("/abc")
    ana.presses("Calcular ahora")
    ana.says("clientes de clase A")
    ana.hears("Clientes: 1", "clase A", "Bar Sol")
    ana.says("clientes sensibles al precio")
    ana.hears("Clientes: 1", "les importa el precio", "Bar Sol")
    ana.says("cuántos clientes aliados tenemos")
    ana.hears("Clientes: 1", "aliados")
    eve.says("customers by class")
    eve.hears("Customers", "A", "by class")
    eve.says("customers who care about price")
    eve.hears("Bar Sol")


def test_two_periods_beside_each_other(office: Office) -> None:
    town(office)
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("compras de este mes frente al mes pasado por cliente")
    ana.hears("compras · noviembre de 2026 · frente a octubre de 2026 · por cliente")
    ana.hears("Bar Sol", "60 €", "100 €", "-40 %", "Bar Luna", "20 €", "nuevo")
    ana.presses("¿Cuáles? Bar Luna")
    ana.hears("Bar Luna", "noviembre de 2026")
    ana.says("qué clientes han comprado más que el mes pasado")
    ana.hears("más que en el período", "Bar Luna")
    ana.hears_not("Bar Sol")
    eve.says("purchases in november compared to october")
    eve.hears("November 2026 · against October 2026", "€80", "€100", "-20 %")
    eve.presses("As CSV")
    [(_name, content)] = eve.received()
    assert "100" in content.decode("utf-8-sig")


def test_products_by_some_of_their_words(office: Office) -> None:
    town(office)
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("quién me compra vino")
    ana.hears("producto: Vino tinto · por cliente", "Bar Sol", "150 €")
    ana.says("qué clientes no compran agua")
    ana.hears("no compraron Agua en el último año", "Bar Luna")
    ana.hears_not("Bar Sol")
    ana.says("quién compra ginebra")
    ana.hears("No conozco ningún producto «ginebra»")
    eve.says("how many customers bought vino in October")
    eve.hears("Customers: 1", "bought Vino tinto")
    eve.says("who stopped buying agua")
    eve.hears("Customers: 0", "who bought Agua before")


def test_a_word_too_many_is_said_and_not_left_out(office: Office) -> None:
    """By two things at once nothing is told apart: it was told by the first, as if the second were not there."""
    town(office)
    ana = office.rep("Ana")
    ana.says("compras por producto por cliente")
    ana.hears("no sé qué es «por cliente»")
