"""A promotion as a whole: those who buy the product hear of it, the team knew it first, and what it brought is known."""

import pytest

from storage.crm.tables import CustomerRow
from tests.conversations.promotions import agrees, makes
from tests.office import Office, Someone

SOLD = """Fecha;Factura;Cliente;Artículo;Cantidad;Precio;Importe
02/11/2026;F-1;Bar Sol;Vino blanco;10;18,50;185,00
04/11/2026;F-2;Bar Luna;Vino blanco;4;18,50;74,00
05/11/2026;F-3;Horno Paz;Agua 1 L;24;0,60;14,40
"""
OF_WHOM = {"Bar Sol": "Ana Ruiz", "Bar Luna": "Luis Gil", "Horno Paz": "Ana Ruiz"}


@pytest.fixture
def team(office: Office) -> tuple[Someone, Someone, Someone]:
    """Marketing, and two reps with customers of their own."""
    marta, ana, luis = office.rep("Marta", role="marketing"), office.rep("Ana Ruiz"), office.rep("Luis Gil")
    for name, owner in OF_WHOM.items():
        customer, person = office.customer(name), office.person(owner)
        with office.work() as work:
            work.changes.update(CustomerRow, customer, owner_id=person.id)
    return marta, ana, luis


def prepares(office: Office, marta: Someone, ana: Someone, luis: Someone) -> None:
    """What was bought is brought in, and the promotion is made of it, read by one of two, and launched."""
    marta.sends_file("ventas.csv", SOLD)
    marta.hears("ventas.csv · 3 líneas", "Lo leo como compras")
    marta.presses("Probar sin importar")
    marta.presses("Añadir también 2 productos nuevos")
    marta.hears("Importado: ventas.csv", "Líneas de compra nuevas: 3")
    office.at("2026-11-23 10:00")
    makes(marta, audience="clientes que compran vino blanco", channel="Telegram")
    marta.hears("Para quién: clientes · compraron Vino blanco en el último año")
    marta.presses("Audiencia")
    marta.hears("Clientes: 2", "Bar Luna, Bar Sol", "Se les puede avisar por Telegram: 2")
    marta.says("/promo otoño")
    marta.presses("Pasarla al equipo")
    office.tick()
    luis.hears("Léete esta promoción")
    ana.hears("Léete esta promoción", "3 cajas por el precio de 2")
    ana.presses("Me la sé")
    marta.says("/promo otoño")
    marta.hears("Se la saben: 1 de 2 (Ana)", "Todavía no: Luis")
    marta.presses("Lanzar")
    marta.hears("1 persona que hoy trabaja no se la ha leído (Luis)")
    marta.presses("Lanzar a los 2")
    marta.hears("Lanzada: se avisa a 2 clientes")


def answers(office: Office, sol: Someone, luna: Someone) -> None:
    """One taps, the other writes, each on their own phone."""
    sol.hears("Bar Sol, buenos días:", "3 cajas por el precio de 2", "Diga sí y le llamamos")
    sol.presses("Sí, me interesa")
    sol.hears("se pondrá en contacto")
    luna.hears("Bar Luna, buenos días:")
    luna.says("mándenme dos, pero el lunes")
    luna.hears("se pondrá en contacto")
    office.tick()
    office.tick()


def test_those_who_buy_it_hear_of_it_and_its_return_is_known(
    office: Office, team: tuple[Someone, Someone, Someone]
) -> None:
    marta, ana, luis = team
    sol, luna, paz = (agrees(office, ana, customer) for customer in OF_WHOM)
    prepares(office, marta, ana, luis)
    for someone in (sol, luna, paz):
        someone.says("/preferencias")
    office.passes(hours=3)
    answers(office, sol, luna)
    ana.hears("Un lead para ti", "Bar Sol", "Campaña: Otoño")
    ana.hears_not("Bar Luna")
    luis.hears("Un lead para ti", "Bar Luna", "Campaña: Otoño", "mándenme dos, pero el lunes")
    ana.presses("Me lo quedo")
    ana.says("/lead 1")
    ana.presses("Cualificar")
    ana.says("900 €")
    ana.presses("Oportunidad")
    ana.says("ganada la oportunidad de Bar Sol por 900 €")
    ana.hears("900")
    marta.says("/roi otoño")
    marta.hears(
        "Coste: 300",
        "Avisados: 2",
        "Dijeron sí: 2",
        "Leads: 2",
        "el cliente dijo sí",
        "Ingresos: 900",
        "Retorno sobre el coste: 20",
    )
    paz.says("/preferencias")
    paz.hears_not("Otoño", "3 cajas")
