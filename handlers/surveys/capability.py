"""Micro-surveys: what they ask, who carries it, what came of it."""

from handlers.kit.format.texts import _
from handlers.kit.outreach.customer_turn import CustomerService
from handlers.kit.registry.registry import Capability, Command, Job
from handlers.kit.web import Route
from handlers.surveys import (
    after_purchase,
    answer_page,
    asked_by_colleagues,
    behind,
    exporting,
    own_answers,
    results,
    sending_by_hand,
)
from handlers.surveys.activity import RECORDS

CAPABILITY = Capability(
    "surveys",
    about=_("Surveys: a question now and then, and what customers answer"),
    commands=(
        Command(
            {"es": "encuesta", "en": "survey"},
            results.show_named,
            _("What customers answered: /survey nps"),
            phrases={"es": ("encuestas",), "en": ("surveys",)},
        ),
        Command(
            {"es": "enviar_encuesta", "en": "send_survey"},
            sending_by_hand.ASK_CUSTOMER,
            _("Send a customer a question: /send_survey nps > The Crown"),
            takes=("{question} > {customer}", "{question} a {customer}", "{question} to {customer}", "{question}"),
        ),
        Command(
            {"es": "respuesta", "en": "answer"},
            asked_by_colleagues.NOTE,
            _("Note what a customer answered"),
            takes=("{customer} > {question} > {answer}", "{customer} > {question}", "{customer}"),
        ),
    ),
    intents={"survey_results": results.show_named},
    actions={
        "note_answer": asked_by_colleagues.NOTE,
        "survey_results": results.show,
        "survey_behind": behind.behind,
        "survey_group": behind.by_group,
        "survey_theme": behind.by_theme,
        "survey_chart": results.draw,
        "survey_export": exporting.export,
        "survey_link": sending_by_hand.link,
        "pass_question_on": after_purchase.pass_on,
    },
    contributes={
        "after_log": asked_by_colleagues.after_log,
        "brief": asked_by_colleagues.in_brief,
        "complaint_closed": after_purchase.closed,
        "purchased": after_purchase.purchased,
        "imported": after_purchase.imported,
    },
    records=RECORDS,
    jobs={exporting.JOB: Job(exporting.write, exporting.written)},
    routes=(
        Route("GET", "/answer/{code}", answer_page.get_page),
        Route("POST", "/answer/{code}", answer_page.post_answer),
    ),
    for_customers=CustomerService(
        actions={
            "survey_answer": own_answers.answered,
            "survey_skip": own_answers.skipped,
            "survey_comment": own_answers.commented,
            "survey_pass_on": own_answers.passed_on,
        },
        hears=own_answers.heard,
        replies=own_answers.why,
    ),
    examples={
        "es": ("resultados de la encuesta nps",),
        "en": ("survey results nps",),
    },
    order=46,
)
