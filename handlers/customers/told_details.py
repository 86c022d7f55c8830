"""A number or an address that was told in passing: offered to be kept where it will be looked for."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.customers.contacts import NEW_CONTACT
from handlers.customers.editing import EDIT
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.contact_details import number_of_here
from handlers.kit.forms.filling import start
from handlers.kit.forms.subjects import Subject, also_called, of_owner, subjects_named, without_ending
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.spoken_of import customer_of, person_spoken_of
from handlers.kit.told_in_log import called_so, logged_last
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.names.answers import may_be_called
from handlers.language.entities.names.lexicon import is_first_name
from handlers.language.entities.names.written import as_name
from handlers.language.entities.phones import find_emails, find_phones
from handlers.language.meaning import Name, NameKind, SlotValue
from handlers.language.slots.told_details import TOLD_DETAILS
from handlers.language.slots.told_people import NAMED_PEOPLE
from handlers.language.text.free_text import phrase_at
from storage.crm.records import CustomerRecord, InteractionRecord
from storage.names.folding import fold
from storage.names.keys import name_words, pieces

DETAILS = ("phone", "email")
FEWEST_DIGITS = 6
"""Digits of a text that may hold a telephone number."""
LONGEST_PERSON = 3
"""Words of a name that is offered; what is longer is rather a sentence that was taken for one."""
LONGEST_SURNAME = 3
"""Words."""
LOOKED_BACK = 3
"""Records of a customer in which somebody who is told of again may have been named before."""

Told = Mapping[str, SlotValue]


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log whose words hold a number or an address: to keep it on the card of whoever it is of."""
    logged = logged_last(turn)
    return _offers(turn, customer, logged, logged.summary) if logged and logged.customer_id == customer.id else None


