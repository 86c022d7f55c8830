"""What an error of the HTTP client, or a status, says about the request: whether it can have been acted on."""

from collections.abc import Iterator

import aiohttp

BAD_GATEWAY, UNAVAILABLE, GATEWAY_TIMEOUT = 502, 503, 504
PROXY_SAYS_NOT_SENT = frozenset({BAD_GATEWAY, UNAVAILABLE})
"""Statuses of a server in front that could not pass the request on. GATEWAY_TIMEOUT is none of them: it did, and waited."""


def was_never_sent(error: BaseException) -> bool:
    """Whether a request that failed cannot have reached its server whole.

    No connection was made, or it was closed before all of the request was written: that much is certain, while a connection that
    ends without an answer leaves open whether the request was acted on.
    """
    return any(
        isinstance(
            cause,
            aiohttp.ClientConnectorError | aiohttp.ConnectionTimeoutError | aiohttp.ClientConnectionResetError,
        )
        for cause in _causes(error)
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
