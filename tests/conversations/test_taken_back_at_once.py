"""What somebody puts right before they have finished the message is said once, as it is right."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "said", "kept"),
    [
        ("en", "popped into alder yard this morning, no hang on not alder it was larkfield i popped into, tess wants 6 gates", "visit · Larkfield Stables"),
        ("en", "visited alder yard, sorry, larkfield, tess wants 6 gates", "visit · Larkfield Stables"),
        ("es", "visité alder yard, digo, larkfield, y tess quiere 6 puertas", "visita · Larkfield Stables"),
        ("es", "he estado en alder yard, perdón, no era alder, era larkfield, tess quiere 6 puertas", "visita · Larkfield Stables"),
    ],
)  # fmt: skip
def test_the_wrong_customer_of_one_message_got_a_visit(office: Office, language: str, said: str, kept: str) -> None:
    office.customer("Alder Yard")
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(said)
    ana.hears(kept, said if language == "en" else "tess quiere 6 puertas")
    ana.hears_not("visit · Alder", "visita · Alder", "You also mention", "También mencionas")


@pytest.mark.parametrize(
    ("language", "said", "step"),
    [
        ("es", "hoy no he pillado a tess, la llamo el jueves no, el viernes mejor", "la llamo · viernes 27 de noviembre"),
        ("es", "vista tess, le llevo las muestras el jueves, perdón, el viernes", "le llevo las muestras · viernes 27 de noviembre"),
        ("en", "saw tess, i will send her the samples on thursday no wait friday", "Friday 27 November"),
        ("en", "saw tess, i will send her the samples on thursday, sorry, friday", "Friday 27 November"),
    ],
)  # fmt: skip
def test_the_day_that_was_taken_back_was_kept(office: Office, language: str, said: str, step: str) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(said)
    ana.hears(step)


def test_what_is_only_denied_is_taken_back_by_nothing(office: Office) -> None:
    office.customer("Alder Yard")
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana")
    ana.says("visité alder yard ayer, no quieren nada, y larkfield quiere 6 puertas")
    ana.hears("Alder Yard", "Larkfield Stables")
