"""Group chats: who is in them, what the bot gets to see, and how one becomes a supergroup."""

import itertools
from collections.abc import Sequence

from .errors import Refused, forbidden
from .messages import Message
from .people import User
from .world import KICKED, LEFT, MEMBER, Access, Chat, Raw, World


class Group(Chat):
    """A group that the bot was added to. Basic groups have small negative ids, supergroups start with -100."""

    def __init__(self, world: World, chat_id: int, title: str, members: Sequence[User], *, is_super: bool) -> None:
        super().__init__(world, chat_id)
        self.title = title
        self.members = list(members)
        self.kind = "supergroup" if is_super else "group"
        self.status = MEMBER
        self.migrated_to: Group | None = None
        if is_super:
            self._message_ids = itertools.count(1)

    def __str__(self) -> str:
        return self.title

    def described(self) -> Raw:
        """Returns the API's Chat of type group or supergroup."""
        return {"id": self.id, "title": self.title, "type": self.kind}

    def check_access(self, access: Access) -> None:
        """Refuse what moved, kicked the bot or does not have it."""
        if self.migrated_to is not None:
            if access == "write":
                description = "Bad Request: group chat was upgraded to a supergroup chat"
                raise Refused(400, description, migrate_to_chat_id=self.migrated_to.id)
            return
        needed = access != "read" or self.kind == "supergroup"
        if needed and self.status == KICKED:
            raise forbidden(f"bot was kicked from the {self.kind} chat")
        if needed and self.status == LEFT:
            raise forbidden(f"bot is not a member of the {self.kind} chat")

    def leave(self) -> None:
        """The bot goes by itself."""
        self.status = LEFT
        self.change_membership(self.world.bot, MEMBER, LEFT)

    def adds_bot(self, by: User) -> None:
        """Make the bot a member; it learns of it twice, by my_chat_member and by a message."""
        self.status = MEMBER
        self.change_membership(by.person, LEFT, MEMBER)
        self._service(by, {"new_chat_members": [self.world.bot]})

    def kicks_bot(self, by: User) -> None:
        """Remove the bot and keep it out."""
        self.status = KICKED
        self.change_membership(by.person, MEMBER, KICKED)

    def becomes_supergroup(self) -> "Group":
        """Returns the supergroup that replaces this group, under another id. The bot learns of it in both chats."""
        if self.migrated_to is None:
            number = next(self.world.ids)
            successor = Group(self.world, -(10**12) - number, self.title, self.members, is_super=True)
            self.migrated_to = successor
            owner = self.members[0]
            self._service(owner, {"migrate_to_chat_id": successor.id})
            successor._service(owner, {"migrate_from_chat_id": self.id})
        return self.migrated_to

    def bot_sees(self, message: Message) -> bool:
        """Returns what the privacy mode lets through (core.telegram.org/bots/features, "Privacy Mode")."""
        if self.status != MEMBER:
            return False
        if self.world.reads_all_groups:
            return True
        if message.raw.get("reply_to_message", {}).get("from") == self.world.bot:
            return True
        if f"@{self.world.bot['username']}".lower() in message.text.lower():
            return True
        command = message.text.partition(" ")[0]
        return command.startswith("/") and "@" not in command

    def _service(self, by: User, content: Raw) -> None:
        message = self.add(by.person, content, from_bot=False)
        self.world.updates.push("message", message.raw, self.id)
