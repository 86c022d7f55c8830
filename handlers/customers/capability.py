"""Customers: adding one in a line; what is there already is said with whose it is."""

import re
from dataclasses import dataclass

from handlers.customers.activity import CUSTOMERS
from handlers.customers.told_details import keep_alone
from handlers.kit.audit import undo_choice
from handlers.kit.format.phones import phone_shown
from handlers.kit.format.texts import Voice, Words, _, clip
from handlers.kit.forms.contact_details import Email, Phone, email_address, number_of_here
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Confirmation, Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.name_slots import LONGEST_NAME, SAMPLE, tidy_name
from handlers.kit.forms.uniqueness import who_has
from handlers.kit.messages.action import LEAVE, Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.registry.registry import Capability, Command, registry_of
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, NameKind, NextStep, SlotValue
from handlers.language.slots.told_details import TOLD_DETAILS
from handlers.language.text.any_of import any_of
from storage.crm.records import ContactRecord, CustomerRecord
from storage.names.folding import fold
from storage.people.records import Person

PROMISE = "set_reminder"
"""The intent of what is to be done on a day."""
_LED = re.compile(rf"\b{any_of('led_by')}\s*:?\s+(.+)")
"""Who answers for a customer, in a sentence."""


class NewCustomerName(SlotType[str]):
    """A name that no customer has yet."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The name as typed."""
        name = tidy_name(text)
        if not name:
            raise Unclear
        if len(text.strip()) > LONGEST_NAME:
            raise Unclear(_("That is too long for a name: {limit} characters at most.", limit=LONGEST_NAME))
        if existing := turn.work.customers.exactly(name):
            whose = _(
                "{name} already exists, owned by {owner}. Another name?", name=existing.name, owner=existing.owner or ""
            )
            # Of another's customer no more is told than that it exists, and whose it is.
            its_card = Choice(_("Its card"), Action("card", {"customer": existing.id}))
            card = (its_card,) if turn.work.customers.get(existing.id) else ()
            raise Unclear(
                whose if existing.owner else _("{name} already exists. Another name?", name=existing.name),
                choices=(*card, Choice(_("Leave it"), LEAVE)),
            )
        return name

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The name in a sentence."""
        return self.read(
            turn,
            heard.candidates[0].name
            if isinstance(heard, Name) and heard.known
            else heard.text
            if isinstance(heard, Name)
            else str(heard),
            said,
        )

    def show(self, value: str) -> Words:
        """As typed."""
        return clip(value, LONGEST_NAME)

    def sample(self, speaks: Voice) -> Words:
        """One of nobody."""
        return SAMPLE


NAME = Slot("customer", NewCustomerName(), _("Name"), _("What is the customer's name?"))


class OwnPhone(Phone):
    """The customer's own number: one that is told of a person there is theirs."""

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str | None:
        """The number in a sentence, but for a person's."""
        return None if _of_person(turn, said, "phone") else super().take(turn, heard, said)


class OwnEmail(Email):
    """The customer's own address: one that is told of a person there is theirs."""

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str | None:
        """The address in a sentence, but for a person's."""
        return None if _of_person(turn, said, "email") else super().take(turn, heard, said)


PHONE = Slot("phone", OwnPhone(), _("Phone"), _("Which telephone number?"), optional=True, guided=True)
EMAIL = Slot("email", OwnEmail(), _("E-mail"), _("Which e-mail address?"), optional=True)


def _owner(turn: Turn, said: Said) -> Person | None:
    """The colleague whom the sentence gives the customer to: "…, lo lleva Luis", "…, responsable Luis Vega"."""
    found = _LED.search(fold(said.text))
    words = re.split(r"[,.;:\n]", found[1])[0].split() if found else []
    for length in (2, 1):
        entry = turn.match(" ".join(words[:length]), {NameKind.STAFF}).known if len(words) >= length else None
        if entry and (owner := turn.work.people.works_here(entry.id)):
            return owner
    return None


@dataclass(frozen=True, slots=True)
class _There:
    """Somebody at a new customer: `unknown` is a number, as it was typed, that the country does not have."""

    name: str
    role: str | None = None
    phone: str | None = None
    email: str | None = None
    unknown: str | None = None


def _of_person(turn: Turn, said: Said, detail: str) -> str | None:
    """A number or an address that the sentence tells of somebody who works there, as it was typed."""
    if said.heard is None or not isinstance(said.heard.slots.get("contact"), Name):
        return None
    told = turn.read_as(TOLD_DETAILS, said.text).slots
    whose, value = told.get("contact"), told.get(detail)
    return str(value) if isinstance(whose, Name) and value is not None and not _is_staff(turn, said, whose) else None


def _is_staff(turn: Turn, said: Said, name: Name) -> bool:
    """Whether a name is that of the colleague who answers for the customer."""
    return bool(_owner(turn, said) and turn.match(name.text, {NameKind.STAFF}).candidates)


def _person_there(turn: Turn, said: Said) -> _There | None:
    """Whom the sentence names as somebody there, what they are, and how to reach them."""
    heard = said.heard.slots if said.heard else {}
    name, role = heard.get("contact"), heard.get("role")
    if not isinstance(name, Name) or _is_staff(turn, said, name):
        return None
    typed, email = _of_person(turn, said, "phone"), _of_person(turn, said, "email")
    phone = number_of_here(turn, typed) if typed else None
    return _There(
        tidy_name(name.text),
        role if isinstance(role, str) else None,
        phone,
        email_address(email) if email else None,
        typed if not phone else None,
    )


