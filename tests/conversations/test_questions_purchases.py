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
