"""Amounts: how money is typed in each country, what is none, and what holds for every amount."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.language.entities.amounts import find_amounts, read_amount
from handlers.language.entities.countries import currency_of
from handlers.language.text.digits import parse_digits

LOCALES = ("es_ES", "es_MX", "es_CO", "es_AR", "es_CL", "es_EC", "en_US", "en_GB")


def read(text: str, locale: str = "es_ES", currency: str | None = None) -> str:
    amount = read_amount(text, locale, currency)
    return f"{amount.value} {amount.currency}" if amount else "-"


@pytest.mark.parametrize(
    ("locale", "text", "expected"),
    [
        ("es_ES", "1.200 €", "1200.00 EUR"),
        ("es_ES", "1200 euros", "1200.00 EUR"),
        ("es_ES", "1,2k", "1200.00 EUR"),
        ("es_ES", "1.200,50 €", "1200.50 EUR"),
        ("es_ES", "1,50 €", "1.50 EUR"),
        ("es_ES", "1 200 €", "1200.00 EUR"),
        ("es_ES", "€1.200,00", "1200.00 EUR"),
        ("es_ES", "1'200 €", "1200.00 EUR"),
        ("es_ES", "15k€", "15000.00 EUR"),
        ("es_ES", "2 M€", "2000000.00 EUR"),
        ("es_ES", "1,2 millones de euros", "1200000.00 EUR"),
        ("es_ES", "350 pavos", "350.00 EUR"),
        ("es_ES", "dos mil quinientos euros", "2500.00 EUR"),
        ("es_ES", "mil euros", "1000.00 EUR"),
        ("es_ES", "$1,200", "1200.00 USD"),
        ("es_ES", "1,234", "1234.00 EUR"),
        ("es_ES", "precio 12,5 €", "12.50 EUR"),
        ("es_ES", "45 euros con 10", "45.10 EUR"),
        ("en_US", "15 USD 10", "15.10 USD"),
        ("en_US", "50 TRY", "50.00 TRY"),
        ("es_ES", "5 €7", "7.00 EUR"),
        ("es_ES", "pedido de 1200", "1200.00 EUR"),
        ("es_ES", "por 3000", "3000.00 EUR"),
        ("es_MX", "$1,200", "1200.00 MXN"),
        ("es_MX", "MXN 25,000", "25000.00 MXN"),
        ("es_MX", "3 mil pesos", "3000.00 MXN"),
        ("es_MX", "$12,500 + IVA", "12500.00 MXN"),
        ("es_MX", "300 dls", "300.00 USD"),
        ("es_MX", "veintiún mil pesos", "21000.00 MXN"),
        ("es_MX", "25 mdp", "25000000.00 MXN"),
        ("es_MX", "como 27 mil pesos", "27000.00 MXN"),
        ("es_CO", "medio millón", "500000.00 COP"),
        ("es_CO", "un millón de pesos", "1000000.00 COP"),
        ("es_CO", "2 millones 300 mil pesos", "2300000.00 COP"),
        ("es_CO", "$80 mil", "80000.00 COP"),
        ("es_CO", "12 500 000 pesos", "12500000.00 COP"),
        ("es_AR", "$1.200", "1200.00 ARS"),
        ("es_AR", "12 lucas", "12000.00 ARS"),
        ("es_AR", "2 palos", "2000000.00 ARS"),
        ("es_AR", "un palo y medio", "1500000.00 ARS"),
        ("es_AR", "medio palo", "500000.00 ARS"),
        ("es_AR", "2 palos verdes", "2000000.00 USD"),
        ("es_AR", "USD 300", "300.00 USD"),
        ("es_AR", "u$s 500", "500.00 USD"),
        ("es_AR", "20 lucas de pedido", "20000.00 ARS"),
        ("es_AR", "3 lucas y media", "3500.00 ARS"),
        ("es_CL", "12 lucas", "12000.00 CLP"),
        ("es_CL", "$1.5 millones", "1500000.00 CLP"),
        ("es_CL", "1.500.000", "1500000.00 CLP"),
        ("es_EC", "3 mil pesos", "3000.00 USD"),
        ("es_EC", "cable x USD 640", "640.00 USD"),
        ("es_EC", "$45", "45.00 USD"),
        ("en_US", "$1,200.50", "1200.50 USD"),
        ("en_US", "1.5M", "1500000.00 USD"),
        ("en_US", "$8k", "8000.00 USD"),
        ("en_US", "$20m", "20000000.00 USD"),
        ("en_US", "$1,200 MXN", "1200.00 MXN"),
        ("en_US", "roughly nine hundred dollars", "900.00 USD"),
        ("en_US", "two and a half million dollars", "2500000.00 USD"),
        ("en_US", "a million and a half", "1500000.00 USD"),
        ("en_US", "a hundred bucks", "100.00 USD"),
        ("en_US", "budget of 20000", "20000.00 USD"),
        ("en_US", "fifty k", "50000.00 USD"),
        ("es_ES", "45 euros con 50", "45.50 EUR"),
        ("es_ES", "3 euros con 5 céntimos", "3.05 EUR"),
        ("es_MX", "45 pesos con 50 centavos", "45.50 MXN"),
        ("es_ES", "12 euros con 20 cajas", "12.00 EUR"),
        ("es_ES", "12 euros y 20 cajas", "12.00 EUR"),
        ("es_AR", "un par de lucas", "2000.00 ARS"),
        ("es_MX", "uno punto cinco millones", "1500000.00 MXN"),
        ("es_CL", "dos coma cinco millones de pesos", "2500000.00 CLP"),
        ("es_ES", "un cuarto de millón", "250000.00 EUR"),
        ("en_US", "5 dollars and 50 cents", "5.50 USD"),
        ("en_US", "one point five million dollars", "1500000.00 USD"),
        ("en_GB", "a quarter of a million", "250000.00 GBP"),
        ("en_GB", "three quarters of a million pounds", "750000.00 GBP"),
        ("en_GB", "a grand", "1000.00 GBP"),
        ("en_GB", "a couple of grand", "2000.00 GBP"),
        ("en_GB", "three and a half grand", "3500.00 GBP"),
        ("en_GB", "took three grand's worth of it", "3000.00 GBP"),
        ("en_GB", "a grand’s worth", "1000.00 GBP"),
        ("en_GB", "£560", "560.00 GBP"),
        ("en_GB", "500 quid", "500.00 GBP"),
        ("en_GB", "5 grand", "5000.00 GBP"),
        ("en_GB", "half a grand", "500.00 GBP"),
        ("en_GB", "six hundred and forty pounds", "640.00 GBP"),
        ("en_GB", "$1,200", "1200.00 USD"),
    ],
)
def test_money_as_it_is_typed(locale: str, text: str, expected: str) -> None:
    assert read(text, locale) == expected


@pytest.mark.parametrize(
    "text",
    [
        "20 taladros",
        "3 cajas",
        "3 mil tornillos",
        "unas 3 mil unidades",
        "3k unidades",
        "10%",
        "el 3 por ciento",
        "20 por ciento",
        "618 40 55 27",
        "+34 600 10 20 30",
        "11 4410 9923",
        "ref 12500",
        "AX1200",
        "en 2027",
        "el 15/02",
        "a las 10:30",
        "a las 10",
        "20 libras de café",
        "20 pounds of coffee",
        "0.500 kg",
        "cable de 20m",
        "medio millón de visitas",
        "mil gracias",
        "2 palos de escoba",
        "grand opening",
        "a grand opening",
        "a grand piano",
        "10-15 mil",
        "10-15k",
        "45 con 50",
        "un par de cajas",
        "a couple of boxes",
        "one point five metres",
        "reunión con lucas funes",
        "talla 42",
        "2x1",
        "192.168.1.10",
        "1/2",
        "",
        "€",
        "$",
    ],
)
def test_a_count_is_no_amount(text: str) -> None:
    for locale in LOCALES:
        assert read(text, locale) == "-"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("quiere 20 taladros, unos 1.200 €, x la promo", ["unos 1.200 €"]),
        ("6 sillas, 780 €", ["780 €"]),
        ("por valor de unos 3.000 euros ayer", ["por valor de unos 3.000 euros"]),
        ("300 € hoy y 200 € mañana", ["300 €", "200 €"]),
        ("3 cajas a 12,50€, total 37,50€", ["total 37,50€"]),
        ("$5 $7", ["$5", "$7"]),
        ("5 €7", ["€7"]),
        ("45 mil euros con 10", ["45 mil euros"]),
        ("2 lucas 50", ["2 lucas"]),
        ("50 try", []),
        ("15 euros 50, mañana", ["15 euros 50"]),
        ("pedido por 3000, mañana", ["por 3000"]),
    ],
)
def test_where_amounts_stand(text: str, expected: list[str]) -> None:
    assert [text[found.start : found.end] for found in find_amounts(text, "es_ES")] == expected


def test_without_a_currency_the_companys_is_meant() -> None:
    assert read("12 lucas", "es_CL", "USD") == "12000.00 USD"
    assert read("$300", "es_ES", "MXN") == "300.00 MXN"
    assert read("$300", "es_CL", "USD") == "300.00 CLP"


@pytest.mark.parametrize(
    ("locale", "currency"),
    [
        ("es_ES", "EUR"),
        ("es_MX", "MXN"),
        ("es_CO", "COP"),
        ("es_AR", "ARS"),
        ("es_CL", "CLP"),
        ("es_EC", "USD"),
        ("en_US", "USD"),
        ("en_GB", "GBP"),
        ("es_PE", "PEN"),
        ("es_UY", "UYU"),
        ("pt_BR", "BRL"),
        ("es", "EUR"),
        ("en", "USD"),
        ("en-US", "USD"),
        ("es_419", "EUR"),
        ("xx", "EUR"),
    ],
)
def test_the_currency_of_a_country(locale: str, currency: str) -> None:
    assert currency_of(locale) == currency


@pytest.mark.parametrize(
    ("written", "comma", "expected"),
    [
        ("1.200", True, "1200"),
        ("1,200", True, "1200"),
        ("1.200", False, "1200"),
        ("1,20", False, "1.20"),
        ("0.500", False, "0.500"),
        ("1.2345", False, "1.2345"),
        ("1.2345", True, "12345"),
        ("1.234.567", True, "1234567"),
        ("1.234,5", False, "1234.5"),
        ("1,234.5", True, "1234.5"),
        ("1'234", True, "1234"),
    ],
)
def test_digits_and_their_separators(written: str, comma: bool, expected: str) -> None:
    assert parse_digits(written, comma_is_decimal=comma) == Decimal(expected)


def test_what_is_no_number() -> None:
    assert [parse_digits(text, comma_is_decimal=True) for text in ("15/02", "10:30", "abc", "", "1" * 40)] == [None] * 5


@given(st.integers(1, 10**9 - 1), st.integers(0, 99), st.sampled_from(LOCALES))
def test_an_amount_as_each_country_writes_it_reads_back_as_itself(whole: int, cents: int, locale: str) -> None:
    value = Decimal(whole) + Decimal(cents) / 100
    english = f"{value:,.2f}"
    spanish = english.translate(str.maketrans(",.", ".,"))
    for text in (f"{english} USD", f"USD {english}", f"{spanish} USD", f"unos {spanish} dólares"):
        assert read(text, locale) == f"{value:.2f} USD"


pieces = st.sampled_from(
    [
        "5",
        "1.200",
        "1,2",
        "mil",
        "millones",
        "medio",
        "y",
        "k",
        "M",
        "€",
        "$",
        "usd",
        "lucas",
        "de",
        "half",
        "a",
        "hundred",
        "million",
        "%",
        "-",
        "x",
        "por",
        "unos",
        "12 500 000",
    ]
)


@settings(max_examples=300)
@given(
    st.one_of(
        st.text(max_size=200), st.lists(pieces, max_size=50).map(" ".join), st.lists(pieces, max_size=50).map("".join)
    ),
    st.sampled_from(LOCALES),
)
def test_no_text_breaks_it_and_offsets_are_within(text: str, locale: str) -> None:
    end = 0
    for found in find_amounts(text, locale):
        assert end <= found.start < found.end <= len(text)
        assert found.amount.value > 0
        assert found.amount.value == found.amount.value.quantize(Decimal("0.01"))
        end = found.end


@pytest.mark.parametrize("text", ["cafetera -500 €", "-500 €", "rebate of −20 EUR", "–20 €"])
def test_a_sum_below_nothing_is_no_amount(text: str) -> None:
    assert find_amounts(text, "es_ES", "EUR") == []


def test_a_dash_between_words_is_no_minus() -> None:
    assert [found.amount.value for found in find_amounts("terraza - 500 €", "es_ES", "EUR")] == [500]
