"""Who recommended us to whom."""

from tests.office import Office


def test_it_is_on_both_cards(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("Bar Sol nos recomendó a Bar Luna")
    ana.hears("Bar Sol nos recomendó a Bar Luna")
    ana.says("Bar Sol")
    ana.hears("Nos recomendó a: Bar Luna")
    eve.says("Bar Luna")
    eve.hears("Sent by: Bar Sol")
    eve.says("Bar Sol recommended us to Bar Luna")
    eve.hears("Already noted: Bar Sol referred Bar Luna")
    ana.says("deshacer")
    ana.says("Bar Sol")
    ana.hears_not("Bar Luna")


def test_somebody_new_becomes_a_prospect(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("Bar Sol nos recomendó a Café Nuevo")
    ana.presses("Crearlo")
    ana.hears("Bar Sol nos recomendó a Café Nuevo")
    ana.says("/cliente Café Nuevo")
    ana.hears("Estado: potencial", "Viene de parte de: Bar Sol")


def test_by_command_and_not_to_itself(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("/recomendado Bar Sol > Bar Sol")
    ana.hears("dos veces")
    ana.says("Bar Luna")
    ana.hears("Guardado: Bar Sol nos recomendó a Bar Luna")
    ana.says("/referral")
    ana.hears("¿Quién nos recomendó?")


def test_it_is_asked_for_at_most_once_in_six_months(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/brief Bar Sol")
    ana.hears("Pídele que nos recomiende")
    ana.presses("Ya se lo he preguntado")
    ana.hears("En 6 meses no lo recordaré a nadie")
    luis.says("/brief Bar Sol")
    luis.hears_not("que nos recomiende")
    office.passes(days=179)
    luis.says("/brief Bar Sol")
    luis.hears_not("que nos recomiende")
    office.passes(days=2)
    luis.says("/brief Bar Sol")
    luis.hears("Pídele que nos recomiende")


def test_who_just_gave_one_is_not_asked(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("Bar Sol nos recomendó a Bar Luna")
    ana.says("/brief Bar Sol")
    ana.hears_not("que nos recomiende")


def test_what_is_told_is_not_a_referral(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, nos recomendó a su primo")
    ana.hears("Guardado: visita · Bar Sol")
