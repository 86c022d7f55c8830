"""Why something is not said to a customer, or not now: kept as a word, shown as a sentence."""

from collections.abc import Mapping
from enum import Enum
from typing import Final

from handlers.kit.format.texts import Words, _


class HoldReason(Enum):
    """The values are stored formats."""

    NOT_HERE = "not_here"
    UNREACHABLE = "unreachable"
    STOPPED = "stopped"
    NO_CONSENT = "no_consent"
    CHANNEL = "channel"
    TALKING = "talking"
    COMPLAINT = "complaint"
    FREQUENCY = "frequency"
    CAP = "cap"
    HOURS = "hours"

    @property
    def words(self) -> Words:
        """Why, for whoever asks."""
        return REASONS[self.value]


REASONS: Final[Mapping[str, Words]] = {
    "not_here": _("nobody of theirs is on the bot"),
    "unreachable": _("they have closed the chat"),
    "stopped": _("they want to hear nothing more"),
    "no_consent": _("they did not agree to that"),
    "channel": _("they prefer another channel"),
    "talking": _("they are writing with us right now"),
    "complaint": _("a complaint of theirs is open"),
    "frequency": _("they were written to not long ago"),
    "cap": _("they have had enough messages this month"),
    "hours": _("not at this hour"),
}
