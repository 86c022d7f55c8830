"""People: invitations, roles, teams, leaving."""

import re

from reminders.tick import every_rule, tick
from tests.office import Office, Someone


def code_in(heard: str) -> str:
    """The code of an invitation on the screen."""
    found = re.search(r"\blink (\S{20,})", heard)
    assert found, heard
    return found[1]


def boss(office: Office, role: str = "admin", name: str = "Elena Ruiz") -> Someone:
    """Somebody who may invite."""
    return office.rep(name, role=role)


def test_an_admin_invites_a_colleague_step_by_step(office: Office) -> None:
    elena = boss(office)
    elena.says("/invitar")
    elena.hears("¿Cómo se llama")
    elena.says("Luis Gómez")
    elena.hears("¿Con qué rol?")
    elena.presses("comercial")
    elena.presses("Español")
    heard = elena.hears("Invitación para Luis Gómez", "comercial", "24 horas", "link ")
    assert any(platform.join_link("x") for platform in office.app.platforms.values()) == ("?start=" in heard)
    luis = office.unregistered("Luis")
    luis.says(f"/start {code_in(heard)}")
    luis.hears("Luis")
    assert office.person("Luis Gómez").role == "rep"


def test_an_invitation_in_plain_words_and_in_english(office: Office) -> None:
    eve = office.rep("Eve Stone", role="admin", language="en")
    eve.says("invite Tom Hill")
    eve.presses("support")
    eve.presses("English")
    eve.hears("Invitation for Tom Hill", "support", "link ")
    assert office.person("Tom Hill").language == "en"


def test_an_invitation_taken_back_lets_nobody_in(office: Office) -> None:
    elena = boss(office)
    elena.says("invita a Luis Gómez")
    elena.presses("comercial")
    elena.presses("Español")
    code = code_in(elena.heard())
    elena.presses("Deshacer")
    elena.hears("Deshecho", "Luis Gómez")
    luis = office.unregistered("Luis")
    luis.says(f"/start {code}")
    luis.hears("invitación")


def test_a_manager_cannot_make_admins_and_a_rep_cannot_invite(office: Office) -> None:
    marta = boss(office, "manager", "Marta Gil")
    marta.says("/invitar Luis Gómez")
    assert "administración" not in marta.choices()
    marta.says("administración")
    marta.hears("Solo alguien de administración")
    ana = office.rep("Ana")
    ana.says("/invitar Luis Gómez")
    ana.hears("No tienes permiso para eso")


def test_a_manager_gets_no_link_to_be_an_admin(office: Office) -> None:
    boss(office)
    marta = boss(office, "manager", "Marta Gil")
    marta.says("/invitar Elena Ruiz")
    marta.says("sí")
    marta.hears("Elena Ruiz no está en tu equipo")
    marta.hears_not("link ")


def test_one_more_link_for_somebody_who_is_here(office: Office) -> None:
    elena = boss(office)
    office.rep("Luis Gómez")
    elena.says("/invitar luis gomez")
    elena.hears("Luis Gómez ya trabaja aquí")
    elena.says("sí")
    code = code_in(elena.hears("Invitación para Luis Gómez"))
    other = office.unregistered("Luis")
    other.says(f"/start {code}")
    other.hears("Luis")
    luis = office.person("Luis Gómez").id
    with office.work() as work:
        assert len(work.people.reachability()[luis]) == 2


def test_everybody_sees_who_works_here(office: Office) -> None:
    with office.work() as work:
        work.people.add("Tomás Vega", "support", "es", "Europe/Madrid", team="Norte")
    ana = office.rep("Ana")
    ana.says("equipo")
    ana.hears("Ana", "comercial", "Tomás Vega", "soporte · equipo Norte · aún no ha entrado")
    ana.presses("Tomás Vega")
    ana.hears("Rol: soporte", "Equipo: Norte")
    assert "Dar de baja" not in ana.choices()


def test_role_and_team_by_buttons_with_undo(office: Office) -> None:
    elena = boss(office)
    office.rep("Luis Gómez")
    elena.says("/equipo Luis")
    elena.presses("Rol")
    elena.presses("responsable")
    elena.hears("Luis Gómez ahora tiene el rol: responsable")
    elena.presses("Deshacer")
    assert office.person("Luis Gómez").role == "rep"
    elena.says("/equipo Luis")
    elena.presses("Equipo")
    elena.says("Norte")
    elena.hears("Luis Gómez está ahora en el equipo Norte")
    assert office.person("Luis Gómez").team == "Norte"
    elena.says("/rol Luis")
    elena.says("soporte")
    assert office.person("Luis Gómez").role == "support"


