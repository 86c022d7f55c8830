"""How customers buy: what they are worth, their rhythm, whether it has changed, and how they compare.

What each figure means stands in its function. Days are whole ones, and the last that counts is the day before `today`.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Final

YEAR: Final = timedelta(days=365)
A_BELOW, B_BELOW = 0.80, 0.95
"""Cut points of classes: the share of all sales that stands before a customer."""
FALLEN_BELOW: Final = 40
"""Per cent of what is habitual."""
EARLIER_ORDERS: Final = 4
"""Days with a purchase before the window, without which nothing is habitual."""
SHORTEST, LONGEST = 30, 120
"""Days of the window in which purchases are compared: twice the usual gap, within these."""
ORDERS_FOR_A_GAP: Final = 3
SCORES: Final = 5


@dataclass(frozen=True, slots=True)
class BuyingFigures:
    """How one customer buys in one currency, in hundredths of it.

    `sales` are those of the last 365 days, `before` of the 365 before those, returns taken off; `orders` the days of the last
    365 on which they came to more than nothing. `gap` is the median of days between all such days, None under three of
    them; `expected` the last plus the gap. `recent` and `habitual` are compared by `fallen`.
    """

    sales: int
    before: int
    orders: int
    first: date
    last: date
    gap: int | None
    expected: date | None
    recent: int | None
    habitual: int | None

    @property
    def fallen(self) -> int | None:
        """What was bought lately, in per cent of what is habitual; None where nothing is."""
        if self.recent is None or self.habitual is None or self.habitual <= 0:
            return None
        return max(0, round(100 * self.recent / self.habitual))


def buying(days: Sequence[tuple[date, int]], today: date) -> BuyingFigures | None:
    """How somebody buys who spent so much on these days, in order; None where no day comes to more than nothing."""
    bought = [day for day, spent in days if spent > 0]
    if not bought:
        return None
    year, before = today - YEAR, today - 2 * YEAR
    gaps = [(after - day).days for day, after in pairwise(bought)]
    gap = max(1, round(median(gaps))) if len(bought) >= ORDERS_FOR_A_GAP else None
    recent, habitual = _compared(days, bought, gap, today)
    return BuyingFigures(
        _sum(days, year, today),
        _sum(days, before, year),
        sum(1 for day in bought if day >= year),
        bought[0],
        bought[-1],
        gap,
        bought[-1] + timedelta(days=gap) if gap else None,
        recent,
        habitual,
    )


def _compared(
    days: Sequence[tuple[date, int]], bought: Sequence[date], gap: int | None, today: date
) -> tuple[int | None, int | None]:
    """What was bought in the customer's own window, and what is habitual in one as long.

    Where they bought a year ago already, that is the same window then: who sells ice cream has a season. Else it is the mean
    of the time before, a year at most. At least four earlier purchases are needed.
    """
    if gap is None:
        return None, None
    length = timedelta(days=min(LONGEST, max(SHORTEST, 2 * gap)))
    begins = today - length
    if sum(1 for day in bought if day < begins) < EARLIER_ORDERS:
        return None, None
    recent = _sum(days, begins, today)
    then = begins - YEAR
    if bought[0] <= then:
        season = _sum(days, then, then + length)
        if season > 0:
            return recent, season
    since = max(bought[0], begins - YEAR)
    known = max((begins - since).days, length.days)
    return recent, round(_sum(days, since, begins) * length.days / known)


def _sum(days: Sequence[tuple[date, int]], first: date, after: date) -> int:
    return sum(spent for day, spent in days if first <= day < after)


def classes(sales: Sequence[int]) -> list[str | None]:
    """The class of each by its sales: A while less than 80 % of all stand before it, B while less than 95 %, else C.

    Equal sales have one class. Who bought for nothing has none.
    """
    order = sorted((at for at, one in enumerate(sales) if one > 0), key=lambda at: -sales[at])
    total, so_far = sum(sales[at] for at in order), 0
    found: list[str | None] = [None] * len(sales)
    before: int | None = None
    for at in order:
        if before is not None and sales[before] == sales[at]:
            found[at] = found[before]
        else:
            share = so_far / total
            found[at] = "A" if share < A_BELOW else "B" if share < B_BELOW else "C"
        so_far += sales[at]
        before = at
    return found


def scores(values: Sequence[int]) -> list[int]:
    """1 to 5 for each by its percent rank, those that are alike alike; the larger the better."""
    ordered = sorted(values)
    if len(ordered) < 2:
        return [SCORES] * len(ordered)
    ranks: dict[int, int] = {}
    for one in values:
        if one not in ranks:
            share = bisect_left(ordered, one) / (len(ordered) - 1)
            ranks[one] = 1 + min(SCORES - 1, int(share * SCORES))
    return [ranks[one] for one in values]


def segment(one: BuyingFigures, recency: int, frequency: int, today: date) -> str:
    """Where a customer stands: lost after a year without a purchase; new in the first quarter of one; vulnerable where they buy
    far less than is habitual, or often and not lately; loyal where both are high; else steady.
    """
    if one.last < today - YEAR:
        return "lost"
    if one.first >= today - YEAR / 4:
        return "new"
    if (one.fallen is not None and one.fallen < FALLEN_BELOW) or (recency <= 2 and frequency >= 4):
        return "vulnerable"
    return "loyal" if recency >= 4 and frequency >= 4 else "steady"


def main_currency(days: Sequence[tuple[date, str, int]]) -> str:
    """The currency in which somebody buys on most days; of equals the last one."""
    counted: Mapping[str, list[date]] = defaultdict(list)
    for day, currency, spent in days:
        if spent > 0:
            counted[currency].append(day)
    return (
        max(counted, key=lambda currency: (len(counted[currency]), counted[currency][-1])) if counted else days[-1][1]
    )
