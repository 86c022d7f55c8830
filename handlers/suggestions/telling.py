"""A suggestion is told: by a colleague, for a customer, or by a customer themselves; it goes upward at once."""

from collections.abc import Mapping
from typing import Final

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import _
from handlers.kit.forms.filling import start
from handlers.kit.forms.form import Form, Said, Slot
from handlers.kit.forms.name_first import is_exactly_a_customer
from handlers.kit.forms.name_slots import KnownCustomer
from handlers.kit.forms.slot_types import FreeText, as_written
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerService, CustomerTurn
from handlers.kit.people.managers import managers_of
from handlers.kit.registry.sayings import read_saying, sayings
from handlers.kit.turn import Turn
from handlers.suggestions.card import LONGEST, SUGGESTION, announced, card, there
from storage.suggestions.suggestions import SuggestionRecord, Suggestions

WORDS: Final = Slot("words", FreeText(), _("Suggestion"), _("What do you suggest?"))
CUSTOMER: Final = Slot("customer", KnownCustomer(), _("Customer"), _("Which customer?"))


def _keep(turn: Turn, said: Said) -> Reply:
    customer = said.get(CUSTOMER)
    number = turn.work.topic(Suggestions).add(
        as_written(turn, said[WORDS])[:LONGEST], staff_id=turn.person.id, customer_id=customer.id if customer else None
    )
    kept = there(turn, number)
    managers = managers_of(turn.work, turn.person)
    told = [person for person in managers if turn.tell(person.id, announced(kept))]
    if told:
        words = _("Kept, and passed on to {name}. You'll hear what becomes of it.", name=told[0].first_name)
    else:
        words = _("Kept. You'll hear what becomes of it.")
    return card(turn, kept, words, undo_choice(turn))


SUGGEST = Form("suggestion", (WORDS,), save=_keep, title=_("A suggestion"))
SUGGEST_FOR = Form("customer_suggestion", (CUSTOMER, WORDS), save=_keep, title=_("A customer's suggestion"))


def named(turn: Turn, words: str) -> Reply:
    """“/sugerencia 3” shows one; with words, it is a new one; without, it is asked for."""
    words = words.strip()
    if words.lstrip("#").isdecimal() and len(words) < 10:
        return card(turn, there(turn, int(words.lstrip("#"))))
    return start(turn, SUGGEST, None, answers={WORDS.name: words}) if words else start(turn, SUGGEST, None, guided=True)


def is_new(turn: Turn, _places: Mapping[str, str]) -> bool:
    """Whether a sentence suggests something, rather than says what becomes of a suggestion by its number."""
    decided = read_saying(turn.told, sayings("suggestion_decided"))
    return decided is None or not decided[SUGGESTION].isdecimal()


def of_customer(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence names a customer who suggests something."""
    return is_exactly_a_customer(turn, places["customer"])


# ------------------------------------------------------------------ customers
def _command(turn: CustomerTurn, words: str) -> Reply:
    """/sugerencia with words; without, how to say it."""
    if not words.strip():
        return Reply.of(_("Write to us what we could do better, beginning with “suggestion”. A person reads it."))
    return _told(turn, words)


def _heard(turn: CustomerTurn, text: str) -> Reply | None:
    """What they wrote, where it says that they suggest something."""
    places = read_saying(text, sayings("suggestion"))
    if places is None:
        return None
    return _told(turn, text[text.find(places["words"]) :] if places["words"] in text else places["words"])


def _told(turn: CustomerTurn, words: str) -> Reply:
    suggestions = turn.work.topic(Suggestions)
    words = words.strip()[:LONGEST]
    number = suggestions.add(words, customer_id=turn.customer.id, account_id=turn.account.id)
    kept = suggestions.get(number, all_=True)
    if kept is not None:
        _announce(turn, kept)
    return Reply.of(
        _("Thank you! Your suggestion has the number {number}. We'll tell you what becomes of it.", number=str(number))
    )


def _announce(turn: CustomerTurn, kept: SuggestionRecord) -> None:
    """Their owner hears of it, and whoever decides."""
    turn.tell_owner(announced(kept))
    owner = turn.work.people.works_here(turn.customer.owner_id) if turn.customer.owner_id else None
    for person in managers_of(turn.work, owner):
        turn.tell(person.id, announced(kept))


SERVICE = CustomerService(
    commands=dict.fromkeys(("sugerencia", "suggestion"), _command),
    hears=_heard,
    help_lines=(({"es": "/sugerencia", "en": "/suggestion"}, _("if we could do something better")),),
)
