"""Where the time expressions of a message stand: with the words that lead to them, and a day with the time of its clause."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.language.entities.moments.constituents import Constituent
from handlers.language.entities.moments.days import CalendarDate, Offset, Weekday, WeekdayOfWeek
from handlers.language.entities.moments.expressions import TimeExpression
from handlers.language.entities.moments.holidays import Holiday
from handlers.language.entities.moments.lead_ins import Lead, Relation, leads_before
from handlers.language.entities.moments.matching import Matcher
from handlers.language.entities.moments.periods import RelativePeriod

FARTHEST_APART = 14
"""Lexemes that may stand between the day and the time of one clause."""
LONGEST_INNER_LEAD = 3
"""Lexemes of a lead-in that wordings hold themselves ("antes de las 12")."""

Places = tuple[tuple[int, int], ...]
"""Stretches of the text, as offsets."""


def placed_expressions(matcher: Matcher, expressions: Sequence[TimeExpression]) -> list[tuple[TimeExpression, Places]]:
    """The expressions with their places; a day and a time that one clause tells apart become one."""
    placed: list[tuple[TimeExpression, Places]] = []
    floor = 0
    for bare in expressions:
        expression = _led(matcher, bare, floor)
        floor = expression.end
        place = (matcher.lexemes[expression.start].start, matcher.lexemes[expression.end - 1].end)
        joined = _of_one_clause(matcher, placed[-1][0], expression) if placed and len(placed[-1][1]) == 1 else None
        if joined:
            placed[-1] = (joined, (*placed[-1][1], place))
        else:
            placed.append((expression, (place,)))
    return placed


def _of_one_clause(matcher: Matcher, first: TimeExpression, last: TimeExpression) -> TimeExpression | None:
    """One expression of "mañana" and "a las 10" in "mañana con Laura a las 10", None where they are two things."""
    complete = (_is_day_only(first) and _is_time_only(last)) or (_is_time_only(first) and _is_day_only(last))
    if not complete or last.start - first.end > FARTHEST_APART:
        return None
    between = matcher.keys[first.end : last.start]
    if any(key in matcher.grammar.lists["clause_ends"] for key in between):
        return None
    if "," in between and not (between[-1] == "," and matcher.ends_sentence(last.end)):
        return None
    return replace(
        first,
        constituents=first.constituents + last.constituents,
        end=last.end,
        day=first.day or last.day,
        clock=first.clock or last.clock,
        parts=first.parts + last.parts,
        relation=first.relation if first.relation != "at" else last.relation,
    )


def _is_day_only(expression: TimeExpression) -> bool:
    day = expression.day
    one_day = isinstance(day, Weekday | CalendarDate | Offset | WeekdayOfWeek | Holiday)
    elapses = isinstance(day, Offset) and day.duration.minutes > 0
    return one_day and not elapses and not expression.has_time and not expression.until


def _is_time_only(expression: TimeExpression) -> bool:
    if not expression.has_time or expression.day or expression.repeats or expression.until:
        return False
    if any(part.every or part.day is not None for part in expression.parts):
        return False
    return expression.clock is None or expression.clock.day is None


def _led(matcher: Matcher, expression: TimeExpression, floor: int) -> TimeExpression:
    """The expression with the words that lead to it, and what they say of it."""
    start, relation = expression.start, expression.relation
    for begin, lead in _leads(matcher, expression.constituents[0], floor):
        said = _said(lead, expression)
        if begin <= expression.start and (begin < start or said != "at"):
            start, relation = min(begin, start), said if said != "at" else relation
    if expression.is_span:
        return replace(expression, start=start, relation="at" if relation == "since" else relation)
    for constituent in expression.constituents[1:]:
        # "el viernes antes de las 12": the time is the deadline.
        if any(_said(lead, expression) == "by" for _, lead in _leads(matcher, constituent, expression.start)):
            relation = "by"
    return replace(expression, start=start, relation=relation)


def _said(lead: Lead, expression: TimeExpression) -> Relation:
    """What a lead-in says of an expression."""
    if lead != "for":
        return lead
    return "at" if isinstance(expression.day, RelativePeriod) and not expression.has_time else "by"


def _leads(matcher: Matcher, constituent: Constituent, floor: int) -> Iterator[tuple[int, Lead]]:
    """Where the lead-ins before a constituent begin, and what they say; wordings hold some themselves."""
    length = constituent.end - constituent.start
    inner = 0 if constituent.section in ("part", "shift") else min(LONGEST_INNER_LEAD, length - 1)
    for at in range(constituent.start, constituent.start + inner + 1):
        yield from leads_before(matcher, at, floor)
