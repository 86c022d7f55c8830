"""A message that plainly goes on with what was told last is added; one that may be of somebody else is asked about."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "told", "more"),
    [
        ("es", "visité larkfield con tess, quieren 4 cepillos y 2 mangueras", "las mangueras a 31 y los cepillos a 9,50"),
        ("es", "tess de larkfield nos deja, la central ha fichado a otro proveedor", "espera que no, que es solo el picadero de arriba, lo de abajo sigue igual"),
        ("es", "tess ya no quiere la báscula, la coge de segunda mano", "los sacos sí, pero a nombre de la finca"),
        ("es", "tess ok con 7,20 el saco, empieza en enero", "no me paga el porte eso sí"),
        ("en", "visited larkfield with tess, they want 4 brushes and 2 hoses", "the hoses at 31 and the brushes at 9.50"),
        ("en", "tess is fine with 7.20 a sack, starting in january", "not with free delivery mind you"),
    ],
)  # fmt: skip
def test_it_was_asked_where_nothing_else_could_be_meant(office: Office, language: str, told: str, more: str) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(more)
    ana.hears("Added" if language == "en" else "Añadido", more)
    ana.presses("Undo" if language == "en" else "Deshacer")
    ana.hears_not("Larkfield Stables\n\n" + more)


def test_of_a_stranger_it_is_still_asked(office: Office) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana")
    ana.says("visité larkfield con tess, quieren 4 cepillos")
    ana.says("con Rodrigo Bermejo, los cepillos a 9,50")
    ana.hears_not("Añadido")


@pytest.mark.parametrize(("language", "told", "vague", "place"), [
    ("es", "visité larkfield con tess, quieren 4 cepillos", "mañana ya se verá que pasa", "Nota en Larkfield Stables"),
    ("en", "visited larkfield with tess, they want 4 brushes", "all a bit up in the air for now", "A note on Larkfield Stables"),
])  # fmt: skip
def test_what_was_passed_over_lost_its_customer(
    office: Office, language: str, told: str, vague: str, place: str
) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    office.customer("Alder Yard")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(vague)
    ana.says("ficha de Alder Yard" if language == "es" else "card of Alder Yard")
    ana.says("/notas" if language == "es" else "/notes")
    ana.hears(vague)
    ana.presses(place)
    ana.hears("Larkfield Stables", vague)
