"""People and companies told of in passing: each is offered as who they are, and nobody is written on somebody else."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def olivia(office: Office) -> Someone:
    office.customer("Vale Print Co", "Neil Osborne")
    office.customer("Dunmore Foods", "Rachel Tate", "Joanne Reid")
    office.customer("Market Fresh", "Lee Watts")
    office.customer("The Anchor", "Kath Boyle")
    return office.rep("Olivia", language="en")


@pytest.fixture
def ana(office: Office) -> Someone:
    office.rep("Xoan")
    office.customer("Óptica Beltrán", "Carmen Beltrán")
    office.customer("Bar Los Porches", "Pilar Mora")
    office.customer("Hotel Miramar", "Begoña Ferrer")
    office.customer("Clínica Arroyo", "Sofía Arroyo")
    office.customer("Colegio San Marcos", "Hermana Teresa")
    return office.rep("Ana")


def test_who_left_and_who_came_are_both_offered(olivia: Someone) -> None:
    olivia.says("neil at vale print has left, new guy is called Marcus Webb 612 345 455")
    olivia.hears(
        "Saved: note · Vale Print Co", "neil at vale print has left, new guy is called Marcus Webb 612 345 455"
    )
    assert {"New contact: Marcus Webb", "Neil Osborne: not there any more"} <= set(olivia.choices())


def test_who_came_is_a_relative_in_spanish(ana: Someone) -> None:
    ana.says("carmen beltran ya no esta en la optica, ahora lleva todo su hija Lucia")
    assert {"Carmen Beltrán: ya no está", "Contacto nuevo: Lucia"} <= set(ana.choices())


def test_whoever_leaves_on_a_day_to_come_is_still_there(ana: Someone) -> None:
    ana.says("la hermana teresa se jubila en junio")
    ana.hears("Guardado: nota · Colegio San Marcos")
    assert "Hermana Teresa: ya no está" not in ana.choices()


def test_who_is_on_leave_and_who_covers_is_a_note(olivia: Someone) -> None:
    olivia.says("rachel at dunmore off on maternity from dec, joanne covering")
    olivia.hears("Saved: note · Dunmore Foods", "rachel at dunmore off on maternity from dec, joanne covering")


def test_the_role_of_somebody_new_goes_along(ana: Someone) -> None:
    ana.says("begoña decide junto con el director, q se llama Ignacio Roca")
    ana.presses("Contacto nuevo: Ignacio Roca")
    ana.hears("Ignacio Roca", "director")


def test_a_contact_at_a_place_called_otherwise_is_not_lost(ana: Someone) -> None:
    ana.says("nuevo contacto en el cole san marcos: Julian Ferrer, jefe d estudios, 622 31 31 90")
    ana.hears("Cole San Marcos")
    ana.presses("Colegio San Marcos")
    ana.hears("Julian Ferrer · Colegio San Marcos", "jefe d estudios", "622 313 190")


def test_each_of_two_numbers_is_offered_to_its_own(olivia: Someone) -> None:
    olivia.says("anchors number is 612 345 700, kaths mobile 612 345 701")
    assert {"Phone of The Anchor: 612 345 700", "Phone of Kath Boyle: 612 345 701"} <= set(olivia.choices())


def test_two_numbers_of_two_customers_change_neither_unasked(ana: Someone) -> None:
    ana.says("el movil de carmen beltran es 622 11 22 33 y el de sofia arroyo 633 22 11 00")
    ana.hears("Guardado: nota")
    assert {"Teléfono de Carmen Beltrán: 622 11 22 33", "Teléfono de Sofía Arroyo: 633 22 11 00"} <= set(ana.choices())


def test_somebody_elsewhere_is_a_lead_and_no_contact_here(olivia: Someone) -> None:
    olivia.says("lee says his brother at Fenwick Fruit wants the same crates, hes called Rob, no number yet")
    olivia.hears("Saved: note · Market Fresh")
    assert "New contact: Rob" not in olivia.choices()
    olivia.presses("New lead: Rob · Fenwick Fruit")
    olivia.hears("new lead", "Rob", "Fenwick Fruit")


def test_a_stranger_is_never_added_to_the_last_customer(olivia: Someone) -> None:
    olivia.says("saw kath at the anchor, all good")
    olivia.says("oh and i saw Terry from Lakeside Marina at the garage, wants 2 pontoons next yr, big money like 30k")
    olivia.hears("I don't know them yet")
    olivia.presses("New lead: Terry · Lakeside Marina")
    olivia.hears("Terry", "Lakeside Marina")
    olivia.says("history of the anchor")
    olivia.hears_not("Terry")


@pytest.mark.parametrize(
    ("said", "lead", "phone"),
    [
        (
            "xoan me ha dado una tarjeta: Pizzeria Da Gino, en el poligono, quieren cajas isotermicas. pregunta por Gino 644 21 33 12",
            "Lead nuevo: Pizzeria Da Gino",
            "644 213 312",
        ),
        (
            "me ha llamado un tal Gustavo Olmedo, tiene una nave en getafe y quiere precio de estanterias, su tlf 633 11 22 33",
            "Lead nuevo: Gustavo Olmedo",
            "633 112 233",
        ),
    ],
)
def test_a_stranger_in_spanish_has_their_own_number(ana: Someone, said: str, lead: str, phone: str) -> None:
    ana.says("comi con pilar en los porches, todo bien")
    ana.says(said)
    ana.hears("Todavía no los conozco")
    ana.presses(lead)
    ana.hears("lead nuevo", phone)


def test_a_stranger_who_is_kept_as_a_note_is_kept_once(olivia: Someone) -> None:
    olivia.says("got chatting to a bloke called Ray Dunn, wants a price for 40 chairs")
    olivia.hears("I don't know them yet")
    olivia.presses("Keep it as a note")
    olivia.hears("Kept as a loose note")
    olivia.says("saw kath at the anchor, all good")
    olivia.hears_not("loose note")


def test_a_private_matter_is_nobodys_note(olivia: Someone) -> None:
    olivia.says("saw kath at the anchor, all good")
    olivia.says("ive got the dentist tues am so cant do anything before 12")
    olivia.hears("Kept as a loose note")
    olivia.says("history of the anchor")
    olivia.hears_not("dentist")


def test_a_private_matter_in_spanish(ana: Someone) -> None:
    ana.says("comi con pilar en los porches, todo bien")
    ana.says("mañana por la mañana tengo dentista asi q no puedo hasta las 12")
    ana.hears("Guardado como nota suelta")
