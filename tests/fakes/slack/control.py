# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""The small API under /_control/ by which another process drives the fake. JSON in, JSON out; see `SlackControl`."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from .errors import Refused
from .faults import Fault
from .messages import Message
from .people import User
from .rates import NO_RATES, Rates
from .wire import answered
from .world import World

if TYPE_CHECKING:
    from .server import FakeSlack

Json = dict[str, Any]


class Control:
    """Answers the control API. Every action is a method named after its path."""

    def __init__(self, fake: "FakeSlack") -> None:
        self._fake = fake
        self._faults: list[Fault] = []

    @property
    def _world(self) -> World:
        return self._fake.world

    async def answer(self, request: web.BaseRequest, action: str) -> web.Response:
        """Returns the answer to one request; unknown actions are 404, mistakes 400 with what was wrong."""
        handler = getattr(self, f"do_{action}", None)
        if handler is None:
            raise Refused("not_found", 404)
        given: Json = await request.json() if request.body_exists else {}
        try:
            return answered(await handler(**given))
        except (AssertionError, KeyError, TypeError, ValueError) as problem:
            raise Refused(f"{type(problem).__name__}: {problem}", 400) from problem

    def _user(self, user_id: str) -> User:
        assert user_id in self._world.users, f"{user_id} is nobody"
        return self._world.users[user_id]

    def _message(self, channel: str, ts: str) -> Message:
        return next(m for m in self._world.conversations[channel].everything if m.ts == ts)

    async def do_deliver_to(self, url: str, verify: bool = True) -> bool:
        """Deliver over HTTP."""
        await self._fake.deliver_to(url, verify=verify)
        return True

    async def do_users(self, names: list[str], locale: str = "es-ES") -> list[Json]:
        """Make people; returns each one's id and the id of their conversation with the bot."""
        users = [self._fake.user(name, locale=locale) for name in names]
        for user in users:
            user.dm.opened = True
        return [{"id": user.id, "dm": user.dm.id} for user in users]

    async def do_channel(self, name: str, members: list[str]) -> str:
        """Make a channel; returns its id."""
        return self._fake.channel(name, [self._user(member) for member in members]).id

    async def do_says(self, says: list[list[str]], channel: str | None = None) -> list[str]:
        """Say each pair of user and text, in order; returns the messages' ts."""
        where = self._world.conversations[channel] if channel else None
        return [(await self._user(user).says(text, channel=where)).ts for user, text in says]

    async def do_presses(self, user: str, channel: str, ts: str, label: str | int = 0) -> str:
        """Press a button; returns the trigger_id."""
        return (await self._user(user).presses(self._message(channel, ts), label)).trigger_id

    async def do_slash(self, user: str, command: str, text: str = "", channel: str | None = None) -> str:
        """Type a command; returns the trigger_id."""
        where = self._world.conversations[channel] if channel else None
        return (await self._user(user).slash(command, text, channel=where)).trigger_id

    async def do_opens_home(self, user: str) -> bool:
        """Look at the home page."""
        await self._user(user).opens_home()
        return True

    async def do_shortcut(self, user: str, callback_id: str) -> str:
        """Start a shortcut; returns the trigger_id."""
        return (await self._user(user).shortcut(callback_id)).trigger_id

    async def do_submits(self, user: str, values: dict[str, str], timeout: float = 30.0) -> dict[str, str]:
        """Wait for the dialog, fill it in and send it; returns the errors shown."""
        await self._user(user).sees_modal(timeout)
        return await self._user(user).submits(values, timeout)

    async def do_push(self, payload: Json) -> bool:
        """Deliver an event as it is."""
        self._fake.push_raw(payload)
        return True

    async def do_inbox(self, user: str) -> list[Json]:
        """Returns what the bot wrote to somebody privately, as it stands now."""
        return [_shown(message) for message in self._user(user).inbox]

    async def do_home(self, user: str) -> Json | None:
        """Returns somebody's home page."""
        home = self._user(user).home
        return home.described() if home else None

    async def do_sent(self, since: int = 0, method: str | None = None) -> list[Json]:
        """Returns the logged calls from one on."""
        names = ("method", "params", "error", "answer", "fault", "at")
        calls = self._fake.sent[since:]
        return [{name: getattr(call, name) for name in names} for call in calls if method in (None, call.method)]

    async def do_counters(self) -> Json:
        """Returns how many calls came, how much waits for the app, and what was given up."""
        counters = {
            key if isinstance(key, str) else f"{key[0]} {key[1] or 'ok'}": count
            for key, count in self._fake.counters.items()
        }
        courier = self._world.courier
        return {
            "calls": counters, "pending": len(courier), "given_up": len(courier.given_up),
            "connections": self._fake.connections, "mistakes": self._fake.mistakes, "messages": self._messages(),
        }  # fmt: skip

    async def do_wait(
        self, calls: dict[str, int], timeout: float = 30.0, pending: int | None = None, connections: int | None = None
    ) -> Json:
        """Wait until so many calls of each method went well, at most `pending` wait, so many connections are open."""
        counters, courier = self._fake.counters, self._world.courier

        def reached() -> bool:
            enough = all(counters[method, ""] >= count for method, count in calls.items())
            open_now = connections is None or self._fake.connections >= connections
            return enough and open_now and (pending is None or len(courier) <= pending)

        await self._fake.until(reached, timeout)
        return await self.do_counters()

    async def do_retry_now(self) -> bool:
        """Let the minutes until the next retries pass."""
        self._fake.retry_now()
        return True

    async def do_disconnect(self, reason: str = "refresh_requested") -> bool:
        """Tell the app to reconnect; `cut` breaks the connections without a word."""
        if reason == "cut":
            self._fake.cut_connections()
        else:
            await self._fake.disconnect(reason)
        return True

    async def do_faults(self, kind: str | None = None, **settings: Any) -> int:
        """Put a fault in force and return its number; without a kind end them all."""
        if kind is None:
            self._fake.faults.clear()
            self._faults.clear()
            return 0
        self._faults.append(self._fake.faults.add(kind, **settings))  # type: ignore[arg-type]  # Faults checks it
        return len(self._faults)

    async def do_release(self, fault: int) -> int:
        """Let a slow fault's answers go; returns how often it has hit."""
        self._faults[fault - 1].release()
        return self._faults[fault - 1].hits

    async def do_rates(self, on: bool) -> bool:
        """Keep Slack's rates, or lift them."""
        self._world.pace.rates = Rates() if on else NO_RATES
        return on

    def _messages(self) -> int:
        return sum(message.from_bot for c in self._world.conversations.values() for message in c.everything)


def _shown(message: Message) -> Json:
    return {"raw": message.raw, "text": message.text, "labels": message.labels, "edits": len(message.history)}
