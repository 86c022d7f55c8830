"""People at customers, and their numbers to tap."""

import pytest

from tests.office import Office


def test_a_contact_in_one_sentence(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("nuevo contacto Pepe Gil en Bar Sol, jefe de compras, 600 111 222, Pepe@BarSol.es")
    ana.hears("Contacto nuevo: Pepe Gil · Bar Sol", "jefe de compras", "+34 600 111 222", "pepe@barsol.es")
    eve.says("new contact at Bar Sol: Jim Beale, purchasing manager, jim@sol.example")
    eve.hears("New contact: Jim Beale · Bar Sol", "purchasing manager", "jim@sol.example")
    eve.says("Pepe's phone")
    eve.hears("Pepe Gil · Bar Sol", "+34 600 111 222")


def test_step_by_step_and_undone(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/contacto")
    ana.hears("¿En qué cliente?")
    ana.says("bar sol")
    ana.says("Lola Mas")
    ana.presses("Omitir")
    ana.hears("¿Qué teléfono?")
    ana.says("seiscientos")
    ana.hears("No he visto ningún teléfono", "612 345 678")
    ana.says("600 111 222")
    ana.says("lola arroba sol")
    ana.hears("no parece un correo", "hola@barluna.example")
    ana.says("no")
    ana.hears("Contacto nuevo: Lola Mas · Bar Sol", "+34 600 111 222")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    ana.says("/telefono Lola Mas")
    ana.hears("No conozco a nadie")


def test_a_number_to_tap_among_several_people_of_one_name(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Librería Muñoz", "Marta Gil")
    ana = office.rep("Ana")
    ana.says("el teléfono de Marta de Bar Sol es 600 111 222")
    ana.hears("Cambiado. Marta Ruiz · Teléfono: +34 600 111 222")
    ana.says("teléfono de Marta")
    assert sorted(ana.choices()) == ["Marta Gil · Librería Muñoz", "Marta Ruiz · Bar Sol"]
    ana.presses("Marta Ruiz · Bar Sol")
    ana.hears("Marta Ruiz · Bar Sol", "+34 600 111 222")
    ana.says("teléfono de Marta de Librería Muñoz")
    ana.hears("Marta Gil", "Todavía sin teléfono")


def test_a_customers_own_number(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("el teléfono de Bar Sol es 915 55 12 34")
    ana.says("teléfono de Bar Sol")
    ana.hears("Cómo contactar con Bar Sol", "+34 915 551 234", "Marta Ruiz")


@pytest.mark.parametrize("text", ["/telefono", "/telefono Zutano Perengano"])
def test_nobody_of_that_name(office: Office, text: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(text)
    ana.hears("teléfono de Marta" if text == "/telefono" else "No conozco a nadie que se llame «Zutano Perengano»")


def test_the_same_person_twice_and_a_number_that_is_taken(office: Office) -> None:
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/nuevo Bar Sol")
    ana.says("nuevo contacto Pepe Gil en Bar Sol, 600 111 222")
    luis.says("nuevo contacto pepe gil en Bar Sol")
    luis.hears("Pepe Gil ya está en Bar Sol")
    luis.says("/cancelar")
    luis.says("/nuevo Bar Luna 600 111 222")
    luis.hears("+34 600 111 222 ya existe: Pepe Gil, de Bar Sol (lo lleva Ana)")
    luis.presses("No")
    luis.hears("No he guardado nada")


def test_somebody_left(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("teléfono de Marta")
    ana.presses("Ya no está")
    ana.hears("Marta Ruiz ya no está en Bar Sol")
    ana.says("/telefono Marta Ruiz")
    ana.hears("No conozco a nadie")
    ana.says("deshacer")
    ana.says("/telefono Marta Ruiz")
    ana.hears("Marta Ruiz · Bar Sol")
