"""The kinds of things a form can ask for, and how each is read, kept and shown."""

from dataclasses import dataclass, replace
from datetime import datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from handlers.kit.dues import OverError, When, when, when_as_json, when_due, when_from_json
from handlers.kit.forms import Said, SlotType, Unclear
from handlers.kit.messages import Choice, Target
from handlers.kit.reach import e164
from handlers.kit.stored import moment_from_json
from handlers.kit.texts import Price, ShortDay, Span, Words, _
from handlers.language.amounts import read_amount
from handlers.language.meaning import Amount, Moment, Name, NameEntry, NameKind, NextStep, Recurrence, SlotValue
from handlers.language.moments import find_moments, impossible_dates, read_moment
from handlers.language.wire import moment_as_json
from storage.records import ContactRecord, CustomerRecord, Due

if TYPE_CHECKING:
    from handlers.kit.turn import Turn

LONGEST_NAME = 120
LONGEST_NEW_NAME = 5
"""Words. A longer text that names nobody known is a sentence, not a name to create."""
MOST_CHOICES = 6


class Text(SlotType[str]):
    """Free text: whatever is said is the answer."""

    takes_text = True

    def read(self, turn: "Turn", text: str, said: Said) -> str:
        """The text itself; something must be said."""
        if not text.strip():
            raise Unclear
        return text.strip()

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> str:
        """The sender's own words."""
        return str(heard)

    def show(self, value: str) -> Words:
        """On a card, as much as fits."""
        return clip(value, 400)


@dataclass(frozen=True)
class OneOf(SlotType[str]):
    """One of a closed list, chosen or typed; `labels` are what people call each."""

    labels: dict[str, Words]

    def read(self, turn: "Turn", text: str, said: Said) -> str:
        """The value whose label this is."""
        wanted = text.strip().casefold()
        for value, label in self.labels.items():
            if wanted in {value, turn.voice.say(label).casefold()}:
                return value
        raise Unclear(_("Choose one, please."), choices=self.offered(turn, said))

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> str:
        """Understanding gives a value of the list."""
        return str(heard)

    def offered(self, turn: "Turn", said: Said) -> tuple[Choice, ...]:
        """All of them."""
        return self.choices()

    def choices(self) -> tuple[Choice, ...]:
        """All of them."""
        return tuple(Choice(label, value) for value, label in self.labels.items())

    def show(self, value: str) -> Words:
        """Its label."""
        return self.labels.get(value, value)


class CustomerName(SlotType[CustomerRecord]):
    """A customer, by name, part of it, nickname, typo or telephone number; one nobody knows is offered to be created."""

    takes_names = True

    def read(self, turn: "Turn", text: str, said: Said) -> CustomerRecord:
        """Whom the text names."""
        if not text.strip() or text.startswith("/"):
            raise Unclear
        name = turn.match(text, {NameKind.CUSTOMER})
        if not name.candidates:
            # A sentence may name somebody new: "ayer bar luna, quieren 10 cajas".
            within = turn.read_as("log_interaction", text).slots.get("customer")
            name = within if isinstance(within, Name) else name
        if not name.candidates and len(name.text.split()) > LONGEST_NEW_NAME and not turn.anothers(text):
            raise Unclear(_("I see no customer that I know in that. Which one?"))
        return self._one_of(turn, name)

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> CustomerRecord:
        """Whom the sentence names."""
        return self._one_of(turn, heard if isinstance(heard, Name) else Name(str(heard)))

    def of_target(self, turn: "Turn", target: Target) -> CustomerRecord | None:
        """The customer of a chosen candidate."""
        return turn.work.customers.get(target.id) if target.kind == "customer" else None

    def dump(self, value: CustomerRecord) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: "Turn", raw: Any) -> CustomerRecord:  # noqa: ANN401
        """By id; {"new": name} creates the customer that was offered."""
        if isinstance(raw, dict):
            existing = turn.work.customers.exactly(raw["new"])
            if existing and turn.work.customers.get(existing.id) is None:
                raise exists_elsewhere(raw["new"], existing.owner or "")
            return existing or turn.work.customers.add(raw["new"])
        found = turn.work.customers.get(raw)
        if found is None:
            raise Unclear(_("That customer is not there any more. Which one?"))
        return found

    def show(self, value: CustomerRecord) -> Words:
        """Its name."""
        return value.name

    def _one_of(self, turn: "Turn", name: Name) -> CustomerRecord:
        if name.known and (found := turn.work.customers.get(name.known.id)):
            return found
        if len(name.candidates) > 1:
            raise Unclear(_("Which one do you mean by «{name}»?", name=clip(name.text, 60)), choices=candidates(name))
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
        if similar.candidates:
            raise Unclear(
                _("I don't know «{name}». Is it one of these?", name=new),
                choices=(*candidates(similar), Choice(_("Create «{name}»", name=clip(new, 40)), "yes")), offer={"new": new},
            )
        raise Unclear(
            _("I don't know «{name}». Shall I create it?", name=new),
            choices=(Choice(_("Create it"), "yes"), Choice(_("Another name"), "no")), offer={"new": new},
        )


