"""Figures against values that others computed and published, and the faults that such figures usually have."""

from decimal import Decimal
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.figures.chances import suggested_probability, weighted
from handlers.kit.figures.durations import Stint, median
from handlers.kit.figures.shares import SampleSize, Share, ranks, trend, wilson
from handlers.kit.figures.velocity import velocity


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0000, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_intervals_of_shares_are_those_of_the_textbook(part: int, whole: int, low: float, high: float) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3."""
    assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_between_none_and_all(counts: tuple[int, int]) -> None:
    low, high = wilson(*counts)
    assert 0 <= low <= counts[0] / counts[1] <= high <= 1


def test_no_data_is_never_zero_and_a_handful_is_only_counted() -> None:
    assert Share(0, 0).evidence is SampleSize.NONE
    assert Share(0, 0).rate is None
    assert Share(3, 4).evidence is SampleSize.COUNTS
    assert Share(3, 4).interval is None
    assert Share(3, 5).evidence is SampleSize.FEW
    assert Share(3, 5).rate == 0.6
    assert Share(20, 30).evidence is SampleSize.ENOUGH


def test_people_are_ranked_only_where_their_intervals_part() -> None:
    assert ranks([Share(95, 100), Share(10, 100), Share(50, 100)]) == [1, 3, 2]
    assert ranks([Share(6, 10), Share(5, 10)]) == [None, None]
    assert ranks([Share(95, 100), Share(5, 10), Share(6, 10)]) == [1, None, None]
    assert ranks([Share(95, 100), Share(0, 2)]) == [None, None], "nobody is first of one"


def test_more_or_fewer_than_before_is_no_chance() -> None:
    assert (trend(1, 8), trend(8, 1), trend(5, 8), trend(0, 4), trend(0, 0)) == (1, -1, 0, 0, 0)
    assert (trend(100, 100), trend(100, 140), trend(140, 100)) == (0, 1, -1)


def test_the_weighted_value_is_no_mean_of_chances() -> None:
    """30 % of 234 and 80 % of 36: 99, not the mean chance of the sum, 148.5."""
    found = weighted([(Decimal(234), 30), (Decimal(36), 80)])
    assert found.value == Decimal("99.00")
    assert found.spread == Decimal(sqrt(234**2 * 0.21 + 36**2 * 0.16)).quantize(Decimal("0.01"))


def test_each_opportunity_is_rounded_by_itself() -> None:
    """Three times a third of a cent is nothing, as on the three cards."""
    assert weighted([(Decimal("0.01"), 33)] * 3).value == Decimal("0.00")
    assert weighted([(Decimal("0.05"), 10)] * 3).value == Decimal("0.03"), "half a cent is rounded up"


def test_a_probability_is_suggested_by_all_that_closed_not_by_what_was_won() -> None:
    assert suggested_probability(0, 0, 60) == 60
    assert suggested_probability(10, 40, 50) == 30
    assert suggested_probability(30, 30, 50) == 88


def test_what_is_still_open_counts_for_how_long_things_take() -> None:
    """E. J. Freireich and others, Blood 21 (1963): weeks of remission, of which many were still going on."""
    over = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    going_on = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    treated = [*(Stint(week, ended=True) for week in over), *(Stint(week, ended=False) for week in going_on)]
    assert median(treated) == 23
    assert median(stint for stint in treated if stint.ended) == 10, "what looking at those that ended would say"
    control = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]
    assert median(Stint(week, ended=True) for week in control) == 8


def test_a_median_that_is_not_reached_is_none() -> None:
    assert median([]) is None
    assert median([Stint(3, ended=True), Stint(9, ended=False), Stint(9, ended=False)]) is None


def test_velocity_is_open_times_rate_times_mean_win_over_the_median_cycle() -> None:
    """20 open × 15/40 won × 2,000 a win ÷ 30 days."""

    def told(won: int, cycle: float | None) -> Decimal | None:
        return velocity(open_=20, won=won, lost=25, won_amount=Decimal(30_000), cycle=cycle)

    assert told(15, 30) == Decimal("500.00")
    assert told(9, 30) is None, "fewer than ten wins say nothing"
    assert told(15, None) is None, "half of them have not closed yet"
