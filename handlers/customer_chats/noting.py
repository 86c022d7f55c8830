"""A colleague notes how a customer wants to be reached: "a Bar Sol mejor los martes a las 10 por WhatsApp"."""

import re
from collections.abc import Mapping
from datetime import datetime, time

from handlers.customer_chats.preferences import preference_facts
from handlers.kit.audit import undo_choice
from handlers.kit.calendar.week import DAY, NAMES, Week
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.messages.action import Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Recurrence
from handlers.language.text.any_of import any_of
from storage.crm.outreach.records import PreferenceKind
from storage.crm.records import CustomerRecord
from storage.names.folding import fold

LONGEST_WORDS = 500
AROUND = 120
"""Minutes: somebody who likes to be called at ten is written to from ten to twelve."""
DAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), NAMES, strict=True))
_MORNING = re.compile(rf"\b{any_of('in_the_morning')}\b")
_AFTERNOON = re.compile(rf"\b{any_of('in_the_afternoon')}\b")
_PLACE = re.compile(rf"\b{any_of('at_their')} ({any_of('place')})\b")
_HOUR = r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>[0-5]\d))?\s*(?P<half>[ap]\.?m)?\b"
_AFTER = re.compile(rf"\b{any_of('after_hour')}\s+{_HOUR}")
_BEFORE = re.compile(rf"\b{any_of('before_hour')}\s+{_HOUR}")
EARLIEST = 8
"""The hour before which nobody is called: "after 5" is after 17:00."""
_DAYS_OF = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
ANY_DAY = "mon-sat"


def note(turn: Turn, text: str) -> Reply:
    """Keeps what the sentence says, beside its own words; what it does not say stays as it was."""
    heard = turn.understand(text)
    customer = turn.work.customers.get(heard.customer_id) if heard.customer_id else None
    if customer is None:
        raise Sorry(_("Whose preference is that? Name the customer, please."))
    found = _read(text, heard.slots)
    if not found:
        raise Sorry(_("How, or when, do they prefer it? By which channel, on which days, at what hour, how often?"))
    for kind, value in found.items():
        turn.work.contact_preferences.note(customer.id, kind, value, clip(text.strip(), LONGEST_WORDS))
    return shown(turn, customer, _("Noted: {customer}", customer=customer.name))


def shown(turn: Turn, customer: CustomerRecord, heading: Words) -> Reply:
    """All that this customer prefers."""
    facts = preference_facts(turn.work.contact_preferences.of(customer.id))
    return Reply((Heading(heading), Facts(facts)), undo_choice(turn), about=Target("customer", customer.id))


def on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """On the card and in the brief."""
    facts = preference_facts(turn.work.contact_preferences.of(customer.id))
    return Reply((Facts(facts),)) if facts else None


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """What was just planned against what the customer prefers is said."""
    last = turn.conversation.last
    hours = turn.work.contact_preferences.of(customer.id).value("hours")
    if last is None or last.kind != "interaction" or not hours:
        return None
    week = Week.parse(hours)
    for step in turn.work.follow_ups.all_of_interaction(last.id):
        local: datetime = step.due.local
        minute = local.hour * 60 + local.minute
        at_all = bool(week.days[local.weekday()])
        if not at_all or (step.due.grain == "minute" and not week.has(local.weekday(), minute)):
            facts = preference_facts(turn.work.contact_preferences.of(customer.id))
            when = next(value for label, value in facts if label == _("When"))
            return Reply((Paragraph(_("{customer} prefers another time: {when}.", customer=customer.name, when=when)),))
    return None


def _read(text: str, slots: Mapping[str, object]) -> dict[PreferenceKind, str]:
    found: dict[PreferenceKind, str] = {}
    channel, when, folded = slots.get("channel"), slots.get("when"), fold(text)
    if isinstance(channel, str):
        found["channel"] = channel
    rule = dict(part.split("=", 1) for part in when.rrule.split(";")) if isinstance(when, Recurrence) else {}
    days = ",".join(DAYS[day] for day in rule.get("BYDAY", "").split(",") if day in DAYS)
    hours = _hours(folded, when.time if isinstance(when, Recurrence) else None)
    if days or hours:
        found["hours"] = f"{days or ANY_DAY} {hours or '09:00-20:00'}"
    if rule and not days and not (hours and rule["FREQ"] == "DAILY" and "INTERVAL" not in rule):
        found["gap"] = str(_DAYS_OF[rule["FREQ"]] * int(rule.get("INTERVAL", 1)))
    if place := _PLACE.search(folded):
        found["place"] = place[1]
    return found


def _hours(folded: str, at: time | None) -> str | None:
    """The hours that words name: a part of the day, cut to what they say to be after or before it, or around a time."""
    afternoon = bool(_AFTERNOON.search(folded))
    day = (9 * 60, 14 * 60) if _MORNING.search(folded) else (15 * 60, 20 * 60) if afternoon else None
    after, before = (_bound(pattern, folded, afternoon=afternoon) for pattern in (_AFTER, _BEFORE))
    if after is not None or before is not None:
        first, last = day or (9 * 60, 20 * 60)
        first, last = first if after is None else after, last if before is None else before
        if first < last:
            return f"{_clock(first)}-{_clock(last)}"
    if day is not None:
        return f"{_clock(day[0])}-{_clock(day[1])}"
    if at is None:
        return None
    begins = at.hour * 60 + at.minute
    return f"{_clock(begins)}-{_clock(min(begins + AROUND, DAY))}"


def _bound(pattern: re.Pattern[str], folded: str, *, afternoon: bool) -> int | None:
    """The minute of the day that words set as a bound; an hour that nobody works at in the morning is one of the afternoon."""
    found = pattern.search(folded)
    if found is None or int(found["hour"]) > 23:
        return None
    hour, half = int(found["hour"]), found["half"] or ""
    early = hour < 12 and (half.startswith("p") or (not half and (afternoon or hour < EARLIEST)))
    return (hour + 12 * early) * 60 + int(found["minute"] or 0)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
