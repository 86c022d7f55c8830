"""The people at customers: a new one in a sentence, and anybody's number to tap."""

from collections.abc import Sequence

from handlers.customers.activity import CONTACTS
from handlers.kit.audit import undo_choice
from handlers.kit.format.lists import person
from handlers.kit.format.phones import phone_shown, phones_shown
from handlers.kit.format.texts import Voice, Words, _, clip
from handlers.kit.forms.contact_details import Email, Phone
from handlers.kit.forms.form import Confirmation, Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.name_slots import LONGEST_NAME, SAMPLE_PERSON, CustomerName, tidy_name
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.forms.subjects import Subject, of_owner, subject_label, subjects_named
from handlers.kit.forms.uniqueness import who_has
from handlers.kit.messages.action import LEAVE, Action, Choice, Target
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.told_in_log import logged_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.names.answers import may_be_called
from handlers.language.meaning import Name, SlotValue
from handlers.language.slots.told_people import NAMED_PEOPLE
from storage.crm.interactions import IN_TOUCH
from storage.crm.records import ContactRecord, CustomerRecord
from storage.names.folding import fold
from storage.names.keys import name_words

MOST_CHOICES = 6
LISTED = 8
LONGEST_ROLE = 80


# ------------------------------------------------------------------ a new one
class NewPerson(SlotType[str]):
    """Somebody whom this customer's list of people does not have yet."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name as typed."""
        name = tidy_name(text)
        if not name or text.startswith("/"):
            raise Unclear
        if len(text.strip()) > LONGEST_NAME:
            raise Unclear(_("That is too long for a name: {limit} characters at most.", limit=LONGEST_NAME))
        if not may_be_called(text):
            raise Unclear(_("I don't see a name there. Who is it?"))
        customer = said.get(CUSTOMER)  # whose it is may be asked still
        known = turn.work.customers.contacts(customer.id) if customer else ()
        there = next((c for c in known if fold(c.name) == fold(name)), None)
        if there and customer:
            words = _("{name} is already at {customer}. Another name?", name=there.name, customer=customer.name)
            raise Unclear(
                words,
                choices=(
                    Choice(_("Its card"), Action("contact_card", {"contact": there.id})),
                    Choice(_("Leave it"), LEAVE),
                ),
            )
        return name

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The name in a sentence."""
        return self.read(turn, heard.text if isinstance(heard, Name) else str(heard), said)

    def sample(self, speaks: Voice) -> Words:
        """One of nobody."""
        return SAMPLE_PERSON


class JobTitle(FreeText):
    """What somebody does there."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """A few words."""
        role = super().read(turn, text, said)
        if len(role) > LONGEST_ROLE:
            raise Unclear(_("That is too long: {limit} characters at most.", limit=LONGEST_ROLE))
        return role


CUSTOMER = Slot("customer", CustomerName(), _("Customer"), _("At which customer?"))
NAME = Slot("contact", NewPerson(), _("Name"), _("What is the person's name?"))
ROLE = Slot(
    "role", JobTitle(), _("Role"), _("What do they do there?"), _("purchasing manager"), optional=True, guided=True
)
PHONE = Slot("phone", Phone(), _("Phone"), _("Which telephone number?"), optional=True, guided=True)
EMAIL = Slot("email", Email(), _("E-mail"), _("Which e-mail address?"), optional=True, guided=True)


def _check(turn: Turn, said: Said) -> Confirmation | None:
    """A number or an address that somebody has already may be the same person."""
    for kind, slot in (("phone", PHONE), ("email", EMAIL)):
        reach = said.get(slot)
        if (
            reach
            and (taken := who_has(turn, kind, reach))
            and (taken.customer_id != said[CUSTOMER].id or taken.contact_id)
        ):
            words = _(
                "{reach} already exists: {taken}. Add {name} anyway?",
                reach=phone_shown(reach),
                taken=taken.words,
                name=said[NAME],
            )
            return Confirmation(f"{kind}_taken", (words,), taken.choices)
    return None


def _add(turn: Turn, said: Said) -> Reply:
    customer = said[CUSTOMER]
    kept = turn.work.customers.add_contact(
        customer.id, said[NAME], role=said.get(ROLE), phone=said.get(PHONE), email=said.get(EMAIL)
    )
    _met(turn, customer, kept)
    target = Target("contact", kept.id)
    heading = _("New contact: {name} · {customer}", name=kept.name, customer=customer.name)
    choices = (
        *undo_choice(turn),
        Choice(_("Edit"), Action("edit", {"subject": str(target)})),
        Choice(_("Card"), Action("card", {"customer": customer.id})),
    )
    return Reply((Heading(heading), *_facts(kept)), choices, about=target)


def _met(turn: Turn, customer: CustomerRecord, kept: ContactRecord) -> None:
    """The record of this chat that told of somebody new, and of nobody else who was met, is one with them."""
    logged = logged_of(turn, customer)
    if logged is None or logged.met or logged.kind not in IN_TOUCH:
        return
    told = turn.read_as(NAMED_PEOPLE, logged.summary)
    new = [one for one in told.also if not one.candidates or kept.id in {entry.id for entry in one.candidates}]
    if len(new) == 1 and set(name_words(new[0].text)) <= set(name_words(kept.name)) and new[0] not in told.absent:
        turn.work.interactions.met(logged.id, [kept.id])


def _facts(contact: ContactRecord) -> tuple[Facts, ...]:
    """Role, number and address, a line each: platforms make the last two something to tap."""
    known = ((_("Role"), contact.role), (_("Phone"), phone_shown(contact.phone)), (_("E-mail"), contact.email))
    pairs: list[tuple[Words, Words]] = [(label, value) for label, value in known if value]
    return (Facts(pairs),) if pairs else ()


NEW_CONTACT = Form(
    "new_contact",
    (CUSTOMER, NAME, ROLE, PHONE, EMAIL),
    save=_add,
    check=_check,
    makes="contact",
    intent="new_contact",
    title=_("New contact"),
)


# ------------------------------------------------------------------ their numbers
def _reach(turn: Turn, words: str) -> Reply:
    """Somebody's number and address; of a customer, its own and its people's."""
    if not words.strip():
        return Reply.of(_("Whose number? For example: “{example}”", example=_("Laura's phone")))
    return _found(turn, subjects_named(turn, of_owner(turn, words.strip())), words)


def _found(turn: Turn, found: Sequence[Subject], words: str) -> Reply:
    if not found:
        raise Sorry(
            _(
                "I don't know anyone called “{name}”. /customer and a name shows who works there.",
                name=clip(words.strip(), 60),
            )
        )
    if len(found) > 1:
        choices = [Choice(subject_label(subject), _shows(subject)) for subject in found[:MOST_CHOICES]]
        return Reply.which(_("Who do you mean?"), choices)
    subject = found[0]
    return _contact_card(subject.contact, subject.customer) if subject.contact else _people(turn, subject.customer)


def _shows(subject: Subject) -> Action:
    """What shows somebody's numbers."""
    if subject.contact:
        return Action("contact_card", {"contact": subject.contact.id})
    return Action("contacts", {"customer": subject.customer.id})


