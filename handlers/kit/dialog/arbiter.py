"""One arbiter decides who gets a message. Where two that keep something are nearly as sure, it asks which is meant."""

from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace

from handlers.kit.dialog import asked_of, earlier_record, just_made, matters, recognisers, waiting_question
from handlers.kit.dialog.candidates import ANSWERS, CONTROLS, Candidate, WrittenMessage, waiting_form
from handlers.kit.dialog.latest_record import adds_to
from handlers.kit.format.texts import _
from handlers.kit.forms import filling
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.originals import keep_originals
from handlers.kit.registry.registry import registry_of
from handlers.kit.spoken_of import shown
from handlers.kit.turn import Sorry, Turn
from handlers.language.slots.remarks import bids, calls_off, is_sigh
from storage.crm.records import CustomerRecord

CLOSE = 0.05
"""Two writes whose scores differ by less are asked about: less than half the step between the levels of `candidates`."""

SETTLES = frozenset({"choice", "control", "correction_of_pending"})
"""Recognisers whose message says what becomes of one that was asked about: it is chosen, or let go."""

RECOGNISERS: Sequence[Callable[[WrittenMessage], Iterable[Candidate]]] = (
    recognisers.slash_command,
    recognisers.typed_choice,
    recognisers.control,
    recognisers.talk,
    waiting_question.waiting_slot,
    waiting_question.correction_of_answers,
    just_made.reply_to_card,
    just_made.correction_of_pending,
    just_made.amendment,
    earlier_record.put_to_earlier,
    recognisers.command_words,
    recognisers.intent,
    recognisers.told_of_others,
    matters.settled_matter,
    matters.stranger,
    matters.own_matter,
    just_made.addition,
    recognisers.statement,
    recognisers.loose_note,
    asked_of.asked_of_customer,
    recognisers.not_understood,
)

UNPROMPTED: Sequence[Callable[[WrittenMessage], Iterable[Candidate]]] = (
    recognisers.command_words,
    recognisers.intent,
    recognisers.statement,
)
"""Those of a message that stands for itself: it answers nothing, chooses nothing, and is about nothing that was made before."""


def ranked(message: WrittenMessage) -> list[Candidate]:
    """Everything that a message could be, the surest first."""
    found = [candidate for recognise in RECOGNISERS for candidate in recognise(message)]
    return sorted(found, key=lambda candidate: -candidate.score)


def said(turn: Turn, text: str) -> Reply:
    """Answers a message."""
    waiting = waiting_form(turn)
    gone = (filling.void(turn, waiting) if waiting else None) or Reply()
    message = WrittenMessage(turn, text)
    best, *others = ranked(message)
    if best.by not in SETTLES and _note_asked_about(turn) is not None:
        gone += _passed_over(turn, text)  # kept where it belongs: what comes behind it may be about that
        message = WrittenMessage(turn, text)
        best, *others = ranked(message)
    rival = next((c for c in others if c.writes and best.writes and best.score - c.score < CLOSE), None)
    asked = turn.conversation.pending_message if best.by == "amendment" else None
    passed_over = Reply() if best.by in SETTLES or asked else _passed_over(turn, message.text)
    if rival is not None:
        return gone + passed_over + _which(turn, text, best, rival)
    if best.by == "control":
        turn.conversation.pending_message = None
    done = _once(gone + passed_over + _take(turn, message, best))
    if best.besides:  # what it says besides may answer what the answer led to: that is not asked then
        done = (
            said(turn, best.besides) if turn.conversation.form is not None else _once(done + said(turn, best.besides))
        )
    if done.about is None and best.by not in SETTLES and len(message.customers) == 1:
        shown(turn, Target("customer", next(iter(message.customers))))  # named, and answered in plain words
    return done + just_made.offer_to_add(WrittenMessage(turn, asked)) if asked else done


def _once(reply: Reply) -> Reply:
    """The answer, with each choice once, and of two with one label the newer: what was kept may be shown as well."""
    first = [choice for at, choice in enumerate(reply.choices) if choice not in reply.choices[:at]]
    newest = [c for at, c in enumerate(first) if all(c.label != later.label for later in first[at + 1 :])]
    return replace(reply, choices=tuple(newest)) if len(newest) < len(reply.choices) else reply


def meant(turn: Turn, text: str) -> Reply | None:
    """Does what a sentence asks for by itself, whatever is going on; None where it asks for nothing, or only controls what is."""
    message = WrittenMessage(turn, text)
    if message.heard.intent in CONTROLS | ANSWERS:
        return None
    found = sorted((c for recognise in UNPROMPTED for c in recognise(message)), key=lambda candidate: -candidate.score)
    return _take(turn, message, found[0]) if found else None


