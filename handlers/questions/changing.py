"""Changing one part of a question: what else it can be, as buttons, and to leave it out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from handlers.kit.format.texts import Words, _
from handlers.kit.messages.action import Choice
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.arguments import QuestionArg
from handlers.kit.questions.wording import ANSWERS, GROUPS, MANY, STATES
from handlers.kit.turn import Sorry, Turn
from handlers.language.entities.moments.calendar import Unit, first_of, step
from handlers.questions.around import ask
from storage.questions.answers import Answers
from storage.questions.question import ME, About, Dated, Field, Filter, Group, Measure, Named, Period, Question, Value
from storage.questions.sources import source

MOST = 8
"""Choices of one kind that fit a screen."""
_STATES: Mapping[About, tuple[str, ...]] = {
    About.FOLLOW_UPS: ("open", "overdue", "done"),
    About.OPPORTUNITIES: ("open", "won", "lost"),
    About.LEADS: ("open", "unanswered", "qualified", "refused"),
    About.COMPLAINTS: ("open", "closed"),
    About.PROMOTIONS: ("running", "ended"),
}
_DATES: Mapping[About, Mapping[str, Dated]] = {
    About.FOLLOW_UPS: {"done": Dated.DONE},
    About.OPPORTUNITIES: {"open": Dated.CLOSE, "won": Dated.CLOSED, "lost": Dated.CLOSED},
}
"""Of which date a period is, by what it is about and its state; the usual one, where nothing is said here."""


def change(turn: Turn, question: QuestionArg, part: str) -> Reply:
    """Offers what a part of the question can be instead."""
    offered = _OFFERED.get(part)
    choices = [Choice(words, ask(other)) for words, other in offered(turn, question)] if offered else []
    if (without := _without(question, part)) is not None:
        choices.append(Choice(_("Leave it out"), ask(without)))
    if not choices:
        raise Sorry(_("That part cannot be anything else."))
    return Reply.of(_("What instead?"), choices=[*choices, Choice(_("As it was"), ask(question))])


Offers = Iterator[tuple[Words, Question]]


def _periods(turn: Turn, question: Question) -> Offers:
    today = turn.said_at.date()
    of = question.period.of if question.period else dated(question)
    for words, unit, by in _PERIODS:
        first = step(unit, first_of(unit, today), by)
        last = step(unit, first, 1) - timedelta(days=1)
        yield words, replace(question, period=Period(first, last, of))
    yield _("Last 30 days"), replace(question, period=Period(today - timedelta(days=30), today, of))


_PERIODS: tuple[tuple[Words, Unit, int], ...] = (
    (_("This week"), "week", 0),
    (_("Last week"), "week", -1),
    (_("This month"), "month", 0),
    (_("Last month"), "month", -1),
    (_("This quarter"), "quarter", 0),
    (_("This year"), "year", 0),
    (_("Last year"), "year", -1),
)


def dated(question: Question) -> Dated:
    """Which date a period is of, where the question has none yet."""
    if question.filter(Field.MET) or question.filter(Field.BOUGHT):
        return Dated.AT
    state = question.filter(Field.STATE)
    usual = source(question.about).usual
    return _DATES.get(question.about, {}).get(str(state.value), usual) if state else usual


def _people(turn: Turn, question: Question) -> Offers:
    """Mine, a colleague's, everybody's. Who met a customer goes along, where that was the same person."""
    known = turn.work.sees_owners
    yield _("Mine"), of_somebody(question, ME)
    for person in turn.work.people.everyone()[:MOST]:
        if person.id != turn.person.id and (known is None or person.id in known):
            yield person.name, of_somebody(question, Named(person.id, person.name))
    yield _("Everyone's"), question.without(Field.STAFF).without(Field.AUTHOR)


def of_somebody(question: Question, who: Value) -> Question:
    """The question of somebody else; who met a customer goes along."""
    changed = question.with_filter(Filter(Field.STAFF, who))
    return changed.with_filter(Filter(Field.AUTHOR, who)) if question.filter(Field.AUTHOR) else changed


def _kinds(_turn: Turn, question: Question) -> Offers:
    for kind, words in MANY.items():
        yield words, question.with_filter(Filter(Field.KIND, kind))


def _states(_turn: Turn, question: Question) -> Offers:
    for state in _STATES.get(question.about, ()):
        changed = question.with_filter(Filter(Field.STATE, state))
        period = question.period
        yield STATES[state], replace(changed, period=replace(period, of=dated(changed)) if period else None)


def _sectors(turn: Turn, question: Question) -> Offers:
    for sector in turn.work.topic(Answers).sectors[:MOST]:
        yield sector, question.with_filter(Filter(Field.SECTOR, sector))


def _groups(_turn: Turn, question: Question) -> Offers:
    for group in [*source(question.about).groups, Group.MONTH]:
        if question.group is not group:
            yield GROUPS[group], replace(question, group=group)


def _scores(_turn: Turn, question: Question) -> Offers:
    for says, words in ANSWERS.items():
        yield words, question.with_filter(Filter(Field.ANSWER, says))


def _limits(_turn: Turn, question: Question) -> Offers:
    for limit in (3, 5, 10):
        yield str(limit), replace(question, limit=limit)


_OFFERED: Mapping[str, Callable[[Turn, Question], Offers]] = {
    "period": _periods,
    "staff": _people,
    "kind": _kinds,
    "state": _states,
    "sector": _sectors,
    "group": _groups,
    "limit": _limits,
    "answer": _scores,
}


def _without(question: Question, part: str) -> Question | None:
    """The question without a part; None where it could not be asked so."""
    if part == "period":
        return replace(question, period=None)
    if part == "order":
        return replace(question, order=None)
    if part == "against":
        return replace(question, against=None)
    if part == "limit":
        return replace(question, limit=None)
    if part == "group":
        return None if question.measure is Measure.SHARE else replace(question, group=None, limit=None, order=None)
    if part in {"met", "bought"}:
        left = question.without(Field(part)).without(Field.AUTHOR).without(Field.TIMES)
        return replace(left, period=None)
    if question.of is not None and part == question.of.value:
        return None  # that would be a share of nothing
    if part == "staff":
        return None  # that is everybody's
    return question.without(Field(part)) if part in set(Field) else None
