"""Putting right what was just logged, in a few words: "no, perdón, era ayer"."""

from typing import Any, Literal

from rapidfuzz import fuzz

from handlers.kit.audit import MOST_LOOKED_AT
from handlers.kit.format.texts import _
from handlers.kit.forms import filling
from handlers.kit.forms.form import Said, Slot, Unclear
from handlers.kit.forms.moment_slots import FollowUp, PlannedFollowUp, read_whole_moment
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.entities.moments.moments import read_moment
from handlers.language.meaning import Moment, Name, NameKind, NextStep
from handlers.language.slots.corrections import Correction, correct, correction
from handlers.visits.card import INTERACTION, mine
from handlers.visits.saving import SAME_WORDS, VISIT, load, save
from handlers.visits.slots import AMOUNT, CONTACT, CUSTOMER, KIND, NEXT_STEP, SUMMARY, WHEN
from storage.names.folding import fold
from storage.records import FollowUpRecord

REPLACED: tuple[Slot[Any], ...] = (CUSTOMER, WHEN, CONTACT, KIND, AMOUNT)
SHORT = 5
"""Words of a correction that nothing was found in, and that is surely no note."""


def amend(turn: Turn, target: Target, text: str) -> Reply | None:
    """The correction of the last log that a message is; None where it is none. In doubt it asks what is to be corrected."""
    fix = correction(text)
    if (
        fix is None
        or target.kind != INTERACTION
        or (not fix.plain and {"customer", "kind"} <= set(turn.understand(text).slots))
    ):
        return None  # "popped into Café Luna, Irene not in" is a telling of its own
    record = turn.work.interactions.get(target.id)
    if record is None or record.archived_at or record.author_id != turn.person.id:
        return None
    if not fix.right and not _is_the_last_deed(turn, target):
        return None  # "no wait" is about what was done since
    if (summary := correct(record.summary, fix)) is not None:
        return _save(turn, target, load(turn, target) | {"summary": summary})
    return _other_moment(turn, target, fix) or _replaced(turn, target, fix)


def _replaced(turn: Turn, target: Target, fix: Correction) -> Reply | None:
    """What the correction names, in place of what was; what is unclear is asked about."""
    heard = turn.read_as("log_interaction", fix.right)
    said = Said({}, heard=heard, text=fix.right, target=target)
    found = [slot for slot in REPLACED if slot.name in heard.slots and not (slot is AMOUNT and fix.right.isdigit())]
    if not found and (name := _customer_named(turn, fix)):
        return _ask_for(turn, target, CUSTOMER, name)
    if not fix.plain and (fix.rather or (SUMMARY.name in heard.slots)):
        return None
    if not found:
        return _what(turn, target) if fix.plain and len(fix.right.split()) <= SHORT else None
    values = load(turn, target)
    for slot in found:
        alone = slot is CUSTOMER and len(found) == 1
        try:
            value = (
                slot.type.read(turn, fix.right, said) if alone else slot.type.take(turn, heard.slots[slot.name], said)
            )
        except Unclear:
            return _ask_for(turn, target, slot, fix.right)
        if value is not None:
            values[slot.name] = slot.type.dump(value)
            said.put(slot, value)
    if CUSTOMER in found and CONTACT not in found:
        values.pop(CONTACT.name, None)
    return _save(turn, target, values)


def _is_the_last_deed(turn: Turn, target: Target) -> bool:
    """Whether nothing was done after what a correction could be about."""
    last = turn.work.changes.last_turn(turn.person.id)
    return (
        any(
            (change.entity, change.id) == ("interactions", target.id)
            for change in turn.work.changes.changes_of(last, limit=MOST_LOOKED_AT)
        )
        if last
        else False
    )


