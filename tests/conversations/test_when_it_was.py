"""When a visit took place, and what comes next: moments that were misread."""

from tests.office import Office


def test_this_morning_said_at_nine_was_asked_about_as_if_to_come(office: Office) -> None:
    office.customer("Bar Sol")
    office.at("2026-11-23 09:10")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("estuve esta mañana en bar sol, quieren 3 cajas")
    ana.hears("Guardado: visita · Bar Sol", "lunes 23 de noviembre")
    eve.says("called bar sol this morning, they want 3 boxes")
    eve.hears("Saved: call · Bar Sol", "Monday 23 November")
    ana.says("visité a bar sol hoy a las 18, quieren 5 cajas")
    ana.hears("aún no ha llegado")


def test_a_visit_on_a_day_to_come_was_logged_as_of_today(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("visité bar sol el viernes que viene, quieren 3 cajas")
    ana.hears("viernes 27 de noviembre aún no ha llegado", "¿Cuándo fue?")
    ana.says("el viernes")
    ana.says("cancela")
    eve.says("visited bar sol tomorrow, they want 3 boxes")
    eve.hears("Saturday 21 November is still to come")


def test_a_meeting_without_a_verb_became_a_reminder(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("reunion con bar sol, quieren precios, mandar oferta mañana")
    ana.hears("Guardado: reunión · Bar Sol", "quieren precios", "mandar oferta · lunes 23 de noviembre")
    eve.says("meeting with bar sol, they want prices, send offer tomorrow")
    eve.hears("Saved: meeting · Bar Sol", "they want prices", "send offer")


def test_a_next_step_of_little_words_was_lost(office: Office) -> None:
    office.customer("Bar Sol")
    eve = office.rep("Eve", language="en")
    eve.says("visited bar sol, they want 3 boxes, call them on Tuesday")
    eve.hears("Next step: call them", "Tuesday 24 November")


def test_a_reminder_for_no_day_of_the_calendar_did_not_say_so(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("recuérdame llamar a bar sol el 30 de febrero")
    ana.hears("«el 30 de febrero» no existe", "Por ejemplo")
    ana.says("cancela")
    ana.says("recuérdame llamar a bar sol ayer")
    ana.hears("jueves 19 de noviembre", "ya ha pasado")
    eve.says("remind me to call bar sol on 30 February")
    eve.hears("30 February", "For example")


def test_politeness_was_kept_in_a_reminder(office: Office) -> None:
    office.customer("Bar Sol")
    ana, eve = office.rep("Ana"), office.rep("Eve", language="en")
    ana.says("acuérdate de mandar el catálogo a bar sol mañana porfa")
    ana.hears("Te lo recordaré: mandar el catálogo")
    ana.hears_not("porfa", "acuérdate")
    eve.says("remind me pls that i have to call bar sol tomorrow")
    eve.hears("I'll remind you: call")
    eve.hears_not("pls", "that i have")


def test_a_history_of_one_hour_failed(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("historial de bar sol ayer a las 10")
    ana.hears("Historial de Bar Sol")
