"""A form that waits until what was begun in its middle is done."""

from handlers.kit.dialog.choices import remember_choices
from handlers.kit.format.texts import _
from handlers.kit.forms import filling
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn


def resume(turn: Turn, reply: Reply) -> Reply:
    """The answer, and where it ended what was begun in the middle of a form, that form's question."""
    talk = turn.conversation
    if talk.form is not None or not talk.form_stack:
        return reply
    talk.form = talk.form_stack.pop()
    form = registry_of(turn).form(talk.form.form)
    if form is None:  # of an older version
        talk.form = None
        return reply
    try:
        asked = Reply.of(_("And what we were at:")) + (filling.lost(turn, form) or filling.resumed(turn, form))
    except Sorry as sorry:  # it can't be gone on with any more; what was done meanwhile is kept
        talk.form = None
        asked = Reply.of(sorry.words)
    return remember_choices(turn, reply + asked)
