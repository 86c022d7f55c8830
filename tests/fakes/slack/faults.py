"""What goes wrong on request: refusals, cut connections, lost and late answers, events that come twice."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from tests.fakes.faults import BaseFault, BaseFaults

from .errors import Refused, ratelimited

Kind = Literal[
    "too_many_requests",  # 429 with Retry-After
    "server_error",  # `code`: 500 with JSON, or 503 with the HTML page of the server in front
    "cut",  # the connection breaks before anything happened
    "lost_answer",  # it happened, and the connection breaks without an answer
    "slow",  # it happened, and the answer waits for `release()`
    "late",  # it and its answer take `seconds`, as over a long line: half of that before it happens
    "refused",  # refused with `error`: account_inactive, not_in_channel, …
    "twice",  # of deliveries: it comes once more
]


@dataclass(slots=True, eq=False)
class Fault(BaseFault):
    """One thing that goes wrong. `method` "delivery" stands for what is delivered to the app, `chat` is a channel's id."""

    retry_after: int = 1
    code: int = 500
    error: str = "account_inactive"

    def refuse(self) -> None:
        """Raise the refusal that this fault stands for, if it is one."""
        if self.kind == "too_many_requests":
            raise ratelimited(self.retry_after)
        if self.kind == "refused":
            raise Refused(self.error)
        if self.kind == "server_error":
            raise Refused("internal_error", self.code)


class Faults(BaseFaults[Fault]):
    """The faults in force."""

    excepted = ("delivery",)

    def add(self, kind: Kind, method: str | None = None, **settings: Any) -> Fault:
        """Returns the fault, now in force; see `Fault` for the settings."""
        if kind not in get_args(Kind):
            raise ValueError(f"unknown fault {kind!r}")
        return self.force(Fault(kind, method, **settings))
