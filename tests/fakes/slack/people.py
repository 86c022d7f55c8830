# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""People who use the bot: what they do becomes events and interactions, what the bot sends them becomes their inbox."""

from collections import deque
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .conversations import Conversation
from .markup import Raw, escaped, typed
from .messages import Message, Press
from .render import Button
from .views import View
from .world import APP, BOT_USER, TEAM, World

SMALLEST_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)


SMALLEST_WEBM = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm"


class User:
    """A person of the workspace, and their private conversation with the bot (`dm`)."""

    def __init__(self, world: World, user_id: str, name: str, *, locale: str, email: str, tz: str) -> None:
        self.world = world
        self.id = user_id
        self.name = name
        self.handle = name.lower().replace(" ", ".")
        self.locale = locale
        self.email = email
        self.tz = tz
        self.deleted = False
        self.home: View | None = None
        self.modals: list[View] = []
        self.unread_whispers: deque[Message] = deque()
        world.users[user_id] = self
        self.dm = Conversation(world, world.next_id("D"), name, [self], is_im=True)

    def __str__(self) -> str:
        return self.name

    def described(self, *, with_locale: bool) -> Raw:
        """Returns the API's user."""
        profile = {"real_name": self.name, "display_name": self.name, "email": self.email, "team": TEAM}
        if not self.world.manifest.has("users:read.email"):
            del profile["email"]
        known: Raw = {
            "id": self.id, "team_id": TEAM, "name": self.handle, "real_name": self.name, "deleted": self.deleted,
            "tz": self.tz, "tz_label": "", "tz_offset": self._offset(), "profile": profile, "is_bot": False, "is_app_user": False,
            "is_admin": False, "is_owner": False, "is_restricted": False, "updated": 1700000000,
        }  # fmt: skip
        return {**known, "locale": self.locale} if with_locale else known

    def _offset(self) -> int:
        offset = datetime.now(ZoneInfo(self.tz)).utcoffset()
        return int(offset.total_seconds()) if offset is not None else 0

    def actor(self) -> Raw:
        """Returns how interactions name the person."""
        return {"id": self.id, "username": self.handle, "name": self.handle, "team_id": TEAM}

    # What their screen shows

    @property
    def inbox(self) -> list[Message]:
        """What the bot's messages to this person say now, in their private conversation."""
        return self.dm.shown_to(self)

    @property
    def last(self) -> Message:
        """The bot's newest message in the private conversation."""
        return self.inbox[-1]

    @property
    def whispers(self) -> list[Message]:
        """What only this person was shown, wherever, oldest first."""
        shown = (message for c in self.world.conversations.values() for message in c.everything)
        return [message for message in shown if message.only_for == self.id]

    @property
    def modal(self) -> View | None:
        """The dialog on top of the screen."""
        return self.modals[-1] if self.modals else None

    async def next_message(self, timeout: float = 5.0) -> Message:
        """Returns the bot's next message in the private conversation that was not returned yet; waits for it."""
        return await self.dm.next_message(timeout)

    async def next_whisper(self, timeout: float = 5.0) -> Message:
        """Returns the next message that only this person sees, wherever; waits for it."""
        await self.world.changes.until(lambda: self.unread_whispers, timeout, f"a whisper to {self}")
        return self.unread_whispers.popleft()

    async def sees(self, *parts: str, timeout: float = 5.0) -> Message:
        """Returns the bot's message, new or edited, for all or for them alone, that has all these parts; waits for it."""

        def shown() -> Message | None:
            return next((m for m in [*self.inbox, *self.whispers] if all(part in m.text for part in parts)), None)

        return await self.world.changes.until(shown, timeout, f"a message to {self} with {', '.join(parts)}")

    async def sees_modal(self, timeout: float = 5.0) -> View:
        """Returns the dialog on top; waits for one."""
        return await self.world.changes.until(lambda: self.modal, timeout, f"a dialog for {self}")

    # Writing

    async def says(
        self,
        text: str,
        *,
        at: datetime | None = None,
        thread: Message | None = None,
        channel: Conversation | None = None,
    ) -> Message:
        """Write to the bot, or into a channel; `at` is the date that Slack puts on it, `thread` whose thread it goes to."""
        return self._writes(channel or (thread.conversation if thread else self.dm), self._text(text), at, thread)

    async def mentions(
        self, channel: Conversation, text: str, *, at: datetime | None = None, thread: Message | None = None
    ) -> Message:
        """Write to the bot in a channel: `@Cartera` and the text."""
        return self._writes(channel, self._text(f"@Cartera {text}"), at, thread)

    async def edits(self, message: Message, text: str) -> None:
        """Change what one's own message says."""
        assert message.raw["user"] == self.id, f"{self} did not write that"
        message.conversation.changed(message, self._text(text), self.id)

    async def previews(self, message: Message) -> None:
        """Have Slack show a preview below a link in one's message: it changes, and nobody edited it."""
        preview = {
            "id": 1,
            "title": "Bar Sol",
            "text": "Carta del día",
            "fallback": "Bar Sol",
            "from_url": "https://bar-sol.example/",
        }
        message.conversation.changed(message, {"attachments": [preview]}, "")

    async def deletes(self, message: Message) -> None:
        """Take back one's own message."""
        assert message.raw["user"] == self.id, f"{self} did not write that"
        message.conversation.removed(message)

    async def forwards(self, text: str, from_name: str, comment: str = "", *, at: datetime | None = None) -> Message:
        """Share what somebody wrote elsewhere."""
        stamp = self.world.stamp()
        shared: Raw = {
            "id": 1, "ts": stamp, "channel_id": self.dm.id, "channel_team": TEAM, "is_msg_unfurl": True, "is_share": True,
            "original_url": f"https://cartera.slack.com/archives/{self.dm.id}/p{stamp.replace('.', '')}",
            "from_url": f"https://cartera.slack.com/archives/{self.dm.id}/p{stamp.replace('.', '')}",
            "fallback": f"[today] {from_name}: {escaped(text)}", "text": typed(text, self.world.mentions())[0],
            "author_name": from_name, "author_subname": from_name, "mrkdwn_in": ["text"], "footer": "Slack Conversation",
        }  # fmt: skip
        return self._writes(
            self.dm, {**(self._text(comment) if comment else {"text": ""}), "attachments": [shared]}, at
        )

    async def sends_file(
        self,
        name: str,
        content: bytes,
        comment: str = "",
        *,
        mimetype: str = "text/csv",
        channel: Conversation | None = None,
        at: datetime | None = None,
        **more: Any,
    ) -> Message:
        """Send a file."""
        conversation = channel or self.dm
        stored = self.world.uploads.keep(name, content, mimetype, more)
        stored.shared_in.append(conversation.id)
        written = {**(self._text(comment) if comment else {"text": ""}), "files": [stored.described(self.id)]}
        message = self._writes(conversation, {**written, "subtype": "file_share", "upload": False}, at)
        message.files.append(stored)
        return message

    async def sends_photo(
        self, comment: str = "", content: bytes = SMALLEST_PNG, *, at: datetime | None = None
    ) -> Message:
        """Send a picture."""
        return await self.sends_file(
            "photo.png", content, comment, mimetype="image/png", at=at, original_w=1, original_h=1
        )

    async def sends_voice(
        self, seconds: int = 3, content: bytes = SMALLEST_WEBM, *, at: datetime | None = None
    ) -> Message:
        """Record a clip of speech."""
        return await self.sends_file(
            "audio_message.webm", content, mimetype="audio/webm", at=at, subtype="slack_audio", duration_ms=seconds * 1000,
            media_display_type="audio",
        )  # fmt: skip

    # Pressing and choosing

    async def presses(
        self, shown: Message | View, button: str | int | Button = 0, *, at: datetime | None = None
    ) -> Press:
        """Press a button by its label or its place in reading order; a `Button` stands for one that is no longer shown."""
        found = button if isinstance(button, Button) else self._button(shown, button)
        action: Raw = {
            "type": "button", "action_id": found.action_id, "block_id": found.block_id, "text": found.raw["text"],
            "action_ts": self.world.stamp(at),
        }  # fmt: skip
        action |= {name: found.raw[name] for name in ("value", "style", "url") if name in found.raw}
        return self._acts(shown, action)

    async def chooses(self, shown: Message | View, option: str) -> Press:
        """Choose from a menu by what the option says."""
        for block_id, element in shown.screen.choices:
            for found in [o for o in element.get("options", []) if o["text"]["text"] == escaped(option)]:
                action = {
                    "type": element["type"], "action_id": element["action_id"], "block_id": block_id,
                    "selected_option": found, "action_ts": self.world.stamp(),
                }  # fmt: skip
                return self._acts(shown, action)
        raise AssertionError(f"no option {option!r}")

    async def answered(self, press: Press, timeout: float = 5.0) -> Any:
        """Returns what the bot's acknowledgement said; waits for it. A warning on the person's screen is an error."""
        await self.world.changes.until(lambda: press.delivery.result, timeout, "the answer to a press")
        assert not press.trouble, f"Slack shows a warning: {press.trouble}"
        return press.answer

    def _button(self, shown: Message | View, button: str | int) -> Button:
        buttons = shown.screen.buttons
        found = [b for b in buttons if b.text == button] if isinstance(button, str) else buttons[button : button + 1]
        assert found, f"no button {button!r} on {[b.text for b in buttons]}"
        return found[0]

    def _acts(self, shown: Message | View, action: Raw) -> Press:
        payload: Raw = {"type": "block_actions", "actions": [action]}
        if isinstance(shown, View):
            payload |= {"container": {"type": "view", "view_id": shown.view_id}, "view": shown.described()}
            return self.world.interaction(self, payload)
        conversation = shown.conversation
        container = {
            "type": "message", "message_ts": shown.ts, "channel_id": conversation.id, "is_ephemeral": bool(shown.only_for),
            **({"thread_ts": shown.thread_ts} if shown.thread_ts else {}),
        }  # fmt: skip
        payload |= {
            "container": container, "channel": _channel(conversation), "state": {"values": {}},
            "response_url": self.world.response_url(self, conversation, shown),
        }  # fmt: skip
        if not shown.only_for:
            payload["message"] = shown.raw
        return self.world.interaction(self, payload, conversation.id)

    # Commands, shortcuts, the home page

    async def slash(self, command: str, text: str = "", *, channel: Conversation | None = None) -> Press:
        """Type a slash command, in the private conversation or a channel."""
        conversation = channel or self.dm
        conversation.opened = True
        written = typed(text, self.world.mentions())[0] if self.world.manifest.escapes(command) else escaped(text)
        payload = {
            "token": "verification", "team_id": TEAM, "team_domain": "cartera", "channel_id": conversation.id,
            "channel_name": _channel(conversation)["name"], "user_id": self.id, "user_name": self.handle,
            "command": command, "text": written, "api_app_id": APP, "is_enterprise_install": "false",
            "response_url": self.world.response_url(self, conversation), "trigger_id": self.world.trigger(self),
        }  # fmt: skip
        delivery = self.world.courier.push(
            "slash_commands",
            payload,
            conversation.id,
            expects_answer=True,
            on_result=lambda outcome: self.world.responses.immediate(self, conversation, outcome),
        )
        return Press(payload, delivery)

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Press:
        """Start a shortcut, a global one or one of a message."""
        known = self.world.manifest.shortcuts
        assert known is None or callback_id in known, f"{callback_id} is not a shortcut, only {known}"
        stamp = self.world.stamp()
        if message is None:
            return self.world.interaction(self, {"type": "shortcut", "callback_id": callback_id, "action_ts": stamp})
        conversation = message.conversation
        return self.world.interaction(self, {
            "type": "message_action", "callback_id": callback_id, "action_ts": stamp, "message_ts": message.ts,
            "channel": _channel(conversation), "message": message.raw,
            "response_url": self.world.response_url(self, conversation),
        }, conversation.id)  # fmt: skip

    async def opens_home(self, tab: str = "home") -> None:
        """Look at the app: its home page, or (tab "messages") the conversation."""
        assert self.world.manifest.home_tab or tab != "home", "the app has no home page"
        self.dm.opened = True
        event: Raw = {
            "type": "app_home_opened", "user": self.id, "channel": self.dm.id, "tab": tab, "event_ts": self.world.stamp(),
        }  # fmt: skip
        if self.home is not None and tab == "home":
            event["view"] = self.home.described()
        self.world.tell("app_home_opened", event, self.dm.id)

    # Forms

    async def submits(self, values: dict[str, str], timeout: float = 5.0) -> dict[str, str]:
        """Fill in the dialog on top by label or action_id and send it; returns the errors shown, by label."""
        assert self.modal is not None, f"{self} has no dialog open"
        return await self.world.views.submit(self, self.modal, values, timeout)

    async def closes_modal(self) -> None:
        """Close the dialog on top."""
        assert self.modal is not None, f"{self} has no dialog open"
        self.world.views.close(self, self.modal)

    def leaves(self) -> None:
        """Be deactivated by an administrator."""
        self.deleted = True

    def _text(self, text: str) -> Raw:
        written, elements = typed(text, self.world.mentions())
        block_id = f"{self.world.random.getrandbits(24):05X}"
        return {"text": written, "blocks": [{"type": "rich_text", "block_id": block_id, "elements": elements}]}

    def _writes(
        self, conversation: Conversation, content: Raw, at: datetime | None = None, thread: Message | None = None
    ) -> Message:
        assert self in conversation.members, f"{self} is not in {conversation}"
        assert self.world.manifest.messages_tab or not conversation.is_im, "the app takes no private messages"
        conversation.opened = True
        raw: Raw = {
            "type": "message", "user": self.id, "ts": self.world.stamp(at), "team": TEAM,
            "client_msg_id": f"{self.world.random.getrandbits(128):032x}", **content,
        }  # fmt: skip
        if thread is not None:
            raw |= {"thread_ts": thread.thread_ts or thread.ts, "parent_user_id": thread.raw["user"]}
        message = Message(raw, conversation, from_bot=False)
        conversation.add(message)
        if conversation.has_bot and not conversation.is_im and f"<@{BOT_USER}>" in str(raw["text"]):
            mention = {**raw, "type": "app_mention", "channel": conversation.id, "event_ts": message.ts}
            self.world.tell("app_mention", mention, conversation.id)
        conversation.tell(raw)
        return message


def _channel(conversation: Conversation) -> Raw:
    return {"id": conversation.id, "name": "directmessage" if conversation.is_im else conversation.name}
