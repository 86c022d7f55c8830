"""The questions of a form: what is asked for a slot, again where an answer could not be read, and before it is saved."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from handlers.kit.conversation import FormState
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.form import Confirmation, Said, Slot, Unclear
from handlers.kit.messages.action import ANSWER, NO, SKIP, YES, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn

SKIPS = _("Skip")
"""What leaves a slot out that need not be filled."""


def ask(
    turn: Turn,
    state: FormState,
    slot: Slot[Any],
    said: Said,
    *,
    words: tuple[Words, ...] = (),
    choices: tuple[Choice, ...] = (),
) -> Reply:
    """Asks for a slot, in other `words` or with other `choices` than its own where these are given."""
    state.asking = slot.name
    optional = (Choice(SKIPS, SKIP),) if slot.optional and not state.target else ()
    offered = (*(choices or slot.type.offered(turn, said)), *optional)
    return Reply.of(*(words or (slot.question(turn, said),)), choices=_answering(state, offered))


def ask_again(turn: Turn, state: FormState, slot: Slot[Any], unclear: Unclear, said: Said) -> Reply:
    """What could not be read, and the question again with an example."""
    state.offer = unclear.offer
    words = list(unclear.words or (slot.question(turn, said),))
    if not unclear.choices and (sample := slot.sample(turn.voice)):
        words.append(_("For example: “{example}”", example=sample))
    return ask(turn, state, slot, said, words=tuple(words), choices=unclear.choices)


def posed(state: FormState, question: Confirmation) -> Reply:
    """Asks whether to save."""
    choices = question.choices or (Choice(_("Yes"), YES), Choice(_("No"), NO))
    return Reply.of(*question.words, choices=_answering(state, choices))


def _answering(state: FormState, choices: Iterable[Choice]) -> tuple[Choice, ...]:
    """The choices below a question. Each remembers which one it answers: pressed later, it answers no other."""
    question = {"form": state.form, "source": state.source, "slot": state.asking, "offer": state.offer}
    return tuple(
        replace(choice, action=choice.action.with_args(**question)) if choice.action.name == ANSWER else choice
        for choice in choices
    )
