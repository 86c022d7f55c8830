"""What Telegram answers when it refuses: an HTTP status, a description and, for two of them, parameters.

The texts are those of the Bot API server (tdlib/telegram-bot-api, `Client.cpp`) and of TDLib below it.
"""

from typing import Any


class Refused(Exception):  # noqa: N818 -- it reads as what happened: the call was refused
    """The call is answered with `code` and `description`; `parameters` as in the API's ResponseParameters."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> Refused:
    """Returns a refusal with 400. The server writes the first letter small, unless the second one says it is a CODE_LIKE_THIS."""
    if len(reason) > 1 and not (reason[1] == "_" or reason[1].isupper()):
        reason = reason[0].lower() + reason[1:]
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """Returns a refusal with 403, as for a bot that was blocked or kicked."""
    return Refused(403, f"Forbidden: {reason}")


def too_many_requests(retry_after: int) -> Refused:
    """Returns a refusal with 429 that says how many whole seconds to wait."""
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


TO_BOT = "the bot can't send messages to the bot"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
TERMINATED_BY_WEBHOOK = "Conflict: terminated by setWebhook request"
