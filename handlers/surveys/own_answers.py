"""A customer answers: by a button, by a number or a word, or in their own words, which are kept as they are."""

from datetime import timedelta

from handlers.kit.format.texts import Words, _, clip, quoted
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.customer_turn import CustomerTurn
from handlers.kit.outreach.passing_on import pass_on
from handlers.kit.surveys.answers import follows_from, said_as
from handlers.kit.surveys.reading_answers import LONGEST, read_answer
from handlers.kit.surveys.sending import put
from storage.crm.surveys.records import SCALES, Answer, SurveyAsk, SurveyQuestion
from storage.crm.surveys.surveys import Surveys

COMMENTED_WITHIN = timedelta(hours=2)
"""What is written so soon after a number of a scale, with no question waiting, is the reason for it."""
DISMISSALS = frozenset(
    {"no", "no gracias", "no thanks", "nada", "nothing", "gracias", "thanks", "thank you", "ok", "vale"}
)


def answered(turn: CustomerTurn, ask: int, value: str) -> Reply:
    """A button of a question."""
    found = _theirs(turn, ask)
    if found is None:
        return Reply.of(_("That question is not open any more. Thank you all the same."))
    asked, question = found
    answer = read_answer(question, value)
    return Reply() if answer is None else _keep(turn, asked, question, answer)


def skipped(turn: CustomerTurn, ask: int) -> Reply:
    """A button: no wish to answer."""
    found = _theirs(turn, ask)
    if found is not None and found[0].state == "asked":
        turn.work.topic(Surveys).ended(ask, "skipped")
    return Reply.of(_("Of course. We won't ask that again soon."), replaces=True)


def heard(turn: CustomerTurn, text: str) -> Reply | None:
    """What they wrote, where a question waits, or one was just answered; None for anything else."""
    surveys = turn.work.topic(Surveys)
    asked = surveys.waiting(turn.account.id)
    if asked is None:
        return _reason(turn, text)
    question = surveys.question(asked.question_id)
    if question is None:
        return None
    if answer := read_answer(question, text):
        return _keep(turn, asked, question, answer)
    if question.anonymous:
        return _with_or_without_name(asked, text)
    _comment(turn, asked, text)
    turn.tell_owner(_told(turn, question, text))
    if asked.words:
        return Reply.of(_("Thank you, we have passed that on."))  # the question was put once more already
    again = put(question, turn.account.language, asked.id)
    return Reply.of(_("Thank you, we have passed that on. And if you like:")) + Reply(again.blocks[:1], again.choices)


def _comment(turn: CustomerTurn, asked: SurveyAsk, text: str) -> None:
    words = "\n".join(part for part in (asked.words, text) if part)[:LONGEST]
    turn.work.topic(Surveys).comment(asked.id, words)


def _with_or_without_name(asked: SurveyAsk, text: str) -> Reply:
    """What is written beside an anonymous question may be about it, or for a person who has to know whose it is."""
    words = text[:LONGEST]
    choices = (
        Choice(_("As a comment, without my name"), Action("survey_comment", {"ask": asked.id, "words": words})),
        Choice(_("Pass it on with my name"), Action("survey_pass_on", {"words": words})),
    )
    return Reply.of(_("Is that about the question, which is anonymous, or shall a person get it?"), choices=choices)


def commented(turn: CustomerTurn, ask: int, words: str) -> Reply:
    """A button: what they wrote goes with an anonymous answer, and to nobody by name."""
    found = _theirs(turn, ask)
    if found is None:
        return Reply.of(_("That question is not open any more. Thank you all the same."))
    _comment(turn, found[0], words)
    return Reply.of(_("Thank you. It is kept without your name."), replaces=True)


def passed_on(turn: CustomerTurn, words: str) -> Reply:
    """A button: what they wrote is for a person, and no part of any answer."""
    return pass_on(turn, words)


