"""Politeness, leaving things, going back: what people say between their visits."""

from tests.office import Office

SCREEN = 1100
"""Characters that a phone shows at once, buttons aside."""


def test_a_customer_was_created_by_a_form_that_was_cancelled(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("visité a bar estrella")
    ana.hears("No conozco «Bar Estrella»")
    ana.presses("Crearlo")
    ana.hears("¿Qué pasó?")
    ana.says("cancela")
    ana.hears("No he guardado nada")
    ana.says("historial de bar estrella")
    ana.hears("No conozco «Bar Estrella»")


def test_a_customer_is_created_with_the_log_and_taken_back_with_it(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("visited blue moon cafe, they want 3 boxes, call them on Tuesday")
    eve.presses("Create it")
    eve.hears("Saved: visit · Blue Moon Cafe")
    eve.says("undo")
    eve.hears("Blue Moon Cafe", "what was logged about", "call them")
    eve.says("history of blue moon cafe")
    eve.hears("I don't know")


def test_undo_named_only_one_of_the_rows_it_took_back(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol con Nerea Gil, quieren 10 cajas, llamarles el martes")
    ana.says("deshacer")
    ana.hears("Deshecho: ", "lo anotado de Bar Sol", "«llamarles»", "Nerea Gil")


def test_the_question_about_the_same_visit_lost_its_choices(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("visité a bar sol, quieren 10 cajas")
    ana.says("visité a bar sol, quieren 20 cajas")
    ana.says("eh")
    ana.hears("No lo he entendido", "¿Esto es aparte?")
    assert ana.choices() == ["Es otra", "Añadir a esa", "No guardar"]
    ana.says("añadir")
    ana.hears("Añadido", "quieren 10 cajas", "quieren 20 cajas")
    eve.says("visited bar sol, they want 15 boxes")
    eve.says("visited bar sol, they want 5 boxes")
    eve.says("hmm")
    eve.hears("Is this another one?")
    eve.says("another")
    eve.hears("Saved: visit · Bar Sol")


def test_cancel_said_that_there_was_nothing_to_leave_while_it_asked_what_to_correct(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("visité a bar sol, quieren 10 cajas")
    ana.presses("Corregir")
    ana.says("cancela")
    ana.hears("se queda como estaba")
    eve.says("called bar sol, they want 10 boxes")
    eve.presses("Fix")
    eve.presses("Date")
    eve.says("cancel")
    eve.hears("stays as it was")


def test_thanks_were_not_understood(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("visité a bar sol, quieren 10 cajas")
    for said in ("gracias", "ok muchas gracias", "perfecto, gracias!"):
        ana.says(said)
        ana.hears("De nada")
        ana.hears_not("No lo he entendido", "Añad")
    for said in ("ok", "perfecto", "vale"):
        ana.says(said)
        ana.hears("De acuerdo")
        ana.hears_not("Prueba")
    for said in ("thanks", "thanks a lot", "great, thank you"):
        eve.says(said)
        eve.hears("You're welcome")


def test_thanks_were_kept_as_what_had_happened(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol")
    ana.says("gracias")
    ana.hears("De nada", "¿Qué pasó?")
    ana.says("quieren 10 cajas")
    ana.hears("Guardado: visita · Bar Sol", "quieren 10 cajas")


def test_help_fits_a_phone(office: Office) -> None:
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    for someone, more in ((ana, "Más"), (eve, "More")):
        someone.says("/help")
        assert len(someone.heard()) < SCREEN
        for _page in range(2):
            someone.presses(more)
            assert len(someone.heard()) < SCREEN
