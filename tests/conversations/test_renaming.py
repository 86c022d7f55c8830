"""A customer has another name now: told in a sentence, and the old one still finds it."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    "said",
    [
        "daily bread now called the bread house",
        "Daily Bread is now called The Bread House",
        "daily bread has been renamed to the bread house",
    ],
)
def test_a_new_name_was_kept_as_a_call(office: Office, said: str) -> None:
    office.customer("Daily Bread", "Grace Hopkins")
    eve = office.rep("Eve", language="en")
    eve.says(said)
    eve.hears("Daily Bread is called The Bread House now")
    eve.says("who's the contact at daily bread")
    eve.hears("How to reach The Bread House", "Grace Hopkins")


@pytest.mark.parametrize(
    "said",
    [
        "el rincon de pepe ha cambiado de nombre ahora se llama la bodeguita de pepe",
        "El Rincón de Pepe ahora se llama La Bodeguita de Pepe",
        "el rincón de pepe ha cambiado de nombre, se llama la bodeguita de pepe",
    ],
)
def test_a_new_name_in_spanish(office: Office, said: str) -> None:
    office.customer("El Rincón de Pepe", "Pepe Salas")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears("El Rincón de Pepe se llama ahora La Bodeguita de Pepe")
    ana.says("quién es el contacto en el rincón de pepe")
    ana.hears("La Bodeguita de Pepe", "Pepe Salas")


def test_undo_takes_back_the_new_name_and_the_old_one_with_it(office: Office) -> None:
    office.customer("Daily Bread")
    eve = office.rep("Eve", language="en")
    eve.says("daily bread is now called the bread house")
    eve.presses("Undo")
    eve.says("card of daily bread")
    eve.hears("Daily Bread")
    eve.hears_not("Also called", "The Bread House\n")


def test_the_name_of_another_customer_is_asked_about(office: Office) -> None:
    office.customer("Daily Bread")
    office.customer("The Bread House")
    eve = office.rep("Eve", language="en")
    eve.says("daily bread is now called the bread house")
    eve.hears("The Bread House already exists")


def test_a_number_behind_a_comma_was_asked_for_again(office: Office) -> None:
    office.customer("Ferretería La Llave", "Carmen Ortiz", "Julián")
    ana = office.rep("Ana")
    ana.says("cambia el telefono de carmen ortiz, ahora es 699 45 12 30")
    ana.hears("Cambiado. Carmen Ortiz · Teléfono: +34 699 451 230")
    eve = office.rep("Eve", language="en")
    eve.says("change the phone of carmen ortiz, it's now 699 45 12 31")
    eve.hears("Changed. Carmen Ortiz · Phone: +34 699 451 231")


def test_somebodys_full_name_is_told_later(office: Office) -> None:
    office.customer("Ferretería La Llave", "Carmen Ortiz", "Julián")
    ana = office.rep("Ana")
    ana.says("visité ferretería la llave, hablé con julián")
    ana.says("se llama Julián Cano por cierto, y lleva almacen")
    ana.hears("Añadido")
    ana.presses("Nombre de Julián: Julián Cano")
    ana.hears("Cambiado", "Julián Cano")
