"""What nobody can place is kept as a loose note until it has its place; small talk never is."""

import pytest

from tests.office import Office

TOLD = "han traspasado el local de la esquina y lo lleva gente nueva"


def test_what_could_not_be_placed_was_lost(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(TOLD)
    ana.hears("Guardado como nota suelta", TOLD)
    assert ana.choices()[:3] == ["Colocarla", "Recuérdamelo", "Descartar"]
    office.at("2026-11-23 09:00")
    ana.says("/hoy")
    ana.hears("1 nota suelta por colocar")
    ana.presses("Notas sueltas")
    ana.hears("Nota suelta del", TOLD)
    ana.presses("Colocarla")
    ana.hears("¿De qué cliente es?")
    ana.says("bar sol")
    ana.hears("Bar Sol", TOLD, "20 de noviembre")
    ana.says("/hoy")
    ana.hears_not("nota suelta")
    ana.says("historial de Bar Sol")
    ana.hears(TOLD)
    ana.says("deshacer")
    ana.says("/notas")
    ana.hears(TOLD)


def test_a_loose_note_becomes_a_reminder_or_goes(office: Office) -> None:
    eve = office.rep("Eve", language="en")
    eve.says("the new price list has the wrong vat on page 4")
    eve.hears("Kept as a loose note")
    eve.presses("Remind me")
    eve.hears("When?")
    eve.says("monday at 9")
    eve.hears("I'll remind you: the new price list has the wrong vat on page 4", "23 November")
    eve.says("a rival wholesaler is opening next to the station")
    eve.says("the loading bay is shut on fridays now")
    eve.says("/notes")
    eve.hears("2 loose notes to place", "rival wholesaler", "loading bay")
    eve.presses("a rival wholesaler is opening next to t…")
    eve.presses("Discard")
    eve.hears("Discarded: “a rival wholesaler")
    eve.presses("Undo")
    eve.says("loose notes")
    eve.hears("2 loose notes to place")


def test_a_reply_to_its_card_places_it(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(TOLD)
    ana.replies("Guardado como nota suelta", "Bar Sol")
    ana.hears("Bar Sol", TOLD)


@pytest.mark.parametrize(
    "said",
    [
        "vaya día llevo hoy",
        "genial, otra vez lloviendo y sin paraguas",
        "sí claro, seguro que pagan la factura mañana",
        "uf qué semana más larga chicos",
        "oh great, another order cancelled, love my job",
        "what a day it has been today",
        "jajaja me parto con vosotros hoy",
    ],
)
def test_a_sigh_became_a_note(office: Office, said: str) -> None:
    ana = office.rep("Ana")
    ana.says(said)
    ana.hears_not("Guardado")
    ana.says("/notas")
    ana.hears("No hay notas sueltas")


def test_a_sentence_that_may_be_worth_keeping_is_offered(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("Rufino y yo nos reímos un montón")
    ana.hears("No lo he entendido")
    ana.presses("Guardarlo como nota")
    ana.hears("Guardado como nota suelta", "Rufino y yo nos reímos un montón")


def test_what_was_asked_about_and_passed_over_was_dropped(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a bar sol, quieren 10 cajas")
    ana.says("el polígono nuevo abre en marzo con cuarenta naves")
    ana.hears("¿Eso va con lo que me acabas de contar?")
    ana.says("historial de Bar Sol")
    ana.hears("como nota suelta", "Historial de Bar Sol")
    ana.says("/notas")
    ana.hears("el polígono nuevo abre en marzo")


def test_on_the_home_page_each_is_a_tap_from_its_place(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana", at_desk=True)
    ana.says(TOLD)
    assert TOLD in ana.opens_home()
    assert "Notas sueltas" in office.desk.home(ana.account).labels


def test_the_waiting_question_comes_again_after_a_loose_note(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("recuérdame llamar a Pepe")
    ana.hears("¿Cuándo?")
    ana.says("el camión de reparto llega mañana con 40 palés")
    ana.hears("Guardado como nota suelta", "¿Cuándo?")
    ana.says("el lunes")
    ana.hears("llamar a Pepe", "23 de noviembre")


def test_a_note_that_was_discarded_while_it_was_placed_swallowed_what_came_next(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("los de la esquina quieren 12 cajas para el lunes sin falta")
    if "Guardarlo como nota" in ana.choices():
        ana.presses("Guardarlo como nota")
    ana.presses("Colocarla")
    ana.hears("¿De qué cliente es?")
    ana.says("/notas")
    ana.presses("Descartar")
    ana.says("visité bar sol, quieren café")
    ana.hears("Guardado: visita · Bar Sol", "quieren café")


@pytest.mark.parametrize(
    ("language", "told", "asked", "later", "kept"),
    [
        ("es", "hoy no he podido con leire, la llamo el martes", "¿Qué cliente?", "qué tengo hoy", "hoy no he podido con leire"),
        ("en", "visited today, Tess wants 6 boxes, ring her tuesday", "Which customer", "what's on today", "Tess wants 6 boxes"),
    ],
)  # fmt: skip
def test_what_was_told_on_friday_and_asked_about_is_not_gone_on_monday(
    office: Office, language: str, told: str, asked: str, later: str, kept: str
) -> None:
    ana = office.rep("Ana Ruiz", language=language)
    office.customer("Bar Sol", "Marta Gil")
    office.at("2026-11-20 17:10")
    ana.says(told)
    ana.hears(asked)
    office.at("2026-11-23 10:10")
    office.tick()
    ana.says(later)
    ana.hears(kept)
    ana.says("/notas" if language == "es" else "/notes")
    ana.hears("20 nov" if language == "es" else "20 Nov", kept)


@pytest.mark.parametrize(
    ("language", "told", "says"),
    [
        ("es", "les deje muestras del natural y del descafeinado, a ver que dicen", "si, es de la espiga"),
        ("es", "quieren cambiar las fechas de la feria del mes que viene", "coloca la nota suelta en la espiga"),
        ("en", "they want to change the dates of next month's fair", "that's for la espiga"),
        ("en", "they want to change the dates of next month's fair", "put the loose note on la espiga"),
    ],
)
def test_it_is_placed_in_words(office: Office, language: str, told: str, says: str) -> None:
    office.customer("Cafetería La Espiga")
    office.customer("Bar Sol")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears({"es": "nota suelta", "en": "loose note"}[language])
    ana.says(says)
    ana.hears("Cafetería La Espiga", told)
    ana.says("/notas")
    ana.hears({"es": "No hay notas sueltas", "en": "No loose notes"}[language])


def test_whose_it_is_said_without_a_loose_note_places_nothing(office: Office) -> None:
    office.customer("Cafetería La Espiga")
    ana = office.rep("Ana", language="es")
    ana.says("quieren cambiar las fechas de la feria del mes que viene")
    ana.presses("Descartar")
    ana.says("coloca la nota suelta en la espiga")
    ana.hears_not("Guardado: nota")
