"""My day."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    """Ana, on Thursday the 26th, with something overdue, something today and something promised."""
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    for line in (
        "recuérdame pedir cita a Bar Sol el martes a las 10",
        "recuérdame llamar a Marta el jueves a las 17",
        "recuérdame revisar el stock el jueves",
        "recuérdame enviar el contrato el viernes",
        "recuérdame hacer balance el 21 de diciembre",
    ):
        ana.says(line)
    office.at("2026-11-26 12:00")
    return ana


def in_order(text: str, *parts: str) -> bool:
    """Whether the parts appear one after the other."""
    places = [text.find(part) for part in parts]
    return -1 not in places and places == sorted(places)


@pytest.mark.parametrize("said", ["/hoy", "qué tengo hoy", "/today"])
def test_overdue_then_today_then_what_was_promised(ana: Someone, said: str) -> None:
    ana.says(said)
    heard = ana.hears("Hoy, jueves 26 de noviembre")
    assert in_order(
        heard,
        "Atrasado: 1",
        "pedir cita",
        "Hoy: 2",
        "revisar el stock",
        "17:00",
        "llamar a Marta",
        "Prometido: 1",
        "enviar el contrato",
    )
    ana.hears_not("hacer balance")


def test_an_hour_that_went_by_today_is_overdue(office: Office, ana: Someone) -> None:
    office.at("2026-11-26 17:30")
    ana.says("/hoy")
    assert in_order(ana.heard(), "Atrasado: 2", "llamar a Marta", "Hoy: 1", "revisar el stock")


@pytest.mark.parametrize("said", ["/hoy mañana", "qué tengo mañana", "/today tomorrow"])
def test_tomorrow(ana: Someone, said: str) -> None:
    ana.says(said)
    ana.hears("viernes 27 de noviembre", "enviar el contrato")
    ana.hears_not("pedir cita", "revisar el stock")


@pytest.mark.parametrize("said", ["/semana", "/week", "qué tengo esta semana"])
def test_the_week(ana: Someone, said: str) -> None:
    ana.says(said)
    assert in_order(
        ana.heard(), "semana del lunes 23 de noviembre", "pedir cita", "revisar el stock", "enviar el contrato"
    )


def test_a_week_to_come_and_one_that_is_over(ana: Someone) -> None:
    ana.says("/semana que viene")
    ana.hears("semana del lunes 30 de noviembre", "Nada pendiente")
    ana.says("/hoy 21 de diciembre")
    ana.hears("lunes 21 de diciembre", "hacer balance")


def test_finished_from_the_list(office: Office, ana: Someone) -> None:
    ana.says("/hoy")
    ana.presses("Hecho: pedir cita a Bar Sol")
    ana.hears("Hecho: pedir cita", "Hoy: 2")
    ana.hears_not("Atrasado")
    ana.presses("Deshacer")
    ana.says("/hoy")
    ana.hears("Atrasado: 1")


def test_moved_from_the_list(ana: Someone) -> None:
    ana.says("/hoy")
    ana.presses("Mover…")
    ana.hears("¿Cuál?")
    ana.presses("revisar el stock")
    ana.hears("¿Cuándo?")
    ana.says("el lunes a las 12")
    ana.hears("revisar el stock", "lunes 30 de noviembre, 12:00")
    ana.says("/hoy")
    ana.hears("Hoy: 1")


def test_a_long_list_is_paged(office: Office, ana: Someone) -> None:
    for number in range(8):
        ana.says(f"recuérdame la tarea {number} el viernes a las 1{number}:00")
    ana.says("/hoy")
    assert len(ana.heard()) <= 1300, "five entries, and their buttons"
    ana.hears("Prometido: 9")
    ana.presses("Más")
    ana.presses("Más")
    ana.hears("tarea 7")
    assert "Más" not in ana.choices()


def test_nothing_to_do(office: Office) -> None:
    eva = office.rep("Eva", language="en")
    eva.says("/today")
    eva.hears("Today, Friday 20 November", "Nothing to do")


def test_only_ones_own(office: Office, ana: Someone) -> None:
    luis = office.rep("Luis")
    luis.says("/hoy")
    luis.hears("Nada pendiente")
