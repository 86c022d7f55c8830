"""Editing customers and contacts: by button, by sentence, two people at once."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("el teléfono de Bar Sol es 600 123 456", "Teléfono: +34 600 123 456"),
        ("cambia la dirección de Bar Sol a Calle Mayor, 3, Madrid", "Dirección: Calle Mayor, 3, Madrid"),
        ("el correo de Bar Sol es HOLA@BarSol.example", "Correo: hola@barsol.example"),
        ("el sector de Bar Sol es hostelería", "Sector: hostelería"),
        ("el estado de Bar Sol es perdido", "Estado: perdido"),
        ("el cargo de Marta es jefa de sala", "Cargo: jefa de sala"),
        ("/editar Bar Sol > apodos > El Sol, Bar del Sol", "Otros nombres: El Sol, Bar del Sol"),
        ("the address of Bar Sol is 12 High Street", "Dirección: 12 High Street"),
        ("change the phone of Bar Sol to +44 20 7946 0000", "Teléfono: +44 20 7946 0000"),
    ],
)
def test_a_detail_in_one_sentence(office: Office, said: str, kept: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears("Cambiado.", kept)
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    ana.says("Bar Sol")
    ana.hears_not(kept.partition(": ")[2])


def test_by_buttons_with_several_numbers(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("Bar Sol")
    ana.presses("Editar")
    ana.presses("Teléfono")
    ana.hears("¿qué pongo?")
    ana.says("600 123 456 y 915 55 12 34")
    ana.hears("+34 600 123 456, +34 915 551 234")
    ana.says("/cliente 915 55 12 34")
    ana.hears("Bar Sol", "Teléfono: +34 600 123 456, +34 915 551 234")
    ana.says("/editar Bar Sol > teléfono")
    ana.hears("ahora «+34 600 123 456, +34 915 551 234»")
    ana.presses("Dejarlo vacío")
    ana.says("Bar Sol")
    ana.hears_not("Teléfono")


def test_a_new_name_is_found_and_the_old_one_is_not(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("/editar Bar Sol > nombre > Bar Luna")
    ana.hears("Bar Luna ya existe")
    ana.says("Taberna Azul")
    ana.hears("Cambiado. Bar Sol · Nombre: Taberna Azul")
    ana.says("taberna azul")
    ana.hears("Taberna Azul")
    ana.says("deshacer")
    ana.says("/cliente Bar Sol")
    ana.hears("Bar Sol")


def test_two_people_at_once_the_second_sees_the_firsts_change(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/editar Bar Sol > dirección")
    ana.hears("¿qué pongo?")
    luis.says("la dirección de Bar Sol es Calle Luna 1")
    luis.hears("Cambiado")
    ana.says("Calle Sol 2")
    ana.hears("Luis lo ha cambiado mientras tanto", "«Calle Luna 1»", "¿Pongo «Calle Sol 2» en su lugar?")
    ana.presses("No")
    ana.says("Bar Sol")
    ana.hears("Calle Luna 1")
    ana.says("/editar Bar Sol > dirección")
    luis.says("la dirección de Bar Sol es Calle Luna 5")
    ana.says("Calle Sol 2")
    ana.presses("Sí")
    ana.hears("Cambiado. Bar Sol · Dirección: Calle Sol 2")


def test_of_a_contact_too_the_second_sees_the_firsts_change(office: Office) -> None:
    office.customer("Bar Sol", "Marta")
    ana, luis = office.rep("Ana"), office.rep("Luis", language="en")
    luis.says("/edit Marta > role")
    ana.says("cambia el cargo de Marta a gerente")
    ana.hears("Cambiado")
    luis.says("buyer")
    luis.hears("Ana changed it meanwhile", "“gerente”", "Shall I write “buyer” instead?")


def test_different_details_do_not_get_in_each_others_way(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/editar Bar Sol > dirección")
    luis.says("el sector de Bar Sol es hostelería")
    ana.says("Calle Sol 2")
    ana.hears("Cambiado. Bar Sol · Dirección: Calle Sol 2")


def test_a_number_that_another_has_is_asked_about(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/nuevo Bar Luna 600 123 456")
    ana.says("el teléfono de Bar Sol es 600 123 456")
    ana.hears("+34 600 123 456 ya existe: Bar Luna (lo lleva Ana)")
    ana.presses("Sí, de todos modos")
    ana.hears("Cambiado. Bar Sol")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/editar Bar Sol > correo > hola@", "no parece un correo electrónico"),
        ("/editar Bar Sol > correo > dos@correos@x.es", "no parece un correo electrónico"),
        ("/editar Bar Sol > teléfono > 12", "Eso aquí no es un teléfono"),
        ("/editar Bar Sol > color > azul", "Elige una opción"),
        ("/editar Bar Sol > estado > regular", "Elige una opción"),
        ("/editar Nadie Conocido", "No conozco a ningún cliente"),
        ("/editar Bar Sol > sector > " + "x" * 100, "demasiado largo"),
    ],
)
def test_bad_input_gets_a_clear_answer(office: Office, said: str, answer: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears(answer)


def test_what_is_told_is_not_an_edit(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, el teléfono de Marta es nuevo")
    ana.hears("Guardado: visita · Bar Sol")
    ana.says("el problema de Bar Sol es el precio")
    ana.hears_not("Cambiado")


@pytest.mark.parametrize(
    "said",
    [
        "bar sol ha cambiado el tlf, 600 999 888",
        "bar sol cambió de teléfono a 600999888",
        "bar sol has a new phone, 600 999 888",
    ],
)
def test_a_new_number_told_showed_the_card(office: Office, said: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears("+34 600 999 888")


def test_two_details_in_one_sentence_were_logged_as_an_e_mail(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("el sector de bar sol es hostelería y el mail bar@sol.example")
    ana.hears("De uno en uno", "Bar Sol · Sector")
    ana.says("hostelería")
    ana.hears("Cambiado. Bar Sol · Sector: hostelería")
