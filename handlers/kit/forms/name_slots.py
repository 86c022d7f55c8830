"""Names as a form asks for them: a customer, or somebody who works there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from rapidfuzz import fuzz

from handlers.kit.format.texts import Voice, Words, _, clip
from handlers.kit.forms.contact_details import e164
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.messages.action import LEAVE, NO, YES, Action, Choice, Target, answer
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.concepts.phrasebook import phrasebook
from handlers.language.entities.names.answers import may_be_a_customer, may_be_called
from handlers.language.entities.names.written import as_name, without_loose_ends
from handlers.language.meaning import Name, NameEntry, NameKind, SlotValue
from storage.crm.records import ContactRecord, CustomerRecord
from storage.names.keys import name_words

LONGEST_NAME = 120
LONGEST_NEW_NAME = 5
"""Words. A longer text that names nobody known is a sentence, not a name to create."""
ALIKE = 75
"""From this likeness (0–100) a word is taken for one of a name."""
MOST_CHOICES = 6
_TELLS = "log_interaction"
_LOOKS = frozenset({"show_customer", "show_history", "brief_customer"})
"""Intents of sentences that name a customer beside other words."""

SAMPLE: Words = _("The Crown")
"""A customer's name, where one is shown how to answer."""

SAMPLE_PERSON: Words = _("Laura Bennett")

NOT_YET = 0
"""The id of a customer that is created when the form that names it is saved, and never before."""


class CustomerName(SlotType[CustomerRecord]):
    """A customer, by name, part of it, nickname, typo or telephone number; one nobody knows is offered to be created."""

    takes_names = True

    def read(self, turn: Turn, text: str, said: Said) -> CustomerRecord:
        """Whom the text names."""
        if not text.strip() or text.startswith("/"):
            raise Unclear
        name = turn.match(text, {NameKind.CUSTOMER})
        if name.known and (new := tidy_name(text)) and _may_be_another(text, name.known):
            raise self._unknown(new, name)
        if not name.candidates:
            # A sentence may name somebody new: "ayer bar luna, quieren 10 cajas", "ficha de bar luna".
            heard = turn.understand(text) if turn.understand(text).intent in _LOOKS else turn.read_as(_TELLS, text)
            within = heard.slots.get("customer")
            if within is None and heard.customer_id and (found := turn.work.customers.get(heard.customer_id)):
                return found  # whoever was named works there
            alone = turn.without_moment(text)
            name = within if isinstance(within, Name) else turn.match(alone, {NameKind.CUSTOMER}) if alone else name
        if not name.candidates and not _may_be_new(name.text) and not turn.anothers(text):
            raise Unclear(_("Which customer is this?"))
        return self._one_of(turn, name)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> CustomerRecord:
        """Whom the sentence names."""
        return self._one_of(turn, heard if isinstance(heard, Name) else Name(str(heard)))

    def of_target(self, turn: Turn, target: Target) -> CustomerRecord | None:
        """The customer of a chosen candidate."""
        return turn.work.customers.get(target.id) if target.kind == "customer" else None

    def dump(self, value: CustomerRecord) -> Any:  # noqa: ANN401
        """Its id; {"new": name} of one that is not there yet."""
        return {"new": value.name} if value.id == NOT_YET else value.id

    def load(self, turn: Turn, raw: Any) -> CustomerRecord:  # noqa: ANN401
        """By id; {"new": name} is the customer that was offered, to be created when the form is saved."""
        if isinstance(raw, dict):
            existing = turn.work.customers.exactly(raw["new"])
            if existing and turn.work.customers.get(existing.id) is None:
                raise exists_elsewhere(raw["new"], existing.owner or "")
            return existing or CustomerRecord(NOT_YET, raw["new"], None, "customer", None, None)
        found = turn.work.customers.get(raw)
        if found is None:
            raise Unclear(_("That customer no longer exists. Which one?"))
        return found

    def settled(self, turn: Turn, value: CustomerRecord) -> CustomerRecord:
        """A new customer is created now, unless another slot of the form named it as well."""
        if value.id != NOT_YET:
            return value
        return turn.work.customers.exactly(value.name) or turn.work.customers.add(value.name, status=value.status)

    def show(self, value: CustomerRecord) -> Words:
        """Its name."""
        return value.name

    def sample(self, speaks: Voice) -> Words:
        """One of nobody."""
        return SAMPLE

    def _one_of(self, turn: Turn, name: Name) -> CustomerRecord:
        there = name.known or turn.work.customers.exactly(name.text)
        if there and (found := turn.work.customers.get(there.id)):
            return found
        if len(name.candidates) > 1:
            raise Unclear(_("Which one do you mean by “{name}”?", name=clip(name.text, 60)), choices=candidates(name))
        number = e164(name.text, turn.company.country)
        if number and (reached := turn.work.customers.reached_at("phone", number)):
            if turn.work.customers.get(reached.id) is None:
                raise exists_elsewhere(clip(name.text, 60), reached.owner or "")
            return reached
        new = tidy_name(name.text)
        if not new:
            raise Unclear
        if owner := turn.anothers(name.text):
            raise exists_elsewhere(new, owner)
        similar = name if name.candidates else turn.match(name.text, {NameKind.CUSTOMER})
        raise self._unknown(new, similar)

    def _unknown(self, new: str, similar: Name) -> Exception:
        """What is answered about a name that nobody has: those like it, and to create it."""
        if similar.candidates:
            return Unclear(
                _("I don't know “{name}”. Is it one of these?", name=new),
                choices=(*candidates(similar), Choice(_("Create “{name}”", name=clip(new, 40)), YES)),
                offer={"new": new},
            )
        return Unclear(
            _("I don't know “{name}”. Shall I create it?", name=new),
            choices=(Choice(_("Create it"), YES), Choice(_("Another name"), NO)),
            offer={"new": new},
        )


