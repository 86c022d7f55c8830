"""How fast enquiries are answered: figures that count those that were not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from statistics import median_low

from handlers.kit.figures.shares import Share
from storage.crm.leads.records import LeadWait


@dataclass(frozen=True, slots=True)
class ResponseFigures:
    """First responses to some enquiries.

    `median` is in business seconds over all of them (the lower of two in the middle), the unanswered counted as infinite: None where
    it is not reached, for over half wait.
    `on_time` is, of those whose target has passed or that were answered, the share answered by then. `worst` is the longest response
    that there was, None where there was none. `unanswered` stands beside them, always.
    """

    enquiries: int
    unanswered: int
    median: float | None
    on_time: Share
    worst: float | None

    @classmethod
    def of(cls, waits: Sequence[LeadWait], now: datetime) -> "ResponseFigures":
        """The figures of these enquiries."""
        times = [inf if wait.seconds is None else wait.seconds for wait in waits]
        middle = median_low(times) if times else inf
        decided = [wait for wait in waits if wait.target_at <= now]
        in_time = [wait for wait in decided if wait.answered_at is not None and wait.answered_at <= wait.target_at]
        answered = [time for time in times if time != inf]
        return cls(
            len(waits),
            len(waits) - len(answered),
            None if middle == inf else middle,
            Share(len(in_time), len(decided)),
            max(answered, default=None),
        )
