# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""The small API under /_control/ by which another process drives the fake. JSON in, JSON out; see `TelegramControl`."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from .errors import Refused
from .faults import Fault
from .messages import Message
from .people import User
from .rates import NO_RATES, Rates
from .wire import dumps

if TYPE_CHECKING:
    from .server import FakeTelegram

Json = dict[str, Any]


class Control:
    """Answers the control API. Every action is a method named after its path."""

    def __init__(self, fake: "FakeTelegram") -> None:
        self._fake = fake
        self._faults: list[Fault] = []

    async def answer(self, request: web.BaseRequest, action: str, query: str) -> web.Response:
        """Returns the answer to one request; unknown actions are 404, mistakes 400 with what was wrong."""
        handler = getattr(self, f"do_{action}", None)
        if handler is None:
            raise Refused(404, "Not Found")
        given: Json = dict(parse_qsl(query))
        if request.method == "POST" and request.body_exists:
            given.update(await request.json())
        try:
            result = await handler(**given)
        except (AssertionError, KeyError, TypeError, ValueError) as problem:
            raise Refused(400, f"{type(problem).__name__}: {problem}") from problem
        return web.Response(body=dumps(result), content_type="application/json")

    def _user(self, user_id: int) -> User:
        user = self._fake.world.chats.get(user_id)
        assert isinstance(user, User), f"{user_id} is nobody"
        return user

    async def do_users(self, names: list[str], started: bool = True, language_code: str = "es") -> list[int]:
        """Make people. Those who started can be written to; no update tells of it."""
        users = [self._fake.user(name, language_code=language_code) for name in names]
        for user in users:
            user.started = started
        return [user.id for user in users]

    async def do_says(self, says: list[list[Any]]) -> list[int]:
        """Queue an update for each pair of user and text, in order; returns the message_ids."""
        return [(await self._user(user).says(text)).message_id for user, text in says]

    async def do_presses(self, user: int, message: int, label: str | int | None = None, data: str | None = None) -> str:
        """Press a button; returns the callback query's id."""
        person = self._user(user)
        return (await person.presses(person.messages[message], label, data=data)).query_id

    async def do_blocks(self, user: int) -> bool:
        """Block the bot."""
        self._user(user).blocks_bot()
        return True

    async def do_push(self, update: Json) -> bool:
        """Queue an update as it is."""
        self._fake.push_raw(update)
        return True

    async def do_inbox(self, user: int | str) -> list[Json]:
        """Returns what the bot wrote to somebody, as it stands now."""
        return [_shown(message) for message in self._user(int(user)).inbox]

    async def do_sent(self, since: int | str = 0, method: str | None = None) -> list[Json]:
        """Returns the logged calls from one on."""
        calls = self._fake.sent[int(since) :]
        names = ("method", "params", "code", "answer", "fault", "at")
        return [{name: getattr(call, name) for name in names} for call in calls if method in (None, call.method)]

    async def do_counters(self) -> Json:
        """Returns how many calls came, by method and by method and code, and how many updates wait."""
        counters = {
            key if isinstance(key, str) else f"{key[0]} {key[1]}": count for key, count in self._fake.counters.items()
        }
        return {"calls": counters, "pending": len(self._fake.world.updates), "messages": self._messages()}

    async def do_wait(self, *, timeout: float = 30.0, pending: int | None = None, **calls: int) -> Json:
        """Wait until the bot has made so many calls of each method that went well, and at most `pending` wait."""
        counters, updates = self._fake.counters, self._fake.world.updates

        def reached() -> bool:
            enough = all(counters[method, 200] >= count for method, count in calls.items())
            return enough and (pending is None or len(updates) <= pending)

        await self._fake.until(reached, timeout)
        return await self.do_counters()

    async def do_faults(self, kind: str | None = None, **settings: Any) -> int:
        """Put a fault in force and return its number; without a kind end them all."""
        if kind is None:
            self._fake.faults.clear()
            self._faults.clear()
            return 0
        self._faults.append(self._fake.faults.add(kind, **settings))  # type: ignore[arg-type]  # Fault checks it
        return len(self._faults)

    async def do_flood(self, seconds: float) -> bool:
        """Take nothing from the bot for so long: it has sent too much in all."""
        self._fake.world.pauses.flood(seconds)
        return True

    async def do_early(self) -> list[list[float]]:
        """Returns what was sent in a pause: the chat, when it was told to wait, when something came all the same."""
        return [list(one) for one in self._fake.world.pauses.early]

    async def do_release(self, fault: int) -> int:
        """Let a slow fault's answers go; returns how often it has hit."""
        self._faults[fault - 1].release()
        return self._faults[fault - 1].hits

    async def do_rates(self, on: bool) -> bool:
        """Keep Telegram's rates, or lift them."""
        self._fake.world.pace.rates = Rates() if on else NO_RATES
        return on

    async def do_restart_update_ids(self) -> bool:
        """Go on at a random update_id."""
        self._fake.restart_update_ids()
        return True

    def _messages(self) -> int:
        return sum(len(chat.inbox) for chat in self._fake.world.chats.values())


def _shown(message: Message) -> Json:
    return {"raw": message.raw, "edits": len(message.history)}
