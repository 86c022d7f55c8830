"""Filling a form: from what a sentence said, from answers, and by asking for the rest."""

import re
from collections.abc import Mapping
from typing import Any

from handlers.kit.conversation import FormState
from handlers.kit.format.texts import _
from handlers.kit.forms.asking import SKIPS, ask, ask_again, posed
from handlers.kit.forms.form import Form, Said, Slot, Unclear
from handlers.kit.forms.waiting_form import is_check, keep, said_so_far, waiting
from handlers.kit.messages.action import ANSWER, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.originals import keep_originals
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.names.places import little_words
from handlers.language.meaning import Name, NameKind, Understanding
from handlers.language.slots.naming import named_in_answer
from storage.names.folding import fold

_PAUSE = re.compile(r"\s*(?:[,:;\n]|\s[-–—]\s)\s*")
"""Between whom an answer names, and what it says of them."""


def start(
    turn: Turn,
    form: Form,
    heard: Understanding | None,
    *,
    text: str = "",
    first: str = "",
    guided: bool = False,
    values: dict[str, Any] | None = None,
    answers: Mapping[str, str] | None = None,
    told: str | None = None,
) -> Reply:
    """Begins a form with what the sentence `text` said (`heard`), with an answer to its `first` slot, with `values` (JSON), or
    with `answers`, read as if they had been typed one after another. `told` is the whole message that the sentence is of,
    where that is an earlier one than this turn's.
    """
    state = FormState(
        form.name,
        turn.said_at,
        turn.incoming.source,
        guided=guided,
        text=text if heard else "",
        values=values or {},
        answers=dict(answers or {}),
        told=[message] if (message := turn.told if told is None else told) else list((answers or {}).values()),
    )
    turn.conversation.push_form()
    turn.conversation.form = state
    if first:
        state.asking = form.slots[0].name
        return answered(turn, form, first, turn.understand(first))
    return go_on(turn, form, state, said_so_far(turn, form, state, heard))


def reopen(turn: Turn, form: Form, target: Target, slot: Slot[Any]) -> Reply:
    """Opens a record again to correct one slot of it."""
    if form.load is None:
        raise ValueError(f"the form {form.name} cannot correct what it made")
    state = FormState(form.name, turn.now, turn.incoming.source, values=form.load(turn, target), target=str(target))
    state.told = [turn.told] if turn.told else []
    state.values.pop(slot.name, None)
    turn.conversation.push_form()
    turn.conversation.form = state
    return ask(turn, state, slot, said_so_far(turn, form, state))


def void(turn: Turn, form: Form) -> Reply | None:
    """What is said of a form whose subject is gone, discarded by another button; it is let go of, and takes no further message."""
    try:
        current(turn, form)
    except Sorry as sorry:
        turn.conversation.form = None
        return Reply.of(sorry.words)
    return None


def lost(turn: Turn, form: Form) -> Reply | None:
    """What is said where something that the form was told is not there any more: that, and the question what to take instead.

    Where nothing can take its place the form is let go. None where all is there.
    """
    state = waiting(turn)
    try:
        said = said_so_far(turn, form, state)
    except Sorry as sorry:
        turn.conversation.form = None
        return Reply.of(sorry.words)
    return go_on(turn, form, state, said) if said.gone else None


# ------------------------------------------------------------------ the answer
def answered(turn: Turn, form: Form, text: str, heard: Understanding) -> Reply:
    """Takes the answer to what was asked, and goes on."""
    state = waiting(turn)
    said = said_so_far(turn, form, state)
    if turn.told and state.told[-1:] != [turn.told]:
        state.told.append(turn.told)
    if is_check(state):
        return _checked(turn, form, state, said, _yes_or_no(heard))
    slot = form.slot(state.asking)
    if slot is None:
        return go_on(turn, form, state, said)
    if decided := _decided(turn, form, state, said, slot, text, heard):
        return decided
    if both := answers_two(turn, form, state, text):
        text, (further, rest) = both
        state.answers[further.name] = rest
    if slot.type.takes_names:
        text = named_in_answer(text) or text
    try:
        said.put(slot, slot.type.read(turn, text, said))
    except Unclear as unclear:
        if one := _only_offered(turn, unclear):
            return chosen(turn, form, one)
        return ask_again(turn, state, slot, unclear, said)
    state.offer = None
    if form.enrich:
        form.enrich(turn, said, slot, text)
    return go_on(turn, form, state, said)


