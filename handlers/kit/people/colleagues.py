"""Colleagues as forms and commands name them."""

import re
from collections.abc import Sequence
from typing import Any

from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.messages.action import Choice, Target, answer
from handlers.kit.people.permissions import manages
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, NameKind, SlotValue
from handlers.language.text.any_of import any_of, words_of
from storage.names.folding import fold
from storage.people.records import Person

STAFF = "staff"
MOST_OFFERED = 12
_SECOND = re.compile(
    rf"(?:{any_of('and')}\s+)?(?:{any_of('to_somebody')}\s+)?(?P<name>\w+)\s+{any_of('that_they')}\s+(?P<what>.+)",
    re.IGNORECASE | re.DOTALL,
)
"""What is to be done by a second one: "(recuérdale a Ana) y a Luis que llamen …"."""


class Colleague(SlotType[Person]):
    """Somebody who works here, by name or part of it; "mí", "me" is who speaks."""

    def read(self, turn: Turn, text: str, said: Said) -> Person:
        """Whom the text names."""
        if fold(text) in words_of("myself") and turn.person in (possible := self.possible(turn)):
            return possible[possible.index(turn.person)]
        return self._one_of(turn, turn.match(text, {NameKind.STAFF}), text, said)

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> Person:
        """Whom the sentence names."""
        name = heard if isinstance(heard, Name) else Name(str(heard))
        return self._one_of(turn, name, name.text, said)

    def of_target(self, turn: Turn, target: Target) -> Person | None:
        """The colleague of a chosen candidate."""
        return turn.work.people.works_here(target.id) if target.kind == STAFF else None

    def offered(self, turn: Turn, said: Said) -> tuple[Choice, ...]:
        """Everybody, where those are not too many."""
        people = self.possible(turn)
        return to_choose(people) if len(people) <= MOST_OFFERED else ()

    def possible(self, turn: Turn) -> list[Person]:
        """Who may be chosen."""
        return turn.work.people.everyone()

    def dump(self, value: Person) -> Any:  # noqa: ANN401
        """Their id."""
        return value.id

    def load(self, turn: Turn, raw: Any) -> Person:  # noqa: ANN401
        """By id."""
        found = turn.work.people.works_here(raw)
        if found is None:
            raise Unclear(_("They don't work here any more. Who?"))
        return found

    def show(self, value: Person) -> Words:
        """Their name."""
        return value.name

    def _one_of(self, turn: Turn, name: Name, text: str, said: Said) -> Person:
        possible = {person.id: person for person in self.possible(turn)}
        found = [possible[entry.id] for entry in name.candidates if entry.id in possible]
        if not found:  # a first name of two letters, or one that is an everyday word, is in no index
            found = (
                [p for p in possible.values() if p.name.casefold().startswith(text.strip().casefold())]
                if text.strip()
                else []
            )
        if len(found) == 1:
            return found[0]
        if found:
            raise Unclear(_("Which {name}?", name=clip(name.text, 60)), choices=to_choose(found))
        raise Unclear(_("There's no colleague called “{name}”.", name=clip(text, 60)), choices=self.offered(turn, said))


class Managed(Colleague):
    """A colleague whom the person manages, never themselves."""

    def possible(self, turn: Turn) -> list[Person]:
        """Whom the person manages."""
        return [p for p in turn.work.people.everyone() if p.id != turn.person.id and manages(turn, p)]

    def of_target(self, turn: Turn, target: Target) -> Person | None:
        """The colleague of a button; one whom the person does not manage is not taken."""
        found = super().of_target(turn, target)
        return found if found and found.id in {p.id for p in self.possible(turn)} else None

    def load(self, turn: Turn, raw: Any) -> Person:  # noqa: ANN401
        """By id; one whom the person does not manage, or not any more, is refused."""
        found = super().load(turn, raw)
        if found.id not in {p.id for p in self.possible(turn)}:
            raise Sorry(_("{name} is not in your team.", name=found.name))
        return found


def to_choose(people: Sequence[Person]) -> tuple[Choice, ...]:
    """Colleagues to choose from, as many as a screen shows."""
    return tuple(
        Choice(clip(person.name, 60), answer(target=Target(STAFF, person.id))) for person in people[:MOST_OFFERED]
    )


def colleague_named(turn: Turn, text: str) -> Person:
    """Whom the words after a command name; the turn is declined where that is nobody, or several."""
    try:
        return Colleague().read(turn, text, Said({}))
    except Unclear as unclear:
        raise Sorry(unclear.words[0]) from None


def also_for(turn: Turn, what: str) -> tuple[str, Person | None]:
    """What is to be done, and the second colleague for whom it is: "recuérdale a Ana y a Luis que llamen …"."""
    found = _SECOND.fullmatch(what)
    entry = turn.match(found["name"], {NameKind.STAFF}).known if found else None
    if found is None or entry is None or fold(found["name"]) not in fold(entry.name).split():
        return what, None
    return found["what"], turn.work.people.works_here(entry.id)
