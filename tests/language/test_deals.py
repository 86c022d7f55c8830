"""What a sentence tells of a deal: what is sold as a noun phrase, for how much in all, until when, and what became of it."""

from datetime import date
from typing import Any

import pytest

from handlers.language.entities.amounts import find_totals, read_amount
from handlers.language.meaning import Amount, Moment
from handlers.language.slots.deals import DEAL, is_no_purchase
from handlers.language.understand import read_as, understand
from tests.language.test_understand import context

Told = tuple[str | None, str | None, str | None, str | None]


def told(text: str, locale: str) -> Told:
    slots: Any = read_as(DEAL, text, context(locale)).slots
    amount, close = slots.get("amount"), slots.get("close")
    value = f"{amount.value.normalize():f}" if isinstance(amount, Amount) else None
    day = close.start if isinstance(close, Moment) else None
    return slots.get("what"), value, day.isoformat() if isinstance(day, date) else None, slots.get("outcome")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lucas at Bar Quilla said yes to the grinder, 1,450 bucks, installing dec 3rd", ("grinder", "1450", None, "won")),
        ("Edurne lunch went great, she wants to look at a 2nd site opening march, maybe 12k a yr", ("2nd site", "12000", None, None)),
        ("signed up Bar Quilla for 3 yrs, 18k a year", (None, "18000", None, "won")),
        ("had a chat with Edurne re xmas hampers 40 of em at 35 euro needs them by the 18th dec", ("xmas hampers", "1400", None, None)),
        ("the hampers thing, Bar Quilla signed off on it 1,575", ("hampers", "1575", None, "won")),
        ("sent Bar Quilla the quote for 2 machines 3.2k each ex vat, Edurne will decide by end of nov", ("2 machines", "6400", "2026-11-30", None)),
        ("po in from Edurne, ref PO 4471, 6,080 + vat", (None, "6080", None, "won")),
        ("put in a quote of $8,400 for the espresso bar at Bar Quilla, decision by 12/15", ("espresso bar", "8400", "2026-12-15", None)),
        ("the deal with Bar Quilla is now 1600 incl install", (None, "1600", None, None)),
        ("sent Edurne the quote for 2 two-group machines at 3,450 and install 280", ("2 two-group machines", "7180", None, None)),
        ("we won the Bar Quilla refit, 22k", ("refit", "22000", None, "won")),
        ("sold Bar Quilla two ovens, 7k", ("two ovens", "7000", None, "won")),
        ("Edurne wants Lucas to call about 300 euro", (None, "300", None, None)),
        ("Bar Quilla is closed on mondays, invoice 300 euro", (None, None, None, None)),
        ("Bar Quilla placed an order, 12 bottles of Pinot, €90", ("12 bottles of Pinot", "90", None, "won")),
        ("closed a €2,500 order with Bar Quilla", ("order", "2500", None, "won")),
        ("sold Bar Quilla 3 coffee machines for 9000 euro", ("3 coffee machines", "9000", None, "won")),
        ("saw Edurne, refit starts in feb, they've got 40k to spend", (None, "40000", None, None)),
        ("the opp at Bar Quilla, Lucas wants to halve it, say 4,200", (None, "4200", None, None)),
        ("got a no from Bar Quilla, too dear", (None, None, None, "lost")),
        ("chase Edurne for the signed po tomorrow, 6,080", (None, None, None, None)),
        ("Bar Quilla won't sign, 900 euro is too much", (None, "900", None, None)),
        ("Bar Quilla accepted the quote, €2,340, signs tomorrow", (None, "2340", "2026-11-21", None)),
    ],
)  # fmt: skip
def test_in_english(text: str, expected: Told) -> None:
    assert told(text, "en_GB") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lucas de Bar Quilla ha dicho que sí al molinillo, 1.450 euros, se instala el 3 de diciembre", ("molinillo", "1450", None, "won")),
        ("comida con Edurne genial, quiere mirar un segundo local que abre en marzo, quizá 12 mil al año", ("segundo local", "12000", None, None)),
        ("firmamos con Bar Quilla por 3 años, 18 mil al año", (None, "18000", None, "won")),
        ("hablé con Edurne de las cestas de navidad, 40 a 35 euros, las necesita para el 18 de diciembre", ("cestas de navidad", "1400", None, None)),
        ("lo de las cestas, Bar Quilla lo ha firmado, 1.575", ("cestas", "1575", None, "won")),
        ("le mandé a Bar Quilla el presupuesto de 2 máquinas a 3,2k cada una sin iva, Edurne decide a finales de noviembre", ("2 máquinas", "6400", "2026-11-30", None)),
        ("llegó el pedido de Bar Quilla, ref 4471, 6.080 + iva", (None, "6080", None, "won")),
        ("presenté un presupuesto de 8.400 € para la barra de café de Bar Quilla, deciden el 15/12", ("barra de café", "8400", "2026-12-15", None)),
        ("lo de Bar Quilla ahora son 1600 con instalación", (None, "1600", None, None)),
        ("cerré con Bar Quilla un pedido de 12.500,50 €", ("pedido", "12500.5", None, "won")),
        ("les interesa una máquina de 2 grupos de 4.500 €", ("máquina de 2 grupos", "4500", None, None)),
        ("me han pedido oferta para 12 sillas y 3 mesas, unos 2.000 €", ("12 sillas y 3 mesas", "2000", None, None)),
        ("vi a Edurne, la reforma empieza en febrero, tienen 40.000 € para gastar", (None, "40000", None, None)),
        ("visto a Edurne, le mandamos oferta por 25 kg de café a 11,20 el kilo", ("25 kg de café", "280", None, None)),
        ("ganamos la reforma de Bar Quilla, 22.000 €", ("reforma", "22000", None, "won")),
        ("vendí a Bar Quilla dos hornos, 7.000 €", ("dos hornos", "7000", None, "won")),
        ("Bar Quilla está cerrado los lunes", (None, None, None, None)),
        ("Bar Quilla firma el lunes el contrato de lavandería, 12.000 al año", ("lavandería", "12000", "2026-11-23", None)),
        ("que adelante con la cámara de frío, 4.350", ("cámara de frío", "4350", None, "won")),
        ("Bar Quilla ha hecho un pedido, 12 botellas de Pinot, 90 €", ("12 botellas de Pinot", "90", None, None)),
        ("cerrado en 4.300 con Edurne!", (None, "4300", None, "won")),
        ("un no de Bar Quilla, demasiado caro", (None, None, None, "lost")),
        ("no han firmado, 900 euros les parece mucho", (None, "900", None, None)),
        ("Edurne acepta el presupuesto, 2.340 euros, me firma mañana", (None, "2340", "2026-11-21", None)),
    ],
)  # fmt: skip
def test_in_spanish(text: str, expected: Told) -> None:
    assert told(text, "es_ES") == expected


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en_GB", "Edurne owes us 240 quid since september, said shell pay end of month"),
        ("en_GB", "credit note for 96 euro for Bar Quilla, 3 damaged boxes"),
        ("en_GB", "offered 200 euro discount on the oven"),
        ("en_GB", "gave them 50 euro off the grinder"),
        ("en_GB", "invoice for 420 euro is wrong says Edurne"),
        ("es_ES", "Edurne nos debe 240 euros desde septiembre, dice que paga a fin de mes"),
        ("es_ES", "abono de 96 euros a Bar Quilla por las 3 cajas rotas"),
        ("es_ES", "le he ofrecido 200 euros de descuento en el horno"),
        ("es_ES", "la factura de 420 euros está mal, dice Edurne"),
    ],
)
def test_what_is_owed_given_back_or_taken_off_is_no_deal(locale: str, text: str) -> None:
    assert told(text, locale)[:2] == (None, None)


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("en_GB", "40 of em at 35 euro", "1400.00"),
        ("en_GB", "20 boxes at £7.50 a box", "150.00"),
        ("en_GB", "25 kg at 11.20 euro a kilo", "280.00"),
        ("en_GB", "3 x £500", "1500.00"),
        ("en_GB", "42 quid per 1000", None),
        ("en_GB", "10 boxes at 3 euro a kilo", None),
        ("es_ES", "20 cajas de vino a 18 € la caja", "360.00"),
        ("es_ES", "12 taladros a 12 € la unidad", "144.00"),
        ("es_ES", "25 kg a 11,20 € el kilo", "280.00"),
        ("es_ES", "tornillos a 3 € el kilo", None),
        ("es_ES", "10 cajas a 3 € el kilo", None),
        ("es_ES", "6 lámparas en 890 euros", None),
        ("es_ES", "una máquina de 2 grupos de 4.500 €", None),
    ],
)
def test_several_things_come_to_their_price_times_their_number(locale: str, text: str, expected: str | None) -> None:
    found = find_totals(text, locale, "EUR")
    assert [str(one.amount.value) for one in found] == ([expected] if expected else [])


