"""Logging what was logged about a customer, in one sentence or step by step."""

from tests.office import Office


def test_a_visit_is_shared_with_the_next_rep(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("visité a bar sol ayer, Marta quiere 10 cajas, llamarla el martes a las 10")
    ana.hears("Bar Sol", "jueves 19 de noviembre", "Marta Ruiz", "martes 24 de noviembre, 10:00")
    luis.says("historial de Bar Sol")
    luis.hears("Ana", "quiere 10 cajas", "llamarla")


def test_what_a_colleague_noted_last_comes_back_with_the_log(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("visité a Bar Sol ayer, no quieren más promociones")
    eve.says("called Bar Sol this morning, they asked for a price list")
    eve.hears("Saved: call · Bar Sol", "Friday 20 November, 10:00", "no quieren más promociones")


def test_the_engine_asks_only_for_what_was_not_said(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.hears("¿Qué pasó?")
    ana.says("quieren 10 cajas")
    ana.hears("Guardado: visita · Bar Sol", "quieren 10 cajas", "viernes 20 de noviembre")


def test_step_by_step(office: Office) -> None:
    office.customer("Librería Muñoz")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.hears("¿Qué cliente?")
    ana.says("libreria muños")
    ana.hears("¿Qué pasó?")
    ana.says("se quedan el catálogo")
    ana.hears("¿Con quién estuviste?")
    ana.says("con Pepe")
    ana.hears("¿Qué toca después")
    ana.says("volver el lunes que viene a las 9:30")
    ana.hears("Guardado: visita · Librería Muñoz", "Pepe", "volver", "lunes 23 de noviembre, 9:30")


def test_optional_steps_can_be_left_out(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/visit")
    ana.says("Bar Sol")
    ana.says("todo igual")
    ana.presses("Omitir")
    ana.says("no")
    ana.hears("Guardado: visita · Bar Sol", "todo igual")


def test_a_new_contact_is_kept(office: Office) -> None:
    customer = office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.says("Bar Sol")
    ana.says("todo igual")
    ana.says("Pepe Gil")
    ana.presses("Omitir")
    with office.work() as work:
        assert [contact.name for contact in work.customers.contacts(customer)] == ["Pepe Gil"]


def test_an_ambiguous_name_is_a_choice_and_never_a_guess(office: Office) -> None:
    office.customer("Librería Muñoz")
    office.customer("Librería Muñiz")
    ana = office.rep("Ana")
    ana.says("visité libreria muñaz ayer, quieren libros")
    assert sorted(ana.choices()) == ["Librería Muñiz", "Librería Muñoz"]
    ana.presses("Librería Muñiz")
    ana.hears("Guardado: visita · Librería Muñiz", "quieren libros", "jueves 19 de noviembre")


def test_a_name_that_took_a_choice_can_be_remembered(office: Office) -> None:
    office.customer("Librería Muñoz")
    office.customer("Librería Muñiz")
    ana = office.rep("Ana")
    ana.says("visité libreria muñaz ayer, quieren libros")
    ana.presses("Librería Muñiz")
    ana.presses("Recordar: «Libreria Muñaz» es Librería Muñiz")
    ana.hears("Lo recordaré")
    ana.says("historial de libreria muñaz")
    ana.hears("Historial de Librería Muñiz")


def test_a_choice_can_be_typed_by_its_number(office: Office) -> None:
    office.customer("Librería Muñoz")
    office.customer("Librería Muñiz")
    ana = office.rep("Ana")
    ana.says("/historial libreria muñaz")
    second = ana.choices()[1]
    ana.says("2")
    ana.hears(f"Historial de {second}")


def test_an_unknown_customer_is_offered_to_be_created(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/visita Bar Pepe")
    ana.hears("No conozco", "Bar Pepe")
    ana.says("sí")
    ana.hears("¿Qué pasó?")
    ana.says("quieren vino")
    ana.hears("Guardado: visita · Bar Pepe")


def test_fix_corrects_any_slot(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.presses("Corregir")
    ana.presses("Fecha")
    ana.says("anteayer")
    ana.hears("Corregido", "miércoles 18 de noviembre")
    ana.says("historial Bar Sol")
    ana.hears("18 nov")
    ana.hears_not("19 nov")


def test_a_corrected_customer_teaches_a_nickname(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Solana Catering")
    ana = office.rep("Ana")
    ana.says("visité al bar sool ayer, quieren 10 cajas")
    ana.hears("Guardado: visita · Bar Sol")
    ana.presses("Corregir")
    ana.presses("Cliente")
    ana.says("Solana Catering")
    ana.hears("Guardado: visita · Solana Catering")
    assert "Recordar" in ana.choices()[-1]


def test_undo_takes_back_the_visit_and_its_follow_up(office: Office) -> None:
    customer = office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas, llamar a Marta el martes a las 10")
    ana.presses("Deshacer")
    ana.hears("Deshecho")
    with office.work() as work:
        assert not work.interactions.timeline(customer, limit=5).items
        assert not work.follow_ups.open_for(customer)
    office.at("2026-11-24 10:00")
    ana.hears_not("Ahora")


def test_undo_undoes_the_card_it_stands_on(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("La Visita")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.says("visité a La Visita ayer, quieren 20 cajas")
    ana.says("deshacer")
    ana.hears("Deshecho: lo anotado de La Visita")
    ana.presses("Deshacer")
    ana.hears("ya estaba deshecho")


def test_the_same_visit_twice_is_asked_about(office: Office) -> None:
    customer = office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    office.passes(minutes=10)
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.hears("ya anotaste algo con Bar Sol")
    ana.presses("No guardar")
    with office.work() as work:
        assert len(work.interactions.timeline(customer, limit=5).items) == 1


def test_a_second_telling_joins_the_first(office: Office) -> None:
    customer = office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    office.passes(minutes=10)
    ana.says("visité a Bar Sol ayer, también piden agua")
    ana.presses("Añadir a esa")
    with office.work() as work:
        (only,) = work.interactions.timeline(customer, limit=5).items
    assert only.summary == "quieren 10 cajas\ntambién piden agua"


def test_the_rest_of_a_burst_joins_the_log(office: Office) -> None:
    customer = office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol, quieren 10 cajas")
    office.passes(minutes=1)
    ana.says("y llamar a Marta el lunes a las 12")
    ana.hears("Añadido", "lunes 23 de noviembre, 12:00")
    with office.work() as work:
        assert len(work.interactions.timeline(customer, limit=5).items) == 1
        (follow_up,) = work.follow_ups.open_for(customer)
    assert "llamar a Marta" in follow_up.what


def test_a_reply_to_a_card_adds_to_its_log(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    office.passes(hours=2)
    ana.replies("Bar Sol", "quieren también el catálogo nuevo")
    ana.hears("Añadido", "quieren 10 cajas", "catálogo nuevo")


def test_an_edited_message_corrects_its_log(office: Office) -> None:
    customer = office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.edits("visité a Bar Sol anteayer, quieren 12 cajas")
    ana.hears("Corregido", "miércoles 18 de noviembre", "12 cajas")
    with office.work() as work:
        (only,) = work.interactions.timeline(customer, limit=5).items
    assert only.summary == "quieren 12 cajas"


def test_a_forwarded_message_is_logged_as_a_message(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.forwards("Quiero 5 cajas más", "Marta Ruiz")
    ana.hears("Guardado: mensaje · Bar Sol", "Quiero 5 cajas más")


def test_what_was_sent_yesterday_means_yesterdays_today(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    office.at("2026-11-21 09:00")
    ana.says_at("2026-11-20 18:00", "visité a Bar Sol hoy, quieren 10 cajas")
    ana.hears("viernes 20 de noviembre")


def test_several_customers_in_one_message_are_all_offered(office: Office) -> None:
    first, second = office.customer("Bar Sol"), office.customer("Café Bulevar")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol y a Café Bulevar ayer, quieren carteles nuevos")
    ana.hears("También nombras a Café Bulevar")
    ana.presses("También para Café Bulevar")
    with office.work() as work:
        assert len(work.interactions.timeline(first, limit=5).items) == 1
        assert len(work.interactions.timeline(second, limit=5).items) == 1


def test_a_visit_to_come_is_asked_about(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol mañana")
    ana.hears("aún no ha llegado")
    ana.says("ayer")
    ana.hears("¿Qué pasó?")


def test_a_day_that_no_calendar_has_is_asked_about(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol el 30 de febrero, quieren 10 cajas")
    ana.hears("30 de febrero", "no existe")
    ana.says("el 10 de noviembre")
    ana.hears("martes 10 de noviembre", "quieren 10 cajas")


def test_strange_names_are_shown_as_they_are(office: Office) -> None:
    name = "Café <b>Bulevar</b> *x* @channel 🎉 \u202eabc"
    office.customer(name)
    ana = office.rep("Ana")
    ana.says("/historial Café Bulevar")
    ana.hears(name)


def test_a_very_long_note_is_kept_whole_and_cut_on_the_screen(office: Office) -> None:
    customer = office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    note = "piden cosas " + "muy largas 🎉 " * 300
    ana.says(note[:4000])
    heard = ana.hears("Guardado: visita · Bar Sol")
    assert len(heard) < 1200
    with office.work() as work:
        (only,) = work.interactions.timeline(customer, limit=5).items
    assert only.summary == note[:4000].strip()
