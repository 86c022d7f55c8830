"""What Slack answers when it refuses: mostly HTTP 200 with `"ok": false` and an error's name (docs.slack.dev, each method's errors)."""

from typing import Any


class Refused(Exception):  # noqa: N818 -- it reads as what happened: the call was refused
    """The call is answered with `error`, HTTP `status` and what else the answer says."""

    def __init__(self, error: str, status: int = 200, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.more = more


def invalid(error: str, problems: list[str]) -> Refused:
    """Returns a refusal that says what is wrong where, as for `invalid_blocks` and `invalid_arguments`."""
    return Refused(
        error, errors=problems, response_metadata={"messages": [f"[ERROR] {problem}" for problem in problems]}
    )


def ratelimited(retry_after: int) -> Refused:
    """Returns a refusal with HTTP 429 that says how many whole seconds to wait."""
    return Refused("ratelimited", 429, retry_after=retry_after)
