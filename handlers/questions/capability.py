"""Questions in free words about what is stored: customers, visits, follow-ups, opportunities."""

from collections.abc import Mapping

from handlers.kit.format.texts import _
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.arguments import QuestionArg, settled
from handlers.kit.questions.wording import in_words
from handlers.kit.registry.registry import Capability, Command, Job, registry_of
from handlers.kit.turn import Turn
from handlers.language.questions.reader import ASK, is_coming
from handlers.questions.again import asked_again, refined
from handlers.questions.around import ask
from handlers.questions.changing import change
from handlers.questions.files import JOB, ask_for_file, write_file, written
from handlers.questions.screens import answered
from storage.promotions.segments import Segments
from storage.questions.answers import Answers, UnknownFieldError
from storage.questions.question import ME, About, Comparison, Field, Filter, Measure, Question

EXAMPLES = (
    Question(About.CUSTOMERS, (Filter(Field.STAFF, ME),)),
    Question(About.CUSTOMERS, (Filter(Field.STAFF, ME), Filter(Field.MET, "visit", Comparison.WITHOUT))),
    Question(About.OPPORTUNITIES, (Filter(Field.STAFF, ME), Filter(Field.STATE, "won")), Measure.SUM),
)
"""What a person who only says that they have a question may want to ask."""


def _asked(turn: Turn, text: str) -> Reply:
    """A sentence that is a question; one that cannot be answered says which words, and what is near."""
    if segment := turn.work.topic(Segments).called(text):
        return _answer(turn, segment.question)
    slots = turn.read_as(ASK, text).slots
    question, unread = slots.get("question"), slots.get("unread")
    if not isinstance(question, Question):
        return _cannot(turn)
    if unread:
        return Reply.of(
            _("I can't answer that: I don't know what “{words}” means in it.", words=str(unread)),
            _("The closest I can answer: {question}.", question=in_words(turn, question)),
            choices=(Choice(_("Tell me that"), ask(question)), *_kept(turn, text)),
        )
    if is_coming(question, turn.said_at.date()):
        to_come = Reply.of(_("That is still to come: nothing of it is there yet."))
        return to_come + _answer(turn, question)
    return _answer(turn, question)


def _kept(turn: Turn, text: str) -> tuple[Choice, ...]:
    """To keep the words as a note all the same: what somebody tells may read like a question."""
    keeps = registry_of(turn).one("keeps_note") is not None
    return (Choice(_("Keep it as a note"), Action("keep_loose_note", {"words": text})),) if keeps else ()


def _cannot(turn: Turn) -> Reply:
    return Reply.of(
        _("Ask me about customers, visits and calls, follow-ups or opportunities: whose, where, when, how many."),
        _(
            "Try, for example: “{one}” or “{two}”",
            one=_("customers not visited in 60 days"),
            two=_("visits by rep this month"),
        ),
        choices=[Choice(in_words(turn, one), ask(one)) for one in EXAMPLES],
    )


def _answer(turn: Turn, question: QuestionArg, at: int = 0) -> Reply:
    """The answer to a question, from its words or from a button."""
    question = settled(turn, question)
    try:
        return answered(turn, question, at)
    except UnknownFieldError:
        return Reply.of(_("I can't answer that: {question}.", question=in_words(turn, question)))


def _exactly(turn: Turn, question: Question) -> Reply | None:
    """The answer to a question that asks for part of what a command shows; None where it lists nothing. A number may be 0."""
    question = settled(turn, question)
    if question.measure is Measure.LIST and not turn.work.topic(Answers).rows(question, turn.zone, limit=1):
        return None
    return answered(turn, question)


def _is_another(turn: Turn, places: Mapping[str, str]) -> bool:
    return asked_again(turn, places["part"]) is not None


def _is_refined(turn: Turn, places: Mapping[str, str]) -> bool:
    return refined(turn, places["part"]) is not None


def _again(turn: Turn, words: str) -> Reply:
    """The last question, of somebody or something else."""
    question = asked_again(turn, words) or refined(turn, words)
    return _answer(turn, question) if question else _cannot(turn)


CAPABILITY = Capability(
    "questions",
    about=_("Ask me what is stored, in your own words"),
    commands=(
        Command(
            {"es": "preguntar", "en": "ask"},
            _asked,
            _("A question about customers, visits, follow-ups, opportunities, purchases"),
            phrases={"es": ("tengo una pregunta",), "en": ("i have a question",)},
        ),
        Command({"": "ask_again"}, _again, hidden=True, sayings="ask_again", fits=_is_another),
        Command({"": "ask_refined"}, _again, hidden=True, sayings="ask_refined", fits=_is_refined),
    ),
    intents={ASK: _asked},
    actions={"ask": _answer, "ask_part": change, "ask_file": ask_for_file},
    jobs={JOB: Job(write_file, written)},
    answers=_exactly,
    examples={
        "es": ("cuántas visitas llevo este mes", "clientes sin visita en 60 días", "a quién no he visto este mes"),
        "en": (
            "how many visits have I done this month",
            "customers without a visit in 60 days",
            "who haven't I seen this month",
        ),
    },
    order=40,
)
