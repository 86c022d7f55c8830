"""The kinds of nudges as people call them: each is a rule, by its stored name."""

from handlers.kit.format.texts import Words, _

CAN_BE_MUTED: dict[str, Words] = {
    "not_seen": _("customers not seen for long"),
    "untold": _("visits of which nobody told"),
    "loose_notes": _("loose notes"),
    "half_way": _("what I left half-way"),
    "stalled": _("opportunities that are still"),
    "close_dates": _("close dates that have passed"),
    "listed_leads": _("leads of lists"),
    "complaints": _("complaints"),
    "fallen": _("purchases that fall"),
    "due_orders": _("orders that are due"),
    "purchase_questions": _("questions after a purchase"),
}
URGENT: dict[str, Words] = {
    "follow_ups": _("what I asked to be reminded of"),
    "leads": _("leads that wait"),
}
"""Told whatever was told before in a day, and never muted: somebody waits, or asked for it."""
KINDS = {**CAN_BE_MUTED, **URGENT, "covers": _("cover for a colleague"), "unsure": _("what may have been lost")}
