"""The best covering of a message by time expressions.

Every constituent that may stand somewhere is an edge of a chart. Edges that touch and agree grow into expressions, two
expressions with "to" between them into a span; of all of these the set is taken that explains the most words with the
fewest parts, and none twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from handlers.language.entities.moments.constituents import Constituent
from handlers.language.entities.moments.days import CalendarDate, Weekday
from handlers.language.entities.moments.expressions import TimeExpression
from handlers.language.entities.moments.lead_ins import LONGEST_GAP, connects, leads_before, leads_to_holiday
from handlers.language.entities.moments.matching import Matcher
from handlers.language.entities.moments.recurrence import Repetition
from handlers.language.entities.moments.surroundings import starts_sentence
from handlers.language.text.lexer import LexemeKind

LARGEST_FAMILY = 40
"""Expressions that begin at one place and are looked at."""
MOST_BETWEEN = 3
"""Lexemes that may stand between the two ends of a span."""
FARTHEST_MOVE = 8
"""Lexemes between a word that moves something and the day that it is moved from."""
# What an explained word is worth, and what each thing that explains it costs. A second expression costs more than a
# second constituent, so that what fits together goes together. An obstacle stands against the parts of itself, and against
# what covers the same words; a weak one gives way to that. The others only decide between what is equal otherwise.
WORD, CONSTITUENT, EXPRESSION, OBSTACLE, WEAK_OBSTACLE = 2.0, 0.3, 1.5, 1.3, 2.6
RANK, ARTICLE, LONGER_FIRST, GAP, APART, DOUBTFUL_SPAN = 0.01, 0.1, 0.02, 0.05, 0.3, 0.2


@dataclass(frozen=True, slots=True)
class _Scored:
    """An expression, or an obstacle (`expression` is None), that covers `lexemes[start:end]`."""

    score: float
    start: int
    end: int
    expression: TimeExpression | None


class Covering:
    """Finds the expressions of one message."""

    def __init__(self, matcher: Matcher, chart: Mapping[int, Sequence[Constituent]]) -> None:
        self._matcher = matcher
        self._chart = chart
        self._lists = matcher.grammar.lists
        self._connects: dict[tuple[int, int], bool] = {}

    def expressions(self) -> list[TimeExpression]:
        """Returns the expressions of the best covering, in order."""
        size = len(self._matcher.lexemes)
        best: list[float] = [0.0] * (size + 1)
        taken: list[_Scored | None] = [None] * (size + 1)
        edges = self._edges()
        for at in range(size - 1, -1, -1):
            best[at] = best[at + 1]
            for open_edge in edges.get(at, ()):
                score = open_edge.score + best[open_edge.end]
                if score > best[at]:
                    best[at], taken[at] = score, open_edge
        chosen: list[TimeExpression] = []
        at = 0
        while at < size:
            edge = taken[at]
            at = edge.end if edge else at + 1
            if edge and edge.expression:
                chosen.append(edge.expression)
        return chosen

    def _edges(self) -> dict[int, list[_Scored]]:
        """All that may cover the message, by where it begins."""
        edges: dict[int, list[_Scored]] = {}
        for at, family in self._families.items():
            edges[at] = [
                _Scored(score, at, expression.end, expression)
                for expression, score in self._with_spans(family)
                if self._stands(expression)
            ]
            edges[at] += [
                _Scored(WORD * (part.end - at) - _cost(part), at, part.end, None)
                for part in self._chart[at]
                if part.value is None or not {*part.conditions} <= {"repeated"}
            ]
        return edges

    # ------------------------------------------------------------------ growing

    @cached_property
    def _families(self) -> dict[int, list[TimeExpression]]:
        """The expressions that begin at each place, spans apart."""
        families = {}
        for at, constituents in self._chart.items():
            family: list[TimeExpression] = []
            for constituent in constituents:
                alone = TimeExpression((), at, at).with_constituent(constituent)
                if alone:
                    self._grow(alone, family)
            families[at] = family
        return families

    def _grow(self, expression: TimeExpression, family: list[TimeExpression]) -> None:
        """Adds an expression and all that it grows into."""
        if len(family) >= LARGEST_FAMILY:
            return
        family.append(expression)
        for start in range(expression.end, expression.end + LONGEST_GAP + 1):
            if start not in self._chart or not self._touch(expression.end, start):
                continue
            for constituent in self._chart[start]:
                if constituent.value is None or not self._follows(expression, constituent):
                    continue
                grown = expression.with_constituent(constituent)
                if grown:
                    self._grow(grown, family)

    def _touch(self, end: int, start: int) -> bool:
        known = self._connects.get((end, start))
        if known is None:
            known = self._connects[end, start] = connects(self._matcher, end, start)
        return known

    def _follows(self, expression: TimeExpression, constituent: Constituent) -> bool:
        """Whether a constituent may stand behind an expression as far as the words between them tell."""
        if "after_day" in constituent.conditions:
            return expression.constituents[-1].is_day and expression.end == constituent.start
        if not constituent.is_day or expression.day is None:
            return True
        # A second name of the same day stands right behind the first: "viernes 4 de junio", not "viernes y 4 de junio".
        between = self._matcher.keys[expression.end : constituent.start]
        if not all(key in self._lists["apposition"] for key in between):
            return False
        if isinstance(constituent.value, Weekday):
            return self._matcher.keys[constituent.start] in self._matcher.grammar.weekdays
        return expression.constituents[-1].is_day or isinstance(constituent.value, CalendarDate)

    # ------------------------------------------------------------------ spans

    def _with_spans(self, family: Sequence[TimeExpression]) -> Iterator[tuple[TimeExpression, float]]:
        for expression in family:
            score = self._score(expression) - EXPRESSION + self._article_before(expression.constituents[0])
            yield expression, score
            for start in range(expression.end, expression.end + MOST_BETWEEN + 1):
                if start in self._families and self._joins(expression, start):
                    yield from self._spans(expression, start, score)

    def _spans(self, first: TimeExpression, start: int, score: float) -> Iterator[tuple[TimeExpression, float]]:
        joint = self._matcher.keys[min(first.end, start)]
        certain = self._opens(first, "span_opens") or joint in self._lists["until"]
        each = self._matcher.keys[first.constituents[-1].start] not in self._lists["date_articles"]
        for last in self._families[start]:
            if joint in self._lists["to"] - self._lists["until"] and not last.has_time and self._is_moved(first):
                continue
            if (
                joint not in self._lists["until"]
                and first.has_time != last.has_time
                and not last.constituents[0].is_day
            ):
                continue  # "el jueves a las 10, 1 de octubre": what "a" leads to is the hour
            span = first.spanning(last, certain=certain, each=each)
            if span:
                both = score + self._score(last) + WORD * (start - first.end)
                yield span, both if certain else both - DOUBTFUL_SPAN

    def _joins(self, first: TimeExpression, start: int) -> bool:
        """Whether the words before a lexeme make what stands there the other end of a span."""
        keys, lists = self._matcher.keys, self._lists
        joins = lists["to"] | lists["and"] if self._opens(first, "between") else lists["to"]
        between = keys[first.end : start]
        if not between:
            return keys[start] in joins
        if between[0] not in joins:
            return False
        if between[0] in lists["until"] or between[0] in lists["and"]:
            return len(between) == 1 or self._touch(first.end + 1, start)
        return all(key in lists["date_articles"] for key in between[1:])

    def _is_moved(self, first: TimeExpression) -> bool:
        """Whether something is moved from one day to another: "moved from Wednesday to Friday"."""
        before = self._matcher.keys[max(0, first.start - FARTHEST_MOVE) : first.start]
        return any(key in self._lists["moves"] for key in before)

    def _opens(self, first: TimeExpression, words: str) -> bool:
        """Whether a word before an expression, or the one that it begins with, says that a span begins."""
        return any(key in self._lists[words] for key in self._matcher.keys[max(0, first.start - 2) : first.start + 1])

    # ------------------------------------------------------------------ worth

    def _score(self, expression: TimeExpression) -> float:
        """What the constituents of an expression are worth together."""
        parts = expression.constituents
        score = LONGER_FIRST * (parts[0].end - expression.start + bool(self._article_before(parts[0])))
        for part in parts:
            score += WORD * (part.end - part.start) - CONSTITUENT - RANK * part.rank
        for before, part in pairwise(parts):
            score -= GAP * (part.start - before.end)
            if part.start > before.end and self._has_article(part):
                score += WORD - ARTICLE
            if part.is_day and not before.is_day and any(other.is_day for other in parts[: parts.index(part)]):
                score -= APART  # "el lunes a las 9, el 15 a las 10" are two
            if before.is_day and self._matcher.lexemes[part.start].kind is LexemeKind.NUMBER:
                score -= APART  # "el jueves 19 por la tarde" is rather the 19th than at 19 hours
        return score

    def _article_before(self, part: Constituent) -> float:
        """The worth of "el" before "jueves en ocho días", nearly that of the one in "el jueves"."""
        longer = self._chart.get(part.start - 1, ())
        other = any(with_article.value and with_article.end == part.end for with_article in longer)
        return WORD - ARTICLE if self._has_article(part) and not other else 0.0

    def _has_article(self, part: Constituent) -> bool:
        return part.start > 0 and part.is_day and self._matcher.keys[part.start - 1] in self._lists["articles"]

    def _stands(self, expression: TimeExpression) -> bool:
        """Whether each of its constituents has what it needs."""
        return all(
            not part.conditions or any(self._holds(expression, at, condition) for condition in part.conditions)
            for at, part in enumerate(expression.constituents)
        )

    def _holds(self, expression: TimeExpression, at: int, condition: str) -> bool:  # noqa: C901 - a table of conditions
        matcher, part = self._matcher, expression.constituents[at]
        before = expression.constituents[at - 1] if at else None
        after = expression.constituents[at + 1] if at + 1 < len(expression.constituents) else None
        match condition:
            case "alone":
                return matcher.is_whole(expression.start, expression.end)
            case "mate":
                return self._in_company(expression)
            case "after_day":
                return before is not None and before.is_day and before.end == part.start
            case "before_day":
                return after is not None and after.is_day and matcher.is_whole(expression.start, expression.end)
            case "period_noun":
                return matcher.near(part.start, part.end, "period_nouns")
            case "span":
                return expression.is_span
            case "lead":
                return any(True for _ in leads_before(matcher, part.start, 0))
            case "repeated":
                return any(isinstance(other.value, Repetition) for other in expression.constituents if other != part)
            case "holiday_lead":
                return leads_to_holiday(matcher, part.start)
            case "opening":
                return at == 0 and starts_sentence(matcher, part.start) and self._in_company(expression)
            case "of_time":
                between = matcher.keys[before.end : part.start] if before else []
                return before is not None and not before.is_day and all(key in self._lists["of"] for key in between)
        return False

    def _in_company(self, expression: TimeExpression) -> bool:
        """Whether something certain stands in it, or a day as well as a time."""
        parts = expression.constituents
        return any(not part.conditions for part in parts) or len({part.is_day for part in parts}) > 1


def _cost(obstacle: Constituent) -> float:
    """What an obstacle costs; a doubtful constituent is a weak one ("la mañana" is not tomorrow, wherever it stands)."""
    return OBSTACLE if obstacle.value is None and not obstacle.rank else WEAK_OBSTACLE
