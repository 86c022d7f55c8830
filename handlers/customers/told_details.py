"""A number or an address that was told in passing: offered to be kept where it will be looked for."""

from collections.abc import Mapping

from handlers.customers.contacts import NEW_CONTACT
from handlers.customers.editing import EDIT
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.filling import start
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability
from handlers.kit.turn import Turn
from handlers.language.entities.names.answers import may_be_called
from handlers.language.meaning import Name, SlotValue
from storage.crm.records import CustomerRecord, InteractionRecord
from storage.names.folding import fold

DETAILS = ("phone", "email")
FEWEST_DIGITS = 6
"""Digits of a text that may hold a telephone number."""
LONGEST_PERSON = 3
"""Words of a name that is offered; what is longer is rather a sentence that was taken for one."""


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log whose words hold a number or an address: to keep it on the card of whoever it is of."""
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None
    if logged is None or logged.customer_id != customer.id or not _may_hold(logged.summary):
        return None
    told = turn.read_as("new_contact", logged.summary).slots
    found = [(detail, str(told[detail])) for detail in DETAILS if detail in told]
    if not found:
        return None
    if (name := _somebody_new(turn, logged, told)) is not None:
        answers = {"contact": name} | dict(found) | ({"role": str(told["role"])} if "role" in told else {})
        add = Action("add_told_contact", {"customer": customer.id, **answers})
        return Reply((), (Choice(_("New contact: {name}", name=clip(name, 30)), add),))
    of = _subject(turn, logged, customer)
    return Reply((), tuple(_keep(of, detail, value) for detail, value in found)) if of else None


def _may_hold(text: str) -> bool:
    """Whether a text has an @ or many digits: most have neither, and are not read again."""
    return "@" in text or sum(c.isdigit() for c in text) >= FEWEST_DIGITS


def _somebody_new(turn: Turn, logged: InteractionRecord, told: Mapping[str, SlotValue]) -> str | None:
    """The person whom the words name with the number, where nobody there is called so."""
    name = told.get("contact")
    if not isinstance(name, Name) or name.candidates or not may_be_called(name.text):
        return None
    words = fold(name.text).split()
    there = {word for one in turn.work.customers.contacts(logged.customer_id) for word in fold(one.name).split()}
    sure = "role" in told or logged.contact_id is None
    return name.text if sure and len(words) <= LONGEST_PERSON and not there & set(words) else None


def _subject(turn: Turn, logged: InteractionRecord, customer: CustomerRecord) -> tuple[Target, str] | None:
    """Whoever was met, the only person there, or else the customer."""
    people = turn.work.customers.contacts(customer.id)
    met = next((one for one in people if one.id == logged.contact_id), people[0] if len(people) == 1 else None)
    return (Target("contact", met.id), met.name) if met else (Target("customer", customer.id), customer.name)


def _keep(of: tuple[Target, str], detail: str, value: str) -> Choice:
    target, name = of
    label = (
        _("Phone of {name}: {value}", name=clip(name, 24), value=value)
        if detail == "phone"
        else _("E-mail of {name}: {value}", name=clip(name, 24), value=clip(value, 30))
    )
    return Choice(label, Action("keep_told_detail", {"subject": str(target), "detail": detail, "value": value}))


def keep(turn: Turn, subject: str, detail: str, value: str) -> Reply:
    """A button: the detail is written; where somebody else has it, or there is another one, it is asked about."""
    return start(turn, EDIT, None, values={"subject": subject, "detail": detail}, answers={"value": value})


def add(
    turn: Turn, customer: int, contact: str, phone: str | None = None, email: str | None = None, role: str | None = None
) -> Reply:
    """A button: the form of new contacts, filled in with what was told."""
    told = {"contact": contact, "role": role, "phone": phone, "email": email}
    answers = {name: value for name, value in told.items() if value}
    return start(turn, NEW_CONTACT, None, values={"customer": customer}, answers=answers)


CAPABILITY = Capability(
    "told_details",
    about=_("Numbers and addresses told in passing"),
    actions={"keep_told_detail": keep, "add_told_contact": add},
    contributes={"after_log": after_log},
    order=33,
)
