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
from handlers.kit.surveys.bank import called
from handlers.kit.surveys.carrying import TOUCHES, still_to_carry, to_carry, to_prepare
from handlers.kit.surveys.choosing import next_questions
from handlers.kit.turn import Sorry, Turn
from handlers.language.slots.complaints import tells_of_complaint
from handlers.language.text.any_of import any_of
from handlers.surveys.after_purchase import COMPLAINT, is_partial, judged_by
from handlers.surveys.slots import ANSWER, CUSTOMER, QUESTION
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
                kept += Reply(
                    (Facts([(_("Answered: {survey}", survey=called(question, turn.person.language)), said)]),)
                )
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
    return bool(logged.met) or not NOBODY.search(fold(f"{turn.told} {logged.summary}"))


def in_brief(turn: Turn, customer: CustomerRecord) -> Reply | None:
    """In the brief the most important one: it has to fit a phone with all the rest."""
    found = to_prepare(turn, customer)
    if found is None:
        return None
    action = Action("note_answer", {"customer": customer.id, "question": found.id})
    return Reply((Facts([(_("Ask"), found.text(turn.person.language))]),), (Choice(_("Answer"), action),))


def _note(turn: Turn, said: Said) -> Reply:
    """Keeps what the customer answered, that they don't know, or that it was not asked."""
    customer, question, (state, answer) = said[CUSTOMER], said[QUESTION], said[ANSWER]
    if question.anonymous:
        raise Sorry(
            _(
                "“{name}” is anonymous: only customers themselves answer it.",
                name=called(question, turn.person.language),
            )
        )
    surveys = turn.work.topic(Surveys)
    if question.trigger == COMPLAINT and turn.person.id in judged_by(turn.work, customer.id):
        raise Sorry(_("You cared for that complaint, or wrote it down, so a colleague asks that."))
    if (carried := surveys.carried(question.id, customer.id)) and is_partial(turn.work, carried, turn.person):
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
        *((Paragraph(_("“{words}”", words=answer.words)),) if answer.words and answer.number is not None else ()),
        *((Paragraph(_("That is low: complaint {number} is open.", number=str(complaint))),) if complaint else ()),
    )
    return Reply(blocks, undo_choice(turn), about=Target("customer", customer.id)) + _questions(
        turn, customer, still_to_carry(turn, customer)
    )


NOTE = Form("note_answer", (CUSTOMER, QUESTION, ANSWER), save=_note, title=_("Note an answer"))
