"""How Slack is: asked once, for `cartera doctor`. Nothing here ever shows a token."""

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.doctor_findings import Finding, clock_finding, well, wrong
from bot.platforms.slack.intake import PATH
from bot.platforms.slack.platform import SCOPES

ANSWERS_WITHIN = 10.0


@dataclass(frozen=True, slots=True)
class SlackHealth:
    """What Slack says. `problem` is why it could not be asked; `clock_off` how many seconds this machine is behind.

    `missing` are scopes that the bot's token lacks; `socket` is None where no app token was looked at, else what is wrong
    with it, "" where nothing is.
    """

    problem: str | None = None
    team: str = ""
    user: str = ""
    missing: tuple[str, ...] = ()
    socket: str | None = None
    clock_off: float | None = None


async def findings(token: str, app_token: str | None, api_url: str, *, http: bool) -> list[Finding]:
    """What is well and what is not: over Socket Mode where there is an app token, over `http`, or both."""
    health = await ask(token, app_token, api_url)
    if health.problem:
        return [wrong(f"Slack: {health.problem}."), *clock_finding("Slack", health.clock_off)]
    transports = [*(["Socket Mode"] if app_token else []), *([f"HTTP, at {PATH}"] if http else [])]
    found = [well(f"Slack: on, in {health.team} as @{health.user}, by {' and '.join(transports)}.")]
    if health.missing:
        found.append(
            wrong(
                f"Slack: the bot token lacks {', '.join(health.missing)}. Take docs/slack-manifest.yaml and install the app again."
            )
        )
    if health.socket:
        found.append(
            wrong(f"Slack: it refuses the app token ({health.socket}). Socket Mode needs one with connections:write.")
        )
    return [*found, *clock_finding("Slack", health.clock_off)]


async def ask(token: str, app_token: str | None, api_url: str) -> SlackHealth:
    """Asks who the bot is, what it may do, whether a socket could be opened, and what time it is."""
    root = api_url.rstrip("/")
    async with aiohttp.ClientSession(trust_env=True, timeout=aiohttp.ClientTimeout(total=ANSWERS_WITHIN)) as session:
        try:
            before = time.time()
            me, headers = await _ask(session, f"{root}/auth.test", token)
            clock_off = _seconds_behind(headers.get("Date"), (before + time.time()) / 2)
            if not me.get("ok"):
                return SlackHealth(f"Slack refuses the bot token ({me.get('error')})", clock_off=clock_off)
            socket = None
            if app_token:
                opened, _headers = await _ask(session, f"{root}/apps.connections.open", app_token)
                socket = "" if opened.get("ok") else str(opened.get("error"))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return SlackHealth(f"Slack cannot be reached ({type(error).__name__})")
    granted = {scope.strip() for scope in headers.get("X-OAuth-Scopes", "").split(",")} - {""}
    missing = tuple(sorted(SCOPES - granted)) if granted else ()
    return SlackHealth(None, str(me.get("team", "")), str(me.get("user", "")), missing, socket, clock_off)


async def _ask(session: aiohttp.ClientSession, url: str, token: str) -> tuple[dict[str, Any], dict[str, str]]:
    """The answer and its headers. Raises ValueError where it is no JSON object."""
    async with session.post(url, headers={"Authorization": f"Bearer {token}"}) as response:
        answer = await response.json(content_type=None)
        if not isinstance(answer, dict):
            raise ValueError("not an object")  # noqa: TRY004 - handled like an answer that is no JSON
        return answer, dict(response.headers)


def _seconds_behind(date: str | None, now: float) -> float | None:
    """How many seconds this machine's clock is behind a Date header, which tells whole seconds."""
    return None if date is None else parsedate_to_datetime(date).timestamp() + 0.5 - now
