"""What is known of a customer: said in a sentence, on the card, looked for, taken back."""

import pytest

from tests.office import Office

TOLD = [
    ("a Bar Sol le importa el servicio más que el precio", "Le importa: servicio > precio"),
    ("/necesidad Bar Sol servicio>precio", "Le importa: servicio > precio"),
    ("Bar Sol es muy sensible al precio", "Le importa: precio"),
    ("Bar Sol paga a 30 días por transferencia", "Paga: a 30 días por transferencia"),
    ("/pago Bar Sol quincenal", "Paga: quincenal"),
    ("Bar Sol suele pedir por teléfono", "Cómo compra: por teléfono"),
    ("Bar Sol compra el 60 % a Acme", "Compra fuera: 60 % a Acme"),
    ("Bar Sol compra vino a Bodegas Norte", "vino a Bodegas Norte"),
    ("Bar Sol es aliado", "Es para nosotros: aliado"),
    ("/tipo Bar Sol objetivo para el año que viene", "Es para nosotros: objetivo para el año que viene"),
    ("Bar Sol acepta ser referencia", "Referencia: se puede enseñar"),
    ("etiqueta a Bar Sol como vip", "Etiquetas: vip"),
    ("/necesita Bar Sol entrega antes de las 8", "Necesita: entrega antes de las 8"),
]


def test_each_is_told_in_a_sentence_and_stands_on_the_card(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    for told, shown in TOLD:
        ana.says(told)
        ana.hears("Guardado: lo que se sabe de Bar Sol", shown)
    ana.says("Bar Sol")
    ana.hears("Le importa: precio", "Paga: quincenal", "Etiquetas: vip")
    ana.says("/datos Bar Sol")
    ana.hears("Ana, 20 nov", "60 % a Acme")


def test_the_same_in_english(office: Office) -> None:
    office.customer("Bell Inn")
    eve = office.rep("Eve", language="en")
    for told, shown in (
        ("Bell Inn cares more about service than price", "Cares about: service > price"),
        ("Bell Inn pays in 30 days", "Pays: in 30 days"),
        ("Bell Inn buys 60 % of wine from Acme", "Buys elsewhere: 60 % of wine from Acme"),
        ("Bell Inn is our distributor", "Is to us: channel"),
        ("we can show Bell Inn as a reference", "Reference: may be shown"),
        ("tag Bell Inn as vip", "Tags: vip"),
    ):
        eve.says(told)
        eve.hears("Kept: what is known of Bell Inn", shown)


@pytest.mark.parametrize(
    "told",
    ["Bar Sol paga mal", "Bar Sol es un desastre", "Bar Sol compra 10 cajas a Luis", "Bar Sol paga tarde y se queja"],
)
def test_what_is_not_understood_to_the_last_word_is_no_fact(office: Office, told: str) -> None:
    office.customer("Bar Sol")
    office.rep("Luis")
    ana = office.rep("Ana")
    ana.says(told)
    with office.work() as work:
        found = work.customers.exactly("Bar Sol")
        assert found
        assert work.facts.of(found.id) == []


def test_what_is_told_later_replaces_it_and_undo_brings_it_back(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/pago Bar Sol quincenal")
    ana.says("/pago Bar Sol mensual")
    ana.hears("Paga: mensual")
    ana.presses("Deshacer")
    ana.says("Bar Sol")
    ana.hears("Paga: quincenal")
    ana.says("/datos Bar Sol")
    ana.presses("Olvidar: quincenal")
    ana.hears("Olvidado de Bar Sol: quincenal")
    ana.presses("Deshacer")
    ana.says("/necesidad Bar Sol")
    ana.hears("¿Qué es lo que más le importa?")
    ana.says("las nubes")
    ana.hears("Elige, por favor")
    ana.presses("calidad")
    ana.hears("Le importa: calidad", "Paga: quincenal")


def test_segments_and_show_room_list_who_it_is(office: Office) -> None:
    for name in ("Bar Sol", "Bar Luna", "Bar Mar"):
        office.customer(name)
    with office.work() as work:
        found = work.customers.exactly("Bar Sol")
        assert found
        work.customers.change(found.id, "sector", "Hostelería")
    ana = office.rep("Ana")
    ana.says("Bar Sol es sensible al precio")
    ana.says("Bar Sol acepta ser referencia")
    ana.says("Bar Luna acepta ser referencia")
    ana.says("Bar Mar no quiere ser referencia")
    ana.says("/segmento precio")
    ana.hears("Le importa: precio", "Bar Sol")
    assert "Bar Luna" not in ana.heard()
    ana.says("/escaparate hosteleria")
    ana.hears("Bar Sol", "Hostelería · de acuerdo: Ana")
    assert "Bar Luna" not in ana.heard()
    ana.says("qué clientes podemos enseñar")
    ana.hears("Bar Sol", "Bar Luna")
    assert "Bar Mar" not in ana.heard()
    ana.says("/segmento nada")
    ana.hears("Nadie, que se sepa")


def test_another_teams_facts_are_not_told(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("Bar Sol es sensible al precio")
    with office.work() as work:
        found = work.customers.exactly("Bar Sol")
        assert found
        luis = work.people.add("Luis", "rep", "es", "Europe/Madrid")
        work.customers.change(found.id, "owner_id", luis.id)
        work.sees_owners = frozenset()
        assert work.facts.of(found.id) == []
        assert work.facts.having("sensitive", "price", limit=5) == []
