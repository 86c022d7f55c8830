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
    ana.hears("Deshecho: «llamarla»")
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
    luis.says("/hecho llamarla")
    luis.hears("No tienes nada pendiente")
    ana.says("historial Bar Sol")
    ana.hears("Pendiente")


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


def test_what_it_offers_can_be_typed(office: Office, ana: Someone) -> None:
    office.at("2026-11-24 10:00")
    ana.says("en 1 hora")
    ana.hears("martes 24 de noviembre, 11:00")


def test_snoozed_until_any_moment(office: Office, ana: Someone) -> None:
    office.at("2026-11-24 10:00")
    ana.presses("Otro momento")
    ana.hears("¿Cuándo?")
    ana.says("el 30 de febrero")
    ana.hears("no existe. ¿Qué día")
    ana.says("el viernes a las 5")
    ana.hears("viernes 27 de noviembre, 17:00")
    ana.says("deshacer")
    office.at("2026-11-27 17:00")
    ana.hears_not("Ahora")


def test_a_reply_to_it_moves_it(office: Office, ana: Someone) -> None:
    office.at("2026-11-24 10:00")
    ana.replies("Ahora: llamarla", "mañana a las 12")
    ana.hears("miércoles 25 de noviembre, 12:00")


def test_reassigned_it_is_the_colleagues(office: Office, ana: Someone) -> None:
    luis = office.rep("Luis Gil")
    office.rep("Eva")
    office.at("2026-11-24 10:00")
    ana.presses("Reasignar")
    ana.hears("¿A quién?")
    assert ana.choices() == ["Eva", "Luis Gil"]
    ana.presses("Luis Gil")
    ana.hears("Ahora le toca a Luis Gil")
    luis.hears("Ana te ha pasado esto: llamarla", "Bar Sol")
    luis.presses("Mañana")
    office.at("2026-11-25 09:00")
    luis.hears("Ahora: llamarla")
    ana.hears_not("Ahora: llamarla")


def test_a_reassignment_can_be_taken_back(office: Office, ana: Someone) -> None:
    office.rep("Luis")
    ana.says("/reasignar llamarla a Luis")
    ana.hears("Ahora le toca a Luis")
    ana.presses("Deshacer")
    office.at("2026-11-24 10:00")
    ana.hears("Ahora: llamarla")


def test_a_log_offers_to_close_what_it_settles(office: Office, ana: Someone) -> None:
    office.at("2026-11-24 09:00")
    ana.says("ya llamé a Marta, quiere 12 cajas")
    ana.hears("¿Con esto queda hecho", "llamarla", "24 de noviembre")
    ana.presses("Hecho: llamarla")
    ana.hears("Hecho: llamarla")
    office.at("2026-11-24 10:00")
    ana.hears_not("Ahora")


def test_a_log_does_not_offer_what_it_promised_itself_nor_anothers(office: Office, ana: Someone) -> None:
    ana.hears_not("¿Queda hecho")
    luis = office.rep("Luis")
    luis.says("llamé a Marta, todo bien")
    luis.hears_not("¿Queda hecho")


def test_a_leavers_follow_ups_are_the_successors(office: Office, ana: Someone) -> None:
    luis = office.rep("Luis")
    leaver, successor = office.person("Ana").id, office.person("Luis").id
    with office.work() as work:
        assert work.follow_ups.hand_over(leaver, successor) == 1
    office.at("2026-11-24 10:00")
    luis.hears("Ahora: llamarla", "Bar Sol")
    ana.hears_not("Ahora")


def test_a_next_step_on_a_holiday_comes_on_the_next_working_day(office: Office, ana: Someone) -> None:
    ana.says("visité a Bar Sol hoy, quieren muestras, llevarlas el 8 de diciembre")
    ana.hears("martes 8 de diciembre no es día laborable", "miércoles 9 de diciembre")
    office.at("2026-12-08 09:00")
    ana.hears_not("Ahora: llevarlas")
    office.at("2026-12-09 09:00")
    ana.hears("Ahora: llevarlas")


def test_without_an_hour_it_is_never_brought_up_at_night(office: Office) -> None:
    office.customer("Bar Sol")
    luis = office.rep("Luis")
    luis.says("visité a Bar Sol ayer, quieren muestras, llevarlas el lunes")
    office.clock.set(office.time("2026-11-23 21:30"))  # it was off all day
    office.restart()
    office.tick()
    luis.hears_not("Ahora")
    office.at("2026-11-24 08:59")
    luis.hears_not("Ahora")
    office.at("2026-11-24 09:00")
    luis.hears("Ahora: llevarlas")
