"""A question that waits is asked again twice at most, swallows nothing, and is not talked past."""

import pytest

from tests.office import Office


def test_a_question_is_asked_again_twice_at_most_and_then_found_among_the_loose_notes(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Bar Luna")
    eva = office.rep("Eva", language="en")
    eva.says("/visit Bar Sol")
    eva.hears("What happened?")
    eva.says("card of Bar Luna")
    eva.hears("Back to my earlier question", "What happened?")
    eva.says("history of Bar Luna")
    eva.hears("Back to my earlier question", "What happened?")
    eva.says("card of Bar Luna")
    eva.hears("Bar Luna", "/notes")
    eva.hears_not("What happened?")
    eva.says("history of Bar Luna")
    eva.hears_not("Back to my earlier question", "What happened?")


@pytest.mark.parametrize(
    ("language", "asks", "told", "more", "hears"),
    [
        ("en", "lost the ridley job btw, went to Parkers, price", "crossgate meeting went fine, they want 3 doors", "it was about 12k", "€12,000"),
        ("es", "el trabajo de ridley lo hemos perdido, se lo llevó Parkers, por precio", "reunión en crossgate, quieren 3 puertas", "eran unos 12.000 €", "12.000"),
    ],
)  # fmt: skip
def test_what_comes_behind_a_question_is_of_whom_it_is_about(
    office: Office, language: str, asks: str, told: str, more: str, hears: str
) -> None:
    office.customer("Ridley Fabrications")
    office.customer("Crossgate")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears("Crossgate")
    ana.says(asks)
    ana.hears("Ridley Fabrications")
    ana.says(more)
    ana.hears("Ridley Fabrications", hears)
    ana.hears_not("Crossgate")


def test_keep_it_as_a_note_keeps_a_note(office: Office) -> None:
    office.customer("Ridley Fabrications")
    eva = office.rep("Eva", language="en")
    eva.says("lost the ridley job btw, went to Parkers, price")
    eva.presses("Keep it as a note")
    eva.hears("Saved: note · Ridley Fabrications", "went to Parkers")


@pytest.mark.parametrize(
    ("language", "asks", "told", "more"),
    [
        ("en", "remind me", "left a brochure with beth at little acorns", "she said come back after xmas, theyve no money til jan"),
        ("es", "recuérdame", "le dejé un folleto a beth en little acorns", "dice que volvamos después de reyes, ahora no tienen dinero"),
    ],
)  # fmt: skip
def test_a_sentence_of_something_else_is_swallowed_by_no_old_question(
    office: Office, language: str, asks: str, told: str, more: str
) -> None:
    office.customer("Little Acorns", "Beth Cole")
    ana = office.rep("Ana", language=language)
    ana.says(asks)
    ana.says(told)
    ana.hears("Little Acorns")
    ana.says(more)
    ana.hears_not("Te lo recordaré", "I'll remind you")


@pytest.mark.parametrize(
    ("language", "told", "moves", "hears"),
    [
        ("es", "acabo de ver a sofía, la llamo el miércoles a las 11", "perdona, mejor el jueves a la misma hora", "jueves 26 de noviembre, 11:00"),
        ("en", "just saw sofia, i'll ring her wednesday at 11", "sorry, make it thursday same time", "Thursday 26 November, 11:00"),
        ("en", "remind me to ring sofia tomorrow at 16:30", "not tmrw its saturday, monday", "Monday 23 November, 16:30"),
        ("es", "recuérdame llamar a sofía mañana a las 16:30", "mañana no, que es sábado, el lunes", "lunes 23 de noviembre, 16:30"),
    ],
)  # fmt: skip
def test_another_day_is_of_what_is_to_come(office: Office, language: str, told: str, moves: str, hears: str) -> None:
    office.customer("Colegio San Marcos", "Sofía León")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(moves)
    ana.hears(hears)
    ana.hears_not("19 de noviembre", "19 November")


@pytest.mark.parametrize(
    ("language", "told", "fix", "move"),
    [
        ("es", "elena vidal quiere un rótulo", "perdon eso era para elena la de viveros, no la de la autoescuela", "Pasarlo"),
        ("en", "elena vidal wants a sign", "sorry that was for elena at viveros, not the autoescuela one", "Move it"),
    ],
)  # fmt: skip
def test_it_was_for_somebody_else_moves_it_after_a_yes(
    office: Office, language: str, told: str, fix: str, move: str
) -> None:
    office.customer("Viveros del Sur", "Elena Ruiz")
    office.customer("Autoescuela Norte", "Elena Vidal")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.hears("Autoescuela Norte")
    ana.says(fix)
    ana.hears("Autoescuela Norte", "Viveros del Sur", "?")
    ana.presses(move)
    ana.hears("Autoescuela Norte → Viveros del Sur", "Elena Ruiz")


def test_a_bare_amount_keeps_the_currency_of_the_deal(office: Office) -> None:
    office.customer("Dunmore Foods")
    eva = office.rep("Eva", language="en")
    eva.says("new opportunity Dunmore Foods kegs £1,900")
    eva.hears("£1,900")
    eva.says("thats 1900 all in")
    eva.hears("nothing was changed")
    eva.hears_not("€")