def _contact_card(contact: ContactRecord, customer: CustomerRecord) -> Reply:
    target = Target("contact", contact.id)
    nothing = () if contact.phone or contact.email else (Paragraph(_("No phone or e-mail yet.")),)
    choices = (
        Choice(_("Edit"), Action("edit", {"subject": str(target)})),
        Choice(_("Not there any more"), Action("contact_left", {"contact": contact.id})),
        Choice(_("Card of {customer}", customer=clip(customer.name, 30)), Action("card", {"customer": customer.id})),
    )
    heading = _("{name} · {customer}", name=contact.name, customer=customer.name)
    return Reply((Heading(heading), *_facts(contact), *nothing), choices, about=target)


def _people(turn: Turn, customer: CustomerRecord) -> Reply:
    """A customer's own numbers, and its people's."""
    customers, this = turn.work.customers, {"customer": customer.id}
    numbers = phones_shown([customer.phone, *customers.further_phones(customer.id)])
    facts: list[tuple[Words, Words]] = [
        (label, value) for label, value in ((_("Phone"), numbers), (_("E-mail"), customer.email)) if value
    ]
    people = customers.contacts(customer.id)
    blocks = (
        Heading(_("How to reach {customer}", customer=customer.name)),
        *((Facts(facts),) if facts else ()),
        *((Entries([person(c) for c in people[:LISTED]]),) if people else ()),
        *(
            (Paragraph(_("And {count} more: ask for them by name.", count=len(people) - LISTED)),)
            if len(people) > LISTED
            else ()
        ),
        *(() if people or facts else (Paragraph(_("No phone or e-mail yet.")),)),
    )
    choices = (Choice(_("Add a contact"), Action("add_contact", this)), Choice(_("Card"), Action("card", this)))
    return Reply(blocks, choices, about=Target("customer", customer.id))


def _card_of_contact(turn: Turn, contact: ContactRecord) -> Reply:
    return _contact_card(contact, _customer_of(turn, contact))


def _left(turn: Turn, contact: ContactRecord) -> Reply:
    """They do not work there any more."""
    customer = _customer_of(turn, contact)
    turn.work.contacts.archive(contact.id)
    words = _(
        "{name} is not at {customer} any more. What they said stays in the history.",
        name=contact.name,
        customer=customer.name,
    )
    return Reply.of(words, choices=undo_choice(turn))


def _customer_of(turn: Turn, contact: ContactRecord) -> CustomerRecord:
    customer = turn.work.customers.get(contact.customer_id)
    if customer is None:
        raise Sorry(_("That no longer exists."))
    return customer


CAPABILITY = Capability(
    "contacts",
    about=_("The people at customers, and their numbers"),
    commands=(
        Command(
            {"es": "contacto", "en": "contact"},
            NEW_CONTACT,
            _("Add a contact at a customer"),
            reads_as="nuevo contacto {}",
        ),
        Command({"es": "telefono", "en": "phone"}, _reach, _("Somebody's number and e-mail")),
        Command({"": "people_of"}, _reach, hidden=True, sayings="people_of"),
    ),
    actions={
        "add_contact": NEW_CONTACT,
        "contact_card": _card_of_contact,
        "contact_left": _left,
        "contacts": _people,
    },
    intents={"new_contact": NEW_CONTACT, "show_contact": _reach},
    examples={"es": ("teléfono de Marta",), "en": ("Laura's phone",)},
    records=CONTACTS,
    order=31,
)