def answers_two(turn: Turn, form: Form, state: FormState, text: str) -> tuple[str, tuple[Slot[Any], str]] | None:
    """An answer that says whom, and behind a pause what: "oficina, el tóner salía rayado". The name, and the slot that the rest is for.

    None where the question is of no name, what stands first is nobody known, or the form wants no words of its own.
    """
    slot = form.slot(state.asking)
    found = _PAUSE.split(text, maxsplit=1) if slot is not None and slot.type.takes_names else []
    name, rest = (part.strip() for part in found) if len(found) > 1 else ("", "")
    known = turn.match(name, {NameKind.CUSTOMER}).known if rest else None
    if known is None or not _is_of_its_name(name, f"{known.name} {known.alias or ''}"):
        return None
    further = (one for one in form.slots if one.type.takes_text and not one.type.checks and not one.type.takes_names)
    wanted = next((one for one in further if not one.optional and one.name not in state.values), None)
    return (name, (wanted, rest)) if wanted else None


def _is_of_its_name(said: str, name: str) -> bool:
    """Whether what was said is a customer's name, or a part of it, and nothing else: not "Northern Arms is closing down"."""
    return set(fold(said).split()) <= set(fold(name).split()) | little_words()


def _only_offered(turn: Turn, unclear: Unclear) -> Mapping[str, Any] | None:
    """Of those that an answer may mean, the only one that the question offered: "playa", of Bar Sol Centro and Bar Sol Playa."""
    meant = {choice.action.args.get("target") for choice in unclear.choices} - {None}
    found = [choice.action.args for choice in turn.conversation.choices if choice.action.args.get("target") in meant]
    return found[0] if len(found) == 1 else None


def is_asked(state: FormState, answer: Mapping[str, Any]) -> bool:
    """Whether the question that a choice's arguments answer is the one that waits."""
    return (state.form, state.source, state.asking) == (answer.get("form"), answer.get("source"), answer.get("slot"))


def chosen(turn: Turn, form: Form, answer: Mapping[str, Any]) -> Reply:
    """Takes a choice that answers what was asked, by the arguments of its action, and goes on."""
    state = waiting(turn)
    said = said_so_far(turn, form, state)
    state.offer = answer.get("offer", state.offer)
    slot = form.slot(state.asking)
    if answer.get("leave"):
        return left(turn, form, state)
    if is_check(state):
        return _checked(turn, form, state, said, answer.get("yes"))
    if slot is None:
        return go_on(turn, form, state, said)
    if answer.get("skip"):
        return skip(turn, form, state)
    if "yes" in answer:
        decided = _accepted(turn, form, state, said, slot) if answer["yes"] else _refused(turn, form, state, said, slot)
        return decided or ask(turn, state, slot, said)
    try:
        said.put(slot, _chosen(turn, slot, answer, said))
    except Unclear as unclear:
        return ask_again(turn, state, slot, unclear, said)
    state.offer = None
    return go_on(turn, form, state, said)


def _chosen(turn: Turn, slot: Slot[Any], answer: Mapping[str, Any], said: Said) -> Any:  # noqa: ANN401 - the slot's
    target = Target.parse(answer.get("target"))
    if target is None:
        return slot.type.chosen(turn, answer.get("value"), said)
    value = slot.type.of_target(turn, target)
    if value is None:
        raise Unclear(_("That no longer exists."), slot.question(turn, said))
    return value


def _yes_or_no(heard: Understanding) -> bool | None:
    """What an answer says to a question that wants one of the two; None where it is neither."""
    return {"yes": True, "no": False}.get(heard.intent)


