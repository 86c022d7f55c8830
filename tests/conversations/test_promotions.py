"""Promotions: made by marketing, read by the team first, for the customers they suit."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from storage.crm.tables import CustomerRow
from storage.promotions.recipients import ToldCustomers
from storage.purchases.products import Products
from storage.purchases.purchases import Purchases
from storage.purchases.records import PurchaseLine
from tests.office import Office, Someone


@pytest.fixture
def marta(office: Office) -> Someone:
    """Marketing."""
    return office.rep("Marta", role="marketing")


def bars(office: Office) -> None:
    """Three bars and a bakery."""
    with office.work() as work:
        for name, sector in (("Bar Sol", "Bares"), ("Bar Luna", "Bares"), ("Bar Mar", "Bares"), ("Horno Paz", "Pan")):
            work.customers.change(work.customers.add(name).id, "sector", sector)


def makes(someone: Someone, name: str = "Otoño", audience: str = "bares", channel: str = "teléfono") -> None:
    """Somebody makes a promotion, step by step."""
    someone.says("/promo nueva")
    answers = (name, "3 cajas por el precio de 2", "vino blanco", "49,90 €", "hoy", "15 de diciembre", audience)
    for answer in answers:
        someone.says(answer)
    someone.presses(channel)
    for answer in (
        "Diga sí y le llamamos",
        "más barato por copa; llega al día siguiente",
        "¿mucho stock? en dos veces",
    ):
        someone.says(answer)
    someone.says("300 €")
    someone.says("40 %")
    someone.says("Marta")
    someone.presses("Omitir")
    someone.presses("Omitir")


def test_marketing_makes_one_step_by_step(office: Office, marta: Someone) -> None:
    bars(office)
    makes(marta)
    marta.hears("borrador", "Otoño", "3 cajas por el precio de 2", "49,90", "sector: Bares", "• más barato por copa")
    marta.presses("Audiencia")
    marta.hears("Clientes: 3", "Bar Sol", "sin teléfono: 3", "no se puede avisar a nadie")
    marta.presses("Vista previa")
    marta.hears("Bar Luna, buenos días:", "Diga sí y le llamamos")
    marta.says("/promos")
    marta.hears("Otoño", "borrador")
    marta.says("/undo")
    marta.says("/promos")
    marta.hears("No hay")


def test_what_cannot_be_is_asked_about(office: Office, marta: Someone) -> None:
    """An audience of nobody or everybody, days that are over, another currency, a text that does not fit, a name that is taken."""
    bars(office)
    makes(marta)
    marta.says("/nueva_promo")
    marta.says("otoño")
    marta.hears("Ya hay una promoción con ese nombre")
    marta.says("Invierno")
    marta.says("x" * 201)
    marta.hears("201 caracteres y caben 200")
    marta.says("2 por 1")
    marta.says("vino tinto")
    marta.says("30 USD")
    marta.says("ayer")
    marta.hears("ya ha pasado")
    marta.says("del 1 al 15 de diciembre")
    marta.hears("¿Para qué clientes es?")
    marta.says("todos")
    marta.hears("Son todos, 4 clientes")
    marta.presses("No")
    marta.says("zapaterías")
    marta.hears("zapaterías")
    marta.says("mis clientes")
    marta.hears("Ahora mismo no es nadie")
    marta.says("no")
    marta.says("otoño")
    marta.hears("¿Por dónde")
    marta.presses("correo")
    for answer in ("Escríbanos", "barato", "omitir", "omitir", "omitir", "Marta", "omitir", "omitir"):
        marta.says(answer)
    marta.hears("otra moneda que la nuestra", "30")
    marta.presses("Sí")
    marta.hears("Invierno: borrador", "martes 1 de diciembre a martes 15 de diciembre", "sector: Bares")


def test_the_team_reads_it_first(office: Office, marta: Someone) -> None:
    """Each says that they know it, or asks; who does not is reminded; a newcomer reads what runs; a change is read again."""
    bars(office)
    ana, luis = office.rep("Ana"), office.rep("Luis", language="en", role="support")
    makes(marta)
    ana.says("/promos")
    ana.hears("No hay ninguna promoción")  # a draft is its makers'
    ana.says("hola")
    marta.presses("Pasarla al equipo")
    marta.hears("La reciben 2 personas", "De 2, nadie ha dicho que se la sabe")
    office.tick()
    ana.hears("Léete esta promoción", "3 cajas por el precio de 2", "¿mucho stock?")
    ana.presses("Me la sé")
    ana.hears("te sabes Otoño")
    luis.presses("I have a question")
    luis.says("does it include the rosé?")
    luis.hears("Marta gets your question")
    marta.hears("Luis pregunta por la promoción Otoño: «does it include the rosé?»")
    marta.presses("Responder")
    marta.says("no, solo el blanco")
    luis.hears("Marta answers about Otoño", "no, solo el blanco")
    ana.says("/promo otoño")
    ana.hears("does it include the rosé?", "no, solo el blanco", "Se la saben: 1 de 2 (Ana)", "Todavía no: Luis")
    office.at("2026-11-23 09:05")
    luis.hears("You have not said yet that you know this promotion")
    ana.hears_not("Aún no has dicho")
    luis.presses("I know it")
    marta.says("/promo otoño")
    marta.hears("2 de 2")
    eva = office.rep("Eva")
    eva.says("hola")
    office.tick()
    eva.hears("Léete esta promoción")
    marta.presses("Cambiar")
    marta.presses("Oferta")
    marta.says("4 cajas por el precio de 3")
    marta.hears("versión 2", "vuelve a leer")
    ana.says("hola")
    office.tick()
    ana.hears("4 cajas por el precio de 3")


def test_everyone_reads_and_marketing_makes(office: Office, marta: Someone) -> None:
    ana = office.rep("Ana", language="en")
    ana.says("/new_promo")
    ana.hears("Only marketing and managers make promotions")
    ana.says("/promo new")
    ana.hears("Only marketing and managers make promotions")
    bars(office)
    makes(marta)
    marta.presses("Pasarla al equipo")
    ana.says("what promotions are there")
    ana.hears("Otoño", "the team reads it")
    ana.presses("Otoño")
    ana.hears("Offer", "For whom", "sector: Bares")
    assert "Brief the team" not in ana.choices()
    ana.says("tell me about the Otoño promotion")
    ana.hears("Arguments")
    ana.says("/promo Primavera")
    ana.hears("I know no promotion", "Primavera")


def test_it_is_made_in_a_dialog(office: Office) -> None:
    """With everything at once; what is wrong is said at its field."""
    bars(office)
    boss = office.rep("Boss", role="manager", language="en", at_desk=True)
    asked = boss.dialog("new_promo")
    assert asked.title == "New promotion"
    filled: dict[str, Any] = {
        "name": "Spring", "offer": "2 for 1", "products": "wine", "first": "2026-12-01", "last": "2026-11-25",
        "audience": "Bares", "channel": "phone", "call": "Say yes", "arguments": "cheap", "owner": "Boss",
    }  # fmt: skip
    refused = boss.fills_in("promotion", **filled)
    assert refused
    assert list(refused.errors) == ["last"]
    boss.fills_in("promotion", **filled | {"last": "2026-12-20"})
    boss.hears("Spring: draft", "Tuesday 1 December to Sunday 20 December")


def agrees(office: Office, rep: Someone, customer: str) -> Someone:
    """A person of a customer who joined and wants offers, but no questions: nothing else is said to them meanwhile."""
    rep.says(f"/enlace {customer}")
    code = re.search(r"link ([0-9a-f]{32})", rep.heard())
    assert code, rep.heard()
    someone = office.unregistered(f"Cliente de {customer}")
    someone.says(f"/start {code[1]}")
    someone.presses(next(label for label in someone.choices() if not label.startswith("Sí")))
    someone.presses(next(label for label in someone.choices() if label.startswith("Sí")))
    return someone


def launched(office: Office, marta: Someone, **more: str) -> None:
    """The promotion is made, read by nobody, and launched."""
    makes(marta, **more)
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")


def test_it_reaches_who_agreed_and_their_answer_is_a_lead(office: Office, marta: Someone) -> None:
    """Through the gate, once; what they tap is a lead with the promotion on it; won, it is in the return; others never heard."""
    bars(office)
    ana = office.rep("Ana")
    sol, luna, paz = (agrees(office, ana, name) for name in ("Bar Sol", "Bar Luna", "Horno Paz"))
    office.at("2026-11-23 10:00")
    makes(marta, channel="Telegram")
    marta.presses("Audiencia")
    marta.hears("Se les puede avisar por Telegram: 2", "nadie de allí está en el bot: 1", "ninguna diferencia")
    marta.says("/promo otoño")
    marta.presses("Pasarla al equipo")
    office.tick()
    ana.hears("Léete esta promoción")
    marta.presses("Lanzar")
    marta.hears("¿Lanzar Otoño?", "1 persona que hoy trabaja no se la ha leído (Ana)")
    marta.presses("Lanzar a los 2")
    marta.hears("Lanzada: se avisa a 2 clientes")
    for someone in (sol, luna, paz):
        someone.says("/preferencias")
    office.passes(hours=3)
    sol.hears("Bar Sol, buenos días:", "3 cajas por el precio de 2", "Diga sí y le llamamos")
    luna.hears("Bar Luna, buenos días:")
    sol.presses("Sí, me interesa")
    sol.hears("se pondrá en contacto")
    luna.says("mándenme dos, pero el lunes")
    luna.hears("se pondrá en contacto")
    office.tick()
    office.tick()
    ana.hears("Bar Sol", "Campaña: Otoño", "mándenme dos, pero el lunes")
    sol.presses("Sí, me interesa")
    sol.hears("Ya tenemos su respuesta")
    ana.says("/lead 1")
    ana.presses("Me lo quedo")
    ana.presses("Cualificar")
    ana.says("500 €")
    ana.presses("Oportunidad")
    ana.says("ganada la oportunidad de Bar Sol por 500 €")
    ana.heard()
    marta.says("/roi otoño")
    marta.hears("Avisados: 2", "Dijeron sí: 2", "Leads: 2", "nadie de allí está en el bot: 1")
    paz.hears_not("Otoño", "3 cajas")


def sells(office: Office, customer: str, product: str, day: str, amount: str = "100.00") -> None:
    """A customer buys something."""
    with office.work() as work:
        known = work.topic(Products).called(product)
        product_id = known.id if known else work.topic(Products).add(product)
        bought = work.customers.exactly(customer)
        line = PurchaseLine(product_id, Decimal(1), Decimal(amount), "EUR")
        work.topic(Purchases).add(bought.id, date.fromisoformat(day), [line])


def test_by_telephone_each_rep_has_a_list_and_nobody_is_called_twice(office: Office, marta: Someone) -> None:
    bars(office)
    ana = office.rep("Ana")
    hers = office.person("Ana").id
    with office.work() as work:
        for name in ("Bar Sol", "Bar Luna"):
            customer = work.customers.exactly(name)
            work.customers.change(customer.id, "phone", f"+3460012345{customer.id}")
            work.changes.update(CustomerRow, customer.id, owner_id=hers)
    makes(marta)
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.hears("sin teléfono: 1")
    marta.presses("Lanzar a los 2")
    marta.hears("hay 2 clientes en las listas de llamadas")
    ana.says("/hoy")
    ana.hears("Otoño: 2 clientes por avisar")
    ana.presses("Por contar: Otoño")
    ana.presses("Bar Sol")
    ana.hears("+34 600 123 451", "Dile: más barato por copa", "3 cajas por el precio de 2")
    ana.presses("La quiere")
    ana.hears("Anotado: Bar Sol", "Bar Luna")
    ana.presses("La quiere")
    ana.hears("ya está avisado")
    office.tick()
    office.tick()
    ana.hears("Lead 1 · Bar Sol", "Campaña: Otoño")
    marta.says("/promo otoño")
    marta.presses("Más opciones")
    marta.presses("Fichero para cartas")
    marta.hears("1 cliente, con su texto")
    assert "Bar Luna" in marta.received()[-1][1].decode("utf-8-sig")
    marta.says("/promo otoño")
    marta.presses("Parar")
    marta.hears("Parada. Ya no se avisa a 1 cliente")
    ana.says("/hoy")
    ana.hears_not("por avisar")
    marta.says("/roi otoño")
    marta.hears("Sin avisar: 2", "se paró antes: 1", "sin teléfono: 1")


def test_for_one_customer_it_is_offered_or_not_and_why(office: Office, marta: Someone) -> None:
    bars(office)
    ana = office.rep("Ana")
    with office.work() as work:
        work.customers.change(work.customers.exactly("Bar Mar").id, "phone", "+34600123999")
    makes(marta)
    marta.presses("Pasarla al equipo")
    ana.says("/promo otoño Bar Sol")
    ana.hears("No le ofrezcas Otoño a Bar Sol", "ahora no se ofrece")
    marta.presses("Lanzar")
    marta.presses("Lanzar a los 1")
    ana.says("qué promos hay para Bar Mar")
    ana.hears("Ofrécele Otoño", "más barato por copa")
    ana.says("visité a Bar Mar ayer, dicen que llega tarde todo, al día siguiente no llega")
    ana.hears("Ofrécele Otoño", "llega al día siguiente")
    ana.says("/promo otoño Horno Paz")
    ana.hears("No le ofrezcas Otoño a Horno Paz", "no es de los que busca: sector: Bares")
    ana.says("mañana veo a Bar Mar")
    ana.hears("Ofrécele Otoño")
    ana.says("/promo otoño Bar Marítimo")
    ana.hears("No conozco «Bar Marítimo»")
    ana.hears_not("Ofrécele")
    ana.says("cancela")
    sells(office, "Bar Mar", "vino blanco", "2026-11-19")
    ana.says("/promo otoño Bar Mar")
    ana.hears("No le ofrezcas", "lo compró el jueves 19 de noviembre")


def test_the_day_after_the_owner_hears_who_must_act(office: Office, marta: Someone) -> None:
    """The next morning, after a week, and at its end; what is not known is no 0."""
    bars(office)
    ana = office.rep("Ana")
    hers = office.person("Ana").id
    with office.work() as work:
        for name in ("Bar Sol", "Bar Luna", "Bar Mar"):
            customer = work.customers.exactly(name)
            work.customers.change(customer.id, "phone", f"+3460012345{customer.id}")
            work.changes.update(CustomerRow, customer.id, owner_id=hers)
    makes(marta)
    marta.says("/roi otoño")
    marta.hears("Aún no hay datos: no se ha lanzado")
    marta.says("/promo otoño")
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.presses("Lanzar a los 3")
    marta.presses("Lo que trajo")
    marta.hears("Coste: 300", "Dijeron sí: aún sin datos", "Ingresos: aún sin datos", "no conozco compras")
    ana.says("/promo otoño")
    ana.presses("Por contar")
    ana.presses("Bar Sol")
    ana.presses("La quiere")
    ana.says("visité a Bar Luna hoy, le conté la promo Otoño y le gusta")
    sells(office, "Bar Sol", "vino blanco", "2026-11-20", "500.00")
    sells(office, "Bar Luna", "vino blanco", "2026-11-20", "250.00")
    marta.says("hola")
    office.at("2026-11-23 09:01")
    marta.hears("Otoño, al día siguiente", "Avisados: 1 de 3", "Leads por atender: Ana 1", "Clientes por avisar: Ana 2")
    marta.presses("Lo que trajo")
    marta.hears(
        "la nombró un compañero",
        "250",
        "el cliente dijo sí",
        "500",
        "Ingresos: 750",
        "Margen: 300",
        "Retorno sobre el coste: 0",
    )
    marta.presses("En imagen")
    marta.hears("Lo estoy dibujando")
    marta.says("hola")
    office.at("2026-11-30 09:01")
    marta.hears("Otoño, a la semana")
    marta.says("hola")
    office.at("2026-12-16 09:01")
    marta.hears("Otoño ha terminado")


def test_two_launches_at_once_are_one_and_an_old_screen_launches_nothing(office: Office, marta: Someone) -> None:
    bars(office)
    boss = office.rep("Boss", role="manager", language="en")
    with office.work() as work:
        work.customers.change(work.customers.exactly("Bar Sol").id, "phone", "+34600123451")
    makes(marta)
    boss.says("/promo otoño")
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    boss.says("/promo otoño")
    boss.presses("Launch")
    marta.presses("Lanzar a los 1")
    marta.hears("Lanzada")
    boss.presses("Launch to all 1")
    boss.hears("It was launched already")
    with office.work() as work:
        assert work.topic(ToldCustomers).counts(1) == {"to_send": 1, "not_sent": 2}
    boss.says("/promo otoño")
    boss.presses("Pause")
    boss.hears("Paused")
    boss.presses("Resume")
    boss.hears("It goes on")


def test_it_is_for_those_who_buy_the_product(office: Office, marta: Someone) -> None:
    """The audience is told by what they bought; who does not use it is not offered it, and is told so."""
    bars(office)
    ana = office.rep("Ana")
    for name in ("Bar Sol", "Bar Luna", "Horno Paz"):
        sells(office, name, "Vino blanco", "2026-11-18")
    makes(marta, audience="bares que compran vino blanco")
    marta.hears("Para quién: clientes · sector: Bares · compraron Vino blanco en el último año")
    marta.presses("Audiencia")
    marta.hears("Clientes: 2", "Bar Luna, Bar Sol", "sin teléfono: 2")
    ana.says("/promo otoño Bar Mar")
    marta.presses("Otoño")
    marta.presses("Pasarla al equipo")
    ana.says("/promo otoño Bar Mar")
    ana.hears("No le ofrezcas", "no es de los que busca: compraron Vino blanco")
    marta.says("/nueva_promo")
    for answer in ("Tinto", "2 por 1", "vino tinto", "omitir", "hoy", "15 de diciembre"):
        marta.says(answer)
    marta.says("clientes que compran vino tinto")
    marta.hears("No conozco ningún producto «vino tinto»")
    marta.says("clientes que no compran vino blanco")
    marta.hears("¿Por dónde")


def test_some_are_held_back_and_compared(office: Office, marta: Someone) -> None:
    """Who is held back is not offered it; what both groups bought stands side by side; too few to say more."""
    bars(office)
    ana = office.rep("Ana")
    with office.work() as work:
        for name in ("Bar Sol", "Bar Luna"):
            customer = work.customers.exactly(name)
            work.customers.change(customer.id, "phone", f"+3460012345{customer.id}")
    makes(marta)
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.presses("Apartar el 50\xa0%")
    marta.hears("hay 1 cliente en las listas")
    with office.work() as work:
        rows = [work.topic(ToldCustomers).one(1, work.customers.exactly(name).id) for name in ("Bar Sol", "Bar Luna")]
    held = next(row.customer for row in rows if row.held)
    told = next(row.customer for row in rows if not row.held)
    ana.says(f"/promo otoño {held}")
    ana.hears("No le ofrezcas", "está apartado")
    ana.says(f"/promo otoño {told}")
    ana.hears("Ofrécele")
    sells(office, told, "vino blanco", "2026-11-20")
    marta.says("/roi otoño")
    marta.hears("De los que había que avisar compraron 1 de 1; de los apartados, 0 de 1", "demasiado pocos")


def test_a_customer_who_wants_to_hear_less_is_not_offered_it(office: Office, marta: Someone) -> None:
    bars(office)
    ana = office.rep("Ana")
    with office.work() as work:
        bar = work.customers.exactly("Bar Sol").id
        work.customers.change(bar, "phone", "+34600123451")
        work.contact_preferences.note(bar, "gap", "30")
    ana.says("visité a Bar Sol el martes, todo bien")
    makes(marta)
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.presses("Lanzar a los 1")
    ana.says("/promo otoño Bar Sol")
    ana.hears("No le ofrezcas", "cada 30 días como mucho", "martes 17 de noviembre")


def test_an_audience_is_kept_as_a_segment_and_used_again(office: Office, marta: Someone) -> None:
    """With how many, a sample, who is left out and why; by a promotion, by a question; reps neither make nor see them."""
    bars(office)
    with office.work() as work:
        work.customers.change(work.customers.exactly("Bar Sol").id, "phone", "+34600123451")
    marta.says("/segmentos")
    marta.hears("No hay ningún segmento guardado")
    marta.says("/guardar_segmento Los de barra > bares")
    marta.hears(
        "Guardado como segmento",
        "Los de barra",
        "sector: Bares",
        "Clientes: 3",
        "Bar Luna",
        "nadie de allí está en el bot: 3",
    )
    marta.presses("Por teléfono")
    marta.hears("Se les puede avisar por teléfono: 1", "sin teléfono: 2")
    marta.says("/guardar_segmento los de barra > bares")
    marta.hears("Ya hay un segmento con ese nombre")
    marta.says("cancela")
    marta.says("/preguntar los de barra")
    marta.hears("Bar Sol", "Bar Mar")
    marta.hears_not("Horno Paz")
    makes(marta, audience="Los de barra")
    marta.hears("Otoño", "sector: Bares")
    marta.presses("Audiencia")
    marta.presses("Guardar como segmento")
    marta.hears("Otoño", "Clientes: 3")
    marta.says("/segmentos")
    marta.hears("Los de barra", "Otoño")
    marta.presses("Los de barra")
    marta.presses("Olvidarlo")
    marta.presses("Deshacer")
    marta.says("/segmentos los de barra")
    marta.hears("Clientes: 3")
    ana = office.rep("Ana", language="en")
    ana.says("/segments")
    ana.hears("Only marketing and managers")
