"""Several next steps in one sentence, each with its day."""

from tests.office import Office


def test_of_two_next_steps_one_lost_its_day(office: Office) -> None:
    office.customer("Bar Sol", "Nico Cobos")
    ana = office.rep("Ana")
    ana.says("visité bar sol, quieren la factura, llevársela el jueves y llamar a nico el viernes a las 10")
    ana.hears(
        "Siguiente paso: llevársela · jueves 26 de noviembre",
        "Y después: llamar a nico · viernes 27 de noviembre, 10:00",
    )
    me = office.person("Ana").id
    with office.work() as work:
        assert [(p.what, p.due.local.day) for p in work.follow_ups.open_of(me)] == [
            ("llevársela", 26),
            ("llamar a nico", 27),
        ]
    ana.says("no, era ayer")
    ana.hears("Corregido", "Y después: llamar a nico")
    ana.says("deshacer")
    ana.says("deshacer")
    with office.work() as work:
        assert not work.follow_ups.open_of(me)


def test_one_step_with_two_days_stays_one(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol, todo bien, llamarlos el jueves y el viernes")
    ana.hears("Siguiente paso: llamarlos")
    ana.hears_not("Y después")


def test_a_referral_between_two_customers_is_no_visit(office: Office) -> None:
    office.customer("La Visita")
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("la visita nos recomendó a bar sol")
    ana.hears_not("Guardado: visita")
    ana.hears("La Visita", "Bar Sol")


def test_a_new_contact_was_added_to_the_last_note(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol ayer, quieren café")
    ana.says("añade contacto Rosa Paz a bar sol, cocina, 600 99 88 77")
    ana.hears_not("Añadido")
    ana.hears("Rosa Paz", "+34 600 998 877")


def test_somebody_else_of_a_like_name_was_changed(office: Office) -> None:
    office.customer("Bar Sol", "Claudia Roca")
    ana = office.rep("Ana")
    ana.says("cambia el correo de rosa a rosa@x.example")
    ana.hears("No conozco")  # Rosa is a name of her own, and no misspelt Roca
    ana.says("el correo de claudia es c@x.example")
    with office.work() as work:
        [claudia] = work.customers.contacts(1)
        assert claudia.email in {None, "c@x.example"}


def test_an_amount_put_right_in_two_words_was_added_to_the_note(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol, cerraron pedido de 300 euros")
    ana.says("no 350 euros")
    ana.hears("Corregido", "cerraron pedido de 350 euros")
    ana.says("historial de bar sol")
    ana.hears_not("300")


def test_a_follow_up_that_is_moved_to_another_day_lost_its_hour(office: Office) -> None:
    office.customer("Bar Sol", "Irene Bravo")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Irene el lunes a las 10")
    ana.says("mueve lo de irene al miércoles")
    ana.hears("miércoles 25 de noviembre, 10:00")


def test_a_step_on_a_day_away_was_kept_as_a_remark(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    eva = office.rep("Eva", language="en")
    eva.says("I'm off next week")
    eva.says("saw bar sol, left samples")
    eva.says("call her friday at 10")
    eva.hears("You are away then")
    eva.says("1")
    eva.hears("left samples", "Next step: call her")
    eva.hears_not("call her friday")
