"""Products and purchases in the store."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from storage.people.records import Person
from storage.purchases.records import PurchaseLine
from storage.work import Store, Work

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture
def ana(store: Store) -> Person:
    with store.work(NOW) as work:
        return work.people.add("Ana", "rep", "es", "Europe/Madrid")


def line(product: int, quantity: str, amount: str) -> PurchaseLine:
    return PurchaseLine(product, Decimal(quantity), Decimal(amount), "EUR")


def test_a_product_is_found_by_its_name_and_by_its_number(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        wine = work.products.add("Vino Peñón", code="V-1", family="vinos", price=Decimal("18.50"), currency="EUR")
        for said in ("vino peñon", "VINO PEÑÓN", "V-1"):
            found = work.products.called(said)
            assert found
            assert found.id == wine
        assert work.products.called("vino") is None
        assert work.products.known(["Vino Peñon", "Agua"], ["V-1", "V-2"]) == (
            {"vino penon": (wine, "V-1")},
            {"V-1": wine},
        )
        work.products.archive(wine)
        assert work.products.called("Vino Peñón") is None
        assert work.products.get(wine)


def test_what_a_customer_buys_has_what_came_back_taken_off(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        bar = work.customers.add("Bar Sol").id
        wine, water = work.products.add("Vino"), work.products.add("Agua")
        work.purchases.add(bar, date(2026, 11, 1), [line(wine, "10", "185.00"), line(water, "2.5", "5.05")])
        work.purchases.add(bar, date(2026, 11, 9), [line(wine, "-2", "-37.00")])
        bought = work.purchases.bought(bar, limit=5)
        assert [(one.product, one.orders, one.quantity, one.amount, one.last) for one in bought] == [
            ("Vino", 2, Decimal(8), Decimal("148.00"), date(2026, 11, 9)),
            ("Agua", 1, Decimal("2.5"), Decimal("5.05"), date(2026, 11, 1)),
        ]
        assert str(bought[0].quantity) == "8"
        assert [one.quantity for one in work.purchases.of_customer(bar, since=date(2026, 11, 2), limit=5)] == [-2]
        assert len(work.purchases.of_product(wine, until=date(2026, 11, 8), limit=5)) == 1


def test_another_teams_purchases_are_not_shown(store: Store, ana: Person) -> None:
    with store.work(NOW) as work:
        luis = work.people.add("Luis", "rep", "es", "Europe/Madrid")
    with store.work(NOW, person=luis, turn="1") as work:
        bar = work.customers.add("Bar Sol").id
        work.purchases.add(bar, date(2026, 11, 1), [line(work.products.add("Vino"), "1", "1")])
        assert work.purchases.bought(bar, limit=5)
    with store.work(NOW, person=ana) as work:
        work.sees_owners = frozenset({ana.id})
        assert work.purchases.bought(bar, limit=5) == []
        assert work.purchases.of_customer(bar, limit=5) == []


def test_an_order_is_taken_back_with_its_turn_and_goes_along_in_a_merge(store: Store, ana: Person) -> None:
    with store.work(NOW, person=ana, turn="1") as work:
        kept, gone = work.customers.add("Bar Sol"), work.customers.add("Bar Sool")
        bar, other = kept.id, gone.id
        wine = work.products.add("Vino")
    with store.work(NOW, person=ana, turn="2") as work:
        work.purchases.add(other, date(2026, 11, 1), [line(wine, "10", "185")])
    with store.work(NOW, person=ana, turn="3") as work:
        work.merging.merge(kept, gone)
        assert total(work, bar) == Decimal(185)
    with store.work(NOW, person=ana, turn="4") as work:
        work.changes.undo("3")
        assert total(work, other) == Decimal(185)
    with store.work(NOW, person=ana, turn="5") as work:
        work.changes.undo("2")
        assert work.purchases.bought(other, limit=5) == []


def total(work: Work, customer: int) -> Decimal:
    [bought] = work.purchases.bought(customer, limit=5)
    return bought.amount
