"""When somebody works, and when they are told nothing unasked, said in a sentence."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "horas de silencio de 14 a 16", "Horas de silencio: 14:00–16:00"),
        ("es", "no me avises de 14:00 a 16:00", "Horas de silencio: 14:00–16:00"),
        ("es", "no me molestes de 2 a 4 de la tarde", "Horas de silencio: 14:00–16:00"),
        ("es", "no me escribas entre las 22 y las 7", "Horas de silencio: 22:00–7:00"),
        ("es", "mis horas de silencio son de 8 de la tarde a 8 de la mañana", "Horas de silencio: 20:00–8:00"),
        ("es", "mi horario es de lunes a jueves de 9 a 14 y viernes de 8 a 15", "lun–jue 9:00–14:00; vie 8:00–15:00"),
        ("es", "trabajo de 8 a 15", "lun–vie 8:00–15:00"),
        ("en", "quiet hours from 2 to 4 pm", "Quiet hours: 14:00–16:00"),
        ("en", "don't message me between 2 and 4 pm", "Quiet hours: 14:00–16:00"),
        ("en", "do not disturb from 10pm to 7am", "Quiet hours: 22:00–07:00"),
        ("en", "no nudges between 10 and 7 am", "Quiet hours: 22:00–07:00"),
        ("en", "no nudges from 11 to 2 pm", "Quiet hours: 11:00–14:00"),
        ("en", "my working hours are Monday to Friday 8 to 4", "Mon–Fri 08:00–16:00"),
        ("en", "I work Monday to Thursday from 9 to 5:30", "Mon–Thu 09:00–17:30"),
    ],
)
def test_hours_are_set_in_a_sentence_and_taken_back(office: Office, language: str, said: str, heard: str) -> None:
    ana = office.rep("Ana", language=language)
    ana.says(said)
    ana.hears("Cambiado" if language == "es" else "Changed", heard)
    ana.presses("Deshacer" if language == "es" else "Undo")
    ana.says("/ajustes" if language == "es" else "/settings")
    ana.hears_not(heard)


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "no me molestes con las quejas por una semana", "En silencio hasta el viernes 27 de noviembre"),
        ("es", "trabajo en Bar Sol de 8 a 3 con Marta", "Bar Sol"),
        ("en", "don't nudge me about loose notes for a week", "Quiet until Friday 27 November"),
        ("en", "don't call Bar Sol between 2 and 4", "Noted: Bar Sol"),
    ],
)
def test_what_is_about_something_else_sets_no_hours(office: Office, language: str, said: str, heard: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says(said)
    ana.hears(heard)
    ana.hears_not("Cambiado", "Changed")


def test_nothing_that_may_wait_is_told_in_quiet_hours(office: Office) -> None:
    ana = office.rep("Ana", language="en")
    ana.says("the new place on the corner wants 20 boxes of wine")
    ana.says("quiet hours from 9 to 10 am")
    office.at("2026-11-24 09:01")
    ana.says("hello")
    office.at("2026-11-24 09:59")
    ana.hears_not("still has no place")
    office.at("2026-11-24 10:01")
    ana.hears("This loose note still has no place")