@dataclass(frozen=True, slots=True)
class Met:
    """A person at a customer: one we know, or a new name."""

    name: str
    id: int | None = None


class ContactName(SlotType[Met]):
    """The person at the customer; a new name is kept as a new contact when the form is saved."""

    takes_text = True

    def read(self, turn: "Turn", text: str, said: Said) -> Met:
        """Whom the text names ("con Marta", "Marta"), among the customer's people first."""
        heard = turn.read_as("log_interaction", text).slots.get("contact")
        return self.take(turn, heard or turn.match(text, {NameKind.CONTACT}), said)

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> Met:
        """Whom the sentence names."""
        name = heard if isinstance(heard, Name) else Name(str(heard))
        customer = said.customer
        mine = [entry for entry in name.candidates if customer is None or entry.customer_id == customer.id]
        if len(mine) == 1:
            return Met(mine[0].name, mine[0].id)
        if len(mine) > 1:
            raise Unclear(_("Which {name}?", name=name.text), choices=candidates(replace(name, candidates=tuple(mine))))
        new = tidy_name(name.text)
        if not new:
            raise Unclear
        return Met(new)

    def of_target(self, turn: "Turn", target: Target) -> Met | None:
        """The contact of a chosen candidate."""
        contact = turn.work.customers.contact(target.id) if target.kind == "contact" else None
        return Met(contact.name, contact.id) if contact else None

    def dump(self, value: Met) -> Any:  # noqa: ANN401
        """Name and id."""
        return {"name": value.name, "id": value.id}

    def load(self, turn: "Turn", raw: Any) -> Met:  # noqa: ANN401
        """From name and id."""
        return Met(raw["name"], raw["id"])

    def show(self, value: Met) -> Words:
        """The name."""
        return value.name

    @staticmethod
    def kept(turn: "Turn", met: Met | None, customer_id: int) -> ContactRecord | None:
        """The contact of this customer that is meant, made now where it is new."""
        if met is None:
            return None
        people = turn.work.customers.contacts(customer_id)
        known = next((c for c in people if c.id == met.id or c.name.casefold() == met.name.casefold()), None)
        return known or turn.work.customers.add_contact(customer_id, met.name)


class Past(SlotType[Moment]):
    """When something took place: not after the message was sent."""

    def read(self, turn: "Turn", text: str, said: Said) -> Moment:
        """The moment of an answer."""
        moment = read_moment(text, turn.said_at, "past", turn.locale)
        if moment is None:
            refuse_impossible(turn, text)
        if not isinstance(moment, Moment):
            raise Unclear(_("I could not read a date in that. When was it?"))
        return self.take(turn, moment, said)

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> Moment:
        """The moment of a sentence."""
        if not isinstance(heard, Moment):
            raise Unclear(_("When was it?"))
        start = heard.start if isinstance(heard.start, datetime) else datetime.combine(heard.start, time.min)
        if start > turn.said_at.replace(tzinfo=None):
            raise Unclear(_("{when} is still to come. When was it?", when=Span(heard)))
        return heard

    def dump(self, value: Moment) -> Any:  # noqa: ANN401
        """As the JSON of a moment."""
        return moment_as_json(value)

    def load(self, turn: "Turn", raw: Any) -> Moment:  # noqa: ANN401
        """From the JSON of a moment."""
        return moment_from_json(raw)

    def show(self, value: Moment) -> Words:
        """The absolute date."""
        return Span(value)


