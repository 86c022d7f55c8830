"""A number or an address that is told in passing is offered to be kept where it will be looked for."""

import pytest

from tests.office import Office


def test_a_number_told_in_passing_stayed_in_the_note(office: Office) -> None:
    office.customer("Hotel Mar", "Nora Gil", "Raúl Ferrán")
    ana = office.rep("Ana")
    ana.says("hotel mar: el de raúl es 655 201 837")
    ana.hears("Guardado: nota · Hotel Mar", "Con: Raúl Ferrán")
    ana.presses("Teléfono de Raúl Ferrán: 655 201 837")
    ana.hears("Cambiado. Raúl Ferrán · Teléfono: +34 655 201 837")
    ana.says("teléfono de raúl")
    ana.hears("+34 655 201 837")


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
    eve.hears("New contact: Fiona Grant · Ravenscar", "+44 7700 900233")


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
    eve.hears("Changed. Tom Ashby · Phone: +44 7700 900417")


# ------------------------------------------------------------------ a number that the country does not have
@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("spoke to olivia stone new mobile is 07700 900123 shes taking over from mark in jan", "07700 900123"),
        ("olivia's mobile is 086 222 3344 btw, prefers whatsapp", "086 222 3344"),
    ],
)
def test_what_was_told_beside_such_a_number_was_lost(office: Office, said: str, offered: str) -> None:
    office.customer("Market Hotel", "Mark May", "Olivia Stone")
    eve = office.rep("Eve", language="en")
    eve.says(said)
    eve.hears("Saved", "Market Hotel", "With: Olivia Stone", "20 November")
    eve.hears_not("2026\n", "message ·")
    eve.presses(f"Phone of Olivia Stone: {offered}")
    eve.hears(f"Changed. Olivia Stone · Phone: {offered}")


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("hablé con olivia roca, el móvil nuevo es 07700 900123, lleva ella las compras", "07700 900123"),
        ("el móvil de olivia es 086 222 3344 por cierto, prefiere whatsapp", "086 222 3344"),
    ],
)
def test_what_was_told_beside_such_a_number_in_spanish(office: Office, said: str, offered: str) -> None:
    office.customer("Hotel Marqués", "Olivia Roca")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears("Guardado", "Hotel Marqués", "Con: Olivia Roca")
    ana.hears_not("mensaje ·")
    ana.presses(f"Teléfono de Olivia Roca: {offered}")
    ana.hears(f"Cambiado. Olivia Roca · Teléfono: {offered}")


def test_such_a_number_is_kept_as_it_was_typed_when_they_say_so(office: Office) -> None:
    office.customer("Green Man", "Dave Sullivan")
    eve = office.rep("Eve", language="en")
    eve.says("dave sullivan's number is 01 496 1234")
    eve.hears("That is no telephone number here", "“612 345 678”")
    eve.presses("Keep it as typed")
    eve.hears("Changed. Dave Sullivan · Phone: 01 496 1234")
    eve.says("/edit Green Man > phone > 01 496 1234")
    eve.presses("Keep it as typed")
    eve.hears("Changed. Green Man · Phone: 01 496 1234")


# ------------------------------------------------------------------ whose it is
def test_the_number_of_who_is_there_was_offered_as_that_of_who_is_out(office: Office) -> None:
    office.customer("Harbor Grill", "Chuck Miller")
    eve = office.rep("Eve", language="en")
    eve.says("swung by harbor grill, chuck's out till the 30th, asst mgr rosa diaz 555-0142 says call back then")
    eve.hears("Saved: visit · Harbor Grill")
    eve.hears_not("With: Chuck")
    eve.says("rosa's email is rosa@harborgrill.example")
    eve.hears("New contact: Rosa Diaz · Harbor Grill", "asst mgr", "555-0142", "rosa@harborgrill.example")


def test_whose_it_is_in_spanish(office: Office) -> None:
    office.customer("Bar Manolo", "Manolo Ruiz")
    ana = office.rep("Ana")
    ana.says(
        "pasé por bar manolo, manolo no está hasta el 30, la encargada rosa díaz 555 01 42 dice que llame entonces"
    )
    ana.hears("Guardado: visita · Bar Manolo")
    ana.hears_not("Con: Manolo")
    ana.says("el correo de rosa es rosa@barmanolo.example")
    ana.hears("Contacto nuevo: Rosa Díaz · Bar Manolo", "encargada", "555 01 42", "rosa@barmanolo.example")


def test_an_address_that_is_spelt_out(office: Office) -> None:
    office.customer("Brew Lab", "Saoirse Kelly")
    eve = office.rep("Eve", language="en")
    eve.says("visited brew lab, saoirse at brewlab dot example is her address")
    eve.presses("E-mail of Saoirse Kelly: saoirse@brewlab.example")
    eve.hears("Changed. Saoirse Kelly · E-mail: saoirse@brewlab.example")


