"""How a promotion is spoken of: its states, its channels, and why a customer is not told."""

from datetime import date

from handlers.kit.format.texts import On, Words, _
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
    "no_phone": _("no telephone number"),
    "no_email": _("no e-mail address"),
}
"""Why a customer of the audience is not told, by the name that the store keeps."""


def state(promotion: PromotionRecord, today: date) -> Words:
    """How it stands today."""
    if promotion.has_ended(today):
        return _("ended on {day}", day=On(promotion.content.last))
    if promotion.state == RUNNING and promotion.content.first > today:
        return _("launched, begins on {day}", day=On(promotion.content.first))
    if promotion.state == RUNNING:
        return _("running until {day}", day=On(promotion.content.last))
    return STATES[promotion.state]