OWNER = Slot("staff", Colleague(), _("Owner"), _("Whose customer"), optional=True, default=_owner)


def _check(turn: Turn, said: Said) -> Confirmation | None:
    """A number or an address that somebody has already may mean the same customer by another name."""
    for kind, slot in (("phone", PHONE), ("email", EMAIL)):
        reach = said.get(slot)
        if reach and (taken := who_has(turn, kind, reach)):
            words = _(
                "{reach} already exists: {taken}. Add {name} anyway?",
                reach=phone_shown(reach),
                taken=taken.words,
                name=said[NAME],
            )
            return Confirmation(f"{kind}_taken", (words,), taken.choices)
    return None


def _add(turn: Turn, said: Said) -> Reply:
    owner, there = said.get(OWNER) or turn.person, _person_there(turn, said)
    customer = turn.work.customers.add(said[NAME], phone=said.get(PHONE), email=said.get(EMAIL), owner=owner)
    target = Target("customer", customer.id)
    facts: list[tuple[Words, Words]] = [(_("Owner"), owner.name)]
    facts += [
        (label, value)
        for label, value in ((_("Phone"), phone_shown(customer.phone)), (_("E-mail"), customer.email))
        if value
    ]
    if address := said.heard.slots.get("address") if said.heard else None:
        turn.work.customers.change(customer.id, "address", tidy_name(str(address)))
        facts.append((_("Address"), tidy_name(str(address))))
    unknown: tuple[Choice, ...] = ()
    if there:
        contact = turn.work.customers.add_contact(
            customer.id, there.name, role=there.role, phone=there.phone, email=there.email
        )
        named = _("{name}, {role}", name=contact.name, role=there.role) if there.role else contact.name
        facts.append((_("Contact"), named))
        facts += [
            (label, value)
            for label, value in ((_("Phone"), phone_shown(there.phone)), (_("E-mail"), there.email))
            if value
        ]
        unknown = _as_typed(contact, there.unknown) if there.unknown else ()
    turn.conversation.made(target, turn.incoming.sent_at)
    if owner.id != turn.person.id:
        turn.tell(
            owner.id,
            Reply.of(
                _("{name} has handed {customer} over to you.", name=turn.person.name, customer=customer.name),
                choices=(Choice(_("Card"), Action("card", {"customer": customer.id})),),
                about=target,
            ),
        )
    choices = (
        Choice(_("Edit"), Action("edit", {"subject": str(target)})),
        Choice(_("Add a contact"), Action("add_contact", {"customer": customer.id})),
        *undo_choice(turn),
        *unknown,
    )
    return Reply((Heading(_("New customer: {name}", name=customer.name)), Facts(facts)), choices, about=target)


def _as_typed(contact: ContactRecord, number: str) -> tuple[Choice, ...]:
    """A number that the country does not have, to keep all the same."""
    keep = {"subject": str(Target("contact", contact.id)), "detail": "phone", "value": number}
    label = _("Phone of {name}: {value}", name=clip(contact.name, 24), value=number)
    return (Choice(label, Action("keep_told_detail", keep)),)


def _told_of(turn: Turn, target: Target, text: str) -> Reply | None:
    """What is told of a customer who is spoken of is a note there; what is promised, a follow-up; a number alone is theirs."""
    if kept := keep_alone(turn, target, text):
        return kept
    registry = registry_of(turn)
    reminder = registry.intent(PROMISE)
    if reminder and isinstance(reminder[1], Form) and _only_promises(turn, text):
        return start(turn, reminder[1], turn.read_as(PROMISE, text), text=text, values={NAME.name: target.id})
    keep = registry.one("keeps_note")
    return keep(turn, target.id, text, None) if keep and turn.work.customers.get(target.id) else None


def _only_promises(turn: Turn, text: str) -> bool:
    """Whether a text says what is to be done on a day, and tells nothing."""
    if turn.understand(text).intent == PROMISE:
        return "due" in turn.understand(text).slots
    told = turn.read_as("log_interaction", text).slots
    step = told.get("next_step")
    return isinstance(step, NextStep) and step.due is not None and told.keys() <= {"next_step", "customer"}


def _remember(turn: Turn, customer: CustomerRecord, nickname: str) -> Reply:
    """Another name for a customer, from now on."""
    turn.work.customers.call_also(customer.id, nickname)
    return Reply.of(
        _("I'll remember: “{nickname}” is {name}.", nickname=nickname, name=customer.name), choices=undo_choice(turn)
    )


NEW_CUSTOMER = Form(
    "new_customer",
    (NAME, PHONE, EMAIL, OWNER),
    save=_add,
    check=_check,
    makes="customer",
    intent="new_customer",
    title=_("New customer"),
)

CAPABILITY = Capability(
    "customers",
    about=_("Add a customer"),
    commands=(
        Command(
            {"es": "nuevo", "en": "new"}, NEW_CUSTOMER, _("Add a customer: name and phone"), reads_as="nuevo cliente {}"
        ),
    ),
    continues={"customer": _told_of},
    actions={"remember_nickname": _remember},
    intents={"new_customer": NEW_CUSTOMER},
    examples={"es": ("nuevo cliente Bar Luna 600 123 456",), "en": ("new customer Corner House",)},
    records=CUSTOMERS,
    order=30,
)
