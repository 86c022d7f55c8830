# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""All that Telegram knows: the bot, the chats, what waits for the bot."""

import itertools
import random
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Literal

from tests.fakes.waiting import Changes

from .checks import Upload
from .errors import QUERY_TOO_OLD, bad_request
from .faults import Faults
from .messages import Files, Message, Press, StoredFile
from .rates import Pace, Pauses, Rates
from .updates import Updates

Raw = dict[str, Any]
Access = Literal["read", "edit", "write"]
MEMBER, KICKED, LEFT = "member", "kicked", "left"

CALLBACK_SECONDS = 30.0  # how long a callback query can be answered; Telegram does not document it


class World:
    """The state behind the server. `clock` counts seconds for rates and expiry; dates are the machine's."""

    def __init__(
        self,
        token: str,
        rates: Rates,
        *,
        seed: int = 0,
        username: str = "cartera_bot",
        reads_all_groups: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token = token
        self.clock = clock
        self.random = random.Random(seed)
        self.bot: Raw = {
            "id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Cartera", "username": username,
        }  # fmt: skip
        self.reads_all_groups = reads_all_groups
        self.chats: dict[int, Chat] = {}
        self.changes = Changes()
        self.updates = Updates(clock, seed, self.changes.notify)
        self.pace = Pace(rates, clock)
        self.pauses = Pauses(clock)
        self.faults = Faults()
        self.files = Files()
        self.presses: dict[str, Press] = {}
        self.commands: dict[tuple[str, str], list[Raw]] = {}
        self.texts: dict[tuple[str, str], str] = {}
        self.callback_seconds = CALLBACK_SECONDS
        self.webhook_backoff = 1.0
        self.message_ids = itertools.count(1)
        self.ids = itertools.count(1001)

    def now(self) -> int:
        """Returns the present as the API writes dates: whole seconds since 1970."""
        return int(time.time())

    def chat(self, chat_id: int) -> "Chat":
        """Returns the chat or refuses: nobody knows it."""
        chat = self.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def press(self, query_id: str) -> Press:
        """Returns the press that still waits for an answer, or refuses."""
        press = self.presses.get(query_id)
        if press is None or press.expires <= self.clock():
            raise bad_request(QUERY_TOO_OLD)
        return press

    def keep(self, upload: Upload, folder: str) -> StoredFile:
        """Store a file."""
        return self.files.keep(upload, folder)


class Chat:
    """A chat between the bot and somebody: the messages of both sides.

    `inbox` is what the bot wrote and stands there now; message_ids are counted over all private chats and basic groups
    together, as in a bot's account, and in a supergroup by itself.
    """

    kind = ""

    def __init__(self, world: World, chat_id: int) -> None:
        self.world = world
        self.id = chat_id
        self.messages: dict[int, Message] = {}
        self.actions: list[str] = []
        self._unread: deque[Message] = deque()
        self._message_ids = world.message_ids
        world.chats[chat_id] = self

    def described(self) -> Raw:
        """Returns the API's Chat."""
        raise NotImplementedError

    def check_access(self, access: Access) -> None:
        """Refuse what Telegram refuses before it looks at a call (`check_chat_access` in Client.cpp)."""
        raise NotImplementedError

    def check_send(self) -> None:
        """Refuse what only shows when something is sent: who blocked the bot, who never started it."""

    @property
    def inbox(self) -> list[Message]:
        """What the bot wrote here, oldest first, edits applied, without what it deleted."""
        return [message for message in self.messages.values() if message.from_bot]

    @property
    def last(self) -> Message:
        """The bot's newest message here."""
        return self.inbox[-1]

    def add(self, sender: Raw, content: Raw, *, from_bot: bool, date: int | None = None) -> Message:
        """Put a message into the chat."""
        raw = {
            "message_id": next(self._message_ids),
            "from": sender,
            "chat": self.described(),
            "date": self.world.now() if date is None else date,
            **content,
        }
        message = Message(raw, from_bot)
        self.messages[message.message_id] = message
        if from_bot:
            self._unread.append(message)
        return message

    def receive(
        self, sender: Raw, content: Raw, *, date: int | None = None, reply_to: Message | None = None
    ) -> Message:
        """Put what a person writes into the chat and tell the bot."""
        if reply_to is not None:
            quoted = {name: value for name, value in reply_to.raw.items() if name != "reply_to_message"}
            content = {**content, "reply_to_message": quoted}
        message = self.add(sender, content, from_bot=False, date=date)
        if self.bot_sees(message):
            self.world.updates.push("message", message.raw, self.id)
        return message

    def bot_sees(self, message: Message) -> bool:
        """Returns whether the bot gets an update about a message of somebody else."""
        return True

    def change_membership(self, by: Raw, before: str, after: str) -> None:
        """Tell the bot that it was blocked, kicked, added (ChatMemberUpdated)."""

        def member(status: str) -> Raw:
            return {"user": self.world.bot, "status": status, **({"until_date": 0} if status == KICKED else {})}

        change = {
            "chat": self.described(),
            "from": by,
            "date": self.world.now(),
            "old_chat_member": member(before),
            "new_chat_member": member(after),
        }
        self.world.updates.push("my_chat_member", change, self.id)

    def find(self, message_id: int, what: str) -> Message:
        """Returns the message or refuses, as in "message to edit not found"."""
        message = self.messages.get(message_id)
        if message is None:
            raise bad_request(f"{what} not found")
        return message

    def remove(self, message: Message) -> None:
        """Delete a message for everyone."""
        message.deleted = True
        del self.messages[message.message_id]

    async def next_message(self, timeout: float = 5.0) -> Message:
        """Returns the bot's next message that this method has not returned yet, waiting for it if need be."""

        def next_unread() -> Message | None:
            while self._unread and self._unread[0].deleted:
                self._unread.popleft()
            return self._unread[0] if self._unread else None

        await self.world.changes.until(next_unread, timeout, f"a message to {self}")
        return self._unread.popleft()

    async def sees(self, *parts: str, timeout: float = 5.0) -> Message:
        """Returns the bot's message, new or edited, that has all these parts in its text; waits for it."""

        def shown() -> Message | None:
            return next((m for m in self.inbox if all(part in m.text for part in parts)), None)

        return await self.world.changes.until(shown, timeout, f"a message to {self} with {', '.join(parts)}")

    async def until(self, condition: Callable[[], object], timeout: float = 5.0) -> None:
        """Wait until the condition holds; it is looked at after every call of the bot."""
        await self.world.changes.until(lambda: condition() or None, timeout, "the condition")
