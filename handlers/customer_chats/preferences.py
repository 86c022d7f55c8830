"""How a customer wants to be reached, as it is shown to both sides."""

from handlers.kit.calendar.week import Week
from handlers.kit.format.hours import WeekHours
from handlers.kit.format.texts import Words, _, ngettext
from storage.crm.outreach.records import Preferences

CHANNELS: dict[str, Words] = {
    "phone": _("by telephone"),
    "whatsapp": _("by WhatsApp"),
    "email": _("by e-mail"),
    "sms": _("by text message"),
    "telegram": _("by Telegram"),
    "slack": _("by Slack"),
    "visit": _("in person"),
    "message": _("by message"),
    "post": _("by post"),
}


def preference_facts(preferences: Preferences) -> list[tuple[Words, Words]]:
    """Channel, frequency, hours and place, as far as any was said."""
    facts: list[tuple[Words, Words]] = []
    if channel := preferences.value("channel"):
        facts.append((_("Prefers"), CHANNELS.get(channel, channel)))
    elif avoided := preferences.value("avoided"):
        facts.append((_("Not"), CHANNELS.get(avoided, avoided)))
    if gap := preferences.value("gap"):
        facts.append((_("How often"), ngettext("every {count} day at most", "every {count} days at most", int(gap))))
    if hours := preferences.value("hours"):
        facts.append((_("When"), WeekHours(Week.parse(hours))))
    if place := preferences.value("place"):
        facts.append((_("Where"), place))
    return facts
