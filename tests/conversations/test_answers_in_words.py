"""What was just offered, or asked, is answered in words; a name presses nothing by itself."""

import pytest

from tests.office import Office, Someone


def _due(office: Office, language: str) -> Someone:
    """Somebody whose reminder about Marta has just rung, and who then says that it was done."""
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Bar Luna", "Toño Vega")
    ana = office.rep("Ana", language=language)
    ana.says({"es": "recuérdame a las 12 llamar a marta", "en": "remind me at 12 to call marta"}[language])
    office.at("2026-11-20 12:02")
    ana.says({"es": "hablé con marta, todo bien", "en": "called marta, all good"}[language])
    ana.hears({"es": "¿Con esto queda hecho lo pendiente?", "en": "Does this close the follow-up?"}[language])
    return ana


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("es", "si"),
        ("es", "sí, claro"),
        ("es", "si, hecho"),
        ("es", "vale, hecho"),
        ("es", "sí, ciérralo"),
        ("es", "si, lo de marta"),
        ("es", "dalo por hecho"),
        ("es", "ya está hecho"),
        ("en", "yes"),
        ("en", "yep"),
        ("en", "yes please"),
        ("en", "yes thats done"),
        ("en", "yes the marta one is done"),
        ("en", "mark it as done"),
        ("en", "yeah close it"),
        ("en", "that's done"),
    ],
)
def test_a_yes_to_what_is_asked_does_it(office: Office, language: str, answers: str) -> None:
    ana = _due(office, language)
    ana.says(answers)
    ana.hears({"es": "Hecho: llamar a marta", "en": "Done: call marta"}[language])


@pytest.mark.parametrize(
    ("language", "says"),
    [
        ("es", "marta"),
        ("es", "bar sol"),
        ("es", "no"),
        ("es", "todavía no está hecho"),
        ("es", "bar luna ya tiene hecho el pedido"),
        ("en", "marta"),
        ("en", "bar sol"),
        ("en", "no"),
        ("en", "not done yet"),
        ("en", "bar luna has done the order"),
    ],
)
def test_neither_a_name_nor_what_denies_it_does(office: Office, language: str, says: str) -> None:
    ana = _due(office, language)
    ana.says(says)
    ana.hears_not({"es": "Hecho: llamar", "en": "Done: call"}[language])


@pytest.mark.parametrize(
    ("language", "visited", "answers", "kept"),
    [
        ("es", "visité la tizona el sábado, quieren vino", "créalo", "quieren vino"),
        ("es", "visité la tizona el sábado, quieren vino", "sí, créala", "quieren vino"),
        ("es", "visité la tizona el sábado", "sí, créalo, quieren 3 cajas de vino", "quieren 3 cajas de vino"),
        ("en", "visited the swan on saturday, they want wine", "yes create it", "they want wine"),
        ("en", "visited the swan on saturday, they want wine", "ok create it please", "they want wine"),
        ("en", "visited the swan on saturday", "yeah create it its a pub in ilkley", "its a pub in ilkley"),
    ],
)
def test_somebody_new_is_made_in_words(office: Office, language: str, visited: str, answers: str, kept: str) -> None:
    ana = office.rep("Ana", language=language)
    ana.says(visited)
    ana.says(answers)
    ana.hears({"es": "Guardado: visita", "en": "Saved: visit"}[language], kept)
    ana.hears_not({"es": "¿Qué pasó?", "en": "What happened?"}[language])


def test_the_answer_comes_behind_an_aside(office: Office) -> None:
    office.customer("The Fox", "Jean Lister")
    eve = office.rep("Eve", language="en")
    eve.says("visited the swan on saturday")
    eve.says("oh and jean at the fox rang she wants 4 kegs")
    eve.says("yeah create it its a pub in ilkley")
    eve.hears("Saved: visit · Swan", "its a pub in ilkley")
    eve.says("they want a tasting, 15 people, 2nd of december at 7pm")
    eve.hears("Added", "Swan", "tasting")


