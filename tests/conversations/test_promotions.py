"""Promotions: made by marketing, read by the team first, for the customers they suit."""

from typing import Any

import pytest

from tests.conversations.promotions import bars, makes
from tests.office import Office, Someone


@pytest.fixture
def marta(office: Office) -> Someone:
    """Marketing."""
    return office.rep("Marta", role="marketing")


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
