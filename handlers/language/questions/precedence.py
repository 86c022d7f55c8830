"""Whether a message is a question to the store, or what another intent says of it."""

from handlers.language.intents.intents import UNKNOWN
from handlers.language.meaning import NameKind
from handlers.language.questions.reader import PLAIN, Asked
from handlers.language.tokens import Reading
from storage.questions.question import About, Field, Group, Measure, Question


def beats(asked: Asked, intent: str, *, writes: bool, reading: Reading) -> bool:
    """Whether a message that was also taken for an intent is a question all the same.

    What would keep something, or show one's own day, is no answer to a question. A pipeline, a history and a card are
    answers, unless the question asks for what those do not tell. One with words left over only replaces what would be worse.
    """
    question = asked.question
    if asked.unread:
        looks_back = asked.looks_back or question.measure is not Measure.LIST
        others = any(mark.kind == NameKind.STAFF.value for mark in reading.marks)
        about_work = asked.named or (asked.looks_back and question.about is About.INTERACTIONS)
        return ((writes or intent == UNKNOWN) and about_work) or (intent == "my_day" and (others or looks_back))
    if intent == "show_pipeline":
        told = {one.field for one in question.filters} <= PLAIN and question.group in {None, Group.STAFF, Group.STAGE}
        return not told or question.measure in {Measure.COUNT, Measure.AVERAGE} or _is_one_sum(question)
    if intent in {"show_history", "show_customer"}:
        return question.filter(Field.CUSTOMER) is None or question.about is About.PURCHASES
    return writes or intent in {UNKNOWN, "my_day"}


def _is_one_sum(question: Question) -> bool:
    return question.measure is Measure.SUM and question.group is None
