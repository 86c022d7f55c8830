"""What is said of customers in a question: whom they met, what is known of them, what is open there."""

from collections.abc import Mapping

from handlers.kit.format.texts import Words, _
from storage.questions.question import ANY

WITH: Mapping[str, Words] = {
    ANY: _("with some contact"),
    "visit": _("with a visit"),
    "call": _("with a call"),
    "email": _("with an e-mail"),
    "message": _("with a message"),
    "meeting": _("with a meeting"),
}
WITHOUT: Mapping[str, Words] = {
    ANY: _("without any contact"),
    "visit": _("without a visit"),
    "call": _("without a call"),
    "email": _("without an e-mail"),
    "message": _("without a message"),
    "meeting": _("without a meeting"),
}
KNOWN: Mapping[str, Words] = {
    "email": _("with an e-mail address, theirs or of somebody there"),
    "phone": _("with a phone number, theirs or of somebody there"),
    "address": _("with an address"),
    "contact": _("with a contact person"),
    "owner": _("with a rep"),
    "sector": _("with a sector"),
}
OPEN: Mapping[str, tuple[Words, Words]] = {
    "open_complaint": (_("with an open complaint"), _("without an open complaint")),
    "open_opportunity": (_("with an open opportunity"), _("without an open opportunity")),
    "open_follow_up": (_("with an open follow-up"), _("without an open follow-up")),
    "open_lead": (_("with an open lead"), _("without an open lead")),
}
LACKING: Mapping[str, Words] = {
    "email": _("without an e-mail address, theirs or of anybody there"),
    "phone": _("without a phone number, theirs or of anybody there"),
    "address": _("without an address"),
    "contact": _("without a contact person"),
    "owner": _("without a rep"),
    "sector": _("without a sector"),
}
