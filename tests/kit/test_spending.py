"""What two groups spent a head: against what is known, and by simulating promotions whose effect in money is known."""

from dataclasses import dataclass
from math import exp, log
from random import Random

import pytest

from handlers.kit.figures.differences import newcombe
from handlers.kit.figures.shares import Share
from handlers.kit.figures.spending import Spending, spent_more, students

RUNS = 1000


@pytest.mark.parametrize(("freedom", "quantile"), [(4, 2.776), (9, 2.262), (29, 2.045), (1000, 1.962)])
def test_students_quantile_is_the_published_one(freedom: int, quantile: float) -> None:
    assert students(freedom) == pytest.approx(quantile, abs=0.002)


def test_where_all_spend_the_same_it_is_newcombes() -> None:
    found = spent_more(Spending(400, 80, 3200, 128_000), Spending(100, 5, 200, 8000))
    shares = newcombe(Share(80, 400), Share(5, 100))
    assert (found.value, found.low, found.high) == pytest.approx((shares.value * 40, shares.low * 40, shares.high * 40))


def test_who_buys_more_at_a_time_spends_more() -> None:
    """As many buy, each for twice as much: that is money, though no more of them buy."""
    found = spent_more(Spending(400, 80, 6400, 512_000), Spending(400, 80, 3200, 128_000))
    assert found.value == pytest.approx(8)
    assert found.is_separated


def test_amounts_that_vary_make_it_wider() -> None:
    same = spent_more(Spending(400, 80, 3200, 128_000), Spending(100, 5, 200, 8000))
    varied = spent_more(Spending(400, 80, 3200, 300_000), Spending(100, 5, 200, 20_000))
    assert varied.value == same.value
    assert varied.low < same.low < same.high < varied.high


def test_nobody_of_those_held_back_bought() -> None:
    found = spent_more(Spending(400, 40, 1600, 64_000), Spending(100, 0, 0, 0))
    assert (found.value, found.low, found.high) == pytest.approx((4.0, 2.20, 5.33), abs=0.01)
    with pytest.raises(ValueError, match="4 bought"):
        spent_more(Spending(400, 4, 160, 6400), Spending(100, 0, 0, 0))


@dataclass(frozen=True)
class Class:
    """Customers alike: how many, the share that buys untold and told, what a buyer spends then on average."""

    size: int
    untold: tuple[float, float]
    told: tuple[float, float]


ALIKE = (Class(500, (0.10, 100), (0.20, 100)),)
MANY = (Class(2000, (0.05, 100), (0.08, 100)),)
FEW = (Class(200, (0.20, 100), (0.50, 100)),)
NO_EFFECT = (Class(100, (0.25, 200), (0.25, 200)), Class(400, (0.10, 60), (0.10, 60)))
CHEAPER = (Class(500, (0.10, 100), (0.20, 80)),)
MORE_AT_A_TIME = (Class(500, (0.10, 100), (0.20, 130)),)
SMALL_ONES_ONLY = (Class(200, (0.30, 200), (0.30, 200)), Class(800, (0.05, 50), (0.12, 50)))
LARGE_ONES_ONLY = (Class(200, (0.20, 200), (0.35, 200)), Class(800, (0.08, 60), (0.08, 60)))


@pytest.mark.parametrize(
    ("company", "skew", "percent"),
    [
        (ALIKE, 0.5, 10),
        (ALIKE, 0.5, 50),
        (ALIKE, 1.0, 20),
        (FEW, 0.5, 20),
        (FEW, 1.0, 50),
        (MANY, 0.5, 10),
        (MANY, 1.0, 50),
        (NO_EFFECT, 0.5, 20),
        (CHEAPER, 0.5, 20),
        (MORE_AT_A_TIME, 0.5, 50),
        (SMALL_ONES_ONLY, 0.5, 20),
        (LARGE_ONES_ONLY, 0.5, 20),
    ],
    ids=str,
)
def test_money_that_a_launch_is_known_to_bring_is_covered(
    company: tuple[Class, ...], skew: float, percent: int
) -> None:
    """A thousand launches, of each class as many held back: the interval covers what they bring in 93 to 97 %, whoever buys more often, or more, because of them.

    What a buyer spends is log-normal: with a `skew` of 0.5 half of the amounts lie within a third of the middle one, with 1.0 one in
    ten is four times as large as it.
    """
    random, covered = Random(17), 0
    sizes = [(group.size * (100 - percent) // 100, group.size * percent // 100) for group in company]
    told = sum(size for size, _held in sizes)
    truth = sum(
        size * (group.told[0] * group.told[1] - group.untold[0] * group.untold[1])
        for group, (size, _held) in zip(company, sizes, strict=True)
    )
    for _run in range(RUNS):
        spent: tuple[list[float], list[float]] = ([], [])
        for group, (to_tell, held) in zip(company, sizes, strict=True):
            spent[0].extend(_amounts(random, to_tell, group.told, skew))
            spent[1].extend(_amounts(random, held, group.untold, skew))
        found = spent_more(_spending(told, spent[0]), _spending(sum(held for _told, held in sizes), spent[1]))
        covered += found.low <= truth / told <= found.high
    assert 0.93 * RUNS <= covered <= 0.97 * RUNS


def _amounts(random: Random, customers: int, buys: tuple[float, float], skew: float) -> list[float]:
    """What those of so many customers spend who buy; how many do not until the next does is geometric."""
    share, mean = buys
    found: list[float] = []
    at = 0
    while (at := at + 1 + int(log(1 - random.random()) / log(1 - share))) <= customers:
        found.append(mean * exp(random.gauss(0, skew) - skew * skew / 2))
    return found


def _spending(assigned: int, amounts: list[float]) -> Spending:
    return Spending(assigned, len(amounts), sum(amounts), sum(amount * amount for amount in amounts))