def _other_moment(turn: Turn, target: Target, fix: Correction) -> Reply | None:
    """Another moment for what comes next, "no, mejor el jueves"; where it may be of what has been too, that is asked."""
    step = turn.work.follow_ups.of_interaction(target.id)
    if step is None or not step.is_open or fix.was:
        return None
    if again := _same_step(turn, fix, step):
        return _save(turn, target, load(turn, target) | {NEXT_STEP.name: NEXT_STEP.type.dump(again)})
    moment = read_whole_moment(turn, fix.right)
    if moment is None:
        return None
    to_come = read_moment(fix.right, turn.said_at, "past", turn.locale) == moment
    if not fix.rather and not to_come:
        return Reply.of(
            _("What shall I correct?"),
            choices=tuple(
                Choice(
                    slot.label,
                    Action("correct_visit", {"interaction": target.id, "slot": slot.name, "moment": fix.right}),
                )
                for slot in (NEXT_STEP, WHEN)
            ),
        )
    return _step_at(turn, target, step, moment, fix.right)


def _step_at(turn: Turn, target: Target, step: FollowUpRecord, moment: Moment, words: str) -> Reply:
    """The next step at another moment, which the words name; where that is over it is asked for."""
    try:
        follow_up = FollowUp().take(turn, NextStep(step.what, moment), Said({}, text=words))
    except Unclear:
        follow_up = None
    if follow_up is None:
        return _ask_for(turn, target, NEXT_STEP, f"{step.what} {words}")
    return _save(turn, target, load(turn, target) | {NEXT_STEP.name: NEXT_STEP.type.dump(follow_up)})


def amend_slot(turn: Turn, interaction: int, slot: Literal["next_step", "when"], moment: str) -> Reply:
    """The answer to which of the two moments a correction is about; `moment` are its words."""
    target = Target(INTERACTION, interaction)
    mine(turn, target)
    step, meant = turn.work.follow_ups.of_interaction(interaction), read_whole_moment(turn, moment)
    if slot == NEXT_STEP.name and step and step.is_open and meant:
        return _step_at(turn, target, step, meant, moment)
    try:
        when = WHEN.type.read(turn, moment, Said({}, target=target))
    except Unclear:
        return _ask_for(turn, target, WHEN, moment)
    return _save(turn, target, load(turn, target) | {WHEN.name: WHEN.type.dump(when)})


def _same_step(turn: Turn, fix: Correction, step: FollowUpRecord) -> PlannedFollowUp | None:
    """The next step said again with another moment: "no, volver el jueves"."""
    try:
        again = FollowUp().read(turn, fix.right, Said({}))
    except Unclear:
        return None
    same = fuzz.token_set_ratio(fold(again.what), fold(step.what)) >= SAME_WORDS and again.what != turn.voice.say(
        _("get in touch")
    )
    return again if same else None


def _customer_named(turn: Turn, fix: Correction) -> str | None:
    """The correction, where its words are a customer's name, or part of one that is only said to put something right."""
    name = turn.understand(fix.right).slots.get("customer")
    alone = isinstance(name, Name) and turn.understand(fix.right).intent == "show_customer"
    part = (
        fix.plain
        and bool(fix.right)
        and len(fix.right.split()) <= SHORT
        and turn.match(fix.right, {NameKind.CUSTOMER}).candidates
    )
    return fix.right if alone or part else None


def _ask_for(turn: Turn, target: Target, slot: Slot[Any], text: str) -> Reply:
    """Takes the words as the answer to which value is right, with the question where they leave a doubt."""
    filling.reopen(turn, VISIT, target, slot)
    if slot is CUSTOMER and turn.conversation.form:
        turn.conversation.form.values.pop(CONTACT.name, None)  # whoever was met is not of another customer
    return filling.answered(turn, VISIT, text, turn.understand(text))


def _save(turn: Turn, target: Target, values: dict[str, Any]) -> Reply:
    mine(turn, target)
    said = Said(
        {name: slot.type.load(turn, raw) for name, raw in values.items() if (slot := VISIT.slot(name))}, target=target
    )
    for slot in VISIT.slots:
        if slot in said:
            said.put(slot, slot.type.settled(turn, said[slot]))
    turn.conversation.made(target, turn.incoming.sent_at)
    return save(turn, said)


def _what(turn: Turn, target: Target) -> Reply:
    fix = Action("fix", {"target": str(target)})
    choices = tuple(Choice(slot.label, fix.with_args(slot=slot.name)) for slot in VISIT.slots if slot.fixable)
    return Reply.of(_("What shall I correct?"), choices=choices)
