"""An opportunity is named as people name it: by what it is about, by its customer, or by both; and its amount is put right in words."""

import pytest

from tests.office import Office
from tests.office.people import Someone


def _two_deals(office: Office, language: str) -> Someone:
    office.customer("Bar Luna", "Marta Gil")
    office.customer("Hill Garage")
    office.rep("Luis Pérez", language=language)
    ana = office.rep("Ana Torres", language=language)
    if language == "es":
        ana.says("bar luna: oportunidad cafetera 3.000 €")
        ana.says("hill garage: oportunidad compresor 1.200 €")
    else:
        ana.says("Bar Luna: opportunity fryer €3,000")
        ana.says("Hill Garage: opportunity compressor €1,200")
    return ana


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "mueve la cafetera a negociación", "→ Negociación"),
        ("es", "la cafetera de bar luna se retrasa a enero", "domingo 31 de enero"),
        ("es", "lo de la cafetera pasa al 15 de enero", "viernes 15 de enero"),
        ("es", "sube la cafetera a 3.500", "3.000\xa0€ → 3.500\xa0€"),
        ("es", "que Luis lleve la cafetera", "Ahora la lleva Luis Pérez"),
        ("es", "lo de bar luna de la cafetera se ha perdido", "¿Por qué se perdió?"),
        ("es", "perdimos la cafetera por el precio", "Perdida: cafetera. Motivo: Precio"),
        ("es", "hemos vendido la cafetera por 2.900", "¡Ganada! cafetera · 2.900"),
        ("en", "move the fryer to stage negociación", "→ Negociación"),
        ("en", "the fryer slipped to March", "Wednesday 31 March 2027"),
        ("en", "the Bar Luna deal got pushed back to April", "Friday 30 April 2027"),
        ("en", "drop the fryer to 2,800", "€3,000 → €2,800"),
        ("en", "hand the fryer to Luis", "Luis Pérez owns it now"),
        ("en", "lost the fryer, too expensive", "Lost: fryer. Why: Precio"),
        ("en", "won the fryer for 2900", "Won! fryer · €2,900"),
    ],
)
def test_it_is_named_by_what_it_is_about(office: Office, language: str, said: str, heard: str) -> None:
    ana = _two_deals(office, language)
    ana.says(said)
    ana.hears(heard)
    ana.hears_not("Hill Garage")


@pytest.mark.parametrize(
    ("language", "lost", "again"),
    [
        ("es", "perdimos la cafetera por el precio", "reabre la cafetera de bar luna"),
        ("en", "lost the fryer, too expensive", "reopen the fryer"),
    ],
)
def test_what_is_closed_is_opened_again_by_what_it_was_about(
    office: Office, language: str, lost: str, again: str
) -> None:
    ana = _two_deals(office, language)
    ana.says(lost)
    ana.says(again)
    ana.hears("Reabierta: cafetera" if language == "es" else "Reopened: fryer")


def test_a_deal_that_there_is_not_is_no_reason_to_hand_over_the_customer(office: Office) -> None:
    office.customer("Fulton Fish House")
    office.rep("Luke Perry", language="en")
    ana = office.rep("Ana", language="en")
    ana.says("hand the fulton deal to Luke")
    ana.hears("Fulton Fish House has no open opportunity")


def test_a_bar_that_closes_on_monday_moves_no_deal(office: Office) -> None:
    ana = _two_deals(office, "es")
    ana.says("bar luna cierra el lunes")
    ana.hears("Guardado: nota", "bar luna cierra el lunes")


@pytest.mark.parametrize(
    ("language", "said", "now"),
    [
        ("es", "en realidad eran 1.450 con la instalación", "1.200\xa0€ → 1.450\xa0€"),
        ("es", "perdón, 1.300 más IVA", "1.200\xa0€ → 1.300\xa0€"),
        ("es", "quítale 100", "1.200\xa0€ → 1.100\xa0€"),
        ("es", "hazle un 10 % de descuento", "1.200\xa0€ → 1.080\xa0€"),
        ("es", "súmale 200 de portes", "1.200\xa0€ → 1.400\xa0€"),
        ("en", "actually it was 1,450 inc the lead", "€1,200 → €1,450"),
        ("en", "knock 100 quid off so 1100", "€1,200 → €1,100"),
        ("en", "10% off", "€1,200 → €1,080"),
        ("en", "add 200 for delivery", "€1,200 → €1,400"),
    ],
)
def test_an_amount_is_put_right_as_people_say_it(office: Office, language: str, said: str, now: str) -> None:
    ana = _two_deals(office, language)
    ana.says(said)
    ana.hears(now, "Hill Garage")


def test_a_total_that_does_not_agree_is_asked_about(office: Office) -> None:
    ana = _two_deals(office, "en")
    ana.says("knock 100 off so 1000")
    ana.hears("From €1,200 that makes €1,100, not €1,000. Which is it?")
    ana.presses("€1,000")
    ana.hears("€1,200 → €1,000")
