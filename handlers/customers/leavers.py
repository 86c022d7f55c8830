"""Somebody at a customer has left, told in a sentence: "Marta ya no trabaja en Bar Sol", "Sarah has left"."""

from collections.abc import Iterator, Mapping

from handlers.customers.told_details import Told, last_told, new_contact
from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.subjects import Subject, SubjectName, subject_label, subjects_named
from handlers.kit.messages.action import Action, Choice, Target, answer
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.told_in_log import called_so, logged_last
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, NameKind
from handlers.language.slots.strangers import is_met_there, names_a_stranger
from handlers.language.slots.told_details import TOLD_DETAILS
from handlers.language.slots.told_people import NAMED_PEOPLE, TOLD_PEOPLE
from storage.crm.records import CustomerRecord, InteractionRecord
from storage.names.folding import fold
from storage.names.keys import name_words

MOST_CHOICES = 6


class Leaver(SubjectName):
    """Somebody who works at a customer: at the one that was said, where one was."""

    def read(self, turn: Turn, text: str, said: Said) -> Subject:
        """Whom the text names."""
        at = said.get(AT)
        found = [one for one in people_named(turn, text) if at is None or one.customer.id == at.id]
        if len(found) == 1:
            return found[0]
        if not found:
            where = at.name if at else ""
            raise Unclear(
                _("I don't know anyone called “{name}” at {customer}.", name=clip(text, 60), customer=where)
                if at
                else _("I don't know any contact called “{name}”.", name=clip(text, 60))
            )
        choices = [Choice(subject_label(one), answer(target=one.target)) for one in found[:MOST_CHOICES]]
        raise Unclear(_("Which one do you mean by “{name}”?", name=clip(text, 60)), choices=choices)


AT = Slot("customer", CustomerName(), _("Customer"), _("At which customer?"), optional=True)
WHO = Slot("subject", Leaver(), _("Who"), _("Who has left?"))


def people_named(turn: Turn, text: str) -> list[Subject]:
    """The people at customers whose name has every word of the text."""
    words = set(fold(text).split())
    return [one for one in subjects_named(turn, text) if one.contact and words <= set(fold(one.contact.name).split())]


def _left(turn: Turn, said: Said) -> Reply:
    subject = said[WHO]
    if subject.contact is None:
        raise Unclear(_("Who has left?"))
    turn.work.contacts.archive(subject.contact.id)
    words = _(
        "{name} is not at {customer} any more. What they said stays in the history.",
        name=subject.contact.name,
        customer=subject.customer.name,
    )
    instead = Choice(_("Who is there now?"), Action("add_contact", {"customer": subject.customer.id}))
    return Reply.of(words, choices=(*undo_choice(turn), instead))


def _known(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether it names somebody at a customer, and no colleague: of those it is another sentence."""
    who, at = places["subject"], places.get("customer")
    first = fold(who).split()[:1]
    if at is None and any(fold(one.name).split()[:1] == first for one in turn.work.people.everyone()):
        return False
    if at is not None and turn.match(at, {NameKind.CUSTOMER}).known is None:
        return False
    return bool(people_named(turn, who))


# ------------------------------------------------------------------ told within more
def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log that tells that somebody left, who is there instead, or who does what now: a tap for each."""
    logged = logged_last(turn)
    return _offers(turn, customer, logged, logged.summary) if logged and logged.customer_id == customer.id else None


def after_addition(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The same after what was added to a log: of that alone."""
    logged = logged_last(turn)
    if logged is None or logged.customer_id != customer.id:
        return None
    return _offers(turn, customer, logged, last_told(logged))


def _offers(turn: Turn, customer: CustomerRecord, logged: InteractionRecord, words: str) -> Reply | None:
    told = turn.read_as(TOLD_PEOPLE, words).slots
    details = turn.read_as(TOLD_DETAILS, words).slots
    if names_a_stranger(words):  # somebody elsewhere is nobody's successor here
        met = tuple(_met(turn, customer, words, told, details)) if is_met_there(words) else ()
        return Reply((), met) if met else None
    if not told:
        return None
    choices = [
        *_leaver(turn, customer, told),
        *_successor(turn, customer, told, details),
        *_duty(turn, logged, told, details),
    ]
    return Reply((), tuple(choices)) if choices else None


def _met(turn: Turn, customer: CustomerRecord, words: str, told: Told, details: Told) -> Iterator[Choice]:
    """Those whom nobody knows and who were met there; one whose number is told as well is offered with that."""
    role, whose = told.get("role"), told.get("contact")
    for name in turn.read_as(NAMED_PEOPLE, words).also:
        if name.candidates or name == details.get("contact") or called_so(turn, customer.id, name):
            continue
        theirs = {"role": role} if isinstance(role, str) and name == whose else {}
        yield new_contact(customer.id, {"contact": name.text, **theirs})


def _leaver(turn: Turn, customer: CustomerRecord, told: Told) -> Iterator[Choice]:
    name = told.get("leaver")
    there = called_so(turn, customer.id, name) if isinstance(name, Name) else ()
    if len(there) == 1:
        label = _("{name}: not there any more", name=clip(there[0].name, 30))
        yield Choice(label, Action("contact_left", {"contact": there[0].id}))


def _successor(turn: Turn, customer: CustomerRecord, told: Told, details: Told) -> Iterator[Choice]:
    """Whoever is there instead; one whose number is told as well is offered with that."""
    name = told.get("successor")
    if not isinstance(name, Name) or name.candidates or isinstance(details.get("contact"), Name):
        return
    if name == told.get("contact") and not called_so(turn, customer.id, name):
        return  # offered with what they do there
    there = called_so(turn, customer.id, name)
    if len(there) == 1 and len(name_words(name.text)) > len(name_words(there[0].name)):
        label = _("Name of {name}: {value}", name=clip(there[0].name, 24), value=clip(name.text, 30))
        of = str(Target("contact", there[0].id))
        yield Choice(label, Action("keep_told_detail", {"subject": of, "detail": "name", "value": name.text}))
    elif not there:
        yield new_contact(customer.id, {"contact": name.text})


def _duty(turn: Turn, logged: InteractionRecord, told: Told, details: Told) -> Iterator[Choice]:
    """What somebody does there from now on: of who is named, else of who was met."""
    role, name = told.get("role"), told.get("contact")
    if not isinstance(role, str):
        return
    there = called_so(turn, logged.customer_id, name) if isinstance(name, Name) else ()
    met = turn.work.customers.contact(logged.only_met.id) if logged.only_met and name is None else None
    whose = there[0] if len(there) == 1 else met
    if whose is not None and fold(whose.role or "") != fold(role):
        label = _("Role of {name}: {value}", name=clip(whose.name, 24), value=clip(role, 30))
        of = str(Target("contact", whose.id))
        yield Choice(label, Action("keep_told_detail", {"subject": of, "detail": "role", "value": role}))
    elif isinstance(name, Name) and not there and not name.candidates and name != details.get("contact"):
        yield new_contact(logged.customer_id, {"contact": name.text, "role": role})


LEFT = Form("contact_left", (AT, WHO), save=_left)

CAPABILITY = Capability(
    "leavers",
    about=_("Somebody at a customer has left"),
    commands=(Command({"": "somebody_left"}, LEFT, hidden=True, sayings="contact_left", fits=_known),),
    contributes={"after_log": after_log, "after_addition": after_addition},
    examples={"es": ("Marta ya no trabaja en Bar Sol",), "en": ("Laura no longer works at The Crown",)},
    order=32,
)
