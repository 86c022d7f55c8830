"""What two groups spent a head, compared: how much more one spent than the other, with what chance does to who buys and to how much."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

from handlers.kit.figures.differences import Difference
from handlers.kit.figures.shares import Z, wilson

FEWEST: Final = 5
"""Buyers of both groups, below which how much one buys can vary is not known."""


@dataclass(frozen=True, slots=True)
class Spending:
    """What a group spent: so many are in it, so many of them bought, for `amount` in all; `squares` is the sum of each one's amount squared.

    Amounts are of one currency.
    """

    assigned: int
    bought: int
    amount: float
    squares: float

    @property
    def each(self) -> float:
        """What one who buys spends on average. Raises ZeroDivisionError where nobody did."""
        return self.amount / self.bought


def spent_more(one: Spending, other: Spending) -> Difference:
    """How much more one group spends a head, whether more of them buy or each buys more, and where that may lie with 95 %.

    A head spends share · amount of a buyer. The limits of each of the four (Wilson's of a share, Student's of a mean, the amounts' spread
    taken from both groups) are put together by the squares of their distances: G. Y. Zou and A. Donner, Statistics in Medicine 27, 2008,
    1693-1702 (MOVER). Where everybody who buys spends the same it is Newcombe's interval times that amount. Where nobody of a group
    bought, a buyer is worth what they are in the other. Raises ValueError where a group is empty, or fewer than `FEWEST` bought.
    """
    buyers = one.bought + other.bought
    if buyers < FEWEST:
        raise ValueError(f"{buyers} bought: that says nothing of how much amounts vary")
    mean = (one.amount + other.amount) / buyers
    variance = max(0.0, one.squares + other.squares - buyers * mean * mean) / (buyers - 1)
    reach = students(buyers - 1) * sqrt(variance)
    mine, theirs = _limits(one, mean, reach), _limits(other, mean, reach)
    value = mine.value - theirs.value
    return Difference(value, value - sqrt(mine.below + theirs.above), value + sqrt(mine.above + theirs.below))


@dataclass(frozen=True, slots=True)
class _Limits:
    """What a head of a group spends, and the squared distances to its limits."""

    value: float
    below: float
    above: float


def _limits(group: Spending, mean: float, reach: float) -> _Limits:
    share = group.bought / group.assigned
    low, high = wilson(group.bought, group.assigned)
    each = group.each if group.bought else mean
    amounts = (share * reach) ** 2 / group.bought if group.bought else 0.0
    return _Limits(share * each, (each * (share - low)) ** 2 + amounts, (each * (high - share)) ** 2 + amounts)


def students(freedom: int) -> float:
    """Standard errors on either side of 95 % of Student's distribution (M. Abramowitz, I. Stegun, 1964, 26.7.5), to 0.01 from 4 degrees of freedom on."""
    terms = (
        (Z**3 + Z) / 4,
        (5 * Z**5 + 16 * Z**3 + 3 * Z) / 96,
        (3 * Z**7 + 19 * Z**5 + 17 * Z**3 - 15 * Z) / 384,
        (79 * Z**9 + 776 * Z**7 + 1482 * Z**5 - 1920 * Z**3 - 945 * Z) / 92160,
    )
    return Z + sum(term / float(freedom) ** power for power, term in enumerate(terms, 1))
