"""How what came with a record is spoken of, wherever the record is shown."""

from collections.abc import Callable, Mapping, Sequence

from handlers.kit.format.texts import Words, _, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.turn import Turn
from storage.attachments.attachments import Attachments
from storage.attachments.records import DOCUMENT, PHOTO, PLACE, VIDEO, VOICE

COUNTED: Mapping[str, Callable[[int], Words]] = {
    PHOTO: lambda count: ngettext("{count} photo", "{count} photos", count),
    VOICE: lambda count: ngettext("{count} voice note", "{count} voice notes", count),
    VIDEO: lambda count: ngettext("{count} video", "{count} videos", count),
    DOCUMENT: lambda count: ngettext("{count} document", "{count} documents", count),
    PLACE: lambda count: ngettext("{count} place", "{count} places", count),
}
"""So many of a kind, in the order in which kinds are told."""

ONE: Mapping[str, Words] = {
    PHOTO: _("Photo"),
    VOICE: _("Voice note"),
    VIDEO: _("Video"),
    DOCUMENT: _("Document"),
    PLACE: _("Check-in"),
}
"""One of a kind that nobody gave a name."""


def in_words(turn: Turn, counts: Mapping[str, int]) -> str:
    """What came: "2 photos, 1 voice note"; "" for nothing."""
    return ", ".join(turn.voice.say(said(counts[kind])) for kind, said in COUNTED.items() if counts.get(kind))


def marks(turn: Turn, interaction_ids: Sequence[int]) -> Mapping[int, str]:
    """What came with each of these, in words; those with nothing are left out."""
    found = turn.work.topic(Attachments).counts(interaction_ids)
    return {id_: in_words(turn, counts) for id_, counts in found.items()}


def shows_of(interaction_id: int) -> Choice:
    """The button that shows what came with something that took place."""
    return Choice(_("What came with it"), Action("attachments_of", {"interaction": interaction_id}))


def shows_all(customer_id: int) -> Choice:
    """The button that shows all that came with a customer's history."""
    return Choice(_("Photos and files"), Action("attachments", {"customer": customer_id}))
