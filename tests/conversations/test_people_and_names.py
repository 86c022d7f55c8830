"""People and names as they are typed: without apostrophes, several at once, told later, and of nobody who is known."""

import pytest

from tests.office import Office
from tests.office.people import Someone


def _eve(office: Office, *customers: tuple[str, ...]) -> Someone:
    for customer in customers:
        office.customer(*customer)
    return office.rep("Eve", language="en")


def _ana(office: Office, *customers: tuple[str, ...]) -> Someone:
    for customer in customers:
        office.customer(*customer)
    return office.rep("Ana")


# ------------------------------------------------------------------ an s without its apostrophe
@pytest.mark.parametrize("said", ["whats marcos number", "marcos number", "marcos phone", "marco's number"])
def test_whose_number_is_asked_without_an_apostrophe(office: Office, said: str) -> None:
    eve = _eve(office, ("Harbour Café", "Marco Rossi"))
    eve.says(said)
    eve.hears("Marco Rossi · Harbour Café")


def test_in_spanish_marcos_is_nobodys_marco(office: Office) -> None:
    ana = _ana(office, ("Harbour Café", "Marco Rossi"))
    ana.says("visité a marcos, quiere 3 cajas")
    ana.hears_not("Con: Marco Rossi")


@pytest.mark.parametrize(
    "said", ["niamhs off till monday", "niamhs not in till thurs", "niamh isnt back til the 5th", "niamhs on holiday next week"]
)  # fmt: skip
def test_who_is_away_is_told_and_not_looked_up(office: Office, said: str) -> None:
    eve = _eve(office, ("Hopwood Press", "Niamh Byrne"))
    eve.says(said)
    eve.hears("note · Hopwood Press", said)
    eve.hears_not("With:")


def test_who_is_away_in_spanish(office: Office) -> None:
    ana = _ana(office, ("Clínica Norte", "Marta Ruiz"))
    ana.says("marta no viene hasta el jueves")
    ana.hears("nota · Clínica Norte")
    ana.hears_not("Con:")


# ------------------------------------------------------------------ somebody whom only a record names
@pytest.mark.parametrize(
    ("told", "later", "name", "value"),
    [
        ("nipped to the mill but owen wasnt in spoke to her lad kieran instead", "kierans mobile is 612 345 671", "Kieran", "612 345 671"),
        ("visited the mill, met owen and a new lady called fiona grant shes the bursar they want 30 chairs", "fionas email is f.grant@mill.example", "Fiona Grant", "f.grant@mill.example"),
        ("talked to owen at the mill and this other guy jerome who runs the front desk", "jeromes cell is 612 345 678", "Jerome", "612 345 678"),
    ],
)  # fmt: skip
def test_the_number_of_somebody_new_is_kept_at_once(
    office: Office, told: str, later: str, name: str, value: str
) -> None:
    eve = _eve(office, ("The Mill", "Owen Marsh"))
    eve.says(told)
    eve.says(later)
    eve.hears(name, value)


def test_the_number_of_somebody_new_in_spanish(office: Office) -> None:
    ana = _ana(office, ("Óptica Lumbre", "Inés Gil"))
    ana.says("hoy he estado en óptica lumbre con inés y con su hermana carmen que lleva las compras")
    ana.says("el correo de carmen es carmen@lumbre.example")
    ana.hears("Carmen", "carmen@lumbre.example")


def test_his_number_is_of_whom_the_record_tells(office: Office) -> None:
    ana = _ana(office, ("Dental Alameda", "Nuria Soto"))
    ana.says(
        "en alameda nuria está de baja hasta el 1 de diciembre, me atendió un tal sergio vidal, quiere probar las lámparas"
    )
    ana.says("su móvil es 655 20 31 44")
    ana.hears("Contacto nuevo: Sergio Vidal · Dental Alameda", "655 203 144")
    ana.says("historial de dental alameda")
    ana.hears("Ana con Sergio Vidal")


def test_where_nobody_was_left_a_number_belongs_to_the_customer(office: Office) -> None:
    ana = _ana(office, ("Dental Alameda", "Nuria Soto"))
    ana.says("visité dental alameda, nuria está de baja, quieren lámparas")
    ana.says("el móvil es 655 20 31 44")
    ana.says("sí")
    ana.hears("Añadido")  # and nothing breaks though the only person there was away


