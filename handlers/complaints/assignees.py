"""Who cares for complaints of which cause."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.labels import CAUSES
from handlers.kit.format.texts import _
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.slot_types import OneOf
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.people.colleagues import Colleague
from handlers.kit.people.permissions import MANAGERS
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import SlotValue
from handlers.language.slots.complaints import cause_of


class WhichCause(OneOf):
    """A cause, by its label or by any word that complaints of it have."""

    def read(self, turn: Turn, text: str, said: Said) -> str:
        """The cause that an answer names."""
        return cause_of(text) or super().read(turn, text, said)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> str:
        """The same in a sentence."""
        return self.read(turn, str(heard), said)


CAUSE = Slot("cause", WhichCause(CAUSES), _("Cause"), _("Complaints about what?"))
WHO = Slot("staff", Colleague(), _("Who"), _("Who cares for them?"), "Luis")


def list_rules(turn: Turn, _words: str = "") -> Reply:
    """Who cares for which."""
    rules = turn.work.complaint_rules.all()
    manages = turn.person.role in MANAGERS
    add = (Choice(_("Add a rule"), Action("new_complaint_rule")),) if manages else ()
    remove = tuple(
        Choice(_("Remove: {what}", what=CAUSES[rule.cause]), Action("remove_complaint_rule", {"rule": rule.id}))
        for rule in rules
        if manages
    )
    said = [_("{cause}: {name}", cause=CAUSES[rule.cause], name=rule.staff) for rule in rules]
    rest = _("All others: support, whoever has fewest; else the customer's owner.")
    return Reply((Heading(_("Who cares for complaints")), *(Paragraph(one) for one in (*said, rest))), (*add, *remove))


def remove_rule(turn: Turn, rule: int) -> Reply:
    """Nobody in particular does any more."""
    _only_managers(turn)
    if rule not in {known.id for known in turn.work.complaint_rules.all()}:
        raise Sorry(_("That no longer exists."))
    turn.work.complaint_rules.remove(rule)
    return Reply.of(_("Removed."), choices=undo_choice(turn))


def _add(turn: Turn, said: Said) -> Reply:
    _only_managers(turn)
    turn.work.complaint_rules.put(said[CAUSE], said[WHO].id)
    words = _("{name} cares for complaints about: {cause}.", name=said[WHO].name, cause=CAUSES[said[CAUSE]])
    return Reply.of(words, choices=undo_choice(turn))


def _only_managers(turn: Turn) -> None:
    if turn.person.role not in MANAGERS:
        raise Sorry(_("Only managers can do that."))


ADD_RULE = Form("complaint_rule", (CAUSE, WHO), save=_add, title=_("Who cares for what"))
