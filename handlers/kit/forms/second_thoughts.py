"""Putting right, in the middle of a form, what was said earlier: "no, it was on Tuesday" where it asks what happened."""

from collections.abc import Mapping
from typing import Any

from handlers.kit.conversation import FormState
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.messages.blocks import Facts
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import Name, SlotValue
from handlers.language.slots.corrections import correction, corrections
from handlers.language.slots.remarks import is_little
from handlers.language.slots.replacing import corrected, known_words


def corrected_answers(turn: Turn, form: Form, text: str) -> Mapping[Slot[Any], Any]:
    """What a text corrects of what was said before, or adds to it, and is no answer; nothing is changed by looking."""
    state = turn.conversation.form
    if state is None:
        return {}
    said = filling.current(turn, form)
    corrects = bool(corrections(text))
    found = corrects and (_details(turn, form, state, text, said) or _in_words(turn, form, state, text, said))
    return found or _extended(turn, form, state, text, said)


def put_right(turn: Turn, form: Form, text: str) -> Reply | None:
    """Puts right what a text corrects, and asks the question once more; None where it corrects nothing."""
    state, values = turn.conversation.form, corrected_answers(turn, form, text)
    if state is None or not values:
        return None
    said = filling.current(turn, form)
    for slot, value in values.items():
        said.put(slot, value)
    noted = Reply((Facts(tuple((slot.label, slot.type.show(said[slot])) for slot in values)),))
    return noted + filling.amended(turn, form, state, said)


def _extended(turn: Turn, form: Form, state: FormState, text: str, said: Said) -> Mapping[Slot[Any], Any]:
    """What a message adds to something that was told, where a yes or a no is waited for: "y 2 de cava a 5"."""
    slots = [slot for slot in form.slots if slot in said] if form.slot(state.asking) is None else []
    found = ((slot, slot.type.extended(turn, said[slot], text, said)) for slot in slots)
    return {slot: value for slot, value in found if value is not None}


def _in_words(turn: Turn, form: Form, state: FormState, text: str, said: Said) -> Mapping[Slot[Any], Any]:
    """The words that were told, with what is right where it stood: "no, 3,40 el litro"."""
    asked = form.slot(state.asking)
    for slot in form.slots:
        told = slot.type.told(turn, said[slot]) if slot in said and slot is not asked else None
        for fix in corrections(text) if told is not None else ():
            new = corrected(told or "", fix, turn.said_at, turn.locale)
            if new is None or new == told or (asked and filling.reads(turn, asked, fix.right, said)):
                continue
            try:
                return {slot: slot.type.read(turn, new, said)}
            except Unclear:
                continue
    return {}


def _details(turn: Turn, form: Form, state: FormState, text: str, said: Said) -> Mapping[Slot[Any], Any]:
    """The other details that a correction names."""
    fix, asked = correction(text), form.slot(state.asking)
    if fix is None or not fix.right or not form.intent or (fix.wrong and not _was_told(state, fix.wrong)):
        return {}
    heard = turn.read_as(form.intent, fix.right).slots
    found = [
        slot
        for slot in form.slots
        if slot is not asked and slot.name in heard and _is_sure(heard[slot.name], plain=fix.plain)
    ]
    only_that = (fix.was or fix.plain) and set(heard) == {slot.name for slot in found}
    if not found or (asked is None and not only_that) or (asked and asked.name in heard):
        return {}
    if asked and not (asked.type.takes_text and only_that) and filling.reads(turn, asked, text, said):
        return {}
    values = {}
    try:
        for slot in found:
            values[slot] = slot.type.take(turn, heard[slot.name], said)
    except Unclear:
        return {}
    return values


def _was_told(state: FormState, wrong: str) -> bool:
    """Whether what is said to be wrong was told before: "bar luna no quiere cajas" corrects nothing."""
    words = {word for word in known_words(wrong) if not is_little(word)}
    return bool(words & known_words(state.text, *state.told, *map(str, state.values.values())))


def _is_sure(value: SlotValue, *, plain: bool) -> bool:
    """Whether a correction is surely about this: no loose words, and no name that nobody knows behind a mere "no"."""
    return not isinstance(value, str) and (plain or not isinstance(value, Name) or bool(value.candidates))
