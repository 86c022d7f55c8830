"""What a note tells that may be for later: nobody is reminded of it unasked, and a button does it."""

import json

from handlers.kit.follow_ups.next_steps import titled
from handlers.kit.format.dates import when_due
from handlers.kit.format.texts import _, clip
from handlers.kit.forms.form import Said, Unclear
from handlers.kit.forms.moment_slots import FollowUp, PlannedFollowUp
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Turn
from handlers.language.meaning import Understanding
from handlers.visits.card import card, mine

_MOST = 2
"""Steps that are offered of one note."""


def remind_of(what: str, of: Target) -> Reply:
    """A button that asks when to bring up what was promised for no day."""
    words = _("Remind me: {what}", what=clip(what, 30))
    return Reply((), (Choice(words, Action("remind_of_step", {"interaction": of.id, "what": what})),))


def remind_then(turn: Turn, heard: Understanding | None, text: str, of: Target) -> Reply:
    """Buttons that bring up, when it says, what is told of a day to come and was taken for no next step."""
    choices = []
    for step in heard.ahead[:_MOST] if heard else ():
        try:
            planned = FollowUp().take(turn, step, Said({}, text=text))
        except Unclear:
            continue  # it is over, or nobody is there then
        if planned is None:
            continue
        words = _("Remind me: {what} · {when}", what=clip(planned.what, 30), when=when_due(planned.due))
        args = {"interaction": of.id, "what": planned.what, "step": json.dumps(FollowUp().dump(planned))}
        choices.append(Choice(words, Action("remind_of_step", args)))
    return Reply((), tuple(choices))


def offered_step(turn: Turn, step: str) -> PlannedFollowUp | None:
    """The step of a button; None where its time is over by now."""
    planned = FollowUp().load(turn, json.loads(step))
    return planned if planned.due.at > turn.now else None


def add_step(turn: Turn, target: Target, planned: PlannedFollowUp) -> Reply:
    """Brings up what was offered, at its time, beside whatever else the record promises."""
    record = mine(turn, target)
    met = record.first_met
    turn.work.follow_ups.add(
        titled(planned, met.name if met else None),
        planned.due,
        owner_id=turn.person.id,
        customer_id=record.customer_id,
        contact_id=met.id if met else None,
        interaction_id=record.id,
    )
    turn.conversation.made(target, turn.incoming.sent_at)
    return Reply.of(_("Added: {what}", what=FollowUp().show(planned))) + card(turn, record.id)
