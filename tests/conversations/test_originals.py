"""As it was said: every message that a record was made of stays with it, letter by letter."""

from tests.office import Office

FIRST = "Visité a Bar Sol ayer,  quieren 1.000 cajas @ 7,50 €; llamarles el martes"


def test_the_message_itself_was_gone(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says(FIRST)
    ana.presses("Como se dijo")
    ana.hears("Como se dijo: Bar Sol", FIRST, "Ana")
    ana.says("y también quieren 20 servilletas")
    ana.says("cómo se dijo eso")
    ana.hears(FIRST, "y también quieren 20 servilletas")
    luis.says("historial de bar sol")
    luis.presses("Como se dijo")
    luis.hears(FIRST, "y también quieren 20 servilletas")
    luis.says("/original bar sol")
    luis.hears(FIRST)


def test_an_edit_keeps_what_was_said_before(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language="en")
    eve.says("visited Bar Sol, they want 10 boxes")
    eve.edits("visited Bar Sol, they want 12 boxes")
    eve.hears("Corrected", "12 boxes")
    eve.says("what exactly did I write about Bar Sol")
    eve.hears("they want 10 boxes", "they want 12 boxes")


def test_a_visit_told_in_answers_keeps_all_of_them(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol")
    ana.says("quieren 10 cajas, y el 5 % si pagan antes")
    ana.says("/original")
    ana.hears("visité a bar sol", "quieren 10 cajas, y el 5 % si pagan antes")


def test_one_message_about_two_customers_stays_whole_with_both(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Café Luna")
    ana = office.rep("Ana")
    both = "Bar Sol quiere 10 cajas y Café Luna quiere 5 sacos"
    ana.says(both)
    for customer in ("Bar Sol", "Café Luna"):
        ana.says(f"/original {customer}")
        ana.hears(both)


def test_what_came_from_buttons_says_so(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/original bar sol")
    ana.hears("Todavía no hay nada")
