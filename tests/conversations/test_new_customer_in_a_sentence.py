"""A new customer told in one sentence: where it is, who is there and how to reach them go into their fields, the rest into a note."""

import pytest

from tests.office import Office


def test_all_that_was_told_of_a_new_customer(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says(
        "new customer the green man pub in rathmines, publican dave sullivan 01 496 1234, "
        "gave him a price list and hes to come back to me"
    )
    eve.hears("New customer: The Green Man Pub\n", "Address: Rathmines", "Contact: Dave Sullivan, publican")
    eve.hears("Saved: note · The Green Man Pub", "gave him a price list and hes to come back to me")
    eve.hears_not("+34 014 961 234")
    eve.presses("Phone of Dave Sullivan: 01 496 1234")
    eve.hears("Changed. Dave Sullivan · Phone: 01 496 1234")


def test_a_street_an_owner_and_a_number_of_another_country(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("new customer Frank's Diner, 12 High Street, owner Frank Moore +44 20 7946 0123, they open in May")
    eve.hears("New customer: Frank's Diner", "12 High Street", "Frank Moore, owner", "they open in May")
    with office.work() as work:
        diner = work.customers.exactly("Frank's Diner")
        [frank] = work.customers.contacts(diner.id)
    assert (diner.phone, frank.phone) == (None, "+442079460123")


def test_all_that_was_told_of_one_in_spanish(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says(
        "nuevo cliente taberna el ancla en chamberí, dueño dani soto 91 496 12 34, le dejé la lista y me dice algo él"
    )
    ana.hears("Cliente nuevo: Taberna El Ancla\n", "Dirección: Chamberí", "Dani Soto, dueño", "+34 914 961 234")
    ana.hears("Guardado: nota · Taberna El Ancla", "le dejé la lista y me dice algo él")


def test_a_street_a_visit_and_what_they_do_in_spanish(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo cliente: Óptica Rivas, c/ Real 3 Rivas, contacta Bea, la visité hoy, quiere fundas, mínimo 500 uds")
    ana.hears("Dirección: c/ Real 3 Rivas", "Contacto: Bea", "Guardado: visita · Óptica Rivas", "mínimo 500 uds")
    ana.says("alta cliente talleres moreno, calle sol 5, contacto Jesús 677 88 99 00, hacen chapa")
    ana.hears("Talleres Moreno", "Dirección: Calle Sol 5", "Guardado: nota · Talleres Moreno", "hacen chapa")
    with office.work() as work:
        talleres = work.customers.exactly("Talleres Moreno")
        [jesus] = work.customers.contacts(talleres.id)
    assert (talleres.phone, jesus.phone) == (None, "+34677889900")


def test_a_name_that_has_a_place_in_it_stays_whole(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo cliente Todo en Uno, 600 111 222")
    ana.hears("Cliente nuevo: Todo en Uno")
    ana.says("nuevo cliente la casa en el aire, 600 111 223")
    ana.hears("La Casa en el Aire")


def test_who_owns_a_lead_is_its_contact(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("new lead: luigi's trattoria, owner luigi conti, luigi@luigis.example, interested in beans n a machine")
    eve.hears("Lead 1 · Luigi Conti", "Company: Luigi's Trattoria", "luigi@luigis.example")


def test_who_owns_a_lead_in_spanish(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo lead: trattoria luigi, dueño luigi conti, luigi@luigis.example, le interesa el café")
    ana.hears("Lead 1 · Luigi Conti", "Empresa: Trattoria Luigi")


def test_a_new_customer_answers_which_customer_it_is(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("big news from the blue duck they are opening a second place")
    eve.presses("Place it")
    eve.hears("Which customer is this?")
    eve.says("new customer blue duck")
    eve.hears("New customer: Blue Duck", "Saved: note · Blue Duck", "big news from the blue duck")
    eve.hears_not("Back to my earlier question")


def test_it_answers_it_in_spanish(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("grandes noticias del pato azul, van a abrir otro local")
    ana.presses("Colocarla")
    ana.says("nuevo cliente pato azul")
    ana.hears("Cliente nuevo: Pato Azul", "Guardado: nota · Pato Azul")


def test_a_place_that_nobody_knows_is_offered_as_a_customer(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("visit brew lab in temple bar saoirse kelly head barista saoirse at brewlab dot example they use 30 kilos")
    eve.hears("I don't know “Brew Lab”. Shall I create it?")
    eve.presses("Create it")
    eve.hears("Saved: visit · Brew Lab", "they use 30 kilos")
    eve.presses("New contact: Saoirse Kelly")
    eve.hears("Saoirse Kelly · Brew Lab", "head barista", "saoirse@brewlab.example")


def test_a_place_that_nobody_knows_in_spanish(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("visité el zorro y el galgo en lavapiés hoy el dueño es pedro barrios 687 654 321 quiere una cata")
    ana.hears("No conozco «Zorro y El Galgo»")
    ana.presses("Crearlo")
    ana.presses("Contacto nuevo: Pedro Barrios")
    ana.hears("Pedro Barrios", "dueño", "+34 687 654 321")
    ana.says("visita a cafeto lab en malasaña, sara león barista sara arroba cafetolab punto es gastan 30 kilos")
    ana.hears("No conozco «Cafeto Lab»")


def test_customers_somewhere_are_no_customer(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("visited a few customers in cork")
    eve.hears_not("Shall I create it?")


def test_another_business_is_not_added_to_the_last_one(office: Office) -> None:
    office.customer("Hotel Sol", "Marta Peña")
    ana = office.rep("Ana")
    ana.says("llamé a Hotel Sol, quieren 3 cajas")
    ana.says("el antiguo cliente bodegas luna ha vuelto a llamar, preguntan por vinagre a granel, contacto Andrés")
    ana.hears_not("Añadido", "· Hotel Sol")


def test_what_only_sounds_like_somebody_elsewhere_is_no_new_contact(office: Office) -> None:
    office.customer("The Crown", "Gemma Walsh")
    office.customer("Harbor Grill", "Chuck Miller")
    eve = office.rep("Eve", language="en")
    eve.says("its not even been installed yet my bad that was the crowns grinder not chucks")
    eve.hears("Saved: note · The Crown")
    eve.hears_not("With: Chuck")
    with office.work() as work:
        assert [one.name for one in work.customers.contacts(work.customers.exactly("The Crown").id)] == ["Gemma Walsh"]


@pytest.mark.parametrize(
    ("language", "new", "promise", "when"),
    [
        ("es", "/nuevo Bar Luna", "me paso por Bar Luna el jueves a las 10", "jueves 26 de noviembre, 10:00"),
        ("es", "/nuevo Bar Luna", "llamarles el jueves a las 10", "jueves 26 de noviembre, 10:00"),
        ("en", "/new Moon Bar", "call them on Thursday at 10", "Thursday 26 November, 10:00"),
    ],
)
def test_what_is_promised_to_a_new_customer_is_a_follow_up(
    office: Office, language: str, new: str, promise: str, when: str
) -> None:
    ana = office.rep("Ana Ruiz", language=language)
    ana.says(new)
    ana.says(promise)
    ana.hears(when, new.split(" ", 1)[1])
    ana.hears_not("nota", "note")
    ana.says("/historial" if language == "es" else "/history")
    ana.says(new.split(" ", 1)[1])
    ana.hears(when)
