"""Delivery of updates to the bot's webhook, as `WebhookActor.cpp` does it."""

import asyncio
import json
import re
from collections import deque
from collections.abc import Callable
from typing import Any

import aiohttp

from .checks import Params
from .errors import Refused, bad_request
from .faults import WEBHOOK
from .updates import Update
from .world import Raw, World

LOCAL = re.compile(r"https?://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?(/.*)?")
ANSWER_SECONDS = 60  # HttpOutboundConnection in WebhookActor.cpp: a connection that idles this long is closed
MAX_RETRY_AFTER = 3600
MAX_RESEND_SECONDS = 30  # WEBHOOK_MAX_RESEND_TIMEOUT; the longest delay is drawn between this and its double
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- the header's name


def checked_webhook_url(url: str) -> None:
    """Refuse an address that cannot be delivered to. Telegram wants https; here it is localhost, by http too."""
    if not url.lower().startswith(("http://", "https://")):
        raise bad_request("invalid webhook URL specified")
    if not LOCAL.fullmatch(url):
        raise bad_request("bad webhook: Failed to resolve host: Name or service not known")


def is_token(secret: str) -> bool:
    """Returns whether a secret has only the letters that setWebhook allows: A-Z, a-z, 0-9, _ and -."""
    return re.fullmatch(r"[A-Za-z0-9_-]*", secret) is not None


class Webhook:
    """One webhook in force: delivers what waits and what comes, chats side by side, each chat in order.

    A delivery that fails is repeated at once, then after 2, 4, 8 … seconds (times the world's `webhook_backoff`),
    or after what the bot's Retry-After says, until the update is 24 h old.
    """

    def __init__(
        self, world: World, url: str, secret: str, connections: int, on_method: Callable[[str, Params], None]
    ) -> None:
        self.world = world
        self.url = url
        self.connections = connections
        self.last_error: Raw = {}
        self._headers = {SECRET_HEADER: secret} if secret else {}
        self._on_method = on_method
        self._free = asyncio.Semaphore(connections)
        self._queues: dict[int, deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        for update in world.updates.waiting():
            self._take(update)
        world.updates.on_push = self._take

    def described(self) -> Raw:
        """Returns what getWebhookInfo says of it."""
        return {"url": self.url, "max_connections": self.connections, "ip_address": "127.0.0.1", **self.last_error}

    async def close(self) -> None:
        """Stop delivering; what was not taken stays in the queue."""
        self.world.updates.on_push = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def _take(self, update: Update) -> None:
        queue = self._queues.get(update.order)
        if queue is not None:
            queue.append(update)
            return
        self._queues[update.order] = deque([update])
        task = asyncio.get_running_loop().create_task(self._drain(update.order))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, order: int) -> None:
        queue = self._queues[order]
        while queue:
            await self._deliver(queue[0])
            self.world.updates.forget(queue.popleft())
            self.world.changes.notify()
        del self._queues[order]

    async def _deliver(self, update: Update) -> None:
        """Try until the bot takes it or it is too old."""
        delay, fails = 1, 0
        while update.expires > self.world.clock():
            async with self._free:
                retry_after = await self._attempt(update)
            if retry_after is None:
                return
            wait = retry_after
            if retry_after == 0 and fails > 0:
                longest = self.world.random.randint(MAX_RESEND_SECONDS, 2 * MAX_RESEND_SECONDS)
                wait = delay = min(longest, delay * 2)
            fails += 1
            await asyncio.sleep(wait * self.world.webhook_backoff)

    async def _attempt(self, update: Update) -> int | None:
        """Returns None when the bot took the update, else the seconds that it asks to wait (0: none said)."""
        fault = self.world.faults.hit(WEBHOOK, update.order)
        if fault is not None and fault.kind == "cut":
            return self._failed("Connection reset by peer")
        try:
            headers = {"Content-Type": "application/json", **self._headers}
            async with self._session.post(self.url, data=update.encoded.encode(), headers=headers) as response:
                body = await response.read()
        except (TimeoutError, aiohttp.ClientError) as problem:
            return self._failed(_told(problem))
        if fault is not None and fault.kind == "lost_answer":
            return self._failed(_told(TimeoutError()))
        if response.status // 100 == 2:
            self._follow(body)
            return None
        after = response.headers.get("Retry-After", "")
        wrong = f"Wrong response from the webhook: {response.status} {response.reason}"
        return self._failed(wrong, min(int(after), MAX_RETRY_AFTER) if after.isdigit() else 0)

    def _failed(self, problem: str, retry_after: int = 0) -> int:
        self.last_error = {"last_error_date": self.world.now(), "last_error_message": problem}
        self.world.changes.notify()
        return retry_after

    def _follow(self, body: bytes) -> None:
        """Carry out a method named in the answer ("Making requests when getting updates")."""
        try:
            answer: Any = json.loads(body) if body.startswith(b"{") else {}
        except ValueError:
            return
        method = str(answer.get("method", ""))
        if not method or method.lower().startswith("get") or method.lower() in ("setwebhook", "deletewebhook"):
            return
        try:
            self._on_method(method, Params(answer))
        except (Refused, KeyError) as problem:
            self._failed(str(problem))


def _told(problem: Exception) -> str:
    """Returns how getWebhookInfo puts it."""
    if isinstance(problem, TimeoutError):
        return "Read timeout expired"
    refused = isinstance(problem, aiohttp.ClientConnectorError)
    return "Connection refused" if refused else "Connection reset by peer"
