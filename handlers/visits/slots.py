"""What there is to know of a visit, a call, a message, and what the telling leaves unsaid."""

import re
from typing import Any

from handlers.kit.format.labels import KINDS, MOODS
from handlers.kit.format.texts import DateSpan, _
from handlers.kit.forms.form import Said, Slot, SlotType, Unclear
from handlers.kit.forms.moment_slots import FollowUp, Past, is_no_day, read_whole_moment, refuse_impossible
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.slot_types import FreeText, Known, MoneyAmount, OneOf
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.turn import Turn
from handlers.language.meaning import Grain, Moment, Name, NameKind, SlotValue
from handlers.language.slots.corrections import correction
from handlers.language.text.any_of import any_of
from handlers.visits.people_slot import PeopleMet
from storage.crm.records import CustomerRecord
from storage.names.folding import fold


def _customer_of_contact(turn: Turn, said: Said) -> CustomerRecord | None:
    """“llamé a Marta” names no customer, but everybody knows where Marta works."""
    heard = said.heard
    named = [heard.slots.get("contact"), *heard.absent] if heard else []  # who was not in works there all the same
    name = next((name for name in named if isinstance(name, Name)), None)
    if name is None:
        return None
    ids = list(dict.fromkeys(entry.customer_id for entry in name.candidates if entry.customer_id))
    customers = turn.work.customers.latest(ids)
    if len(customers) > 1:
        raise Unclear(
            _("Which {name}?", name=name.text),
            choices=[Choice(c.name, answer(target=Target("customer", c.id))) for c in customers[:6]],
        )
    return customers[0] if customers else None


def _today(turn: Turn, said: Said) -> Moment:
    """A note that names no day is of the day it was sent; one that names an impossible or a future day is asked about."""
    refuse_impossible(turn, said.text)
    summary = said.heard.slots.get("summary") if said.heard else None
    if isinstance(summary, str) and (ahead := read_whole_moment(turn, re.split(r"[,.;:!?\n]", summary, maxsplit=1)[0])):
        raise Unclear(_("{when} is still to come. When was it?", when=DateSpan(ahead)))
    return Moment(turn.said_at.date(), Grain.DAY)


def _nothing_more(said: Said) -> str | None:
    """A note whose every word filled a slot ("visita a Bar Sol con Marta, 780 €") needs no further words."""
    heard = said.heard.slots if said.heard else {}
    return "" if {"amount", "next_step", "product", "promotion", "sentiment"} & set(heard) else None


