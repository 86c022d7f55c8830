"""The readiness questionnaire: answered in pieces, scored, drawn."""

import pytest

from handlers.readiness.items import items
from handlers.readiness.scores import AreaScore, scores, weakest
from storage.readiness.readiness import ReadinessAnswer
from tests.office import Office, Someone


def answers(someone: Someone, grades: list[tuple[int, int]]) -> None:
    """The items that come next, each now and wanted."""
    for now, wanted in grades:
        someone.presses(str(now))
        someone.presses(str(wanted))


def test_it_goes_on_where_it_stopped_and_says_what_is_weakest(office: Office) -> None:
    eve, boss = office.rep("Eve", language="en"), office.rep("Boss", role="manager")
    eve.says("/readiness")
    eve.hears("16 sentences in eight areas")
    eve.presses("Begin")
    eve.hears("Overview (1 of 16)", "priority of the management")
    eve.says("lots")
    eve.hears("From 1, not at all, to 5, wholly")
    eve.says("3 out of 5")
    eve.hears("how should it be")
    eve.says("4")
    eve.hears("Overview (2 of 16)")
    answers(eve, [(3, 4), (4, 4)])
    eve.hears("(4 of 16)")
    eve.says("/cancel")
    eve.hears("is kept")
    eve.says("how ready are we")
    eve.hears("13 sentences to go", "Processes")
    eve.presses("Go on")
    eve.hears("Processes (4 of 16)")
    answers(eve, [(4, 4), (1, 5), (2, 5)])
    answers(eve, [(4, 4)] * 10)
    eve.hears("That was the last one", "as 1 person sees it", "Furthest from what is wanted: Technology, 3.5 below")
    eve.presses("Chart")
    eve.hears("drawing it")
    if office.way.platform == "local":  # where a picture is its alternative text
        eve.hears("How ready we are. from 1 to 5.", "Technology: 1.5 now, 5 wanted", "Technology, 3.5 below")
    boss.says("alistamiento")
    boss.hears("16 frases", "según 1 persona", "Tecnología, 3,5 por debajo")
    boss.presses("Empezar")
    answers(boss, [(5, 5)])
    boss.says("/cancelar")
    boss.says("/alistamiento")
    boss.hears("según 2 personas")
    eve.says("/readiness")
    eve.presses("Once more")
    eve.hears("Overview (1 of 16)")
    answers(eve, [(5, 5)])
    eve.hears("Overview (2 of 16)")
    eve.says("/cancel")
    eve.says("/readiness")
    eve.hears("15 sentences to go", "Nothing falls short")


def test_an_answer_is_taken_back(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/alistamiento")
    ana.presses("Empezar")
    answers(ana, [(2, 5)])
    ana.presses("Deshacer")
    ana.says("/alistamiento")
    ana.hears("16 frases")


def test_scores_are_means_over_what_was_answered() -> None:
    assert len({item.area for item in items()}) == 8
    said = [
        ReadinessAnswer(1, "people_trained", 2, 4),
        ReadinessAnswer(2, "people_trained", 4, 5),
        ReadinessAnswer(1, "technology_at_hand", 1, 2),
    ]
    people, technology = sorted(scores(said), key=lambda one: one.area)
    assert (people.now, people.wanted, people.people) == (3, 4.5, 2)
    assert weakest([people, technology]) == people
    assert weakest([AreaScore("people", 4, 4, 1)]) is None
    assert scores([]) == []


@pytest.mark.parametrize(
    ("language", "begin", "grade", "leave", "left", "go_on"),
    [
        (
            "es",
            ("alistamiento", "Empezar"),
            "un cuatro",
            "luego sigo",
            "queda guardado",
            ("Seguir", "sigo con el cuestionario"),
        ),
        (
            "en",
            ("readiness questionnaire", "Begin"),
            "a four",
            "I'll do it later",
            "is kept",
            ("Go on", "carry on with the questionnaire"),
        ),
    ],
)
def test_a_grade_is_said_in_words_and_it_is_left_for_later(
    office: Office, language: str, begin: tuple[str, str], grade: str, leave: str, left: str, go_on: tuple[str, str]
) -> None:
    ana = office.rep("Ana", language=language)
    ana.says("quiero rellenar el cuestionario" if language == "es" else "I'd like to fill in the questionnaire")
    ana.presses(begin[1])
    ana.says(grade)
    ana.says("5")
    ana.hears("2 de 16" if language == "es" else "2 of 16")
    ana.says(leave)
    ana.hears(left)
    ana.says(begin[0])
    ana.hears("15")
    ana.presses(go_on[0])
    for something_else in range(3):  # nobody comes back to it: it is kept, and nothing of it is a loose note
        ana.says(
            f"llamada incógnita {something_else + 10}"
            if language == "es"
            else f"mystery call took {something_else + 10}"
        )
    ana.hears(left)
    ana.says("/notas")
    ana.hears_not("5")
    ana.says(go_on[1])
    ana.hears("15")
