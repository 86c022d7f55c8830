"""What a correction says anew takes the place of what was wrong in the words that were told."""

from datetime import timedelta

import pytest

from storage.crm.records import InteractionRecord
from tests.office import Office

TOLD = "visité a Bar Sol ayer, se rompieron 3 copas y piden 10 cajas de vino, la entrega el miércoles"


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("corrige, eran 5 las copas rotas", "se rompieron 5 copas y piden 10 cajas de vino, la entrega el miércoles"),
        ("no, eran cinco copas", "se rompieron cinco copas y piden 10 cajas de vino, la entrega el miércoles"),
        ("perdón, 12 cajas", "se rompieron 3 copas y piden 12 cajas de vino, la entrega el miércoles"),
        ("cambia la entrega, que sea el jueves", "se rompieron 3 copas y piden 10 cajas de vino, la entrega el jueves"),
        ("en vez de 10 pon 12", "se rompieron 3 copas y piden 12 cajas de vino, la entrega el miércoles"),
        (
            "corrige, eran 5 las copas y 12 las cajas",
            "se rompieron 5 copas y piden 12 cajas de vino, la entrega el miércoles",
        ),
    ],
)
def test_a_value_was_added_beside_the_one_that_was_wrong(office: Office, said: str, note: str) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says(TOLD)
    ana.says(said)
    ana.hears("Corregido", note)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("it was 5 broken, not 3", "5 glasses broken and they want 10 cases, delivery on Wednesday"),
        ("actually 12 cases", "3 glasses broken and they want 12 cases, delivery on Wednesday"),
        ("change the delivery to Thursday", "3 glasses broken and they want 10 cases, delivery on Thursday"),
        ("instead of 10 put 12", "3 glasses broken and they want 12 cases, delivery on Wednesday"),
    ],
)
def test_in_english_too(office: Office, said: str, note: str) -> None:
    office.customer("Blue Door")
    eve = office.rep("Eve", language="en")
    eve.says("visited blue door yesterday, 3 glasses broken and they want 10 cases, delivery on Wednesday")
    eve.says(said)
    eve.hears("Corrected", note)


def test_a_price_alone_is_the_one_in_the_note(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("he visto a Bar Sol, 10 cajas a 12,50 cada una")
    ana.says("perdón, 13,50")
    ana.hears("Corregido", "10 cajas a 13,50 cada una")


def test_where_several_places_fit_it_asks_which(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 4 sacos y 3 cajas")
    ana.says("no, eran 5")
    ana.hears("¿Qué corrijo?")
    ana.presses("«3 cajas»")
    ana.hears("Corregido", "quieren 4 sacos y 5 cajas")


def test_what_it_is_of_must_stand_there(office: Office) -> None:
    office.customer("Bar Sol")
    office.customer("Atlas")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 4 sacos")
    ana.says("no, los de Atlas eran 3")
    ana.hears_not("3 sacos")
    ana.says("historial de Bar Sol")
    ana.hears("quieren 4 sacos")


def test_while_it_asks_whether_it_is_another_visit(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol hoy, quieren café")
    ana.says("visité a Bar Sol hoy, les ofrecí 3,20 el litro")
    ana.hears("¿Esto es aparte?")
    ana.says("perdón, 3,40 el litro")
    ana.hears("les ofrecí 3,40 el litro", "¿Esto es aparte?")
    ana.presses("Es otra")
    ana.hears("Guardado: visita · Bar Sol", "les ofrecí 3,40 el litro")


def test_a_price_is_put_in_place_of_no_count(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas")
    ana.says("perdón, 13,50")
    ana.hears("¿Qué corrijo?")
    ana.says("historial de Bar Sol")
    ana.hears("quieren 10 cajas")


def test_a_second_thought_behind_an_and_became_a_loose_note(office: Office) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol ayer, quieren 10 cajas, llamar a Marta el martes a las 10")
    ana.says("y mejor el miércoles")
    ana.hears("Corregido", "llamar a Marta · miércoles 25 de noviembre, 10:00")


@pytest.mark.parametrize(
    ("language", "told", "fix", "noted"),
    [
        (
            "en",
            "visited Bar Luna, Nora wants 6 boxes of tea",
            "scrap that make it 8 boxes",
            "Nora wants 8 boxes of tea",
        ),
        (
            "es",
            "visité Bar Luna, Nora quiere 6 cajas de té",
            "borra eso, que sean 8 cajas",
            "Nora quiere 8 cajas de té",
        ),
    ],
)
def test_what_is_taken_back_is_put_right_where_something_else_is_said(
    office: Office, language: str, told: str, fix: str, noted: str
) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(fix)
    ana.hears(noted)
    assert len(logged(office)) == 1


@pytest.mark.parametrize(
    ("language", "told", "fix", "noted"),
    [
        ("en", "visited Bar Luna, needs them by the 18th Dec", "actually its the 16th", "needs them by the 16th Dec"),
        ("es", "visité Bar Luna, lo quiere para el 18 de diciembre", "perdona, es el día 16", "lo quiere para el 16 de diciembre"),
    ],
)  # fmt: skip
def test_another_day_of_the_month_keeps_the_month(
    office: Office, language: str, told: str, fix: str, noted: str
) -> None:
    office.customer("Bar Luna", "Nora Gil")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(fix)
    ana.hears(noted)


@pytest.mark.parametrize(
    ("language", "told", "fix"),
    [
        ("en", "called Bar Luna, the coffee machine at Luna has to wait", "no wait thats Bright not Luna"),
        ("es", "llamé a Bar Luna, la cafetera de Luna tiene que esperar", "no espera, eso es Bright, no Luna"),
    ],
)
def test_a_customer_in_place_of_its_own_takes_the_record_and_the_note(
    office: Office, language: str, told: str, fix: str
) -> None:
    office.customer("Bar Luna", "Nora Gil")
    bright = office.customer("Bright", "Tom Bright")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(fix)
    ana.presses("Move it" if language == "en" else "Pasarlo")
    ana.hears("Bar Luna → Bright")
    assert [(record.customer_id, "luna" in record.summary.lower()) for record in logged(office)] == [(bright, False)]
    assert not [label for label in ana.choices() if "Luna" in label]


def logged(office: Office) -> list[InteractionRecord]:
    """All that Ana has logged."""
    ana = office.person("Ana").id
    with office.work() as work:
        return list(work.interactions.of_author(ana, office.clock.now() - timedelta(days=2), limit=9))


@pytest.mark.parametrize(
    ("language", "told", "fix", "changed"),
    [
        ("es", "Luis estuvo ayer en Bar Luna y le dieron un pedido", "no, fue el miércoles", "jueves 19 de noviembre → miércoles 18 de noviembre"),
        ("en", "Luis was in Bar Luna yesterday and got an order", "no, it was on Wednesday", "Thursday 19 November → Wednesday 18 November"),
    ],
)  # fmt: skip
def test_a_day_that_stands_in_the_note_was_corrected_there_alone(
    office: Office, language: str, told: str, fix: str, changed: str
) -> None:
    office.customer("Bar Luna")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(fix)
    ana.hears(changed)


def test_the_next_step_stayed_at_the_day_that_was_put_right(office: Office) -> None:
    office.customer("Market Hotel", "Olivia Stone")
    eve = office.rep("Ana", language="en")
    eve.says("had a chat with Olivia re xmas hampers, needs them by the 18th of December")
    eve.hears("18 December")
    eve.says("actually its the 16th")
    eve.hears("16 December")
    eve.says("/agenda")
    eve.says("history of Market Hotel")
    eve.hears("16 December")
    eve.hears_not("18 December")
