"""How Telegram is: asked once, for `cartera doctor`. Nothing here ever shows the token."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.doctor_findings import Finding, clock_finding, well, wrong

ANSWERS_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class TelegramHealth:
    """What Telegram says. `problem` is why it could not be asked; `clock_off` how many seconds this machine is behind.

    `others_poll` is None where that was not looked at.
    """

    problem: str | None = None
    username: str | None = None
    webhook: str = ""
    pending: int = 0
    last_error: str | None = None
    others_poll: bool | None = None
    clock_off: float | None = None


async def findings(token: str, api_url: str, *, webhook: str | None, probe_seconds: int) -> list[Finding]:
    """What is well and what is not: of a bot that polls, or of one whose updates should come to a `webhook`."""
    health = await ask(token, api_url, probe_seconds=probe_seconds)
    if health.problem:
        return [wrong(f"Telegram: {health.problem}."), *clock_finding("Telegram", health.clock_off)]
    mode = "webhook" if webhook else "polling"
    found = [well(f"Telegram: on, as @{health.username}, by {mode}. {health.pending} updates wait there.")]
    if not webhook and health.webhook:
        found.append(
            wrong(
                "Telegram: a webhook is set, so polling gets nothing. cartera run removes it; is another program using this bot?"
            )
        )
    if health.others_poll:
        found.append(wrong("Telegram: another program polls this bot. Stop it, or make a bot of its own for it."))
    if webhook and health.webhook != webhook:
        found.append(wrong("Telegram: its webhook is not this server's. cartera run or cartera web sets it."))
    if webhook and health.last_error:
        found.append(wrong(f"Telegram: its last call to the webhook failed: {health.last_error}"))
    return [*found, *clock_finding("Telegram", health.clock_off)]


async def ask(token: str, api_url: str, *, probe_seconds: int) -> TelegramHealth:
    """Asks who the bot is, where its updates go, what time it is, and whether somebody else takes them.

    Telegram ends a poll with a conflict when another begins, so probing waits for another to come; it takes no update,
    but a bot of ours that polls would miss a few seconds: `probe_seconds` is 0 where one runs.
    """
    root = f"{api_url.rstrip('/')}/bot{token}"
    async with aiohttp.ClientSession(trust_env=True) as session:
        try:
            before = time.time()
            status, me, date = await _ask(session, f"{root}/getMe")
            clock_off = _seconds_behind(date, (before + time.time()) / 2)
            if not me.get("ok"):
                refused = "Telegram refuses the token" if status in {401, 404} else f"Telegram answers {status}"
                return TelegramHealth(refused, clock_off=clock_off)
            _status, hook, _date = await _ask(session, f"{root}/getWebhookInfo")
            info = hook.get("result") or {}
            polled = None
            if probe_seconds and not info.get("url"):
                query = {"timeout": probe_seconds, "limit": 1}
                polled = (await _ask(session, f"{root}/getUpdates", query, probe_seconds + ANSWERS_WITHIN))[0] == 409
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return TelegramHealth(f"Telegram cannot be reached ({type(error).__name__})")
    return TelegramHealth(
        None,
        me["result"].get("username"),
        info.get("url", ""),
        info.get("pending_update_count", 0),
        info.get("last_error_message"),
        polled,
        clock_off,
    )


async def _ask(
    session: aiohttp.ClientSession, url: str, query: dict[str, Any] | None = None, seconds: float = ANSWERS_WITHIN
) -> tuple[int, dict[str, Any], str | None]:
    """Status, answer and the Date header. Raises ValueError where the answer is no JSON object."""
    async with session.post(url, json=query or {}, timeout=aiohttp.ClientTimeout(total=seconds)) as response:
        answer = await response.json(content_type=None)
        if not isinstance(answer, dict):
            raise ValueError("not an object")  # noqa: TRY004 - handled like an answer that is no JSON
        return response.status, answer, response.headers.get("Date")


def _seconds_behind(date: str | None, now: float) -> float | None:
    """How many seconds this machine's clock is behind a Date header, which tells whole seconds."""
    if date is None:
        return None
    said = parsedate_to_datetime(date)
    return (
        (said if said.tzinfo else said.replace(tzinfo=UTC)).timestamp()
        + 0.5
        - datetime.fromtimestamp(now, UTC).timestamp()
    )
