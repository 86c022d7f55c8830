"""Somebody at a customer has left, told in a sentence: "Marta ya no trabaja en Bar Sol", "Sarah has left"."""

from collections.abc import Mapping

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.forms.subjects import Subject, SubjectName, subject_label, subjects_named
from handlers.kit.messages.action import Action, Choice, answer
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind
from storage.names.folding import fold

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


LEFT = Form("contact_left", (AT, WHO), save=_left)

CAPABILITY = Capability(
    "leavers",
    about=_("Somebody at a customer has left"),
    commands=(Command({"": "somebody_left"}, LEFT, hidden=True, sayings="contact_left", fits=_known),),
    examples={"es": ("Marta ya no trabaja en Bar Sol",), "en": ("Marta no longer works at Bar Sol",)},
    order=32,
)
