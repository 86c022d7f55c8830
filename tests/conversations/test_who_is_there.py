"""Who has left, who is there instead and who does what: told in a sentence, kept with a tap, and never lost."""

from tests.office import Office


def test_somebody_left_and_another_came(office: Office) -> None:
    office.customer("Daily Bread", "Grace Hopkins", "Bill Hopkins")
    eve = office.rep("Eve", language="en")
    eve.says("bill hopkins has left daily bread, new guy is kev")
    eve.hears("Saved: note · Daily Bread", "new guy is kev")
    eve.presses("New contact: Kev")
    eve.hears("New contact: Kev · Daily Bread")
    eve.says("grace has left daily bread and jo mills is taking over")
    eve.presses("Grace Hopkins: not there any more")
    eve.hears("Grace Hopkins is not at Daily Bread any more")


def test_somebody_goes_and_another_comes_in_spanish(office: Office) -> None:
    office.customer("Casa Marzo", "Elena Marzo", "Nora Pons")
    ana = office.rep("Ana")
    ana.says("nora se va y entra Pedro Gil en su lugar")
    ana.hears("Guardado: nota · Casa Marzo")
    ana.presses("Contacto nuevo: Pedro Gil")
    ana.hears("Contacto nuevo: Pedro Gil · Casa Marzo")


def test_who_takes_on_what(office: Office) -> None:
    office.customer("Market Hotel", "Mark May", "Olivia Stone")
    eve = office.rep("Eve", language="en")
    eve.says("olivia is taking over purchasing from mark in jan")
    eve.hears("Saved: note · Market Hotel", "Friday 20 November")
    eve.presses("Role of Olivia Stone: purchasing")
    eve.hears("Changed. Olivia Stone · Role: purchasing")


def test_who_takes_on_what_in_spanish(office: Office) -> None:
    office.customer("Hotel Sol", "Marta Peña", "Julián")
    ana = office.rep("Ana")
    ana.says("visité Hotel Sol, hablé con Marta, no con Peña sino con la nueva, Marta Ruiz, lleva compras")
    ana.presses("Contacto nuevo: Marta Ruiz")
    ana.hears("Contacto nuevo: Marta Ruiz · Hotel Sol", "compras")
    ana.says("julián se encarga del almacén desde enero")
    ana.presses("Cargo de Julián: almacén")
    ana.hears("Cambiado. Julián · Cargo: almacén")


def test_who_is_told_of_right_after_is_offered_too(office: Office) -> None:
    office.customer("Hotel Sol")
    ana = office.rep("Ana")
    ana.says("visité Hotel Sol, quieren 3 cajas")
    ana.says("el dueño se llama Iván Robles")
    ana.hears("Añadido")
    ana.presses("Contacto nuevo: Iván Robles")
    ana.hears("Iván Robles · Hotel Sol", "dueño")


def test_a_message_that_somebody_left_is_no_leaving(office: Office) -> None:
    office.customer("Green's Deli", "Sally Green")
    eve = office.rep("Eve", language="en")
    eve.says("sally has left a message for you")
    assert not [label for label in eve.choices() if "not there any more" in label]


def test_nothing_new_is_nobody_new(office: Office) -> None:
    office.customer("Dulce Hogar", "Inma Torres")
    ana = office.rep("Ana")
    ana.says("en dulce hogar nada nuevo")
    ana.hears_not("¿Cómo se llama la persona?")


def test_a_sentence_is_no_name_of_a_contact(office: Office) -> None:
    office.customer("Dulce Hogar")
    ana = office.rep("Ana")
    ana.says("nuevo contacto en dulce hogar")
    ana.hears("¿Cómo se llama")
    ana.says("apúntame comprar tinta para la impresora")
    ana.hears_not("Contacto nuevo: Apúntame")


def test_a_contact_is_removed_in_a_sentence(office: Office) -> None:
    office.customer("Casa Marzo", "Elena Marzo")
    ana = office.rep("Ana")
    ana.says("elimina a elena como contacto de casa marzo, se jubila, ahora va su hija Noelia")
    ana.hears_not("Contacto nuevo: Noelia · Casa Marzo")
    ana.says("elimina a elena como contacto de casa marzo")
    ana.hears("Elena Marzo ya no está en Casa Marzo")
