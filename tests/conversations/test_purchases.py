"""Orders that are told become purchases when they are confirmed."""

from decimal import Decimal

import pytest

from tests.office import Office


def lines(office: Office) -> list[tuple[str, Decimal, Decimal, str | None]]:
    with office.work() as work:
        found = work.customers.exactly("Bar Sol")
        assert found
        kept = work.purchases.of_customer(found.id, limit=20)
        return [(one.product, one.quantity, one.amount, one.unit) for one in reversed(kept)]


def test_an_order_is_shown_and_kept_when_confirmed(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("Bar Sol pide 10 cajas de vino a 18,50")
    ana.hears("Bar Sol compra", "10 cajas · vino", "18,50", "185", "Nuevo en el catálogo: vino", "¿Lo guardo?")
    assert lines(office) == []
    ana.presses("Guardar")
    ana.hears("Guardado: compra de Bar Sol", "En total: 185")
    assert lines(office) == [("vino", Decimal(10), Decimal("185.00"), "cajas")]
    ana.says("Bar Sol")
    ana.hears("Compra: vino, una vez", "185")
    ana.presses("Más opciones")
    ana.says("compras de Bar Sol")
    ana.hears("Compras de Bar Sol", "10 cajas · vino")


def test_it_can_be_refused_and_undone(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language="en")
    eve.says("Bar Sol ordered 10 boxes of wine at 18.50 and 24 water at 0.60")
    eve.hears("Bar Sol buys", "10 boxes · wine", "24 × water", "In all: €199.40")
    eve.presses("Don't save")
    assert lines(office) == []
    eve.says("Bar Sol ordered yesterday 10 boxes of wine at 18.50")
    eve.presses("Keep it")
    eve.hears("Kept: purchase of Bar Sol")
    assert len(lines(office)) == 1
    eve.presses("Undo")
    assert lines(office) == []


def test_several_products_of_nearly_that_name_are_asked_about(office: Office) -> None:
    office.customer("Bar Sol")
    with office.work() as work:
        work.products.add("Vino tinto")
        work.products.add("Vino blanco", price=Decimal("12.00"), currency="EUR")
    ana = office.rep("Ana")
    ana.says("Bar Sol compró 3 cajas de vino a 18,50")
    ana.hears("¿Qué producto es «vino»?")
    ana.presses("Vino tinto")
    ana.hears("3 cajas · Vino tinto")
    ana.presses("Guardar")
    ana.says("/compra Bar Sol 2 vino blanco")
    ana.hears("2 × Vino blanco", "24", "precio de tarifa")
    ana.presses("Guardar")
    assert [one[:3] for one in lines(office)] == [
        ("Vino tinto", Decimal(3), Decimal("55.50")),
        ("Vino blanco", Decimal(2), Decimal("24.00")),
    ]


def test_what_comes_back_is_negative(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("Bar Sol devuelve 2 cajas de vino a 18,50")
    ana.hears("Bar Sol devuelve")
    ana.presses("Guardar")
    assert lines(office) == [("vino", Decimal(-2), Decimal("-37.00"), "cajas")]


@pytest.mark.parametrize(
    "told",
    [
        "Bar Sol pide 10 cajas de vino para el viernes",
        "Bar Sol no pide 10 cajas de vino a 18,50",
        "Bar Sol pide que le llame el 10",
        "Bar Sol pide 10 cajas de vino a 18,50 más IVA y que vaya Luis",
    ],
)
def test_what_is_not_wholly_an_order_is_no_purchase(office: Office, told: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(told)
    assert "¿Lo guardo?" not in ana.heard()
    assert lines(office) == []


def test_a_visit_that_tells_of_an_order_offers_it(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas de vino a 18,50")
    ana.hears("Guardado")
    ana.presses("Guardar como compra: 10 cajas de vino a 18,50")
    ana.hears("Bar Sol compra, jueves 19 de noviembre")
    ana.presses("Guardar")
    assert len(lines(office)) == 1


def test_a_product_and_the_catalogue(office: Office) -> None:
    with office.work() as work:
        work.products.add("Vino tinto", code="V-1", price=Decimal("18.50"), currency="EUR")
    ana = office.rep("Ana")
    ana.says("/productos")
    ana.hears("Productos", "Vino tinto", "V-1 · 18,50")
    ana.says("/productos V-1")
    ana.hears("Vino tinto")
    ana.says("/productos zumo")
    ana.hears("Ningún producto se llama «zumo»")