class KnownCustomer(CustomerName):
    """A customer that there is: whoever looks something up does not want to create one."""

    def _unknown(self, new: str, similar: Name) -> Exception:
        if similar.candidates:
            return Unclear(_("I don't know “{name}”. Is it one of these?", name=new), choices=candidates(similar))
        return Sorry(_("I don't know “{name}”.", name=new))


@dataclass(frozen=True, slots=True)
class Met:
    """A person at a customer: one we know, or a new name."""

    name: str
    id: int | None = None


def _called_so(turn: Turn, customer: CustomerRecord, text: str) -> list[NameEntry]:
    """The customer's own people of whose names a text is a part: "nuria", where Nuria Sanz works, is nobody new."""
    said = set(name_words(text))
    people = turn.work.customers.contacts(customer.id) if said else ()
    return [
        NameEntry(NameKind.CONTACT, one.id, one.name, customer.id)
        for one in people
        if said <= set(name_words(one.name))
    ]


def _is_named_so(text: str, entry: NameEntry) -> bool:
    """Whether a text has a word of a name, letter by letter."""
    return bool(set(name_words(text)) & set(name_words(f"{entry.name} {entry.alias or ''}")))


class ContactName(SlotType[Met]):
    """The person at the customer; a new name is kept as a new contact when the form is saved."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> Met:
        """Whom the text names ("con Marta", "Marta"), among the customer's people first."""
        heard = turn.read_as("log_interaction", text).slots.get("contact")
        name = heard or turn.match(text, {NameKind.CONTACT})
        if not isinstance(name, Name) or (not name.candidates and not may_be_called(name.text)):
            raise Unclear(_("I don't see a name there. Who were you with?"))
        return self._whom(turn, name, said)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Met | None:
        """Whom the sentence names; nobody where it only sounds like somebody of another customer: "Chucks" is no name."""
        name = heard if isinstance(heard, Name) else Name(str(heard))
        met = self._whom(turn, name, said)
        sounds_like = name.candidates and not any(_is_named_so(name.text, entry) for entry in name.candidates)
        others = {other.known.id for other in (said.heard.also if said.heard else ()) if other.known}
        theirs = any(entry.customer_id in others for entry in name.candidates)  # of another customer that is named too
        return None if met.id is None and (sounds_like or theirs) else met

    def _whom(self, turn: Turn, name: Name, said: Said) -> Met:
        customer = said.customer
        mine = [entry for entry in name.candidates if customer is None or entry.customer_id == customer.id]
        mine = mine or (_called_so(turn, customer, name.text) if customer and customer.id != NOT_YET else [])
        if len(mine) == 1:
            return Met(mine[0].name, mine[0].id)
        if len(mine) > 1:
            raise Unclear(_("Which {name}?", name=name.text), choices=candidates(replace(name, candidates=tuple(mine))))
        new = tidy_name(name.text)
        if not new:
            raise Unclear
        return Met(new)

    def of_target(self, turn: Turn, target: Target) -> Met | None:
        """The contact of a chosen candidate."""
        contact = turn.work.customers.contact(target.id) if target.kind == "contact" else None
        return Met(contact.name, contact.id) if contact else None

    def dump(self, value: Met) -> Any:  # noqa: ANN401
        """Name and id."""
        return {"name": value.name, "id": value.id}

    def load(self, turn: Turn, raw: Any) -> Met:  # noqa: ANN401
        """From name and id."""
        return Met(raw["name"], raw["id"])

    def show(self, value: Met) -> Words:
        """The name."""
        return value.name

    def sample(self, speaks: Voice) -> Words:
        """One of nobody."""
        return SAMPLE_PERSON

    @staticmethod
    def kept(turn: Turn, met: Met | None, customer_id: int) -> ContactRecord | None:
        """The contact of this customer that is meant, made now where it is new."""
        if met is None:
            return None
        people = turn.work.customers.contacts(customer_id)
        known = next((c for c in people if c.id == met.id or c.name.casefold() == met.name.casefold()), None)
        return known or turn.work.customers.add_contact(customer_id, met.name)