def after_addition(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """The same after what was added to a log: of that alone."""
    logged = logged_last(turn)
    added = last_told(logged) if logged and logged.customer_id == customer.id else ""
    return _offers(turn, customer, logged, added) if logged and added else None


def _offers(turn: Turn, customer: CustomerRecord, logged: InteractionRecord, words: str) -> Reply | None:
    """What a text tells of somebody, and then of whoever else it names: "Kath's mobile is …, Lee's …"."""
    choices: list[Choice] = []
    first = True
    while words and _may_hold(words):
        heard = turn.read_as(TOLD_DETAILS, words)
        told = heard.slots
        found = [(detail, str(told[detail])) for detail in DETAILS if detail in told]
        if not found:
            break
        if first or isinstance(told.get("contact"), Name) or _is_named(told.get("customer")):
            choices += _of_one(turn, customer, logged, told, found)
        words = words[max(span.end for span in heard.spans if span.slot in DETAILS) :].lstrip(" ,.;")
        first = False
    return Reply((), tuple(choices)) if choices else None


def _is_named(customer: SlotValue | None) -> bool:
    return isinstance(customer, Name) and bool(customer.candidates)


def _of_one(
    turn: Turn, customer: CustomerRecord, logged: InteractionRecord, told: Told, found: Sequence[tuple[str, str]]
) -> Sequence[Choice]:
    """The buttons that keep what is told of one."""
    whose, of_customer = told.get("contact"), told.get("customer")
    if isinstance(of_customer, Name) and of_customer.known is not None and of_customer.known.id != customer.id:
        of = Target("customer", of_customer.known.id), of_customer.known.name
        return [_keep(of, detail, value) for detail, value in found]
    if of_customer is not None:
        of = Target("customer", customer.id), customer.name
        return [_keep(of, detail, value) for detail, value in found]
    if not isinstance(whose, Name) and (somebody := _new_there(turn, logged)):
        return [new_contact(customer.id, {"contact": somebody.text} | dict(found))]
    if not isinstance(whose, Name):
        of = _subject(turn, logged, customer)
        return [_keep(of, detail, value) for detail, value in found]
    there = called_so(turn, customer.id, whose)
    if not there and whose.known is not None:  # somebody of another customer, told of in the same breath
        of = Target("contact", whose.known.id), whose.known.name
        return [_keep(of, detail, value) for detail, value in found]
    if len(there) == 1:
        of = Target("contact", there[0].id), there[0].name
        return [_keep(of, detail, value) for detail, value in found]
    if there or whose.candidates or not may_be_called(whose.text) or len(whose.text.split()) > LONGEST_PERSON:
        return []
    name, known = _named_before(turn, logged, whose)
    answers = {**known, "contact": name} | dict(found) | ({"role": str(told["role"])} if "role" in told else {})
    return [new_contact(customer.id, answers)]


def last_told(logged: InteractionRecord) -> str:
    """What was added last to what was logged: a line of its own."""
    return logged.summary.rpartition("\n")[2]


def new_contact(customer_id: int, answers: Mapping[str, str]) -> Choice:
    """The button that adds somebody who was told of: `answers` are name, role, number and address, as far as they are known."""
    add = Action("add_told_contact", {"customer": customer_id, **answers})
    return Choice(_("New contact: {name}", name=clip(answers["contact"], 30)), add)


def _may_hold(text: str) -> bool:
    """Whether a text has an address or many digits: most have neither, and are not read again."""
    return "@" in text or bool(find_emails(text)) or sum(c.isdigit() for c in text) >= FEWEST_DIGITS


def _named_before(turn: Turn, logged: InteractionRecord, whose: Name) -> tuple[str, dict[str, str]]:
    """The name of somebody whom an earlier record may have named in full, and what it told of them."""
    words = set(name_words(whose.text))
    for told in _told_before(turn, logged):
        name = told.get("contact")
        if isinstance(name, Name) and words <= set(name_words(name.text)):
            known = {detail: str(told[detail]) for detail in (*DETAILS, "role") if detail in told}
            return name.text, known
    return whose.text, {}


def _told_before(turn: Turn, logged: InteractionRecord) -> Iterator[Told]:
    """What the customer's latest records tell of people, the newest first."""
    for record in turn.work.interactions.timeline(logged.customer_id, limit=LOOKED_BACK + 1).items:
        if record.id != logged.id and _may_hold(record.summary):
            yield turn.read_as(TOLD_DETAILS, record.summary).slots


def _subject(turn: Turn, logged: InteractionRecord, customer: CustomerRecord) -> tuple[Target, str]:
    """Whoever was met, the only person there who was not away, or else the customer."""
    people = turn.work.customers.contacts(customer.id)
    away = {
        one.id
        for name in turn.read_as("log_interaction", logged.summary).absent
        for one in called_so(turn, customer.id, name)
    }
    present = [one for one in people if one.id not in away]
    alone = next(iter(present), None) if len(people) == 1 else None
    met = next((one for one in present if logged.only_met and one.id == logged.only_met.id), alone)
    return (Target("contact", met.id), met.name) if met else (Target("customer", customer.id), customer.name)


def _keep(of: tuple[Target, str], detail: str, value: str) -> Choice:
    target, name = of
    label = (
        _("Phone of {name}: {value}", name=clip(name, 24), value=value)
        if detail == "phone"
        else _("E-mail of {name}: {value}", name=clip(name, 24), value=clip(value, 30))
    )
    return Choice(label, Action("keep_told_detail", {"subject": str(target), "detail": detail, "value": value}))


# ------------------------------------------------------------------ of whoever is spoken of
def keep_alone(turn: Turn, of: Target, text: str) -> Reply | None:
    """A number or an address and nothing else, "its 612 345 142": of whoever is spoken of. None for any other text."""
    if turn.beside_values(text):
        return None
    for detail, found in (("phone", find_phones(text)), ("email", find_emails(text))):
        if len(found) == 1:
            [(start_, end)] = found
            return keep(turn, str(of), detail, text[start_:end])
    return None


# ------------------------------------------------------------------ of somebody whom the last record named
def _new_there(turn: Turn, logged: InteractionRecord) -> Name | None:
    """The one person of whom a record tells and who is no contact: "me atendió un tal Sergio Vidal". None where it may be somebody else."""
    told = turn.read_as(NAMED_PEOPLE, logged.summary)
    new = [one for one in told.also if not one.candidates and not called_so(turn, logged.customer_id, one)]
    known = any(one.candidates and one not in told.absent for one in told.also)
    return new[0] if len(new) == 1 and not known and not logged.met else None


def _is_of_somebody_named(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a detail is of nobody known, but of somebody whom the last record of this chat named."""
    logged = logged_last(turn)
    if logged is not None and "subject" not in places:  # "his mobile is …"
        return logged.only_met is not None or _new_there(turn, logged) is not None
    if logged is None or subjects_named(turn, places["subject"]):
        return False
    return _named_in(turn, logged, places["subject"]) is not None


def _named_in(turn: Turn, logged: InteractionRecord, words: str) -> str | None:
    """The words by which a record names whom a text means, as they are spelt: "kieran" of "kierans"; None where it does not."""
    said = {word.key for word in pieces(logged.summary)}
    return next((one for one in without_ending(turn, words) if name_words(one) and set(name_words(one)) <= said), None)


def _tell(turn: Turn, _words: str) -> Reply:
    """That person as a contact where they were named, with what was told of them before and now."""
    logged = logged_last(turn)
    told = turn.read_as(TOLD_DETAILS, turn.incoming.text).slots
    if logged is None:
        raise Sorry(_("That no longer exists."))
    said = read_saying(turn.incoming.text, sayings("told_detail")) or {}
    if "subject" not in said and logged.only_met is not None:
        of = str(Target("contact", logged.only_met.id))
        return keep(turn, of, also_called()[fold(said["detail"])], said["value"])
    somebody = _new_there(turn, logged) if "subject" not in said else None
    named = somebody.text if somebody else _named_in(turn, logged, said.get("subject", "")) or said.get("subject", "")
    answers = {detail: str(told[detail]) for detail in (*DETAILS, "role") if detail in told}
    return keep_person(turn, logged, named, answers)


def keep_person(turn: Turn, logged: InteractionRecord, named: str, answers: Mapping[str, str]) -> Reply:
    """Adds whom a record names, under the whole name that it has there, with what it tells of them and with `answers`."""
    words = set(name_words(named))
    before = turn.read_as(TOLD_DETAILS, logged.summary).slots
    whose = before.get("contact")
    known: dict[str, str] = {}
    if isinstance(whose, Name) and words <= set(name_words(whose.text)):
        known = {detail: str(before[detail]) for detail in (*DETAILS, "role") if detail in before}
    people = turn.read_as(NAMED_PEOPLE, logged.summary).also
    whole = next((one.text for one in people if words <= set(name_words(one.text))), as_name(named))
    told = {"contact": whole, **known, **answers}
    return add(turn, logged.customer_id, told["contact"], told.get("phone"), told.get("email"), told.get("role"))


def _asked(turn: Turn, words: str) -> Reply:
    """What the last record told of somebody who is no contact yet, with the offer to keep them as one."""
    logged = logged_last(turn)
    told = turn.read_as(TOLD_DETAILS, logged.summary).slots if logged else {}
    name, found = told.get("contact"), [str(told[detail]) for detail in DETAILS if detail in told]
    asked = {word for one in without_ending(turn, words) for word in name_words(one)}
    if logged is None or not found or not isinstance(name, Name) or not asked & set(name_words(name.text)):
        raise Sorry(
            _(
                "I don't know anyone called “{name}”. /customer and a name shows who works there.",
                name=clip(words.strip(), 60),
            )
        )
    answers = {detail: str(told[detail]) for detail in (*DETAILS, "role") if detail in told}
    said = _("{name} is no contact yet. What was told: {value}", name=name.text, value=", ".join(found))
    return Reply.of(said, choices=(new_contact(logged.customer_id, {**answers, "contact": name.text}),))


# ------------------------------------------------------------------ their surname
def _has_a_surname(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a surname is told of somebody known, or of whom the last record named: "lees surname is farrow"."""
    surname = _surname(places)
    return bool(surname) and (_whose_surname(turn, places) is not None or _named_lately(turn, places) is not None)


def _surname(places: Mapping[str, str]) -> str:
    """The one or two words of a surname, without what only spells it: "odunya with an n"."""
    words = places["surname"].split()
    end = next(
        (at for at in range(len(words)) if phrase_at("spelt_with", fold(places["surname"]).split(), at)), len(words)
    )
    return as_name(" ".join(words[:end])) if 0 < end <= LONGEST_SURNAME else ""


def _whose_surname(turn: Turn, places: Mapping[str, str]) -> Subject | None:
    """The known person whose it is; of "his", whoever is spoken of, or the only one at the customer that is."""
    if "subject" in places:
        logged = logged_last(turn)
        found = [one for one in subjects_named(turn, of_owner(turn, places["subject"])) if one.contact]
        found = [one for one in found if logged and one.customer.id == logged.customer_id] or found
        return found[0] if len(found) == 1 else None
    subject = turn.conversation.subject
    person = person_spoken_of(turn, subject.target) if subject else None
    customer = customer_of(turn, subject.target) if subject else None
    people = turn.work.customers.contacts(customer) if customer is not None and person is None else ()
    person = person or (people[0] if len(people) == 1 else None)
    return Subject.of(turn, Target("contact", person.id)) if person else None


def _named_lately(turn: Turn, places: Mapping[str, str]) -> str | None:
    logged = logged_last(turn)
    return _named_in(turn, logged, places["subject"]) if logged and "subject" in places else None


def _put_surname(turn: Turn, _words: str) -> Reply:
    """The whole name of somebody known, or somebody new under it."""
    places = read_saying(turn.incoming.text, sayings("told_surname")) or {}
    whose, logged = _whose_surname(turn, places), logged_last(turn)
    if whose is not None and whose.contact is not None:
        name = f"{whose.contact.name.split()[0]} {_surname(places)}"
        named_so = keep(turn, str(whose.target), "name", name)
        return named_so + keep(turn, str(whose.target), "phone", places["value"]) if "value" in places else named_so
    named = _named_lately(turn, places)
    if logged is None or named is None:
        raise Sorry(_("That no longer exists."))
    phones, emails = find_phones(turn.incoming.text), find_emails(turn.incoming.text)
    return add(
        turn,
        logged.customer_id,
        contact=f"{as_name(named)} {_surname(places)}",
        phone=turn.incoming.text[slice(*phones[0])] if phones else None,
        email=turn.incoming.text[slice(*emails[0])] if emails else None,
    )


# ------------------------------------------------------------------ of somebody new at a customer
def _is_new_there(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a number or an address is told of somebody whom a customer, who is named, does not have: "begoña del miramar: …"."""
    name, customer = places["subject"], turn.match(places["customer"], {NameKind.CUSTOMER}).known
    words = name_words(name)
    if customer is None or not words or len(words) > LONGEST_PERSON or not is_first_name(words[0]):
        return False
    told = find_emails(places["value"]) or find_phones(places["value"])
    return bool(told) and not called_so(turn, customer.id, Name(name)) and may_be_called(name)


def _add_there(turn: Turn, _words: str) -> Reply:
    """That person as a contact there."""
    places = read_saying(turn.incoming.text, sayings("stranger_detail"), turn.names_in(turn.incoming.text)) or {}
    customer = turn.match(places.get("customer", ""), {NameKind.CUSTOMER}).known
    if customer is None:
        raise Sorry(_("That no longer exists."))
    told = turn.read_as(TOLD_DETAILS, turn.incoming.text)
    value = places["value"]
    phones, emails = find_phones(value), find_emails(value)
    return add(
        turn,
        customer.id,
        contact=as_name(places["subject"]),
        phone=value[slice(*phones[0])] if phones else None,
        email=value[slice(*emails[0])] if emails else None,
        role=str(told.slots["role"]) if "role" in told.slots else None,
    )


# ------------------------------------------------------------------ the buttons
def keep(turn: Turn, subject: str, detail: str, value: str) -> Reply:
    """A button: the detail is written; where somebody else has it, or there is another one, it is asked about.

    A number that the country does not have stands on the button as it was typed, and is kept so.
    """
    of: dict[str, Any] = {"subject": subject, "detail": detail}
    if detail == "phone" and number_of_here(turn, value) is None:
        target = Target.parse(subject)
        return start(turn, EDIT, None, values=of | {"value": value if target and target.kind == "contact" else [value]})
    return start(turn, EDIT, None, values=of, answers={"value": value})


def add(
    turn: Turn, customer: int, contact: str, phone: str | None = None, email: str | None = None, role: str | None = None
) -> Reply:
    """A button: the form of new contacts, filled in with what was told."""
    values: dict[str, Any] = {"customer": customer}
    if phone and number_of_here(turn, phone) is None:
        values, phone = values | {"phone": phone}, None
    told = {"contact": contact, "role": role, "phone": phone, "email": email}
    answers = {name: value for name, value in told.items() if value}
    return start(turn, NEW_CONTACT, None, values=values, answers=answers)


CAPABILITY = Capability(
    "told_details",
    about=_("Numbers and addresses told in passing"),
    commands=(
        Command({"": "told_detail"}, _tell, hidden=True, sayings="told_detail", fits=_is_of_somebody_named),
        Command({"": "told_surname"}, _put_surname, hidden=True, sayings="told_surname", fits=_has_a_surname),
        Command({"": "stranger_detail"}, _add_there, hidden=True, sayings="stranger_detail", fits=_is_new_there),
        Command({"": "asked_detail"}, _asked, hidden=True, sayings="asked_detail", fits=_is_of_somebody_named),
    ),
    actions={"keep_told_detail": keep, "add_told_contact": add},
    continues={"contact": keep_alone},
    contributes={"after_log": after_log, "after_addition": after_addition},
    order=31,
)
