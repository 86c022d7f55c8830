"""What reps say in a week, as their phones get it: two things for two days, appointments, who was not reached, whose number is new."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def ana(office: Office) -> Someone:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Casa Pepe", "Pepe Gil")
    office.customer("Hotel Mar", "Irene Soto")
    return office.rep("Ana")


@pytest.fixture
def olivia(office: Office) -> Someone:
    office.customer("Red Lion", "Dan Price")
    office.customer("Oakridge Dental", "Priya Nair")
    return office.rep("Olivia", language="en")


# ------------------------------------------------------------------ reminders
def test_each_thing_has_its_day_and_its_customer(ana: Someone) -> None:
    ana.says("recuérdame llamar a Marta el lunes y a Irene el martes")
    ana.hears(
        "llamar a Marta", "Bar Sol", "lunes 23 de noviembre", "llamar a Irene", "Hotel Mar", "martes 24 de noviembre"
    )
    ana.presses("Deshacer")
    ana.hears("«llamar a Marta»; «llamar a Irene»")


def test_things_for_two_customers_on_one_day_are_two(ana: Someone) -> None:
    ana.says("apúntame q el viernes tengo q llevar muestras a Marta y pedirle el logo a Pepe")
    ana.hears("llevar muestras a Marta", "Bar Sol", "pedirle el logo a Pepe", "Casa Pepe")
    assert ana.heard().count("viernes 27 de noviembre") == 2


def test_of_two_days_the_other_one_is_meant(ana: Someone) -> None:
    ana.says("recuérdame el lunes llamar a Marta y el miércoles mandarle la oferta")
    ana.says("no perdona el miércoles no, el jueves")
    ana.hears("Corregido", "mandarle la oferta", "jueves 26 de noviembre")


def test_an_hour_with_somebody_is_an_appointment(ana: Someone) -> None:
    ana.says("el jueves 26 a las 17h cita con Marta en el bar")
    ana.hears("Te lo recordaré", "jueves 26 de noviembre, 17:00")
    ana.says("mejor a las 18")
    ana.hears("Corregido", "18:00")
    ana.says("el martes a las 9 y media desayuno con Pepe")
    ana.hears("Te lo recordaré", "martes 24 de noviembre, 9:30")


def test_an_appointment_is_booked_in_english(olivia: Someone) -> None:
    olivia.says("appt with priya nair at oakridge dental thurs 2.30")
    olivia.hears("I'll remind you", "Thursday 26 November, 14:30")
    olivia.says("book me a visit to red lion tues 1st dec at 10")
    olivia.hears("I'll remind you", "Tuesday 1 December, 10:00")


def test_nothing_open_with_somebody_is_no_question_about_others(olivia: Someone) -> None:
    olivia.says("remind me to buy paper on Tuesday")
    olivia.says("Dan wants them delivered on the 14th not the 11th")
    olivia.hears("Saved: note · Red Lion", "Monday 14 December")
    olivia.hears_not("buy paper")


# ------------------------------------------------------------------ what was told
@pytest.mark.parametrize(
    "said", ["llamé a Marta de Bar Sol 2 veces y nada, comunica", "le marqué a Marta y no contestó"]
)
def test_whoever_did_not_answer_was_not_met(ana: Someone, said: str) -> None:
    ana.says(said)
    ana.hears("Guardado: llamada · Bar Sol")
    ana.hears_not("Con:")


@pytest.mark.parametrize(
    "said", ["hablé con Marta, la oferta sigue sin respuesta", "llamé a Marta y me comunica que quieren hielo"]
)
def test_whoever_was_spoken_to_was_met(ana: Someone, said: str) -> None:
    ana.says(said)
    ana.hears("Con: Marta Ruiz")


def test_a_cancelled_appointment_is_no_visit(ana: Someone) -> None:
    ana.says("Irene del Hotel Mar me canceló la cita")
    ana.hears("Guardado: nota · Hotel Mar")
    ana.hears_not("Con:")


def test_a_list_of_customers_dates_each(olivia: Someone) -> None:
    olivia.says("saw red lion yesterday and oakridge dental this morning, dan wants a catalogue, priya wants a quote")
    olivia.hears("visit · Red Lion", "Thursday 19 November", "visit · Oakridge Dental", "Friday 20 November")


def test_the_total_is_the_amount(ana: Someone) -> None:
    ana.says("pedido Bar Sol 5.000 servilletas a 0,12€ total 600")
    ana.hears("Importe: 600")


def test_a_day_behind_a_named_month_is_of_that_month(ana: Someone) -> None:
    ana.says("hablé con Marta, el presupuesto se lo aprueban el 15 de enero, quedé en llamarla el 18")
    ana.hears("lunes 18 de enero")
    ana.says("hablé con Pepe, el 2 de octubre compraron 5 cajas, quedé en llamarle el 25")
    ana.hears("miércoles 25 de noviembre")


# ------------------------------------------------------------------ customers and contacts
@pytest.mark.parametrize(
    ("said", "name", "value"),
    [
        ("el nuevo teléfono de Marta es 612 345 678", "Marta Ruiz", "+34 612 345 678"),
        ("Irene tiene nuevo correo: irene@hotelmar.example", "Irene Soto", "irene@hotelmar.example"),
        ("nuevo correo de Casa Pepe: compras@casapepe.example", "Casa Pepe", "compras@casapepe.example"),
        ("el teléfono de Bar Sol ahora es 963 111 222", "Bar Sol", "+34 963 111 222"),
    ],
)
def test_a_new_number_is_a_change(ana: Someone, said: str, name: str, value: str) -> None:
    ana.says(said)
    ana.hears("Cambiado", name, value)


def test_what_a_new_contact_tells_besides_is_kept(ana: Someone) -> None:
    ana.says("nuevo contacto en Bar Sol: Beatriz Luna, hija de Marta, compras, 633 70 15 28, ella decide ahora")
    ana.hears("Contacto nuevo: Beatriz Luna", "compras", "+34 633 701 528", "hija de Marta; ella decide ahora")


def test_a_surname_that_says_what_things_cost_leaves_the_number_a_number(ana: Someone) -> None:
    ana.says("nuevo cliente Asador Roble, contacto Fermín Cuesta 644120987")
    ana.hears("Asador Roble", "Fermín Cuesta", "+34 644 120 987")


def test_a_new_customer_goes_on_being_told_of(ana: Someone) -> None:
    ana.says("nuevo cliente Asador Roble")
    ana.says("quieren una carta de vinos para 60 cubiertos por noche")
    ana.hears("Guardado: nota · Asador Roble", "60 cubiertos")


def test_a_customer_becomes_a_colleagues(office: Office, ana: Someone) -> None:
    luis = office.rep("Luis")
    ana.says("Casa Pepe pasa a ser cliente de Luis")
    ana.hears("Casa Pepe", "Luis")
    luis.hears("Casa Pepe")


# ------------------------------------------------------------------ opportunities
def test_several_are_looked_at_and_made_by_nobody(ana: Someone) -> None:
    ana.says("oportunidades de casa pepe")
    ana.hears_not("oportunidad nueva")
    ana.says("bar sol: la oportunidad va bien")
    ana.hears_not("oportunidad nueva")


def test_a_number_before_its_close_is_the_amount(ana: Someone) -> None:
    ana.says("oportunidad Bar Sol vitrina refrigerada 18.500 cierre 20 dic")
    ana.hears("vitrina refrigerada · Bar Sol", "18.500", "domingo 20 de diciembre")


def test_before_a_day_is_until_it(ana: Someone) -> None:
    ana.says("oportunidad Bar Sol vitrina refrigerada 18.500 cierre 20 dic")
    ana.says("qué oportunidades cierran antes de navidad")
    ana.hears("18.500")
