"""The recogniser of what is told of a matter that is open, by a word of it: "sorted the oven, it's coming Saturday"."""

from collections.abc import Iterator

from handlers.kit.dialog.candidates import WHOLE, Candidate, WrittenMessage
from handlers.kit.format.texts import _, clip
from handlers.language.slots.outcomes import OUTCOMES


def settled_matter(message: WrittenMessage) -> Iterator[Candidate]:
    """That something is settled, told of nobody by name, is a note on the one customer whose open matter it names by a word."""
    turn, keep = message.turn, message.registry.one("keeps_note")
    if keep is None or message.customers or message.is_talk or message.asks or message.form is not None:
        return
    if "settled" not in turn.read_as(OUTCOMES, message.text).slots:
        return
    found = turn.work.customers.latest(sorted(message.registry.open_matters(turn, message.text)))
    if len(found) == 1:
        customer = found[0]
        yield Candidate(
            "settled_matter",
            WHOLE + 0.07,
            "it says that something open there is settled",
            lambda: keep(turn, customer.id, message.text, None),
            writes=True,
            as_words=_("a new note about {customer}", customer=clip(customer.name, 40)),
        )
