"""Who did what, when; and undo."""

from tests.office import Office


def test_the_activity_tells_own_deeds_paged_and_undoes(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    luis.says("/nuevo Bar Luna")
    luis.says("/skip")
    for day in range(2, 9):
        ana.says(f"visité a Bar Sol el {day} de noviembre, asunto {day}")
    ana.says("/actividad")
    ana.hears("Actividad", "visita · Bar Sol", "viernes 20 de noviembre, 10:30 · Ana")
    ana.hears_not("Luis", "Bar Luna")
    ana.presses("Más")
    ana.hears("visita · Bar Sol")
    ana.presses("1 · visita · Bar Sol")
    ana.hears("Quién: Ana")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    ana.says("actividad")
    ana.presses("Más")
    ana.hears("(deshecho)")


def test_a_manager_sees_and_undoes_what_their_team_did(office: Office) -> None:
    office.customer("Bar Sol")
    marta, ana, tom = office.rep("Marta", role="manager"), office.rep("Ana"), office.rep("Tom")
    with office.work() as work:
        for name, team in (("Marta", "Norte"), ("Ana", "Norte"), ("Tom", "Sur")):
            work.people.change(next(p.id for p in work.people.everyone() if p.name == name), team=team)
    tom.says("/nuevo Bar Luna 600123456")
    ana.says("visité a Bar Sol ayer, quieren agua")
    marta.says("actividad")
    marta.hears("visita · Bar Sol", "Ana")
    marta.hears_not("Luna", "Tom")
    marta.presses("1 · visita · Bar Sol")
    marta.presses("Deshacer")
    marta.hears("Deshecho")
    ana.says("actividad")
    ana.hears("deshecho por Marta")
    marta.says("/actividad Tom")
    marta.hears("Tom no está en tu equipo")
    ana.says("/actividad Marta")
    ana.hears("Marta no está en tu equipo")


def test_a_day_later_nothing_is_undone(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren agua")
    office.at("2026-11-21 10:31")
    ana.presses("Deshacer")
    ana.hears("más de un día")
    ana.says("historial de Bar Sol")
    ana.hears("quieren agua")


def test_an_older_change_is_not_undone_over_a_newer_one(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/zona Lima")
    ana.says("/zona Bogotá")
    ana.says("/actividad")
    ana.presses("2 · ajustes de Ana")
    ana.presses("Deshacer")
    ana.hears("Ha cambiado desde entonces")
    assert office.person("Ana").zone == "America/Bogota"


def test_a_colleague_cannot_undo_anothers_deed(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("visité a Bar Sol ayer, quieren agua")
    luis.says("deshacer")
    luis.hears("No hay nada que deshacer")


def test_undoing_a_follow_up_that_was_moved_puts_it_back(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol, llamar el lunes a las 10")
    office.at("2026-11-23 10:00")
    ana.presses("Mañana")
    ana.says("deshacer")
    ana.hears("Deshecho", "llamar")
    ana.says("historial de Bar Sol")
    ana.hears("lunes 23 de noviembre, 10:00")


def test_undo_was_refused_because_somebody_changed_something_else(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("el correo de Bar Sol es hola@barsol.example")
    luis.says("cambia el sector de Bar Sol a hostelería")
    luis.hears("Cambiado")
    ana.says("deshacer")
    ana.hears("Deshecho", "Bar Sol")
    with office.work() as work:
        sol = work.customers.exactly("Bar Sol")
        assert (sol.email, sol.sector) == (None, "hostelería")


def test_undo_is_refused_where_somebody_changed_the_same(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("el correo de Bar Sol es hola@barsol.example")
    luis.says("el correo de Bar Sol es pedidos@barsol.example")
    ana.presses("Deshacer")
    ana.hears("Luis lo ha cambiado desde entonces")
    with office.work() as work:
        assert work.customers.exactly("Bar Sol").email == "pedidos@barsol.example"


def test_what_was_added_stays_where_somebody_went_on_with_it(office: Office) -> None:
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("/nuevo Bar Luna 600 123 456")
    luis.says("cambia el sector de Bar Luna a hostelería")
    ana.presses("Deshacer")
    ana.hears("Luis lo ha cambiado desde entonces")


def test_what_a_leaver_did_was_listed_no_more(office: Office) -> None:
    office.customer("Bar Sol")
    marta, luis = office.rep("Marta", role="manager"), office.rep("Luis")
    luis.says("visité a Bar Sol ayer, quieren agua")
    marta.says("/baja Luis")
    marta.says("sí")
    marta.says("actividad")
    marta.hears("baja de Luis", "visita · Bar Sol", "· Luis")
    marta.presses("2 · visita · Bar Sol")
    marta.presses("Deshacer")
    marta.hears("Deshecho")
