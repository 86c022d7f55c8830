"""Closing days: declared by admins, listed, removed; what is due goes by them."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def elena(office: Office) -> Someone:
    """The admin."""
    office.customer("Bar Sol", "Marta Ruiz")
    return office.rep("Elena Ruiz", role="admin")


@pytest.mark.parametrize(
    ("said", "days"),
    [
        ("cerramos el 24 de diciembre", "jueves 24 de diciembre"),
        ("cerramos del 24 de diciembre al 2 de enero", "del jueves 24 de diciembre al sábado 2 de enero"),
        ("el viernes no abrimos", "viernes 27 de noviembre"),
        ("el 9 de diciembre es festivo", "miércoles 9 de diciembre"),
        ("estaremos cerrados del 24 al 31 de diciembre", "del jueves 24 de diciembre al jueves 31"),
        ("la empresa cierra la semana que viene", "del lunes 23 de noviembre al domingo 29"),
        ("we're closed on 24 December", "jueves 24 de diciembre"),
        ("the office is closed on Friday", "viernes 27 de noviembre"),
        ("/cierres 24 de diciembre", "jueves 24 de diciembre"),
    ],
)
def test_ways_to_say_it(office: Office, elena: Someone, said: str, days: str) -> None:
    elena.says(said)
    elena.hears("Cerrado:", days)
    elena.presses("Deshacer")
    elena.says("/cierres")
    elena.hears("Ninguno, aparte de los festivos")


def test_with_a_reason_two_at_once_and_taken_back(office: Office, elena: Someone) -> None:
    elena.says("cerramos el 24 de diciembre por inventario")
    elena.hears("por inventario")
    elena.says("cerramos el 24 de diciembre")
    elena.hears("Ya está así")
    elena.says("/cierres 30 de diciembre y 31 de diciembre")
    elena.hears("miércoles 30 de diciembre", "jueves 31 de diciembre")
    elena.presses("Quitar: jueves 24 de diciembre")
    elena.hears("Se abre como siempre: jueves 24 de diciembre")
    elena.says("/ajustes")
    elena.hears("Cerrado: miércoles 30 de diciembre")
    elena.presses("Más opciones")
    elena.presses("Días de cierre")
    elena.hears("miércoles 30 de diciembre")
    elena.hears_not("inventario")


def test_only_admins_declare_them_and_all_see_them(office: Office, elena: Someone) -> None:
    ana = office.rep("Ana")
    for said in ("cerramos el 24 de diciembre", "/cierres 24 de diciembre", "/close"):
        ana.says(said)
        ana.hears("solo los cambia quien administra")
    elena.says("cerramos el 24 de diciembre")
    ana.says("días de cierre")
    ana.hears("jueves 24 de diciembre")
    assert ana.choices() == []


def test_what_is_due_then_is_moved(office: Office, elena: Someone) -> None:
    ana = office.rep("Ana")
    ana.says("recuérdame mandar el catálogo el miércoles")
    elena.says("cerramos el miércoles")
    ana.says("recuérdame llamar a Marta el miércoles")
    ana.hears("miércoles 25 de noviembre no es día laborable", "jueves 26 de noviembre")
    office.at("2026-11-25 12:00")
    ana.hears_not("Ahora")
    office.at("2026-11-26 09:00")
    ana.hears("Ahora: mandar el catálogo", "Ahora: llamar a Marta")


def test_what_is_said_of_a_customer_closes_nothing(office: Office, elena: Someone) -> None:
    for said in (
        "cerramos el trato con Bar Sol el 24 de diciembre",
        "cerramos el 24 de diciembre con Bar Sol",
        "Bar Sol cierra el 24 de diciembre",
        "visité a Bar Sol ayer, cierran el 24 de diciembre",
    ):
        elena.says(said)
        assert elena.heard()
        with office.work() as work:
            assert work.absences.closing_days(office.clock.now().date()) == []
        elena.says("/cancelar")