def why(turn: CustomerTurn, text: str) -> Reply | None:
    """What went wrong, as we asked after a low answer; None where nobody was asked that."""
    surveys = turn.work.topic(Surveys)
    if surveys.waiting(turn.account.id) is not None:
        return None
    asked = surveys.last_answered(turn.account.id, turn.now - COMMENTED_WITHIN)
    question = surveys.question(asked.question_id) if asked else None
    low = question.low_score if question else None
    was_asked = asked is not None and asked.number is not None and low is not None and asked.number <= low
    return _reason(turn, text) if was_asked else None


def _reason(turn: CustomerTurn, text: str) -> Reply | None:
    surveys = turn.work.topic(Surveys)
    asked = surveys.last_answered(turn.account.id, turn.now - COMMENTED_WITHIN)
    question = surveys.question(asked.question_id) if asked else None
    if asked is not None and question is not None and question.anonymous:
        return _with_or_without_name(asked, text)
    if asked is None or question is None or asked.words or question.kind not in SCALES:
        return None
    surveys.comment(asked.id, text[:LONGEST])
    turn.tell_owner(_told(turn, question, text, asked.number))
    if question.low_score is not None and asked.number is not None and asked.number <= question.low_score:
        follows_from(turn.work, turn.company, question, turn.customer.id, Answer(asked.number, words=text[:LONGEST]))
    return Reply.of(_("Thank you for telling us. We have passed it on."))


def _keep(turn: CustomerTurn, asked: SurveyAsk, question: SurveyQuestion, answer: Answer) -> Reply:
    """An answer counts once, with whatever was written beside it before."""
    kept = Answer(answer.number, answer.choice, "\n".join(part for part in (asked.words, answer.words) if part) or None)
    if not turn.work.topic(Surveys).answer(asked.id, kept, via="bot"):
        return Reply.of(_("We have your answer already. Thank you!"))
    complaint = follows_from(turn.work, turn.company, question, turn.customer.id, kept)
    thanks: Words = _("Thank you! You answered: {answer}.", answer=said_as(question, answer, turn.account.language))
    if answer.words and question.kind != "text" and not question.anonymous:
        turn.tell_owner(_told(turn, question, answer.words, answer.number))
    if complaint is not None:
        told = [thanks, _sorry(_carer(turn, complaint), asks=not kept.words)]
        return Reply(tuple(Paragraph(words) for words in told), replaces=True)
    if question.kind in SCALES and not kept.words and not question.anonymous:
        return Reply((Paragraph(thanks), Paragraph(_("If you like, tell us why."))), replaces=True)
    return Reply((Paragraph(thanks),), replaces=True)


def _sorry(carer: str | None, *, asks: bool) -> Words:
    """After a low answer: who gets in touch, and what went wrong, where they did not say so yet."""
    if carer and asks:
        return _("We are sorry. {name} will get in touch with you. What went wrong?", name=carer)
    if carer:
        return _("We are sorry. {name} will get in touch with you.", name=carer)
    if asks:
        return _("We are sorry. Somebody will get in touch with you. What went wrong?")
    return _("We are sorry. Somebody will get in touch with you.")


def _carer(turn: CustomerTurn, complaint: int) -> str | None:
    """Who cares for a complaint, as a customer is told: the first name alone."""
    record = turn.work.complaints.get(complaint)
    return record.carer.split()[0] if record and record.carer else None


def _theirs(turn: CustomerTurn, ask: int) -> tuple[SurveyAsk, SurveyQuestion] | None:
    """A question that this customer was asked, and that exists."""
    surveys = turn.work.topic(Surveys)
    asked = surveys.get(ask) if type(ask) is int else None
    question = surveys.question(asked.question_id) if asked else None
    if asked is None or question is None or asked.customer_id != turn.account.customer_id:
        return None
    return asked, question


def _told(turn: CustomerTurn, question: SurveyQuestion, text: str, number: int | None = None) -> Reply:
    """What the owner hears of a comment."""
    score = f" ({number}/{SCALES[question.kind][1]})" if number is not None else ""
    return Reply(
        (
            Paragraph(
                _(
                    "{customer} writes, about “{survey}”{score}:",
                    customer=turn.customer.name,
                    survey=question.name,
                    score=score,
                )
            ),
            Paragraph(quoted(clip(text, 1000))),
        ),
        (Choice(_("Card"), Action("card", {"customer": turn.customer.id})),),
    )
