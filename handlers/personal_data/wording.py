"""What is kept of a person, in words: by the tables it stands in."""

from collections.abc import Mapping

from handlers.kit.format.texts import Words, _

KEPT: Mapping[str, Words] = {
    "customers": _("Customer card"),
    "contacts": _("Contact"),
    "customer_phones": _("Further telephone numbers"),
    "nicknames": _("Other names"),
    "interactions": _("Visits, calls and notes"),
    "interaction_contacts": _("Who was met"),
    "follow_ups": _("Follow-ups"),
    "opportunities": _("Opportunities"),
    "leads": _("Leads"),
    "lead_touches": _("What happened with leads"),
    "complaints": _("Complaints"),
    "purchases": _("Purchases"),
    "customer_accounts": _("Chats with the bot"),
    "consents": _("Consents"),
    "contact_preferences": _("Preferences"),
    "approaches": _("What was sent to them"),
    "survey_asks": _("Questions and answers"),
    "customer_facts": _("What is known of them"),
    "referrals": _("Recommendations"),
    "loose_notes": _("Loose notes"),
    "promotion_customers": _("Promotions"),
}
OTHER = _("Other rows")
PURPOSES: Mapping[str, Words] = {"surveys": _("questions"), "promotions": _("offers")}


def counted(tables: Mapping[str, int]) -> list[tuple[Words, str]]:
    """How many rows of each kind, those without a name of their own together."""
    found: dict[str, int] = {}
    for table, count in tables.items():
        found[table if table in KEPT else ""] = found.get(table if table in KEPT else "", 0) + count
    named: list[tuple[Words, str]] = [(words, str(found[table])) for table, words in KEPT.items() if found.get(table)]
    return [*named, (OTHER, str(found[""]))] if found.get("") else named
