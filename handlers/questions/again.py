"""The question in front of somebody, asked again of something else: "¿y Luis?", "and last month?", "solo las de hostelería"."""

from dataclasses import replace
from datetime import datetime

from handlers.kit.forms.moment_slots import read_whole_moment
from handlers.kit.turn import Turn
from handlers.language.entities.moments.calendar import last_date
from handlers.language.meaning import NameKind
from handlers.language.questions.refining import Refinement, refinement
from handlers.questions.changing import dated, of_somebody
from storage.names.folding import fold
from storage.questions.question import Dated, Field, Filter, Measure, Named, Period, Question
from storage.questions.sources import source

_NAMES = {NameKind.STAFF: Field.STAFF, NameKind.CUSTOMER: Field.CUSTOMER, NameKind.PRODUCT: Field.PRODUCT}


def in_front(turn: Turn) -> Question | None:
    """The question that was answered last, by the buttons that can be pressed now."""
    asks = (c.action.args for c in turn.conversation.choices if c.action.name in {"ask_part", "ask_file"})
    raw = next((args["question"] for args in asks), None)
    return Question.from_json(raw) if raw else None


def asked_again(turn: Turn, words: str) -> Question | None:
    """That question of a colleague, a customer, a period, a sector instead; None where the words are none of these."""
    question = in_front(turn)
    if question is None:
        return None
    for kind, field in _NAMES.items():
        entry = turn.match(words, {kind}).known
        if entry and set(fold(words).split()) <= set(fold(entry.name).split()):
            named = Named(entry.id, entry.name)
            asked = of_somebody(question, named) if field is Field.STAFF else question.with_filter(Filter(field, named))
            return _if_answerable(asked)
    moment = read_whole_moment(turn, words, "past")
    of = _date_of(question)
    if moment is not None:
        first = moment.start.date() if isinstance(moment.start, datetime) else moment.start
        return replace(question, period=Period(first, last_date(moment), of))
    said = refinement(words, question, of, turn.context)
    return _refined(question, said) if said else None


def refined(turn: Turn, words: str) -> Question | None:
    """That question with what the words say anew, where they can mean nothing else: "por comercial", "desde verano"."""
    question = in_front(turn)
    said = refinement(words, question, _date_of(question), turn.context) if question else None
    return _refined(question, said) if question and said and said.stands_alone else None


def _refined(question: Question, said: Refinement) -> Question | None:
    for one in said.filters:
        question = question.with_filter(one)
    if said.who is not None:
        question = of_somebody(question, said.who)
    measure = said.measure or question.measure
    if said.group and measure is Measure.LIST:
        measure = Measure.COUNT
    group = said.group or (None if said.measure is Measure.LIST else question.group)
    whole = question.of if measure is Measure.SHARE and not group else None
    asked = replace(question, measure=measure, group=group, period=said.period or question.period, of=whole)
    return _if_answerable(asked)


def _if_answerable(question: Question) -> Question | None:
    return None if source(question.about).lacks(question) else question


def _date_of(question: Question) -> Dated:
    return question.period.of if question.period else dated(question)