class Period(Past):
    """A stretch of time to look at."""

    def read(self, turn: "Turn", text: str, said: Said) -> Moment:
        """The period of an answer."""
        moment = read_moment(text, turn.said_at, "past", turn.locale)
        if not isinstance(moment, Moment):
            raise Unclear(_("I could not read a period in that."))
        return moment

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> Moment:
        """The period of a sentence."""
        if not isinstance(heard, Moment):
            raise Unclear(_("Which period?"))
        return heard


@dataclass(frozen=True, slots=True)
class Promise:
    """A next step, and when it is due; `asked` is the time that was said, where that could not be kept."""

    what: str
    due: Due
    asked: datetime | None = None

    @property
    def when(self) -> When:
        """When it is due, and why then."""
        return When(self.due, self.asked)


class FollowUp(SlotType[Promise]):
    """What comes next, with its date. Without one it asks for it."""

    takes_text = True

    def read(self, turn: "Turn", text: str, said: Said) -> Promise:
        """What and when; an answer that is only a date belongs to what was said before."""
        refuse_impossible(turn, text)
        found = [(f.moment, f.start, f.end) for f in find_moments(text, turn.said_at, "future", turn.locale)]
        dated = [(moment, start, end) for moment, start, end in found if isinstance(moment, Moment)]
        if not dated:
            raise self._when(text.strip())
        moment, start, end = dated[0]
        what = tidy(text[:start] + " " + text[end:])
        offered = turn.conversation.form.offer if turn.conversation.form else None
        if not what and isinstance(offered, dict):
            what = str(offered.get("what", ""))
        return self._promise(turn, what or turn.voice.say(_("get in touch")), moment, text)

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> Promise | None:
        """What the sentence promised, where it said for when; without a day it is a part of the note."""
        if not isinstance(heard, NextStep) or not isinstance(heard.due, Moment):
            return None
        return self._promise(turn, heard.what, heard.due, said.text)

    def _promise(self, turn: "Turn", what: str, moment: Moment, text: str) -> Promise:
        """Raises Unclear for a time that is over."""
        try:
            value = when(moment, turn.clock_of(turn.person), deadline=is_deadline(turn, text, moment))
        except OverError as over:
            raise Unclear(_("{when} is over already. When shall I remind you: «{what}»?", when=when_due(over.due), what=clip(what, 80)),
                          choices=self._soon(what), offer={"what": what}) from None
        return Promise(what, value.due, value.asked)

    def _when(self, what: str) -> Unclear:
        return Unclear(
            _("When shall I remind you: «{what}»?", what=clip(what, 80)),
            choices=self._soon(what), offer={"what": what},
        )

    @staticmethod
    def _soon(what: str) -> tuple[Choice, ...]:
        return Choice(_("Tomorrow"), f"{what} en 1 día"), Choice(_("In a week"), f"{what} en 7 días")

    def dump(self, value: Promise) -> Any:  # noqa: ANN401
        """What and when."""
        return {"what": value.what} | when_as_json(value.when)

    def load(self, turn: "Turn", raw: Any) -> Promise:  # noqa: ANN401
        """From what `dump` kept; a promise that was offered has no date yet."""
        if "local" not in raw:
            raise self._when(raw["what"])
        value = when_from_json(raw)
        return Promise(raw["what"], value.due, value.asked)

    def show(self, value: Promise) -> Words:
        """What, and the absolute time."""
        return _("{what} · {when}", what=clip(value.what, 200), when=when_due(value.due))