def _decided(
    turn: Turn, form: Form, state: FormState, said: Said, slot: Slot[Any], text: str, heard: Understanding
) -> Reply | None:
    """What a yes, a no or a "skip" makes of the question; None for any other answer."""
    if slot.optional and fold(text) == fold(turn.voice.say(SKIPS)):
        return skip(turn, form, state)
    match _yes_or_no(heard):
        case True if slot.type.takes_names and (meant := _offered_names(turn)):
            return chosen(turn, form, meant[0]) if len(meant) == 1 else ask(turn, state, slot, said)
        case True if state.offer is not None and _offered_targets(turn):
            return repeated(turn, form)  # one of those, or none of them: a yes does not say which
        case True:
            return _accepted(turn, form, state, said, slot)
        case False if state.offer is None and slot.type.takes_text and not slot.optional:
            return None  # "no" is what they say
        case False:
            return _refused(turn, form, state, said, slot)
        case _:
            return None


def _offered_names(turn: Turn) -> list[Mapping[str, Any]]:
    """The known names that the question offered, "is it one of these?": a mere yes means them, and creates nobody."""
    offered = [choice.action.args for choice in turn.conversation.choices if choice.action.name == ANSWER]
    return [args for args in offered if args.get("target")]


def _offered_targets(turn: Turn) -> bool:
    """Whether records to choose among were offered beside what a press of a yes takes."""
    return any(choice.action.name == ANSWER and "target" in choice.action.args for choice in turn.conversation.choices)


def _accepted(turn: Turn, form: Form, state: FormState, said: Said, slot: Slot[Any]) -> Reply | None:
    """A yes takes what was offered; None where nothing was."""
    if state.offer is None:
        return None
    offer, state.offer = state.offer, None
    try:
        said.put(slot, slot.type.load(turn, offer))
    except Unclear as unclear:
        return ask_again(turn, state, slot, unclear, said)
    return go_on(turn, form, state, said)


def _refused(turn: Turn, form: Form, state: FormState, said: Said, slot: Slot[Any]) -> Reply:
    """A no wants something else than what was offered; where nothing was, it leaves the slot out or, where it is needed, the form."""
    if state.offer is not None:
        state.offer = None
        return ask(turn, state, slot, said)
    return skip(turn, form, state) if slot.optional else left(turn, form, state)


def left(turn: Turn, form: Form, state: FormState) -> Reply:
    """Lets go of a form, and says what that means."""
    turn.conversation.form = None
    if state.target:
        return Reply.of(_("All right, it stays as it was."))
    return Reply.of(form.left or _("Cancelled. Nothing was saved."))


def reads(turn: Turn, slot: Slot[Any], text: str, said: Said, *, in_part: bool = False) -> bool:
    """Whether a text answers what a slot asks, or `in_part`: something is offered then, or there is no such day."""
    try:
        slot.type.read(turn, text, said)
    except Unclear as unclear:
        return in_part and (unclear.offer is not None or unclear.nonexistent)
    return True


# ------------------------------------------------------------------ the question
def repeated(turn: Turn, form: Form) -> Reply:
    """The question that waits, once more."""
    state = waiting(turn)
    said, slot = said_so_far(turn, form, state), form.slot(state.asking)
    if slot is not None:
        offered = () if slot.optional else tuple(turn.conversation.choices)  # those whose names are alike, above all
        return ask(turn, state, slot, said, choices=offered)
    question = form.check(turn, said) if form.check else None
    return posed(state, question) if question else go_on(turn, form, state, said)


def resumed(turn: Turn, form: Form) -> Reply:
    """The question that waited while something else was done, with whatever it offers."""
    state = waiting(turn)
    said, slot = said_so_far(turn, form, state), form.slot(state.asking)
    if slot is None:
        return repeated(turn, form)
    if state.offer is not None:
        try:
            said.put(slot, _read_again(turn, slot, state.offer, said))
        except Unclear as unclear:
            return ask_again(turn, state, slot, unclear, said)
    return go_on(turn, form, state, said)


