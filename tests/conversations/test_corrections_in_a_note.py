"""What a correction says anew takes the place of what was wrong in the words that were told."""

import pytest

from tests.office import Office

TOLD = "visité a Bar Sol ayer, se rompieron 3 copas y piden 10 cajas de vino, la entrega el miércoles"


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("corrige, eran 5 las copas rotas", "se rompieron 5 copas y piden 10 cajas de vino, la entrega el miércoles"),
        ("no, eran cinco copas", "se rompieron cinco copas y piden 10 cajas de vino, la entrega el miércoles"),
        ("perdón, 12 cajas", "se rompieron 3 copas y piden 12 cajas de vino, la entrega el miércoles"),
        ("cambia la entrega, que sea el jueves", "se rompieron 3 copas y piden 10 cajas de vino, la entrega el jueves"),
        ("en vez de 10 pon 12", "se rompieron 3 copas y piden 12 cajas de vino, la entrega el miércoles"),
        (
            "corrige, eran 5 las copas y 12 las cajas",
            "se rompieron 5 copas y piden 12 cajas de vino, la entrega el miércoles",
        ),
    ],
)
def test_a_value_was_added_beside_the_one_that_was_wrong(office: Office, said: str, note: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(TOLD)
    ana.says(said)
    ana.hears("Corregido", note)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("it was 5 broken, not 3", "5 glasses broken and they want 10 cases, delivery on Wednesday"),
        ("actually 12 cases", "3 glasses broken and they want 12 cases, delivery on Wednesday"),
        ("change the delivery to Thursday", "3 glasses broken and they want 10 cases, delivery on Thursday"),
        ("instead of 10 put 12", "3 glasses broken and they want 12 cases, delivery on Wednesday"),
    ],
)
def test_in_english_too(office: Office, said: str, note: str) -> None:
    office.customer("Blue Door")
    eve = office.rep("Eve", language="en")
    eve.says("visited blue door yesterday, 3 glasses broken and they want 10 cases, delivery on Wednesday")
    eve.says(said)
    eve.hears("Corrected", note)


def test_a_price_alone_is_the_one_in_the_note(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("he visto a Bar Sol, 10 cajas a 12,50 cada una")
    ana.says("perdón, 13,50")
    ana.hears("Corregido", "10 cajas a 13,50 cada una")


def test_where_several_places_fit_it_asks_which(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 4 sacos y 3 cajas")
    ana.says("no, eran 5")
    ana.hears("¿Qué corrijo?")
    ana.presses("«3 cajas»")
    ana.hears("Corregido", "quieren 4 sacos y 5 cajas")


def test_what_it_is_of_must_stand_there(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Atlas")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 4 sacos")
    ana.says("no, los de Atlas eran 3")
    ana.hears_not("3 sacos")
    ana.says("historial de Bar Sol")
    ana.hears("quieren 4 sacos")


def test_while_it_asks_whether_it_is_another_visit(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol hoy, quieren café")
    ana.says("visité a Bar Sol hoy, les ofrecí 3,20 el litro")
    ana.hears("¿Esto es aparte?")
    ana.says("perdón, 3,40 el litro")
    ana.hears("les ofrecí 3,40 el litro", "¿Esto es aparte?")
    ana.presses("Es otra")
    ana.hears("Guardado: visita · Bar Sol", "les ofrecí 3,40 el litro")


def test_a_price_is_put_in_place_of_no_count(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.says("perdón, 13,50")
    ana.hears("quieren 10 cajas")


def test_a_second_thought_behind_an_and_became_a_loose_note(office: Office) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas, llamar a Marta el martes a las 10")
    ana.says("y mejor el miércoles")
    ana.hears("Corregido", "llamar a Marta · miércoles 25 de noviembre, 10:00")
