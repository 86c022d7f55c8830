"""A number or an address that is told in passing is offered to be kept where it will be looked for."""

import pytest

from tests.office import Office


def test_a_number_told_in_passing_stayed_in_the_note(office: Office) -> None:
    office.customer("Hotel Mar", "Nora Gil", "Raúl Ferrán")
    ana = office.rep("Ana")
    ana.says("hotel mar: el de raúl es 655 201 837")
    ana.hears("Guardado: nota · Hotel Mar", "Con: Raúl Ferrán")
    ana.presses("Teléfono de Raúl Ferrán: 655201837")
    ana.hears("Cambiado. Raúl Ferrán · Teléfono: +34655201837")
    ana.says("teléfono de raúl")
    ana.hears("+34655201837")


def test_an_address_too(office: Office) -> None:
    office.customer("Doce Uvas", "Óscar Prieto")
    ana = office.rep("Ana")
    ana.says("doce uvas: óscar solo atiende por correo: oscar@doceuvas.example")
    ana.presses("Correo de Óscar Prieto: oscar@doceuvas.example")
    ana.hears("Cambiado. Óscar Prieto · Correo")


def test_somebody_new_with_a_number_is_offered_as_a_contact(office: Office) -> None:
    office.customer("Ravenscar", "Alistair Webb")
    eve = office.rep("Eve", language="en")
    eve.says("ravenscar: alistair is away till thursday, his assistant is Fiona Grant +44 7700 900233")
    eve.presses("New contact: Fiona Grant")
    eve.hears("New contact: Fiona Grant · Ravenscar", "+447700900233")


@pytest.mark.parametrize("said", ["visité hotel mar, quieren 10 cajas a 12,50", "visité hotel mar, les urge"])
def test_no_number_no_offer(office: Office, said: str) -> None:
    office.customer("Hotel Mar", "Nora Gil")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears_not("Teléfono de")
    assert not [label for label in ana.choices() if "Teléfono" in label or "Contacto nuevo" in label]


def test_somebody_who_is_known_there_by_the_first_name_became_a_second_person(office: Office) -> None:
    office.customer("El Trébol", "Nuria Sanz")
    office.customer("Bar Sol", "Nuria Gil")
    ana = office.rep("Ana")
    ana.says("he hablado y podemos dejarle el cafe a nuria a 17 el kilo, se lo he dicho por whatsapp y acepta")
    ana.says("El Trébol")
    ana.hears("Guardado", "El Trébol")
    with office.work() as work:
        [nuria] = work.customers.contacts(work.customers.exactly("El Trébol").id)
    assert nuria.name == "Nuria Sanz"


def test_whose_it_is_ends_a_new_customers_name(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo cliente taberna los duendes el dueño es kike montalbo 655 201 873")
    ana.hears("Cliente nuevo: Taberna los Duendes", "Kike Montalbo")
    ana.hears_not("El Dueño")


def test_his_number_is_of_whoever_was_met(office: Office) -> None:
    office.customer("Kite", "Tom Ashby")
    eve = office.rep("Eve", language="en")
    eve.says("saw tom at kite today, he wants 3 boxes")
    eve.says("his new mobile is +44 7700 900417")
    eve.hears("Changed. Tom Ashby · Phone: +447700900417")