class Money(SlotType[Amount]):
    """An amount of money."""

    def read(self, turn: "Turn", text: str, said: Said) -> Amount:
        """The amount of an answer; a bare number is in the company's currency."""
        amount = read_amount(text, turn.locale, turn.company.currency)
        if amount is None and text.strip().replace(".", "").replace(",", "").isdigit():
            amount = read_amount(f"{text.strip()} {turn.company.currency}", turn.locale, turn.company.currency)
        if amount is None:
            raise Unclear(_("I could not read an amount in that."))
        return amount

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> Amount:
        """The amount of a sentence."""
        if not isinstance(heard, Amount):
            raise Unclear(_("How much?"))
        return heard

    def dump(self, value: Amount) -> Any:  # noqa: ANN401
        """Value and currency."""
        return {"value": str(value.value), "currency": value.currency}

    def load(self, turn: "Turn", raw: Any) -> Amount:  # noqa: ANN401
        """From value and currency."""
        return Amount(Decimal(raw["value"]), raw["currency"])

    def show(self, value: Amount) -> Words:
        """In the person's format."""
        return Price(value.value, value.currency)


class Known(SlotType[str]):
    """A promotion or a product, kept by its name."""

    takes_text = True

    def read(self, turn: "Turn", text: str, said: Said) -> str:
        """The name as given."""
        return text.strip()[:LONGEST_NAME]

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> str:
        """The known spelling, or the words themselves."""
        if isinstance(heard, Name):
            return heard.candidates[0].name if heard.known else heard.text
        return str(heard)


# ------------------------------------------------------------------ shared by them
def exists_elsewhere(name: str, owner: str) -> Unclear:
    """What is said of a customer that the person may not see, in their own words for it: that it exists, and whose it is."""
    return Unclear(_("{name} exists, owned by {owner}. Which other customer?", name=name, owner=owner),
                   choices=(Choice(_("Leave it"), "/cancel"),))


def candidates(name: Name) -> tuple[Choice, ...]:
    """The entries a name can mean, as choices."""
    return tuple(Choice(_label(entry), entry.name, Target(entry.kind.value, entry.id)) for entry in name.candidates[:MOST_CHOICES])


def _label(entry: NameEntry) -> str:
    return clip(entry.name, 60)


def clip(text: str, length: int) -> str:
    """At most `length` characters of a text, with an ellipsis where some are left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def tidy(text: str) -> str:
    """A piece of a sentence without what dangles at its ends."""
    return " ".join(text.split()).strip(" ,.;:-–—")


def tidy_name(text: str) -> str:
    """A name as it is kept: one line, no marks at its ends, capitals where somebody typed none; "" where nothing is left."""
    name = tidy(text)[:LONGEST_NAME]
    if not any(c.isalnum() for c in name):
        return ""
    return name.title() if name == name.lower() else name


def is_deadline(turn: "Turn", text: str, moment: Moment | Recurrence) -> bool:
    """Whether a text gives this moment as the latest one that will do ("antes del viernes", "by Friday")."""
    return any(f.deadline and f.moment == moment for f in find_moments(text, turn.said_at, "future", turn.locale))


def read_whole_moment(turn: "Turn", text: str) -> Moment | None:
    """The moment to come that a text is, where it is nothing else."""
    for found in find_moments(text, turn.said_at, "future", turn.locale):
        if isinstance(found.moment, Moment) and not tidy(text[: found.start] + text[found.end :]):
            return found.moment
    return None


def refuse_impossible(turn: "Turn", text: str) -> None:
    """Raises Unclear where the text has a date that no calendar has."""
    if spots := impossible_dates(text, turn.locale):
        start, end = spots[0]
        raise Unclear(_("«{date}» is in no calendar. Which day do you mean?", date=text[start:end].strip()))


__all__ = [
    "ContactName", "CustomerName", "FollowUp", "Known", "Met", "Money", "OneOf", "Past", "Period", "Promise", "ShortDay", "Text",
    "candidates", "clip", "exists_elsewhere", "is_deadline", "refuse_impossible", "tidy", "tidy_name", "when_due",
]