def test_nobody_changes_their_own_role_and_no_manager_an_admins(office: Office) -> None:
    elena = boss(office)
    marta = boss(office, "manager", "Marta Gil")
    elena.says("/rol Elena")
    elena.hears("No conozco")
    elena.says("/cancelar")
    marta.says("/rol Elena")
    marta.hears("No conozco")


def test_a_leaver_is_a_stranger_and_nothing_of_theirs_is_lost(office: Office) -> None:
    elena, luis, ana = boss(office), office.rep("Luis Gómez"), office.rep("Ana Pons")
    luis.says("/nuevo Bar Luna 600 123 456")
    luis.says("visité a Bar Luna hoy, quieren agua, llamarles el martes a las 10")
    luis.hears("Guardado")
    elena.says("/equipo Luis")
    elena.hears("Clientes: 1", "Pendientes: 1")
    elena.presses("Dar de baja")
    elena.hears("¿Quién se queda")
    elena.presses("Ana Pons")
    elena.hears("1 cliente y 1 pendiente pasan a Ana Pons")
    elena.presses("Sí, dar de baja")
    elena.hears("Luis Gómez ya no está", "1 cliente y 1 pendiente")
    assert any("1 cliente y 1 pendiente ahora son tuyos" in text for text in office.texts(ana))
    luis.says("historial de Bar Luna")
    luis.hears("invitación")
    luis.hears_not("agua")
    office.at("2026-11-24 10:00")
    assert "llamarles" in office.texts(ana)[-1]
    assert "llamarles" not in office.texts(luis)[-1]
    elena.says("equipo")
    elena.hears_not("Luis Gómez")


def test_a_leaving_undone_brings_everything_back(office: Office) -> None:
    elena, luis, ana = boss(office), office.rep("Luis Gómez"), office.rep("Ana Pons")
    luis.says("/nuevo Bar Luna 600 123 456")
    elena.says("/baja Luis")
    elena.says("Ana Pons")
    elena.says("sí")
    elena.presses("Deshacer")
    elena.hears("Deshecho")
    luis.says("/historial Bar Luna")
    luis.hears("Historial de Bar Luna")
    ana.says("/nuevo Bar Luna")
    ana.hears("ya existe y lo lleva Luis Gómez")


def test_it_cannot_go_to_the_one_who_leaves(office: Office) -> None:
    elena, luis = boss(office), office.rep("Luis Gómez")
    luis.says("/nuevo Bar Luna 600 123 456")
    elena.says("/baja Luis")
    assert "Luis Gómez" not in elena.choices()
    elena.says("Luis Gómez")
    elena.hears("No puede quedárselo quien se va")
    assert office.person("Luis Gómez")


def test_an_unused_invitation_of_a_leaver_is_worth_nothing(office: Office) -> None:
    elena = boss(office)
    office.rep("Luis Gómez")
    elena.says("/equipo Luis")
    elena.presses("Otro enlace")
    code = code_in(elena.heard())
    elena.says("/baja Luis")
    elena.hears("Baja de Luis Gómez: ya no podrá escribirme")
    elena.says("sí")
    again = office.unregistered("Luis")
    again.says(f"/start {code}")
    again.hears("hace falta una invitación")


def test_a_reminder_that_was_on_its_way_to_a_leaver_reached_nobody(office: Office) -> None:
    elena, luis, ana = boss(office), office.rep("Luis Gómez"), office.rep("Ana Pons")
    luis.says("/nuevo Bar Luna 600 123 456")
    luis.says("recuérdame llamar a Bar Luna hoy a las 11")
    before = office.texts(luis)
    office.clock.set(office.time("2026-11-20 11:00"))
    elena.says("/baja Luis")
    elena.says("Ana Pons")
    assert tick(office.store, office.settings.company, office.clock.now(), every_rule())  # kept, and not sent yet
    elena.says("sí")
    office.tick()
    assert office.texts(luis) == before
    assert "Ahora: llamar a Bar Luna" in office.texts(ana)[-1]


def test_an_invitation_that_names_the_role_asks_nothing_more(office: Office) -> None:
    elena = boss(office)
    elena.says("invita a Luis Gómez como comercial")
    elena.hears("Invitación para Luis Gómez", "Español")
    elena.says("invita a Tom Hill como soporte en inglés")
    elena.hears("Invitación para Tom Hill", "English")
