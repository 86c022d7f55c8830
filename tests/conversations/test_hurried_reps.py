"""What reps in a hurry were understood wrongly in: second thoughts, questions, names and dates within half sentences."""

from tests.office import Office


def test_a_place_that_nobody_knows_beats_a_person_who_is_known_elsewhere(office: Office) -> None:
    office.customer("The Swan", "Sarah Cole")
    eve = office.rep("Eve", language="en")
    eve.says("popped into bell inn yest, sarah wants 12 cases")
    eve.hears("I don't know “Bell Inn”")
    eve.presses("Create it")
    eve.hears("Saved: visit · Bell Inn")
    eve.says("popped into a new place, the copper kettle, run by a guy called ray, keen on the wine")
    eve.hears("I don't know “Copper Kettle”")


def test_a_part_of_a_name_beside_who_works_there_is_theirs(office: Office) -> None:
    office.customer("Fulton Fish House", "Jim Fulton")
    office.customer("Fulton Garage")
    eve = office.rep("Eve", language="en")
    eve.says("jim from fulton rang, delivery hasn't turned up again")
    eve.hears("Saved: call · Fulton Fish House")


def test_what_is_called_off_is_what_the_message_before_made(office: Office) -> None:
    office.customer("The Swan")
    eve = office.rep("Eve", language="en")
    eve.says("saw The Swan, they want ice")
    eve.says("agenda")
    eve.says("never mind")
    eve.hears("nothing to cancel", "visit · The Swan")
    eve.presses("Undo")
    eve.hears("Undone")


def test_a_day_of_no_calendar_shows_nobodys_agenda(office: Office) -> None:
    office.customer("Kite Cafe")
    eve = office.rep("Eve", language="en")
    for said in ("meeting on 31 june", "any meetings on 31 june?", "history of kite cafe on 31 june"):
        eve.says(said)
        eve.hears("“on 31 june” doesn't exist")
    eve.says("meeting with kite cafe on 31 june")
    eve.hears("“on 31 june” doesn't exist")
    eve.says("leave the kite cafe thing till wednesday")
    assert "Saved" not in eve.heard()
    eve.says("30 june")
    eve.hears("I'll remind you: meeting with kite cafe", "30 June 2027")


def test_an_hour_instead_of_another_moves_what_was_agreed(office: Office) -> None:
    office.customer("Hotel Las Dunas", "Raquel Mena")
    ana = office.rep("Ana")
    ana.says("recuérdame volver a las dunas el miércoles a las 11")
    ana.says("mañana no trabajo")
    ana.hears("Estás fuera")
    ana.says("la reunion con raquel es a las 12 no a las 11")
    ana.hears("volver a las dunas", "miércoles 25 de noviembre, 12:00")


def test_a_wish_with_its_day_is_no_preference(office: Office) -> None:
    office.customer("Tienda El Roble", "Carmen Soto")
    ana = office.rep("Ana")
    ana.says("doña Carmen de Tienda El Roble quiere que le marquemos el jueves a las 3")
    ana.hears("jueves 26 de noviembre, 15:00")
    ana.says("Carmen prefiere por whatsapp")
    ana.hears("Anotado: Tienda El Roble", "por WhatsApp")


def test_what_is_passed_over_is_kept_where_its_customer_is_plain(office: Office) -> None:
    office.customer("Panadería El Horno", "Lola Sanz")
    ana = office.rep("Ana")
    ana.says("panaderia el horno: lola dice que los precios de la competencia son mas bajos, no compra de momento")
    ana.hears("¿Lo guardo como nota de Panadería El Horno?")
    ana.says("qué tengo mañana")
    ana.hears("Tu mensaje anterior lo he guardado como nota de Panadería El Horno")
    ana.says("historial de panaderia el horno")
    ana.hears("lola dice que los precios de la competencia son mas bajos")
    ana.says("borra lo de panaderia el horno")
    ana.hears("Borrado: nota · Panadería El Horno")


