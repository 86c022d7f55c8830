"""Editing a customer or a contact, one detail at a time; two people at once see each other's change first."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.kit.audit import undo_choice
from handlers.kit.format.labels import STATUSES
from handlers.kit.format.phones import BETWEEN, phone_shown, phones_shown
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.contact_details import Email, Phone, Phones, checked
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Confirmation, Form, Said, Slot, SlotType, Unclear
from handlers.kit.forms.name_slots import LONGEST_NAME, tidy_name
from handlers.kit.forms.slot_types import tidy
from handlers.kit.forms.subjects import CONTACT_DETAILS, CUSTOMER_DETAILS, Subject, SubjectName, also_called
from handlers.kit.forms.uniqueness import who_has
from handlers.kit.messages.action import LEAVE, Action, Choice, Target, answer
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.spoken_of import person_spoken_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.text.any_of import any_of, meanings_of, words_of
from handlers.language.text.free_text import phrase_at
from storage.names.folding import fold
from storage.names.keys import name_words

LONGEST = {"name": LONGEST_NAME, "address": 300, "sector": 80, "role": 80}
NONE = "-"
MOST_NICKNAMES = 8


_ANOTHER = re.compile(rf"\b{any_of('and')} {any_of('its')}? ?(?:{'|'.join(map(re.escape, also_called()))})\b")
"""A further detail behind a value."""


class Detail(SlotType[str]):
    """Which detail of the subject."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """By its label, or whatever people call it."""
        details = _details(said[SUBJECT])
        meant = also_called().get(fold(tidy(text)), text)
        by_label = (key for key, label in details.items() if fold(turn.voice.say(label)) == fold(tidy(text)))
        detail = meant if meant in details else next(by_label, None)
        if detail is None:
            raise Unclear(_("Choose one, please."), choices=self.offered(turn, said))
        return detail

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """All that this subject has."""
        return tuple(Choice(label, answer(key)) for key, label in _details(said[SUBJECT]).items())


class Value(SlotType[Any]):
    """The new value of the detail; "-" empties it."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> Any:  # noqa: ANN401
        """Checked as the detail wants it."""
        subject, detail = said[SUBJECT], said[DETAIL]
        if text.strip() == NONE and detail not in {"name", "status"}:
            return [] if _is_list(subject, detail) else None
        match detail:
            case "phone":
                phones: SlotType[Any] = Phone() if subject.contact else Phones()
                return checked(phones, turn, text, said)
            case "email":
                return checked(Email(), turn, text, said)
            case "status":
                return self._status(turn, text, said)
            case "nicknames":
                return _nicknames(text)
            case "name":
                return new_name(turn, subject, text)
        if _ANOTHER.search(fold(text)):
            raise Unclear(_("One detail at a time, please."), _ask(turn, said))
        value = tidy(text)
        if not value or len(value) > LONGEST[detail]:
            raise Unclear(
                _("That is too long: {limit} characters at most.", limit=LONGEST[detail]) if value else _ask(turn, said)
            )
        return value

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """The states of a customer; for the rest, to leave it empty where there is something."""
        if said[DETAIL] == "status":
            return tuple(Choice(label, answer(key)) for key, label in STATUSES.items())
        return (Choice(_("Leave it empty"), answer(NONE)),) if said[DETAIL] != "name" and said[BEFORE] else ()

    def _status(self, turn: Turn, text: str, said: Said) -> str:
        for key, label in STATUSES.items():
            if fold(text) in {key, fold(turn.voice.say(label))}:
                return key
        if status := meanings_of("customer_status").get(fold(tidy(text))):
            return status
        raise Unclear(_("Choose one, please."), choices=self.offered(turn, said))


def _details(subject: Subject) -> dict[str, Words]:
    return dict(CONTACT_DETAILS if subject.contact else CUSTOMER_DETAILS)


def _is_list(subject: Subject, detail: str) -> bool:
    return subject.contact is None and detail in {"phone", "nicknames"}


def _nicknames(text: str) -> list[str]:
    names = [name for part in text.replace(";", ",").split(",") if (name := tidy_name(part))]
    if not names or len(names) > MOST_NICKNAMES:
        raise Unclear(_("Up to {most} names, separated by commas, please.", most=MOST_NICKNAMES))
    return list(dict.fromkeys(names))


def new_name(turn: Turn, subject: Subject, text: str) -> str:
    """The name that a customer or a contact is to have; one that another customer has is asked about."""
    name = tidy_name(text)
    if not name:
        raise Unclear
    if len(text.strip()) > LONGEST_NAME:
        raise Unclear(_("That is too long for a name: {limit} characters at most.", limit=LONGEST_NAME))
    other = turn.work.customers.exactly(name) if subject.contact is None else None
    if other and other.id != subject.customer.id:
        choices = (
            Choice(_("Merge the two"), Action("merge", {"kept": other.id, "gone": subject.customer.id})),
            Choice(_("Leave it"), LEAVE),
        )
        raise Unclear(
            _("{name} already exists, owned by {owner}. Another name?", name=other.name, owner=other.owner)
            if other.owner
            else _("{name} already exists. Another name?", name=other.name),
            choices=choices,
        )
    return name


# ------------------------------------------------------------------ what it is now
def _now(turn: Turn, subject: Subject, detail: str) -> str:
    """The present value as people read it, "" where there is none."""
    customers = turn.work.customers
    if subject.contact:
        return str(getattr(subject.contact, detail) or "")
    if detail == "phone":
        return BETWEEN.join(n for n in (subject.customer.phone, *customers.further_phones(subject.customer.id)) if n)
    if detail == "nicknames":
        return ", ".join(customers.nicknames(subject.customer.id))
    return str(getattr(subject.customer, detail) or "")


