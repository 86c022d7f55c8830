"""Orders as people tell them: in many shapes, with a price missing, put right, added to, repeated, given back."""

from decimal import Decimal

import pytest

from tests.office import Office


def lines(office: Office, name: str = "Bar Sol") -> list[tuple[str, Decimal, Decimal]]:
    with office.work() as work:
        found = work.customers.exactly(name)
        assert found
        kept = work.purchases.of_customer(found.id, limit=20)
        return [(one.product, one.quantity, one.amount) for one in reversed(kept)]


SHAPES = (
    ("es", "12 cajas de rioja a 4,20 para bar sol"),
    ("es", "me ha pedido Bar Sol 12 cajas de rioja a 4,20"),
    ("es", "bar sol me pide 12 cajas de rioja a 4,20"),
    ("es", "Marta de Bar Sol nos ha encargado 12 cajas de rioja a 4,20"),
    ("es", "apunta un pedido de Bar Sol de 12 cajas de rioja a 4,20"),
    ("es", "pedido bar sol\n12 cajas de rioja a 4,20"),
    ("es", "le vendí a Bar Sol 12 cajas de rioja a 4,20"),
    ("es", "Bar Sol se queda con 12 cajas de rioja a 4,20"),
    ("es", "ponme 12 cajas de rioja a 4,20 para Bar Sol"),
    ("en", "12 x rioja @ 4.20 for Bar Sol"),
    ("en", "Bar Sol just ordered 12 cases of rioja at 4.20"),
    ("en", "Marta at Bar Sol ordered 12 cases of rioja at 4.20"),
    ("en", "put down an order for Bar Sol of 12 cases of rioja at 4.20"),
    ("en", "order Bar Sol\n12 cases of rioja at 4.20"),
    ("en", "we sold Bar Sol 12 cases of rioja at 4.20"),
    ("en", "Bar Sol took 12 cases of rioja at 4.20"),
)


def test_an_order_is_one_however_it_is_told(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    people = {language: office.rep(f"Rep {language}", language=language) for language in ("es", "en")}
    for language, told in SHAPES:
        rep = people[language]
        rep.says(told)
        rep.hears("Bar Sol compra" if language == "es" else "Bar Sol buys", "50,40" if language == "es" else "50.40")
        rep.presses("No guardar" if language == "es" else "Don't save")
    assert lines(office) == []


@pytest.mark.parametrize(
    ("language", "told", "asked", "price", "keep", "fix", "fixed"),
    [
        ("es", "bar sol me pide 12 cajas de rioja a 4,20 y 3 de cava", "¿A qué precio la unidad? 3 cajas · cava", "5,10", "Guardar", "eran 8 no 12", "8 cajas · rioja"),
        ("en", "bar sol ordered 12 cases of rioja at 4.20 and 3 of cava", "At what price, of one? 3 cases · cava", "5.10", "Keep it", "it was 8 not 12", "8 cases · rioja"),
    ],
)  # fmt: skip
def test_a_price_nobody_said_is_asked_and_a_correction_replaces(
    office: Office, language: str, told: str, asked: str, price: str, keep: str, fix: str, fixed: str
) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears(asked)
    ana.says(price)
    ana.hears("15,30" if language == "es" else "15.30")
    ana.presses(keep)
    ana.says(fix)
    ana.hears("→", fixed)
    assert lines(office) == [
        ("rioja", Decimal(8), Decimal("33.60")),
        ("cava", Decimal(3), Decimal("15.30")),
    ]
    ana.presses("Deshacer" if language == "es" else "Undo")
    assert lines(office)[0][1] == Decimal(12)


@pytest.mark.parametrize(
    ("language", "told", "fix", "more", "keep"),
    [
        ("es", "Bar Sol pide 6 cajas de rioja a 4,20", "en vez de las 6 pon 16", "y 2 de cava a 5", "Guardar"),
        ("en", "Bar Sol ordered 6 cases of rioja at 4.20", "make it 16 instead of the 6", "and 2 of cava at 5", "Keep it"),
    ],
)  # fmt: skip
def test_it_is_put_right_and_added_to_while_it_waits(
    office: Office, language: str, told: str, fix: str, more: str, keep: str
) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(fix)
    ana.hears("16 ca")
    ana.says(more)
    ana.hears("16 ca", "2 ca", "cava")
    ana.presses(keep)
    assert lines(office) == [("rioja", Decimal(16), Decimal("67.20")), ("cava", Decimal(2), Decimal("10.00"))]


@pytest.mark.parametrize(
    ("language", "told", "again", "keep"),
    [
        ("es", "Bar Sol pide 6 cajas de rioja a 4,20 y 2 de cava a 5", ("Bar Sol repite el pedido", "lo de siempre para Bar Sol", "Bar Sol quiere lo mismo que la última vez"), "Guardar"),
        ("en", "Bar Sol ordered 6 cases of rioja at 4.20 and 2 of cava at 5", ("Bar Sol same again", "the usual for Bar Sol", "Bar Sol wants to repeat their last order"), "Keep it"),
    ],
)  # fmt: skip
def test_the_last_order_is_repeated(
    office: Office, language: str, told: str, again: tuple[str, ...], keep: str
) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.presses(keep)
    for words in again:
        office.passes(hours=1)
        ana.says(words)
        ana.hears("35,20" if language == "es" else "35.20")
        ana.presses(keep)
    assert lines(office) == [("rioja", Decimal(6), Decimal("25.20")), ("cava", Decimal(2), Decimal("10.00"))] * 4


def test_what_comes_back_goes_by_the_last_price(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("Bar Sol pide 6 cajas de rioja a 4,20")
    ana.presses("Guardar")
    ana.says("Bar Sol devuelve 2 cajas de rioja")
    ana.hears("Bar Sol devuelve", "el último que pagaron")
    ana.presses("Guardar")
    eve.says("return from Bar Sol: 1 case of rioja at 4.20")
    eve.hears("Bar Sol gives back")
    eve.presses("Keep it")
    eve.says("it was 3 instead of 1")
    eve.hears("→", "3 case")
    assert [one[1] for one in lines(office)] == [Decimal(6), Decimal(-2), Decimal(-3)]


@pytest.mark.parametrize(
    ("language", "told", "offered"),
    [
        ("es", "Bar Sol pide 10 cajas de vino a 18,50 para el viernes", "Guardar como compra: 10 cajas de vino a 18,50"),
        ("en", "Bar Sol ordered 10 cases of wine at 18.50 for Friday", "Keep as a purchase: 10 cases of wine at 18.50"),
    ],
)  # fmt: skip
def test_the_day_it_is_wanted_by_is_not_lost_nor_when_it_was(
    office: Office, language: str, told: str, offered: str
) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears(told.removeprefix("Bar Sol "))
    ana.hears_not("18:50")
    ana.presses(offered)
    ana.hears("185")


@pytest.mark.parametrize(
    ("language", "told"),
    [("es", "apunta a Bar Sol como algo raro de 6 cosas"), ("en", "put Bar Sol down as 6 odd things at 5.10")],
)
def test_no_contact_is_made_of_it(office: Office, language: str, told: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    with office.work() as work:
        found = work.customers.exactly("Bar Sol")
        assert found
        assert [one.name for one in work.customers.contacts(found.id)] == ["Marta Ruiz"]
