"""One person on two platforms is one person."""

import pytest

from bot.platforms.outcomes import SendError, Unreachable
from tests.office import Office


def test_a_visit_told_on_the_phone_is_read_at_the_desk_by_the_same_person_and_by_a_colleague(office: Office) -> None:
    office.customer("Bar Sol", "Marta")
    ana, luis = office.rep("Ana"), office.rep("Luis", at_desk=True)
    desk = office.at_desk(ana)
    ana.says("visité a Bar Sol ayer, Marta quiere 10 cajas")
    for reader in (desk, luis):
        reader.says("historial de Bar Sol")
        reader.hears("Ana", "quiere 10 cajas")


def test_and_the_other_way_round(office: Office) -> None:
    office.customer("Bar Sol", "Marta")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    desk = office.at_desk(ana)
    desk.says("visité a Bar Sol ayer, Marta quiere 10 cajas")
    for reader in (ana, luis):
        reader.says("historial de Bar Sol")
        reader.hears("Ana", "quiere 10 cajas")
    with office.work() as work:
        assert len(work.people.everyone()) == 2


def test_what_was_done_on_one_is_undone_on_the_other(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    desk = office.at_desk(ana)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    desk.says("deshacer")
    desk.hears("Deshecho", "Bar Sol")


@pytest.mark.parametrize("word", ["/vincular", "/link", "vincular"])
def test_the_code_is_asked_for_in_either_language(office: Office, word: str) -> None:
    ana = office.rep("Ana")
    ana.says(word)
    ana.hears("link ", "24 horas")


def test_the_code_works_once(office: Office) -> None:
    ana = office.rep("Ana")
    desk = office.at_desk(ana)
    code = ana.heard().split("link ")[1].split()[0]
    eve = office.unregistered("Eve", at_desk=True)
    eve.says(f"/start {code}")
    eve.hears("invitación")
    desk.says(f"/link {code}")
    desk.hears("Esta cuenta ya es tuya, Ana")


def test_an_account_that_is_somebodys_stays_theirs(office: Office) -> None:
    ana, luis = office.rep("Ana"), office.rep("Luis", at_desk=True)
    ana.says("/vincular")
    code = ana.heard().split("link ")[1].split()[0]
    luis.says(f"link {code}")
    luis.hears("Ese código no es para ti", "Luis")
    there = office.unregistered("Ana", at_desk=True)
    there.says(f"link {code}")
    there.hears("Ana")


def test_a_code_that_nobody_made_is_no_code(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/link sesamo")
    ana.hears("No conozco ese código")


def test_an_invitation_works_on_any_platform(office: Office) -> None:
    boss = office.rep("Elena", role="admin")
    boss.says("/invitar Tomás Vega")
    boss.presses("comercial")
    boss.presses("Español")
    code = boss.heard().split("link ")[1].split()[0]
    there = office.unregistered("Tomás", at_desk=True)
    there.says(f"/vincular {code}")
    there.hears("Tomás")


def test_the_team_shows_both(office: Office) -> None:
    ana = office.rep("Ana")
    office.at_desk(ana)
    ana.says("/equipo")
    ana.hears(f"{office.door.name.capitalize()}, Desk")


def test_nudges_go_to_where_somebody_wrote_last(office: Office) -> None:
    ana = office.rep("Ana")
    desk = office.at_desk(ana)
    desk.says("recuérdame llamar a Marta hoy a las 12")
    office.at("2026-11-20 12:00")
    desk.hears("llamar a Marta")
    ana.says("recuérdame comprar papel hoy a las 13")
    ana.hears("comprar papel")
    office.at("2026-11-20 13:00")
    ana.hears("comprar papel")
    desk.hears_not("comprar papel")


def test_or_to_where_they_want_them(office: Office) -> None:
    ana = office.rep("Ana")
    desk = office.at_desk(ana)
    ana.says("/ajustes")
    ana.hears("Estás en", "Desk", "Donde escribí por última vez")
    ana.presses("Más opciones")
    ana.presses("Avisos")
    ana.presses("Desk")
    ana.hears("Cambiado", "Avisos: Desk")
    ana.says("recuérdame comprar papel hoy a las 12")
    desk.says("hola")
    ana.says("hola")
    office.at("2026-11-20 12:00")
    desk.hears("comprar papel")
    ana.hears_not("comprar papel")


def test_what_does_not_arrive_on_one_platform_is_told_on_the_other(office: Office) -> None:
    ana = office.rep("Ana")
    desk = office.at_desk(ana)
    desk.says("recuérdame llamar a Marta hoy a las 12")
    office.desk.local.refuse[desk.account] = SendError(Unreachable("gone"))
    office.at("2026-11-20 12:00")
    office.tick()
    ana.hears("llamar a Marta")


def test_who_is_on_one_platform_has_nothing_to_choose(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/ajustes")
    ana.hears_not("Avisos", "Estás en")
    ana.says("/desvincular")
    ana.hears("Solo te conozco aquí")


def test_an_account_is_let_go_of_and_undo_brings_it_back(office: Office) -> None:
    ana = office.rep("Ana")
    desk = office.at_desk(ana)
    ana.says("/ajustes")
    ana.presses("Más opciones")
    ana.presses("Desvincular…")
    ana.presses("Desk")
    ana.hears("cuenta de Desk ya no está vinculada")
    desk.says("historial de Bar Sol")
    desk.hears("invitación")
    ana.presses("Deshacer")
    desk.says("/ajustes")
    desk.hears("Estás en")


def test_whoever_has_an_account_next_does_not_go_on_with_what_was_begun_there(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    desk = office.at_desk(ana)
    desk.says("/visita Bar Sol")
    desk.hears("¿Qué pasó?")
    ana.says("/desvincular")
    ana.presses("Desk")
    luis.says("/vincular")
    code = luis.heard().split("link ")[1].split()[0]
    desk.says(f"link {code}")
    desk.hears("Luis")
    desk.says("quieren 10 cajas")
    desk.hears_not("Guardado")
