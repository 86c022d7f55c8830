"""What was promised comes back at its minute."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    """Ana, who promised Marta a call on Tuesday at ten."""
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, Marta quiere 10 cajas, llamarla el martes a las 10")
    return ana


def test_it_arrives_at_its_minute_once(office: Office, ana: Someone) -> None:
    office.at("2026-11-24 09:59")
    ana.hears_not("Ahora")
    office.at("2026-11-24 10:00")
    ana.hears("Ahora: llamarla", "Bar Sol")
    told = ana.heard()
    office.passes(minutes=1)
    assert ana.heard() == told


def test_done(office: Office, ana: Someone) -> None:
    office.at("2026-11-24 10:00")
    ana.presses("Hecho")
    ana.hears("Hecho: llamarla")
    ana.says("historial Bar Sol")
    ana.hears_not("Pendiente")


def test_done_can_be_taken_back(office: Office, ana: Someone) -> None:
    office.at("2026-11-24 10:00")
    ana.presses("Hecho")
    ana.presses("Deshacer")
    ana.hears("Vuelve a estar pendiente")
    ana.says("historial Bar Sol")
    ana.hears("Pendiente")


def test_snoozed_it_comes_back(office: Office, ana: Someone) -> None:
    office.at("2026-11-24 10:00")
    ana.presses("En 1 hora")
    ana.hears("martes 24 de noviembre, 11:00")
    office.at("2026-11-24 10:59")
    ana.hears_not("Ahora")
    office.at("2026-11-24 11:00")
    ana.hears("Ahora: llamarla")


def test_without_an_hour_it_comes_when_the_working_day_starts(office: Office) -> None:
    office.customer("Bar Sol")
    luis = office.rep("Luis")
    luis.says("visité a Bar Sol ayer, quieren muestras, llevarlas el lunes")
    luis.hears("lunes 23 de noviembre")
    office.at("2026-11-23 08:59")
    luis.hears_not("Ahora")
    office.at("2026-11-23 09:00")
    luis.hears("Ahora")


def test_nobody_elses_follow_up_can_be_pressed_away(office: Office, ana: Someone) -> None:
    luis = office.rep("Luis")
    office.at("2026-11-24 10:00")
    ana.hears("Ahora")
    luis.says("/hecho")
    luis.hears("ya no está")


def test_while_the_bot_was_off_nothing_is_forgotten(office: Office, ana: Someone) -> None:
    office.clock.set(office.time("2026-11-26 08:00"))
    office.restart()
    office.tick()
    ana.hears("Ahora: llamarla")


def test_in_another_zone_it_comes_at_that_zones_hour(office: Office) -> None:
    office.customer("Bar Sol")
    eva = office.rep("Eva", zone="America/Mexico_City")
    eva.says("visité a Bar Sol ayer, quieren 10 cajas, llamar el martes a las 10")
    eva.hears("martes 24 de noviembre, 10:00")
    office.at("2026-11-24 16:59")
    eva.hears_not("Ahora")
    office.at("2026-11-24 17:00")
    eva.hears("Ahora")
