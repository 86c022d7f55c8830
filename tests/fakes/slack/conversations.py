# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""Conversations: the private one between a person and the bot, and channels."""

import re
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from .errors import Refused, invalid
from .markup import Raw
from .messages import Message
from .world import APP, BOT, BOT_USER, TEAM, World

if TYPE_CHECKING:
    from .people import User

_STAMP = re.compile(r"\d+\.\d{6}")


class Conversation:
    """A conversation that the bot can be in: the messages of everybody, oldest first."""

    def __init__(
        self,
        world: World,
        conversation_id: str,
        name: str,
        members: Sequence["User"],
        *,
        is_im: bool = False,
        is_private: bool = False,
    ) -> None:
        self.world = world
        self.id = conversation_id
        self.name = name
        self.members = list(members)
        self.is_im = is_im
        self.is_private = is_private
        self.has_bot = True
        self.archived = False
        self.opened = not is_im
        self.messages: dict[str, Message] = {}
        self.everything: list[Message] = []
        self._unread: deque[Message] = deque()
        world.conversations[conversation_id] = self

    def __str__(self) -> str:
        return self.name

    @property
    def hidden(self) -> bool:
        """Whether the bot does not know that it exists."""
        return not self.opened or (self.is_private and not self.has_bot)

    @property
    def kind(self) -> str:
        """What events call channel_type."""
        return "im" if self.is_im else "group" if self.is_private else "channel"

    def described(self) -> Raw:
        """Returns the API's conversation."""
        if self.is_im:
            return {
                "id": self.id,
                "created": 1700000000,
                "is_im": True,
                "user": self.members[0].id,
                "is_archived": False,
            }
        return {
            "id": self.id, "name": self.name, "is_channel": True, "is_group": False, "is_im": False,
            "is_private": self.is_private, "is_archived": self.archived, "is_member": self.has_bot,
            "num_members": len(self.members) + self.has_bot,
        }  # fmt: skip

    @property
    def inbox(self) -> list[Message]:
        """What the bot wrote here for everybody, oldest first, changes applied, without what it deleted."""
        return [message for message in self.everything if message.from_bot and not message.only_for]

    @property
    def last(self) -> Message:
        """The bot's newest message here."""
        return self.inbox[-1]

    def find(self, ts: str) -> Message:
        """Returns the message or refuses."""
        message = self.messages.get(ts)
        if message is None:
            raise Refused("message_not_found")
        return message

    def check_post(self) -> None:
        """Refuse what the bot may not write to."""
        if self.archived:
            raise Refused("is_archived")
        open_to_all = self.world.manifest.scopes is not None and self.world.manifest.has("chat:write.public")
        if not self.has_bot and not (open_to_all and not self.is_private):
            raise Refused("not_in_channel")
        if self.is_im and self.members[0].deleted:
            raise Refused("channel_not_found")

    def thread(self, thread_ts: str) -> str:
        """Returns the stamp of the thread that a reply goes to, or refuses: there is no such message.

        Slack takes some that are wrong and shows the reply nowhere (github.com/slackapi/python-slack-sdk, issue 840).
        """
        if not _STAMP.fullmatch(thread_ts):
            raise invalid("invalid_thread_ts", [f"{thread_ts} is not a valid thread_ts"])
        parent = self.messages.get(thread_ts)
        if parent is None:
            raise Refused("thread_not_found")
        if parent.thread_ts and parent.thread_ts != parent.ts:
            self.world.mistakes.append("a reply's ts as thread_ts: Slack says to use its parent's")
        return parent.thread_ts or parent.ts

    def has_replies(self, ts: str) -> bool:
        """Returns whether a message has a thread below it."""
        return any(message.thread_ts == ts != message.ts for message in self.messages.values())

    def post(self, content: Raw) -> Message:
        """Put what the bot writes into the conversation; the app hears of its own message too."""
        raw: Raw = {
            "type": "message", "user": BOT_USER, "bot_id": BOT, "app_id": APP, "team": TEAM, "ts": self.world.stamp(),
            "bot_profile": {"id": BOT, "app_id": APP, "name": "Cartera", "deleted": False, "team_id": TEAM},
            **content,
        }  # fmt: skip
        message = Message(raw, self, from_bot=True)
        self.add(message)
        self._unread.append(message)
        self.tell(raw)
        return message

    def add(self, message: Message) -> None:
        """Put a message below the others. An ephemeral one is none that could be found again."""
        self.everything.append(message)
        if not message.only_for:
            self.messages[message.ts] = message

    def whisper(self, user: "User", content: Raw) -> Message:
        """Put what only one person sees into the conversation; it is no message that the app could find again."""
        raw = {
            "type": "message", "user": BOT_USER, "bot_id": BOT, "app_id": APP, "team": TEAM, "ts": self.world.stamp(),
            "is_ephemeral": True, **content,
        }  # fmt: skip
        message = Message(raw, self, from_bot=True, only_for=user.id)
        self.add(message)
        user.unread_whispers.append(message)
        return message

    def tell(self, event: Raw) -> None:
        """Tell the app of a message event here, if it is in the conversation and has asked for it."""
        if self.has_bot:
            whole = {
                **event,
                "channel": self.id,
                "channel_type": self.kind,
                "event_ts": event.get("event_ts", event["ts"]),
            }
            self.world.tell(f"message.{'im' if self.is_im else self.kind + 's'}", whole, self.id)

    def changed(self, message: Message, changes: Raw, by: str) -> None:
        """Change a message and tell the app; `by` is whom it says to have edited it, empty where it does not say."""
        before = message.raw
        message.replace(changes)
        stamp = self.world.stamp()
        if by:
            message.raw = {**message.raw, "edited": {"user": by, "ts": stamp}}
        self.tell({
            "type": "message", "subtype": "message_changed", "message": message.raw, "previous_message": before,
            "hidden": True, "ts": stamp,
        })  # fmt: skip

    def removed(self, message: Message) -> None:
        """Delete a message for everybody and tell the app. One with replies leaves a tombstone over its thread.

        github.com/slack-edge/slack-edge, pull request 10; github.com/42wim/matterbridge, issue 600.
        """
        message.deleted = True
        self.everything.remove(message)
        if message.only_for:
            return
        if any(reply.thread_ts == message.ts for reply in self.everything):
            tombstone: Raw = {
                "type": "message", "subtype": "tombstone", "text": "This message was deleted.", "user": "USLACKBOT",
                "hidden": True, "ts": message.ts, "thread_ts": message.ts,
            }  # fmt: skip
            before, message.raw, message.from_bot = message.raw, tombstone, False
            self.tell({
                "type": "message", "subtype": "message_changed", "message": tombstone, "previous_message": before,
                "hidden": True, "ts": self.world.stamp(),
            })  # fmt: skip
            return
        del self.messages[message.ts]
        self.tell({
            "type": "message", "subtype": "message_deleted", "previous_message": message.raw, "deleted_ts": message.ts,
            "hidden": True, "ts": self.world.stamp(),
        })  # fmt: skip

    def shown_to(self, user: "User") -> list[Message]:
        """Returns what the bot wrote that this person sees here: for everybody, and for them alone."""
        return [message for message in self.everything if message.from_bot and message.only_for in ("", user.id)]

    async def next_message(self, timeout: float = 5.0) -> Message:
        """Returns the bot's next message here that this method has not returned yet, waiting for it if need be."""

        def next_unread() -> Message | None:
            while self._unread and self._unread[0].deleted:
                self._unread.popleft()
            return self._unread[0] if self._unread else None

        await self.world.changes.until(next_unread, timeout, f"a message in {self}")
        return self._unread.popleft()

    async def sees(self, *parts: str, timeout: float = 5.0) -> Message:
        """Returns the bot's message, new or edited, that has all these parts in its text; waits for it."""

        def shown() -> Message | None:
            return next((m for m in self.inbox if all(part in m.text for part in parts)), None)

        return await self.world.changes.until(shown, timeout, f"a message in {self} with {', '.join(parts)}")

    async def until(self, condition: Callable[[], object], timeout: float = 5.0) -> None:
        """Wait until the condition holds; it is looked at after every call of the app."""
        await self.world.changes.until(lambda: condition() or None, timeout, "the condition")

    # What people do with the bot's membership

    def adds_bot(self, by: "User") -> None:
        """Invite the bot."""
        self.has_bot = True
        event = {
            "type": "member_joined_channel", "user": BOT_USER, "channel": self.id, "channel_type": "G" if self.is_private else "C",
            "team": TEAM, "inviter": by.id, "event_ts": self.world.stamp(),
        }  # fmt: skip
        self.world.tell("member_joined_channel", event, self.id)

    def kicks_bot(self) -> None:
        """Remove the bot."""
        self.has_bot = False
