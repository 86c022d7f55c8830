"""A promotion begun, looked at and steered in plain words; orders with their day within; copy that reads like anything."""

import pytest

from tests.conversations.promotions import bars, makes
from tests.office import Office
from tests.office.people import Someone


def _two_buyers(office: Office, language: str = "es") -> Someone:
    """Two customers who bought vermouth, and one who did not; returns marketing."""
    for name in ("Bar Sol", "Hotel Mar", "Talleres Gil"):
        office.customer(name)
    ana = office.rep("Ana", language=language)
    marta = office.rep("Marta", language=language, role="marketing")
    if language == "es":
        orders, keep = (
            ("bar sol compró 10 cajas de vermut ayer por 120 €", "hotel mar pidió 5 cajas de vermut el lunes a 12 €"),
            "Guardar",
        )
    else:
        orders, keep = ("Bar Sol bought 10 cases of vermut yesterday for €120", "Hotel Mar ordered 5 cases of vermut on Monday at €12"), "Keep it"  # fmt: skip
    for order in orders:
        ana.says(order)
        ana.presses(keep)
    return marta


@pytest.mark.parametrize(
    ("language", "told", "day"),
    [
        ("es", "bar sol compró 10 cajas de vermut ayer por 120 €", "Bar Sol compra, jueves 19 de noviembre"),
        ("es", "bar sol pidió 10 cajas de vermut el lunes a 12 €", "Bar Sol compra, lunes 16 de noviembre"),
        ("en", "Bar Sol bought 10 cases of vermut last Friday for €120", "Bar Sol buys, Friday 13 November"),
    ],
)
def test_the_day_within_an_order_is_when_it_was(office: Office, language: str, told: str, day: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears(day, "cajas · vermut" if language == "es" else "cases · vermut")
    ana.hears_not("vermut ayer", "vermut el lunes", "vermut last")


@pytest.mark.parametrize(
    ("language", "asked"),
    [("es", "clientes que compran vermut"), ("es", "quién compra vermut"), ("en", "which customers buy vermut")],
)
def test_who_buys_a_product_is_asked(office: Office, language: str, asked: str) -> None:
    marta = _two_buyers(office, language)
    marta.says(asked)
    marta.hears("Bar Sol", "Hotel Mar")
    marta.hears_not("Talleres Gil")


@pytest.mark.parametrize(
    ("language", "asked", "read"),
    [
        ("es", "audiencia: clientes que compran vermut", "compraron vermut"),
        ("es", "/audiencia los que compran vermut", "compraron vermut"),
        ("en", "audience: customers who buy vermut", "who bought vermut"),
    ],
)
def test_an_audience_is_read_back_before_there_is_a_promotion(
    office: Office, language: str, asked: str, read: str
) -> None:
    marta = _two_buyers(office, language)
    marta.says(asked)
    marta.hears(read, "2", "Bar Sol", "Hotel Mar")
    marta.presses("Guardar como segmento" if language == "es" else "Keep as a segment")
    marta.says("Vermuteros")
    marta.says("promo para vermuteros" if language == "es" else "promo for vermuteros")
    marta.hears("¿Cómo se llama la promoción?" if language == "es" else "What is the promotion called?")


def test_a_promotion_begins_with_its_filter_in_words(office: Office) -> None:
    marta = _two_buyers(office)
    marta.says("nueva promoción de vermut para los que compran vermut")
    for answer in ("Otoño", "12 por 10", "10 €", "del lunes al 15 de diciembre"):
        marta.says(answer)
    marta.hears("¿Por dónde se les avisa?")  # neither the product nor for whom is asked again
    for answer in (
        "por teléfono",
        "Que contesten sí",
        "Aguanta meses",
        "¿Es caro? Es el mejor",
        "200",
        "30 %",
        "Marta",
    ):
        marta.says(answer)
    marta.says("Le ofrecemos doce botellas al precio de diez, una promoción para usted")
    marta.hears("¿Y quienes")
    marta.says("También se la ofrecemos a quien aún no compra")
    marta.hears("Otoño: borrador", "compraron vermut", "vermut")
    marta.says("lanza la promo otoño")
    marta.hears("Primero el equipo")
    assert "Pasarla al equipo" in marta.choices()
    marta.says("cuenta la promo otoño al equipo")
    marta.says("quién conoce la promo otoño")
    marta.hears("la está leyendo el equipo", "nadie ha dicho que se la sabe")
    marta.hears_not("Argumentos", "Aguanta meses")
    for asked in ("audiencia de la promo otoño", "a quién va la promo otoño"):
        marta.says(asked)
        marta.hears("Otoño: para quién", "Clientes: 2")
    eva = office.rep("Eva", role="manager", language="en")
    eva.says("who has read the otoño promo")
    eva.hears("Nobody of 1 has said")
    eva.hears_not("Aguanta meses")
    for asked in ("audience of the otoño promo", "recipients of otoño"):
        eva.says(asked)
        eva.hears("Otoño: for whom", "Customers: 2")


@pytest.mark.parametrize(
    ("language", "known", "brought"),
    [
        (
            "es",
            ("quién se sabe la promo otoño", "quiénes no se saben otoño", "quién falta por leer la promo otoño"),
            ("cuánto ha costado la promo otoño", "a cuántos hemos avisado de la promo otoño", "salió a cuenta otoño"),
        ),
        (
            "en",
            ("who knows the otoño promo", "who has read otoño", "who doesn't know about the otoño promo"),
            ("what did the otoño promo cost", "has otoño paid off", "how many have we told about the otoño promo"),
        ),
    ],
)
def test_who_knows_it_and_what_it_brought_are_asked(
    office: Office, language: str, known: tuple[str, ...], brought: tuple[str, ...]
) -> None:
    office.rep("Ana")
    bars(office)
    makes(office.rep("Marta", role="marketing"))
    eva = office.rep("Eva", role="manager", language=language)
    es = language == "es"
    eva.says("/promo otoño")
    eva.presses("Pasarla al equipo" if es else "Brief the team")
    for asked in known:
        eva.says(asked)
        eva.hears("nadie ha dicho que se la sabe" if es else "Nobody of 2 has said that they know it")
        eva.hears_not("más barato por copa")
    for asked in brought:
        eva.says(asked)
        eva.hears("Aún no hay datos: no se ha lanzado" if es else "No data yet: it was not launched")


def test_only_marketing_reads_an_audience_back(office: Office) -> None:
    _two_buyers(office)
    luis = office.rep("Luis")
    luis.says("/audiencia los que compran vermut")
    luis.hears("las hacen marketing y los responsables")
    luis.hears_not("Bar Sol")
