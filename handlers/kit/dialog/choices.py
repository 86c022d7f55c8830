"""What can be chosen: the choices of the latest message, pressed or typed."""

from collections import Counter
from collections.abc import Sequence

from rapidfuzz import fuzz

from handlers.kit.dialog.button_limits import with_few_buttons
from handlers.kit.messages.action import Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.spoken_of import customer_of
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind
from handlers.language.slots.pointing import telling_words
from handlers.language.slots.rearranging import is_one_of_them
from handlers.language.slots.remarks import ordinal
from storage.names.folding import fold

_TWO = frozenset({"yes", "no"})
_KINDS = ("contact", "customer", "follow_up", "opportunity", "interaction", "complaint", "note")
"""How the arguments of actions call what they are of."""
MOST_TELLING = 4
"""Words that tell one thing from another; more say something of it."""
ALIKE = 85
"""From this likeness (0–100) a word is one of a name's, typed otherwise."""
SHORTEST_BEGINNING = 4
"""Letters of the beginning of a label that are taken for it."""


def remember_choices(turn: Turn, reply: Reply) -> Reply:
    """The reply with few buttons; the next message may type whatever it offers, shown or not."""
    reply = with_few_buttons(reply, turn.voice)
    turn.conversation.offers(reply.choices, turn.voice, asks_which=reply.asks_which)
    return reply


def typed(turn: Turn, text: str) -> Choice | None:
    """The latest choice that was typed: its whole label, or its number. A name that merely stands in a label chooses nothing."""
    choices, folded = turn.conversation.choices, fold(text)
    whole = next((choice for choice in choices if fold(str(choice.label)) == folded), None)
    if whole is None and (number := ordinal(text)):
        shown = [choice for choice in choices if choice.shown]
        numbers = any(
            str(choice.label).isdecimal() for choice in choices
        )  # of "0" to "10", 8 is an eight, not the eighth
        return shown[number - 1] if number <= len(shown) and not numbers else None
    return whole or _begun(turn, folded)


def _begun(turn: Turn, folded: str) -> Choice | None:
    """What is asked before saving is answered with the beginning of a choice, too: "añadir" for "Añadir a esa". Never with a name."""
    state = turn.conversation.form
    if state is None or not (state.asking or "").startswith("?") or len(folded) < SHORTEST_BEGINNING:
        return None
    begun = [choice for choice in turn.conversation.choices if fold(str(choice.label)).startswith(f"{folded} ")]
    if len(begun) != 1 or turn.match(folded, set(NameKind)).candidates:
        return None
    return begun[0]


def told_apart(turn: Turn, text: str) -> Choice | None:
    """Of what was asked about, the one that the words tell from the others: "the Leeds one", "kestrel dave i mean", "saiz".

    They are words of its label, or of the names of whoever it is of; of two that fit both none is meant.
    """
    said, talk = telling_words(text), turn.conversation
    asked = talk.choices if talk.asks_which else talk.asked if is_one_of_them(text) else []
    if not asked or not 0 < len(said) <= MOST_TELLING:
        return None
    offered = _alike(asked)
    fitting = [choice for choice in offered if _is_told(said, _names(turn, choice))]
    return fitting[0] if len(fitting) == 1 < len(offered) else None


def _alike(choices: Sequence[Choice]) -> list[Choice]:
    """The choices that do one thing to different records: what was asked about, without what stands beside it."""
    of = [choice for choice in choices if _target(choice) is not None]
    names = Counter(choice.action.name for choice in of)
    return [choice for choice in of if choice.action.name == names.most_common(1)[0][0]]


def _target(choice: Choice) -> Target | None:
    """The record that a choice is of."""
    args = choice.action.args
    if found := Target.parse(str(args.get("target"))):
        return found
    return next((Target(kind, id_) for kind in _KINDS if isinstance(id_ := args.get(kind), int)), None)


def _names(turn: Turn, choice: Choice) -> list[str]:
    """The words by which a choice is known: its label's, its customer's, and those of the people there."""
    target, names = _target(choice), [str(choice.label)]
    customer = turn.work.customers.get(id_) if target and (id_ := customer_of(turn, target)) else None
    if customer is not None:
        names.append(customer.name)
    if customer is not None and target is not None and target.kind == "customer":
        names += [person.name for person in turn.work.customers.contacts(customer.id)]
    return fold(" ".join(names)).split()


def _is_told(said: Sequence[str], names: Sequence[str]) -> bool:
    own = [name.strip(".,;:·()“”«»") for name in names]
    return all(any(is_one(word, name) for name in own) for word in said)


def is_one(word: str, name: str) -> bool:
    """Whether a word is one of a name's: typed otherwise, or its beginning."""
    return fuzz.ratio(word, name) >= ALIKE or (len(word) >= SHORTEST_BEGINNING and name.startswith(word))


def yes_or_no(turn: Turn, text: str) -> Choice | None:
    """The first choice for a yes, the second for a no, where there are two."""
    choices = [choice for choice in turn.conversation.choices if choice.shown]
    intent = turn.understand(text).intent
    return choices[0 if intent == "yes" else 1] if intent in _TWO and len(choices) == len(_TWO) else None
