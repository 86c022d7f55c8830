"""Corrections of what was just logged, in a few words."""

import pytest

from tests.office import Office


def test_a_correction_was_offered_as_an_addition(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Bar Central")
    ana = office.rep("Ana")
    ana.says("visité a bar sol con Marta, quieren 10 cajas")
    ana.says("no perdon era ayer")
    ana.hears("Corregido", "Guardado: visita · Bar Sol", "jueves 19 de noviembre", "Marta Ruiz")
    ana.says("no, 12 cajas no 10")
    ana.hears("Corregido", "quieren 12 cajas")
    ana.says("me equivoqué, fue una llamada")
    ana.hears("Guardado: llamada · Bar Sol", "quieren 12 cajas", "jueves 19 de noviembre")
    ana.says("perdón, era Bar Central")
    ana.hears("¿Paso esto de Bar Sol a Bar Central?")
    ana.presses("Pasarlo")
    ana.hears("Con: Marta Ruiz → –", "Corregido", "llamada · Bar Central", "quieren 12 cajas")
    ana.presses("Deshacer")
    ana.hears("Deshecho")


def test_a_correction_in_english_was_offered_as_an_addition(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Café Luna")
    eve = office.rep("Eve", language="en")
    eve.says("called bar sol, they want 10 boxes for 300 €")
    eve.says("sorry it was yesterday")
    eve.hears("Corrected", "Thursday 19 November")
    eve.says("sorry, 20 boxes")
    eve.hears("they want 20 boxes")
    eve.says("no, 350 € not 300")
    eve.hears("they want 20 boxes for 350 €")
    eve.says("I meant cafe luna")
    eve.hears("Shall I move this from Bar Sol to Café Luna?")
    eve.presses("Move it")
    eve.hears("Corrected", "Saved: call · Café Luna", "they want 20 boxes")


def test_the_person_met_is_put_right(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz", "Lucía Gil")
    ana = office.rep("Ana")
    ana.says("visité a bar sol con Marta, quieren 10 cajas")
    ana.says("era con Lucía, perdón")
    ana.hears("Corregido", "Lucía Gil")


def test_a_correction_to_nobody_known_is_asked_about(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol, quieren 10 cajas")
    ana.says("perdón, era Bar Estrella")
    ana.hears("No conozco «Bar Estrella»")
    ana.presses("Crearlo")
    ana.hears("Corregido", "visita · Bar Estrella", "quieren 10 cajas")


def test_a_correction_without_what_is_right_asks_for_it(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol, quieren 10 cajas")
    ana.says("perdón, me equivoqué")
    ana.hears("¿Qué corrijo?")


@pytest.mark.parametrize("said", ["no, no quieren nada", "no tienen sitio", "y también 4 de vino"])
def test_what_goes_on_is_no_correction(office: Office, said: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol, quieren 10 cajas")
    ana.says(said)
    ana.hears_not("Corregido", "¿Qué corrijo?")


def test_a_sentence_with_a_full_stop_put_the_last_log_right(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Mesón Molino S.L.")
    ana = office.rep("Ana")
    ana.says("visité a bar sol, quieren 10 cajas")
    ana.says("historial de Mesón Molino S.L.")
    ana.hears("Mesón Molino")
    ana.hears_not("Corregido")


def test_after_half_an_hour_nothing_is_put_right_unasked(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol, quieren 10 cajas")
    office.passes(minutes=40)
    ana.says("no, era ayer")
    ana.hears_not("Corregido")


def test_who_it_was_with_was_kept_as_what_had_happened(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("visité a bar sol")
    ana.says("con Marta")
    ana.hears("¿Qué pasó?")
    ana.says("quieren tónica")
    ana.hears("Guardado: visita · Bar Sol", "quieren tónica", "Con: Marta Ruiz")


def test_what_they_want_was_taken_for_somebody_met(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol")
    ana.says("quieren tonica")
    ana.hears("Guardado: visita · Bar Sol", "quieren tonica")
    ana.hears_not("Con: ")


def test_the_customer_is_put_right_while_it_asks_what_happened(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Central")
    ana = office.rep("Ana")
    ana.says("visité a bar sol")
    ana.says("perdón, era bar central")
    ana.hears("¿Qué pasó?")
    ana.says("quieren 3 cajas")
    ana.hears("Guardado: visita · Bar Central", "quieren 3 cajas")


def test_only_what_comes_next_is_no_note(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol")
    ana.says("llamarles el martes")
    heard = ana.hears("Siguiente paso: llamarles · martes 24 de noviembre")
    assert heard.count("llamarles") == 1


def test_another_day_said_where_a_note_was_waited_for_became_the_note(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol ayer")
    ana.hears("¿Qué pasó?")
    ana.says("no, era el martes")
    ana.hears("Fecha: martes 17 de noviembre", "¿Qué pasó?")
    ana.says("quieren café")
    ana.hears("Guardado: visita · Bar Sol", "quieren café", "martes 17 de noviembre")


def test_what_was_denied_was_taken_for_what_is_right(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("visité bar sol hoy, quieren hielo")
    ana.says("perdón, no era bar sol, era bar luna")
    ana.hears("¿Paso esto de Bar Sol a Bar Luna?")
    ana.presses("Pasarlo")
    ana.hears("Corregido", "Guardado: visita · Bar Luna")
    ana.says("no era hoy, era ayer")
    ana.hears("Corregido", "jueves 19 de noviembre")


def test_the_next_step_said_again_became_a_second_one(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité bar sol hoy, quieren café, volver la semana que viene")
    ana.says("no, volver el jueves")
    ana.hears("Corregido", "Siguiente paso: volver · jueves 26 de noviembre")
    me = office.person("Ana").id
    with office.work() as work:
        assert len(work.follow_ups.open_of(me)) == 1


def test_wait_after_something_else_opened_the_visit(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    office.rep("Luis")
    ana.says("visité bar sol hoy, quieren café")
    ana.says("traspasa bar sol a luis")
    ana.says("no espera")
    ana.hears_not("¿Qué corrijo?")


def test_a_misspelt_correction_of_a_count_doubled_its_word(office: Office) -> None:
    office.customer("Bar Sol", "Marta Gil")
    eva = office.rep("Eva", language="en")
    eva.says("visited bar sol today, marta wants 10 cases")
    eva.says("actualy 12 cases not 10")
    eva.hears("wants 12 cases")
    eva.hears_not("cases cases")


def test_without_a_comma_what_was_denied_was_part_of_the_name(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    ana = office.rep("Ana")
    ana.says("visité bar luna hoy, quieren café")
    ana.says("no era bar luna era bar sol")
    ana.hears("¿Paso esto de Bar Luna a Bar Sol?")
    ana.presses("Pasarlo")
    ana.hears("Corregido", "Guardado: visita · Bar Sol")


def test_what_was_promised_in_an_answer_was_lost_behind_another_promise(office: Office) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana")
    ana.says("visité bar sol ayer")
    ana.says("el lunes llamo a marta y el martes paso a verla")
    ana.hears("llamo a marta", "lunes 23 de noviembre", "paso a verla", "martes 24 de noviembre")


@pytest.mark.parametrize(
    "said", ["lo de Óscar fue ayer, no hoy", "la comida con Óscar fue ayer", "lo de doce uvas era ayer"]
)
def test_a_correction_that_names_what_it_is_of_was_added(office: Office, said: str) -> None:
    office.customer("Doce Uvas", "Óscar Prieto")
    ana = office.rep("Ana")
    ana.says("comida con Óscar hoy, piensan abrir otra tienda")
    ana.says(said)
    ana.hears("Corregido", "jueves 19 de noviembre", "piensan abrir otra tienda")
    ana.hears_not("lo de", "la comida con")


@pytest.mark.parametrize(
    ("language", "told", "fix", "asked", "yes", "step"),
    [
        (
            "es",
            "llamé ayer a Raquel, le mando la factura el viernes",
            "no, era Antonio no Raquel",
            "Antonio Pons es de Ferretería Luz. ¿Paso esto de Hotel Mar a Ferretería Luz?",
            "Pasarlo",
            "le mando la factura",
        ),
        (
            "en",
            "rang Raquel yesterday, send her the invoice on friday",
            "no, it was Antonio not Raquel",
            "Antonio Pons is at Ferretería Luz. Shall I move this from Hotel Mar to Ferretería Luz?",
            "Move it",
            "send",
        ),
    ],
)
def test_somebody_of_another_customer_takes_the_call_and_its_promise_along(
    office: Office, language: str, told: str, fix: str, asked: str, yes: str, step: str
) -> None:
    office.customer("Hotel Mar", "Raquel Mena")
    office.customer("Ferretería Luz", "Antonio Pons")
    ana = office.rep("Ana Ruiz", language=language)
    ana.says(told)
    ana.hears("Hotel Mar", "Raquel Mena")
    ana.says(fix)
    ana.hears(asked)
    ana.says("/cliente Hotel Mar")
    ana.hears(step)
    ana.hears_not("Antonio")
    ana.says(fix)
    ana.presses(yes)
    ana.hears("Ferretería Luz", "Antonio Pons", step)
    ana.says("/cliente Hotel Mar")
    ana.hears_not(step)
    ana.says("/cliente Ferretería Luz")
    ana.hears(step, "Antonio Pons")
