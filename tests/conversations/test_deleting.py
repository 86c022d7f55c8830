"""A message that its author takes back: what it did is offered to be undone."""

from tests.office import Office


def test_what_a_deleted_message_logged_is_offered_to_be_undone(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.deletes()
    ana.hears("Has borrado un mensaje", "visita · Bar Sol")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    ana.says("historial de Bar Sol")
    ana.hears("Todavía no hay nada")


def test_whatever_it_was(office: Office) -> None:
    ana = office.rep("Ana", at_desk=True)
    ana.says("recuérdame mandar el catálogo mañana a las 11")
    ana.deletes()
    ana.hears("Has borrado un mensaje", "mandar el catálogo")
    ana.says("deshacer")
    ana.hears("Deshecho")


def test_a_message_that_did_nothing_is_let_go_silently(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.says("historial de Bar Sol")
    ana.deletes()
    ana.hears_nothing()


def test_what_is_undone_already_is_not_offered(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.presses("Deshacer")
    ana.deletes()
    ana.hears_nothing()


def test_nothing_is_undone_unless_it_is_asked_for(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.deletes()
    ana.says("historial de Bar Sol")
    ana.hears("quieren 10 cajas")


def test_a_visit_to_delete_was_logged_as_another_visit(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.says("borra la visita de hoy a Bar Sol")
    ana.hears("No encuentro", "Bar Sol")
    ana.says("borra la visita de ayer a Bar Sol")
    ana.hears("Borrado: visita · Bar Sol")
    ana.presses("Deshacer")
    ana.says("historial de Bar Sol")
    ana.hears("quieren 10 cajas")
    eve.says("delete the visit to Bar Sol")
    eve.hears("I can't find any visit of yours with Bar Sol")
    ana.says("llamé a Bar Luna hoy, no cogen")
    ana.says("llamé a Bar Luna ayer, quieren verme")
    ana.says("borra la llamada a Bar Luna")
    ana.hears("¿Cuál borro?")
