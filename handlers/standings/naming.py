"""Of one customer where a command names one, else of all."""

from collections.abc import Callable

from handlers.kit.format.texts import _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import NameKind
from storage.crm.records import CustomerRecord

MOST_CHOICES = 6


def there(turn: Turn, customer: int) -> CustomerRecord:
    """A customer that the person may see. Raises Sorry for any other number."""
    found = turn.work.customers.get(customer)
    if found is None:
        raise Sorry(_("That no longer exists."))
    return found


def of_one_or_all(
    turn: Turn, words: str, one: Callable[[Turn, int], Reply], every: Callable[[Turn], Reply], action: str
) -> Reply:
    """What is shown of the customer that the words name, or of all where they name none; `action` is a button's for one."""
    if not words.strip():
        return every(turn)
    name = turn.match(words.strip().removesuffix("'s"), {NameKind.CUSTOMER})
    if name.known:
        return one(turn, name.known.id)
    if not name.candidates:
        raise Sorry(_("I don't know “{name}”.", name=clip(words.strip(), 60)))
    choices = [Choice(clip(entry.name, 60), Action(action, {"customer": entry.id})) for entry in name.candidates]
    question = _("Which one do you mean by “{name}”?", name=clip(words.strip(), 60))
    return Reply.which(question, choices[:MOST_CHOICES])
