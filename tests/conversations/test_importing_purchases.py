"""Products and purchases: sent as a file, looked at, tried, imported, sent again, taken back."""

import io
from decimal import Decimal

import openpyxl

from tests.office import Office

PRODUCTS = "Código;Producto;Familia;PVP\nV-1;Vino tinto;Vinos;18,50 €\nA-1;Agua 1 L;Aguas;0,60 €\n"
PURCHASES = """Fecha;Nº factura;Cliente;Código;Artículo;Cantidad;Precio;Importe
02/11/2026;F-1;Bar Sol;V-1;Vino tinto;10;18,50;185,00
02/11/2026;F-1;Bar Sol;A-1;Agua 1 L;24;0,60;14,40
09/11/2026;F-2;BAR SOL;V-1;Vino tinto;-2;18,50;-37,00
"""


def bought(office: Office) -> list[tuple[str, Decimal, Decimal]]:
    with office.work() as work:
        found = work.customers.exactly("Bar Sol")
        assert found
        return [(one.product, one.quantity, one.amount) for one in work.purchases.bought(found.id, limit=9)]


def test_products_and_then_purchases_come_in_twice_without_a_difference(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", role="manager")
    ana.sends_file("tarifa.csv", PRODUCTS)
    ana.hears("tarifa.csv · 2 líneas", "Lo leo como una lista de productos", "PVP → Precio de tarifa")
    ana.presses("Importar")
    ana.hears("Importado: tarifa.csv", "Productos nuevos: 2")
    for new in ("3", "0"):
        ana.sends_file("ventas.csv", PURCHASES)
        ana.hears("Lo leo como compras", "Nº factura → Pedido o factura", "Cantidad → Cantidad")
        ana.presses("Importar")
        ana.hears(f"Líneas de compra nuevas: {new}")
        assert bought(office) == [
            ("Vino tinto", Decimal(8), Decimal("148.00")),
            ("Agua 1 L", Decimal(24), Decimal("14.40")),
        ]
    ana.hears("Líneas que ya estaban: 3")


def test_a_purchase_file_is_taken_back_as_a_whole(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", role="admin", language="en")
    eve.sends_file("sales.csv", PURCHASES)
    eve.presses("Test run")
    eve.hears("Test run: 3 problems", "Line 2: Artículo, “Vino tinto”", "no product is called that")
    eve.presses("Add 2 new products too")
    eve.hears("Imported: sales.csv", "New lines of purchases: 3", "New products: 2")
    assert len(bought(office)) == 2
    eve.presses("Undo")
    eve.hears("3 lines of purchases and 2 products are gone again")
    assert bought(office) == []
    with office.work() as work:
        assert work.products.called("Vino tinto") is None


WRONG = """Date,Customer,Product,Quantity,Amount,Currency
2026-11-02,Bar Sol,Vino,2,37.00,
2026-11-02,Bar Nadie,Vino,2,37.00,
2027-11-02,Bar Sol,Vino,2,37.00,
2026-02-30,Bar Sol,Vino,2,37.00,
2026-11-02,Bar Sol,Vino,muchas,37.00,
2026-11-02,Bar Sol,Vino,0,37.00,
2026-11-02,Bar Sol,Vino,2,,
2026-11-02,Bar Sol,Vino,2,37.00,XXQ
2026-11-02,Bar Sol,,2,37.00,
,,,,,x
"""


def test_each_wrong_line_is_named_and_the_rest_comes_in_by_choice(office: Office) -> None:
    office.customer("Bar Sol")
    with office.work() as work:
        work.products.add("Vino")
    eve = office.rep("Eve", role="admin", language="en")
    eve.sends_file("sales.csv", WRONG)
    eve.presses("Import")
    eve.hears("Nothing was imported", "Line 3: Customer, “Bar Nadie”", "no customer is called that", "yet to come")
    eve.hears("not a day that I can read", "Quantity, “muchas”", "not a number")
    assert bought(office) == []
    eve.presses("Import the rest")
    eve.hears("New lines of purchases: 1", "Lines not imported: 9")
    assert bought(office) == [("Vino", Decimal(2), Decimal("37.00"))]


def test_a_workbook_with_other_currencies_and_days(office: Office) -> None:
    office.customer("Bar Sol")
    book = openpyxl.Workbook()
    for row in (
        ["Ventas de noviembre"],
        ["Fecha", "Cliente", "Producto", "Uds", "Total", "Divisa"],
        ["03/11/2026", "bar sol", "Vino", 1.5, 27.75, "USD"],
        ["03/11/2026", "bar sol", "Vino", 1, "18,50 €", None],
        ["03/11/2026", "bar sol", "Vino", 1, "18,50 €", None],
    ):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    ana = office.rep("Ana", role="admin")
    ana.sends_file("ventas.xlsx", kept.getvalue())
    ana.presses("Importar")
    ana.presses("Añadir también 1 producto nuevo")
    ana.hears("Líneas de compra nuevas: 3")
    assert sorted(bought(office)) == [
        ("Vino", Decimal("1.5"), Decimal("27.75")),
        ("Vino", Decimal(2), Decimal("37.00")),
    ]


def test_purchases_without_a_day_are_refused(office: Office) -> None:
    ana = office.rep("Ana", role="admin")
    ana.sends_file("ventas.csv", "Cliente;Producto;Cantidad\nBar Sol;Vino;2\n")
    ana.hears("Parecen compras, pero ninguna columna tiene el día")


WORDS = """Fecha;Cliente;Producto;Cantidad;Importe
03/11/2026;Bar Sol;V-1;1;18,50 euros
03/11/2026;Bar Sol;Vino tinto;2;30 libras
03/11/2026;Bar Sol;Vino tinto;3;40 dólares
03/11/2026;Bar Sol;Vino tinto;4;500 pesos mexicanos
03/11/2026;Bar Sol;Vino tinto;5;500 pesos
03/11/2026;Bar Sol;Vino tinto;6;50 doblones
"""


def test_currencies_by_their_names_and_products_by_their_numbers(office: Office) -> None:
    """Whose "pesos" they are nobody says where the company's are euros: that line is asked about, and once."""
    office.customer("Bar Sol")
    ana = office.rep("Ana", role="manager")
    ana.sends_file("tarifa.csv", PRODUCTS)
    ana.presses("Importar")
    ana.sends_file("ventas.csv", WORDS)
    ana.presses("Importar")
    ana.hears("2 problemas", "Línea 6: Importe, «500 pesos»", "Línea 7: Importe, «50 doblones»", "no es una moneda")
    ana.hears_not("no hay ni importe ni precio")
    ana.presses("Importar el resto")
    ana.hears("Líneas de compra nuevas: 4")
    with office.work() as work:
        rows = work.connection.exec_driver_sql("SELECT quantity / 1000, amount / 100, currency FROM purchases")
        assert sorted((int(count), int(sum_), currency) for count, sum_, currency in rows) == [
            (1, 18, "EUR"),
            (2, 30, "GBP"),
            (3, 40, "USD"),
            (4, 500, "MXN"),
        ]
