"""/enviar_encuesta nps > Bar Sol: a question is sent to a customer by hand, through the gate; or by a link to its page."""

from handlers.kit.audit import undo_choice
from handlers.kit.format.texts import On, _
from handlers.kit.forms.form import Form, Said
from handlers.kit.messages.action import Action, Choice, Target
from handlers.kit.messages.reply import Reply
from handlers.kit.outreach.gate import Go, Hold, Refuse
from handlers.kit.outreach.prospects import is_prospect
from handlers.kit.surveys.choosing import is_free
from handlers.kit.surveys.sending import look_at
from handlers.kit.turn import Sorry, Turn
from handlers.surveys.slots import CUSTOMER, QUESTION
from storage.crm.records import CustomerRecord
from storage.crm.surveys.records import SCALES, SurveyQuestion
from storage.crm.surveys.surveys import Surveys

PAGE = "/answer/"


def _ask(turn: Turn, said: Said) -> Reply:
    customer, question = said[CUSTOMER], said[QUESTION]
    if question.kind in SCALES and is_prospect(turn.work, customer):
        raise Sorry(_("{customer} is a prospect: they have nothing of ours to judge yet.", customer=customer.name))
    surveys = turn.work.topic(Surveys)
    put = surveys.latest(customer.id).get(question.id, {})
    if "asked" in put:
        raise Sorry(_("{customer} has that question already.", customer=customer.name))
    if "planned" not in put and not is_free(question, put, turn.now):
        raise Sorry(_("{customer} was asked that not long ago.", customer=customer.name))
    planned = surveys.planned(question.id, customer.id) or surveys.get(surveys.plan(question.id, customer.id, turn.now))
    decision = look_at(turn.work, turn.company, turn.now, planned) if planned else None
    match decision:
        case Go():
            return Reply.of(
                _(
                    "Sent to {customer}: {question}",
                    customer=customer.name,
                    question=question.text(turn.person.language),
                )
            )
        case Hold(until, reason):
            words = _("Not now: {why}. It goes out on {when}.", why=reason.words, when=On(turn.local(until)))
            return Reply.of(words, choices=undo_choice(turn))
        case Refuse(reason):
            words = _("I can't send that to {customer}: {why}.", customer=customer.name, why=reason.words)
            return Reply.of(words, choices=_link_choice(turn, customer, question))
        case _:
            raise Sorry(_("That question is not there any more."))


def _link_choice(turn: Turn, customer: CustomerRecord, question: SurveyQuestion) -> tuple[Choice, ...]:
    if not turn.company.public_url:
        return ()
    return (Choice(_("A link to its page"), Action("survey_link", {"customer": customer.id, "question": question.id})),)


def link(turn: Turn, customer: CustomerRecord, question: int) -> Reply:
    """A button: the address of a page on which the customer answers, to be sent by hand."""
    surveys = turn.work.topic(Surveys)
    found = surveys.question(question)
    if found is None or not turn.company.public_url:
        raise Sorry(_("That question is not there any more."))
    ask = surveys.plan(question, customer.id, turn.now, via="web")
    surveys.handed_out(ask, turn.person.id)
    address = f"{turn.company.public_url.rstrip('/')}{PAGE}{surveys.link(ask)}"
    return Reply.of(
        _("Send this to {customer}: one answer, within 14 days.", customer=customer.name),
        address,
        choices=undo_choice(turn),
        about=Target("customer", customer.id),
    )


ASK_CUSTOMER = Form("ask_customer", (QUESTION, CUSTOMER), save=_ask, title=_("Send a question"))