def _passed_over(turn: Turn, next_message: str) -> Reply:
    """A message that was asked about and got no answer: nothing said is dropped.

    What it tells is kept where its customer is plain, else, or where the next message calls something off, as a loose note.
    """
    told, text = turn.told, turn.take_pending()
    kept = Reply() if not text or is_sigh(text) else _kept(turn, text, loosely=calls_off(next_message))
    turn.told = told
    return kept


def _note_asked_about(turn: Turn) -> CustomerRecord | None:
    """The customer of a message that was asked about, where it is plainly a note there."""
    text = turn.conversation.pending_message
    return _plain_customer(WrittenMessage(turn, text)) if text and not is_sigh(text) else None


def _plain_customer(message: WrittenMessage) -> CustomerRecord | None:
    if len(message.customers) != 1 or not message.tells_something or bids(message.text):
        return None
    return message.turn.work.customers.get(next(iter(message.customers)))


def _kept(turn: Turn, text: str, *, loosely: bool) -> Reply:
    message, registry, places = WrittenMessage(turn, text), registry_of(turn), list[Choice]()
    note, loose = registry.one("keeps_note"), registry.one("keeps_loose")
    customer = _plain_customer(message)
    if note and customer and not loosely:
        _note(turn, note, customer.id, text)
        words = _("I kept your message before this one as a note on {customer}.", customer=customer.name)
    elif loose:
        kept = loose(turn, text, turn.incoming.sent_at)
        places = [c for c in kept.choices if c.action.name == "place_loose_note" and "customer" in c.action.args]
        words = _("I kept your message before this one as a loose note: /notes.")
    else:
        return Reply()
    keep_originals(turn, [turn.told])
    return Reply.of(words, choices=places)


def _note(turn: Turn, note: Callable[..., Reply], customer: int, text: str) -> None:
    """Keeps it as a note; what would be asked about it is not. The form that waits for the next message goes on waiting."""
    before = deepcopy(turn.conversation)
    note(turn, customer, text, None)
    asks = turn.conversation.form is not None
    if asks:
        turn.conversation = deepcopy(before)
        note(turn, customer, text, turn.said_at)
    turn.conversation.form, turn.conversation.form_stack = before.form, before.form_stack


def place(turn: Turn, where: str, target: Target | None = None) -> Reply:
    """Does with the message that was asked about what the person chose: a recogniser's name, or one of the words of old buttons.

    `target` is what it was asked to be added to.
    """
    text = turn.take_pending()
    if where == "nowhere":
        return Reply.of(_("All right, nothing was saved.") if text else _("All right, it stays as it is."))
    if text is None:
        return Reply.of(_("There is nothing waiting for an answer."))
    message, last = WrittenMessage(turn, text), target or turn.conversation.last
    if where == "last" and last and (adding := adds_to(turn, last)):
        return adding.take(text)
    by = {"answer": "waiting_slot"}.get(where, where)
    found = ranked(message)
    chosen = next((c for c in found if c.by == by or (where == "new" and c.by != "waiting_slot")), None)
    return _take(turn, message, chosen) if chosen else Reply.of(_("That no longer exists."))


def _which(turn: Turn, text: str, best: Candidate, rival: Candidate) -> Reply:
    turn.conversation.pending_message = text
    return Reply.of(
        _("Is that {one}, or {other}?", one=best.as_words, other=rival.as_words),
        choices=[Choice(c.as_words, Action("place", {"where": c.by})) for c in (best, rival)],
    )


def _take(turn: Turn, message: WrittenMessage, candidate: Candidate) -> Reply:
    """Does it. A form that waits goes on waiting while something else is done; it keeps what it knows."""
    if not candidate.digresses or message.form is None:
        return _run(turn, message, candidate)
    kept = _kept_without(turn, message)
    if kept.blocks:
        return kept + said(turn, message.text)  # who was made just now is known from here on
    turn.conversation.push_form()
    return kept + _run(turn, message, candidate)


def _run(turn: Turn, message: WrittenMessage, candidate: Candidate) -> Reply:
    """Does it. What cannot be done, but tells something of a known customer, is offered as a note there: it is not dropped."""
    offers = candidate.by in {"intent", "rearranging"} and not message.looks_something_up
    noted = recognisers.offer_of_note(message) if offers else None
    before, done = (deepcopy(turn.conversation) if noted else None), turn.done_so_far
    try:
        return candidate.run()
    except Sorry as sorry:
        if noted is None or before is None or turn.done_so_far != done:
            raise
        turn.conversation = before
        return Reply.of(sorry.words) + noted()


def _kept_without(turn: Turn, message: WrittenMessage) -> Reply:
    """A form that lacks nothing but what was told wrong, and may be left out, is kept when one goes on to something else."""
    state, form, slot = turn.conversation.form, message.form, message.slot
    if state is None or form is None or slot is None or not slot.optional or state.guided or state.target:
        return Reply()
    kept = filling.skip(turn, form, state)
    return Reply() if turn.conversation.form else kept  # there is something to ask still