@pytest.mark.parametrize(
    ("language", "told", "fix", "answers"),
    [
        ("es", "marta me ha escrito que faltaron dos botellas", "no era marta, era toño el de bar luna", "si, pasalo"),
        ("es", "marta me ha escrito que faltaron dos botellas", "no era marta, era toño el de bar luna", "pásalo"),
        ("en", "visit to bar sol, 2 bottles were missing", "no that was bar luna, not bar sol", "yes move it"),
        ("en", "visit to bar sol, 2 bottles were missing", "no that was bar luna, not bar sol", "move it please"),
    ],
)
def test_a_move_that_is_asked_about_is_done_in_words(
    office: Office, language: str, told: str, fix: str, answers: str
) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Bar Luna", "Toño Vega")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(fix)
    ana.says(answers)
    ana.hears("Bar Sol → Bar Luna")


@pytest.mark.parametrize("answers", ["el siguiente paso", "siguiente paso porfa", "no, el siguiente paso"])
def test_which_of_two_is_said_in_words(office: Office, answers: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana")
    ana.says("he visto a marta en bar sol, le llamo el martes a las 11")
    ana.says("no espera, era el miercoles a las 11")
    ana.says(answers)
    ana.hears("→ le llamo · miércoles 25 de noviembre, 11:00")


@pytest.mark.parametrize(
    ("language", "deal", "told", "answers"),
    [
        ("es", "oportunidad en bar sol: 6 cintas 18000", "marta de bar sol acepta las 6 cintas, ganado", "sí, ponla como ganada"),
        ("en", "opportunity at bar sol: 6 treadmills 18000", "marta at bar sol signed for the 6 treadmills", "yes put it as won"),
        ("en", "opportunity at bar sol: 6 treadmills 18000", "marta at bar sol signed for the 6 treadmills", "mark it as won"),
    ],
)  # fmt: skip
def test_what_to_make_of_an_offer_is_said(office: Office, language: str, deal: str, told: str, answers: str) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says(deal)
    office.passes(hours=1)
    ana.says(told)
    ana.says(answers)
    ana.hears("18.000" if language == "es" else "18,000")
    ana.hears_not({"es": "¿Eso va con", "en": "Does that belong"}[language])


def test_the_second_one_is_of_what_was_asked_last(office: Office) -> None:
    office.customer("Clínica Dental Aurora", "Marta Ruiz")
    office.customer("Clínica Dental Alameda", "Sergio Vidal")
    ana = office.rep("Ana")
    ana.says("visite a la clinica dental ayer, quieren fresas")
    ana.says("espera, que telefono tiene sergio?")
    ana.hears("Sergio Vidal", "¿Es alguno de estos?")
    ana.says("la segunda")
    ana.hears("Guardado: visita · Clínica Dental Alameda", "quieren fresas")


@pytest.mark.parametrize(
    ("language", "complains", "settled", "answers"),
    [
        ("es", "bar sol se queja de que las cajas llegaron rotas", "la queja de bar sol ya esta arreglada", "lo dijo marta, la clienta"),
        ("en", "bar sol complains that 3 jars were broken", "the complaint of bar sol is sorted", "marta said so"),
    ],
)  # fmt: skip
def test_whoever_works_there_speaks_for_the_customer(
    office: Office, language: str, complains: str, settled: str, answers: str
) -> None:
    office.customer("Bar Sol", "Marta Ruiz")
    ana = office.rep("Ana", language=language)
    ana.says(complains)
    office.passes(hours=1)
    ana.says(settled)
    ana.says(answers)
    ana.hears({"es": "¿Qué dice el cliente?", "en": "What does the customer say?"}[language])


def test_a_number_of_whoever_is_new_where_all_others_are_away(office: Office) -> None:
    office.customer("Clínica Dental Alameda", "Nuria Soto")
    ana = office.rep("Ana")
    ana.says("en alameda nuria esta de baja hasta el 1 de diciembre, me atendio un tal sergio vidal, quiere lamparas")
    office.passes(minutes=2)
    ana.says("su movil es 655 20 31 44")
    ana.hears("Sergio Vidal", "+34 655 203 144")
