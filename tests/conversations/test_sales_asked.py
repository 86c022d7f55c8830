"""Figures of sales are asked for as people ask, and the file of them too."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "asked", "heading"),
    [
        ("es", "qué hemos perdido y por qué", "Perdidas y por qué"),
        ("es", "por qué se nos caen las ventas", "Perdidas y por qué"),
        ("es", "quién vende más este año", "Rendimiento"),
        ("es", "ciclo de venta", "Rendimiento"),
        ("es", "cuánto me falta para el objetivo", "Objetivos"),
        ("es", "cómo va el mes contra objetivos", "Objetivos"),
        ("es", "qué negocios están parados", "Paradas"),
        ("es", "qué se ha movido desde la semana pasada", "nuevas 1 · 3.000"),
        ("es", "/previsión", "Previsión"),
        ("en", "what did we lose and why", "Lost, and why"),
        ("en", "why are we losing deals", "Lost, and why"),
        ("en", "who sold the most this year", "Performance"),
        ("en", "how far off target are we", "Targets"),
        ("en", "which deals have gone cold", "Stalled"),
        ("en", "what moved since last week", "added 1 · €3,000"),
    ],
)
def test_a_figure_is_asked_for(office: Office, language: str, asked: str, heading: str) -> None:
    office.customer("Bar Luna")
    ana = office.rep("Ana", language=language, role="manager")
    ana.says("bar luna: oportunidad cafetera 3.000 €" if language == "es" else "Bar Luna: opportunity fryer €3,000")
    ana.says(asked)
    ana.hears(heading)


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("es", "exporta el pipeline a excel"),
        ("es", "mándame un csv con las oportunidades"),
        ("es", "/exportar oportunidades"),
        ("en", "export the pipeline as csv"),
    ],
)
def test_the_opportunities_as_a_file(office: Office, language: str, asked: str) -> None:
    office.customer("Bar Luna")
    ana = office.rep("Ana", language=language, role="manager")
    ana.says("bar luna: oportunidad cafetera 3.000 €" if language == "es" else "Bar Luna: opportunity fryer €3,000")
    ana.says(asked)
    ana.hears("1 oportunidad." if language == "es" else "1 opportunity.")


def test_what_has_no_amount_is_worth_no_zero(office: Office) -> None:
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("bar luna: oportunidad cafetera")
    ana.says("/pipeline")
    ana.hears("1 de ellas no tiene importe")
    ana.hears_not("0\xa0€")


@pytest.mark.parametrize(
    ("language", "told", "then", "offered"),
    [
        ("en", "saw Dana at Bar Luna, she'd take the fryer at 1500 a month", "that's 18k a year", "Opportunity: fryer · €18,000"),
        ("en", "visited Bar Luna, they want a new lift", "about 4 grand", "Opportunity: lift · €4,000"),
        ("es", "visité bar luna, quieren tres neveras nuevas", "serían unos 4.000", "Oportunidad: tres neveras · 4.000\xa0€"),
    ],
)  # fmt: skip
def test_what_it_comes_to_is_told_in_a_second_breath(
    office: Office, language: str, told: str, then: str, offered: str
) -> None:
    office.customer("Bar Luna", "Dana Lee")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(then)
    ana.presses(offered)
    ana.hears(offered.partition(": ")[2].partition(" · ")[0])