def test_a_question_is_no_name(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("history")
    eve.says("who's ray")
    eve.hears("I did not understand that")


def test_the_card_in_front_is_it(office: Office) -> None:
    office.customer("Bar Sol")
    office.rep("Luis")
    ana = office.rep("Ana")
    ana.says("bar sol: oportunidad terraza 3.000 para febrero")
    ana.hears("terraza · Bar Sol", "3.000")
    ana.says("pasala a negociacion")
    ana.hears("Nuevo → Negociación")
    ana.says("que sean 3500")
    ana.hears("3.500")
    ana.says("cuántas oportunidades tengo")
    ana.hears("1")
    ana.says("y luis?")
    ana.hears("Luis", "0")


def test_what_somebody_ordered_is_asked_not_told(office: Office) -> None:
    office.customer("Harbour Stores", "Sean Doyle")
    eve = office.rep("Eve", language="en")
    for said in (
        "how much has sean ordered this month",
        "what did sean order",
        "orders from harbour stores this month",
    ):
        eve.says(said)
        eve.hears("I read it as: purchases")
    eve.says("history with sean")
    eve.hears("Nothing yet")


def test_what_a_new_customer_wants_is_logged_there(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says(
        "cliente nuevo panaderia la espiga, tlf 611 223 344, quiere presupuesto de 2 hornos, la llamo el jueves por la tarde"
    )
    ana.hears("Cliente nuevo", "quiere presupuesto de 2 hornos", "jueves 26 de noviembre, 16:00")
    ana.says("historial de la espiga")
    ana.hears("quiere presupuesto de 2 hornos")


def test_another_time_behind_its_reason(office: Office) -> None:
    office.customer("Hotel Miralmar", "Candela Rey")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a candela el martes a las 5")
    ana.says("no espera a las 5 tengo dentista, ponla a las 6 y media")
    ana.hears("martes 24 de noviembre, 18:30")
    ana.says("uy no el martes no puedo, pasalo para el viernes misma hora")
    ana.hears("viernes 27 de noviembre, 18:30")


def test_what_is_asked_about_is_called_off_before_anything_older(office: Office) -> None:
    office.customer("Hotel Miralmar")
    ana = office.rep("Ana")
    ana.says("visité el hotel miralmar, todo bien")
    ana.says("mueve todo lo del lunes al martes que el lunes es puente")
    ana.says("no mejor dejalo como estaba")
    ana.hears("no he guardado nada")
    ana.says("historial del hotel miralmar")
    ana.hears("todo bien")


def test_a_new_person_may_be_corrected_before_it_is_known_where_they_work(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("new contact Fiona Achebe")
    eve.says("actually make that Rose Achebe")
    eve.hears("At which customer?")
    eve.says("tell me, do u think i should call her")
    assert "went wrong" not in eve.heard()


def test_questions_appointments_and_numbers_are_no_calls(office: Office) -> None:
    office.customer("Deccan Polymers", "Anil Kulkarni", "Venkat Rao")
    luke = office.rep("Luke", language="en")
    eve = office.rep("Eve", language="en")
    eve.says("meeting with anil on 24th 3pm")
    eve.hears("I'll remind you", "Tuesday 24 November, 15:00")
    eve.says("do u think i should call anil anyway")
    eve.hears("I can't answer just that")
    eve.says("venkat is on leave, dont call for 2 weeks pls")
    eve.hears("Saved: note", "on leave")
    eve.says("anil's new mobile is 611 222 444")
    assert "Saved: call" not in eve.heard()
    eve.says("inform luke to follow up on monday with anil")
    eve.hears("I'll remind Luke: follow up")
    luke.says("what do i have on monday")
    luke.hears("follow up")


def test_what_is_only_asked_or_called_off_changes_nothing(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    eve = office.rep("Eve", language="en")
    eve.says("bar sol: opportunity 12 racks 38k")
    eve.says("did we win bar sol?")
    eve.hears("History of Bar Sol", "12 racks")
    eve.hears_not("Won!", "Saved")
    for said in ("has marta left?", "should i call marta tomorrow", "we won bar sol?"):
        eve.says(said)
        eve.hears("I can't answer just that")
    eve.says("saw bar sol, marta wants 10 boxes")
    eve.says("delete the bit about martas boxes")
    eve.hears("shall I undo")
    assert any("visit · Bar Sol" in label for label in eve.choices()), eve.choices()
    eve.says("oh wait, forget that")
    eve.says("history of bar sol")
    assert "delete the bit" not in eve.heard()


def test_the_price_of_one_thing_is_no_opportunitys_amount(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("bar sol: oportunidad 10 sacos a 500")
    ana.hears("Importe: sin importe")
    ana.says("bar sol: oportunidad terraza 3.000 para febrero")
    ana.hears("terraza · Bar Sol", "3.000")