@pytest.mark.parametrize(
    ("language", "said", "name"),
    [
        ("en", "zoe at harbour gym is zoe@gym.example 612 345 670", "Zoe"),
        ("es", "begoña de harbour gym: bego@gym.example y móvil 612 345 670", "Begoña"),
    ],
)
def test_the_number_of_somebody_new_is_not_the_customers(office: Office, language: str, said: str, name: str) -> None:
    office.customer("Harbour Gym", "Kayla Brooks")
    someone = office.rep("Eve", language=language)
    someone.says(said)
    someone.hears(f"{name} · Harbour Gym", "+34 612 345 670", "@gym.example")


# ------------------------------------------------------------------ surnames
def test_a_surname_told_later(office: Office) -> None:
    eve = _eve(office, ("Pulse Fitness", "Kayla Brooks"), ("Oak Dental", "Marcus Lee"))
    eve.says("new customer flex factory contact marcus oduya")
    eve.hears("New customer: Flex Factory", "Contact: Marcus Oduya")
    eve.says("no his surname is odunya with an n")
    eve.hears("Marcus Odunya")
    eve.says("called pulse fitness, new manager lee, wants 2 taps")
    eve.says("lees surname is farrow and his mobile 612 345 672")
    eve.hears("Lee Farrow", "612 345 672")


def test_a_surname_in_spanish(office: Office) -> None:
    ana = _ana(office)
    ana.says("nuevo cliente fábrica fit contacto marcos odriozola")
    ana.hears("Cliente nuevo: Fábrica Fit", "Contacto: Marcos Odriozola")
    ana.says("no, se apellida odriosola, con s")
    ana.hears("Marcos Odriosola")


# ------------------------------------------------------------------ several people
@pytest.mark.parametrize("said", ["niamh was there too", "and niamh was there as well", "niamh was with us too"])
def test_who_was_there_too(office: Office, said: str) -> None:
    eve = _eve(office, ("Hopwood Press", "Gary Hopwood", "Niamh Byrne"))
    eve.says("was at hopwood press, they want a price for 40 rolls")
    eve.says(said)
    eve.hears("With: – → Niamh Byrne")
    eve.says("gary was there too")
    eve.hears("With: Niamh Byrne → Niamh Byrne, Gary Hopwood")


@pytest.mark.parametrize("said", ["jorge también estaba", "estaba también jorge", "jorge también"])
def test_who_was_there_too_in_spanish(office: Office, said: str) -> None:
    ana = _ana(office, ("Clínica Aurora", "Marta Ruiz", "Jorge Peña"))
    ana.says("visité clínica aurora, quieren fresas")
    ana.says(said)
    ana.hears("Con: – → Jorge Peña")
    ana.says("no, con quien hablé fue marta")
    ana.hears("Con: Jorge Peña → Marta Ruiz")


def test_whom_one_spoke_to(office: Office) -> None:
    eve = _eve(office, ("Olive Deli", "Helen Cross"))
    eve.says("went to olive deli, would take 20 tubs")
    eve.says("and it was helen i spoke to obvs")
    eve.hears("With: – → Helen Cross")


def test_what_two_people_want_is_not_the_seconds_alone(office: Office) -> None:
    eve = _eve(office, ("Hopwood Press", "Gary Hopwood", "Niamh Byrne"))
    eve.says("was at hopwood press with gary and niamh they want a price for 40 rolls")
    eve.hears("was at hopwood press with gary and niamh they want a price for 40 rolls")
    ana = _ana(office, ("Clínica Aurora", "Marta Ruiz", "Jorge Peña"))
    ana.says("visité clínica aurora con marta y jorge quieren fresas y guantes")
    ana.hears("con marta y jorge quieren fresas y guantes")


# ------------------------------------------------------------------ who left, and relatives
def test_who_left_was_not_met(office: Office) -> None:
    eve = _eve(office, ("Brightsmile Dental", "Tom Wells", "Priya Shah"))
    eve.says("tom wells left brightsmile new guy is called raj patel 612 345 670")
    eve.hears_not("With: Tom Wells")
    assert "Tom Wells: not there any more" in eve.choices()
    assert "New contact: Raj Patel" in eve.choices()


def test_who_left_a_message_is_still_there(office: Office) -> None:
    eve = _eve(office, ("Brightsmile Dental", "Tom Wells"))
    eve.says("tom left me a message at brightsmile, wants 4 boxes")
    eve.hears("With: Tom Wells")


def test_a_relative_of_somebody_is_somebody_else(office: Office) -> None:
    ana = _ana(office, ("Casa Paco", "Paco Rey"))
    ana.says("casa paco la lleva ahora sonia, la hija de paco")
    ana.hears_not("Con: Paco Rey")