def _before(turn: Turn, said: Said) -> str:
    """What the detail was when it was asked about, to know later whether somebody changed it meanwhile."""
    return _now(turn, said[SUBJECT], said[DETAIL])


def _ask(turn: Turn, said: Said) -> Words:
    label, now = _details(said[SUBJECT])[said[DETAIL]], said[BEFORE]
    if not now:
        return _("{name} · {detail}: what shall I write?", name=said[SUBJECT].name, detail=label)
    return _(
        "{name} · {detail}: now “{now}”. What shall I write instead?",
        name=said[SUBJECT].name,
        detail=label,
        now=_shown(said[DETAIL], now),
    )


def _shown(detail: str, value: str) -> Words:
    if detail == "phone":
        return phones_shown(value.split(BETWEEN))
    return STATUSES.get(value, value) if detail == "status" else clip(value, 200)


SUBJECT = Slot("subject", SubjectName(), _("Customer or contact"), _("Which customer, or which contact?"))
DETAIL = Slot(
    "detail", Detail(), _("Detail"), lambda _turn, said: _("What shall I change of {name}?", name=said[SUBJECT].name)
)
BEFORE: Slot[str] = Slot("before", SlotType(), "", "", default=_before, fixable=False)
VALUE = Slot("value", Value(), _("New value"), _ask)


def _check(turn: Turn, said: Said) -> Confirmation | None:
    """What somebody else wrote meanwhile is shown before it is overwritten; a number that others have is asked about."""
    subject, detail = said[SUBJECT], said[DETAIL]
    now = _now(turn, subject, detail)
    if now != said[BEFORE]:
        entity = "contacts" if subject.contact else "customers"
        who = turn.work.changes.changed_by(entity, subject.target.id, detail)
        label = _details(subject)[detail]
        words = (
            _(
                "{who} changed it meanwhile. {detail}: “{now}”. Shall I write “{value}” instead?",
                who=who,
                detail=label,
                now=_shown(detail, now),
                value=_shown(detail, _text(said[VALUE])),
            )
            if who
            else _(
                "It was changed meanwhile. {detail}: “{now}”. Shall I write “{value}” instead?",
                detail=label,
                now=_shown(detail, now),
                value=_shown(detail, _text(said[VALUE])),
            )
        )
        return Confirmation(f"overwrite {now}", (words,))
    values = said[VALUE] if isinstance(said[VALUE], list) else [said[VALUE]]
    for value in values if detail in {"phone", "email"} else ():
        if value and (taken := who_has(turn, detail, value, but=subject.target)):
            words = _("{reach} already exists: {taken}. Save it anyway?", reach=phone_shown(value), taken=taken.words)
            return Confirmation(f"taken {value}", (words,), taken.choices)
    return None


def _text(value: str | Sequence[str] | None) -> str:
    return value or "–" if isinstance(value, str) or value is None else BETWEEN.join(value) or "–"


def _save(turn: Turn, said: Said) -> Reply:
    subject, detail, value = said[SUBJECT], said[DETAIL], said[VALUE]
    customers, label = turn.work.customers, _details(subject)[said[DETAIL]]
    if subject.contact:
        turn.work.contacts.change(subject.contact.id, detail, value)
    elif detail == "phone":
        customers.set_phones(subject.customer.id, value)
    elif detail == "nicknames":
        customers.set_nicknames(subject.customer.id, value)
    else:
        customers.change(subject.customer.id, detail, value)
    undo = undo_choice(turn)
    if not undo:
        return Reply.of(_("No change. {detail}: {value}", detail=label, value=_shown(detail, _text(value))))
    card = Action("card", {"customer": subject.customer.id})
    look = Choice(_("Card"), Action("contact_card", {"contact": subject.contact.id}) if subject.contact else card)
    more = Choice(_("Change something else"), Action("edit", {"subject": str(subject.target)}))
    return Reply.of(
        _("Changed. {name} · {detail}: {value}", name=subject.name, detail=label, value=_shown(detail, _text(value))),
        choices=(*undo, look, more),
        about=subject.target,
    )


def _edit(turn: Turn, subject: Target, detail: str | None = None) -> Reply:
    """Edits what a card is about; with a detail, that one."""
    found = Subject.of(turn, subject)
    if found is None:
        raise Sorry(_("That no longer exists."))
    values = {"subject": str(found.target)} | ({"detail": detail} if detail in _details(found) else {})
    return start(turn, EDIT, None, values=values)


def _doubts(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence may tell no detail of whom it names: "her name is …" is of the person who is spoken of, and never of a customer."""
    value, subject = places.get("value", ""), places.get("subject", "")
    if any(phrase_at("hedges", words, at) for words in [fold(value).split()] for at in range(len(words))):
        return True  # "… is Joan Tate i think" is no name
    if also_called().get(fold(places.get("detail", ""))) != "name" or fold(subject) not in words_of("of_them"):
        return False
    spoken_of = turn.conversation.subject
    person = person_spoken_of(turn, spoken_of.target) if spoken_of else None
    return person is None or not set(name_words(person.name)) & set(name_words(value))


EDIT = Form("edit", (SUBJECT, DETAIL, BEFORE, VALUE), save=_save, check=_check)

CAPABILITY = Capability(
    "editing",
    about=_("Correct what is known of a customer or a contact"),
    commands=(
        Command(
            {"es": "editar", "en": "edit"},
            EDIT,
            _("Change a customer or a contact"),
            takes=("{subject} > {detail} > {value}", "{subject} > {detail}"),
            sayings="edit",
            doubts=_doubts,
        ),
    ),
    actions={"edit": _edit},
    examples={
        "es": ("el correo de Bar Sol es hola@barsol.example",),
        "en": ("the email of The Crown is hello@thecrown.example",),
    },
    order=32,
)
