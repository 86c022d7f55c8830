"""What a customer wrote goes to a colleague, word by word."""

from handlers.kit.format.texts import _, clip, quoted
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerTurn

PASSED_ON = 1000
"""Characters of what a customer wrote that a colleague is told."""


def pass_on(turn: CustomerTurn, text: str) -> Reply:
    """What nobody takes is told to a colleague, word by word: nothing that a customer writes is dropped."""
    told = Reply(
        (
            Paragraph(_("{customer} writes to us:", customer=turn.customer.name)),
            Paragraph(quoted(clip(text, PASSED_ON))),
        ),
        (Choice(_("Card"), Action("card", {"customer": turn.customer.id})),),
    )
    if turn.tell_owner(told):
        return Reply.of(_("Thank you. We have passed it on, and somebody will get in touch with you."))
    return Reply.of(_("We could not pass that on just now. Please call us."))
