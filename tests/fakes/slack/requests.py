"""Delivery over HTTP to the app's request URL, signed as Slack signs (docs.slack.dev, "Verifying requests from Slack")."""

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import urlencode

import aiohttp

from .deliveries import Delivery, Outcome
from .markup import Raw
from .wire import dumps

MAX_AT_ONCE = 64
"""Slack names no number; so many requests are under way at once here, and the others wait without being late."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Returns the v0 signature of a body."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def signed(secret: str, body: bytes, *, timestamp: str | None = None, kind: str = "application/json") -> dict[str, str]:
    """Returns the headers of a request of Slack's; the present as the timestamp unless another is given."""
    stamp = str(int(time.time())) if timestamp is None else timestamp
    return {
        "Content-Type": kind,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret, stamp, body),
    }


class Requests:
    """The app's request URL. Acknowledged is what is answered with 2xx in time."""

    def __init__(self, url: str, secret: str, ack_seconds: float) -> None:
        self.url = url
        self._secret = secret
        timeout = aiohttp.ClientTimeout(total=ack_seconds)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        self._free = asyncio.Semaphore(MAX_AT_ONCE)

    async def verify(self, challenge: str, token: str) -> None:
        """Ask the app for the challenge, as Slack does before it takes a URL; AssertionError when it fails."""
        body = dumps({"type": "url_verification", "token": token, "challenge": challenge})
        async with self._session.post(self.url, data=body, headers=signed(self._secret, body)) as response:
            text = await response.text()
            assert response.status == 200, f"the request URL answered {response.status}"
        answered = json.loads(text).get("challenge") if text.startswith("{") else text
        assert answered == challenge, "Your URL didn't respond with the value of the challenge parameter."

    async def attempt(self, delivery: Delivery) -> Outcome:
        """Returns how one request was answered."""
        body, kind = encoded(delivery)
        headers = signed(self._secret, body, kind=kind)
        if delivery.attempts:
            headers["X-Slack-Retry-Num"] = str(delivery.attempts)
            headers["X-Slack-Retry-Reason"] = delivery.reason
        try:
            async with (
                self._free,
                self._session.post(self.url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                content = await response.read()
        except TimeoutError:
            return Outcome(ok=False, reason="http_timeout")
        except aiohttp.ClientConnectionError:
            return Outcome(ok=False, reason="connection_failed")
        except aiohttp.ClientError:
            return Outcome(ok=False, reason="unknown_error")
        if response.status // 100 != 2:
            return Outcome(ok=False, reason="http_error", again=response.headers.get("X-Slack-No-Retry") != "1")
        return Outcome(ok=True, answer=_answer(content))

    async def close(self) -> None:
        """Close the connections."""
        await self._session.close()


def encoded(delivery: Delivery) -> tuple[bytes, str]:
    """Returns a delivery's body and its Content-Type: JSON for events, a form for everything else."""
    if delivery.kind == "events_api":
        return dumps(delivery.payload), "application/json"
    form: Raw = delivery.payload
    if delivery.kind == "interactive":
        form = {"payload": json.dumps(delivery.payload, ensure_ascii=False)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"


def _answer(content: bytes) -> Any:
    if not content:
        return None
    text = content.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text
