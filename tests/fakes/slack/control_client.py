# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""A thin client of the control API, for kill loops and benches that run the fake as a process of its own."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from tests.fakes.processes import ControlClient

Json = dict[str, Any]


class SlackControl(ControlClient):
    """Drives a fake in another process: `async with await SlackControl.spawn(rates=False) as slack:`.

    Every method raises AssertionError with the fake's words when it refuses.
    """

    @classmethod
    async def spawn(
        cls,
        *,
        rates: bool = True,
        port: int = 0,
        seed: int = 0,
        retry_scale: float = 1.0,
        ack_seconds: float = 3.0,
        twice: bool = False,
        events: Sequence[str] = (),
    ) -> Self:
        """Returns the client of a fake that was just started; closing it ends the process."""
        arguments = [
            "--port", str(port), "--seed", str(seed), "--retry-scale", str(retry_scale), "--ack-seconds", str(ack_seconds),
            *([] if rates else ["--no-rates"]), *(["--twice"] if twice else []), *(["--events", *events] if events else []),
        ]  # fmt: skip
        return await cls.run("tests.fakes.slack", *arguments)

    @property
    def api_url(self) -> str:
        """The Web API's root."""
        return f"{self.url}/api/"

    async def deliver_to(self, url: str, *, verify: bool = True) -> None:
        """Deliver over HTTP to this request URL."""
        await self._do("deliver_to", url=url, verify=verify)

    async def users(self, names: Sequence[str], *, locale: str = "es-ES") -> list[Json]:
        """Make people; returns each one's `id` and `dm`, the id of their conversation with the bot."""
        users: list[Json] = await self._do("users", names=list(names), locale=locale)
        return users

    async def channel(self, name: str, members: Sequence[str]) -> str:
        """Make a channel; returns its id."""
        return str(await self._do("channel", name=name, members=list(members)))

    async def says(self, says: Iterable[tuple[str, str]], *, channel: str | None = None) -> list[str]:
        """Say each pair of user and text; returns the messages' ts."""
        stamps: list[str] = await self._do("says", says=[list(pair) for pair in says], channel=channel)
        return stamps

    async def presses(self, user: str, channel: str, ts: str, label: str | int = 0) -> str:
        """Press a button of the bot's message; returns the trigger_id."""
        return str(await self._do("presses", user=user, channel=channel, ts=ts, label=label))

    async def slash(self, user: str, command: str, text: str = "", *, channel: str | None = None) -> str:
        """Type a command; returns the trigger_id."""
        return str(await self._do("slash", user=user, command=command, text=text, channel=channel))

    async def opens_home(self, user: str) -> None:
        """Look at the home page."""
        await self._do("opens_home", user=user)

    async def shortcut(self, user: str, callback_id: str) -> str:
        """Start a shortcut; returns the trigger_id."""
        return str(await self._do("shortcut", user=user, callback_id=callback_id))

    async def submits(self, user: str, values: dict[str, str], *, timeout: float = 30.0) -> dict[str, str]:
        """Wait for the dialog, fill it in and send it; returns the errors shown."""
        errors: dict[str, str] = await self._do("submits", user=user, values=values, timeout=timeout)
        return errors

    async def push(self, payload: Json) -> None:
        """Deliver an event as it is."""
        await self._do("push", payload=payload)

    async def inbox(self, user: str) -> list[Json]:
        """Returns the bot's private messages to somebody as they stand: `raw`, `text`, `labels`, and how many `edits`."""
        messages: list[Json] = await self._do("inbox", user=user)
        return messages

    async def home(self, user: str) -> Json | None:
        """Returns somebody's home page."""
        home: Json | None = await self._do("home", user=user)
        return home

    async def sent(self, since: int = 0, method: str | None = None) -> list[Json]:
        """Returns the log of calls: method, params, error, answer, fault, at."""
        calls: list[Json] = await self._do("sent", since=since, method=method)
        return calls

    async def counters(self) -> Json:
        """Returns `calls` (by method, by "method error" and "method ok"), `pending`, `given_up`, `connections`, `mistakes`, `messages`."""
        counters: Json = await self._do("counters")
        return counters

    async def wait(
        self,
        calls: dict[str, int] | None = None,
        *,
        timeout: float = 30.0,
        pending: int | None = None,
        connections: int | None = None,
    ) -> Json:
        """Wait for counts of calls that went well, `wait({"chat.postMessage": 100}, pending=0)`; returns the counters."""
        counters: Json = await self._do(
            "wait", calls=calls or {}, timeout=timeout, pending=pending, connections=connections
        )
        return counters

    async def retry_now(self) -> None:
        """Let the minutes until the next retries pass."""
        await self._do("retry_now")

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Have the Socket Mode connections end: `warning`, `refresh_requested`, or `cut` without a word."""
        await self._do("disconnect", reason=reason)

    async def fault(self, kind: str, method: str | None = None, **settings: Any) -> int:
        """Put a fault in force (`Faults.add`); returns its number for `release`."""
        return int(await self._do("faults", kind=kind, method=method, **settings))

    async def clear_faults(self) -> None:
        """End all faults."""
        await self._do("faults")

    async def release(self, fault: int) -> int:
        """Let a slow fault's answers go; returns how often it has hit."""
        return int(await self._do("release", fault=fault))

    async def rates(self, *, on: bool) -> None:
        """Keep Slack's rates, or lift them."""
        await self._do("rates", on=on)
