# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""A thin client of the control API, for kill loops and benches that run the fake as a process of its own."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from tests.fakes.processes import ControlClient

Json = dict[str, Any]


class TelegramControl(ControlClient):
    """Drives a fake in another process: `async with await TelegramControl.spawn(rates=False) as telegram:`.

    Every method raises AssertionError with the fake's words when it refuses.
    """

    @classmethod
    async def spawn(cls, *, rates: bool = True, port: int = 0, seed: int = 0, webhook_backoff: float = 1.0) -> Self:
        """Returns the client of a fake that was just started; closing it ends the process."""
        arguments = ["--port", str(port), "--seed", str(seed), "--webhook-backoff", str(webhook_backoff)]
        return await cls.run("tests.fakes.telegram", *arguments, *([] if rates else ["--no-rates"]))

    async def users(self, names: Sequence[str], *, started: bool = True, language_code: str = "es") -> list[int]:
        """Make people and return their ids; those who `started` can be written to."""
        ids: list[int] = await self._do("users", names=list(names), started=started, language_code=language_code)
        return ids

    async def says(self, says: Iterable[tuple[int, str]]) -> list[int]:
        """Queue an update for each pair of user and text; returns the message_ids."""
        message_ids: list[int] = await self._do("says", says=[list(pair) for pair in says])
        return message_ids

    async def presses(self, user: int, message: int, label: str | int | None = None, *, data: str | None = None) -> str:
        """Press a button of the bot's message in the user's chat; returns the callback query's id."""
        return str(await self._do("presses", user=user, message=message, label=label, data=data))

    async def blocks(self, user: int) -> None:
        """Have somebody block the bot."""
        await self._do("blocks", user=user)

    async def push(self, update: Json) -> None:
        """Queue an update as it is."""
        await self._do("push", update=update)

    async def inbox(self, user: int) -> list[Json]:
        """Returns the bot's messages to somebody as they stand: `raw` and how many `edits` there were."""
        messages: list[Json] = await self._do("inbox", user=user)
        return messages

    async def sent(self, since: int = 0, method: str | None = None) -> list[Json]:
        """Returns the log of calls: method, params, code, answer, fault, at."""
        calls: list[Json] = await self._do("sent", since=since, method=method)
        return calls

    async def counters(self) -> Json:
        """Returns `calls` (by method and by "method code"), `pending` updates, `messages` that the bot has standing."""
        counters: Json = await self._do("counters")
        return counters

    async def wait(self, *, timeout: float = 30.0, pending: int | None = None, **calls: int) -> Json:
        """Wait for counts of calls that went well, `wait(sendMessage=100, pending=0)`; returns the counters."""
        counters: Json = await self._do("wait", timeout=timeout, pending=pending, **calls)
        return counters

    async def fault(self, kind: str, method: str | None = None, **settings: Any) -> int:
        """Put a fault in force (`Faults.add`); returns its number for `release`."""
        return int(await self._do("faults", kind=kind, method=method, **settings))

    async def flood(self, seconds: float) -> None:
        """Take nothing from the bot for so long: it has sent too much in all."""
        await self._do("flood", seconds=seconds)

    async def early(self) -> list[tuple[int, float, float]]:
        """Returns what was sent in a pause: the chat, when it was told to wait, when something came all the same."""
        return [(int(chat), since, at) for chat, since, at in await self._do("early")]

    async def clear_faults(self) -> None:
        """End all faults."""
        await self._do("faults")

    async def release(self, fault: int) -> int:
        """Let a slow fault's answers go; returns how often it has hit."""
        return int(await self._do("release", fault=fault))

    async def rates(self, *, on: bool) -> None:
        """Keep Telegram's rates, or lift them."""
        await self._do("rates", on=on)

    async def restart_update_ids(self) -> None:
        """Go on at a random update_id, as after an idle week."""
        await self._do("restart_update_ids")
