"""How customers stand: reckoned on demand and at night, told with its evidence, and a nudge where one buys far less."""

from datetime import date, timedelta
from decimal import Decimal

from storage.purchases.records import PurchaseLine
from storage.work import Work
from tests.office import Office
from tests.office.people import Someone

TODAY = date(2026, 11, 20)


def buys(work: Work, customer: int, product: int, amount: int, *, every: int, count: int, until: int = 1) -> None:
    for n in range(count):
        line = PurchaseLine(product, Decimal(1), Decimal(amount), "EUR")
        work.purchases.add(customer, TODAY - timedelta(days=until + every * n), [line])


def town(office: Office) -> Someone:
    """A large customer, a small one, one who stopped, one who is lost; all of Ana's."""
    rep = office.rep("Ana")
    with office.work() as work:
        ana = next(person for person in work.people.everyone() if person.name == "Ana")
        ids = {name: work.customers.add(name, owner=ana).id for name in ("Bar Sol", "Bar Luna", "Bar Mar", "Bar Rio")}
        wine, water = work.products.add("Vino"), work.products.add("Agua")
        buys(work, ids["Bar Sol"], wine, 1000, every=14, count=20)
        buys(work, ids["Bar Luna"], wine, 20, every=30, count=6)
        buys(work, ids["Bar Luna"], water, 1, every=30, count=2)
        buys(work, ids["Bar Mar"], wine, 100, every=7, count=30, until=60)
        buys(work, ids["Bar Mar"], water, 1, every=7, count=2, until=60)
        buys(work, ids["Bar Rio"], wine, 500, every=30, count=5, until=420)
    return rep


def test_nothing_is_said_before_there_are_purchases(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/abc")
    ana.hears("Clases de clientes", "Aún no hay compras")


def test_classes_are_reckoned_on_demand_and_stand_on_the_card(office: Office) -> None:
    town(office)
    eve = office.rep("Eve", language="en")
    eve.says("/classes")
    eve.hears("It has not been reckoned yet")
    eve.presses("Reckon now")
    eve.hears("Reckoned: 4 customers", "Classes of customers", "A", "€20,000")
    eve.presses("Class A")
    eve.hears("Customers of class A", "Bar Sol · A", "€20,000 in a year, on 20 days", "As of")
    eve.says("Bar Sol")
    eve.hears("A · loyal · €20,000 in a year, on 20 days")
    with office.work() as work:
        sol = work.customers.exactly("Bar Sol")
        rio = work.customers.exactly("Bar Rio")
        assert sol
        assert rio
        assert work.standings.class_of(sol.id) == "A"
        assert work.standings.class_of(rio.id) is None
    eve.says("who buys most")
    eve.hears("Most valuable customers", "Bar Sol · A")
    eve.says("which customers buy less")
    eve.hears("Bar Mar", "at 0 % of the usual")
    eve.says("customers to win back")
    eve.hears("Bar Rio", "nothing since")
    eve.says("worst customers")
    eve.hears("Bar Rio", "bought nothing in a year")
    eve.says("growing customers")
    eve.hears("Nobody is in it now")
    eve.says("who usually orders about now")
    eve.hears("Usually order about now")


def test_at_night_it_is_reckoned_quietly_and_the_owner_hears_of_who_fell(office: Office) -> None:
    ana = town(office)
    office.tick()
    office.tick()
    ana.hears("2 cosas que pueden esperar", "Bar Mar compra mucho menos: ve a verlo", "al 0 %")
    ana.presses("2. Bar Mar")
    ana.hears("Bar Mar compra mucho menos: ve a verlo")
    ana.presses("Planear visita")
    ana.hears("¿Cuándo?")
    ana.says("mañana a las 10")
    ana.hears("Te lo recordaré: visitar Bar Mar")
    office.passes(hours=1)
    assert "compra mucho menos" not in ana.heard()


def test_all_who_fell_come_in_one_list_a_morning(office: Office) -> None:
    ana = town(office)
    office.at("2026-11-20 15:00")  # the morning is over
    office.tick()
    office.tick()
    assert "compra mucho menos" not in ana.heard()
    office.at("2026-11-23 09:01")
    office.tick()
    office.tick()
    ana.hears("Bar Mar compra mucho menos: ve a verlo")


def test_what_else_to_sell_is_said_with_why(office: Office) -> None:
    ana = town(office)
    ana.says("qué más puedo vender a Bar Sol")
    ana.hears("Qué más vender a Bar Sol", "Agua", "2 de 2 que compran Vino también lo compran")
    ana.says("/sugerir Bar Rio")
    ana.hears("Nada destaca")


def test_another_teams_customers_are_in_no_list(office: Office) -> None:
    town(office)
    with office.work() as work:
        luis = work.people.add("Luis", "rep", "es", "Europe/Madrid")
        work.person, work.sees_owners = luis, frozenset({luis.id})
        assert work.standings.best("EUR", limit=9) == []
        assert work.standings.counts() == []
