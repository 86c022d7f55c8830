"""Logging what happened with a customer."""

from tests.office import Office


def test_a_visit_is_shared_with_the_next_rep(office: Office) -> None:
    office.customer("Bar Sol", "Marta")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("visité a bar sol ayer, Marta quiere 10 cajas, llamarla el martes a las 10")
    ana.hears("Bar Sol", "jueves 19 de noviembre", "martes 24 de noviembre, 10:00")
    luis.says("historial de Bar Sol")
    luis.hears("Ana", "quiere 10 cajas")
