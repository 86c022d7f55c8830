"""Questions about one customer, as reps ask them: what is known is shown, and what cannot be answered is said to be so."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "told", "asked", "not_known"),
    [
        (
            "es",
            "llamé a Silvia del Miramar, les hacemos un 8% de descuento",
            (
                "q le dijimos al miramar del descuento?",
                "q queda pendiente con el miramar?",
                "resumen de lo de silvia",
                "q hay abierto con el miramar",
            ),
            ("el miramar ha pagado ya?", "A eso no sé responder. Esto es lo que hay de Hotel Miramar Playa"),
        ),
        (
            "en",
            "spoke to Silvia at Miramar, we give them 8% off",
            (
                "what did we tell miramar about the discount",
                "recap of miramar pls",
                "whens my next thing with silvia",
                "anything open with miramar",
            ),
            ("has miramar paid yet?", "I can't answer just that. This is what I know of Hotel Miramar Playa"),
        ),
    ],
)
def test_what_is_known_answers(
    office: Office, language: str, told: str, asked: tuple[str, ...], not_known: tuple[str, str]
) -> None:
    ana = office.rep("Ana", language=language)
    office.customer("Hotel Miramar Playa", "Silvia Cantero")
    ana.says(told)
    for question in asked:
        ana.says(question)
        ana.hears("Hotel Miramar Playa", "8%")
    question, said = not_known
    ana.says(question)
    ana.hears(said, "8%")
    with office.work() as work:
        assert len(work.interactions.timeline(1, limit=9).items) == 1, "nothing that was asked is kept as told"


@pytest.mark.parametrize(
    ("language", "hello", "short", "told"),
    [
        ("es", "buenos días", "¿Qué me cuentas?", "visité a Bar Sol, todo bien"),
        ("en", "morning!", "What have you got for me?", "visited Bar Sol, all good"),
    ],
)
def test_a_greeting_is_greeted(office: Office, language: str, hello: str, short: str, told: str) -> None:
    ana = office.rep("Ana", language=language)
    office.customer("Bar Sol")
    ana.says(hello)
    assert "/" not in ana.heard(), "somebody new is shown how to write, and no manual"
    ana.says(told)
    ana.says(hello)
    assert len(ana.hears(short).splitlines()) <= 4


def test_a_customer_is_called_by_the_word_that_tells_it_apart(office: Office) -> None:
    ana = office.rep("Ana")
    office.customer("Hotel Miramar Playa")
    office.customer("Mesón Los Arcos Centro")
    ana.says("pasé por el miramar, quieren 10 cajas")
    ana.hears("Hotel Miramar Playa")
    ana.says("pasé por miramar norte, quieren 5 cajas")
    ana.hears("No conozco")
    ana.says("no")
    office.customer("Bar Miramar Puerto")
    ana.says("pasé por el miramar, quieren 7 cajas")
    ana.hears("Hotel Miramar Playa", "Bar Miramar Puerto")