def _read_again(turn: Turn, slot: Slot[Any], offer: Any, said: Said) -> Any:  # noqa: ANN401 - of the slot's type
    """What was offered, read as when it was said: nobody has agreed to it, so what was unclear then raises Unclear again."""
    if isinstance(offer, dict):
        return slot.type.take(turn, Name(offer["new"]), said) if "new" in offer else slot.type.again(turn, offer, said)
    return slot.type.read(turn, ", ".join(offer) if isinstance(offer, list) else str(offer), said)


def amended(turn: Turn, form: Form, state: FormState, said: Said) -> Reply:
    """Keeps what was put right in the middle, and asks the question that waits once more."""
    keep(form, state, said)
    slot = form.slot(state.asking)
    if slot is None:
        return go_on(turn, form, state, said)
    try:
        slot.type.read(turn, str((state.offer or {}).get("new", "")), said)
    except Unclear as unclear:
        return ask_again(turn, state, slot, unclear, said)
    return ask(turn, state, slot, said)


def skip(turn: Turn, form: Form, state: FormState) -> Reply:
    """Goes on without the slot that was asked for."""
    if state.asking:
        state.skipped.append(state.asking)
    state.offer = None
    return go_on(turn, form, state, said_so_far(turn, form, state))


def go_on(turn: Turn, form: Form, state: FormState, said: Said) -> Reply:
    """Asks for the next thing that is missing, or saves."""
    for slot in form.slots:
        if slot in said or slot.name in state.skipped:
            continue
        try:
            if slot.name in said.gone:
                raise said.gone.pop(slot.name)
            if _fill(turn, form, slot, said, state.answers):
                continue
        except Unclear as unclear:
            keep(form, state, said)
            return ask_again(turn, state, slot, unclear, said)
        correcting = state.target is not None
        if not slot.optional or (slot.guided and state.guided and not correcting):
            keep(form, state, said)
            return ask(turn, state, slot, said)
    keep(form, state, said)
    if (
        form.check
        and not state.target
        and (question := form.check(turn, said))
        and question.name not in state.confirmed
    ):
        state.asking = f"?{question.name}"
        return posed(state, question)
    turn.conversation.form = None
    for slot in form.slots:
        if slot in said:
            said.put(slot, slot.type.settled(turn, said[slot]))
    touched = len(turn.work.changes.touched)
    reply = form.save(turn, said)
    keep_originals(turn, state.told, since=touched)
    return reply


def _fill(turn: Turn, form: Form, slot: Slot[Any], said: Said, answers: dict[str, str]) -> bool:
    """Fills a slot from what began the form, a command, a dialog or a sentence, or by its default."""
    if slot.name in answers:
        text = answers.pop(slot.name)
        said.put(slot, slot.type.read(turn, text, said))
        if form.enrich:
            form.enrich(turn, said, slot, text)
            said.forget(answers)  # what was written for a slot itself counts for more
        return slot in said
    value = None
    if said.heard and slot.name in said.heard.slots:
        value = slot.type.take(turn, said.heard.slots[slot.name], said)
    if value is None and slot.default:
        value = slot.default(turn, said)
    if value is not None:
        said.put(slot, value)
    return value is not None


def current(turn: Turn, form: Form) -> Said:
    """What the waiting form knows so far."""
    return said_so_far(turn, form, waiting(turn))


def _checked(turn: Turn, form: Form, state: FormState, said: Said, yes: bool | None) -> Reply:
    name = (state.asking or "?")[1:]
    if yes:
        state.confirmed.append(name)
        state.asking = None
        return go_on(turn, form, state, said)
    if yes is False:
        turn.conversation.form = None
        return Reply.of(_("Nothing was saved."))
    question = form.check(turn, said) if form.check else None
    if question is None or question.name != name:  # what was asked about is not so any more
        return go_on(turn, form, state, said)
    return Reply.of(_("I did not understand that.")) + posed(state, question)
