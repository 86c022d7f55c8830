"""Whose history, whose card, for whom a brief: part of a name, several at once, nobody known."""

from tests.office import Office


def test_the_history_of_part_of_a_name_was_not_understood(office: Office) -> None:
    office.customer("Cafetería Las Flores")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("historial de Las Flores")
    ana.hears("Historial de Cafetería Las Flores")
    ana.says("prepárame las flores")
    ana.hears("Para la visita: Cafetería Las Flores")
    eve.says("history of flores")
    eve.hears("History of Cafetería Las Flores")


def test_the_history_of_nobody_known_was_not_understood(office: Office) -> None:
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("dame la ficha de kiosko luna")
    ana.hears("No conozco «Kiosko Luna»")
    eve.says("card of harbour lights")
    eve.hears("I don't know “Harbour Lights”")
    for said in ("prepárame un chiste", "historia de España", "¿historial de qué?"):
        ana.says("cancela")
        ana.says(said)
        ana.hears_not("No conozco")


def test_a_kind_of_business_brings_up_all_of_them(office: Office) -> None:
    office.customer("Ferretería López")
    office.customer("Ferretería El Tornillo")
    ana = office.rep("Ana")
    ana.says("historial de ferreteria")
    assert set(ana.choices()) == {"Ferretería López", "Ferretería El Tornillo"}


def test_of_two_customers_in_a_brief_one_was_forgotten(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Central")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("prepárame bar sol y bar central")
    ana.hears("También nombras a Bar Central", "Para la visita: Bar Sol")
    ana.presses("Para la visita: Bar Central")
    ana.hears("Para la visita: Bar Central")
    eve.says("history of bar sol and bar central")
    eve.hears("You also mention Bar Central", "History of Bar Sol")
    eve.presses("History of Bar Central")
    eve.hears("History of Bar Central")
