"""Answers to interactions: by their response_url, and at once in a slash command's acknowledgement."""

from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import checks
from .conversations import Conversation
from .deliveries import Outcome
from .errors import Refused
from .markup import Raw
from .messages import Message
from .wire import Params, answered
from .world import BOT_USER, RESPONSES, World

if TYPE_CHECKING:
    from .people import User


class Responses:
    """What the app says where no Web API call is needed."""

    def __init__(self, world: World) -> None:
        self.world = world

    def post(self, key: str, params: Params) -> web.Response:
        """Answer a POST to a response_url."""
        known = self.world.response_urls.get(key)
        if known is None:
            return answered({"ok": False, "error": "invalid_url"}, 404)
        if known.expires <= self.world.clock():
            return answered({"ok": False, "error": "expired_url"}, 404)
        if known.uses >= RESPONSES:
            return answered({"ok": False, "error": "used_url"}, 404)
        try:
            self._apply(known.user, known.conversation, known.message, params)
        except Refused as refusal:
            return answered({"ok": False, "error": refusal.error, **refusal.more}, 400)
        known.uses += 1
        return answered({"ok": True})

    def immediate(self, user: "User", conversation: Conversation, outcome: Outcome) -> None:
        """Show what the acknowledgement of a slash command says."""
        answer: Any = outcome.answer
        if not outcome.ok or answer in (None, "", {}):
            return
        params = Params(answer if isinstance(answer, dict) else {"text": str(answer)})
        try:
            self._apply(user, conversation, None, params)
        except Refused as refusal:
            self.world.mistakes.append(f"the answer to a command is refused: {refusal.error}")

    def _apply(self, user: "User", conversation: Conversation, message: Message | None, params: Params) -> None:
        if params.flag("delete_original") and message is not None:
            conversation.removed(message)
            return
        content: Raw = checks.content(params, checks.MAX_TEXT)
        if params.flag("replace_original") and message is not None:
            if message.deleted:
                raise Refused("message_not_found")
            if message.only_for:
                message.replace({"blocks": None, **content})
            else:
                conversation.changed(message, {"blocks": None, **content}, BOT_USER)
            return
        thread = params.text("thread_ts")
        if thread:
            content["thread_ts"] = conversation.thread(thread)
        if params.text("response_type") == "in_channel":
            conversation.post(content)
        else:
            conversation.whisper(user, content)
