"""How customers buy: classes, scores, rhythm, and whether it has changed."""

from datetime import date, timedelta

import pytest

from handlers.kit.figures.buying import BuyingFigures, buying, classes, main_currency, scores, segment

TODAY = date(2026, 11, 20)


def every(days: int, count: int, amount: int = 10_000, *, until: int = 1) -> list[tuple[date, int]]:
    """So many purchases, each so many days after the other, the last one `until` days ago."""
    return [(TODAY - timedelta(days=until + days * (count - 1 - n)), amount) for n in range(count)]


def test_classes_go_by_the_share_before_each_so_a_giant_leaves_an_a() -> None:
    assert classes([9_000, 500, 300, 200]) == ["A", "B", "C", "C"]
    assert classes([50, 30, 10, 5, 5]) == ["A", "A", "B", "B", "B"]
    assert classes([95, 5]) == ["A", "C"]
    assert classes([]) == []


def test_equal_sales_have_one_class_and_nothing_has_none() -> None:
    assert classes([10, 10, 10, 10, 10]) == ["A"] * 5
    assert classes([100, 0, -50]) == ["A", None, None]


def test_scores_treat_those_alike_alike() -> None:
    assert scores([1, 1, 1, 1]) == [1, 1, 1, 1]
    assert scores([10, 20, 30, 40, 50]) == [1, 2, 3, 4, 5]
    assert scores([7]) == [5]
    assert scores([]) == []


def test_a_year_ends_yesterday_and_returns_are_taken_off() -> None:
    found = buying(
        [(TODAY - timedelta(days=400), 700), (TODAY - timedelta(days=10), 500), (TODAY - timedelta(days=5), -200)],
        TODAY,
    )
    assert found
    assert (found.sales, found.before, found.orders) == (300, 700, 1)
    assert found.gap is None
    assert found.fallen is None
    assert buying([(TODAY, -500)], TODAY) is None


def test_a_steady_buyer_is_at_about_a_hundred_and_is_expected_again() -> None:
    found = buying(every(14, 20), TODAY)
    assert found
    assert found.gap == 14
    assert found.expected == TODAY + timedelta(days=13)
    assert found.fallen is not None
    assert 60 <= found.fallen <= 150  # two or three of them fall into a window


def test_one_who_stopped_has_fallen_by_their_own_rhythm() -> None:
    weekly = buying(every(7, 30, until=40), TODAY)
    assert weekly
    assert weekly.fallen == 0
    monthly = buying(every(30, 12, until=40), TODAY)
    assert monthly
    assert monthly.fallen is not None
    assert monthly.fallen > 40, "forty days say nothing of one who buys every thirty"


def test_nothing_is_habitual_with_fewer_than_four_earlier_purchases() -> None:
    found = buying(every(7, 3, until=60), TODAY)
    assert found
    assert found.fallen is None


def test_the_season_of_a_year_ago_counts_where_there_is_one() -> None:
    """Ice cream: bought from May to September, each week. In November nothing is usual, and nothing has fallen."""
    summers = [
        (date(year, 5, 1) + timedelta(days=7 * week), 10_000) for year in (2024, 2025, 2026) for week in range(20)
    ]
    found = buying(summers, date(2026, 7, 1))
    assert found is not None
    assert found.fallen is not None
    assert found.fallen >= 90
    winter = buying([*summers[:40], (date(2026, 5, 1), 1_000)], date(2026, 7, 1))
    assert winter is not None
    assert winter.fallen is not None
    assert winter.fallen < 40


@pytest.mark.parametrize(
    ("first", "last", "recency", "frequency", "expected"),
    [
        (900, 400, 5, 5, "lost"),
        (40, 5, 5, 5, "new"),
        (900, 5, 5, 5, "loyal"),
        (900, 200, 2, 5, "vulnerable"),
        (900, 100, 3, 3, "steady"),
    ],
)
def test_segments(first: int, last: int, recency: int, frequency: int, expected: str) -> None:
    stands = BuyingFigures(1, 1, 1, TODAY - timedelta(days=first), TODAY - timedelta(days=last), None, None, None, None)
    assert segment(stands, recency, frequency, TODAY) == expected


def test_the_currency_that_is_bought_in_most() -> None:
    assert main_currency([(TODAY, "EUR", 5), (TODAY, "USD", 5), (TODAY - timedelta(days=1), "USD", 5)]) == "USD"
    assert main_currency([(TODAY, "EUR", -5)]) == "EUR"
