"""What is brought up unasked about visits: customers not seen for long, appointments of which nobody told."""

from datetime import timedelta
from typing import Literal

from handlers.kit.format.texts import On, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from storage.crm.records import CustomerRecord
from storage.nudges.candidates import Appointment, Rhythm

NOT_SEEN, UNTOLD = "not_seen", "untold"
"""The kinds of these nudges: the names of their rules, and stored formats."""
LATER = {"week": 7, "month": 30}


# ------------------------------------------------------------------ not seen for long
def not_seen(rhythm: Rhythm, days: int, usual: int) -> Reply:
    """A customer whom nobody has seen for longer than is usual there."""
    blocks = (
        Heading(_("Not seen for long: {customer}", customer=clip(rhythm.customer, 60))),
        Paragraph(_since(days, usual)),
    )
    return Reply(blocks, _choices(rhythm.customer_id), about=Target("customer", rhythm.customer_id))


def not_seen_line(rhythm: Rhythm, days: int, usual: int) -> tuple[Words, Words]:
    """The same in a list."""
    return clip(rhythm.customer, 60), _since(days, usual)


def open_not_seen(rhythm: Rhythm) -> Choice:
    """The button that brings it up alone."""
    return Choice(clip(rhythm.customer, 40), Action("not_seen", {"customer": rhythm.customer_id}))


def _since(days: int, usual: int) -> Words:
    return ngettext(
        "{count} day without contact; usually every {usual}.",
        "{count} days without contact; usually every {usual}.",
        days,
        usual=ngettext("{count} day", "{count} days", usual),
    )


def _choices(customer_id: int) -> tuple[Choice, ...]:
    this = {"customer": customer_id}
    return (
        Choice(_("Plan a visit"), Action("plan_visit", this)),
        Choice(_("Log it"), Action("log_visit", this)),
        Choice(_("In a month"), Action("not_seen_later", {**this, "until": "month"})),
        Choice(_("Card"), Action("card", this)),
    )


def about_not_seen(turn: Turn, customer: CustomerRecord) -> Reply:
    """One of a list, with what can be done about it."""
    last = turn.work.interactions.timeline(customer.id, limit=1).items
    said = _("Last contact: {day}.", day=On(last[0].day)) if last else _("No contact yet.")
    return Reply((Heading(customer.name), Paragraph(said)), _choices(customer.id), Target("customer", customer.id))


def not_seen_later(turn: Turn, customer: CustomerRecord, until: Literal["week", "month"]) -> Reply:
    """Nothing of this customer for a while."""
    at = turn.now + timedelta(days=LATER[until])
    turn.work.nudge_marks.put(NOT_SEEN, customer.id, at)
    day = On(turn.local(at).date())
    return Reply.of(_("Nothing about {customer} until {day}.", customer=customer.name, day=day), replaces=True)


# ------------------------------------------------------------------ nobody told how it went
def untold(appointment: Appointment) -> Reply:
    """An appointment whose time is over, and nothing was logged there since."""
    heading = _("How did it go with {customer}?", customer=clip(appointment.customer, 60))
    said = _("“{what}” was planned, and nothing is logged since.", what=clip(appointment.what, 120))
    about = Target("customer", appointment.customer_id)  # what is said of a follow-up is no longer said once it is done
    return Reply((Heading(heading), Paragraph(said)), _tell_it(appointment.id, appointment.customer_id), about)


def untold_line(appointment: Appointment) -> tuple[Words, Words]:
    """The same in a list."""
    head = _("How did it go with {customer}?", customer=clip(appointment.customer, 60))
    return head, clip(appointment.what, 100)


def open_untold(appointment: Appointment) -> Choice:
    """The button that brings it up alone."""
    return Choice(clip(appointment.customer, 40), Action("untold", {"follow_up": appointment.id}))


def about_untold(turn: Turn, follow_up: int) -> Reply:
    """One of a list, with what can be done about it."""
    found = turn.work.follow_ups.get(follow_up)
    if found is None or found.customer_id is None or found.archived_at:
        raise Sorry(_("That is not there any more."))
    return Reply(
        (Heading(_("How did it go with {customer}?", customer=found.customer or "")), Paragraph(clip(found.what, 200))),
        _tell_it(found.id, found.customer_id),
        Target("customer", found.customer_id),
    )


def _tell_it(follow_up: int, customer: int) -> tuple[Choice, ...]:
    return (
        Choice(_("Tell it"), Action("log_visit", {"customer": customer})),
        Choice(_("It did not take place"), Action("untold_over", {"follow_up": follow_up})),
    )


def untold_over(turn: Turn, follow_up: int) -> Reply:
    """There was nothing to tell: it is not asked about any more."""
    turn.work.nudge_marks.put(UNTOLD, follow_up, turn.now + timedelta(days=365))
    return Reply.of(_("All right, I won't ask again."), replaces=True)
