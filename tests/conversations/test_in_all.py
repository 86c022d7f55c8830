"""What the last thing told comes to, asked in passing."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "told", "asked", "heard"),
    [
        ("en", "told tess 12.50 and she said yes, so thats 40 at 12.50", "how much is that in total", "500"),
        ("en", "tess at larkfield wants 4 buckets at 22.50 and 12 brushes at 9", "whats that in total", "In all: €198"),
        ("es", "tess de larkfield quiere 40 sacos a 12,50", "y cuánto es eso en total", "500"),
        ("es", "tess de larkfield quiere 4 cubos y 12 cepillos, los cubos a 22,50 y los cepillos a 9", "cuanto suma todo", "En total: 198"),
        ("es", "visité larkfield, no quieren nada", "cuánto es en total", "no dice una cantidad"),
    ],
)  # fmt: skip
def test_the_sum_was_not_understood(office: Office, language: str, told: str, asked: str, heard: str) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(asked)
    ana.hears(heard)


def test_the_question_was_taken_for_the_amount_of_a_win(office: Office) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    eve = office.rep("Eve", language="en")
    eve.says("new opportunity Larkfield Stables: pellets")
    eve.says("tess at larkfield takes 40 sacks at 12.50")
    eve.says("won Larkfield Stables")
    eve.says("how much is that in total")
    eve.hears("500")
