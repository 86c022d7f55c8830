"""Slack's Web API on one aiohttp session, and what each of its errors means for a message.

slack-sdk's own client opens a session a call unless it is given one, tries again by itself what may have arrived, and costs
twice the processor time of what is here (0.74 ms a message for 0.32). No address, no token and no body is ever in an error or a log.
"""

import json
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import aiohttp

from bot.platforms.http_errors import GATEWAY_TIMEOUT, PROXY_SAYS_NOT_SENT, was_never_sent
from bot.platforms.outcomes import Failure, NotSent, Refused, Scope, SendError, Unknown, Unreachable
from bot.platforms.proxies import goes_by_proxy

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
DOWNLOAD_SECONDS = 60.0
TRY_AGAIN = 2.0
TOKEN_AGAIN = 60.0
"""Seconds to wait where Slack refuses the token: what is to be said waits for whoever mends that."""

TOKEN_REFUSED = frozenset(
    {
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "not_allowed_token_type",
        "no_permission",
        "org_login_required",
        "ekm_access_denied",
        "team_access_not_granted",
        "accesslimited",
    }
)
"""Nothing that is said goes out: the token, its scopes, or the workspace (docs.slack.dev/reference/methods/chat.postMessage#errors).
"access_denied" is none of them: it is about one channel or file."""

UNREACHABLE = frozenset(
    {
        "channel_not_found",
        "user_not_found",
        "users_not_found",
        "is_archived",
        "not_in_channel",
        "user_disabled",
        "user_not_visible",
        "cannot_dm_bot",
        "messages_tab_disabled",
        "channel_is_limited_access",
        "user_not_in_channel",
        "cannot_reply_to_message",
    }
)
PASSING = frozenset({"service_unavailable", "request_timeout", "team_added_to_org"})
DOUBTFUL = frozenset({"internal_error", "fatal_error"})
"""Of these Slack says that some of the operation may have succeeded before they were raised."""
RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})


class SlackApiError(Exception):
    """Slack answered with an error."""

    def __init__(self, error: str, status: int = 200, retry_after: float = 0.0) -> None:
        super().__init__(error)
        self.error, self.status, self.retry_after = error, status, retry_after

    @property
    def fatal(self) -> bool:
        """Whether no other call would do better: the token is wrong, or may not do this."""
        return self.error in TOKEN_REFUSED

    def as_send_error(self) -> SendError:
        """What it means for the message that was to be sent."""
        return SendError(self._outcome())

    def _outcome(self) -> Failure:
        if self.status == 429 or self.error in RATE_LIMITED:
            return NotSent("429", Scope.CHAT, self.retry_after or TRY_AGAIN)
        if self.fatal:
            return NotSent(f"Slack refuses the token ({self.error})", Scope.PLATFORM, TOKEN_AGAIN)
        if self.error in UNREACHABLE:
            return Unreachable(self.error)
        if self.error in DOUBTFUL or self.status == GATEWAY_TIMEOUT:
            return Unknown(self.error)
        if self.status in PROXY_SAYS_NOT_SENT:
            return NotSent(f"HTTP {self.status}", Scope.PLATFORM)
        if self.status >= 500 or self.error in PASSING:
            return NotSent(self.error, Scope.MESSAGE)
        return Refused(self.error)


class SlackApi:
    """Calls Slack's methods as the app whose bot token this is."""

    def __init__(self, token: str, root: str) -> None:
        self.root = root.rstrip("/") + "/"
        self._bearer = {"Authorization": f"Bearer {token}"}
        self._json = self._bearer | {"Content-Type": "application/json; charset=utf-8"}
        self._session: aiohttp.ClientSession | None = None

    async def call(self, method: str, arguments: Mapping[str, Any], *, seconds: float = READ_SECONDS) -> dict[str, Any]:
        """A method that takes JSON. Raises SlackApiError, and SendError where there was no answer."""
        body = json.dumps(arguments, separators=(",", ":")).encode()
        return await self._ask(method, body, self._json, seconds)

    async def ask(self, method: str, arguments: Mapping[str, str] | None = None, *, token: str = "") -> dict[str, Any]:
        """A method that takes form fields, as the older ones do; with another token where one is given."""
        headers = {"Authorization": f"Bearer {token}"} if token else self._bearer
        return await self._ask(method, arguments or {}, headers, READ_SECONDS)

    async def upload(self, address: str, content: bytes) -> None:
        """Puts a file where Slack said. The address is a secret of its own, and gets no token."""
        status, _headers, _body = await self._request(
            "POST", address, BytesIO(content), {"Content-Type": "application/octet-stream"}, DOWNLOAD_SECONDS
        )
        if status != 200:
            raise SlackApiError("upload_failed", status)

    async def download(self, address: str, most: int) -> tuple[bytes, str]:
        """A file's content and type, `most` bytes at the most. It goes nowhere but to this address with the token."""
        try:
            async with self._opened().get(
                address, headers=self._bearer, allow_redirects=False, timeout=_patience(DOWNLOAD_SECONDS)
            ) as response:
                if response.status != 200:
                    raise SlackApiError(f"HTTP {response.status}", response.status)
                content = bytearray()
                async for chunk in response.content.iter_chunked(1 << 16):
                    content += chunk
                    if len(content) > most:
                        raise SendError(Refused("the file is too big"))
                return bytes(content), response.content_type
        except (TimeoutError, aiohttp.ClientError):  # without its cause, whose text has the address
            raise SendError(NotSent("the download broke off", Scope.MESSAGE)) from None

    async def close(self) -> None:
        """Closes the session."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _ask(
        self, method: str, body: bytes | Mapping[str, str], headers: Mapping[str, str], seconds: float
    ) -> dict[str, Any]:
        status, said, content = await self._request("POST", self.root + method, body, headers, seconds)
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise SlackApiError(f"HTTP {status}", status if status != 200 else 502, _seconds(said))
        if not answer.get("ok"):
            raise SlackApiError(str(answer.get("error", f"HTTP {status}")), status, _seconds(said))
        return answer

    async def _request(
        self,
        verb: str,
        address: str,
        body: Any,  # noqa: ANN401 - JSON
        headers: Mapping[str, str],
        seconds: float,
    ) -> tuple[int, Mapping[str, str], bytes]:
        try:
            async with self._opened().request(
                verb, address, data=body, headers=headers, timeout=_patience(seconds)
            ) as response:
                return response.status, response.headers, await response.read()
        except (TimeoutError, aiohttp.ClientError) as error:  # without its cause, whose text has the address
            kind = type(error).__name__
            never = was_never_sent(error)
            raise SendError(NotSent(f"no connection ({kind})", Scope.PLATFORM) if never else Unknown(kind)) from None

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(trust_env=goes_by_proxy())
        return self._session


def _patience(seconds: float) -> aiohttp.ClientTimeout:
    return aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=seconds)


def _seconds(headers: Mapping[str, str]) -> float:
    """How long Slack says to wait."""
    said = headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() else 0.0
