"""What is put right, forbidden, or only meant in passing: "at 3 no wait 3.20", "dont ring him next week", "el lunes llamo a Marta"."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Casa Pepe", "Pepe Gil")
    office.customer("Gráficas Montes", "Toni Mas")
    return office.rep("Ana")


@pytest.fixture
def olivia(office: Office) -> Someone:
    office.customer("Red Lion", "Dan Price")
    office.customer("Oakridge Dental", "Priya Nair")
    return office.rep("Olivia", language="en")


# ------------------------------------------------------------------ put right in the same breath
@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("cita con marta el martes a las 3 quita no a las 3.20", "martes 24 de noviembre, 15:20"),
        ("recuérdame llamar a marta el lunes a las 10, perdón a las 11", "lunes 23 de noviembre, 11:00"),
        ("recuérdame llamar a marta el lunes a las 10, perdón martes", "martes 24 de noviembre, 10:00"),
        ("el jueves a las 5 quedo con marta, no espera el viernes", "viernes 27 de noviembre, 17:00"),
        ("el lunes llamo a marta, perdón, el martes", "martes 24 de noviembre"),
    ],
)
def test_only_what_is_said_anew_is_replaced(ana: Someone, said: str, when: str) -> None:
    ana.says(said)
    ana.hears("Te lo recordaré", when, "Bar Sol")
    ana.hears_not("quita", "perdón", "espera")


def test_a_visits_hour_is_put_right_and_the_note_stays(ana: Someone) -> None:
    ana.says("visita ayer a bar sol a las 10, digo a las 11, quieren 4 cajas")
    ana.hears("Guardado: visita · Bar Sol", "quieren 4 cajas", "jueves 19 de noviembre, 11:00")


@pytest.mark.parametrize(
    ("said", "when"),
    [
        ("appt with dan at 3 on tues no wait 3.20", "Tuesday 24 November, 15:20"),
        ("remind me to ring dan on tuesday at 3, no sorry at 4", "Tuesday 24 November, 16:00"),
        ("remind me to ring dan on tuesday at 3, no sorry 4", "Tuesday 24 November, 16:00"),
        ("thursday at 5 im meeting dan, no wait friday", "Friday 27 November, 17:00"),
    ],
)
def test_a_day_keeps_its_hour_and_an_hour_its_day(olivia: Someone, said: str, when: str) -> None:
    olivia.says(said)
    olivia.hears("I'll remind you", when, "Red Lion")
    olivia.hears_not("no wait", "sorry")


def test_a_number_of_something_is_no_hour(olivia: Someone) -> None:
    olivia.says("saw dan yesterday at 3, no 4 packs left, only 2")
    olivia.hears("Saved: visit · Red Lion", "no 4 packs left, only 2", "Thursday 19 November, 15:00")


# ------------------------------------------------------------------ what the sender does on a day is to come
@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("el martes llamo a marta para cerrar el pedido", "martes 24 de noviembre"),
        ("el jueves llevo muestras a bar sol", "jueves 26 de noviembre"),
        ("el lunes hablo con marta", "lunes 23 de noviembre"),
    ],
)
def test_what_one_does_on_a_day_is_a_plan(ana: Someone, said: str, day: str) -> None:
    ana.says(said)
    ana.hears("Te lo recordaré", day)


def test_who_did_it_stands_beside_the_verb(ana: Someone) -> None:
    ana.says("el lunes llamo marta, quiere precios")
    ana.hears("Guardado: llamada · Bar Sol", "quiere precios", "lunes 16 de noviembre")


def test_english_plans_go_on_too(olivia: Someone) -> None:
    olivia.says("ringing priya back at 3.15")
    olivia.hears("I'll remind you", "Friday 20 November, 15:15")
    olivia.says("dropping samples at red lion on friday")
    olivia.hears("I'll remind you", "Red Lion", "Friday 27 November")


# ------------------------------------------------------------------ what is not to be done
def test_what_is_not_to_be_done_is_no_step(olivia: Someone) -> None:
    olivia.says("had lunch with dan, his wife just had a baby, dont ring him next week")
    olivia.hears("Saved: meeting · Red Lion", "dont ring him next week")
    olivia.hears_not("Next step")


def test_not_before_a_day_is_on_that_day(olivia: Someone, ana: Someone) -> None:
    olivia.says("dont ring dan til thurs")
    olivia.hears("I'll remind you: ring dan", "Thursday 26 November")
    ana.says("vi a marta, mejor no llamarle hasta enero")
    ana.hears("Guardado: visita · Bar Sol", "Siguiente paso: llamarle", "enero")


def test_no_need_is_no_step(ana: Someone) -> None:
    ana.says("vi a marta, no hace falta llamarle el lunes")
    ana.hears("Guardado: visita · Bar Sol", "no hace falta llamarle el lunes")
    ana.hears_not("Siguiente paso")


# ------------------------------------------------------------------ told of before
def test_told_some_time_before(ana: Someone, olivia: Someone) -> None:
    ana.says("mañana a las 9 tngo cafe con marta, avisame 1 hora antes")
    ana.hears("Te lo recordaré", "(9:00)", "sábado 21 de noviembre, 8:00")
    olivia.says("meeting at red lion monday 10am, give me a nudge half an hour before")
    olivia.hears("I'll remind you", "(10:00)", "Monday 23 November, 09:30", "Red Lion")


# ------------------------------------------------------------------ prices, wishes, what was
def test_the_price_of_one_is_no_hour(olivia: Someone) -> None:
    olivia.says("gave dan 3 tyres at 110 a pop")
    olivia.hears("Red Lion", "3 tyres at 110 a pop", "Friday 20 November")
    olivia.hears_not("13:10")


def test_an_hour_by_which_somebody_wants_something(olivia: Someone) -> None:
    olivia.says("dan wants a callback at half 4")
    olivia.hears("Red Lion", "Next step", "Friday 20 November, 16:30")


def test_a_call_that_is_asked_for_in_a_month(ana: Someone) -> None:
    ana.says("al final toni no quiere impresora este año, q le llame en marzo")
    ana.hears("Gráficas Montes", "no quiere impresora este año", "Siguiente paso", "marzo")


def test_what_was_is_noted_and_not_planned(ana: Someone) -> None:
    ana.says("apunta q he pasado por bar sol y marta quiere ver el catálogo nuevo, se lo llevo el martes a las 5")
    ana.hears(
        "Guardado: visita · Bar Sol", "quiere ver el catálogo nuevo", "Siguiente paso", "martes 24 de noviembre, 17:00"
    )


def test_every_week_whatever_is_to_be_done(ana: Someone) -> None:
    ana.says("recuerdame cada viernes a las 2 pasar los gastos")
    ana.hears("Te lo recordaré: pasar los gastos", "viernes", "14:00")


# ------------------------------------------------------------------ moved, away
def test_a_meeting_that_is_moved_has_not_been(olivia: Someone) -> None:
    olivia.says("red lion meeting shifted from mon to thurs 4pm")
    olivia.hears("Saved: note · Red Lion", "Next step: meeting · Thursday 26 November, 16:00")


def test_when_somebody_is_back_is_no_day_of_ones_own(olivia: Someone) -> None:
    olivia.says("dan off til 7th dec so chase priya instead")
    olivia.hears("Red Lion", "dan off til 7th dec", "Oakridge Dental", "chase priya instead")
    olivia.hears_not("I'll remind you", "Next step", "Monday 7 December")


# ------------------------------------------------------------------ days that nobody works
def test_what_is_added_says_that_its_day_was_moved(ana: Someone) -> None:
    ana.says("visita a bar sol, bien")
    ana.says("los necesitan para el 5 de diciembre")
    ana.hears("Siguiente paso: los necesitan", "viernes 4 de diciembre", "sábado 5 de diciembre no es día laborable")


# ------------------------------------------------------------------ laughter, holidays, who did it
def test_a_fact_that_is_laughed_about_is_one(olivia: Someone, ana: Someone) -> None:
    olivia.says("dan wants 4 kegs lol")
    olivia.hears("Saved: note · Red Lion", "dan wants 4 kegs lol")
    ana.says("pepe quiere 3 cajas jaja")
    ana.hears("Casa Pepe", "quiere 3 cajas jaja")


def test_somebodys_holiday_is_told(ana: Someone) -> None:
    ana.says("toni está de vacaciones hasta el 7")
    ana.hears("Gráficas Montes", "toni está de vacaciones hasta el 7")


def test_a_colleague_named_behind_the_verb_did_it(office: Office, ana: Someone) -> None:
    office.rep("Luis")
    ana.says("ayer estuvo luis en casa pepe, quieren cambiar de café")
    ana.hears("Guardado: nota · Casa Pepe", "estuvo luis en casa pepe", "jueves 19 de noviembre")


# ------------------------------------------------------------------ what looks like an answer, a correction, one complaint
def test_what_somebody_no_longer_wants_corrects_nothing(ana: Someone) -> None:
    ana.says("visité bar sol hoy, marta quiere 3 cajas de aceite")
    ana.says("marta dice que ya no quiere el aceite")
    ana.says("historial de bar sol")
    ana.hears("quiere 3 cajas de aceite", "marta dice que ya no quiere el aceite")


def test_a_sentence_about_another_customer_answers_no_question(office: Office, olivia: Someone) -> None:
    office.customer("Cafe Marlow")
    office.customer("Hotel Marlow")
    olivia.says("rang the Marlow, they want a quote for 20kg decaf")
    olivia.hears("Which one do you mean")
    olivia.says("Red Lion is closing down, owner retiring")
    olivia.hears("Saved: note · Red Lion", "Red Lion is closing down, owner retiring")


def test_a_complaint_of_one_of_two_is_of_that_one(olivia: Someone) -> None:
    olivia.says("Red Lion wants 3 cs of seltzer and Oakridge Dental wants a refund of $40")
    olivia.says("history of red lion")
    olivia.hears("3 cs of seltzer")
    olivia.hears_not("refund")
    olivia.says("history of oakridge dental")
    olivia.hears("refund of $40")
