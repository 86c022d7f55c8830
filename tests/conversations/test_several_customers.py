"""A message of several customers: what is said of each is theirs, and nothing of one is on another."""

from datetime import timedelta

import pytest

from tests.office import Office


def told(office: Office) -> dict[str, str]:
    """What was logged of each customer."""
    ana = office.person("Ana").id
    with office.work() as work:
        records = work.interactions.of_author(ana, office.clock.now() - timedelta(days=3), limit=9)
        return {record.customer: record.summary for record in records}


@pytest.fixture
def shops(office: Office) -> Office:
    """Customers with one person each."""
    for name, contact in (("Bar Manolo", "Manolo Pérez"), ("La Esquina", "Toño Vera"), ("Dulce Hogar", "Inma Ríos")):
        office.customer(name, contact)
    return office


@pytest.mark.parametrize(
    ("language", "text", "notes"),
    [
        (
            "es",
            "he visto a Toño y a Inma en la feria, Toño quiere otra cafetera, Inma solo saludaba",
            {"La Esquina": "Toño quiere otra cafetera", "Dulce Hogar": "Inma solo saludaba"},
        ),
        (
            "en",
            "met Toño AND Inma at the trade show last night, Toño wants a second grinder, Inma just saying hi",
            {"La Esquina": "Toño wants a second grinder", "Dulce Hogar": "Inma just saying hi"},
        ),
        (
            "en",
            "Toño and Inma both phoned, Toño wants 3 kegs, Inma is out of cups",
            {
                "La Esquina": "Toño both phoned, Toño wants 3 kegs",
                "Dulce Hogar": "Inma both phoned, Inma is out of cups",
            },
        ),
        (
            "es",
            "la esquina 30 cajas de rioja Dulce Hogar 10 barriles y Bar Manolo nada",
            {
                "La Esquina": "la esquina 30 cajas de rioja",
                "Dulce Hogar": "Dulce Hogar 10 barriles",
                "Bar Manolo": "Bar Manolo nada",
            },
        ),
    ],
)
def test_what_is_said_of_each_is_a_record_of_its_own(
    shops: Office, language: str, text: str, notes: dict[str, str]
) -> None:
    ana = shops.rep("Ana", language=language)
    ana.says(text)
    assert told(shops) == notes, ana.heard()


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        ("es", "visité a Bar Manolo, a Toño y a Inma, todo igual", "todo igual"),
        ("es", "Bar Manolo, La Esquina y Dulce Hogar quieren calendario", "quieren calendario"),
        ("en", "visited Bar Manolo, La Esquina and Inma, all good", "all good"),
    ],
)
def test_what_is_said_of_all_is_offered_for_the_others(shops: Office, language: str, text: str, note: str) -> None:
    ana = shops.rep("Ana", language=language)
    ana.says(text)
    ana.hears("La Esquina", "Dulce Hogar")
    assert told(shops) == {"Bar Manolo": note}
    ana.presses("También para La Esquina" if language == "es" else "Also for La Esquina")
    assert told(shops) == {"Bar Manolo": note, "La Esquina": note}


def test_whoever_works_elsewhere_became_a_contact_of_the_first(shops: Office) -> None:
    ana = shops.rep("Ana")
    ana.says("visité a Bar Manolo y a Toño, todo bien")
    ana.hears_not("Con: Toño")
    ana.says("ficha de bar manolo")
    ana.hears_not("Toño")


def test_a_message_that_was_passed_over_leaves_the_question_that_waits(office: Office) -> None:
    office.customer("Bar Manolo")
    office.customer("Farmacia Sol")
    office.customer("La Esquina", "Toño Vera")
    ana = office.rep("Ana")
    ana.says("visité bar manolo")
    ana.hears("¿Qué pasó?")
    ana.says("farmacia sol cambia de dueño en enero")
    ana.says("todo bien")
    ana.hears_not("Algo ha fallado")
    ana.hears("Bar Manolo")


@pytest.mark.parametrize(
    ("language", "before", "then", "asked"),
    [
        ("es", "visité a Bar Manolo, todo bien", "la llave me debe la factura de octubre, reclamarla el lunes", "Nota en Ferretería La Llave"),
        ("en", "visited Bar Manolo, all good", "bright machines going in on 14th dec, need parking sorted", "A note on Bright"),
        ("es", "visité a Bar Manolo, todo bien", "gerardo dice que a 10,80 lo cierran y si no nada", "Sí, añádelo"),
    ],
)  # fmt: skip
def test_what_may_be_of_somebody_else_was_added_to_the_last_one(
    shops: Office, language: str, before: str, then: str, asked: str
) -> None:
    shops.customer("Ferretería La Llave", "Carmen Ortiz")
    shops.customer("Bright", "Tom Bright")
    shops.customer("Farmacia Sol", "Marta Gil")
    shops.customer("Hotel Sol", "Marta Peña")
    ana = shops.rep("Ana", language=language)
    ana.says(before)
    ana.says(then)
    assert asked in ana.choices()
    assert len(told(shops)) == 1


def test_what_goes_on_with_the_last_one_is_added(shops: Office) -> None:
    ana = shops.rep("Ana")
    ana.says("visité a La Esquina, todo bien")
    ana.says("toño quiere 5 lámparas")
    ana.hears("Añadido", "La Esquina", "toño quiere 5 lámparas")


def test_what_was_asked_about_is_put_right_before_it_is_added(shops: Office) -> None:
    ana = shops.rep("Ana")
    ana.says("visité a Bar Manolo, todo bien")
    ana.says("el miércoles a las once")
    ana.hears("¿Eso va con")
    ana.says("perdón, me equivoqué, es el jueves")
    ana.hears("el jueves a las once")
    ana.presses("Sí, añádelo")
    ana.hears("el jueves a las once", "Fecha: viernes 20 de noviembre")


@pytest.mark.parametrize(
    ("language", "told", "more"),
    [
        ("es", "visité a Bar Manolo, todo bien", "y que pagan lo atrasado esta semana"),
        ("en", "visited Bar Manolo, all good", "and that they pay what they owe this week"),
    ],
)
def test_what_they_also_said_was_answered_with_the_agenda(shops: Office, language: str, told: str, more: str) -> None:
    ana = shops.rep("Ana", language=language)
    ana.says(told)
    ana.says(more)
    ana.hears(more, "Bar Manolo")
