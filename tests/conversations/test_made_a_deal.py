"""What was told last is made an opportunity in words: it knows whose it is, and what it is about."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "told", "says", "hears"),
    [
        (
            "es",
            "reunion con iñaki, quieren cambiar todo el vino de la casa, 3.200 al año",
            "metelo como oportunidad, cierre en diciembre",
            ("vino de la casa · Hotel Miramar", "3.200", "31 de diciembre"),
        ),
        (
            "es",
            "visita a hotel miramar, quieren cambiar el vino de la casa, 3.200 al año",
            "ponlo como oportunidad de 3.400 €",
            ("vino de la casa · Hotel Miramar", "3.400"),
        ),
        (
            "en",
            "meeting with iñaki, they want to swap the whole house wine, 3,200 a year",
            "put that in as a deal, closing in december",
            ("house wine · Hotel Miramar", "3,200", "31 December"),
        ),
    ],
)
def test_what_was_told_is_made_an_opportunity(
    office: Office, language: str, told: str, says: str, hears: tuple[str, ...]
) -> None:
    office.customer("Hotel Miramar", "Iñaki Otxoa")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears("Hotel Miramar")
    ana.says(says)
    ana.hears(*hears)


def test_where_nothing_was_told_lately_it_asks_whose_it_is(office: Office) -> None:
    office.customer("Hotel Miramar", "Iñaki Otxoa")
    ana = office.rep("Ana", language="es")
    ana.says("visita a hotel miramar, todo bien")
    office.passes(hours=2)
    ana.says("metelo como oportunidad")
    ana.hears("¿Qué cliente?")
