"""Words that several capabilities use for the same thing."""

import re

from handlers.kit.format.texts import Words, _

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
LANGUAGE_NAMES: dict[str, Words] = {"es": "Español", "en": "English"}

# How people begin a reminder, folded (no accents, no case): for a colleague right behind it, or with "me" for themselves.
REMINDER_BEGINS = re.compile(
    r"((ponle|poner|pon|crea|crear|deja|dejale|set|add|create|new|nuevo|leave) )?((un|una|a|an) )?"
    r"((recuerd|record|avis|hazle|acuerd)\w*|recordatorio|remind(er)?|tell|nudge|ping|alert|notify|ask)?( acordar)?"
    r"( me)?\s*(\b(a|to|for|para|al)\b)?\s*"
)
_NICELY = r"porfa|porfis|por favor|xfa|pls|plz|please"
REMINDER_LEADS = re.compile(
    rf"^(({_NICELY}|que|de|to|that|about|acu[eé]rdate|tengo que|debo|i have to|i need to|i must|i've got to)\b[\s,]*)+",
    re.IGNORECASE,
)
REMINDER_ENDS = re.compile(rf"[\s,]+({_NICELY}|gracias|thanks)$", re.IGNORECASE)
A_WEEK = re.compile(r"\b(semana|week)\b")
MY_OWN_REMINDER = re.compile(r"\b(\w*(recuerd|record|avis)[ae]me|acuerdame|hazme|haceme|ponme|poneme|me|my|mi)\b")
