"""Digests: at their time, on demand, and the team's week in a channel."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def jefa(office: Office) -> Someone:
    office.customer("Bar Sol")
    return office.rep("Jefa", role="manager")


def test_my_morning_comes_when_work_begins(office: Office, jefa: Someone) -> None:
    jefa.says("recuérdame llamar a Bar Sol el lunes")
    jefa.says("/resumenes")
    jefa.hears("Resúmenes", "Mi mañana", "apagado; llegaría cada día laborable")
    jefa.presses("Encender: Mi mañana")
    jefa.hears("Mi mañana: cada día laborable, cuando empieza el trabajo", "lunes 23 de noviembre")
    jefa.says("hola")
    office.at("2026-11-22 12:00")
    jefa.hears_not("Mi mañana ·")
    office.at("2026-11-23 09:00")
    office.tick()
    jefa.hears("Mi mañana · lunes 23 de noviembre", "llamar a Bar Sol")
    jefa.says("/resumenes")
    jefa.presses("Apagar: Mi mañana")
    jefa.hears("ya no llega")
    jefa.presses("Deshacer")
    jefa.says("hola")
    office.at("2026-11-24 09:00")
    office.tick()
    jefa.hears("Mi mañana · martes 24 de noviembre")


def test_the_week_and_the_month_on_demand(office: Office, jefa: Someone) -> None:
    ana = office.rep("Ana Ruiz")
    ana.says("visité a Bar Sol, todo bien")
    ana.says("Bar Sol: oportunidad cafetera 900 €")
    ana.says("Bar Sol se queja del retraso")
    ana.says("/resumenes")
    ana.hears_not("La semana del equipo")
    jefa.says("objetivo de Ana en noviembre 20.000")
    jefa.says("/resumenes")
    jefa.presses("Más opciones")
    jefa.presses("Ahora: La semana del equipo")
    jefa.hears("La semana del equipo · viernes 20 de noviembre", "Ana Ruiz", "visita: 1", "Quejas: 1 abierta", "900")
    if office.way.platform == "local":  # elsewhere the pictures are drawn, and their words are for who cannot see them
        jefa.hears("Pipeline · todos. viernes 20 de noviembre", "Contactos de la semana. Ana Ruiz: visita: 1")
    ana.says("Bar Sol: oportunidad horno 5.000 €")
    jefa.hears_not("5.000", "imagen oscura")  # as it was when it was made, and not drawn anew
    jefa.says("/resumenes")
    jefa.presses("Más opciones")
    jefa.presses("Ahora: El mes frente a los objetivos")
    jefa.hears("El mes frente a los objetivos", "Ana Ruiz")


def test_the_teams_week_comes_to_a_channel(office: Office) -> None:
    office.customer("Bar Sol")
    boss = office.rep("Boss", role="manager", language="en", at_desk=True)
    boss.says("visited Bar Sol, all fine")
    boss.says_in("C1", "/digests here")
    office.at("2026-11-23 09:00")
    office.tick()
    assert "The team's week · Monday" in boss.sees_in("C1")
    assert "Contacts of the week. Boss: visit: 1." in boss.sees_in("C1")


def test_the_last_working_day_of_the_month(office: Office, jefa: Someone) -> None:
    jefa.says("/resumenes")
    jefa.presses("Más opciones")
    jefa.presses("Encender: El mes frente a los objetivos")
    jefa.hears("lunes 30 de noviembre")
    office.at("2026-11-30 09:00")
    office.tick()
    jefa.says("/resumenes")
    jefa.hears("jueves 31 de diciembre")


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "mi mañana", "Mi mañana · viernes 20"),
        ("es", "la semana del equipo", "La semana del equipo · viernes 20"),
        ("es", "el mes frente a los objetivos", "El mes frente a los objetivos · viernes 20"),
        ("es", "mándame el resumen de la mañana cada día", "Mi mañana: cada día laborable, cuando empieza el trabajo"),
        ("es", "no me mandes más el resumen semanal", "La semana del equipo: ya no llega"),
        ("en", "my morning", "My morning · Friday 20"),
        ("en", "the team's week", "The team's week · Friday 20"),
        ("en", "this month’s digest", "The month against its targets · Friday 20"),
        ("en", "send me the morning digest every day", "My morning: each working day"),
        ("en", "stop sending me the weekly digest", "The team's week comes no more"),
    ],
)
def test_a_digest_is_asked_for_by_its_name_and_turned_on_and_off_in_words(
    office: Office, language: str, said: str, heard: str
) -> None:
    boss = office.rep("Rosa", language=language, role="manager")
    boss.says(said)
    boss.hears(heard)


def test_a_rep_is_told_the_week_of_their_own_agenda(office: Office) -> None:
    """The team's week is the managers': for others those words ask for the agenda."""
    luis = office.rep("Luis")
    luis.says("la semana del equipo")
    luis.hears("semana del lunes 16 de noviembre")