class VisitNote(FreeText):
    """What happened, in the sender's words; a date alone is no note."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The note, as it was written."""
        if is_no_day(turn, text):
            refuse_impossible(turn, text)
        return super().read(turn, text, said)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The note in a sentence."""
        if read_whole_moment(turn, str(heard)):
            raise Unclear
        return str(heard)


NOTE = "note"
"""The kind of what was told of a customer without saying that anything took place."""


def _visit_or_note(_turn: Turn, said: Said) -> str:
    """A sentence that says neither what was done nor when tells of no visit, nor does one in which nobody was met: it is a note."""
    if said.heard is not None and said.heard.unmet:
        return NOTE
    return "visit" if said.heard is None or WHEN.name in said.heard.slots else NOTE


class _Flag(SlotType[bool]):
    """What a sentence says or does not say as a whole; nobody is asked for it."""

    def read(self, turn: Turn, text: str, said: Said) -> bool:
        """No answer is one."""
        raise Unclear

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> bool | None:
        """No slot of a sentence is one."""
        return None


CUSTOMER = Slot(
    "customer", CustomerName(), _("Customer"), _("Which customer?"), default=_customer_of_contact, needed=True
)
KIND = Slot("kind", OneOf(KINDS), _("Kind"), _("What was it?"), default=_visit_or_note)
WHEN = Slot("when", Past(), _("Date"), _("When was it?"), _("yesterday at 10"), default=_today)
SUMMARY = Slot(
    "summary",
    VisitNote(),
    _("What happened"),
    _("What happened?"),
    _("they want 10 boxes, call Laura on Tuesday"),
    default=lambda _turn, said: _nothing_more(said),
    needed=True,
)
CONTACT = Slot("contact", PeopleMet(), _("With"), _("Who were you with?"), _("Laura"), optional=True, guided=True)
NEXT_STEP = Slot(
    "next_step",
    FollowUp(),
    _("Next step"),
    _("What comes next, and when?"),
    _("call Laura on Tuesday at 10"),
    optional=True,
    guided=True,
)
AMOUNT = Slot("amount", MoneyAmount(), _("Amount"), _("How much?"), optional=True)
MOOD = Slot("sentiment", OneOf(MOODS), _("Mood"), _("How did they take it?"), optional=True)
PROMOTION = Slot("promotion", Known(), _("Promotion"), _("Which promotion?"), optional=True)
PRODUCT = Slot("product", Known(), _("Product"), _("Which product?"), optional=True)
INBOUND = Slot(
    "inbound",
    _Flag(),
    "",
    "",
    optional=True,
    default=lambda _turn, said: bool(said.heard and said.heard.inbound),
    fixable=False,
)
"""Whether they got in touch, and we did not."""
ALL: tuple[Slot[Any], ...] = (
    CUSTOMER,
    KIND,
    WHEN,
    SUMMARY,
    CONTACT,
    NEXT_STEP,
    AMOUNT,
    MOOD,
    PROMOTION,
    PRODUCT,
    INBOUND,
)


def enrich(turn: Turn, said: Said, slot: Slot[Any], text: str) -> None:
    """“What happened?” is often answered with more than that: who, how much, what next; or with only who it was, and is asked again."""
    if slot is not SUMMARY:
        return
    if _other_customer(turn, said, text) or _only_when(turn, said, text):
        return
    heard = turn.read_as("log_interaction", text)
    others: tuple[Slot[Any], ...] = (CONTACT, AMOUNT, MOOD, PROMOTION, PRODUCT, NEXT_STEP)
    for other in others:
        value = heard.slots.get(other.name)
        if value is None or other in said or (other is CONTACT and not _is_person(value, text)):
            continue
        try:
            taken = other.type.read(turn, text, said) if other is CONTACT else other.type.take(turn, value, said)
        except Unclear:
            continue  # not sure enough to be worth a question: the words themselves are kept
        if taken is not None:
            said.put(other, taken)
    summary = heard.slots.get("summary")
    if NEXT_STEP in said:
        loose = {"kind", "when", "customer"} & set(heard.slots)  # what the answer tells besides, and nobody keeps
        said.put(SUMMARY, text.strip() if loose else str(summary or ""))
    elif summary is None and CONTACT in said and set(heard.slots) == {"contact"}:
        said.drop(SUMMARY)


def _only_when(turn: Turn, said: Said, text: str) -> bool:
    """Whether the answer only says when it was ("ayer"): what happened is then asked again."""
    moment = read_whole_moment(turn, text, "past")
    if moment is None:
        return False
    try:
        said.put(WHEN, WHEN.type.take(turn, moment, said) or moment)
    except Unclear:
        return False  # still to come: rather what happens next than a date
    said.drop(SUMMARY)
    return True


def _is_person(value: SlotValue, text: str) -> bool:
    """Whether a name is surely somebody met: known, written as a name, or behind "con", "with"."""
    if not isinstance(value, Name) or value.candidates or value.text in text:
        return True
    return bool(re.search(rf"\b{any_of('met_with')}\s+{re.escape(fold(value.text))}\b", fold(text)))


def _other_customer(turn: Turn, said: Said, text: str) -> bool:
    """Whether the answer puts the customer right instead ("perdón, era Bar Central"): what happened is then asked again."""
    fix = correction(text)
    name = turn.match(fix.right, {NameKind.CUSTOMER}).known if fix and fix.plain and fix.right else None
    customer = turn.work.customers.get(name.id) if name else None
    if customer is None:
        return False
    said.put(CUSTOMER, customer)
    said.drop(SUMMARY)
    return True
