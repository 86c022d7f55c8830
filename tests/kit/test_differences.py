"""Two groups compared: against published values, and by simulating a promotion whose effect is known."""

from random import Random

import pytest

from handlers.kit.figures.differences import group_needed, newcombe, smallest_difference
from handlers.kit.figures.shares import Share

RUNS = 1000


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        (Share(56, 70), Share(48, 80), 0.0524, 0.3339),
        (Share(9, 10), Share(3, 10), 0.1705, 0.8090),
        (Share(5, 56), Share(0, 29), -0.0381, 0.1926),
        (Share(0, 10), Share(0, 20), -0.1611, 0.2775),
    ],
)
def test_the_interval_is_the_published_one(one: Share, other: Share, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10."""
    found = newcombe(one, other)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_who_is_separated() -> None:
    assert newcombe(Share(56, 70), Share(48, 80)).is_separated
    assert not newcombe(Share(5, 56), Share(0, 29)).is_separated


def test_how_many_are_needed_is_the_published_number() -> None:
    """Of each group, for a difference that is there to be found four times in five."""
    assert group_needed(0.05, 0.10) == 435
    assert group_needed(0.05, 0.08) == 1059


def test_the_smallest_difference_is_the_other_way_round() -> None:
    assert round(smallest_difference(435, 435, 0.05) or 0, 3) == 0.100
    assert round(smallest_difference(1059, 1059, 0.05) or 0, 3) == 0.080
    assert smallest_difference(3, 1, 0.05) is None
    assert smallest_difference(10, 0, 0.05) is None


@pytest.mark.parametrize(
    ("told", "held", "with_it", "without"), [(400, 100, 0.10, 0.05), (900, 100, 0.08, 0.08), (150, 150, 0.30, 0.15)]
)
def test_a_simulated_promotion_is_covered(told: int, held: int, with_it: float, without: float) -> None:
    """Of a thousand promotions with this effect the interval covers it in 93 to 97 %."""
    random = Random(told)

    def buyers(many: int, share: float) -> int:
        return sum(random.random() < share for _one in range(many))

    covered = 0
    for _run in range(RUNS):
        found = newcombe(Share(buyers(told, with_it), told), Share(buyers(held, without), held))
        covered += found.low <= with_it - without <= found.high
    assert 0.93 * RUNS <= covered <= 0.97 * RUNS
