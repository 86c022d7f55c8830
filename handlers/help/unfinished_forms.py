"""A question that somebody left open: gone on with, or let go of."""

from handlers.kit.format.texts import Words, _
from handlers.kit.forms import filling
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn


def left_open(title: Words) -> Reply:
    """Said unasked: something was begun and not finished."""
    said = _("It is not saved yet. Shall we go on?")
    choices = (
        Choice(_("Go on"), Action("go_on_form")),
        Choice(_("Let it go"), Action("leave_form")),
    )
    return Reply((Heading(_("Left half-way: {what}", what=title)), Paragraph(said)), choices)


def go_on(turn: Turn) -> Reply:
    """The question that waits, once more."""
    state = turn.conversation.form
    form = registry_of(turn).form(state.form) if state else None
    if form is None:
        raise Sorry(_("There is nothing waiting for an answer."))
    return filling.lost(turn, form) or filling.repeated(turn, form)


def leave(turn: Turn) -> Reply:
    """It is let go of, and nothing is saved."""
    state = turn.conversation.form
    form = registry_of(turn).form(state.form) if state else None
    if state is None or form is None:
        raise Sorry(_("There is nothing waiting for an answer."))
    return filling.left(turn, form, state)
