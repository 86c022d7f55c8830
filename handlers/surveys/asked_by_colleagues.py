"""Questions that a colleague takes along: after a log at most two, and not each time; in the brief one; with buttons."""

import re
from collections.abc import Sequence

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import Words, _
from handlers.kit.forms.form import Form, Said
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.blocks import Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.surveys.answers import follows_from, said_as
from handlers.kit.surveys.answers_in_notes import answer_in
from handlers.kit.surveys.carrying import TOUCHES, still_to_carry, to_carry
from handlers.kit.surveys.choosing import next_questions
from handlers.kit.surveys.sending import plan_for
from handlers.kit.turn import Sorry, Turn
from handlers.language.slots.complaints import tells_of_complaint
from handlers.language.text.any_of import any_of
from handlers.surveys.after_purchase import is_partial
from handlers.surveys.slots import ANSWER, CUSTOMER, QUESTION
from storage.crm.complaints.records import ComplaintRecord
from storage.crm.records import CustomerRecord
from storage.crm.surveys.pacing import Pacing
from storage.crm.surveys.records import SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.names.folding import fold

NEGATIVE = "negative"
NOBODY = re.compile(rf"\b{any_of('nobody_met')}(?!\w)")
"""Folded: nobody was there, or nobody answered."""


def _questions(turn: Turn, customer: CustomerRecord, found: Sequence[SurveyQuestion]) -> Reply | None:
    """What is to be asked there, if it comes up, each with its button."""
    if not found:
        return None
    language = turn.person.language
    lines: list[Words] = [f"{number}. {question.text(language)}" for number, question in enumerate(found, 1)]
    choices = tuple(
        Choice(
            _("Answer {number}", number=str(number)),
            Action("note_answer", {"customer": customer.id, "question": question.id}),
        )
        for number, question in enumerate(found, 1)
    )
    return Reply((Paragraph(_("To ask them, if it comes up:")), *(Paragraph(line) for line in lines)), choices)


def after_log(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """After a log: what its own sentence answers already is kept, and said; then, now and then, what is still to be asked."""
    carried = to_carry(turn, customer) if _in_touch(turn, customer) else ()
    kept, answered = Reply(), set()
    if turn.told:
        today = turn.local(turn.now).date()
        for question in next_questions(turn.work, customer, by="staff", now=turn.now, today=today, most=None):
            if answer := answer_in(question, turn.told):
                turn.work.topic(Surveys).noted(question.id, customer.id, "answered", answer, staff_id=turn.person.id)
                follows_from(turn.work, turn.company, question, customer.id, answer)
                said = said_as(question, answer, turn.person.language)
                kept += Reply((Facts([(_("Answered: {survey}", survey=question.name), said)]),))
                answered.add(question.id)
    left = [question for question in carried if question.id not in answered]
    if left:
        turn.work.topic(Pacing).suggest([question.id for question in left], customer.id, turn.person.id)
    return (kept + _questions(turn, customer, left)) or None


def _in_touch(turn: Turn, customer: CustomerRecord) -> bool:
    """Whether what was just logged is a contact in which somebody can be asked, rather than a note or a closed door."""
    last = turn.conversation.last
    logged = turn.work.interactions.get(last.id) if last and last.kind == "interaction" else None
    if logged is None or logged.customer_id != customer.id or logged.kind not in TOUCHES:
        return False
    if logged.sentiment == NEGATIVE or tells_of_complaint(f"{turn.told} {logged.summary}"):
        return False  # whoever is unhappy is helped, not asked
    return logged.contact_id is not None or not NOBODY.search(fold(f"{turn.told} {logged.summary}"))


def in_brief(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """In the brief the most important one: it has to fit a phone with all the rest."""
    found = next_questions(turn.work, customer, by="staff", now=turn.now, today=turn.local(turn.now).date(), most=1)
    if not found:
        return None
    action = Action("note_answer", {"customer": customer.id, "question": found[0].id})
    return Reply((Facts([(_("Ask"), found[0].text(turn.person.language))]),), (Choice(_("Answer"), action),))


def after_complaint(turn: Turn, complaint: ComplaintRecord) -> Reply | None:
    """A complaint was closed: the customer is asked how it was dealt with, on their own phone, where they agreed to be asked."""
    customer = turn.work.customers.get(complaint.customer_id)
    accounts = turn.work.customer_accounts.of_customer(complaint.customer_id)
    if customer is None or not any(turn.work.consents.granted(account.id, "surveys") for account in accounts):
        return None
    if plan_for(turn.work, "complaint_closed", customer, turn.now) is None:
        return None
    return Reply.of(_("{customer} is asked how it was dealt with.", customer=customer.name))


def _note(turn: Turn, said: Said) -> Reply:
    """Keeps what the customer answered, that they don't know, or that it was not asked."""
    customer, question, (state, answer) = said[CUSTOMER], said[QUESTION], said[ANSWER]
    surveys = turn.work.topic(Surveys)
    if (carried := surveys.carried(question.id, customer.id)) and is_partial(carried, turn.person):
        raise Sorry(_("You look after {customer}, so a colleague asks that.", customer=customer.name))
    surveys.noted(question.id, customer.id, state, answer, staff_id=turn.person.id)
    if state != "answered":
        words = (
            _("Noted: they don't know. I won't suggest it for a while.")
            if state == "unknown"
            else _("All right, nobody is told to ask it this week.")
        )
        return Reply.of(words, choices=undo_choice(turn))
    complaint = follows_from(turn.work, turn.company, question, customer.id, answer)
    blocks = (
        Heading(_("Answer of {customer}", customer=customer.name)),
        Facts([(question.text(turn.person.language), said_as(question, answer, turn.person.language))]),
        *((Paragraph(_("That is low: complaint {number} is open.", number=str(complaint))),) if complaint else ()),
    )
    return Reply(blocks, undo_choice(turn), about=Target("customer", customer.id)) + _questions(
        turn, customer, still_to_carry(turn, customer)
    )


NOTE = Form("note_answer", (CUSTOMER, QUESTION, ANSWER), save=_note, title=_("Note an answer"))
