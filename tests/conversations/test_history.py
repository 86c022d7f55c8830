"""The shared history: newest first, paged, by period and kind."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    """Ana, who has seen Bar Sol a lot."""
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    for day in range(2, 10):
        kind = "visité a" if day % 2 else "llamé a"
        ana.says(f"{kind} Bar Sol el {day} de noviembre, asunto número {day}")
        ana.hears("Guardado")
    return ana


def test_newest_first_and_more(ana: Someone) -> None:
    ana.says("historial de Bar Sol")
    heard = ana.hears("asunto número 9", "asunto número 5")
    assert heard.index("número 9") < heard.index("número 8") < heard.index("número 5")
    ana.hears_not("asunto número 4")
    ana.presses("Más")
    ana.hears("asunto número 4", "asunto número 2")
    ana.hears_not("asunto número 5")


def test_one_kind_alone(ana: Someone) -> None:
    ana.says("historial de Bar Sol")
    ana.presses("Solo: llamada")
    ana.hears("asunto número 8", "asunto número 2")
    ana.hears_not("asunto número 9")


def test_a_period(office: Office, ana: Someone) -> None:
    ana.says("visité a Bar Sol el 3 de agosto, asunto viejo")
    ana.says("historial de Bar Sol en agosto")
    ana.hears("asunto viejo")
    ana.hears_not("asunto número")


def test_in_english_for_who_speaks_english(office: Office, ana: Someone) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("history of Bar Sol")
    eve.hears("History of Bar Sol", "9 Nov", "call" if "call" in eve.heard() else "visit", "Ana")


def test_an_empty_history_says_so(office: Office) -> None:
    office.customer("Bar Luna")
    luis = office.rep("Luis")
    luis.says("/historial Bar Luna")
    luis.hears("Historial de Bar Luna", "Todavía no hay nada")


def test_the_history_tells_what_was_complained_about_and_what_was_won(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("Marta de bar sol está cabreada, le han llegado otra vez 2 botellas rotas, abrir incidencia")
    office.at("2026-11-21 10:30")
    ana.says("visité bar sol, todo bien")
    office.at("2026-11-23 10:30")
    ana.says("Bar Sol ha hecho un pedido, 12 botellas de Pinot, 90 €")
    ana.says("historial de Bar Sol")
    ana.hears("23 nov · ganada", "12 botellas de Pinot", "20 nov · queja 1 · Ana", "2 botellas rotas")
    heard = ana.heard()
    assert heard.index("12 botellas") < heard.index("todo bien") < heard.index("botellas rotas")
    ana.says("historial de Bar Sol hoy")
    ana.hears("12 botellas")
    assert "botellas rotas" not in ana.heard()


def test_what_became_of_a_customer_stands_on_the_screen_of_its_time(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("Bar Sol se queja de que llegó todo roto")
    for day in range(23, 29):
        office.at(f"2026-11-{day} 10:30")
        ana.says(f"visité bar sol, vuelta número {day - 22} del plan")
    ana.says("historial de Bar Sol")
    ana.hears("vuelta número 6", "vuelta número 2")
    assert "todo roto" not in ana.heard()
    ana.presses("Más")
    ana.hears("vuelta número 1", "llegó todo roto")
