"""What is brought up unasked about how customers stand: who buys far less than is habitual, who usually orders about now."""

from handlers.kit.format.texts import Words, _, clip
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.turn import Sorry, Turn
from handlers.standings import wording
from storage.crm.records import CustomerRecord
from storage.standings.standings import StandingRecord

FALLEN = "fallen"
"""The kind of this nudge: the name of its rule, and a stored format."""


def fallen(one: StandingRecord) -> Reply:
    """To the owner: they buy far less than is habitual."""
    this = {"customer": one.customer_id}
    choices = (
        Choice(_("Plan a visit"), Action("plan_visit", this)),
        Choice(_("Purchases"), Action("purchases", this)),
        Choice(_("Card"), Action("card", this)),
    )
    heading = _("{customer} buys far less: visit them", customer=clip(one.customer, 80))
    return Reply((Heading(heading), Paragraph(wording.fallen(one))), choices, about=Target("customer", one.customer_id))


def fallen_line(one: StandingRecord) -> tuple[Words, Words]:
    """The same in a list."""
    return _("{customer} buys far less: visit them", customer=clip(one.customer, 60)), wording.fallen(one)


def open_fallen(one: StandingRecord) -> Choice:
    """The button that brings it up alone."""
    return Choice(clip(one.customer, 40), Action(FALLEN, {"customer": one.customer_id}))


def about_fallen(turn: Turn, customer: CustomerRecord) -> Reply:
    """One of a list, with what can be done about it."""
    one = turn.work.standings.of(customer.id)
    if one is None:
        raise Sorry(_("That no longer exists."))
    return fallen(one)


# ------------------------------------------------------------------ usually orders about now
DUE_ORDERS = "due_orders"
"""The kind of this nudge: the name of its rule, and a stored format."""


def due_order(one: StandingRecord) -> Reply:
    """They usually order about now: with what that is reckoned from, and what can be done about it."""
    this = {"customer": one.customer_id}
    return Reply(
        (
            Heading(_("{customer} usually orders about now", customer=clip(one.customer, 80))),
            Paragraph(wording.due(one)),
        ),
        (
            Choice(_("Plan a visit"), Action("plan_visit", this)),
            Choice(_("They ordered"), Action("new_purchase", this)),
            Choice(_("What else to sell"), Action("suggest_products", this)),
            Choice(_("Card"), Action("card", this)),
        ),
        about=Target("customer", one.customer_id),
    )


def due_order_line(one: StandingRecord) -> tuple[Words, Words]:
    """The same in a list."""
    return clip(one.customer, 60), wording.due(one)


def open_due_order(one: StandingRecord) -> Choice:
    """The button that brings it up alone."""
    return Choice(clip(one.customer, 40), Action("due_order", {"customer": one.customer_id}))
