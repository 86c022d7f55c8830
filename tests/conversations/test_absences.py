"""Days away and who covers: said, kept, told to who covers, cancelled; what falls due meanwhile goes by it."""

import pytest

from storage.people.records import AbsenceRecord
from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    """Ana, with a customer."""
    office.customer("Bar Sol", "Marta Ruiz")
    return office.rep("Ana Ruiz")


@pytest.fixture
def luis(office: Office) -> Someone:
    """Her colleague."""
    return office.rep("Luis Gil")


# ------------------------------------------------------------------ said
def test_it_is_kept_and_who_covers_hears_of_it(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("me voy de vacaciones del 1 al 15, que Luis lleve mis clientes")
    ana.hears("Estás fuera", "del martes 1 de diciembre al martes 15 de diciembre", "Cubre: Luis Gil")
    office.tick()
    luis.hears("Cubres a Ana Ruiz", "del martes 1 de diciembre al martes 15 de diciembre")
    told = luis.heard()
    office.passes(hours=1)
    assert luis.heard() == told


def test_in_english(office: Office) -> None:
    eva, luke = office.rep("Eva Hart", language="en"), office.rep("Luke Byrne", language="en")
    eva.says("I'm away from the 1st to the 15th, Luke covers")
    eva.hears("You are away", "Tuesday 1 December to Tuesday 15 December", "Covers: Luke Byrne")
    office.tick()
    luke.hears("You cover for Eva Hart")
    eva.says("my absences")
    eva.hears("Time off", "Luke Byrne covers")


@pytest.mark.parametrize(
    ("said", "days", "covers"),
    [
        ("estoy de baja la semana que viene", "del lunes 23 de noviembre al domingo 29 de noviembre", "nadie"),
        ("me cojo libre el viernes", "viernes 27 de noviembre", "nadie"),
        ("el lunes no trabajo, me cubre Luis", "lunes 23 de noviembre", "Luis Gil"),
        ("voy a estar fuera del 3 al 7 y Luis se encarga", "del jueves 3 de diciembre al lunes 7", "Luis Gil"),
        ("me voy del 1 al 15, me cubre luis", "del martes 1 de diciembre al martes 15", "Luis Gil"),
        ("de vacaciones hasta el 4 de diciembre", "del viernes 20 de noviembre al viernes 4 de diciembre", "nadie"),
        ("tengo fiesta el 24 y el 31 de diciembre", "jueves 31 de diciembre", "nadie"),
        ("estoy enfermo hoy", "viernes 20 de noviembre", "nadie"),
        ("luis me cubre del 1 al 5", "del martes 1 de diciembre al sábado 5", "Luis Gil"),
        ("estoy de vacaciones del 16 al 27 de noviembre", "16 de noviembre al viernes 27 de noviembre", "nadie"),
        ("i'm on annual leave next week, luis is covering", "del lunes 23 de noviembre al domingo 29", "Luis Gil"),
        ("taking Monday and Tuesday off", "martes 24 de noviembre", "nadie"),
        ("out sick today", "viernes 20 de noviembre", "nadie"),
        ("/ausencia del 1 al 15 de enero, Luis", "del viernes 1 de enero al viernes 15 de enero", "Luis Gil"),
    ],
)
def test_ways_to_say_it(office: Office, ana: Someone, luis: Someone, said: str, days: str, covers: str) -> None:
    ana.says(said)
    ana.hears("Estás fuera", days, f"Cubre: {covers}")
    assert len(absences(office)) == (2 if " y el 31" in said or " and Tuesday" in said else 1)


@pytest.mark.parametrize(
    "said",
    [
        "me voy mañana a Bar Sol",
        "Bar Sol está de vacaciones la semana que viene",
        "mañana no voy a Bar Sol",
        "visité a Bar Sol ayer, cierran por vacaciones del 1 al 15",
        "cerramos el trato con Bar Sol el 24 de diciembre",
        "I'm out tomorrow with Bar Sol",
    ],
)
def test_what_customers_do_is_no_absence_of_ours(office: Office, ana: Someone, luis: Someone, said: str) -> None:
    ana.says(said)
    assert ana.heard()
    ana.hears_not("Estás fuera", "está fuera", "No conozco a ningún compañero", "¿Qué días?")
    assert absences(office) == []
    with office.work() as work:
        assert work.absences.closing_days(office.clock.now().date()) == []


def test_a_note_stays_as_it_was_written(ana: Someone) -> None:
    ana.says("me voy de vacaciones del 1 al 5, sin móvil ni portátil")
    ana.hears("Estás fuera", "Nota: sin móvil ni portátil", "Cubre: nadie")


def test_what_is_said_in_the_same_breath_is_done_too(office: Office, ana: Someone) -> None:
    ana.says("estoy de vacaciones la semana que viene, recuérdame llamar a Marta el 2 de diciembre a las 10")
    ana.hears("Estás fuera", "Te lo recordaré: llamar a Marta", "miércoles 2 de diciembre, 10:00")


def test_step_by_step(ana: Someone, luis: Someone) -> None:
    ana.says("/ausencia")
    ana.hears("¿Qué días?")
    ana.says("pronto")
    ana.hears("No he visto ningún día", "del 1 al 15 de diciembre")
    ana.says("a partir del lunes")
    ana.hears("Desde el lunes 23 de noviembre. ¿Hasta cuándo?")
    ana.says("hasta el viernes")
    ana.hears("¿Quién cubre mientras tanto?")
    assert ana.choices() == ["Luis Gil", "Omitir"]
    ana.presses("Luis Gil")
    ana.hears("del lunes 23 de noviembre al viernes 27 de noviembre", "Cubre: Luis Gil")


@pytest.mark.parametrize(
    ("said", "hears"),
    [
        ("me cojo vacaciones mañana por la tarde", "Solo anoto días enteros"),
        ("no trabajo los viernes", "días que se repiten"),
        ("me cojo libre el 30 de febrero", "no existe. ¿Qué día"),
        (
            "me voy de vacaciones del 1 al 5, que Paco lleve mis clientes",
            "No conozco a ningún compañero que se llame «Paco»",
        ),
        ("me voy de vacaciones del 1 al 5, que Ana lleve mis clientes", "Tiene que cubrir otra persona"),
    ],
)
def test_what_is_in_doubt_is_asked(office: Office, ana: Someone, luis: Someone, said: str, hears: str) -> None:
    ana.says(said)
    ana.hears(hears)
    assert absences(office) == []


def test_days_that_overlap_are_asked_about(office: Office, ana: Someone) -> None:
    ana.says("me voy de vacaciones del 1 al 15")
    ana.says("me voy de vacaciones del 10 al 20")
    ana.hears("ya tiene una ausencia", "1 de diciembre")
    ana.presses("Poner los nuevos")
    ana.hears("del jueves 10 de diciembre al domingo 20 de diciembre")
    assert len(absences(office)) == 1
    ana.presses("Deshacer")
    (kept,) = absences(office)
    assert str(kept.first) == "2026-12-01"


# ------------------------------------------------------------------ what falls due meanwhile
def test_what_falls_due_is_told_to_who_covers(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("me voy de vacaciones la semana que viene, me cubre Luis")
    ana.hears("1 pendiente vence en esos días")
    office.at("2026-11-24 10:00")
    ana.hears_not("Ahora")
    luis.hears("Ahora: llamar a Marta", "De Ana Ruiz, que está fuera hasta el domingo 29 de noviembre: cubres tú")
    luis.presses("Hecho")
    luis.hears("Hecho: llamar a Marta")


def test_who_covers_sees_it_in_their_day(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("me voy de vacaciones la semana que viene, me cubre Luis")
    luis.says("/hoy")
    luis.hears_not("Cubres a")
    office.at("2026-11-24 09:00")
    luis.says("/hoy")
    luis.hears("Cubres a Ana Ruiz hasta el domingo 29 de noviembre", "llamar a Marta", "Bar Sol")
    luis.presses("Hecho: llamar a Marta · Bar Sol")
    luis.hears("Hecho: llamar a Marta")
    luis.says("/hoy")
    luis.hears("Cubres a Ana Ruiz")
    luis.hears_not("llamar a Marta")
    ana.says("/hoy")
    ana.hears("Hoy estás fuera hasta el domingo 29 de noviembre, cubre Luis Gil")


def test_who_covers_finishes_it_in_words(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("me voy de vacaciones la semana que viene, me cubre Luis")
    office.at("2026-11-24 09:00")
    luis.says("hecho lo de Marta")
    luis.hears("Hecho: llamar a Marta")


def test_where_nobody_covers_it_waits_until_the_return(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("me voy de vacaciones la semana que viene")
    for day in range(23, 30):
        office.at(f"2026-11-{day} 12:00")
        ana.hears_not("Ahora")
    office.at("2026-11-30 09:00")
    ana.hears("Ahora: llamar a Marta")


def test_who_is_back_early_hears_at_once_what_waited(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("me voy de vacaciones la semana que viene")
    office.at("2026-11-25 12:00")
    ana.says("ya estoy de vuelta")
    ana.hears("Qué bien que has vuelto")
    office.tick()
    ana.hears("Ahora: llamar a Marta")
    luis.says("quién está de vacaciones")
    luis.hears("Hoy no falta nadie")


def test_an_undone_absence_lets_what_waited_come_the_next_day(office: Office, ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta hoy a las 11")
    ana.says("estoy enferma hoy")
    office.at("2026-11-20 11:00")
    ana.hears_not("Ahora")
    ana.says("/deshacer")
    ana.hears("Deshecho")
    office.at("2026-11-23 09:00")
    ana.hears("Ahora: llamar a Marta")


def test_a_day_without_an_hour_is_moved_behind_days_that_nobody_covers(office: Office, ana: Someone) -> None:
    ana.says("me voy de vacaciones la semana que viene")
    ana.says("recuérdame mandar el contrato el martes")
    ana.hears("lunes 30 de noviembre")


def test_a_day_without_an_hour_is_told_to_who_covers(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("me voy de vacaciones la semana que viene, me cubre Luis")
    ana.says("recuérdame mandar el contrato el martes")
    ana.hears("martes 24 de noviembre", "Ana Ruiz no está ese día: se lo diré a Luis Gil")
    office.at("2026-11-24 09:00")
    luis.hears("Ahora: mandar el contrato")


def test_an_hour_asked_for_while_away_is_asked_about(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("me voy de vacaciones la semana que viene, me cubre Luis")
    ana.says("recuérdame felicitar a Marta el martes a las 10")
    ana.hears("Ese día no estás", "domingo 29 de noviembre")
    assert ana.choices() == ["A esa hora igualmente", "lunes 30 de noviembre"]
    ana.presses("A esa hora igualmente")
    ana.hears("Te lo recordaré: felicitar a Marta", "martes 24 de noviembre, 10:00")
    office.at("2026-11-24 10:00")
    ana.hears("Ahora: felicitar a Marta")
    luis.hears_not("felicitar")
    ana.presses("En 1 hora")
    office.at("2026-11-24 11:00")
    ana.hears("Ahora: felicitar a Marta")


def test_or_it_waits_until_they_are_back(office: Office, ana: Someone) -> None:
    ana.says("me voy de vacaciones la semana que viene")
    ana.says("visité a Bar Sol hoy, quieren 10 cajas, llamarla el martes a las 10")
    ana.hears("Ese día no estás")
    ana.presses("lunes 30 de noviembre")
    ana.hears("Guardado", "llamarla", "lunes 30 de noviembre")


def test_cover_goes_on_to_the_covers_cover(office: Office, ana: Someone, luis: Someone) -> None:
    eva = office.rep("Eva Mas")
    ana.says("recuérdame llamar a Marta el martes a las 10")
    ana.says("me voy de vacaciones la semana que viene, me cubre Luis")
    luis.says("no trabajo el martes, me cubre Eva")
    office.at("2026-11-24 10:00")
    eva.hears("Ahora: llamar a Marta", "De Ana Ruiz")
    luis.hears_not("Ahora")


def test_two_who_cover_for_each_other_are_both_away(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("recuérdame llamar a Marta el martes a las 10")
    luis.says("no trabajo el martes, me cubre Ana")
    ana.says("no trabajo el martes, me cubre Luis")
    ana.hears("Luis Gil tampoco está: martes 24 de noviembre")
    office.at("2026-11-24 10:00")
    ana.hears_not("Ahora")
    luis.hears_not("Ahora")
    office.at("2026-11-25 09:00")
    ana.hears("Ahora: llamar a Marta")


def test_who_covers_sees_the_customers_of_the_absent(office: Office, ana: Someone, luis: Someone) -> None:
    office.sees("own")
    ana.says("/nuevo Hotel Mar")
    ana.says("recuérdame llamar a Hotel Mar el martes a las 10")
    luis.says("historial de Hotel Mar")
    luis.hears("Ana Ruiz")
    luis.hears_not("llamar a Hotel Mar")
    ana.says("me voy de vacaciones la semana que viene, me cubre Luis")
    office.at("2026-11-24 10:00")
    luis.hears("Ahora: llamar a Hotel Mar")
    luis.says("historial de Hotel Mar")
    luis.hears("llamar a Hotel Mar")
    office.at("2026-11-30 10:00")
    luis.says("historial de Hotel Mar")
    luis.hears_not("llamar a Hotel Mar")


# ------------------------------------------------------------------ changed, cancelled
def test_cancelled_with_undo_and_who_covered_hears_of_it(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("me voy de vacaciones del 1 al 15, me cubre Luis")
    office.tick()
    luis.hears("Cubres a Ana Ruiz")
    office.passes(minutes=5)
    ana.says("cancela mis vacaciones")
    ana.hears("Cancelado: del martes 1 de diciembre al martes 15 de diciembre")
    office.tick()
    luis.hears("Ya no hace falta que cubras a Ana Ruiz")
    office.passes(minutes=5)
    ana.presses("Deshacer")
    ana.hears("Deshecho", "la ausencia de Ana Ruiz")
    before = luis.heard()
    office.passes(minutes=5)
    assert luis.heard().count("Cubres a Ana Ruiz") == before.count("Cubres a Ana Ruiz") + 1


def test_undo_takes_the_cover_back(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("me voy de vacaciones del 1 al 15, me cubre Luis")
    office.tick()
    office.passes(minutes=5)
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    office.tick()
    luis.hears("Ya no hace falta que cubras a Ana Ruiz")
    ana.says("/ausencia")
    ana.hears("¿Qué días?")


def test_listed_and_cancelled_by_button(ana: Someone) -> None:
    ana.says("me voy de vacaciones del 1 al 15")
    ana.says("no trabajo el lunes")
    ana.says("/ausencia")
    ana.hears("Ausencias", "lunes 23 de noviembre", "del martes 1 de diciembre")
    ana.presses("Cancelar: lunes 23 de noviembre")
    ana.hears("Cancelado: lunes 23 de noviembre")
    ana.says("mis ausencias")
    ana.hears_not("23 de noviembre")


def test_another_cover(office: Office, ana: Someone, luis: Someone) -> None:
    eva = office.rep("Eva Mas")
    ana.says("me voy de vacaciones del 1 al 15, me cubre Luis")
    office.tick()
    ana.presses("Quién cubre…")
    ana.hears("¿Quién cubre mientras tanto?")
    office.passes(minutes=5)
    ana.presses("Eva Mas")
    ana.hears("Cubre: Eva Mas")
    office.tick()
    office.tick()
    luis.hears("Ya no hace falta que cubras a Ana Ruiz")
    eva.hears("Cubres a Ana Ruiz")


# ------------------------------------------------------------------ managers, and everybody
def test_a_manager_for_their_team(office: Office, ana: Someone, luis: Someone) -> None:
    eva = office.rep("Eva Mas", role="manager")
    eva.says("Ana está de vacaciones la semana que viene, la cubre Luis")
    assert absences(office) == [], "«la cubre» is about her"
    eva.says("Ana está de baja la semana que viene")
    eva.hears("Ana Ruiz está fuera", "del lunes 23 de noviembre")
    ana.hears("Eva ha anotado que no estás: del lunes 23 de noviembre")
    eva.presses("Quién cubre…")
    eva.presses("Luis Gil")
    eva.hears("Cubre: Luis Gil")


def test_a_rep_cannot_say_that_another_is_away(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("Luis está de vacaciones la semana que viene")
    ana.hears("Solo Luis o su responsable")
    assert absences(office) == []


def test_the_team_shows_who_is_away_until_when(office: Office, ana: Someone, luis: Someone) -> None:
    ana.says("me voy de vacaciones la semana que viene, me cubre Luis")
    luis.says("/equipo")
    luis.hears_not("fuera hasta")
    luis.says("quién está fuera")
    luis.hears("Hoy no falta nadie", "Próximamente", "Ana Ruiz")
    office.at("2026-11-25 12:00")
    luis.says("/equipo")
    luis.hears("fuera hasta el domingo 29 de noviembre, cubre Luis Gil")
    luis.says("quién está de vacaciones")
    luis.hears("Fuera hoy", "Ana Ruiz")
    luis.says("/equipo Ana")
    luis.hears("Fuera: del lunes 23 de noviembre")


def test_settings_show_it(ana: Someone) -> None:
    ana.says("me voy de vacaciones del 1 al 15")
    ana.says("/ajustes")
    ana.hears("Ausencias: del martes 1 de diciembre al martes 15 de diciembre")
    ana.presses("Ausencias")
    ana.hears("Ausencias", "del martes 1 de diciembre")


def absences(office: Office) -> list[AbsenceRecord]:
    """What is kept."""
    with office.work() as work:
        found: list[AbsenceRecord] = work.absences.everybodys(office.clock.now().date())
        return found
