"""Words that several capabilities use for the same thing."""

from handlers.kit.texts import Words, _

KINDS: dict[str, Words] = {
    "visit": _("visit"), "call": _("call"), "email": _("e-mail"), "message": _("message"), "meeting": _("meeting"), "event": _("event"),
}
MOODS: dict[str, Words] = {"positive": _("positive"), "neutral": _("neutral"), "negative": _("negative")}
ROLES: dict[str, Words] = {
    "rep": _("rep"), "manager": _("manager"), "marketing": _("marketing"), "support": _("support"), "admin": _("admin"),
}
LANGUAGE_NAMES: dict[str, Words] = {"es": "Español", "en": "English"}
