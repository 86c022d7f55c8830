"""What is said of a promotion with some held back: collecting, cannot tell, or separated."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest

from handlers.kit.format.texts import voice
from handlers.promotions.results import Lift, compared
from storage.promotions.audience import TELLS, Member
from storage.promotions.comparison import ComparedGroup
from storage.promotions.recipients import held_out
from storage.promotions.records import RUNNING, PromotionContent, PromotionRecord
from storage.questions.question import About, Question

SPEAKS = voice("en", "GB", date(2026, 11, 20))
SAYS = PromotionContent(
    "wine", "2 for 1", date(2026, 11, 1), date(2026, 11, 30), Question(About.CUSTOMERS), "phone", "Call", "Good",
    cost=Decimal(300), cost_currency="GBP", margin=40,
)  # fmt: skip
RUNS, OVER = date(2026, 11, 20), date(2027, 1, 15)


def promotion() -> PromotionRecord:
    """One that runs."""
    launched = datetime(2026, 11, 1, 9, tzinfo=UTC)
    return PromotionRecord(1, "Autumn", RUNNING, 1, 1, "Ann", 10, launched, 1, None, None, None, SAYS)


@pytest.mark.parametrize(
    ("told", "held", "today", "words"),
    [
        ((100, 2), (100, 1), RUNS, "Too few bought to say more"),
        ((400, 24), (100, 5), RUNS, "Still collecting"),
        ((400, 24), (100, 5), OVER, "cannot be told whether"),
        ((400, 80), (100, 5), RUNS, "bought more, and that is no chance"),
        ((400, 20), (100, 20), OVER, "bought less"),
    ],
)
def test_the_words_are_no_stronger_than_the_numbers(
    told: tuple[int, int], held: tuple[int, int], today: date, words: str
) -> None:
    lift = Lift.of(*(ComparedGroup(*one, Decimal(40 * one[1]), 1600.0 * one[1]) for one in (told, held)))
    said = "\n".join(SPEAKS.say(one) for one in compared(promotion(), lift, today))
    assert words in said
    assert ("between" in said) == (words != "Too few bought to say more")


@pytest.mark.parametrize(
    ("told", "held", "words"),
    [
        # (20 % − 5 %) · 400 · 16 − 300 = 660
        ((400, 80, 40), (100, 5, 40), "It has paid for itself: £660 after its cost, with 95 % between £202"),
        # a buyer of those told spends 60, of those held back 40: (12 − 2) · 400 · 0.4 − 300
        ((400, 80, 60), (100, 5, 40), "It has paid for itself: £1,300 after its cost"),
        # nobody bought who was not told: (20 % − 0 %) · 400 · 2 − 300
        ((400, 80, 5), (100, 0, 0), "It has not paid for itself: -£140 after its cost"),
        ((400, 80, 20), (100, 5, 20), "Whether it has paid for itself cannot be told: £180 after its cost"),
    ],
)
def test_what_it_brought_less_its_cost_has_an_interval_and_plain_words(
    told: tuple[int, int, int], held: tuple[int, int, int], words: str
) -> None:
    groups = (
        ComparedGroup(many, bought, Decimal(each * bought), float(each**2 * bought))
        for many, bought, each in (told, held)
    )
    assert words in SPEAKS.say(compared(promotion(), Lift.of(*groups), RUNS)[-1])


def test_amounts_that_vary_make_the_interval_wider() -> None:
    """The average purchase is no more certain than who buys."""
    same = Lift.of(ComparedGroup(400, 80, Decimal(3200), 128_000), ComparedGroup(100, 5, Decimal(200), 8000))
    varied = Lift.of(ComparedGroup(400, 80, Decimal(3200), 500_000), ComparedGroup(100, 5, Decimal(200), 30_000))
    said = [SPEAKS.say(compared(promotion(), lift, RUNS)[-1]) for lift in (same, varied)]
    assert "£660 after its cost" in said[0]
    assert "£660 after its cost" in said[1]
    assert said[0] != said[1]


@pytest.mark.parametrize(
    ("sizes", "without", "more", "percent"),
    [
        ((100, 150, 250), (0.10, 0.06, 0.03), (0.05, 0.05, 0.05), 20),
        ((100, 150, 250), (0.20, 0.10, 0.05), (0.10, 0.05, 0.02), 20),
        ((100, 150, 250), (0.30, 0.10, 0.05), (0.0, 0.0, 0.0), 50),
    ],
)
def test_a_launch_with_a_known_effect_is_covered(
    sizes: tuple[int, ...], without: tuple[float, ...], more: tuple[float, ...], percent: int
) -> None:
    """A thousand launches to three classes that buy, and rise, differently: the interval covers the effect in 93 to 97 %."""
    random, covered = Random(percent), 0
    members = [Member(number, TELLS, letter) for letter, number in _numbered(sizes)]
    truth = sum(size * rise for size, rise in zip(sizes, more, strict=True)) / len(members)
    for run in range(1000):
        apart = held_out(run, members, percent)
        told: list[bool] = []
        held: list[bool] = []
        for one in members:
            at = "ABC".index(one.grade or "")
            is_held = one.customer_id in apart
            (held if is_held else told).append(random.random() < without[at] + (0 if is_held else more[at]))
        groups = (ComparedGroup(len(group), sum(group), Decimal(0), 0.0) for group in (told, held))
        found = Lift.of(*groups).difference
        covered += found is not None and found.low <= truth <= found.high
    assert 930 <= covered <= 970


def _numbered(sizes: tuple[int, ...]) -> list[tuple[str, int]]:
    """The class of each customer, and their number."""
    return [(letter, number) for number, letter in enumerate("".join(map(str.__mul__, "ABC", sizes)))]


def test_nobody_held_back_is_no_difference() -> None:
    assert (
        Lift.of(ComparedGroup(100, 10, Decimal(400), 16_000), ComparedGroup(0, 0, Decimal(0), 0.0)).difference is None
    )
