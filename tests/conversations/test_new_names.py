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


@pytest.mark.parametrize(
    ("language", "customer", "person", "told", "who"),
    [
        ("en", "The Green Fox", "Declan Moore", "popped into the fox, declan wants a quote for 6 kegs", "Declan Moore"),
        ("es", "La Llave de Oro", "Rosa Pla", "me pasé por la llave, rosa quiere 3 copias", "Rosa Pla"),
        ("en", "Green Street Cafe", "Sarah Green", "green st want 6 boxes", "Green Street Cafe"),
        ("es", "Ferretería Luján", "Pepe Sanz", "visité ferre luján, quieren 3 taladros", "Ferretería Luján"),
    ],
)
def test_a_part_of_a_name_is_enough_where_somebody_who_works_there_is_named_and_words_may_be_cut_short(
    office: Office, language: str, customer: str, person: str, told: str, who: str
) -> None:
    office.customer(customer, person)
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana Ruiz", language=language)
    ana.says(told)
    ana.hears(customer, who, "Guardado" if language == "es" else "Saved")


def test_an_everyday_word_where_a_customer_must_stand_is_asked_about_and_what_is_done_next_is_no_name(
    office: Office,
) -> None:
    office.customer("Bright Smiles Dental", "Gemma Hart")
    eve = office.rep("Eve", language="en")
    eve.says("new deal at bright, chairs 18k")
    eve.hears("I don't know “bright”. Is it one of these?")
    eve.says("buy batteries")
    eve.hears_not("Shall I create it?")
    eve.says("Bright Smiles Dental")
    eve.hears("Bright Smiles Dental", "18,000")


def test_it_is_what_was_promised_in_the_record_that_was_told_last(office: Office) -> None:
    office.customer("Bright Smiles Dental", "Gemma Hart")
    eve = office.rep("Eve", language="en")
    eve.says("rang gemma, she wants prices, call her back tuesday")
    eve.hears("Next step")
    eve.says("push it to wednesday")
    eve.hears("Moved", "Wednesday 25 November")
