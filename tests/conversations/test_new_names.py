"""Customers that nobody knows, and those that are only alike."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("visité a kiosko luna", "Kiosko Luna"),
        ("he visitado talleres martinez", "Talleres Martinez"),
        ("fui a ver a la panadería del puerto", "Panadería del Puerto"),
        ("saw bakery smith today", "Bakery Smith"),
        ("called Harbour Lights about the order", "Harbour Lights"),
    ],
)
def test_a_customer_nobody_knows_is_offered_to_be_created(office: Office, said: str, name: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears(f"No conozco «{name}»", "¿Lo doy de alta?")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("visita a bar manolo, quieren 3 cajas", "Bar Manolo"),
        ("estuve en optica central, quieren 3 cajas", "Optica Central"),
        ("visité a carniceria lola, quieren 3 cajas", "Carniceria Lola"),
        ("met Manolo from tesco, they want 3 boxes", "Tesco"),
        ("estuve en ferreteria gomez, piden tornillos", "Ferreteria Gomez"),
        ("visita a talleres lopez, todo bien", "Talleres Lopez"),
    ],
)
def test_a_customer_that_was_only_alike_was_written_to_without_asking(office: Office, said: str, name: str) -> None:
    office.customer("Bar Central", "Manolo Pineda")
    office.customer("El Rincón de Lola")
    office.customer("Ferretería El Tornillo", nicknames=("El Tornillo",))
    office.customer("Ferretería López")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears(f"No conozco «{name}»")
    ana.hears_not("Guardado")


def test_a_kind_of_business_with_a_name_was_any_of_that_kind(office: Office) -> None:
    office.customer("Panadería Serrano")
    office.customer("Panadería San Blas")
    ana = office.rep("Ana")
    ana.says("fui a ver a la panadería del puerto")
    ana.hears("No conozco «Panadería del Puerto»")
    assert {"Panadería Serrano", "Panadería San Blas"} < set(ana.choices())
    ana.presses("Crear «Panadería del Puerto»")
    ana.says("quieren probar el vino")
    ana.hears("Guardado: visita · Panadería del Puerto")