def _may_be_new(text: str) -> bool:
    """Whether a text may name a customer that nobody knows: few words, and not of those that only chat or tell."""
    return len(text.split()) <= LONGEST_NEW_NAME and (may_be_a_customer(text) or not any(c.isalpha() for c in text))


def _may_be_another(text: str, entry: NameEntry) -> bool:
    """Whether a short name has a word amid the known one, or a kind of business, that is not of it: "bar kiosko luna" for Bar Luna."""
    said, own = name_words(text), name_words(f"{entry.name} {entry.alias or ''}")
    fits = [at for at, word in enumerate(said) if any(fuzz.ratio(word, one) >= ALIKE for one in own)]
    little = phrasebook().words("function") | phrasebook().words("edges")
    amid = any(at not in fits and said[at] not in little for at in range(fits[0], fits[-1])) if fits else False
    kind = any(word in phrasebook().words("business") for at, word in enumerate(said) if at not in fits)
    return len(said) <= LONGEST_NEW_NAME and (amid or kind)


def others_told_of(turn: Turn, said: Said) -> Sequence[CustomerRecord]:
    """The further customers of a sentence that names several: by their own names, or by somebody who works there."""
    names = said.heard.also if said.heard else ()
    ids = [
        entry.id if entry.kind is NameKind.CUSTOMER else entry.customer_id for name in names if (entry := name.known)
    ]
    named = [id_ for id_ in dict.fromkeys(ids) if id_]
    return turn.work.customers.latest(named) if named else ()


def others_meant(turn: Turn, said: Said, label: Callable[[str], Words], action: str) -> Reply:
    """Of a sentence that names several customers, those that it was not answered for, to tap; the `action` takes a customer."""
    others = others_told_of(turn, said)[:MOST_CHOICES]
    if not others:
        return Reply()
    names = ", ".join(customer.name for customer in others)
    choices = [Choice(label(clip(customer.name, 40)), Action(action, {"customer": customer.id})) for customer in others]
    return Reply.of(_("You also mention {names}.", names=names), choices=choices)


def exists_elsewhere(name: str, owner: str) -> Unclear:
    """What is said of a customer that the person may not see, in their own words for it: that it exists, and whose it is."""
    return Unclear(
        _("{name} exists, owned by {owner}. Which other customer?", name=name, owner=owner),
        choices=(Choice(_("Leave it"), LEAVE),),
    )


def candidates(name: Name) -> tuple[Choice, ...]:
    """The entries a name can mean, as choices."""
    return tuple(
        Choice(_label(entry), answer(target=Target(entry.kind.value, entry.id)))
        for entry in name.candidates[:MOST_CHOICES]
    )


def _label(entry: NameEntry) -> str:
    return clip(entry.name, 60)


def tidy_name(text: str) -> str:
    """A name as it is kept: one line, no marks at its ends, capitals where somebody typed none; "" where nothing is left."""
    name = without_loose_ends(text)[:LONGEST_NAME]
    return as_name(name) if any(c.isalnum() for c in name) else ""
