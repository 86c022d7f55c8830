"""Who was there, told after what was logged: "niamh was there too", "sin Marta", "it was helen i spoke to"."""

from collections.abc import Iterable, Mapping, Sequence

from handlers.kit.format.texts import _
from handlers.kit.forms.name_slots import Met, tidy_name
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.told_in_log import called_so, logged_last
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.names.answers import may_be_called
from handlers.language.entities.names.lexicon import is_first_name
from handlers.language.meaning import NameKind
from handlers.language.slots.company import listed_names
from handlers.language.slots.pointing import telling_words
from handlers.language.slots.replacing import known_words
from handlers.visits.card import INTERACTION, mine
from handlers.visits.corrected import put_right
from handlers.visits.people_slot import each_once
from handlers.visits.slots import CONTACT
from storage.crm.records import ContactRecord, InteractionRecord
from storage.names.folding import fold

TOO, INSTEAD, NOT_THERE = "met_too", "met_instead", "met_not"
LONGEST_NAME = 3
"""Words of the name of somebody new; what is longer says more than who it was."""


def _logged(turn: Turn) -> InteractionRecord | None:
    """What this person logged last in this chat."""
    logged = logged_last(turn)
    own = logged is not None and not logged.archived_at and logged.author_id == turn.person.id
    return logged if own else None


def _there(turn: Turn, logged: InteractionRecord, words: str) -> Sequence[Met]:
    """The people at its customer whom the words name, somebody new among them; none where they name others, or say more.

    Who is met somewhere, or on a day, is told of anew: "Marta at Bar Sol today, all good".
    """
    found = [_one(turn, logged, name) for name in listed_names(words)]
    return [one for one in found if one] if all(found) else ()


def _one(turn: Turn, logged: InteractionRecord, words: str) -> Met | None:
    name = turn.match(words, {NameKind.CONTACT})
    people = called_so(turn, logged.customer_id, name)
    if len(people) == 1 and set(telling_words(words)) <= known_words(people[0].name):
        return Met(people[0].name, people[0].id)
    new = fold(words).split()
    somebody = 0 < len(new) <= LONGEST_NAME and is_first_name(new[0]) and may_be_called(words)
    return Met(tidy_name(words)) if somebody and not people and not name.candidates else None


def _fits(turn: Turn, places: Mapping[str, str]) -> bool:
    logged = _logged(turn)
    return logged is not None and bool(_there(turn, logged, places["subject"]))


def _was_met(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether the words name people who are kept as met, and nobody else."""
    logged = _logged(turn)
    there = _there(turn, logged, places["subject"]) if logged else ()
    met = {one.id for one in logged.met} if logged else set()
    return bool(there) and all(one.id in met for one in there)


def _too(turn: Turn, _words: str) -> Reply:
    """Whoever was there too, beside those who are kept."""
    logged, people = _meant(turn, TOO)
    return _with(turn, logged, [*_kept(logged), *people])


def _instead(turn: Turn, _words: str) -> Reply:
    """Whoever it was with, in place of all who are kept."""
    return _with(turn, *_meant(turn, INSTEAD))


def _not_there(turn: Turn, _words: str) -> Reply:
    """Those who are kept, without whoever was not there."""
    logged, people = _meant(turn, NOT_THERE)
    gone = {one.id for one in people}
    return _with(turn, logged, [one for one in _kept(logged) if one.id not in gone])


def _met_too(turn: Turn, interaction: int, contact: ContactRecord) -> Reply:
    """A button: which of several people of one name was met besides."""
    record = mine(turn, Target(INTERACTION, interaction))
    if contact.customer_id != record.customer_id:
        raise Sorry(_("That no longer exists."))
    return _with(turn, record, [*_kept(record), Met(contact.name, contact.id)])


def _kept(logged: InteractionRecord) -> Sequence[Met]:
    return [Met(one.name, one.id) for one in logged.met]


def _meant(turn: Turn, said: str) -> tuple[InteractionRecord, Sequence[Met]]:
    places = read_saying(turn.incoming.text, sayings(said)) or {}
    logged = _logged(turn)
    people = _there(turn, logged, places.get("subject", "")) if logged else ()
    if logged is None or not people:
        raise Sorry(_("That no longer exists."))
    return logged, people


def _with(turn: Turn, logged: InteractionRecord, people: Iterable[Met]) -> Reply:
    met = each_once(people)
    return put_right(turn, Target(INTERACTION, logged.id), {CONTACT.name: CONTACT.type.dump(met) if met else None})


CAPABILITY = Capability(
    "people_met",
    about=_("Who was there as well"),
    commands=(
        Command({"": TOO}, _too, hidden=True, sayings=TOO, fits=_fits),
        Command({"": INSTEAD}, _instead, hidden=True, sayings=INSTEAD, fits=_fits),
        Command({"": NOT_THERE}, _not_there, hidden=True, sayings=NOT_THERE, fits=_was_met),
    ),
    actions={TOO: _met_too},
    examples={"es": ("Marta también estaba",), "en": ("Laura was there too",)},
    order=21,
)
