"""Naming a colleague."""

from typing import TYPE_CHECKING, Any

from handlers.kit.forms import Said, SlotType, Unclear
from handlers.kit.messages import Choice, Target
from handlers.kit.texts import Words, _
from handlers.language.meaning import Name, NameKind, SlotValue
from handlers.language.names import match_name
from storage.folding import fold
from storage.records import Person

if TYPE_CHECKING:
    from handlers.kit.turn import Turn

MYSELF = frozenset({"yo", "mi", "me", "myself"})
MOST_NAMES = 12


class ColleagueName(SlotType[Person]):
    """Somebody who works here, by name or part of it; "mí", "me" is who speaks."""

    def read(self, turn: "Turn", text: str, said: Said) -> Person:
        """Whom the text names."""
        if fold(text) in MYSELF:
            return turn.person
        return self.take(turn, match_name(text, turn.work.names, {NameKind.STAFF}), said)

    def take(self, turn: "Turn", heard: SlotValue, said: Said) -> Person:
        """Whom the sentence names."""
        name = heard if isinstance(heard, Name) else Name(str(heard))
        here = {person.id: person for person in turn.work.people.everyone()}
        meant = [here[entry.id] for entry in name.candidates if entry.kind is NameKind.STAFF and entry.id in here]
        if len(meant) == 1:
            return meant[0]
        if meant:
            raise Unclear(_("Which {name}?", name=name.text), choices=_choices(meant))
        raise Unclear(_("I know no colleague called «{name}».", name=name.text[:60]), choices=_choices(list(here.values())[:MOST_NAMES]))

    def of_target(self, turn: "Turn", target: Target) -> Person | None:
        """The colleague of a chosen name."""
        return turn.work.people.get(target.id) if target.kind == "staff" else None

    def dump(self, value: Person) -> Any:  # noqa: ANN401
        """Its id."""
        return value.id

    def load(self, turn: "Turn", raw: Any) -> Person:  # noqa: ANN401
        """By id."""
        return turn.work.people.get(raw)

    def show(self, value: Person) -> Words:
        """The name."""
        return value.name


def _choices(people: list[Person]) -> tuple[Choice, ...]:
    return tuple(Choice(person.name, person.name, Target("staff", person.id)) for person in people)
