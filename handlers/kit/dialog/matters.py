"""The recognisers of what names no customer of ours: a matter that is open, by a word of it, and somebody whom nobody knows yet."""

from collections.abc import Iterator

from handlers.kit.dialog.candidates import PLAIN, WHOLE, Candidate, WrittenMessage
from handlers.kit.dialog.just_made import NOWHERE
from handlers.kit.format.texts import _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.language.meaning import Name
from handlers.language.slots.outcomes import OUTCOMES
from handlers.language.slots.remarks import added, bids
from handlers.language.slots.strangers import names_a_stranger, tells_of_oneself

_CLOSES = "resolve_complaint"
_NEW = frozenset({"new_lead", "new_customer", "new_contact"})


def settled_matter(message: WrittenMessage) -> Iterator[Candidate]:
    """That something is settled, told of nobody by name, is a note on the one customer whose open matter it names by a word."""
    turn, keep = message.turn, message.registry.one("keeps_note")
    if keep is None or message.customers or message.is_talk or message.asks or message.form is not None:
        return
    ordered = message.heard.intent == _CLOSES or bids(message.text)
    if ordered or "settled" not in turn.read_as(OUTCOMES, message.text).slots:
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


def stranger(message: WrittenMessage) -> Iterator[Candidate]:
    """Somebody whom nobody knows is told of, and no customer of ours: nothing is written on anybody else; what they are is asked."""
    turn, text = message.turn, message.text
    if message.customers or message.is_talk or message.asks or message.form is not None or message.heard.intent in _NEW:
        return
    told = [message.as_note.slots.get(slot) for slot in ("contact", "customer")]
    both = all(isinstance(name, Name) and not name.candidates for name in told)
    nowhere = not isinstance(told[1], Name)  # a place that was visited is asked about as a new customer
    if not (names_a_stranger(text) and nowhere) and not (both and added(text)):
        return
    offered = turn.contributions("stranger", text)
    if offered.choices:
        yield Candidate("stranger", PLAIN, "it tells of somebody whom nobody knows", lambda: _ask(message, offered))


def own_matter(message: WrittenMessage) -> Iterator[Candidate]:
    """What somebody has on themselves, a dentist, a school run, is of no customer: it is kept as a loose note."""
    turn, keep = message.turn, message.registry.one("keeps_loose")
    if (
        keep is None
        or message.customers
        or message.asks
        or message.form is not None
        or not tells_of_oneself(message.text)
    ):
        return
    yield Candidate(
        "own_matter",
        PLAIN,
        "it is a matter of their own",
        lambda: keep(turn, message.text, turn.incoming.sent_at),
        writes=True,
        as_words=_("a loose note"),
    )


def _ask(message: WrittenMessage, offered: Reply) -> Reply:
    message.turn.conversation.pending_message = message.text
    keep = Choice(_("Keep it as a note"), Action("keep_loose_note", {"words": message.text}))
    question = _("I don't know them yet. What shall I make of it?")
    return Reply.of(question, choices=(*offered.choices, keep, Choice(_("No"), NOWHERE)))
