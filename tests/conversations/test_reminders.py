"""Reminders, said in a sentence: what, when, for whom."""

from datetime import datetime

import pytest

from reminders.policy import MOST_A_DAY
from storage.crm.records import Due
from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    """Ana, with two customers and a colleague."""
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Bar Luna", "Pedro Gil")
    office.rep("Luis Gil")
    return office.rep("Ana")


def test_it_is_kept_and_comes_at_its_minute(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el jueves a las 10")
    ana.hears("Te lo recordaré: llamar a Marta", "jueves 26 de noviembre, 10:00", "Bar Sol")
    office.at("2026-11-26 09:59")
    ana.hears_not("Ahora")
    office.at("2026-11-26 10:00")
    ana.hears("Ahora: llamar a Marta", "Bar Sol")
    assert ana.choices() == ["Hecho", "En 1 hora", "Mañana", "La semana que viene", "Otro momento", "Reasignar"]


def test_in_english(office: Office, ana: Someone) -> None:
    eva = office.rep("Eva", language="en")
    eva.says("remind me to call Bar Sol on Thursday at 10")
    eva.hears("I'll remind you: call Bar Sol", "Thursday 26 November, 10:00")
    eva.says("move the Bar Sol call to Friday at 4pm")
    eva.hears("Friday 27 November, 16:00")
    eva.says("done with Bar Sol")
    eva.hears("Done: call Bar Sol")
    eva.says("/remind Luis to check the stock on Tuesday at 9")
    eva.hears("I'll remind Luis Gil: check the stock", "Tuesday 24 November, 09:00")


def test_step_by_step(office: Office, ana: Someone) -> None:
    ana.says("/recordar")
    ana.hears("¿Qué te recuerdo?")
    ana.says("mandar las muestras")
    ana.hears("¿Cuándo?")
    ana.says("pronto")
    ana.hears("No he visto ninguna fecha")
    ana.presses("Mañana")
    ana.hears("Te lo recordaré: mandar las muestras", "lunes 23 de noviembre")


def test_one_answer_says_it_all(ana: Someone) -> None:
    ana.says("/recordar")
    ana.says("llamar a Pedro el martes a las 12")
    ana.hears("Te lo recordaré: llamar a Pedro", "martes 24 de noviembre, 12:00", "Bar Luna")


def test_a_colleague_whom_i_am_to_call_is_not_reminded(ana: Someone) -> None:
    ana.says("recuérdame llamar a Luis el jueves a las 10")
    ana.hears("Te lo recordaré: llamar a Luis")


def test_for_a_colleague(office: Office, ana: Someone) -> None:
    luis = office.rep("Inés", zone="America/Mexico_City")
    ana.says("recuérdale a Inés que llame a Bar Sol el lunes a las 12")
    ana.hears("Se lo recordaré a Inés: llamar a Bar Sol", "lunes 23 de noviembre, 12:00", "America/Mexico_City")
    luis.hears("Ana te ha pasado esto: llamar a Bar Sol")
    office.at("2026-11-23 18:59")
    luis.hears_not("Ahora")
    office.at("2026-11-23 19:00")
    luis.hears("Ahora: llamar a Bar Sol")
    ana.hears_not("Ahora")


def test_one_in_the_past_is_asked_about(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Bar Luna hoy a las 9")
    ana.hears("viernes 20 de noviembre, 9:00 ya ha pasado", "¿Para cuándo, entonces?")
    ana.says("mañana a las 9")
    ana.hears("sábado 21 de noviembre, 9:00")


@pytest.mark.parametrize(
    ("language", "said", "then", "what", "not_said"),
    [
        ("es", "recuérdame llamar a Bar Luna ayer a las 10", "el lunes a las 9", "llamar a Bar Luna\n", "ayer"),
        ("es", "recuérdame llamar a Bar Luna por el pedido del lunes pasado", "el lunes a las 9", "el pedido del lunes pasado", "9:00 ya"),
        ("en", "remind me to check stock at Bar Luna last Tuesday", "Monday at 9", "check stock at Bar Luna\n", "last Tuesday"),
        ("en", "remind me to call Bar Luna about yesterday", "Monday at 9", "call Bar Luna about yesterday", "has already"),
    ],
)  # fmt: skip
def test_the_moment_that_is_over_is_no_part_of_what_is_to_be_done(
    office: Office, language: str, said: str, then: str, what: str, not_said: str
) -> None:
    office.customer("Bar Luna")
    eve = office.rep("Eve", language=language)
    eve.says(said)
    eve.hears("ya ha pasado" if language == "es" else "has already passed")
    eve.says(then)
    eve.hears(what.strip())
    eve.hears_not(not_said)


def test_an_hour_that_was_asked_for_comes_at_night_and_on_a_sunday(office: Office, ana: Someone) -> None:
    ana.says("recuérdame sacar la basura el domingo a las 23:30")
    ana.hears("domingo 22 de noviembre, 23:30")
    office.at("2026-11-22 23:30")
    ana.hears("Ahora: sacar la basura")


def test_a_day_without_an_hour_is_a_working_day(office: Office, ana: Someone) -> None:
    ana.says("recuérdame comprar pan mañana")
    ana.hears("sábado 21 de noviembre no es día laborable", "lunes 23 de noviembre")
    office.at("2026-11-23 08:59")
    ana.hears_not("Ahora")
    office.at("2026-11-23 09:00")
    ana.hears("Ahora: comprar pan")


def test_today_after_work_asks_for_an_hour(office: Office, ana: Someone) -> None:
    office.at("2026-11-20 19:00")
    ana.says("recuérdame hoy llamar a Marta")
    ana.hears("¿Para cuándo, entonces?")
    ana.presses("En 1 hora")
    ana.hears("viernes 20 de noviembre, 20:00")


def test_a_deadline_is_nudged_the_working_day_before_too(office: Office, ana: Someone) -> None:
    ana.says("recuérdame mandar el presupuesto a Bar Luna antes del miércoles 9 de diciembre")
    ana.hears("antes del miércoles 9 de diciembre")
    office.at("2026-12-07 08:59")  # the eighth is a holiday
    ana.hears_not("Se acerca")
    office.at("2026-12-07 09:00")
    ana.hears("Se acerca: mandar el presupuesto", "9 de diciembre")
    told = ana.heard()
    office.at("2026-12-08 12:00")
    assert ana.heard() == told
    office.at("2026-12-09 09:00")
    ana.hears("Ahora: mandar el presupuesto")


@pytest.mark.parametrize("said", ["recuérdame pagar para el viernes", "remind me to pay by Friday"])
def test_every_way_to_say_a_deadline(office: Office, said: str) -> None:
    eva = office.rep("Eva", language="en")
    eva.says(said)
    eva.hears("by Friday 27 November")


def test_a_reminder_for_friday_is_no_deadline(ana: Someone) -> None:
    ana.says("ponme un recordatorio para el viernes: pagar la luz")
    ana.hears("viernes 27 de noviembre")
    ana.hears_not("antes del")


def test_a_time_that_the_clocks_skip_is_moved_and_said(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el 28 de marzo de 2027 a las 2:30 de la madrugada")
    ana.hears("Ese día cambia la hora", "2:30 no existe", "28 de marzo de 2027, 3:30")
    office.at("2027-03-28 03:29")
    ana.hears_not("Ahora")
    office.at("2027-03-28 03:30")
    ana.hears("Ahora: llamar a Marta")


def test_one_that_repeats_keeps_its_hour_when_the_clocks_change(office: Office, ana: Someone) -> None:
    office.at("2027-03-19 12:00")
    ana.says("recuérdame llamar a Bar Sol todos los lunes a las 10")
    ana.hears("lunes 22 de marzo, 10:00", "cada semana")
    office.at("2027-03-22 10:00")
    ana.presses("Hecho")
    ana.hears("La próxima: lunes 29 de marzo, 10:00")
    office.at("2027-03-29 09:59")  # summer time began on the 28th
    ana.hears_not("Ahora")
    office.at("2027-03-29 10:00")
    ana.hears("Ahora: llamar a Bar Sol")


def test_one_that_repeats_comes_back_though_nobody_pressed_done(office: Office, ana: Someone) -> None:
    ana.says("recuérdame pasar por Bar Sol el 31 de cada mes")
    ana.hears("lunes 30 de noviembre", "cada mes")
    office.at("2026-11-30 09:00")
    ana.hears("Ahora: pasar por Bar Sol")
    ana.says("/hoy")
    office.at("2026-12-31 09:00")
    ana.hears("Ahora: pasar por Bar Sol")


def test_not_every_five_minutes(ana: Someone) -> None:
    ana.says("recuérdame llamar a Bar Sol cada 5 minutos")
    ana.hears("una vez al día como mucho")


def test_fix(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el jueves a las 10")
    ana.presses("Corregir")
    ana.presses("Cuándo")
    ana.says("el viernes a las 12")
    ana.hears("Corregido", "viernes 27 de noviembre, 12:00")
    office.at("2026-11-26 10:00")
    ana.hears_not("Ahora")
    office.at("2026-11-27 12:00")
    ana.hears("Ahora: llamar a Marta")


def test_undo(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el jueves a las 10")
    ana.presses("Deshacer")
    ana.hears("Deshecho: «llamar a Marta»")
    office.at("2026-11-26 10:00")
    ana.hears_not("Ahora")


# ------------------------------------------------------------------ moving and finishing in words
def test_moved_in_words(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("pasa lo de Marta al jueves a las 12")
    ana.hears("Movido: llamar a Marta", "martes 24 de noviembre, 10:00 → jueves 26 de noviembre, 12:00")
    ana.presses("Deshacer")
    office.at("2026-11-24 10:00")
    ana.hears("Ahora: llamar a Marta")


def test_several_that_fit_are_choices(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("recuérdame mandar el contrato a Marta el miércoles")
    ana.says("hecho lo de Marta")
    ana.hears("¿Cuál?")
    assert [label.split(" · ")[0] for label in ana.choices()] == ["llamar a Marta", "mandar el contrato a Marta"]
    ana.says("2")
    ana.hears("Hecho: mandar el contrato a Marta")


def test_words_choose_among_several(ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("recuérdame mandar el contrato a Bar Sol el miércoles")
    ana.says("ya está lo del contrato")
    ana.hears("Hecho: mandar el contrato")


def test_none_that_fits_shows_what_there_is(ana: Someone) -> None:
    ana.says("hecho lo de Marta")
    ana.hears("No tienes nada pendiente")
    ana.says("recuérdame comprar pan el martes")
    ana.says("pasa lo de Marta al jueves")
    ana.hears("No encuentro nada pendiente así")
    assert ana.choices() == ["comprar pan · martes 24 de noviembre"]
    ana.says("1")
    ana.hears("comprar pan", "jueves 26 de noviembre")


def test_moved_by_command(ana: Someone) -> None:
    ana.says("recuérdame comprar pan el martes")
    ana.says("/posponer pan")
    ana.hears("¿Cuándo?")
    ana.says("el jueves a las 18")
    ana.hears("comprar pan", "jueves 26 de noviembre, 18:00")
    ana.says("/hecho pan")
    ana.hears("Hecho: comprar pan")
    ana.says("/deshacer")
    ana.hears("Deshecho: «comprar pan»")


# ------------------------------------------------------------------ when a person may be told
def test_quiet_hours_hold_back_what_names_no_hour(office: Office, ana: Someone) -> None:
    ana.says("/horas_de_silencio de 20 a 10:30")
    ana.says("recuérdame mandar el contrato el martes")
    ana.says("recuérdame llamar a Marta el martes a las 9:30")
    office.at("2026-11-24 09:00")
    ana.hears_not("Ahora")
    office.at("2026-11-24 09:30")
    ana.hears("Ahora: llamar a Marta")
    ana.hears_not("mandar el contrato")
    office.at("2026-11-24 10:30")
    ana.hears("Ahora: mandar el contrato")


def test_one_who_works_in_the_afternoon_is_told_then(office: Office, ana: Someone) -> None:
    ana.says("recuérdame mandar el contrato el martes")
    ana.says("/horario de lunes a viernes de 15 a 21")
    office.at("2026-11-24 14:59")
    ana.hears_not("Ahora")
    office.at("2026-11-24 15:00")
    ana.hears("Ahora: mandar el contrato")


def test_no_more_than_so_much_a_day_and_the_rest_the_next(office: Office, ana: Someone) -> None:
    person = office.person("Ana")
    with office.work() as work:
        for n in range(MOST_A_DAY + 3):
            local = datetime(2026, 11, 24, 9, n)  # noqa: DTZ001 - wall time
            work.follow_ups.add(f"cosa {n:02}", Due(local, person.zone, "day"), owner_id=person.id)
    office.at("2026-11-24 10:00")
    assert ana.heard().count("Ahora: cosa") == MOST_A_DAY
    ana.hears("Por hoy no te aviso de nada más. Lo demás está en /hoy.")
    ana.says("recuérdame llamar a Marta hoy a las 12")
    office.at("2026-11-24 12:00")
    ana.hears("Ahora: llamar a Marta")
    ana.hears_not("Ahora: cosa")
    office.at("2026-11-25 09:00")
    assert ana.heard().count("Ahora: cosa") == 3


def test_done_behind_a_reminder_answered_an_older_question(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("recuérdame en dos horas mandar el correo a Marta")
    ana.says("visité Bar Sol")
    ana.hears("¿Qué pasó?")
    office.passes(hours=3)
    ana.says("hecho")
    ana.hears("Hecho: mandar el correo")
    ana.hears_not("Guardado")


@pytest.mark.parametrize(
    ("language", "said", "what"),
    [
        ("es", "mándame un recordatorio el viernes a las 9:30 y otro a las 13 para llamar a Marta", "llamar a Marta"),
        ("en", "send me a reminder friday at 9.30 and another at 1pm to call Marta", "call Marta"),
    ],
)
def test_two_reminders_of_one_thing(office: Office, language: str, said: str, what: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says(said)
    assert ana.heard().count(f": {what}\n") >= 2, ana.heard()
    ana.hears("9:30", "13:00")


def test_whoever_is_no_colleague_could_be_skipped_and_broke_the_turn(office: Office) -> None:
    office.customer("Northgate", "Alan Reid")
    eve = office.rep("Eve", language="en")
    eve.says("tell luke to take 3 samples to Alan Reid on Thursday morning")
    eve.hears("There's no colleague called “luke”")
    assert "Skip" not in eve.choices()
    eve.says("visited Northgate, all good")
    eve.hears("Saved: visit")
    eve.says("whats on Thursday")
    eve.hears_not("3 samples")


@pytest.mark.parametrize(
    ("language", "said", "heard"),
    [
        ("es", "recuérdame revisar precios el primer lunes de cada mes", "lunes 7 de diciembre, y el primer lunes de cada mes"),
        ("es", "recuérdame pasar el parte el último viernes de cada mes", "y el último viernes de cada mes"),
        ("en", "remind me to check prices on the first Monday of every month", "and the first Monday of every month"),
    ],
)  # fmt: skip
def test_which_day_of_the_month_it_repeats_on_is_said(office: Office, language: str, said: str, heard: str) -> None:
    ana = office.rep("Ana", language=language)
    ana.says(said)
    ana.hears(heard)