def test_the_number_of_the_place_is_nobodys(office: Office) -> None:
    office.customer("Market Hotel", "Mark May")
    eve = office.rep("Eve", language="en")
    eve.says(
        "mark rang from market hotel, his assistant is amy lee, amy@hotel.example, the office number is 01 222 3344"
    )
    eve.presses("New contact: Amy Lee")
    eve.hears("Amy Lee", "amy@hotel.example")
    eve.hears_not("01 222 3344")
    eve.says("market hotel phone 01 222 3344")
    eve.presses("Keep it as typed")
    eve.hears("Changed. Market Hotel · Phone: 01 222 3344")


def test_whose_number_without_an_apostrophe(office: Office) -> None:
    office.customer("Green's Deli", "Sally Green")
    eve = office.rep("Eve", language="en")
    eve.says("sallys new number is +44 20 7946 0123")
    eve.hears("Changed. Sally Green · Phone: +44 20 7946 0123")
    eve.says("sally's email is sally at greensdeli dot example")
    eve.hears("Changed. Sally Green · E-mail: sally@greensdeli.example")


def test_somebody_of_other_customers_is_not_added_to_the_last_log(office: Office) -> None:
    office.customer("Bar Manolo", "Toño Ruiz")
    office.customer("Farmacia Sol", "Marta Gil")
    office.customer("Hotel Sol", "Marta Peña")
    ana = office.rep("Ana")
    ana.says("llamé a bar manolo, quieren 3 cajas")
    ana.says("quedado con marta para ver el catálogo nuevo")
    ana.hears_not("Añadido", "· Bar Manolo")


def test_the_number_of_somebody_who_was_only_told_of_is_found(office: Office) -> None:
    office.customer("Fox and Hounds")
    eve = office.rep("Eve", language="en")
    eve.says("visited fox and hounds, landlord is pete byrne 087 6543210 wants a tasting")
    eve.says("whats petes number")
    eve.hears("Pete Byrne is no contact yet", "087 6543210")
    eve.presses("New contact: Pete Byrne")
    eve.says("whats petes number")
    eve.hears("Pete Byrne · Fox and Hounds", "landlord", "087 6543210")
    assert eve.heard().count("Pete Byrne") == 1


def test_it_is_found_in_spanish(office: Office) -> None:
    office.customer("Bar Manolo")
    ana = office.rep("Ana")
    ana.says("visité bar manolo, la encargada es rosa díaz 655 11 22 33")
    ana.says("qué número tiene rosa")
    ana.hears("Rosa Díaz todavía no es un contacto", "655 11 22 33")


@pytest.mark.parametrize(
    "said",
    [
        "visited hotel mar, they ask for ref 4471 882 190",
        "rang nora at hotel mar, order number 20261120 arrived ok",
        "llamé a hotel mar, el número de pedido es 4471882",
        "visité hotel mar, falta la factura 4471 882 190",
    ],
)
def test_the_number_of_an_order_is_nobodys_telephone(office: Office, said: str) -> None:
    office.customer("Hotel Mar", "Nora Gil")
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears("Guardado")
    assert not [label for label in ana.choices() if label.startswith("Teléfono")]


def test_a_number_that_was_asked_about_is_not_kept_because_something_else_was_asked(office: Office) -> None:
    office.customer("Corner Deli", "Owen Marsh")
    eve = office.rep("Eve", language="en")
    eve.says("owen's mobile 07700 900 123")
    eve.hears("That is no telephone number here")
    eve.says("what's owen's number")
    eve.hears("No phone or e-mail yet", "That is no telephone number here")
    eve.hears_not("Changed")
    eve.presses("Keep it as typed")
    eve.hears("Changed", "07700 900 123")


def test_a_number_that_is_all_a_message_says_is_kept_at_once(office: Office) -> None:
    office.customer("Corner Deli", "Owen Marsh")
    ana = office.rep("Ana")
    ana.says("el móvil nuevo de owen 600 11 22 33")
    ana.hears("Owen Marsh", "+34 600 112 233")
    eve = office.rep("Eve", language="en")
    eve.says("owen's mobile 600 11 22 44")
    eve.hears("Owen Marsh", "+34 600 112 244")


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [("en", "didn't get to Corner Deli in the end", "note · Corner Deli"), ("es", "al final no he podido pasar por Corner Deli", "nota · Corner Deli")],
)  # fmt: skip
def test_whoever_did_not_get_there_lost_nothing(office: Office, language: str, text: str, note: str) -> None:
    office.customer("Corner Deli", "Owen Marsh")
    eve = office.rep("Eve", language=language)
    eve.says(text)
    eve.hears(note)
