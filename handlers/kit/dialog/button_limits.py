"""How many buttons an answer shows: a few, then *More options*. What is not shown can be typed meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from handlers.kit.format.texts import Voice, _
from handlers.kit.messages.action import ANSWER, Action, Choice
from handlers.kit.messages.pager import NEXT_PAGE
from handlers.kit.messages.reply import Reply
from handlers.kit.messages.stored_choices import choice_from_json

MORE: Final = "more_choices"
"""The action that shows the choices for which there was no room; the conversation itself serves it."""
RESUME: Final = "resume"
"""The action that asks the question that waits once more, with all its choices; served like MORE."""
STAY: Final = frozenset({ANSWER, RESUME, "undo"})
"""The actions whose buttons are never put away: what is asked, and the way back."""
MOST = 5
"""Buttons beside those that answer a question or turn the page: what a thumb finds without reading. Of more, four and *More options*."""


def with_few_buttons(reply: Reply, voice: Voice) -> Reply:
    """The reply with as many buttons as one finds at a glance, those of its question aside; the others behind one more."""
    deeds = [
        choice
        for choice in reply.choices
        if choice.shown and choice.action.name not in STAY and choice.label != NEXT_PAGE
    ]
    if len(deeds) <= MOST:
        return reply
    kept = sorted(deeds, key=lambda choice: choice.minor)[: MOST - 1]
    away = [choice for choice in deeds if choice not in kept]
    rest = [choice.said(voice) for choice in away]
    more = Choice(_("More options"), Action(MORE, {"choices": [choice.as_json() for choice in rest]}))
    last = [choice for choice in deeds if choice in kept][-1]
    shown = [
        button
        for choice in reply.choices
        if choice not in away
        for button in ((choice, more) if choice is last else (choice,))
    ]
    return replace(reply, choices=(*shown, *hidden(rest)))


def the_others(choices: Iterable[Mapping[str, Any]]) -> Reply:
    """The choices for which there was no room."""
    return Reply.of(_("More options:"), choices=[choice_from_json(raw) for raw in choices])


def hidden(choices: Iterable[Choice]) -> list[Choice]:
    """The same without buttons: they can be typed."""
    return [replace(choice, shown=False) for choice in choices]
