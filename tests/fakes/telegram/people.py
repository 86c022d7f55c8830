# ruff: noqa: ASYNC109 -- whoever waits says for how long
"""People who use the bot: what they do becomes updates, what the bot sends them becomes their inbox."""

from datetime import datetime
from typing import TYPE_CHECKING

from .checks import Upload
from .errors import TO_BOT, forbidden
from .markup import found_entities
from .messages import Message, Press
from .world import KICKED, MEMBER, Access, Chat, Raw, World

if TYPE_CHECKING:
    from .groups import Group

SMALLEST_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c4890000000d49444154789c6360000002000001"
    "e221bc330000000049454e44ae426082"
)  # fmt: skip


class User(Chat):
    """A person and their private chat with the bot."""

    kind = "private"

    def __init__(self, world: World, user_id: int, first_name: str, **known: str) -> None:
        super().__init__(world, user_id)
        self.person: Raw = {"id": user_id, "is_bot": False, "first_name": first_name, **known}
        self.started = False
        self.blocked = False
        self.deactivated = False

    def __str__(self) -> str:
        return str(self.person["first_name"])

    def described(self) -> Raw:
        """Returns the API's Chat of type private."""
        names: Raw = {
            name: self.person[name] for name in ("first_name", "last_name", "username") if name in self.person
        }
        return {"id": self.id, **names, "type": "private"}

    def check_access(self, access: Access) -> None:
        """Refuse to write to somebody whose account is gone."""
        if self.deactivated and access != "read":
            raise forbidden("user is deactivated")

    def check_send(self) -> None:
        """Refuse to write to another bot, to who never pressed Start and to who blocked the bot."""
        if self.person["is_bot"]:
            raise forbidden(TO_BOT)
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.blocked:
            raise forbidden("bot was blocked by the user")

    async def start(self, payload: str = "") -> Message:
        """Press Start, through a deep link with this payload if there is one."""
        return await self.says(f"/start {payload}".rstrip())

    async def says(self, text: str, *, at: datetime | None = None, reply_to: Message | None = None) -> Message:
        """Write to the bot; `at` is the date that Telegram puts on it."""
        return self._writes(self._text(text), at=at, reply_to=reply_to)

    async def says_in(
        self, group: "Group", text: str, *, at: datetime | None = None, reply_to: Message | None = None
    ) -> Message:
        """Write into a group. The bot gets only what its privacy mode lets through."""
        assert self in group.members, f"{self} is not in {group}"
        return group.receive(self.person, self._text(text), date=_stamp(at), reply_to=reply_to)

    async def edits(self, message: Message, text: str) -> None:
        """Change what one's own message says."""
        message.replace({**self._text(text), "edit_date": self.world.now()})
        self.world.updates.push("edited_message", message.raw, order=message.chat_id)

    async def presses(self, message: Message, button: str | int | None = None, *, data: str | None = None) -> Press:
        """Press a button by its label or its place in reading order; `data` stands for one that is no longer shown."""
        if data is None:
            data = self._button_data(message, 0 if button is None else button)
        press = Press(str(self.world.random.getrandbits(62)), data, self.world.clock() + self.world.callback_seconds)
        self.world.presses[press.query_id] = press
        query = {
            "id": press.query_id,
            "from": self.person,
            "message": message.raw,
            "chat_instance": str(message.chat_id * 7919),
            "data": data,
        }
        self.world.updates.push("callback_query", query, order=self.id)
        return press

    async def answered(self, press: Press, timeout: float = 5.0) -> str:
        """Returns the text that the bot answered a press with ("" for none); waits for it."""
        await self.world.changes.until(lambda: press.answers, timeout, "the answer to a press")
        return press.answer or ""

    async def forwards(self, text: str, from_name: str) -> Message:
        """Forward what somebody wrote who hides their account."""
        origin = {"type": "hidden_user", "sender_user_name": from_name, "date": self.world.now()}
        return self._writes({**self._text(text), "forward_origin": origin})

    async def sends_photo(
        self, caption: str = "", content: bytes = SMALLEST_PNG, *, at: datetime | None = None
    ) -> Message:
        """Send a picture."""
        stored = self.world.keep(Upload("photo.png", content, "image/png"), "photos")
        return self._writes({"photo": stored.as_photo(), **_caption(caption)}, at=at)

    async def sends_document(
        self, name: str, content: bytes, caption: str = "", mime: str = "text/csv", *, at: datetime | None = None
    ) -> Message:
        """Send a file."""
        stored = self.world.keep(Upload(name, content, mime), "documents")
        return self._writes({"document": stored.as_document(), **_caption(caption)}, at=at)

    async def sends_voice(self, seconds: int = 3, content: bytes = b"OggS", *, at: datetime | None = None) -> Message:
        """Send a voice message."""
        stored = self.world.keep(Upload("voice.oga", content, "audio/ogg"), "voice")
        return self._writes({"voice": {**stored.described(), "duration": seconds, "mime_type": "audio/ogg"}}, at=at)

    async def sends_location(
        self, latitude: float = 40.4168, longitude: float = -3.7038, *, at: datetime | None = None
    ) -> Message:
        """Share a place."""
        return self._writes({"location": {"latitude": latitude, "longitude": longitude}}, at=at)

    async def sends_contact(
        self, first_name: str, phone: str, user_id: int | None = None, *, at: datetime | None = None
    ) -> Message:
        """Share somebody's phone number."""
        contact: Raw = {"phone_number": phone, "first_name": first_name}
        if user_id is not None:
            contact["user_id"] = user_id
        return self._writes({"contact": contact}, at=at)

    def blocks_bot(self) -> None:
        """Stop the bot from writing; it learns of it by a my_chat_member update."""
        self.blocked = True
        self.change_membership(self.person, MEMBER, KICKED)

    def unblocks_bot(self) -> None:
        """Let the bot write again."""
        self.blocked = False
        self.change_membership(self.person, KICKED, MEMBER)

    def leaves_telegram(self) -> None:
        """Delete the account; the bot learns of it when it writes."""
        self.deactivated = True

    def _text(self, text: str) -> Raw:
        entities = found_entities(text)
        return {"text": text, "entities": entities} if entities else {"text": text}

    def _writes(self, content: Raw, *, at: datetime | None = None, reply_to: Message | None = None) -> Message:
        if self.blocked:
            self.unblocks_bot()
        self.started = True
        return self.receive(self.person, content, date=_stamp(at), reply_to=reply_to)

    def _button_data(self, message: Message, button: str | int) -> str:
        buttons = message.buttons
        found = [b for b in buttons if b.text == button] if isinstance(button, str) else buttons[button : button + 1]
        assert found, f"no button {button!r} on {message.labels}"
        assert not found[0].url, f"{found[0].text!r} opens a link: pressing it tells the bot nothing"
        return found[0].data


def _stamp(at: datetime | None) -> int | None:
    if at is None:
        return None
    assert at.tzinfo is not None, "a date without a zone is no point in time"
    return int(at.timestamp())


def _caption(caption: str) -> Raw:
    return {"caption": caption} if caption else {}
