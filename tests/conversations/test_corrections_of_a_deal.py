"""A correction right behind what was done to an opportunity is of that, and not of what was logged before."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "won", "fix", "changed"),
    [
        ("es", "cerré con Bar Luna un pedido de 2.340 €", "perdón, 2.430", "2.340\xa0€ → 2.430\xa0€"),
        ("es", "cerré con Bar Luna un pedido de 2.340 €", "no, 2.430 euros", "2.340\xa0€ → 2.430\xa0€"),
        ("en", "won Bar Luna coffee machine 2,340 €", "sorry, 2,430", "€2,340 → €2,430"),
    ],
)
def test_an_amount_after_a_win_was_put_on_the_visit_before(
    office: Office, language: str, won: str, fix: str, changed: str
) -> None:
    office.customer("Bar Luna")
    office.customer("Gimnasio Titán")
    ana = office.rep("Ana", language=language)
    ana.says("visité a Gimnasio Titán, todo bien" if language == "es" else "visited Gimnasio Titán, all good")
    ana.says(won)
    ana.says(fix)
    ana.hears(changed)
    ana.hears_not("Gimnasio")


@pytest.mark.parametrize(
    ("language", "new", "fix", "changed"),
    [
        ("es", "Bar Luna: oportunidad máquina de café 3.000 € para fin de mes", "no, mejor para el 15 de enero", "lunes 30 de noviembre → viernes 15 de enero"),
        ("en", "Bar Luna: opportunity coffee machine €3,000 by the end of the month", "no, better on 15 January", "Monday 30 November → Friday 15 January"),
    ],
)  # fmt: skip
def test_another_day_to_close(office: Office, language: str, new: str, fix: str, changed: str) -> None:
    office.customer("Bar Luna")
    ana = office.rep("Ana", language=language)
    ana.says(new)
    ana.says(fix)
    ana.hears(changed)


def test_what_was_logged_before_can_still_be_put_right(office: Office) -> None:
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("visité a Bar Luna, todo bien")
    ana.says("cerré con Bar Luna un pedido de 2.340 €")
    ana.says("no, la visita fue ayer")
    ana.hears("jueves 19 de noviembre")
