"""What a customer reads on joining, and what they agree to, one purpose at a time."""

from datetime import timedelta
from typing import Final

from handlers.kit.format.texts import Words, _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerTurn
from handlers.kit.outreach.reasons import HoldReason
from storage.crm.outreach.records import PURPOSES, Purpose
from storage.crm.surveys.surveys import Surveys

FIRST_QUESTION = timedelta(days=1)
"""After this it is looked whether there is something to ask somebody who has just agreed to it."""
ASKS: Final[dict[Purpose, Words]] = {
    "surveys": _(
        "May we ask you a short question now and then? We use your answers only to serve you better, and show them to nobody outside."
    ),
    "promotions": _("May we tell you of offers that may suit you? Never more than a few a month."),
}
YES: Final[dict[Purpose, Words]] = {"surveys": _("Yes, ask me"), "promotions": _("Yes, tell me")}
NO: Final[dict[Purpose, Words]] = {"surveys": _("No questions"), "promotions": _("No offers")}


def joined(turn: CustomerTurn) -> Reply:
    """Says who speaks and what for, and asks for what was not agreed to yet."""
    turn.work.customer_accounts.resume(turn.account.id)
    heading = Heading(_("Hello, this is {company}.", company=turn.company.name))
    about = Paragraph(
        _(
            "This chat is for {customer}. You decide what we write to you, and with STOP you hear nothing more, at any time.",
            customer=turn.customer.name,
        )
    )
    return Reply((heading, about)) + next_question(turn, {})


def start(turn: CustomerTurn, _words: str) -> Reply:
    """How a chat begins, or begins again after a stop."""
    return joined(turn)


def agree(turn: CustomerTurn, purpose: str, yes: bool) -> Reply:
    """A button: the answer for one purpose, kept with the words that were asked and the time."""
    known = next((one for one in PURPOSES if one == purpose), None)
    if known is None:
        return Reply()
    keep(turn, known, granted=yes)
    return next_question(turn, {known: yes})


def keep(turn: CustomerTurn, purpose: Purpose, *, granted: bool) -> None:
    """Keeps what was answered; what waits for a purpose that is no longer agreed to is not sent."""
    words = f"{turn.voice.say(ASKS[purpose])} — {turn.voice.say((YES if granted else NO)[purpose])}"
    turn.work.consents.say(turn.account.id, purpose, granted=granted, words=words)
    if granted and purpose == "surveys":
        turn.work.customer_accounts.look(turn.account.id, turn.now + FIRST_QUESTION)
    if not granted and purpose == "surveys":
        turn.work.topic(Surveys).let_go(turn.account.id, HoldReason.NO_CONSENT.value)
    if not granted:
        turn.work.approaches.withdraw(turn.account.id, purpose)
    elif turn.account.stopped_at:
        turn.work.customer_accounts.resume(turn.account.id)


def next_question(turn: CustomerTurn, just: dict[Purpose, bool]) -> Reply:
    """The next purpose that was not answered since they joined or came back; thanks where there is none."""
    agreed = turn.work.consents.of(turn.account.id)
    asked = list(PURPOSES)
    for purpose in asked[: asked.index(next(reversed(just))) + 1 if just else 0]:
        asked.remove(purpose)
    for purpose in asked:
        if purpose in agreed and agreed[purpose].granted:
            continue
        return Reply(
            (Paragraph(ASKS[purpose]),),
            (
                Choice(YES[purpose], Action("agree", {"purpose": purpose, "yes": True})),
                Choice(NO[purpose], Action("agree", {"purpose": purpose, "yes": False})),
            ),
        )
    any_yes = any(consent.granted for consent in agreed.values())
    thanks = _("Thank you. You can change this whenever you like: /preferences.")
    return Reply.of(
        thanks if any_yes else _("All right, we won't write to you unasked. You can change this: /preferences.")
    )
