"""Two periods beside each other: what there was in each, and by how much it rose or fell."""

from dataclasses import replace
from decimal import Decimal

from handlers.kit.format.order_lines import Count
from handlers.kit.format.texts import DateSpan, Words, _
from handlers.kit.messages.action import Choice
from handlers.kit.messages.blocks import Block, Column, Paragraph, Table
from handlers.kit.messages.reply import Reply
from handlers.kit.questions.wording import GROUPS, as_moment, label, value
from handlers.kit.turn import Turn
from handlers.questions.around import ask, changes, files, heading, how_read, total_words
from storage.questions.answers import Answers, Compared, Total, is_measured
from storage.questions.question import Comparison, Field, Filter, Group, Measure, Named, Period, Question

SHOWN = 10
_KEYED = frozenset({Group.STAFF, Group.CUSTOMER, Group.STAGE, Group.PRODUCT, Group.SOURCE, Group.SURVEY})
"""Groups whose key is the number of what they are of."""


def comparison(turn: Turn, question: Question) -> Reply:
    """A line a group, or one for all: the first period, the one it is compared with, the difference in per cent."""
    answers = turn.work.topic(Answers)
    most = min(question.limit or SHOWN, SHOWN)
    found = answers.compared(question, turn.zone, limit=most + 1)
    whole = [
        one.now for one in (answers.compared(_whole(question), turn.zone, limit=SHOWN) if question.group else found)
    ]
    blocks: list[Block] = [heading(turn, question, total_words(turn, question, whole)), how_read(turn, question)]
    if shown := found[:most]:
        first, second = (DateSpan(as_moment(period)) for period in question.periods)
        columns = [
            Column(GROUPS[question.group] if question.group else ""),
            Column(_short(turn, question.periods[0]) or first, "right"),
            Column(_short(turn, question.periods[1]) or second, "right"),
            Column(_("Difference"), "right"),
        ]
        rows = [
            (
                label(one.label, question.group) if question.group else _("all"),
                _figure(question, one.now),
                _figure(question, one.before),
                _change(question, one),
            )
            for one in shown
        ]
        blocks.append(Table(columns, rows))
    elif question.group:
        blocks.append(Paragraph(_("Nobody and nothing: there is none of that.")))
    if len(found) > most and not question.limit:
        blocks.append(Paragraph(_("There are more; the file has all of them.")))
    which = tuple(
        Choice(_named(question, one), ask(behind))
        for one in found[:most]
        if (behind := _behind(question, one)) is not None
    )
    return Reply(tuple(blocks), (*which, *changes(turn, question), *files(question)))


def _named(question: Question, one: Compared) -> Words:
    if question.group is None:
        return _("Which?")
    return _("Which? {group}", group=label(one.label, question.group))


def _whole(question: Question) -> Question:
    """All groups together."""
    against = question.against
    plain = replace(against, comparison=Comparison.IS) if against else None
    return replace(question, group=None, limit=None, order=None, against=plain)


def _short(turn: Turn, period: Period) -> str:
    """A period in figures, where days are named: the sentence above says them in words."""
    moment = as_moment(period)
    if moment.end is None:
        return ""
    return f"{period.first:%d/%m/%y}–{period.last:%d/%m/%y}"


def _figure(question: Question, total: Total) -> Words:
    if not is_measured(question):
        return str(total.count)
    return value(total.amount, total.currency) if total.amount is not None else Count(Decimal(0))


def _size(question: Question, total: Total) -> Decimal:
    return (total.amount or Decimal(0)) if is_measured(question) else Decimal(total.count)


def _change(question: Question, one: Compared) -> Words:
    """By how much it rose or fell; where there was nothing before, there is no per cent."""
    now, before = _size(question, one.now), _size(question, one.before)
    if before <= 0:
        return _("new") if now > 0 else "–"
    return f"{(now - before) * 100 / before:+.0f} %"


def _behind(question: Question, one: Compared) -> Question | None:
    """The rows of the first period behind a line."""
    alone = replace(question, measure=Measure.LIST, group=None, limit=None, order=None, against=None)
    if question.group is None:
        return alone
    if one.key is None:
        return None
    named = Named(int(one.key), str(one.label)) if question.group in _KEYED else str(one.key)
    return alone.with_filter(Filter(Field(question.group.value), named))
