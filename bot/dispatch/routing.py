"""Where answers go: to where they were asked for, as far as nobody reads there what is meant for one person."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot.platforms.base import Platform
from handlers.kit.dialog import home
from handlers.kit.format.texts import Voice, _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.incoming import Incoming
from handlers.kit.messages.reply import Reply
from handlers.kit.messages.stored_choices import choice_from_json
from handlers.kit.turn import Turn
from storage.messaging.outbox import new_token
from storage.messaging.records import Address
from storage.messaging.secrets import SECRET
from storage.work import Work

HOME_LIFE = timedelta(minutes=2)
"""A home page that could not be shown by then is not shown at all: it is made anew whenever it is opened."""


SHARE = "share"
"""The action that shows an answer to all who read a chat."""


def in_private(payload: Mapping[str, Any]) -> dict[str, Any]:
    """A message for one person alone as their private chat shows it: there is nobody to share it with."""
    choices = [choice for choice in payload["choices"] if choice_from_json(choice).action.name != SHARE]
    return {name: value for name, value in payload.items() if name != "only_for"} | {"choices": choices}


@dataclass(frozen=True)
class ReplyRouter:
    """Puts answers into the outbox."""

    platforms: Mapping[str, Platform]

    def talks_in(self, work: Work, staff_id: int, incoming: Incoming) -> Address | None:
        """The chat in which a person is answered: theirs, where a shared one shows everything to all; None where there is none."""
        if incoming.private or self._shows_to_one(incoming):
            return Address(incoming.platform, incoming.chat)
        return work.people.address(staff_id, on=incoming.platform)

    def answer(self, turn: Turn, reply: Reply, talk: Address) -> None:
        """What a turn says. In a shared chat it is for the asker alone, until they share it."""
        incoming, work = turn.incoming, turn.work
        if reply.shared:
            self._share(turn, reply)
            return
        thread, token = incoming.thread, None
        if not incoming.private and self._shows_to_one(incoming):
            token = new_token()
            reply = self._shareable(turn, reply, token)
        elif not incoming.private:
            self._say_that_it_is_private(turn)
            thread = None
        edits = None
        if (
            reply.replaces
            and incoming.kind == "press"
            and incoming.token
            and (pressed := work.outbox.by_token(incoming.token))
        ):
            edits = pressed.id if pressed.kind != home.KIND else None
        payload = reply.payload(turn.voice) | self.only_for(incoming)
        about = str(reply.about) if reply.about else None
        kind = SECRET if reply.secret else "reply"
        work.outbox.add(
            talk, payload, kind=kind, staff_id=turn.person.id, about=about, edits=edits, reply_to=thread, token=token
        )

    def home(self, turn: Turn) -> None:
        """Shows the person's home page as it is now, where the platform has one."""
        if self._has_home_pages(turn.incoming):
            self._show_home(turn.work, turn.incoming, home.payload(home.sections(turn), turn.voice), turn.person.id)

    def to_unregistered(
        self, work: Work, incoming: Incoming, reply: Reply, speaks: Voice, staff_id: int | None
    ) -> None:
        """What somebody is told who is not known, or was not until now."""
        if incoming.kind == "home":
            self._show_home(work, incoming, home.payload([reply], speaks), staff_id)
        elif incoming.private or self._shows_to_one(incoming):
            payload = reply.payload(speaks) | self.only_for(incoming)
            work.outbox.add(
                Address(incoming.platform, incoming.chat), payload, staff_id=staff_id, reply_to=incoming.thread
            )

    def only_for(self, incoming: Incoming) -> dict[str, Any]:
        """The part of a payload that keeps a message in a shared chat for the one who asked."""
        return {"only_for": incoming.account} if not incoming.private and self._shows_to_one(incoming) else {}

    def _shareable(self, turn: Turn, reply: Reply, token: str) -> Reply:
        """With a button that shows it to all, unless it only asks something."""
        talk = turn.conversation
        if talk.form is not None or talk.pending_message is not None:
            return reply
        share = Choice(_("Share"), Action(SHARE, {"token": token}))
        talk.offers([*talk.choices, share], turn.voice)
        return replace(reply, choices=(*reply.choices, share))

    def _share(self, turn: Turn, reply: Reply) -> None:
        """Shows something to all who read the chat, once."""
        incoming = turn.incoming
        turn.work.outbox.add(
            Address(incoming.platform, incoming.chat),
            reply.payload(turn.voice),
            key=f"share:{reply.shared}",
            staff_id=turn.person.id,
            about=str(reply.about) if reply.about else None,
            reply_to=incoming.thread,
        )

    def _say_that_it_is_private(self, turn: Turn) -> None:
        incoming = turn.incoming
        pending_message = Reply.of(_("I've answered you in private, {name}.", name=turn.person.first_name)).payload(
            turn.voice
        )
        turn.work.outbox.add(
            Address(incoming.platform, incoming.chat),
            pending_message,
            staff_id=turn.person.id,
            reply_to=incoming.message or None,
        )

    def _show_home(self, work: Work, incoming: Incoming, payload: dict[str, Any], staff_id: int | None) -> None:
        address = Address(incoming.platform, incoming.chat)
        work.outbox.make_way(address, home.KIND)
        work.outbox.add(
            address,
            payload | {"only_for": incoming.account},
            kind=home.KIND,
            staff_id=staff_id,
            expires_at=work.machine_now + HOME_LIFE,
        )

    def _shows_to_one(self, incoming: Incoming) -> bool:
        platform = self.platforms.get(incoming.platform)
        return platform is not None and platform.ephemeral

    def _has_home_pages(self, incoming: Incoming) -> bool:
        platform = self.platforms.get(incoming.platform)
        return platform is not None and platform.home_pages
