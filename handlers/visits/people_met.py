"""Who was there, told after what was logged: "niamh was there too", "it was helen i spoke to"."""

from collections.abc import Mapping

from handlers.kit.format.texts import _
from handlers.kit.forms.name_slots import Met
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.told_in_log import called_so, logged_last
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from handlers.language.slots.pointing import telling_words
from handlers.language.slots.replacing import known_words
from handlers.visits.card import INTERACTION, card
from handlers.visits.corrected import put_right
from handlers.visits.slots import CONTACT
from storage.crm.records import ContactRecord, InteractionRecord

TOO, INSTEAD = "met_too", "met_instead"


def _there(turn: Turn, words: str) -> tuple[InteractionRecord, ContactRecord] | None:
    """What was logged last, and the one person at its customer whom the words name; None where it is somebody else, or says more.

    Who is met somewhere, or on a day, is told of anew: "Marta at Bar Sol today, all good".
    """
    logged = logged_last(turn)
    if logged is None or logged.archived_at or logged.author_id != turn.person.id:
        return None
    people = called_so(turn, logged.customer_id, turn.match(words, {NameKind.CONTACT}))
    named = len(people) == 1 and set(telling_words(words)) <= known_words(people[0].name)
    return (logged, people[0]) if named else None


def _fits(turn: Turn, places: Mapping[str, str]) -> bool:
    return _there(turn, places["subject"]) is not None


def _too(turn: Turn, _words: str) -> Reply:
    """Whoever was there too: with whom it was, where nobody is kept yet; else said in the note."""
    logged, person = _meant(turn, TOO)
    if logged.contact_id is None:
        return _with(turn, logged, person)
    turn.work.interactions.add_to_summary(logged.id, turn.incoming.text)
    turn.conversation.made(Target(INTERACTION, logged.id), turn.incoming.sent_at)
    return Reply.of(_("Added.")) + card(turn, logged.id)


def _instead(turn: Turn, _words: str) -> Reply:
    """Whoever it was with, in place of whoever is kept."""
    return _with(turn, *_meant(turn, INSTEAD))


def _meant(turn: Turn, said: str) -> tuple[InteractionRecord, ContactRecord]:
    places = read_saying(turn.incoming.text, sayings(said)) or {}
    if (found := _there(turn, places.get("subject", ""))) is None:
        raise Sorry(_("That no longer exists."))
    return found


def _with(turn: Turn, logged: InteractionRecord, person: ContactRecord) -> Reply:
    met = CONTACT.type.dump(Met(person.name, person.id))
    return put_right(turn, Target(INTERACTION, logged.id), {CONTACT.name: met})


CAPABILITY = Capability(
    "people_met",
    about=_("Who was there as well"),
    commands=(
        Command({"": TOO}, _too, hidden=True, sayings=TOO, fits=_fits),
        Command({"": INSTEAD}, _instead, hidden=True, sayings=INSTEAD, fits=_fits),
    ),
    examples={"es": ("Marta también estaba",), "en": ("Laura was there too",)},
    order=21,
)
