"""What is still is brought up in the morning: honestly, with what can be done about it."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    for name in ("Bar Sol", "Hotel Mar", "Taller Gil"):
        office.customer(name, "Marta Ruiz")
    return office.rep("Ana Ruiz")


def test_one_without_contact_and_without_a_next_step_is_brought_up_once_its_patience_is_over(
    office: Office, ana: Someone
) -> None:
    ana.says("bar sol: oportunidad cafetera 900 €")
    ana.says("gracias")
    office.at("2026-11-27 12:00")  # five business days of patience
    ana.hears_not("Parada")
    ana.says("pasa bar sol a cualificado")  # moving it is no contact
    ana.says("pasa bar sol a nuevo")
    office.at("2026-11-30 08:00")
    ana.hears_not("Parada")
    office.at("2026-11-30 09:00")
    ana.hears("Parada: cafetera · Bar Sol · 900", "5 días laborables sin contacto, desde el viernes 20 de noviembre")
    assert ana.choices() == ["Hecho", "Anotarlo", "Posponer", "Ganada", "Perdida: por qué", "Reasignar"]
    ana.presses("Posponer")
    ana.presses("En una semana")
    ana.hears("Pospuesto", "lunes 7 de diciembre")
    office.at("2026-12-04 12:00")
    ana.says("gracias")
    ana.hears_not("Parada")
    office.at("2026-12-07 09:00")
    ana.hears("Parada: cafetera")
    ana.presses("Perdida: por qué")
    ana.presses("Precio")
    ana.hears("Perdida: cafetera. Motivo: Precio")
    ana.says("gracias")
    office.at("2026-12-28 09:00")
    ana.hears_not("Parada")


def test_a_logged_contact_or_a_next_step_to_come_is_no_standstill(office: Office, ana: Someone) -> None:
    ana.says("bar sol: oportunidad cafetera 900 €")
    ana.says("hotel mar: oportunidad toldo 700 €")
    ana.says("taller gil: oportunidad banco 500 €")
    ana.says("recuérdame llamar a Hotel Mar el 4 de diciembre")
    office.at("2026-11-26 12:00")
    ana.says("llamé a Bar Sol, se lo piensan")
    ana.says("gracias")
    office.at("2026-11-30 09:00")
    ana.hears("Parada: banco · Taller Gil")
    ana.hears_not("cafetera", "toldo")
    ana.presses("Anotarlo")
    ana.hears("¿Qué pasó?")
    ana.says("lo deciden en enero")
    office.at("2026-12-04 09:00")
    office.at("2026-12-04 12:00")
    ana.says("gracias")
    office.at("2026-12-07 09:00")
    ana.hears_not("Parada")


def test_the_most_valuable_first_in_one_list_and_the_manager_once(office: Office, ana: Someone) -> None:
    elena = office.rep("Elena Gil", role="manager", at_desk=True)
    ana.says("bar sol: oportunidad cafetera 900 €")
    ana.says("hotel mar: oportunidad toldo 7.000 €")
    ana.says("taller gil: oportunidad banco")
    ana.says("gracias")
    office.at("2026-11-30 09:00")
    heard = ana.hears("3 oportunidades sin contacto ni siguiente paso", "1. toldo", "2. cafetera", "3. banco")
    assert heard.count("oportunidades sin contacto") == 1
    ana.presses("2. cafetera · Bar Sol")
    ana.hears("cafetera · Bar Sol")
    assert "Posponer" in ana.choices()
    ana.presses("Hecho")
    ana.hears("solo cuenta como contacto lo que queda anotado")
    office.at("2026-12-01 09:00")
    ana.hears_not("oportunidades")
    office.at("2026-12-02 09:00")
    ana.hears("2 oportunidades sin contacto", "1. toldo", "2. banco")
    ana.says("llamé a Taller Gil, lo ven en enero")
    elena.says("gracias")
    office.at("2026-12-04 09:00")
    elena.hears("Ana Ruiz no ha contestado dos veces sobre 1 oportunidad", "toldo · Hotel Mar", "7.000")
    elena.presses("Reasignar")
    elena.presses("Elena Gil")
    elena.hears("Ahora la lleva Elena Gil")


def test_whoever_does_not_answer_is_told_of_once_and_left_alone_then(office: Office, ana: Someone) -> None:
    elena = office.rep("Elena Gil", role="manager", at_desk=True)
    ana.says("bar sol: oportunidad cafetera 900 €")
    for day in ("2026-11-30", "2026-12-02", "2026-12-04"):
        office.at(f"{day} 09:00")
    elena.hears("no ha contestado dos veces")
    ana.says("gracias")
    elena.says("gracias")
    for day in ("2026-12-09", "2026-12-11", "2026-12-16", "2026-12-30"):
        office.at(f"{day} 09:00")
    ana.hears_not("Parada")
    elena.hears_not("contestado")


def test_a_close_date_that_has_passed_is_asked_about(office: Office, ana: Someone) -> None:
    ana.says("bar sol: oportunidad cafetera 900 € para el lunes")
    ana.says("hotel mar: oportunidad toldo 700 € para el lunes")
    ana.says("la oportunidad de hotel mar cierra el 15 de diciembre")
    office.at("2026-11-23 18:00")
    ana.says("gracias")
    office.at("2026-11-24 09:00")
    ana.hears("Ha pasado la fecha de cierre de 1 oportunidad", "cafetera · Bar Sol", "lunes 23 de noviembre")
    ana.hears_not("toldo")
    assert ana.choices() == ["Nueva fecha", "Ganada", "Perdida: por qué", "Ficha"]
    ana.presses("Nueva fecha")
    ana.says("fin de mes")
    ana.hears("lunes 30 de noviembre")
    office.at("2026-11-30 18:00")
    ana.says("gracias")
    office.at("2026-12-01 09:00")
    ana.hears("Ha pasado la fecha de cierre de 1 oportunidad", "cafetera")
