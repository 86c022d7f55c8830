"""A person's own settings, by buttons and by words."""

from datetime import time

import pytest

from handlers.people.settings import read_stretch, read_week
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
    ana.hears("No conozco ese lugar", "Bogotá")
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
    ana.hears("No he visto un horario", "de lunes a jueves de 9 a 14")
    ana.says("/cancelar")
    ana.says("/horas_de_silencio")
    ana.presses("Nunca")
    ana.hears("Horas de silencio: nunca")
    person = office.person("Ana")
    assert person.working == "08:30-15:00"
    company = office.settings.company
    assert time(3) not in company.quiet_hours_of(person)
    ana.says("/horario")
    ana.presses("Las de la empresa")
    assert office.person("Ana").working is None
    assert str(company.week_of(office.person("Ana"))) == "09:00-18:00"


def test_a_setting_can_be_undone(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/zona Lima")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    assert office.person("Ana").zone == "Europe/Madrid"


def test_a_week_with_a_lunch_break_and_a_short_friday(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/horario de lunes a jueves de 9 a 2 y de 4 a 7, viernes de 8 a 15")
    ana.hears("lun–jue 9:00–14:00, 16:00–19:00; vie 8:00–15:00")
    ana.presses("Deshacer")
    ana.says("/ajustes")
    ana.hears("lun–vie 9:00–18:00")
    eva = office.rep("Eva", language="en")
    eva.says("/hours Monday to Friday 8:30 to 5, Saturday 9am-1pm")
    eva.hears("Mon–Fri 08:30–17:00; Sat 09:00–13:00")


def test_a_reminder_for_today_waits_behind_lunch(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/horario 9-14, 16-19")
    office.at("2026-11-20 13:40")
    ana.says("recuérdame hoy mandar las muestras")
    ana.hears("mandar las muestras")
    office.at("2026-11-20 15:59")
    ana.hears_not("Ahora")
    office.at("2026-11-20 16:00")
    ana.hears("Ahora: mandar las muestras")


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("9-18", "09:00-18:00"),
        ("de 9:30 a 14", "09:30-14:00"),
        ("from 9am to 5:30pm", "09:00-17:30"),
        ("9 to 5", "09:00-17:00"),
        ("de 8h a 15h", "08:00-15:00"),
        ("de 9 a las 18", "09:00-18:00"),
        ("de 8 de la mañana a 3 de la tarde", "08:00-15:00"),
        ("de 10 a 2 y de 5 a 8", "10:00-14:00,17:00-20:00"),
        ("de 4 a 8", "16:00-20:00"),
        ("lunes, miércoles y viernes de 10 a 14", "mon 10:00-14:00; wed 10:00-14:00; fri 10:00-14:00"),
        ("L-J 9-14/16-19; V 8-15", "mon-thu 09:00-14:00,16:00-19:00; fri 08:00-15:00"),
        ("weekdays 9-5 and Saturdays from 10 until noon", "09:00-17:00; sat 10:00-12:00"),
        ("todos los días de 8 a 20", "mon-sun 08:00-20:00"),
        ("mon-fri 09:00-18:00", "09:00-18:00"),
        ("9", None),
        ("de 9 a 25", None),
        ("de 18 a 9", None),
        ("de 9 a 14 con pausa", None),
        ("de 9 a 14 y de 13 a 18", None),
        ("de 9 a 14 los sábados", None),
        ("", None),
    ],
)
def test_a_week_as_people_write_it(text: str, hours: str | None) -> None:
    found = read_week(text)
    assert (str(found) if found else None) == hours


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00 – 7:00", "22:00-07:00"),
        ("de 9 de la noche a 8", "21:00-08:00"),
        ("10pm to 7am", "22:00-07:00"),
        ("from 9 pm until 8", "21:00-08:00"),
        ("lunes 22-7", None),
        ("22", None),
    ],
)
def test_quiet_hours_as_people_write_them(text: str, hours: str | None) -> None:
    found = read_stretch(text)
    assert (str(found) if found else None) == hours


def test_hours_over_midnight() -> None:
    night = Hours.parse("21:00-08:00")
    assert time(23) in night
    assert time(3) in night
    assert time(8) not in night
