"""A colleague notes how a customer wants to be reached: "a Bar Sol mejor los martes a las 10 por WhatsApp"."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers.customer_chats.preferences import preference_facts
from handlers.customer_chats.reading import preferred
from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.messages.action import Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.moments import find_moments
from handlers.language.meaning import Moment, NameKind, Recurrence
from storage.crm.records import CustomerRecord

LONGEST_WORDS = 500
A_DAY = timedelta(days=1)


def note(turn: Turn, text: str) -> Reply:
    """Keeps what the sentence says, beside its own words; what it does not say stays as it was.

    What is told of a customer and says nothing that a preference has a place for is a note there: nothing typed is dropped.
    """
    heard = turn.read_as("set_preference", text)
    customer = turn.work.customers.get(heard.customer_id) if heard.customer_id else None
    if customer is None:
        raise Sorry(_("Whose preference is that? Name the customer, please."))
    moments = find_moments(text, turn.said_at, "future", turn.locale)
    found = preferred(text, heard.slots, [one.moment for one in moments if isinstance(one.moment, Recurrence)])
    keep = registry_of(turn).one("keeps_note")
    if not found and keep is not None:
        kept: Reply = keep(turn, customer.id, text, None)
        return kept
    for kind, value in found.items():
        turn.work.contact_preferences.note(customer.id, kind, value, clip(text.strip(), LONGEST_WORDS))
    return shown(turn, customer, _("Noted: {customer}", customer=customer.name), text)


def told(turn: Turn, _words: str) -> Reply:
    """A sentence that is one by its template."""
    return note(turn, turn.told)


def is_preference(turn: Turn, places: Mapping[str, str]) -> bool:
    """Whether a sentence says of somebody known how they want to be reached at any time, rather than on some day."""
    named = turn.match(places["customer"], {NameKind.CUSTOMER, NameKind.CONTACT})
    said = " ".join(places.values())
    slots = turn.read_as("set_preference", turn.incoming.text).slots
    return named.known is not None and bool(preferred(turn.incoming.text, slots)) and not _names_a_day(turn, said)


def _names_a_day(turn: Turn, text: str) -> bool:
    """Whether a text names a day: "el jueves", "tomorrow at 9", but not "los jueves", nor "before 11", which is of any day."""
    before = {(one.start, one.end): one.moment for one in find_moments(text, turn.said_at, "past", turn.locale)}
    for one in find_moments(text, turn.said_at, "future", turn.locale):
        past = before.get((one.start, one.end))
        if not isinstance(one.moment, Moment):
            continue
        if not isinstance(past, Moment) or not isinstance(past.start, datetime):
            return True
        if not isinstance(one.moment.start, datetime) or one.moment.start - past.start not in {timedelta(), A_DAY}:
            return True
    return False


def shown(turn: Turn, customer: CustomerRecord, heading: Words, words: str = "") -> Reply:
    """All that this customer prefers, and the words in which it was told just now."""
    facts = preference_facts(turn.work.contact_preferences.of(customer.id))
    said = (Paragraph(_("“{words}”", words=clip(words.strip(), LONGEST_WORDS))),) if words else ()
    return Reply((Heading(heading), *said, Facts(facts)), undo_choice(turn), about=Target("customer", customer.id))


def on_card(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """On the card and in the brief."""
    facts = preference_facts(turn.work.contact_preferences.of(customer.id))
    return Reply((Facts(facts),)) if facts else None
