"""Moments in what people type: "el martes a las 10", "by next Friday", "los lunes", as dates and times.

A message is scanned once for what it says (`scan`), knowing neither the present nor the tense; what that means is
asked afterwards, as often as wanted (`MomentScan.moments`).
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from handlers.language.entities.counted_prices import without_prices
from handlers.language.entities.countries import country_of
from handlers.language.entities.moments.calendar import Present
from handlers.language.entities.moments.clauses import Places, placed_expressions
from handlers.language.entities.moments.constituents import find_constituents
from handlers.language.entities.moments.covering import Covering
from handlers.language.entities.moments.days import CalendarDate
from handlers.language.entities.moments.expressions import TimeExpression
from handlers.language.entities.moments.grammar import grammar
from handlers.language.entities.moments.lead_ins import Relation
from handlers.language.entities.moments.matching import Matcher
from handlers.language.meaning import Moment, Recurrence, Tense

HALF_A_YEAR = 183
"""Days: a date that is further off in a tense is rather meant in the other."""


@dataclass(frozen=True, slots=True)
class FoundMoment:
    """A moment and where it stands: `text[start:end]`, its connecting words ("para el", "by") included.

    `deadline` is true where it is the latest moment that will do ("antes del viernes", "by Friday"); `relation` tells
    "until April" and "since Monday" from what happens then.
    """

    moment: Moment | Recurrence
    start: int
    end: int
    deadline: bool = False
    relation: Relation = "at"
    also: Places = ()
    """Further places that belong to it: the "a las 10" of "mañana con Laura a las 10"."""
    vague: bool = False
    """Whether a part of the day was said and no hour: "this morning" is 10:00, and may be told at 9."""


def _in_that_month(expression: TimeExpression, before: TimeExpression | None, present: Present) -> TimeExpression:
    """A day without its month, behind an earlier one with it, is of that month: "hasta el 15 de enero, le llamo el 18".

    Not where the other date lies the other way: in November "el 2 de octubre compraron, le llamo el 25" is no October.
    """
    day, other = expression.day, before.day if before else None
    if not isinstance(day, CalendarDate) or not isinstance(other, CalendarDate) or other.month is None:
        return expression
    if day.month is not None or day.step is not None or day.which != "bare" or day.day <= other.day:
        return expression
    meant = other.on(present)
    if meant is None or abs(meant.start.toordinal() - present.today.toordinal()) > HALF_A_YEAR:
        return expression
    return replace(expression, day=replace(day, month=other.month, year=other.year))


@dataclass(frozen=True, slots=True)
class MomentScan:
    """What a message says of moments; costs next to nothing to ask again."""

    expressions: tuple[tuple[TimeExpression, Places], ...]

    def moments(self, now: datetime, tense: Tense) -> list[FoundMoment]:
        """Returns the moments that exist, in order of appearance."""
        present = Present(now, tense)
        found = []
        before: TimeExpression | None = None
        for expression, ((start, end), *also) in self.expressions:
            expression, before = _in_that_month(expression, before, present), expression  # noqa: PLW2901
            moment = expression.moment(present)
            if moment is not None:
                relation, vague = expression.relation, bool(expression.parts) and not expression.clock
                found.append(FoundMoment(moment, start, end, relation == "by", relation, tuple(also), vague))
        return found

    def impossible(self) -> list[tuple[int, int]]:
        """Returns where there are dates that no calendar has."""
        return [places[0] for expression, places in self.expressions if expression.impossible]


@lru_cache(maxsize=32)
def scan(text: str, locale: str) -> MomentScan:
    """Reads what a message says of moments; the locale ("es_MX", "en_US") decides between 3/4 and 3/4, and on holidays."""
    language, country = locale[:2], country_of(locale)
    month_first = country == "US" and language == "en"
    matcher = Matcher(without_prices(text), grammar(), month_first=month_first, country=country)
    chosen = Covering(matcher, find_constituents(matcher, language)).expressions()
    return MomentScan(tuple(placed_expressions(matcher, chosen)))


def find_moments(text: str, now: datetime, tense: Tense, locale: str) -> list[FoundMoment]:
    """Returns the moments of a text in order of appearance, not overlapping; `now` is aware, its wall clock is local.

    A time that does not exist (30 February) is omitted; `impossible_dates` tells of it.
    """
    return scan(text, locale).moments(now, tense)


def read_moment(text: str, now: datetime, tense: Tense, locale: str) -> Moment | Recurrence | None:
    """Returns the one moment of a text, or None where it names none."""
    found = find_moments(text, now, tense, locale)
    return found[0].moment if found else None


def impossible_dates(text: str, locale: str) -> list[tuple[int, int]]:
    """Returns where the text names dates that no calendar has ("30 de febrero"), as offsets."""
    return scan(text, locale).impossible()
