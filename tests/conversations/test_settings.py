"""A person's own settings, by buttons and by words."""

from datetime import time

import pytest

from handlers.people.settings import read_hours
from storage.people.records import Hours
from tests.office import Office


def test_the_language_changes_at_once(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/ajustes")
    ana.hears("Tus ajustes", "Español", "Madrid", "9:00–18:00")
    ana.presses("Idioma")
    ana.presses("English")
    ana.hears("Changed.", "Language: English")
    ana.says("settings")
    ana.hears("Your settings")
    ana.presses("Language")
    ana.hears("In which language")


def test_a_zone_by_its_city_decides_what_today_is(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("mis ajustes")
    ana.presses("Zona horaria")
    ana.says("Atlántida")
    ana.hears("No conozco esa zona", "Bogotá")
    ana.says("bogota")
    ana.hears("Cambiado", "Bogotá (04:30)")
    assert office.person("Ana").zone == "America/Bogota"
    office.clock.set(office.time("2026-11-21 03:00"))
    ana.says("visité a Bar Sol hoy, quieren agua")
    ana.hears("viernes 20 de noviembre")


def test_working_and_quiet_hours(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/horario de 8:30 a 15")
    ana.hears("8:30–15:00")
    ana.says("/horario mañana")
    ana.hears("No he visto un horario", "9:30-18")
    ana.says("/cancelar")
    ana.says("/silencio")
    ana.presses("Nunca")
    ana.hears("Horas de silencio: nunca")
    person = office.person("Ana")
    assert person.working_hours == Hours(time(8, 30), time(15))
    company = office.settings.company
    assert time(3) not in company.quiet_hours_of(person)
    ana.says("/horario")
    ana.presses("Las de la empresa")
    assert office.person("Ana").working_hours is None
    working = company.working_time_of(office.person("Ana"))
    assert (working.opens, working.closes) == (time(9), time(18))


def test_a_setting_can_be_undone(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/zona Lima")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    assert office.person("Ana").zone == "Europe/Madrid"


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-18", "09:00-18:00"),
        ("de 9:30 a 14", "09:30-14:00"),
        ("from 9am to 5:30pm", "09:00-17:30"),
        ("22:00 – 7:00", "22:00-07:00"),
        ("de 8h a 15h", "08:00-15:00"),
        ("de 9 a las 18", "09:00-18:00"),
        ("9", None),
        ("de 9 a 25", None),
        ("", None),
    ],
)
def test_hours_as_people_write_them(text: str, hours: str | None) -> None:
    found = read_hours(text)
    assert (str(found) if found else None) == hours


def test_hours_over_midnight() -> None:
    night = Hours.parse("21:00-08:00")
    assert time(23) in night
    assert time(3) in night
    assert time(8) not in night
