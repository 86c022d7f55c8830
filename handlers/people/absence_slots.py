"""What days away need to be known: which days, whose, and who covers."""

from typing import Annotated, Any

from handlers.kit.format.texts import Words, _
from handlers.kit.forms.form import Said, Slot, SlotType, Unclear
from handlers.kit.forms.slot_types import FreeText
from handlers.kit.messages.action import Choice, Target
from handlers.kit.people.colleagues import Colleague, to_choose
from handlers.kit.people.permissions import manages
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from handlers.people.day_slots import Days, shown
from storage.names.folding import fold
from storage.people.records import AbsenceRecord, Person

ABSENCE = "absence"
"""What a button calls one."""


class Cover(Colleague):
    """Who does the work meanwhile: anybody but whoever is away."""

    def read(self, turn: Turn, text: str, said: Said) -> Person:
        """Whom a name, or a sentence about covering, means."""
        told = read_saying(text, sayings("cover"))
        found = super().read(turn, told["cover"] if told else text, said)
        if found.id == self._away(turn, said):
            raise Unclear(_("Somebody else has to cover. Who?"), choices=self.offered(turn, said))
        return found

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Everybody else."""
        away = self._away(turn, said)
        return to_choose([person for person in self.possible(turn) if person.id != away])

    @staticmethod
    def _away(turn: Turn, said: Said) -> int:
        away = said.by_name("staff")
        return away.id if isinstance(away, Person) else turn.person.id


class KeptAbsence(SlotType[AbsenceRecord]):
    """An absence that is kept, by its id."""

    def dump(self, value: AbsenceRecord) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> AbsenceRecord:  # noqa: ANN401
        """By id."""
        return kept(turn, Target(ABSENCE, raw))

    def show(self, value: AbsenceRecord) -> Words:
        """Its days."""
        return shown((value.first, value.last))


PERIOD = Slot("period", Days(), _("Days"), _("Which days?"), _("from 1 to 15 December"))
WHO = Slot("staff", Colleague(), _("Who"), _("Who is away?"), default=lambda turn, _said: turn.person)
MORE = Slot("more", FreeText(), _("Note"), _("What else?"), optional=True)
COVER = Slot("cover", Cover(), _("Covers"), _("Who covers meanwhile?"), optional=True, guided=True)
OF = Slot("absence", KeptAbsence(), _("Days"), _("Which days?"))
NEW_COVER = Slot("cover", Cover(), _("Covers"), _("Who covers meanwhile?"))


def says_who_covers(turn: Turn, text: str) -> bool:
    """Whether a text says who covers, or is a colleague's name and nothing else."""
    return read_saying(text, sayings("cover")) is not None or is_colleague(turn, text)


def is_colleague(turn: Turn, text: str) -> bool:
    """Whether a text is a colleague's name, or a part of it."""
    known = turn.match(text, {NameKind.STAFF}).known
    return known is not None and set(fold(text).split()) <= set(fold(known.name).split())


def kept(turn: Turn, target: Target | None) -> AbsenceRecord:
    """The absence of a button, where it stands and this person may change it. Raises Sorry where not."""
    absence = turn.work.absences.get(target.id) if target and target.kind == ABSENCE else None
    if absence is None or absence.archived_at:
        raise Sorry(_("That no longer exists."))
    if not may_change(turn, absence):
        raise Sorry(_("Only {name} or their manager can change that.", name=absence.staff))
    return absence


def may_change(turn: Turn, absence: AbsenceRecord) -> bool:
    """Whether it is this person's own absence, or one of those whom they manage."""
    return absence.staff_id == turn.person.id or manages(turn, turn.work.people.get(absence.staff_id))


MyAbsence = Annotated[AbsenceRecord, lambda turn, raw: kept(turn, Target(ABSENCE, int(raw)))]
"""The absence of an action, one that this person may change."""
