"""How fast sales go: what comes in a day, as open opportunities are won at the rate and in the time of the last year."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

LEAST_WINS: Final = 10
CENT: Final = Decimal("0.01")


def velocity(*, open_: int, won: int, lost: int, won_amount: Decimal, cycle: float | None) -> Decimal | None:
    """Open × win rate × mean won amount ÷ median cycle in days, of one pipeline, one currency and 12 months.

    None with fewer than LEAST_WINS wins, or where half of them have not closed yet and no median is reached.
    """
    if won < LEAST_WINS or not cycle:
        return None
    # won ÷ (won + lost) × won_amount ÷ won: the number of wins falls out.
    a_day = open_ * won_amount / (won + lost) / Decimal(cycle)
    return a_day.quantize(CENT, ROUND_HALF_UP)
