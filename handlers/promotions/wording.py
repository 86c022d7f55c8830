"""How a promotion is spoken of: its states, its channels, and why a customer is not told."""

from collections.abc import Mapping
from datetime import date

from handlers.kit.format.texts import On, Words, _
from handlers.kit.outreach.reasons import REASONS
from handlers.kit.turn import Turn
from storage.promotions.records import BRIEFING, DRAFT, PAUSED, RUNNING, STOPPED, PromotionRecord

STATES: dict[str, Words] = {
    DRAFT: _("draft"),
    BRIEFING: _("the team reads it"),
    RUNNING: _("launched"),
    PAUSED: _("paused"),
    STOPPED: _("stopped"),
}
CHANNELS: dict[str, Words] = {
    "telegram": _("Telegram"),
    "phone": _("telephone"),
    "visit": _("visit"),
    "email": _("e-mail"),
}
LEFT_OUT: dict[str, Words] = {
    **REASONS,
    "no_phone": _("no telephone number"),
    "no_email": _("no e-mail address"),
    "held": _("held back, to compare with"),
    "worst": _("among those who buy least"),
    "stopped": _("they want to hear nothing more"),
    "halted": _("it was stopped before"),
    "ended": _("it ended before"),
    "left_out": _("left out by a colleague"),
}
"""Why a customer of the audience is not told, by the name that the store keeps."""
NEVER_ARRIVED: dict[str, Words] = {
    "dead": _("the platform did not take it"),
    "expired": _("it was too late to send it"),
    "withdrawn": _("taken back before it was sent"),
    "unknown": _("nobody knows whether it arrived"),
}
"""Why a message did not arrive, as far as is known, by what became of it."""
SALES: dict[str, Words] = {
    "named": _("a colleague named it"),
    "tapped": _("the customer said yes"),
    "bought": _("they bought its product after it"),
}
"""Why a sale is a promotion's."""


def not_told(turn: Turn, reasons: Mapping[str, int]) -> str:
    """How many were not told, or were told in vain, by the reason, on one line."""
    most = sorted(reasons.items(), key=lambda one: -one[1])
    words = {**LEFT_OUT, **NEVER_ARRIVED}
    return ", ".join(f"{turn.voice.say(words.get(why, why))}: {count}" for why, count in most)


def state(promotion: PromotionRecord, today: date) -> Words:
    """How it stands today."""
    if promotion.has_ended(today):
        return _("ended on {day}", day=On(promotion.content.last))
    if promotion.state == RUNNING and promotion.content.first > today:
        return _("launched, begins on {day}", day=On(promotion.content.first))
    if promotion.state == RUNNING:
        return _("running until {day}", day=On(promotion.content.last))
    return STATES[promotion.state]