# ------------------------------------------------------------------ customers that are alike, and nobody's
def test_customers_that_are_alike(office: Office) -> None:
    eve = _eve(office, ("The Crown", "Dave Pritchard"), ("The Crown & Anchor", "Steph Doyle"))
    eve.says("saw steph at crown n anchor, wants 4 boxes of crisps")
    eve.hears("visit · The Crown & Anchor", "With: Steph Doyle")


def test_of_two_that_begin_alike_it_is_asked(office: Office) -> None:
    eve = _eve(office, ("Hillside Motors", "Ray Doyle"), ("Hillside Primary School", "Janet Atkins"))
    eve.says("visited hillside they want new floor mats")
    eve.hears("Which one do you mean")
    assert {"Hillside Motors", "Hillside Primary School"} <= set(eve.choices())


def test_a_new_place_is_no_customer_whose_contact_has_that_first_name(office: Office) -> None:
    eve = _eve(office, ("Oak Street Dental", "Marcus Lee"))
    eve.says(
        "visited a new gym today called flex factory owner is marcus oduya hes opening in february and needs rowers meet again next tuesday at 10"
    )
    eve.hears("I don't know “Flex Factory”")
    eve.says("yes")
    eve.hears("visit · Flex Factory", "meet again · Tuesday")
    assert "New contact: Marcus Oduya" in eve.choices()


def test_a_new_place_in_spanish(office: Office) -> None:
    ana = _ana(office, ("Bodega Roble", "Marta Soto"))
    ana.says("visité un gimnasio nuevo que se llama fábrica fit, la dueña es marta odriozola, abre en febrero")
    ana.hears("No conozco «fábrica fit»")
    ana.hears_not("Bodega Roble")


# ------------------------------------------------------------------ where a name ends
@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("new contact at mill beth crane she does the buying beth@mill.example 612 345 673", ("New contact: Beth Crane · The Mill",)),
        ("new customer kwik fix garage in reading contact is steve bowen 612 345 678", ("New customer: Kwik Fix Garage", "Address: reading", "Contact: Steve Bowen", "612 345 678")),
        ("new customer the tipsy goat in leeds the owner is sandra okafor 612 345 678", ("New customer: The Tipsy Goat", "Address: leeds", "Contact: Sandra Okafor, owner")),
        ("had a call from a ms diane foster at riverside academy shes a new lead wants prices on lockers", ("Diane Foster", "Company: Riverside Academy")),
    ],
)  # fmt: skip
def test_where_a_name_ends(office: Office, said: str, heard: tuple[str, ...]) -> None:
    eve = _eve(office, ("The Mill", "Owen Marsh"))
    eve.says(said)
    eve.hears(*heard)


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("nuevo contacto en molino la señora toña lleva los pagos 655 12 34 56", ("Contacto nuevo: Toña · Molino Alto",)),
        ("nueva clienta estética lunares en puebla la dueña es fernanda ochoa su cel 622 345 678", ("Cliente nuevo: Estética Lunares", "Dirección: puebla", "Contacto: Fernanda Ochoa, dueña")),
        ("nuevo cliente: cafetería la espiga, en la calle mayor 14, lo lleva una tal rosa 611 223 344", ("Cafetería la Espiga", "calle mayor 14", "Contacto: Rosa")),
        ("apunta en molino que cierran los sábados", ("nota · Molino Alto", "cierran los sábados")),
    ],
)  # fmt: skip
def test_where_a_name_ends_in_spanish(office: Office, said: str, heard: tuple[str, ...]) -> None:
    ana = _ana(office, ("Molino Alto", "Joaquín Salas"))
    ana.says(said)
    ana.hears(*heard)


def test_something_to_be_noted_of_a_customer_is_nobodys_name(office: Office) -> None:
    eve = _eve(office, ("The Mill", "Owen Marsh"))
    eve.says("note at the mill that they close on saturdays")
    eve.hears("note · The Mill")
    eve.hears_not("New contact")


def test_whom_one_met_there_is_a_contact_and_no_lead(office: Office) -> None:
    ana = _ana(office, ("Hotel Brisa", "Iñaki Otxoa"))
    ana.says("reunión con iñaki y con la de compras, una tal Begoña, quieren cambiar todo el vino")
    assert "Contacto nuevo: Begoña" in ana.choices()
    assert not any(label.startswith("Lead") for label in ana.choices())