def test_the_price_of_a_thousand_is_no_amount() -> None:
    assert read_amount("42 quid per 1000", "en_GB") is None
    assert read_amount("a 42 € los cada 1000", "es_ES") is None


def test_goods_that_are_quoted_or_given_back_are_no_purchase() -> None:
    assert is_no_purchase("le mandamos oferta por 25 kg a 11,20 el kilo")
    assert is_no_purchase("credit note for 96 euro, 3 damaged boxes")
    assert not is_no_purchase("quiere 20 cajas a 35 €")


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en_GB", "put in a quote of $8,400 for the espresso bar at Bar Quilla, decision by 12/15"),
        ("en_GB", "do the proposal tues afternoon"),
        ("en_GB", "ok they went for it at 5% off, signed"),
        ("es_ES", "vale, lo cogen con un 5% de descuento, firmado"),
        ("es_ES", "Vega me dice q ha cerrado con Bar Quilla, 3.200 al mes por 6 meses"),
        ("es_ES", "Bar Quilla cierra en febrero"),
        ("es_ES", "hacer la propuesta el martes por la tarde"),
    ],
)
def test_what_is_told_of_a_deal_asks_for_no_list(locale: str, text: str) -> None:
    lists = {"show_pipeline", "show_forecast", "show_history", "list_promotions", "ask"}
    assert understand(text, context(locale)).intent not in lists
