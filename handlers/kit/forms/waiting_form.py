"""The form that waits, and what it knows so far."""

from handlers.kit.conversation import FormState
from handlers.kit.forms.form import Form, Said, Unclear
from handlers.kit.messages.action import Target
from handlers.kit.turn import Turn
from handlers.language.meaning import Understanding


def waiting(turn: Turn) -> FormState:
    """The state of the form that waits."""
    if turn.conversation.form is None:
        raise ValueError("no form waits")
    return turn.conversation.form


def is_check(state: FormState) -> bool:
    """Whether what waits is a yes before saving."""
    return bool(state.asking and state.asking.startswith("?"))


def said_so_far(turn: Turn, form: Form, state: FormState, heard: Understanding | None = None) -> Said:
    """What a form knows: what is kept of it, as far as that is still there, and the sentence that began it."""
    values, gone = {}, {}
    for name, raw in state.values.items():
        if slot := form.slot(name):
            try:
                values[name] = slot.type.load(turn, raw)
            except Unclear as unclear:
                gone[name] = unclear
    if heard is None and state.text:
        heard = (
            turn.read_as(form.intent, state.text, at=state.started)
            if form.intent
            else turn.understand(state.text, at=state.started)
        )
    said = Said(values, heard=heard, text=state.text, target=Target.parse(state.target), source=state.source)
    said.gone = gone
    return said


def keep(form: Form, state: FormState, said: Said) -> None:
    """Keeps what the form knows until the next message."""
    state.values = {slot.name: slot.type.dump(said[slot]) for slot in form.slots if slot in said}
