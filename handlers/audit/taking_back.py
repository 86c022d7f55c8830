"""Taking back in words what was told some time ago: "borra lo último de Valdés", "delete the bit about the dog".

It is offered, never done at once, and the request itself is never kept as a note.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from handlers.kit.audit import CHANGE, MOST_LOOKED_AT, may_not_undo, told, undo_choice
from handlers.kit.format.texts import _, clip
from handlers.kit.messages.action import Target
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from handlers.language.meaning import Name, NameKind
from handlers.language.slots.remarks import is_little
from handlers.language.slots.replacing import known_words, same_word
from storage.audit.records import Change, ChangeSet

LOOKED_BACK = 40
"""Change sets of a person, the latest ones, among which it is looked for."""
MOST_OFFERED = 3
SHORTEST_WORD = 3
"""Letters."""
_NAMED = ("customer", "contact")
_TEXTS = ("summary", "what", "words", "title", "customer")


def _take_back(turn: Turn, words: str) -> Reply:
    """Offers to undo what was said of a customer or in some words, the latest first."""
    found = _found(turn, words)[:MOST_OFFERED]
    if not found:
        raise Sorry(
            _("I find nothing that you told me about “{what}” and that can still be undone.", what=clip(words, 60))
        )
    choices = [
        choice
        for one, row in found
        for choice in undo_choice(
            turn,
            Target(CHANGE, one.id),
            label=_("Undo: {what}", what=clip(turn.voice.say(told(turn, row)), 60)),
        )
    ]
    question = _("Shall I undo this?") if len(choices) == 1 else _("Which of these shall I undo?")
    return Reply.of(question, choices=choices)


def _found(turn: Turn, words: str) -> list[tuple[ChangeSet, Change]]:
    """What the person did that is meant, newest first, with the row that it is: what has all the words, else what is of whoever is named."""
    customer = _customer(turn, words)
    said = [word for word in known_words(words) if len(word) >= SHORTEST_WORD and not is_little(word)]
    mine = turn.work.changes.change_sets(turn.person.id, limit=LOOKED_BACK)
    may_go = [one for one in mine if not one.undone and not may_not_undo(turn, one)]
    made = [(one, turn.work.changes.changes_of(one.turn, limit=MOST_LOOKED_AT)) for one in may_go]
    in_words = list(_first(made, lambda change: _has_words(turn, change, said)))
    return in_words or list(_first(made, lambda change: _is_of(turn, change, customer)))


def _first(
    made: Sequence[tuple[ChangeSet, Sequence[Change]]], fits: Callable[[Change], bool]
) -> Iterator[tuple[ChangeSet, Change]]:
    """The change sets that have a row that fits, with the first such row."""
    for one, changes in made:
        if (row := next(filter(fits, changes), None)) is not None:
            yield one, row


def _customer(turn: Turn, words: str) -> int | None:
    """The customer that words name, themselves or by somebody there."""
    known = turn.match(words, {NameKind.CUSTOMER, NameKind.CONTACT}).known
    if known is not None:
        return known.id if known.kind is NameKind.CUSTOMER else known.customer_id
    heard = turn.read_as("log_interaction", words)
    names = [name.known for slot in _NAMED if isinstance(name := heard.slots.get(slot), Name) and name.known]
    return next((one.id if one.kind is NameKind.CUSTOMER else one.customer_id for one in names), None)


def _is_of(turn: Turn, change: Change, customer: int | None) -> bool:
    """Whether a row is about a customer, or is theirs."""
    if customer is None:
        return False
    row = _row(turn, change)
    return (change.entity, change.id) == ("customers", customer) or getattr(row, "customer_id", None) == customer


def _has_words(turn: Turn, change: Change, said: list[str]) -> bool:
    """Whether a row says all the words."""
    row = _row(turn, change)
    text = " ".join(str(getattr(row, name, "")) for name in _TEXTS) if row else turn.voice.say(told(turn, change))
    own = known_words(text)
    return bool(said) and all(any(same_word(word, one) for one in own) for word in said)


def _row(turn: Turn, change: Change) -> object:
    """The record that was told of, where it is of those that keep what was said; None for others."""
    work = turn.work
    kept: Mapping[str, Callable[[int], object]] = {
        "interactions": work.interactions.get,
        "follow_ups": work.follow_ups.get,
        "opportunities": work.opportunities.get,
        "loose_notes": work.loose_notes.get,
    }
    return kept[change.entity](change.id) if change.entity in kept else None


def _always(_turn: Turn, _places: Mapping[str, str]) -> bool:
    """Its templates are said for nothing else: the request is never kept as a note."""
    return True


CAPABILITY = Capability(
    "taking_back",
    about=_("Take back what you told me"),
    commands=(Command({"": "take_back"}, _take_back, hidden=True, sayings="take_back", fits=_always),),
    order=721,
)
