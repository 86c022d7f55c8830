"""The constituents of moments in a message: a day, a time, a part of the day, what repeats.

A constituent is one wording of the grammar in its place. At each place of the message there may be several, of which the
covering of the message takes what fits together; what looks like a moment and is none ("Calle 10 de Agosto", "un lunes")
is an obstacle, which covers its words as well.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.language.entities.moments.days import CalendarDate
from handlers.language.entities.moments.grammar import CALENDAR_SECTIONS
from handlers.language.entities.moments.interpretation import Interpreter, Value
from handlers.language.entities.moments.long_tail import looks_like_dates, read_absolute
from handlers.language.entities.moments.matching import Matcher, WordingMatch
from handlers.language.entities.moments.surroundings import CURRENCY_SIGNS, Surroundings
from handlers.language.text.lexer import LexemeKind

MOST_PLACES = 100
"""Places of a message where constituents are looked for; what people type has a dozen."""
MOST_ALTERNATIVES = 6
"""Constituents of one place that are looked at."""
_CONDITIONS = (
    "alone",
    "mate",
    "after_day",
    "before_day",
    "period_noun",
    "lead",
    "span",
    "repeated",
    "holiday_lead",
    "opening",
    "of_time",
)


@dataclass(frozen=True, slots=True)
class Constituent:
    """`lexemes[start:end]` and what it means, `value` being None for an obstacle.

    `conditions` are the circumstances of which one must hold where the wording is doubtful by itself. `rank` tells which
    of several that end alike is preferred, 0 being the best; an obstacle that is not 0 gives way to what is as long.
    """

    value: Value | None
    section: str
    start: int
    end: int
    conditions: tuple[str, ...] = ()
    rank: int = 0

    @property
    def is_day(self) -> bool:
        """Whether it names a day or a longer period."""
        return self.section in CALENDAR_SECTIONS


def find_constituents(matcher: Matcher, language: str) -> dict[int, Sequence[Constituent]]:
    """Returns what may stand at each place, best first; `language` is preferred where two read the same."""
    found: dict[int, Sequence[Constituent]] = {}
    tails = dict(looks_like_dates(matcher.text))
    interpreter = Interpreter(matcher.country)
    for at, lexeme in enumerate(matcher.lexemes):
        here = list(_at(matcher, interpreter, at, language))
        if lexeme.start in tails and not any(matcher.lexemes[c.end - 1].end >= tails[lexeme.start] for c in here):
            here = [*_tail(matcher, at, tails[lexeme.start]), *here]
        if here:
            found[at] = here
            if len(found) == MOST_PLACES:
                break
    return found


def _at(matcher: Matcher, interpreter: Interpreter, at: int, language: str) -> Iterator[Constituent]:
    """The constituents that begin at a lexeme, the longest first."""
    if matcher.lexemes[at].kind is not LexemeKind.NUMBER and matcher.keys[at] not in matcher.grammar.starters:
        return
    if not _may_begin(matcher, at):
        return
    matches = matcher.matches("top", at)
    if len(matches) > 1:
        matches = sorted(matches, key=lambda match: _preference(matcher, match, language))
    count = rank = 0
    end = -1
    for match in matches:
        if not _may_end(matcher, match.end):
            continue
        rank = rank + 1 if match.end == end else 0
        constituent = _constituent(matcher, interpreter, match, rank)
        if constituent is None:
            continue
        end = match.end
        yield constituent
        count += 1
        if (constituent.value is None and not constituent.rank) or count == MOST_ALTERNATIVES:
            return


def _preference(matcher: Matcher, match: WordingMatch, language: str) -> tuple[int, bool, bool, bool, int]:
    wording = match.wording
    return (
        -match.end,
        not _is_sure(matcher, match),
        wording.section != "hours",
        wording.language != language,
        wording.order,
    )


def _constituent(matcher: Matcher, interpreter: Interpreter, match: WordingMatch, rank: int) -> Constituent | None:
    """The constituent that a wording makes where it stands, None where it makes none there."""
    surroundings = Surroundings(matcher, match)
    if match.wording.section == "nothing" or surroundings.is_street():
        return Constituent(None, "nothing", match.start, match.end, rank=int("weak" in match.wording.keys))
    value = interpreter.value(match) if surroundings.allow() else None
    if value is None:
        return None
    named = dict(match.captures).get("named_holiday")
    barred = named.wording.keys.get("not_if", ()) if named else ()
    conditions = tuple(name for name in _CONDITIONS if name in match.wording.keys and name not in barred)
    if surroundings.may_be_hours():
        conditions = ("alone",)
    return Constituent(value, match.wording.section, match.start, match.end, conditions, rank)


def _tail(matcher: Matcher, at: int, end: int) -> Iterator[Constituent]:
    """The date in full that stands from a lexeme to an offset, if one that no wording tells stands there."""
    on = read_absolute(matcher.text[matcher.lexemes[at].start : end], month_first=matcher.month_first)
    if on is not None:
        lexemes = matcher.lexemes
        behind = next((n for n in range(at, len(lexemes)) if lexemes[n].start >= end), len(lexemes))
        yield Constituent(CalendarDate(on.day, on.month, on.year), "date", at, behind)


def _is_sure(matcher: Matcher, match: WordingMatch) -> bool:
    """Whether a time in it can be nothing else: "twenty to five" is no span of hours, "from ten to five" is one."""
    if match.wording.section != "clock" or matcher.keys[match.start] in matcher.grammar.lists["from"]:
        return False
    return any(isinstance(value, WordingMatch) and "sure" in value.wording.keys for _, value in match.captures)


def _may_begin(matcher: Matcher, at: int) -> bool:
    """Not inside a code ("REF-15"), a sum of money ("$15") or a longer number; behind "mar." it may."""
    lexeme = matcher.lexemes[at]
    if at == 0:
        return True
    before = matcher.lexemes[at - 1]
    if lexeme.kind is LexemeKind.NUMBER and before.key in CURRENCY_SIGNS:
        return False
    if not lexeme.glued:
        return True
    if before.kind is LexemeKind.MARK:
        if before.key in "#$€£":
            return False
        joins = before.key in "-/." and before.glued and at > 1 and not matcher.shortens(at - 1)
        inside = matcher.lexemes[at - 2].kind in (LexemeKind.WORD, LexemeKind.OPAQUE)
        return not (joins and lexeme.kind is LexemeKind.NUMBER and inside)
    return False


def _may_end(matcher: Matcher, end: int) -> bool:
    """Not inside a word or a longer number."""
    lexemes = matcher.lexemes
    return end >= len(lexemes) or not lexemes[end].glued or lexemes[end].kind is LexemeKind.MARK
