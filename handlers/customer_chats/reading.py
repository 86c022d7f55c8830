"""What a sentence says of how somebody wants to be reached, whoever says it: a colleague of a customer, or the customer."""

import re
from collections.abc import Mapping, Sequence

from handlers.kit.calendar.week import Week
from handlers.language.concepts.concepts import cues_in
from handlers.language.entities.preferred_hours import PreferredHours, preferred_hours
from handlers.language.meaning import Name, Recurrence
from handlers.language.slots.channels import channel_cues, channel_of, wanted_channel
from handlers.language.text.any_of import any_of
from storage.crm.outreach.records import PreferenceKind

_PLACE = re.compile(rf"\b{any_of('at_their')} ({any_of('place')})\b", re.IGNORECASE)
_DAYS_OF = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}


def preferred(text: str, slots: Mapping[str, object], repeats: Sequence[Recurrence] = ()) -> dict[PreferenceKind, str]:
    """What is preferred, by kind, as it is stored; of what is read of it beside the text the slots of `set_preference`.

    One may say on which days and how often: `repeats` is all that the text says to repeat, of which the slots have the first.
    """
    found: dict[PreferenceKind, str] = {}
    channel, avoided, when = slots.get("channel"), slots.get("avoided"), slots.get("when")
    if isinstance(channel, str):
        found["channel"] = channel
    elif isinstance(avoided, str):
        found["avoided"] = avoided
    hours = preferred_hours(_without_names(text, slots), when.time if isinstance(when, Recurrence) else None)
    if hours is not None:
        found["hours"] = _as_week(hours)
    for said in (when, *repeats):
        rule = dict(part.split("=", 1) for part in said.rrule.split(";")) if isinstance(said, Recurrence) else {}
        if rule and "BYDAY" not in rule and not (hours and rule["FREQ"] == "DAILY" and "INTERVAL" not in rule):
            found["gap"] = str(_DAYS_OF[rule["FREQ"]] * int(rule.get("INTERVAL", 1)))
            break
    if place := place_in(text):
        found["place"] = place
    return found


def channels_of(text: str) -> dict[str, str]:
    """The channel that a text wants, or else the one that it does not want, as the slots of `set_preference` are called."""
    cued = cues_in(text)
    if wanted := wanted_channel(cued):
        return {"channel": channel_of(wanted)}
    avoided = next(channel_cues(cued), None)
    return {"avoided": channel_of(avoided)} if avoided else {}


def place_in(text: str) -> str | None:
    """The place at which a text says that somebody is met."""
    found = _PLACE.search(text)
    return found[1].casefold() if found else None


def _without_names(text: str, slots: Mapping[str, object]) -> str:
    """A text without the names in it: Hotel Mar is no Tuesday."""
    for value in slots.values():
        if isinstance(value, Name) and value.text:
            text = text.replace(value.text, " ")
    return text


def _as_week(hours: PreferredHours) -> str:
    return str(Week.of((weekday, (hours.first, hours.last)) for weekday in sorted(hours.weekdays)))
