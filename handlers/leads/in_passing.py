"""Somebody whom nobody knows, told of in passing: offered as a lead, with what was told of them."""

from handlers.kit.format.texts import _, clip
from handlers.kit.forms.filling import start
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability
from handlers.kit.told_in_log import logged_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name
from handlers.language.slots.strangers import is_met_there, names_a_stranger
from handlers.leads.adding import NEW
from storage.crm.records import CustomerRecord

LONGEST = 500
"""Letters of a message that goes with a button."""


def stranger(turn: Turn, text: str) -> Reply | None:
    """The button that makes a lead of whoever a message tells of; None where it names nobody who is unknown."""
    told = turn.read_as("new_lead", text).slots
    names = [name for slot in ("contact", "customer") if isinstance(name := told.get(slot), Name)]
    if not names or any(name.candidates for name in names) or len(text) > LONGEST:
        return None
    label = _("New lead: {name}", name=clip(" · ".join(name.text for name in names), 40))
    return Reply((), (Choice(label, Action("lead_told", {"words": text})),))


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log that tells of somebody elsewhere as well: "his brother at Fenwick Fruit wants the same"."""
    logged = logged_of(turn, customer)
    elsewhere = logged and names_a_stranger(logged.summary) and not is_met_there(logged.summary)
    return stranger(turn, logged.summary) if logged and elsewhere else None


def told(turn: Turn, words: str) -> Reply:
    """The button: the form of a new lead, filled in with what was told."""
    pending = turn.take_pending()
    heard = turn.read_as("new_lead", words)
    if not {"contact", "customer"} & heard.slots.keys():
        raise Sorry(_("That no longer exists."))
    return start(turn, NEW, heard, text=words, told=pending or words)


CAPABILITY = Capability(
    "leads_in_passing",
    about=_("Somebody new who is told of in passing"),
    actions={"lead_told": told},
    contributes={"after_log": after_log, "after_addition": after_log, "stranger": stranger},
    order=29,
)
