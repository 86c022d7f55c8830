"""Choices, pressed or typed: what their actions do. Whose they are and what is still to be had is asked each time."""

from collections.abc import Mapping
from typing import Any

from handlers.kit.dialog import commands, home
from handlers.kit.dialog.button_limits import MORE, RESUME, the_others
from handlers.kit.dialog.choices import remember_choices
from handlers.kit.format.texts import _
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form, Slot, Unclear
from handlers.kit.messages.action import ANSWER, Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.messages.stored_choices import TYPED, choice_from_json
from handlers.kit.registry.arguments import BadArgumentsError, bound
from handlers.kit.registry.registry import registry_of
from handlers.kit.spoken_of import shown
from handlers.kit.turn import Sorry, Turn

TOO_OLD = _("That button is too old. Tell me what you need.")
NOT_ASKED = _("That question is no longer open. Tell me what you need.")


def pressed(turn: Turn) -> Reply:
    """A button: only the person it was given to can press it, in the chat where it was given."""
    incoming = turn.incoming
    sent = turn.work.outbox.by_token(incoming.token or "")
    if sent is None or sent.staff_id != turn.person.id or sent.chat != incoming.chat:
        return Reply()
    if sent.payload is None:
        return Reply.of(TOO_OLD)
    turn.refreshes_home = sent.kind == home.KIND
    choices = sent.payload["choices"]
    return choose(turn, choice_from_json(choices[incoming.choice])) if incoming.choice < len(choices) else Reply()


def choose(turn: Turn, choice: Choice) -> Reply:
    """Does what a choice does; one that a nudge offered settles that nudge."""
    if choice.action.name == MORE:  # all of them, this time
        others = the_others(choice.action.args["choices"])
        turn.conversation.offers(others.choices, turn.voice)
        return others
    turn.work.told_nudges.settle(turn.person.id, choice.action.name, choice.action.args)
    reply = perform(turn, choice.action)
    shown(turn, reply.about or _chosen(choice.action))
    return remember_choices(turn, reply)


def _chosen(action: Action) -> Target | None:
    """What a choice was of, where its answer does not say what it is about."""
    customer = action.args.get("customer")
    named = next((found for name in ("target", "subject") if (found := Target.parse(str(action.args.get(name))))), None)
    return named or (Target("customer", customer) if isinstance(customer, int) else None)


def perform(turn: Turn, action: Action) -> Reply:
    """Does an action with its arguments, where this person may; one that nobody serves any more is declined politely."""
    if action.name == ANSWER:
        return _answer(turn, action)
    if action.name == RESUME:
        return _asked_again(turn)
    if action.name == TYPED:
        return commands.command(turn, action.args["text"])
    found = registry_of(turn).action(action.name)
    if found is None:
        return Reply.of(TOO_OLD)
    capability, serves = found
    if turn.person.role not in capability.roles:
        return commands.not_your_role()
    if isinstance(serves, Form):
        return _begin(turn, serves, action.args)
    try:
        args = bound(turn, serves, action.args)
    except BadArgumentsError:
        return Reply.of(TOO_OLD)
    return serves(turn, **args)


def _begin(turn: Turn, form: Form, values: Mapping[str, Any]) -> Reply:
    """A form whose slots have the action's arguments for values; what is not there any more is asked for."""
    if not all((slot := form.slot(name)) and _is_readable(turn, slot, raw) for name, raw in values.items()):
        return Reply.of(TOO_OLD)
    return filling.start(turn, form, None, guided=True, values=dict(values))


def _is_readable(turn: Turn, slot: Slot[Any], raw: Any) -> bool:  # noqa: ANN401 - JSON
    """Whether an argument is of the form that its slot keeps; what it means may be gone all the same."""
    try:
        slot.type.load(turn, raw)
    except (TypeError, KeyError, ValueError, AttributeError):
        return False
    except (Unclear, Sorry):
        return True
    return True


def _answer(turn: Turn, action: Action) -> Reply:
    """The answer to the question that the choice stood below, where that is still asked."""
    state = turn.conversation.form
    form = registry_of(turn).form(state.form) if state else None
    if not _is_asked(turn, action):
        return Reply.of(NOT_ASKED)
    if form is None:
        text = str(action.args.get("value"))
        return commands.do_intent(turn, turn.understand(text), text)
    return filling.lost(turn, form) or filling.chosen(turn, form, action.args)


def _asked_again(turn: Turn) -> Reply:
    """The question that waits, with all its choices."""
    state = turn.conversation.form
    form = registry_of(turn).form(state.form) if state else None
    return filling.lost(turn, form) or filling.resumed(turn, form) if form else Reply.of(NOT_ASKED)


def _is_asked(turn: Turn, action: Action) -> bool:
    """Whether a question waits for this answer. A choice of an earlier version does not tell whose answer it is."""
    if "form" in action.args:
        return turn.conversation.form is not None and filling.is_asked(turn.conversation.form, action.args)
    return any(choice.action == action for choice in turn.conversation.choices)
