"""Dialogs: a form with all its questions at once, where a platform can show one. It is the same form as in the chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.kit.format.texts import Voice, _, clip
from handlers.kit.forms import filling
from handlers.kit.forms.form import FieldKind, Form, Said, Slot, Unclear
from handlers.kit.messages.action import YES
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Registry, registry_of
from handlers.kit.turn import Turn

LONGEST_TITLE = 24
LONGEST_HINT = 100


@dataclass(frozen=True, slots=True)
class DialogField:
    """One thing to write or choose. `options` are what each choice says, and its label; `hint` is an answer to copy."""

    name: str
    label: str
    kind: FieldKind
    optional: bool
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dialog:
    """A form to fill in, in one person's language. `form` is its stored name, `submit` the label of what sends it."""

    form: str
    title: str
    submit: str
    fields: tuple[DialogField, ...]


def dialog(registry: Registry, form_or_command: str, speaks: Voice) -> Dialog | None:
    """The dialog of a command's word or a form's stored name; None where no such form can be filled in at once."""
    form = form_of(registry, form_or_command)
    if form is None or not form.title:
        return None
    submit = _("Save") if form.makes else _("Go on")
    return Dialog(
        form.name,
        speaks.say(form.title),
        speaks.say(submit),
        tuple(_field(slot, speaks) for slot in form.slots if slot.fixable),
    )


def form_of(registry: Registry, form_or_command: str) -> Form | None:
    """The form of a stored name, or the one that a command begins."""
    if form := registry.form(form_or_command):
        return form
    found = registry.command(form_or_command.removeprefix("/"))
    return found[1].does if found and isinstance(found[1].does, Form) else None


def submitted(turn: Turn) -> Reply:
    """Takes a filled-in dialog as the same form in the chat: saved, or gone on with where something is asked.

    What can only be written better is refused by its field, as long as the dialog is still there to show that; then
    nothing is done. A form that waits in the chat goes on waiting.
    """
    form = registry_of(turn).form(turn.incoming.text)
    if form is None:
        return Reply.of(_("That form no longer exists. Tell me what you need."))
    if turn.person.role not in registry_of(turn).roles_of(form.name):
        return Reply.of(_("You don't have permission for that."))
    talk = turn.conversation
    waiting, choices, talk.form = talk.form, talk.choices, None
    written = {slot.name: text for slot in form.slots if (text := turn.incoming.fields.get(slot.name, "").strip())}
    refused = _refused(turn, form, written)
    if refused and turn.awaited:
        turn.refused, talk.form = refused, waiting
        return Reply()
    turn.refreshes_home = True
    reply = filling.start(turn, form, None, answers=written)
    if talk.form is None and waiting is not None:
        talk.form, talk.choices = waiting, choices
    else:
        talk.offers(reply.choices, turn.voice)
    return reply


def _refused(turn: Turn, form: Form, written: Mapping[str, str]) -> dict[str, str]:
    """What is wrong, by field; what offers something to choose is no fault, it is asked about in the chat."""
    said = Said({}, source=turn.incoming.source)
    refused: dict[str, str] = {}
    for slot in form.slots:
        try:
            if slot.name in written:
                said.put(slot, slot.type.read(turn, written[slot.name], said))
            elif not slot.may_be_left:
                refused[slot.name] = turn.voice.say(_("This is required."))
        except Unclear as unclear:
            if not _lets_choose(unclear):
                refused[slot.name] = " ".join(
                    turn.voice.say(words) for words in unclear.words or (slot.question(turn, said),)
                )
    return refused


def _lets_choose(unclear: Unclear) -> bool:
    return any(choice.action == YES or "target" in choice.action.args for choice in unclear.choices)


def _field(slot: Slot[Any], speaks: Voice) -> DialogField:
    options = tuple((str(choice.action.args["value"]), speaks.say(choice.label)) for choice in slot.type.options())
    kind: FieldKind = "choice" if options else slot.type.field
    hint = clip(speaks.say(slot.sample(speaks)), LONGEST_HINT)
    return DialogField(slot.name, speaks.say(slot.label), kind, slot.may_be_left, hint, options)
