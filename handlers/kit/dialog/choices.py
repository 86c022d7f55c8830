"""What can be chosen: the choices of the latest message, pressed or typed."""

from handlers.kit.dialog.button_limits import with_few_buttons
from handlers.kit.messages.action import Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import NameKind
from handlers.language.slots.remarks import ordinal
from storage.names.folding import fold

_TWO = frozenset({"yes", "no"})
SHORTEST_BEGINNING = 4
"""Letters of the beginning of a label that are taken for it."""


def remember_choices(turn: Turn, reply: Reply) -> Reply:
    """The reply with few buttons; the next message may type whatever it offers, shown or not."""
    reply = with_few_buttons(reply, turn.voice)
    turn.conversation.offers(reply.choices, turn.voice)
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


def yes_or_no(turn: Turn, text: str) -> Choice | None:
    """The first choice for a yes, the second for a no, where there are two."""
    choices = [choice for choice in turn.conversation.choices if choice.shown]
    intent = turn.understand(text).intent
    return choices[0 if intent == "yes" else 1] if intent in _TWO and len(choices) == len(_TWO) else None
