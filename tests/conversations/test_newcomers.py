"""What people who were new to it stumbled over."""

from tests.office import Office


def test_a_visit_to_nobody_known_in_lower_case_was_not_understood(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("saw harbour lights yesterday, they want 3 boxes")
    eve.hears("I don't know “Harbour Lights”")
    eve.presses("Create it")
    eve.hears("Saved: visit · Harbour Lights", "they want 3 boxes", "Thursday 19 November")
    eve.says("called the green dragon, nobody answered")
    eve.hears("I don't know “Green Dragon”")


def test_what_a_new_customer_drinks_made_the_visit_small_talk(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("visite bar estrela, quieren 5 cajas de cerveza")
    ana.hears("No conozco «Bar Estrela»")


def test_a_film_is_still_no_customer(office: Office) -> None:
    eve, ana = office.rep("Eve", language="en"), office.rep("Ana")
    eve.says("saw a movie yesterday, they want to see it again")
    eve.hears("I did not understand that")
    ana.says("vi una peli ayer, quieren verla otra vez")
    ana.hears("No lo he entendido")


def test_visit_and_a_name_was_read_as_a_history(office: Office) -> None:
    office.customer("Bar Central")
    ana = office.rep("Ana")
    ana.says("visit bar central")
    ana.hears("¿Qué pasó?")


def test_an_appointment_was_read_as_a_log_or_a_look(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("reunion con bar sol mañana a las 10")
    ana.hears("Te lo recordaré", "sábado 21 de noviembre, 10:00", "Bar Sol")
    ana.says("cita con Marta el jueves a las 17h")
    ana.hears("Te lo recordaré", "jueves 26 de noviembre, 17:00")


def test_another_day_for_what_comes_next_became_the_logs_date(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol, quieren 10 cajas, llamarles el martes")
    ana.says("no, mejor el jueves")
    ana.hears("Corregido", "Fecha: viernes 20 de noviembre", "llamarles · jueves 26 de noviembre")
    ana.says("era ayer")
    ana.hears("Corregido", "Fecha: jueves 19 de noviembre", "llamarles · jueves 26 de noviembre")


def test_another_day_for_what_comes_next_in_english(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language="en")
    eve.says("visited bar sol, they want 10 boxes, call them on Tuesday")
    eve.says("actually make it wednesday at 10")
    eve.hears("Corrected", "Date: Friday 20 November", "Wednesday 25 November, 10:00")
    eve.says("no, better on Thursday")
    eve.hears("Date: Friday 20 November", "Thursday 26 November")


def test_a_day_that_may_be_of_either_is_asked_about(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol, quieren 10 cajas, llamarles el martes")
    ana.says("no, el jueves")
    ana.hears("¿Qué corrijo?")
    ana.presses("Siguiente paso")
    ana.hears("Fecha: viernes 20 de noviembre", "llamarles · jueves 26 de noviembre")


def test_a_name_with_a_word_more_became_one_that_is_known(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("visité a bar sol con Marta, quieren 10 cajas")
    ana.says("no, era bar kiosko luna")
    ana.hears("No conozco «Bar Kiosko Luna»")
    assert "Bar Luna" in ana.choices()
    ana.presses("Crear «Bar Kiosko Luna»")
    ana.hears("Corregido", "visita · Bar Kiosko Luna")
    ana.hears_not("Marta")


def test_a_bare_name_became_the_next_step(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.says("bar sol")
    ana.says("todo en orden")
    ana.says("Marta")
    ana.hears("¿Qué toca después")
    ana.says("Marta")
    ana.hears("¿Qué hay que hacer con Marta, y cuándo?")
    ana.says("llamarla el martes")
    ana.hears("Siguiente paso: llamarla · martes 24 de noviembre")


def test_a_sentence_became_the_name_of_somebody_met(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.says("bar sol")
    ana.says("quieren tónica")
    ana.says("hablamos de tarifas")
    ana.hears("no veo ningún nombre")
    ana.says("Nuria")
    ana.says("omitir")
    ana.hears("Con: Nuria")


def test_all_is_well_was_answered_with_a_greeting(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.says("todo bien")
    ana.hears("Guardado: visita · Bar Sol", "todo bien")


def test_a_question_to_the_bot_became_what_had_happened(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.says("que tengo hoy?")
    ana.hears("Hoy,", "¿Qué pasó?")


def test_a_date_alone_became_what_had_happened(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.says("ayer")
    ana.hears("¿Qué pasó?")
    ana.says("quieren tónica")
    ana.hears("Guardado: visita · Bar Sol", "quieren tónica", "Fecha: jueves 19 de noviembre")


def test_something_new_was_swallowed_by_the_question_which_one(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Bar Sol mañana")
    ana.says("recuérdame escribir a Bar Sol mañana")
    ana.says("hecho lo de bar sol")
    ana.hears("¿Cuál?")
    ana.says("recuérdame pedir los folletos el lunes")
    ana.hears("Te lo recordaré: pedir los folletos", "a medias", "¿Cuál?")


def test_skip_was_a_next_step_after_a_question_in_between(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Central")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.says("bar sol")
    ana.says("quieren tónica")
    ana.says("omitir")
    ana.says("bar central")
    ana.hears("Bar Central", "a medias", "¿Qué toca después, y cuándo?")
    ana.says("omitir")
    ana.hears("Guardado: visita · Bar Sol")


def test_the_note_went_into_the_next_step_of_a_burst(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol, buena acogida")
    ana.says("quieren 10 cajas, llamarles el lunes")
    ana.hears("Añadido", "quieren 10 cajas", "Siguiente paso: llamarles · lunes 23 de noviembre")
    ana.says("y escribirles el martes")
    ana.hears("Añadido: escribirles · martes 24 de noviembre")


def test_a_correction_while_a_name_was_asked_for_became_a_name(office: Office) -> None:
    eva = office.rep("Eva", language="en")
    eva.says("saw harbour cafe yesterday, they want 5 more boxes")
    eva.hears("I don't know “Harbour Cafe”")
    eva.says("no sorry it was tues")
    eva.hears("Date: Tuesday 17 November", "I don't know “Harbour Cafe”. Shall I create it?")
    eva.says("yes")
    eva.hears("Saved: visit · Harbour Cafe", "Tuesday 17 November")


def test_a_reminder_while_a_name_was_asked_for_was_taken_for_a_name(office: Office) -> None:
    office.customer("Blue Bay Restaurant")
    eva = office.rep("Eva", language="en")
    eva.says("met with blue door bakery today, keen")
    eva.hears("Blue Door Bakery")
    eva.says("remind me to send blue door the price list on monday")
    eva.hears("send blue door the price list", "Monday 23 November")
    eva.says("history of Blue Bay Restaurant")
    eva.hears_not("keen")


def test_a_reminder_right_after_a_log_joined_it(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol ayer, quieren 10 cajas")
    ana.says("recuérdame llamar a Pepe el lunes")
    ana.hears("llamar a Pepe", "lunes 23 de noviembre")
    ana.hears_not("Añadido")
    ana.says("recuerdame el 30 de febrero llamar a Marta")
    ana.hears_not("Añadido")
    ana.says("historial de Bar Sol")
    ana.hears_not("recuerdame")


def test_tom_was_taken_for_tomorrow(office: Office) -> None:
    eva = office.rep("Eva", language="en")
    eva.says("call tom tmrw 10am")
    eva.hears("call tom", "Saturday 21 November, 10:00")


def test_the_number_of_somebody_nobody_knows_was_not_understood(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("telefono de anna")
    ana.hears("anna")
    ana.hears_not("No lo he entendido")


def test_a_wish_that_nobody_can_grant_yet_was_taken_for_the_customer(office: Office) -> None:
    office.customer("Librería Muñoz")
    office.customer("Librería Muñiz")
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("me ha llamado el de la libreria, que no le ha llegado el pedido")
    ana.hears("¿A cuál te refieres")
    ana.says("ok gracias")
    ana.hears("De nada")
    assert ana.choices() == ["Librería Muñoz", "Librería Muñiz"]
    ana.says("a bar sol mejor por whatsapp")
    ana.hears_not("Guardado")
    ana.says("bar sol compra el 60% a acme")
    ana.hears("Guardado: nota · Bar Sol", "compra el 60%", "¿A cuál te refieres")
    ana.says("cancela")
    ana.says("historial de Bar Sol")
    ana.hears_not("pedido")


def test_a_date_of_no_calendar_became_a_note(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/visita Bar Sol")
    ana.says("30 de febrero")
    ana.hears("no existe. ¿Qué día")
    ana.says("quieren 10 cajas")
    ana.says("omitir")
    ana.says("historial de Bar Sol")
    ana.hears("10 cajas")
    ana.hears_not("febrero")


def test_a_commands_word_without_its_slash_was_not_understood(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("historial")
    ana.hears("¿El historial de quién?")
    ana.says("bar sol")
    ana.hears("Historial de Bar Sol")


def test_what_was_added_became_somebodys_number(office: Office) -> None:
    office.customer("Hotel Torre", "Mónica Alba")
    office.customer("Cafetería Las Flores")
    ana = office.rep("Ana")
    ana.says(
        "llame a cafeteria las flores esta mañana, quieren 3 cajas d agua y q les mande presupuesto antes del viernes"
    )
    ana.hears("3 cajas d agua", "Siguiente paso: mandarles presupuesto", "viernes 27 de noviembre")
    ana.says("añade q tambien 2 de tonica")
    ana.hears("Añadido", "2 de tonica")


def test_whoever_moved_on_was_asked_again_and_again(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    eva = office.rep("Eva", language="en")
    eva.says("/visit Bar Sol")
    eva.says("history of Bar Luna")
    eva.hears("Bar Luna", "What happened?")
    eva.says("card of Bar Luna")
    eva.hears("Bar Luna")
    eva.says("Bar Sol")
    eva.hears_not("Saved", "Is that something new")


def test_a_correction_while_a_person_was_asked_for_was_no_name(office: Office) -> None:
    office.customer("Munro Books")
    eva = office.rep("Eva", language="en")
    eva.says("/visit")
    eva.says("munro")
    eva.says("yesterday they loved the spotlights")
    eva.hears("Who were you with?")
    eva.says("nope, it was monday")
    eva.hears("Date: Monday 16 November", "Who were you with?")


def test_another_visit_overwrote_the_last_one(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Tuesday Café", "Irene Bravery")
    eva = office.rep("Eva", language="en")
    eva.says("saw bar sol yesterday, wants 10 boxes")
    eva.says("popped into tuesday cafe this am, irene not in, will try again thurs")
    eva.hears_not("Corrected")
    eva.says("history of Bar Sol")
    eva.hears("wants 10 boxes")


def test_undo_after_a_correction_took_the_whole_log(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol ayer, quieren pan")
    ana.says("no, era el miercoles")
    ana.hears("miércoles 18 de noviembre")
    ana.says("deshacer")
    ana.says("historial de Bar Sol")
    ana.hears("19 nov", "quieren pan")
    ana.says("deshacer")
    ana.says("historial de Bar Sol")
    ana.hears_not("quieren pan")


def test_undo_after_an_addition_left_its_next_step(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("visité bar sol ayer, quieren pan")
    ana.says("llamar a marta el jueves a las 10")
    ana.hears("Añadido", "jueves 26 de noviembre")
    ana.says("deshacer")
    ana.says("historial de Bar Sol")
    ana.hears("quieren pan")
    ana.hears_not("llamar a marta")


def test_the_number_of_a_choice_became_a_customer(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("nuevo cliente bar sol")
    ana.hears("ya existe")
    ana.says("la segunda")
    ana.hears_not("Cliente nuevo", "No conozco")


def test_the_number_of_a_choice_became_the_next_step(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/visita Bar Sol")
    ana.says("quieren pan")
    ana.says("1")
    ana.hears_not("«1»", "Con: 1")


def test_a_number_that_was_asked_for_became_a_customer(office: Office) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana")
    ana.says("visité bar slo")
    ana.hears("No conozco")
    ana.says("tel de marta")
    ana.hears_not("Tel De Marta")


def test_a_date_of_no_calendar_stayed_in_the_note(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("reunión con bar sol el 31 de febrero, quieren papel")
    ana.says("el 12")
    ana.hears("Guardado: reunión · Bar Sol", "quieren papel")
    ana.hears_not("febrero")
