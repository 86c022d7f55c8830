"""Whom it was with, as the form of what happened asks for it: one person, or several."""

from collections.abc import Iterable, Sequence
from typing import Any

from handlers.kit.format.texts import Voice, Words
from handlers.kit.forms.form import Said, SlotType, Unclear
from handlers.kit.forms.name_slots import ContactName, Met
from handlers.kit.messages.action import Target
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, SlotValue
from storage.crm.records import CustomerRecord, PersonMet
from storage.names.folding import fold

_ONE = ContactName()
People = tuple[Met, ...]


class PeopleMet(SlotType[People]):
    """The people at the customer who were met, the first one first; a new name is kept as a new contact when the form is saved."""

    takes_text = True

    def read(self, turn: Turn, text: str, said: Said) -> People:
        """Whom the text names ("con Marta y Juan"), among the customer's people first."""
        return each_once(
            [_ONE.read(turn, text, said), *besides(turn, turn.read_as("log_interaction", text).company, said)]
        )

    def take(self, turn: Turn, heard: SlotValue, said: Said) -> People | None:
        """Whom the sentence names, with those who were met besides."""
        first = _ONE.take(turn, heard, said)
        others = besides(turn, said.heard.company if said.heard else (), said)
        return each_once([*([first] if first else []), *others]) or None

    def of_target(self, turn: Turn, target: Target) -> People | None:
        """The contact of a chosen candidate."""
        one = _ONE.of_target(turn, target)
        return (one,) if one else None

    def dump(self, value: People) -> Any:  # noqa: ANN401
        """Names and ids."""
        return [_ONE.dump(one) for one in value]

    def load(self, turn: Turn, raw: Any) -> People:  # noqa: ANN401
        """From names and ids; a form that waits since it took but one person has that one alone."""
        return tuple(_ONE.load(turn, one) for one in ([raw] if isinstance(raw, dict) else raw))

    def show(self, value: People) -> Words:
        """Their names."""
        return ", ".join(one.name for one in value)

    def sample(self, speaks: Voice) -> Words:
        """One of nobody."""
        return _ONE.sample(speaks)


def besides(turn: Turn, names: Iterable[Name], said: Said) -> Sequence[Met]:
    """Of those who are named beside the first one, whoever is the customer's own or somebody new; nobody else's, and none of several."""
    found = []
    for name in names:
        try:
            met = _ONE.take(turn, name, said)
        except Unclear:
            continue
        if met is not None and (met.id is not None or not name.candidates):
            found.append(met)
    return found


def which(names: Iterable[Name], customer: CustomerRecord) -> Sequence[Name]:
    """Those of the names that mean several of the customer's people."""
    found = []
    for name in names:
        own = tuple(entry for entry in name.candidates if entry.customer_id == customer.id)
        if len(own) > 1:
            found.append(Name(name.text, own))
    return found


def each_once(people: Iterable[Met]) -> People:
    """People without those who are named twice."""
    return tuple({one.id or fold(one.name): one for one in people}.values())


def kept(turn: Turn, people: People, customer_id: int) -> tuple[PersonMet, ...]:
    """The contacts of this customer that are meant, made now where they are new."""
    contacts = [ContactName.kept(turn, one, customer_id) for one in people]
    return tuple(dict.fromkeys(PersonMet(one.id, one.name) for one in contacts if one))
