"""What goes wrong on request: refusals, cut connections, lost and late answers."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from tests.fakes.faults import BaseFault, BaseFaults

from .errors import Refused, bad_request, forbidden, too_many_requests

Kind = Literal[
    "too_many_requests",  # 429 with retry_after
    "server_error",  # `code`: 500 with JSON, or 502 with the HTML page of the server in front
    "cut",  # the connection breaks before anything happened
    "lost_answer",  # it happened, and the connection breaks without an answer
    "slow",  # it happened, and the answer waits for `release()`
    "late",  # it and its answer take `seconds`, as over a long line: half of that before it happens
    "forbidden",  # 403 with `description`
    "bad_request",  # 400 with `description`
    "migrate",  # the group becomes a supergroup just before the call
]
WEBHOOK = "webhook"  # as `method`: faults of the delivery to the bot's webhook ("cut" and "lost_answer")


@dataclass(slots=True, eq=False)
class Fault(BaseFault):
    """One thing that goes wrong; `chat` is a chat's id. Without a `method` it fits every one but getUpdates."""

    retry_after: int = 1
    code: int = 500
    description: str = "bot was blocked by the user"

    def refuse(self) -> None:
        """Raise the refusal that this fault stands for, if it is one."""
        if self.kind == "too_many_requests":
            raise too_many_requests(self.retry_after)
        if self.kind == "forbidden":
            raise forbidden(self.description)
        if self.kind == "bad_request":
            raise bad_request(self.description)
        if self.kind == "server_error":
            raise Refused(self.code, "Internal Server Error" if self.code == 500 else "Bad Gateway")


class Faults(BaseFaults[Fault]):
    """The faults in force."""

    excepted = ("getupdates", WEBHOOK)

    def add(self, kind: Kind, method: str | None = None, **settings: Any) -> Fault:
        """Returns the fault, now in force; see `Fault` for the settings."""
        if kind not in get_args(Kind):
            raise ValueError(f"unknown fault {kind!r}")
        return self.force(Fault(kind, method, **settings))
