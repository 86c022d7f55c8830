"""What may be corrected: a customer or somebody there, and which of their details."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from handlers.kit.format.texts import Voice, Words, _, clip
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.forms.name_slots import SAMPLE_PERSON
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.spoken_of import customer_of, person_spoken_of
from handlers.kit.turn import Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.meaning import Name, NameEntry, NameKind
from handlers.language.slots.pointing import telling_words
from handlers.language.text.any_of import meanings_of, words_of
from storage.crm.records import ContactRecord, CustomerRecord
from storage.names.folding import fold

MOST_CHOICES = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """A customer, or a `contact` there."""

    customer: CustomerRecord
    contact: ContactRecord | None = None

    @property
    def name(self) -> str:
        """How it is called."""
        return self.contact.name if self.contact else self.customer.name

    @property
    def target(self) -> Target:
        """As buttons refer to it."""
        return Target("contact", self.contact.id) if self.contact else Target("customer", self.customer.id)

    @classmethod
    def of(cls, turn: Turn, target: Target | None) -> "Subject | None":
        """What a button refers to; None where it is gone, or not for this person to see."""
        if target and target.kind == "contact":
            contact = turn.work.customers.contact(target.id)
            customer = turn.work.customers.get(contact.customer_id) if contact else None
            return cls(customer, contact) if customer else None
        customer = turn.work.customers.get(target.id) if target and target.kind == "customer" else None
        return cls(customer) if customer else None


class SubjectName(SlotType[Subject]):
    """A customer or a contact, by name; people are told apart by where they work."""

    takes_names = True

    def read(self, turn: Turn, text: str, said: Said) -> Subject:
        """Whom the text names."""
        if not text.strip() or text.startswith("/"):
            raise Unclear
        text = of_owner(turn, text)
        if fold(text) in words_of("of_them") and (spoken_of := _spoken_of(turn)):
            return spoken_of
        found = subjects_named(turn, text)[:MOST_CHOICES]
        if len(found) == 1 and _is_called_so(found[0], text):
            return found[0]
        if found:
            choices = [Choice(subject_label(subject), answer(target=subject.target)) for subject in found]
            if len(found) == 1:
                raise Unclear(
                    _(
                        "I don't know anyone called “{name}”. Do you mean {known}?",
                        name=clip(text, 60),
                        known=found[0].name,
                    ),
                    choices=choices,
                )
            raise Unclear(_("Which one do you mean by “{name}”?", name=clip(text, 60)), choices=choices)
        raise Unclear(_("I don't know any customer or contact called “{name}”.", name=clip(text, 60)))

    def sample(self, speaks: Voice) -> Words:
        """One of nobody."""
        return SAMPLE_PERSON

    def of_target(self, turn: Turn, target: Target) -> Subject | None:
        """The one that was chosen."""
        return Subject.of(turn, target)

    def dump(self, value: Subject) -> Any:  # noqa: ANN401
        """As its target."""
        return str(value.target)

    def load(self, turn: Turn, raw: Any) -> Subject:  # noqa: ANN401
        """From its target."""
        subject = Subject.of(turn, Target.parse(raw))
        if subject is None:
            raise Unclear(_("That no longer exists."))
        return subject


def _spoken_of(turn: Turn) -> Subject | None:
    """Whoever is spoken of: the person, else the customer."""
    subject = turn.conversation.subject
    if subject is None:
        return None
    person, customer = person_spoken_of(turn, subject.target), customer_of(turn, subject.target)
    if person is not None:
        return Subject.of(turn, Target("contact", person.id))
    return Subject.of(turn, Target("customer", customer)) if customer is not None else None


def _is_called_so(subject: Subject, text: str) -> bool:
    """Whether a person's name has a word of the text as it is: what is corrected must not be of somebody whose name is only alike."""
    return subject.contact is None or bool(set(fold(text).split()) & set(fold(subject.name).split()))


def without_possessive(text: str) -> str:
    """A name without the ending that says that something is theirs: "Rosa's" is Rosa; "Green's Deli" stays."""
    return text.removesuffix("'s").removesuffix("’s").removesuffix("'").removesuffix("’")


def without_ending(turn: Turn, text: str) -> tuple[str, ...]:
    """What a possessive may be of, as it is spelt, and as it is typed without its apostrophe: "sallys" is Sally's."""
    name = without_possessive(text)
    endings = phrasebook().of_language.get(turn.person.language, {}).get("possessives", ())
    return (name, *(name.removesuffix(ending) for ending in endings if name.endswith(ending)))


def of_owner(turn: Turn, text: str) -> str:
    """A name without the ending of a possessive, where somebody is called so; else as it is spelt."""
    name, *others = without_ending(turn, text)
    for bare in others:
        known = turn.match(bare, {NameKind.CUSTOMER, NameKind.CONTACT})
        exact = {word for entry in known.candidates for word in fold(entry.name).split()}
        if fold(name) not in exact and set(fold(bare).split()) <= exact:
            return bare
    return name


def subjects_named(turn: Turn, text: str) -> list[Subject]:
    """Whom a text may mean, best first: "Marta", "Marta de Bar Sol", "Bar Sol". Only those this person may see."""
    heard = turn.read_as("show_contact", text).slots
    contact, customer = heard.get("contact"), heard.get("customer")
    at = {entry.id for entry in customer.candidates} if isinstance(customer, Name) else set()
    if (
        at
        and isinstance(contact, Name)
        and (there := [entry for entry in contact.candidates if entry.customer_id in at])
    ):
        return _subjects(turn, there)
    whole = turn.match(text, {NameKind.CUSTOMER, NameKind.CONTACT}).candidates
    spoken = (
        contact.candidates if isinstance(contact, Name) else customer.candidates if isinstance(customer, Name) else ()
    )
    return _subjects(turn, whole or spoken)


def somebody_meant(turn: Turn, text: str) -> Subject | None:
    """The one customer whom all telling words of a text fit, and the person there: "for Elena, the nursery one". None where it may be two."""
    kinds = {NameKind.CUSTOMER, NameKind.CONTACT}
    found = [turn.match(word, kinds).candidates for word in telling_words(text)]
    each = [{one.id if one.kind is NameKind.CUSTOMER else one.customer_id for one in names} for names in found]
    customers = set[int | None].intersection(*each) if each else set[int | None]()
    if len(customers) != 1:
        return None
    people = {
        one.id for names in found for one in names if one.kind is NameKind.CONTACT and one.customer_id in customers
    }
    if len(people) == 1:
        return Subject.of(turn, Target("contact", people.pop()))
    return Subject.of(turn, Target("customer", customers.pop() or 0))


def _subjects(turn: Turn, entries: Iterable[NameEntry]) -> list[Subject]:
    found = (Subject.of(turn, Target(entry.kind.value, entry.id)) for entry in entries)
    return [subject for subject in found if subject]


def subject_label(subject: Subject) -> Words:
    """A customer's name, or a contact's with where they work."""
    return (
        f"{clip(subject.name, 30)} · {clip(subject.customer.name, 26)}" if subject.contact else clip(subject.name, 60)
    )


CUSTOMER_DETAILS: Mapping[str, Words] = {
    "name": _("Name"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "address": _("Address"),
    "sector": _("Sector"),
    "status": _("Status"),
    "nicknames": _("Other names"),
}
CONTACT_DETAILS: Mapping[str, Words] = {"name": _("Name"), "role": _("Role"), "phone": _("Phone"), "email": _("E-mail")}


@cache
def also_called() -> Mapping[str, str]:
    """What people call a detail, folded, and which it is."""
    return {**meanings_of("reach_detail"), **meanings_of("other_detail")}
