"""How many requests one source, or one address, may send: counted in rows, so that all processes count together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from storage.crm.leads.sources import RequestCounts
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests of one kind in each stretch of time."""

    requests: int
    within: timedelta


def seconds_to_wait(work: Work, counted: Sequence[tuple[str, Limit]]) -> int | None:
    """Counts a request under each name; where that makes too many of one, in how many seconds it may be tried again.

    By the machine's clock: a limit is about machines.
    """
    waits = []
    for name, limit in counted:
        length = limit.within.total_seconds()
        now = work.machine_now
        into = now.timestamp() % length
        began = (now - timedelta(seconds=into)).replace(microsecond=0)
        if work.topic(RequestCounts).count(name, began) > limit.requests:
            waits.append(int(length - into) + 1)
    return max(waits, default=None)
