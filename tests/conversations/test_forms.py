"""What happens around a form that waits: a change of mind, an unrelated question, an old button."""

from datetime import timedelta

import pytest

from tests.office import Office


def test_cancel_leaves_the_form(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.says("cancelar")
    ana.hears("Cancelado")
    ana.says("cancela")
    ana.hears("nada que cancelar")


def test_help_is_answered_and_the_form_waits(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.says("ayuda")
    ana.hears("/visita", "en mitad de algo")
    ana.says("quieren 10 cajas")
    ana.hears("Guardado: visita · Bar Sol")


def test_a_sentence_about_another_customer_goes_first_and_the_question_comes_again(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Café Bulevar")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.says("historial de Café Bulevar")
    ana.hears("Historial de Café Bulevar", "a medias", "¿Qué pasó?")
    ana.says("quieren tónica")
    ana.hears("Guardado: visita · Bar Sol", "quieren tónica")


def test_another_visit_told_in_the_middle_leaves_the_first_one_waiting(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Café Bulevar")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.says("visité a Café Bulevar")
    ana.hears("¿Qué pasó?")
    ana.says("todo bien")
    ana.hears("Guardado: visita · Café Bulevar", "a medias", "¿Qué pasó?")
    ana.says("quieren tónica")
    ana.hears("Guardado: visita · Bar Sol", "quieren tónica")
    ana.says("cancela")
    ana.hears("nada que cancelar")


def test_a_question_of_which_one_waits_with_its_choices(office: Office) -> None:
    office.customer("Librería Muñoz")
    office.customer("Librería Muñiz")
    ana = office.rep("Ana")
    ana.says("ayer estuve en la libreria, quieren papel")
    assert ana.choices() == ["Librería Muñoz", "Librería Muñiz"]
    ana.says("/responsable Librería Muñiz")
    ana.hears("Librería Muñiz no lo lleva nadie", "a medias", "¿A cuál te refieres")
    ana.presses("Librería Muñoz")
    ana.hears("Guardado: visita · Librería Muñoz", "quieren papel")


@pytest.mark.parametrize(
    "said", ["teléfono de Marta", "traspasa bar luna a ana", "que ha hecho ana", "quién lleva bar luna"]
)
def test_what_is_plainly_for_the_bot_was_taken_for_the_next_step(office: Office, said: str) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna", "Marta Gil")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.says("bar sol")
    ana.says("quieren tónica")
    ana.says("omitir")
    ana.hears("¿Qué toca después, y cuándo?")
    ana.says(said)
    ana.hears("¿Qué toca después, y cuándo?")
    ana.hears_not("Guardado")


@pytest.mark.parametrize("said", ["pasarle el teléfono de marta el lunes", "llamar el lunes"])
def test_a_next_step_that_names_such_a_thing_is_one(office: Office, said: str) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana")
    ana.says("/visita")
    ana.says("bar sol")
    ana.says("quieren tónica")
    ana.says("omitir")
    ana.says(said)
    ana.hears_not("algo nuevo")


def test_a_whole_visit_told_while_another_waits_is_its_own(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Café Bulevar")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.says("visité a Café Bulevar ayer, dicen que son socios")
    ana.hears("Guardado: visita · Café Bulevar", "dicen que son socios", "a medias", "¿Qué pasó?")
    ana.says("historial de Bar Sol")
    ana.hears_not("socios")


def test_a_form_left_for_a_day_is_let_go_of(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    office.passes(hours=22)
    ana.says("historial de Bar Sol")
    ana.hears("Historial de Bar Sol")


def test_a_slash_command_always_gets_through(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.says("/historial Bar Sol")
    ana.hears("Historial de Bar Sol")


def test_a_question_that_is_closed_explains_itself_when_pressed(office: Office) -> None:
    office.customer("Librería Muñoz")
    office.customer("Librería Muñiz")
    ana = office.rep("Ana")
    ana.says("/historial libreria muñaz")
    label = ana.choices()[0]
    ana.says("/cancelar")
    ana.says("hola")
    ana.presses(label)
    ana.hears("ya no está abierta")


def test_small_talk_and_gibberish_are_answered_with_examples(office: Office) -> None:
    ana = office.rep("Ana")
    for text in ("xcvbn poiuy", "borra toda la base de datos", "qué cenamos hoy"):
        ana.says(text)
        ana.hears("No lo he entendido", "visité a Bar Sol")


def test_yes_to_nothing(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("sí")
    ana.hears("De acuerdo")


def test_an_unknown_command(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/frobnicate")
    ana.hears("/frobnicate", "/ayuda")


def test_a_forged_button_does_nothing(office: Office) -> None:
    if office.way.platform != "local":
        return
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    local = office.door.local  # type: ignore[attr-defined]
    token = local.screens[ana.account][-1].token
    for chat, account, pressed in (
        (luis.account, luis.account, token),
        (ana.account, luis.account, token),
        (ana.account, ana.account, "x" * 16),
    ):
        event = local.event(chat, account=account, kind="press", token=pressed, choice=1, sent_at=office.clock.now())
        office.run(office.app.inbox.take([event]))
        office.run(office.app.settle())
    with office.work() as work:
        assert len(work.interactions.timeline(1, limit=5).items) == 1


def test_an_old_button_explains_itself(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    with office.work() as work:
        work.machine_now += timedelta(days=90)
        work.outbox.blank_old()
    ana.presses("Deshacer")
    ana.hears("demasiado antiguo")


def test_a_look_at_something_else_in_the_middle_was_taken_for_a_name(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    office.rep("Luis")
    ana.says("/responsable")
    ana.hears("¿Qué cliente?")
    ana.says("actividad")
    ana.hears("Actividad")
    ana.says("mi semana")
    ana.hears_not("¿Lo doy de alta?")
    ana.says("Bar Sol")
    ana.hears("Bar Sol")
    ana.hears_not("Guardado")


def test_what_can_be_no_answer_is_done_at_once_and_the_choice_waits(office: Office) -> None:
    office.customer("Bar Sol")
    elena = office.rep("Elena Ruiz", role="admin")
    office.rep("Luis")
    elena.says("/invitar Pepa Ruiz")
    elena.hears("¿Con qué rol?")
    elena.says("traspasa bar sol a luis")
    elena.hears("Bar Sol lo lleva Luis", "a medias", "¿Con qué rol?")
    elena.presses("comercial")
    elena.presses("Omitir")
    elena.hears("Invitación para Pepa Ruiz")


def test_a_customer_whose_number_was_wrong_was_lost_when_one_went_on(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo cliente Bar Tomate 1234567")
    ana.hears("Eso aquí no es un teléfono")
    ana.says("visité bar tomate hoy, quieren café")
    ana.hears("Cliente nuevo: Bar Tomate", "Guardado: visita · Bar Tomate")


def test_a_question_where_a_number_was_waited_for_is_answered(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("editar bar sol")
    ana.presses("Teléfono")
    ana.says("historial de bar luna")
    ana.hears("Historial de Bar Luna", "a medias", "Teléfono")
    ana.says("600 111 222")
    ana.hears("+34 600 111 222")


def test_a_name_was_corrected_to_a_day(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("nuevo cliente Bar Tomate 1234567")
    ana.says("no, miércoles")
    ana.hears_not("Miércoles")


def test_a_snooze_in_the_middle_of_a_form_dropped_it(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Bar Sol en una hora")
    ana.says("visité bar sol")
    ana.hears("¿Qué pasó?")
    office.passes(hours=1, minutes=1)
    ana.presses("Otro momento")
    ana.says("el lunes a las 10")
    ana.hears("lunes 23 de noviembre, 10:00", "a medias", "¿Qué pasó?")


def test_a_question_was_taken_for_the_follow_up_that_is_meant(office: Office) -> None:
    office.customer("Bar Sol", "Marta Gil", "Irene Bravo")
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Marta mañana")
    ana.says("recuérdame llamar a Irene mañana")
    ana.says("recuérdame escribir a Irene mañana")
    ana.says("hecho lo de irene")
    ana.hears("¿Cuál?")
    ana.says("teléfono de marta")
    ana.hears_not("Hecho")
    me = office.person("Ana").id
    with office.work() as work:
        assert len(work.follow_ups.open_of(me)) == 3


def test_two_forms_wait_under_a_third(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol")
    ana.hears("¿Qué pasó?")
    ana.says("/nuevo")
    ana.says("Bar Tomate")
    ana.hears("teléfono")
    ana.says("/contacto Rosa Paz en Bar Sol, cocina, 600 11 22 33")
    ana.hears("Rosa Paz", "a medias", "teléfono")
    ana.says("omitir")
    ana.hears("Cliente nuevo: Bar Tomate", "a medias", "¿Qué pasó?")
    ana.says("quieren café")
    ana.hears("Guardado: visita · Bar Sol")
