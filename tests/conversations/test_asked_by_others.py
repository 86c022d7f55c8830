"""After a purchase the customer is asked by somebody who did not sell it."""

from tests.conversations.test_surveys import agreed
from tests.office import Office, Someone

ORDER = "Bar Sol pide 10 cajas de vino a 18,50"


def buys(rep: Someone) -> None:
    """An order is told and kept."""
    rep.says(ORDER)
    rep.presses("Guardar")
    rep.hears("Guardado: compra de Bar Sol")


def test_support_asks_is_told_why_and_the_seller_may_not(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    luis, sara = office.rep("Luis"), office.rep("Sara", role="support")
    buys(ana)
    ana.hears("Sara pregunta a Bar Sol", "Sara está en soporte")
    ana.says("/respuesta Bar Sol > compra > 5")
    ana.hears("Tú llevas Bar Sol")
    office.at("2026-11-24 10:30")
    sara.hears("Pregunta a Bar Sol por su compra", "Del 1 al 5", "porque quien vende no pregunta")
    luis.says("/hoy")
    luis.hears_not("compra")
    sara.presses("Respuesta")
    sara.presses("2")
    sara.hears("2/5", "queja")
    sara.says("/encuesta compra")
    sara.hears("Respondidas: 1", "Preguntadas: 1")


def test_it_is_passed_on_and_fades(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    sara, luis = office.rep("Sara", role="support"), office.rep("Luis")
    buys(ana)
    office.at("2026-11-24 10:30")
    sara.presses("Que lo haga otra persona")
    sara.hears("Luis pregunta a Bar Sol")
    luis.hears("Pregunta a Bar Sol por su compra", "Luis es quien menos")
    luis.presses("Que lo haga otra persona")
    luis.hears("Sara pregunta a Bar Sol")
    office.at("2026-11-30 10:30")
    office.at("2026-12-09 10:30")
    ana.says("/encuesta compra")
    ana.hears("Sin respuesta: 1")


def test_with_nobody_else_it_waits_and_an_undone_purchase_asks_nothing(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    buys(ana)
    ana.hears("no hay nadie más")
    office.at("2026-11-24 10:30")
    luis = office.rep("Luis")
    office.at("2026-11-25 10:30")
    luis.hears("Pregunta a Bar Sol por su compra")
    ana.says("/nuevo Bar Luna 600 123 457")
    ana.says("Bar Luna pide 10 cajas de vino a 18,50")
    ana.presses("Guardar")
    ana.hears("Luis pregunta a Bar Luna")
    ana.presses("Deshacer")
    office.at("2026-12-01 10:30")
    luis.says("/hoy")
    luis.hears_not("Bar Luna")


def test_who_agreed_is_asked_on_their_own_phone(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Sol 600 123 456")
    marta = agreed(office, ana)
    buys(ana)
    ana.hears("en su propio teléfono")
    office.passes(minutes=5)
    marta.presses("9")
    office.at("2026-11-26 12:00")
    office.at("2026-11-27 12:00")
    office.passes(minutes=5)
    marta.hears("¿qué tal fue su última compra?")


LINES = """Fecha;Nº factura;Cliente;Artículo;Cantidad;Importe
18/11/2026;F-1;Bar Sol;Vino tinto;10;185,00
18/11/2026;F-2;Bar Luna;Vino tinto;-2;-37,00
02/10/2026;F-3;Bar Mar;Vino tinto;4;74,00
"""


def test_who_bought_lately_by_an_imported_table_is_asked_too(office: Office) -> None:
    for name in ("Bar Sol", "Bar Luna", "Bar Mar"):
        office.customer(name)
    boss, sara = office.rep("Berta", role="admin"), office.rep("Sara", role="support")
    boss.sends_file("ventas.csv", LINES)
    boss.presses("Probar sin importar")
    boss.presses("Añadir también 1 producto nuevo")
    boss.hears("Líneas de compra nuevas: 3", "A 1 cliente que ha comprado en la última semana")
    office.at("2026-11-24 10:30")
    sara.hears("Pregunta a Bar Sol por su compra")
    sara.hears_not("Bar Luna", "Bar Mar")
    boss.sends_file("ventas.csv", LINES)
    boss.presses("Importar")
    boss.hears("Líneas que ya estaban: 3")
    boss.hears_not("la última semana")
