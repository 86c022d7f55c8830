"""Which record a correction is of, and what of it: the one that it names, what is counted and what it costs, the day that was agreed."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "told", "since", "said", "note"),
    [
        ("en", "tess at larkfield wants 30 sacks of the wood pellets at 7.20 each delivered by friday", "tried alder yard, nobody picked up", "should have said the tess one is 36 sacks not 30", "wants 36 sacks of the wood pellets at 7.20 each"),
        ("en", "tess at larkfield wants 30 sacks of the wood pellets at 7.20 each delivered by friday", "tried alder yard, nobody picked up", "tess's order is 36 sacks, not 30", "wants 36 sacks of the wood pellets at 7.20 each"),
        ("es", "tess de larkfield quiere 30 sacos de pellets a 7,20", "llamé a alder yard y no contestan", "perdón, lo de tess eran 36 sacos no 30", "quiere 36 sacos de pellets a 7,20"),
    ],
)  # fmt: skip
def test_a_correction_that_names_an_earlier_record_became_a_note(
    office: Office, language: str, told: str, since: str, said: str, note: str
) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    office.customer("Alder Yard")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(since)
    ana.says(said)
    ana.hears("Larkfield Stables", note)
    ana.hears_not("not 30", "no 30", "Alder")


def test_the_next_step_of_the_record_that_is_named_goes_along(office: Office) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    office.customer("Alder Yard")
    eve = office.rep("Eve", language="en")
    eve.says("called tess at larkfield, bring her 30 sacks of pellets on tuesday")
    eve.says("tried alder yard, nobody picked up")
    eve.says("sorry, the tess one is 36 sacks not 30")
    eve.says("history of larkfield")
    eve.hears("Open", "bring her 36 sacks of pellets")
    eve.hears_not("30 sacks of pellets")


@pytest.mark.parametrize(
    ("language", "told", "said", "changed"),
    [
        ("en", "quick call with tess about the roof, i see her tuesday at 10", "scrap that, tess can't make tuesday its wednesday same time", "Wednesday 25 November, 10:00"),
        ("es", "llamada con tess el martes por lo del tejado", "nada, tess no puede el martes, es el miércoles a la misma hora", "miércoles 25 de noviembre"),
    ],
)  # fmt: skip
def test_it_said_that_nothing_was_changed_though_another_day_was_named(
    office: Office, language: str, told: str, said: str, changed: str
) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(said)
    ana.hears(changed)


@pytest.mark.parametrize(
    ("language", "told", "said"),
    [
        ("en", "long chat with tess yesterday at larkfield, she loves the new stalls", "wrong person, it wasn't tess i was chatting to it was ivy"),
        ("es", "estuve ayer con tess en larkfield, le encantan las cuadras nuevas", "no, no era tess con quien estuve, era ivy"),
    ],
)  # fmt: skip
def test_who_was_ruled_out_was_stored(office: Office, language: str, told: str, said: str) -> None:
    office.customer("Larkfield Stables", "Tess Moran", "Ivy Lane")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(said)
    ana.hears("Tess Moran → Ivy Lane")


@pytest.mark.parametrize(
    ("language", "told", "said", "note"),
    [
        ("es", "luis pasó por larkfield y tess le pidió precio de 5 garrafas de 10 litros", "nada de eso, borra, luis se ha equivocado, eran 15 garrafas", "15 garrafas de 10 litros"),
        ("en", "called larkfield, tess wants a price for 5 drums of 10 litres", "no no, tess got it wrong, it was 15 drums", "15 drums of 10 litres"),
    ],
)  # fmt: skip
def test_somebody_was_wrong_and_the_record_stayed(
    office: Office, language: str, told: str, said: str, note: str
) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(said)
    ana.hears(note)


@pytest.mark.parametrize(
    ("language", "told", "priced", "said", "right", "wrong"),
    [
        ("es", "visité larkfield, quieren 4 cubos y 12 cepillos", "y que los cubos a 22,50 y los cepillos a 9", "mejor 6 cubos", "6 cubos", "cubos a 6"),
        ("en", "visited larkfield, they want 4 buckets and 12 brushes", "and that the buckets at 22.50 and the brushes at 9", "better make it 6 buckets", "6 buckets", "buckets at 6"),
    ],
)  # fmt: skip
def test_a_count_was_put_in_place_of_a_price(
    office: Office, language: str, told: str, priced: str, said: str, right: str, wrong: str
) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(priced)
    ana.says(said)
    ana.hears(right, "22,50" if language == "es" else "22.50")
    ana.hears_not(wrong, "4 cubos", "4 buckets")


def test_another_price_is_put_in_place_of_no_count(office: Office) -> None:
    office.customer("Larkfield Stables")
    ana = office.rep("Ana")
    ana.says("visité larkfield, quieren 4 cubos y que los cubos a 22,50")
    ana.says("perdón, los cubos a 23")
    ana.hears("4 cubos", "los cubos a 23")


def test_the_words_around_a_place_broke_the_sentence(office: Office) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana")
    ana.says("tess: cita el 13 de enero a las 11 en la nave de lugo con el gerente")
    ana.says("no lugo no, en la de orense")
    ana.hears("cita en la nave de orense con el gerente · miércoles 13 de enero")
    ana.hears_not("nave de en")
