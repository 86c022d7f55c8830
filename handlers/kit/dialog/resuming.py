"""A form that waits until what was begun in its middle is done."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.kit.dialog.button_limits import MOST, RESUME, hidden
from handlers.kit.dialog.choices import remember_choices
from handlers.kit.format.texts import Words, _, clip
from handlers.kit.forms import filling
from handlers.kit.forms.form import Form
from handlers.kit.forms.name_slots import CustomerName
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.originals import keep_originals
from handlers.kit.registry.registry import registry_of
from handlers.kit.turn import Sorry, Turn
from storage.crm.records import CustomerRecord

MOST_ASIDES = 2
"""So often a question that waits is asked again, after something else was done; then it is put away, where it can be found."""


def resume(turn: Turn, reply: Reply) -> Reply:
    """The answer, and where it ended what was begun in the middle of a form, that form's question."""
    talk = turn.conversation
    while talk.form is None and talk.queue:
        reply = _with_one_undo(reply + _next_record(turn, talk.queue.pop(0)))
    if talk.form is not None or not talk.form_stack:
        return reply
    talk.form = talk.form_stack.pop()
    form = registry_of(turn).form(talk.form.form)
    if form is None:  # of an older version
        talk.form = None
        return reply
    if (customer := _just_added(turn, form)) is not None:
        return resume(turn, reply + filling.chosen(turn, form, {"target": str(customer)}))
    if talk.form.asides >= MOST_ASIDES:
        return reply + _put_away(turn)
    try:
        asked = Reply.of(_earlier(turn, form)) + _in_short(
            turn, reply, filling.lost(turn, form) or filling.resumed(turn, form)
        )
    except Sorry as sorry:  # it can't be gone on with any more; what was done meanwhile is kept
        talk.form = None
        asked = Reply.of(sorry.words)
    both = reply + asked
    if asked.asks_which:  # "the second one" is of what was asked last
        both = replace(both, choices=(*asked.choices, *reply.choices))
    return remember_choices(turn, both)


def _just_added(turn: Turn, form: Form) -> Target | None:
    """The customer that was added where the question that was just asked was which one: that answers it."""
    talk = turn.conversation
    slot = form.slot(talk.form.asking) if talk.form and not talk.form.asides else None
    asked = slot is not None and isinstance(slot.type, CustomerName)
    made = talk.last if talk.last_at == turn.incoming.sent_at else None
    return made if asked and made and made.kind == "customer" else None


def _earlier(turn: Turn, form: Form) -> Words:
    """What a question that waited is introduced with: whom it is about, where it does not say so itself."""
    try:
        customer: object = filling.current(turn, form).customer
    except Sorry:
        customer = None
    if not isinstance(customer, CustomerRecord):  # of a new one there is but a name
        return _("Back to my earlier question:")
    return _("Back to my earlier question about {customer}:", customer=clip(customer.name, 60))


def _with_one_undo(reply: Reply) -> Reply:
    """What one message did is taken back as one: a single button does it."""
    undo = next((choice for choice in reply.choices if choice.action.name == "undo"), None)
    return replace(reply, choices=tuple(c for c in reply.choices if c is undo or c.action.name != "undo"))


def _put_away(turn: Turn) -> Reply:
    """Ends a form to which nobody comes back; what was told there in words is kept as a loose note."""
    waiting, keep = turn.conversation.form, registry_of(turn).one("keeps_loose")
    told, turn.conversation.form = turn.told, None
    if waiting is None or waiting.target or not waiting.told or keep is None:
        form = registry_of(turn).form(waiting.form) if waiting else None
        return Reply.of((form.left if form else "") or _("I won't ask about that again."))
    keep(turn, "\n".join(waiting.told), turn.incoming.sent_at)
    keep_originals(turn, waiting.told)
    turn.told = told
    return Reply.of(_("What was half-way is among your loose notes now: /notes."))


def kept_of_forgotten(turn: Turn) -> Reply | None:
    """Keeps what was told in questions that nobody came back to in time as loose notes of then, and says so; None without any."""
    keep = registry_of(turn).one("keeps_loose")
    lost = [form for form in turn.conversation.forgotten if form.told and not form.target]
    turn.conversation.forgotten = []
    if keep is None or not lost:
        return None
    for form in lost:
        keep(turn, "\n".join(form.told), form.started)
        keep_originals(turn, form.told)
    said = [
        _(
            "Nobody answered what I asked about “{words}”: it is a loose note now, /notes.",
            words=clip(form.told[-1], 120),
        )
        for form in lost
    ]
    return Reply.of(*said)


def _in_short(turn: Turn, reply: Reply, asked: Reply) -> Reply:
    """The question, and its choices the first time and where there is room for them: later one button that brings them back."""
    waiting = turn.conversation.form
    if waiting is None:
        return asked
    waiting.asides += 1
    few = asked.asks_which or len(reply.choices) + len(asked.choices) <= MOST
    if not asked.choices or (waiting.asides == 1 and few):
        return asked
    return replace(asked, choices=(Choice(_("Answer it"), Action(RESUME)), *hidden(asked.choices)))


def _next_record(turn: Turn, waiting: Mapping[str, Any]) -> Reply:
    """The next record of a message that told of several customers."""
    form = registry_of(turn).form(waiting["form"])
    if form is None or form.intent is None:  # of an older version
        return Reply()
    heard = turn.read_as(form.intent, waiting["text"])
    told, customer = waiting.get("told", waiting["text"]), waiting["values"].get("customer")
    keep, last = registry_of(turn).one("keeps_loose"), turn.conversation.last
    if waiting.get("of_made") and last is not None and last.kind == "customer":
        waiting = {**waiting, "values": {**waiting["values"], "customer": last.id}}
    if isinstance(customer, dict) and keep and turn.work.customers.exactly(customer["new"]) is None:
        kept: Reply = keep(turn, waiting["text"], turn.incoming.sent_at)  # the customer was not made after all
        return kept
    return filling.start(turn, form, heard, text=waiting["text"], values=dict(waiting["values"]), told=told)
