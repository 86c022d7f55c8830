"""Sharing: what was shown to one person in a shared chat is shown to all, on purpose."""

from dataclasses import replace

from handlers.kit.format.texts import _
from handlers.kit.messages.action import Target
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply, Spoken, blocks_of
from handlers.kit.registry.registry import Capability
from handlers.kit.turn import Sorry, Turn


def _share(turn: Turn, token: str) -> Reply:
    """Shows an answer again, for everybody, without its buttons; only the one who was given it can."""
    sent = turn.work.outbox.by_token(token)
    if sent is None or sent.payload is None or sent.staff_id != turn.person.id or sent.chat != turn.incoming.chat:
        raise Sorry(_("Press Share on the answer that you want to share."))
    said = Reply(blocks_of(Spoken.of(sent.payload)), about=Target.parse(sent.about), shared=token)
    return replace(said, blocks=(Paragraph(_("{name} shares this:", name=turn.person.first_name)), *said.blocks))


CAPABILITY = Capability(
    "sharing",
    about=_("Show an answer to all who read a chat"),
    actions={"share": _share},
    order=910,
)
