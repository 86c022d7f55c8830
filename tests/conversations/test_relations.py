"""What a customer contributes, on which rung they stand, where the cut is, and why the lost were lost."""

from datetime import date, timedelta
from decimal import Decimal

from storage.purchases.records import PurchaseLine
from tests.office import Office

TODAY = date(2026, 11, 20)


def buys(office: Office, name: str, amount: int, *, days: int, count: int = 1) -> None:
    with office.work() as work:
        customer = work.customers.exactly(name) or work.customers.add(name)
        product = work.products.called("Vino")
        wine = product.id if product else work.products.add("Vino")
        for n in range(count):
            line = PurchaseLine(wine, Decimal(1), Decimal(amount), "EUR")
            work.purchases.add(customer.id, TODAY - timedelta(days=days + 20 * n), [line])


def test_what_is_left_of_sales_after_our_visits(office: Office) -> None:
    buys(office, "Bar Sol", 500, days=5, count=2)
    office.customer("Bar Luna")
    ana = office.rep("Ana", role="manager")
    ana.says("/rentabilidad Bar Sol")
    ana.hears("VISIT_COST y MARGIN")
    office.settings = office.settings.model_copy(update={"visit_cost": Decimal(40), "margin": 30})
    office.restart()
    for name in ("Bar Sol", "Bar Luna"):
        ana.says(f"visité a {name} ayer, todo bien")
    ana.says("/rentabilidad Bar Luna")
    ana.hears("1 visita a 40\N{NO-BREAK SPACE}€: 40\N{NO-BREAK SPACE}€", "No se conocen sus compras")
    ana.says("/abc")
    ana.presses("Calcular ahora")
    ana.says("rentabilidad de Bar Sol")
    ana.hears(
        "Ventas en un año: 1.000\N{NO-BREAK SPACE}€",
        "30 %: 300\N{NO-BREAK SPACE}€",
        "1 visita a 40\N{NO-BREAK SPACE}€: 40\N{NO-BREAK SPACE}€",
        "Queda: 260\N{NO-BREAK SPACE}€",
    )
    ana.says("/rentabilidad")
    ana.hears("Quién cuesta más de lo que aporta", "Bar Luna", "-40\N{NO-BREAK SPACE}€ con 1 visita")
    ana.hears_not("Bar Sol")


def test_an_admin_changes_what_the_ladder_takes_and_others_read_it(office: Office) -> None:
    buys(office, "Bar Sol", 9000, days=5)
    boss, ana = office.rep("Berta", role="admin"), office.rep("Ana")
    ana.says("visité a Bar Sol ayer, todo bien")
    ana.says("/escalera Bar Sol")
    ana.hears("Bar Sol · contacto")
    boss.says("reglas de la escalera")
    boss.presses("Cambiar: contacto")
    boss.presses("visitas en un año")
    boss.says("cien")
    boss.hears("0 a 99")
    boss.says("2")
    boss.hears("contactos en un año: 1 · visitas en un año: 2")
    ana.says("/escalera Bar Sol")
    ana.hears("Bar Sol · todavía en ningún peldaño", "Siguiente paso: visítalo")
    ana.presses("Las reglas")
    ana.hears("visitas en un año: 2")
    assert not ana.choices() or "Cambiar: contacto" not in ana.choices()
    ana.says("/reglas_escalera contacto visitas 1")
    ana.hears_not("La escalera de relaciones")
    boss.presses("Deshacer")
    boss.hears("Deshecho: lo que pide la escalera de relaciones")
    boss.says("/reglas_escalera contacto visitas 0")
    boss.hears("Ya está así")
    boss.says("/reglas_escalera contacto contactos 0")
    boss.hears("nada más")
    ana.says("/escalera Bar Sol")
    ana.hears("Bar Sol · contacto")


def test_the_ladder_the_cut_and_why_they_were_lost(office: Office) -> None:
    for name, amount in (("Bar Sol", 9000), ("Bar Mar", 800), ("Bar Pez", 700)):
        buys(office, name, amount, days=5)
    buys(office, "Bar Rio", 300, days=420, count=5)
    buys(office, "Bar Luz", 200, days=420, count=5)
    eve = office.rep("Eve", language="en", role="manager")
    eve.says("deal with Bar Rio: espresso machine 900 €")
    eve.says("/lost Bar Rio")
    eve.presses("Precio")
    eve.says("/ladder Bar Sol")
    eve.hears("Bar Sol · on no rung yet", "days they bought on in a year: 1", "Next step: see them or call them")
    eve.presses("The rules")
    eve.hears("contact", "contacts in a year: 1", "recommendations of ours: 1 or may be shown as a reference: 1")
    eve.says("visited Bar Sol yesterday, all fine")
    eve.says("Bar Sol")
    eve.hears("Relation: contact; next: see them or call them")
    eve.says("/ladder")
    eve.hears("The ladder of relations", "contact: 1", "on no rung yet: 4")
    eve.says("/classes")
    eve.presses("Reckon now")
    eve.says("/best")
    eve.hears("The cut: 1 of 3 who bought (33 %) bring 86 % of the year's sales.")
    eve.says("/win_back")
    eve.hears("Bar Rio", "why: Precio", "Bar Luz", "nobody noted why")
