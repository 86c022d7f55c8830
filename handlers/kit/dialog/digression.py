"""What is said in the middle of a form and is plainly no answer to it; the person is asked where it belongs."""

from typing import TYPE_CHECKING, Any

from handlers.kit.forms import filling
from handlers.kit.forms.form import Form, Slot
from handlers.language.meaning import Name, Understanding
from handlers.language.slots.remarks import begins_a_step, looks_up

if TYPE_CHECKING:
    from handlers.kit.registry.registry import Capability, Command
    from handlers.kit.turn import Turn

AT_ONCE = frozenset({"yes", "no"})
NAMES_ALONE = frozenset({"show_customer", "show_contact", "brief_promotion"})
"""What a mere name is read as; it answers most questions too."""


def is_digression(turn: "Turn", form: Form, asking: str, text: str, heard: Understanding) -> bool:
    """Whether a message is plainly no answer to what the form asks for (`asking`): about another customer, a question, a command."""
    slot = form.slot(asking)
    return (
        _is_of_another(turn, form, asking, text, heard)
        or _tells_of_another(turn, slot, text)
        or _asks_something(turn, form, slot, text, heard)
        or _is_no_answer(turn, form, slot, text, heard)
    )


def cannot_be_the_answer(turn: "Turn", form: Form, slot: Slot[Any] | None, text: str) -> bool:
    """Whether what means something else is surely no answer: a yes, one of some choices, a number was waited for. Then there is nothing to ask."""
    return slot is None or not (
        slot.type.takes_names or filling.reads(turn, slot, text, filling.current(turn, form), in_part=True)
    )


def in_plain_words(turn: "Turn", text: str) -> "tuple[Capability, Command, str] | None":
    """The command that a text is wholly, with nothing behind it."""
    meant = turn.registry.phrase(text)
    return meant if meant and not meant[2] else None


def _is_of_another(turn: "Turn", form: Form, asking: str, text: str, heard: Understanding) -> bool:
    """Whether a message is plainly no answer: it logs or shows another customer, or is a sentence where a yes was asked for."""
    found = turn.registry.intent(heard.intent)
    name, slot = heard.slots.get("customer"), form.slot(asking)
    if heard.intent in AT_ONCE:
        return False
    if slot is not None and slot.type.takes_names and not asking.startswith("?"):
        if heard.intent == "log_interaction":
            return isinstance(name, Name) and "kind" in heard.slots
        asks_for = (
            heard.slots.get("contact")
            if heard.intent == "show_contact" and _says_more_than_a_name(heard, text)
            else None
        )
        if isinstance(asks_for, Name) and asks_for.candidates:
            return True  # "tel de Marta" is no customer's name
        return heard.intent not in {
            "unknown",
            *NAMES_ALONE,
            form.intent,
        }  # also what nobody can do yet: "mejor por WhatsApp"
    if found is None:
        return False
    if asking.startswith("?"):
        return True
    if not isinstance(name, Name):
        return False
    if heard.intent == "show_customer" and asking == "contact":
        return False
    state = turn.conversation.form
    mine = state.values.get("customer") if state else None
    return mine not in [entry.id for entry in name.candidates] or (
        found[1] is not form and heard.intent != "log_interaction"
    )


def _tells_of_another(turn: "Turn", slot: Slot[Any] | None, text: str) -> bool:
    """Whether a sentence is about somebody who cannot be the one that the form's own sentence named; a mere name can."""
    state = turn.conversation.form
    if slot is None or not slot.type.takes_names or state is None or not state.text:
        return False
    before = turn.understand(state.text, at=state.started).slots.get("customer")
    now = turn.read_as("log_interaction", text).slots.get("customer")
    if not isinstance(before, Name) or not isinstance(now, Name) or now.known is None or not before.candidates:
        return False
    return (
        now.known.id not in [entry.id for entry in before.candidates] and len(text.split()) > len(now.text.split()) + 1
    )


def _asks_something(turn: "Turn", form: Form, slot: Slot[Any] | None, text: str, heard: Understanding) -> bool:
    """Whether something that is plainly meant for the bot was said where words are waited for: "¿qué tengo hoy?", "teléfono de Irene"."""
    if slot is None or slot.type.takes_names or heard.intent in {*AT_ONCE, form.intent}:
        return False
    found = turn.registry.intent(heard.intent)
    if text.endswith("?") and found is not None:
        return True
    if begins_a_step(text) or not any(c.isalpha() for c in text):
        return False
    meant = turn.registry.phrase(text)
    command = " " in text and meant is not None and (not meant[2] or len(text.split()) > len(meant[2].split()) + 1)
    if not slot.type.takes_text and heard.intent == "my_day":
        return False  # "mañana" is when
    return (
        command
        or turn.registry.saying(turn, text) is not None
        or (found is not None and looks_up(heard.intent) and _says_more_than_a_name(heard, text))
    )


def _says_more_than_a_name(heard: Understanding, text: str) -> bool:
    """Whether a text says something besides whom it names."""
    named = [name for slot in ("customer", "contact") if isinstance(name := heard.slots.get(slot), Name)]
    return bool(heard.slots) and len(text.split()) > sum(len(name.text.split()) for name in named) + (1 if named else 0)


def _is_no_answer(turn: "Turn", form: Form, slot: Slot[Any] | None, text: str, heard: Understanding) -> bool:
    """Whether a message that means something else cannot be read as one of the things that are offered: "remind me to …"."""
    if slot is None or slot.type.takes_names:
        return False
    if heard.intent in {*AT_ONCE, *NAMES_ALONE, form.intent} or turn.registry.intent(heard.intent) is None:
        return False
    return not filling.reads(turn, slot, text, filling.current(turn, form), in_part=True)
