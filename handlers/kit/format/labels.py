"""Words that several capabilities use for the same thing."""

import re

from handlers.kit.format.texts import Words, _
from handlers.language.text.any_of import any_of

KINDS: dict[str, Words] = {
    "visit": _("visit"),
    "call": _("call"),
    "email": _("e-mail"),
    "message": _("message"),
    "meeting": _("meeting"),
    "event": _("event"),
    "note": _("note"),
}
STATUSES: dict[str, Words] = {"prospect": _("prospect"), "customer": _("customer"), "lost": _("lost")}
MOODS: dict[str, Words] = {"positive": _("positive"), "neutral": _("neutral"), "negative": _("negative")}
ROLES: dict[str, Words] = {
    "rep": _("rep"),
    "manager": _("manager"),
    "marketing": _("marketing"),
    "support": _("support"),
    "admin": _("admin"),
}
CAUSES: dict[str, Words] = {
    "delivery": _("delivery"),
    "quality": _("product"),
    "invoice": _("invoice"),
    "service": _("service"),
    "price": _("price"),
    "other": _("something else"),
}
"""What a complaint is about."""
LEAD_STATES: dict[str, Words] = {
    "new": _("new"),
    "taken": _("taken"),
    "qualified": _("qualified"),
    "refused": _("refused"),
}
LANGUAGE_NAMES: dict[str, Words] = {"es": "Español", "en": "English"}

A_WEEK = re.compile(rf"\b{any_of('week')}\b")
