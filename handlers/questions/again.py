"""The question in front of somebody, asked again of something else: "¿y Luis?", "and last month?"."""

from dataclasses import replace
from datetime import datetime

from handlers.kit.forms.moment_slots import read_whole_moment
from handlers.kit.turn import Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.meaning import NameKind
from handlers.questions.changing import dated, of_somebody
from storage.names.folding import fold
from storage.questions.question import Field, Filter, Named, Period, Question

_NAMES = {NameKind.STAFF: Field.STAFF, NameKind.CUSTOMER: Field.CUSTOMER, NameKind.PRODUCT: Field.PRODUCT}


def in_front(turn: Turn) -> Question | None:
    """The question that was answered last, by the buttons that can be pressed now."""
    raw = next((c.action.args["question"] for c in turn.conversation.choices if c.action.name == "ask_part"), None)
    return Question.from_json(raw) if raw else None


def asked_again(turn: Turn, words: str) -> Question | None:
    """That question of a colleague, a customer, a product or a period instead; None where the words are none of these."""
    question = in_front(turn)
    if question is None:
        return None
    for kind, field in _NAMES.items():
        entry = turn.match(words, {kind}).known
        if entry and set(fold(words).split()) <= set(fold(entry.name).split()):
            named = Named(entry.id, entry.name)
            return of_somebody(question, named) if field is Field.STAFF else question.with_filter(Filter(field, named))
    moment = read_whole_moment(turn, words, "past")
    if moment is None:
        return None
    first = moment.start.date() if isinstance(moment.start, datetime) else moment.start
    of = question.period.of if question.period else dated(question)
    return replace(question, period=Period(first, last_date(moment), of))
