"""What was said, by what is waited for: a command goes first, then what the form that waits, or the latest message, makes of it."""

from handlers.kit.dialog import commands, digression, latest
from handlers.kit.dialog.choices import typed_choice, yes_or_no
from handlers.kit.dialog.latest import LEAVES_A_FORM
from handlers.kit.dialog.pressing import choose
from handlers.kit.format.texts import _
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Turn
from handlers.language.slots.remarks import is_greeting, is_thanks

LONGEST_QUOTE = 120
"""Characters of a message that is spoken about."""


def said(turn: Turn, text: str) -> Reply:
    """Answers a message."""
    if text.startswith("/"):
        return commands.command(turn, text)
    if turn.conversation.pending_message is not None:
        return _answer_pending(turn, text)
    if turn.incoming.replies_to and (reply := latest.replied(turn, text)):
        return reply
    if turn.conversation.form:
        return _for_the_form(turn, text)
    if choice := typed_choice(turn, text):
        return choose(turn, choice)
    return commands.read(turn, text)


# ------------------------------------------------------------------ a form that waits
def waiting_form(turn: Turn) -> Form | None:
    """The form that waits; None where none does, or one of an older version."""
    state = turn.conversation.form
    return registry_of(turn).form(state.form) if state else None


def _for_the_form(turn: Turn, text: str) -> Reply:
    form = waiting_form(turn)
    if form is None:  # of an older version: begin again, politely
        turn.conversation.form = None
        return commands.read(turn, text)
    if choice := typed_choice(turn, text):
        return choose(
            turn, choice
        )  # first of all: "soporte" is a role where roles are offered, a cry for help elsewhere
    heard = turn.understand(text)
    slot = form.slot(_asking(turn))
    takes_text = slot is not None and slot.type.takes_text
    if heard.intent in LEAVES_A_FORM and not (takes_text and is_greeting(text)):
        return commands.do_intent(turn, heard, text)
    if lost := filling.lost(turn, form):
        return lost
    if is_thanks(text):
        return Reply.of(_("You're welcome.")) + filling.repeated(turn, form)
    if amended := filling.correct(turn, form, text):
        return amended
    command = None if takes_text else digression.in_plain_words(turn, text)
    if command and not isinstance(command[1].does, Form):
        return commands.do(turn, *command, sentence=text)  # a look at something else: the form waits
    if (
        command
        or (not takes_text and registry_of(turn).saying(text))
        or digression.is_digression(turn, form, _asking(turn), text, heard)
    ):
        if digression.cannot_be_the_answer(turn, form, slot, text):
            return _something_new(turn, form, text)
        turn.conversation.pending_message = text
        return Reply.of(
            _("Is that something new, or the answer?"),
            choices=(
                Choice(_("Something new"), Action("place", {"where": "new"})),
                Choice(_("It is the answer"), Action("place", {"where": "answer"})),
            ),
        )
    return filling.answered(turn, form, text, heard)


def _asking(turn: Turn) -> str:
    state = turn.conversation.form
    return (state.asking if state else None) or ""


def _something_new(turn: Turn, form: Form, text: str) -> Reply:
    """Takes what is begun in the middle of a form. The form waits; one that lacks nothing but what was told wrong and may be left out is kept."""
    talk = turn.conversation
    slot = form.slot(talk.form.asking) if talk.form else None
    kept = Reply()
    if talk.form and slot and slot.optional and not talk.form.guided and not talk.form.target:
        kept = filling.skip(turn, form, talk.form)
        kept = Reply() if talk.form else kept  # there is something to ask still
    talk.push_form()
    return kept + commands.read(turn, text)


# ------------------------------------------------------------------ a sentence that waits for its place
def _answer_pending(turn: Turn, text: str) -> Reply:
    """The answer to "something new, or the answer?", typed."""
    if choice := typed_choice(turn, text) or yes_or_no(turn, text):
        return choose(turn, choice)
    pending = _take_pending(turn) or ""
    form = waiting_form(turn)
    if form and digression.is_digression(turn, form, _asking(turn), text, turn.understand(text)):
        turn.conversation.leave()  # twice something else: they have moved on
        left = _(
            "I leave what we were at, and did nothing about «{text}»: say it again if you want it.",
            text=pending[:LONGEST_QUOTE],
        )
        return Reply.of(left) + commands.read(turn, text)
    nothing = _("I did nothing about «{text}»: say it again if you want it.", text=pending[:LONGEST_QUOTE])
    return Reply.of(nothing) + said(turn, text)


def place_pending(turn: Turn, where: str) -> Reply:
    """Puts the sentence that was said in the middle of a form where the person wants it."""
    pending = _take_pending(turn)
    if pending is None:
        return Reply.of(_("There is nothing waiting for an answer."))
    if where == "nowhere":
        return commands.do_intent(turn, turn.understand(pending), pending)
    last = turn.conversation.last
    if where == "last" and last and (continues := registry_of(turn).continues(last.kind)):
        return continues(turn, last, pending) or Reply.of(_("That is not there any more."))
    form = waiting_form(turn)
    if form is None:
        return commands.read(turn, pending)
    if where == "answer":
        return filling.answered(turn, form, pending, turn.understand(pending))
    return _something_new(turn, form, pending)


def _take_pending(turn: Turn) -> str | None:
    pending, turn.conversation.pending_message = turn.conversation.pending_message, None
    return pending
