"""What can be chosen: the choices of the latest message, pressed or typed."""

from dataclasses import replace
from typing import TYPE_CHECKING

from handlers.kit.dialog.digression import AT_ONCE
from handlers.kit.messages.action import Choice
from handlers.kit.messages.reply import Reply
from handlers.language.slots.remarks import ordinal
from storage.names.folding import fold

if TYPE_CHECKING:
    from handlers.kit.turn import Turn

SHORTEST_LABEL = 4
"""Letters of a part of a label that is taken for it."""


def remember_choices(turn: "Turn", reply: Reply) -> Reply:
    """Lets the next message type what this reply offers."""
    say = turn.voice.say
    turn.conversation.choices = [replace(choice, label=say(choice.label)) for choice in reply.choices]
    return reply


def typed_choice(turn: "Turn", text: str, *, labels_only: bool = False) -> Choice | None:
    """The latest choice that was typed: by its label, by words of it that no other one has, or by its number."""
    choices = turn.conversation.choices
    if number := ordinal(text):
        return choices[number - 1] if number <= len(choices) else None
    folded = fold(text)
    if said := next((choice for choice in choices if fold(str(choice.label)) == folded), None):
        return said
    near = [choice for choice in choices if not labels_only and f" {folded} " in f" {fold(str(choice.label))} "]
    return near[0] if len(near) == 1 and len(folded) >= SHORTEST_LABEL else None


def yes_or_no(turn: "Turn", text: str) -> Choice | None:
    """The first choice for a yes, the second for a no, where there are two."""
    choices = turn.conversation.choices
    intent = turn.understand(text).intent
    return choices[0 if intent == "yes" else 1] if intent in AT_ONCE and len(choices) == len(AT_ONCE) else None


def still_asked(turn: "Turn", choice: Choice) -> bool:
    """Whether the choice is one of those that the conversation waits for."""
    return any((c.says, c.target) == (choice.says, choice.target) for c in turn.conversation.choices)
