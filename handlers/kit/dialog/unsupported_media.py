"""What comes without words: a photo, a voice note, a place."""

from handlers.kit.format.texts import _
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Turn


def unsupported_media(turn: Turn) -> Reply:
    """Says what cannot be read, and how to tell it instead: never silence."""
    media = {
        "photo": _("I can't keep photos yet."),
        "voice": _("I can't listen to voice notes yet: dictate with your keyboard's microphone, and I read it."),
        "location": _("I can't keep places yet."),
        "contact": _("I can't keep shared contacts yet."),
        "document": _("I can't read files yet."),
    }.get(turn.incoming.media or "", _("I can't read that kind of message."))
    return Reply.of(media, _("Tell me in a sentence, please: “{example}”", example=_example(turn)))


def _example(turn: Turn) -> str:
    return next((e for c in registry_of(turn).capabilities for e in c.examples.get(turn.person.language, ())), "")
