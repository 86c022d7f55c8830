"""Whom a message is about: a name is what stands where one must, and what is said to be one; in doubt nothing is made of it."""

from tests.office import Office


def test_words_that_are_no_names_are_nobody(office: Office) -> None:
    office.customer("Bean There", "Josh Adeyemi")
    office.customer("Hartley's Bakery", "Sue Hartley", "Callum Reid")
    office.customer("The Railway Arms", "Gary Stott", "Lynne Stott")
    eve = office.rep("Eve", language="en")
    eve.says("hartleys - sue out, saw callum instead. flour bags damp on last delivery")
    eve.hears("Saved: visit · Hartley's Bakery", "With: Callum Reid")
    eve.says("got hold of gary. he says lynne does the ordering now, call her monday 2pm")
    eve.hears("Next step: call Lynne Stott · Monday 23 November, 14:00")
    eve.says("new customer The Daily Grind, coffee shop on Mill Lane, owner Becky Lowe, +44 7700 900655")
    eve.hears("New customer: The Daily Grind", "Contact: Becky Lowe, owner", "coffee shop on Mill Lane")
    eve.says("becky wants a full setup quote, machine + beans, prob about 4k")
    eve.hears("The Daily Grind")
    eve.hears_not("Bean There", "prob ·")
    eve.says("her name is Joan Tate i think")
    eve.hears_not("Changed.")
    with office.work() as work:
        assert work.customers.exactly("The Daily Grind") is not None


def test_an_answer_says_whom_in_a_sentence(office: Office) -> None:
    office.customer("Herrajes del Sur", "Fermín Lobo")
    office.customer("Hotel Palacio Osuna")
    ana = office.rep("Ana")
    ana.says("herrajes no contesta otra vez")
    ana.hears("Guardado: llamada · Herrajes del Sur")
    ana.says("visité el Bar Nuevo Mundo, quieren 3 cajas")
    ana.hears("No conozco «Bar Nuevo Mundo»")
    ana.says("no no, es fermin el de herrajes")
    ana.hears("Guardado: visita · Herrajes del Sur", "quieren 3 cajas")
    ana.says("visité Casa Pepa Luz, quieren 2")
    ana.says("no, se llama Casa Pepa Sol")
    ana.hears("No conozco «Casa Pepa Sol»")
    ana.says("si, crealo")
    ana.hears("Guardado: visita · Casa Pepa Sol", "quieren 2")
    ana.says("cerre con el osuna un pedido de 5400")
    ana.hears("No conozco «Osuna». ¿Es alguno de estos?")
    ana.says("si")
    ana.hears("Hotel Palacio Osuna")


def test_a_new_business_and_what_is_nobodys(office: Office) -> None:
    office.customer("Gastrobar Tinta", "Iker Salas")
    office.customer("Bodeguita Santa Ana", "Merche Gil")
    ana = office.rep("Ana")
    ana.says(
        "ferreteria nueva en Parla: Ferreteria El Tornillo Feliz, dueña Choni Vargas 644 90 12 33. quiere catalogo"
    )
    ana.hears("Cliente nuevo: Ferreteria El Tornillo Feliz", "Choni Vargas, dueña", "quiere catalogo")
    ana.says("pase por tinta a cobrar y cerrado por descanso")
    ana.says("pasar por la bodeguita el martes 1 a las 12 y media")
    ana.hears("pasar por la bodeguita", "Cliente: Bodeguita Santa Ana")
    ana.says("anota para mi: renovar la itv de la furgo antes del 15 de dic")
    ana.hears("Guardado como nota suelta")


def test_a_complaint_is_closed_on_the_word_that_is_said(office: Office) -> None:
    office.customer("Pinturas Albero", "Lourdes Gil")
    ana = office.rep("Ana")
    ana.says("Pinturas Albero se quejan de que la plastica venia con grumos")
    ana.hears("Queja abierta. Número 1.")
    ana.says("he llevado los 6 cubos a albero, todo ok, lourdes contenta. cierra la queja")
    ana.hears_not("se quejó otra vez", "¿Abro una queja?")
    ana.says("cierra la queja de albero, lourdes dice que ya esta todo bien")
    ana.hears("Queja 1 cerrada")
