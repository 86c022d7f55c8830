"""Closing days: when the whole company is closed. Admins declare them, everybody's reminders go by them."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command, RecordWords
from handlers.kit.registry.sayings import read_saying
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name
from handlers.people.day_slots import Days, shown

SHOWN = 10
TAKES = ("{period:moment} {name}?",)


def _only_admins(turn: Turn, _said: Said | None = None) -> None:
    if turn.person.role != "admin":
        raise Sorry(_("Only admins can change closing days."))


PERIOD = Slot("period", Days(), _("Days"), _("On which days are you closed?"), _("24 December"), default=_only_admins)
NAME = Slot("name", FreeText(), _("Why"), _("Why?"), optional=True)


def _list(turn: Turn, words: str) -> Reply:
    """The closing days to come; with words, new ones."""
    if words:
        _only_admins(turn)
        answers = read_saying(words, TAKES)
        return start(turn, CLOSE, None, answers=answers) if answers else start(turn, CLOSE, None, first=words)
    return _show(turn)


def _show(turn: Turn) -> Reply:
    return _listed(turn, _("Closing days"))


def _listed(turn: Turn, heading: Words) -> Reply:
    found = turn.work.absences.closing_days(turn.said_at.date())[:SHOWN]
    admin = turn.person.role == "admin"
    new = (Choice(_("New closing days"), Action("close_company")),) if admin else ()
    if not found:
        return Reply((Heading(heading), Paragraph(_("None, beside public holidays."))), new)
    entries = [(shown((c.first, c.last)), clip(c.name or "", 100)) for c in found]
    remove = tuple(
        Choice(_("Remove: {what}", what=shown((c.first, c.last))), Action("closing_remove", {"closing_days": c.id}))
        for c in found
    )
    return Reply((Heading(heading), Entries(entries)), (*new, *(remove if admin else ())))


def _close(turn: Turn, said: Said) -> Reply:
    """Keeps them; days that are closed already stay as they are."""
    _only_admins(turn)
    today = turn.said_at.date()
    standing = {(c.first, c.last) for c in turn.work.absences.closing_days(today)}
    new = [days for days in said[PERIOD] if days not in standing]
    if not new:
        return Reply.of(_("It's already like that."))
    for first, last in new:
        turn.work.absences.close(first, last, said.get(NAME))
    listed = _listed(turn, _("Closed: {days}", days=PERIOD.type.show(tuple(new))))
    return replace(listed, choices=(*undo_choice(turn), *listed.choices))


def _remove(turn: Turn, closing_days: int) -> Reply:
    _only_admins(turn)
    standing = turn.work.absences.closing_days(turn.said_at.date())
    found = next((c for c in standing if c.id == closing_days), None)
    if found is None:
        raise Sorry(_("That no longer exists."))
    turn.work.absences.open_again(found.id)
    words = _("Open as usual: {days}.", days=shown((found.first, found.last)))
    return Reply.of(words, choices=undo_choice(turn), replaces=True)


def _what(_turn: Turn, _id: int) -> Words:
    return _("the closing days")


def _about_us(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether nothing but a reason follows: "cerramos el 24 la venta con Bar Sol" is about a customer."""
    name = places.get("name")
    if not name:
        return True
    customer = turn.read_as("log_interaction", name).slots.get("customer")
    named = isinstance(customer, Name) and customer.candidates
    return not named and turn.understand(name).intent == "unknown"


CLOSE = Form("close_company", (PERIOD, NAME), save=_close)

CAPABILITY = Capability(
    "closing_days",
    about=_("Days on which the company is closed"),
    commands=(
        Command(
            {"es": "cierres", "en": "closing_days"},
            _list,
            _("Days on which the company is closed"),
            phrases={
                "es": ("días de cierre", "cierres", "festivos"),
                "en": ("closing days", "closures"),
            },
        ),
        Command({"": "close"}, CLOSE, hidden=True, sayings="closing", fits=_about_us),
    ),
    actions={"close_company": CLOSE, "closing_days": _show, "closing_remove": _remove},
    records={"closing_days": RecordWords(_what)},
    order=735,
)
