"""Net promoter score and satisfaction: the figure, and how sure it is."""

from random import Random

import pytest

from handlers.kit.figures.scores import NetPromoter, satisfied
from handlers.kit.figures.shares import SampleSize

SIMULATIONS = 1_000


def test_the_figure_and_its_interval() -> None:
    nps = NetPromoter.of([10, 9, 9, 8, 7, 3])
    assert (nps.promoters, nps.detractors, nps.answers) == (3, 1, 6)
    assert nps.score == pytest.approx(33.33, abs=0.01)
    assert nps.interval == pytest.approx((-26.74, 71.19), abs=0.01)
    assert nps.evidence is SampleSize.FEW
    assert NetPromoter.of([]).score is None
    assert NetPromoter.of([10, 10, 10, 10]).score is None
    assert satisfied([5, 4, 3, 1, 5]).part == 3


@pytest.mark.parametrize("n", [5, 30, 300])
@pytest.mark.parametrize("shares", [(0.5, 0.2), (0.33, 0.33), (0.6, 0.1)])
def test_intervals_hold_the_truth_as_often_as_they_say(n: int, shares: tuple[float, float]) -> None:
    promoters, detractors = shares
    draw = Random(n * 1000 + round(100 * promoters))
    truth, held = 100 * (promoters - detractors), 0
    for _time in range(SIMULATIONS):
        drawn = draw.choices((10, 3, 8), (promoters, detractors, 1 - promoters - detractors), k=n)
        interval = NetPromoter.of(drawn).interval
        assert interval
        held += interval[0] <= truth <= interval[1]
    assert 0.91 <= held / SIMULATIONS <= 0.97


def test_an_arrow_only_where_the_difference_is_one() -> None:
    low, high = NetPromoter(30, 40, 100), NetPromoter(60, 10, 100)
    assert (high.trend_since(low), low.trend_since(high), low.trend_since(NetPromoter(31, 39, 100))) == (1, -1, 0)
    assert high.trend_since(NetPromoter(1, 1, 2)) == 0
