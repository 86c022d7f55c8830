"""A question in words: how it was read, part by part, and what each part is called on a button."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from handlers.kit.format.labels import CAUSES, LEAD_STATES, STATUSES
from handlers.kit.format.order_lines import Count
from handlers.kit.format.texts import DateSpan, On, Price, Voice, Words, _, ngettext
from handlers.kit.questions.customer_wording import KNOWN, LACKING, OPEN, WITH, WITHOUT
from handlers.kit.turn import Turn
from handlers.language.entities.moments.calendar import Unit, first_of, step
from handlers.language.meaning import Grain, Moment
from storage.questions.question import (
    ANY,
    EVER,
    ME,
    About,
    Against,
    Comparison,
    Dated,
    Field,
    Filter,
    Group,
    Measure,
    Money,
    Order,
    Period,
    Question,
)

ABOUT: Mapping[About, Words] = {
    About.CUSTOMERS: _("customers"),
    About.INTERACTIONS: _("what was done"),
    About.FOLLOW_UPS: _("follow-ups"),
    About.OPPORTUNITIES: _("opportunities"),
    About.PURCHASES: _("purchases"),
    About.LEADS: _("leads"),
    About.COMPLAINTS: _("complaints"),
    About.PROMOTIONS: _("promotions"),
    About.ANSWERS: _("customers' answers"),
}
STATES: Mapping[str, Words] = {
    "open": _("open"),
    "overdue": _("overdue"),
    "done": _("done"),
    "won": _("won"),
    "lost": _("lost"),
    "closed": _("closed"),
    "unanswered": _("not answered"),
    "running": _("running"),
    "ended": _("over"),
    "paused": _("paused"),
    "stopped": _("stopped"),
    "briefing": _("being read by the team"),
    **LEAD_STATES,
}
MANY: Mapping[str, Words] = {
    "visit": _("visits"),
    "call": _("calls"),
    "email": _("e-mails"),
    "message": _("messages"),
    "meeting": _("meetings"),
    "event": _("events"),
    "note": _("notes"),
}
GROUPS: Mapping[Group, Words] = {
    Group.STAFF: _("by person"),
    Group.CUSTOMER: _("by customer"),
    Group.SECTOR: _("by sector"),
    Group.KIND: _("by kind"),
    Group.STAGE: _("by stage"),
    Group.REASON: _("by reason"),
    Group.PRODUCT: _("by product"),
    Group.CLASS: _("by class"),
    Group.SOURCE: _("by source"),
    Group.CAUSE: _("by cause"),
    Group.SURVEY: _("by survey"),
    Group.MONTH: _("by month"),
}
ANSWERS: Mapping[str, Words] = {
    "promoter": _("promoters (9 and 10)"),
    "passive": _("passives (7 and 8)"),
    "detractor": _("detractors (0 to 6)"),
}
SEGMENTS: Mapping[str, Words] = {
    "loyal": _("loyal"),
    "vulnerable": _("vulnerable"),
    "lost": _("lost"),
    "new": _("new"),
    "steady": _("steady"),
}
FACTS: Mapping[str, Words] = {
    "sensitive:price": _("care about price"),
    "sensitive:service": _("care about service"),
    "sensitive:brand": _("care about the brand"),
    "sensitive:quality": _("care about quality"),
    "sensitive:innovation": _("care about innovation"),
    "sensitive:relationship": _("care about the relationship"),
    "relation:partner": _("partners"),
    "relation:channel": _("channels"),
    "relation:ally": _("allies"),
    "relation:target": _("targets for next year"),
    "showroom:yes": _("may be shown as a reference"),
    "elsewhere:any": _("buy from competitors too"),
}


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One part of a question: what a button that changes it is about ("period", "staff" …), and its words."""

    name: str
    words: Words


def parts(question: Question) -> Sequence[QuestionPart]:
    """All that a question says, the thing asked for first; nothing of it is left out."""
    found = [QuestionPart("about", subject(question))]
    met = question.filter(Field.CONTACT) is not None  # who it was with says where, too
    found += [
        part
        for one in question.filters
        if not (met and one.field is Field.CUSTOMER) and (part := _filter(question, one))
    ]
    if question.period:
        found.append(QuestionPart("period", _period(question.period)))
    if question.against:
        found.append(QuestionPart("against", _against(question.against)))
    if question.group:
        found.append(QuestionPart("group", GROUPS[question.group]))
    if question.limit:
        newest = question.order is Order.NEWEST or question.about is About.INTERACTIONS
        latest = newest and question.group is None and question.limit == 1
        words = ngettext("the first", "the first {count}", question.limit)
        if latest or question.least:
            words = _("the latest") if latest else _("the last {count}", count=question.limit)
        found.append(QuestionPart("limit", words))
    if question.order:
        found.append(QuestionPart("order", _ORDERS[question.order]))
    if question.measure in _MEASURES:
        is_score = question.about is About.ANSWERS and question.measure is Measure.AVERAGE
        found.append(QuestionPart("measure", _("their average score") if is_score else _MEASURES[question.measure]))
    return found


_ORDERS: Mapping[Order, Words] = {
    Order.LEAST: _("those with the least first"),
    Order.OLDEST: _("the oldest first"),
    Order.NEWEST: _("the latest first"),
}
_MEASURES: Mapping[Measure, Words] = {
    Measure.SUM: _("their value"),
    Measure.AVERAGE: _("their average value"),
    Measure.SHARE: _("their share of the whole"),
}


def in_words(turn: Turn, question: Question) -> str:
    """All parts of a question on one line."""
    return " · ".join(turn.voice.say(part.words) for part in parts(question))


def subject(question: Question) -> Words:
    """What is asked for, "visits", "open opportunities"."""
    kind = question.filter(Field.KIND)
    if question.about is About.INTERACTIONS and kind:
        return Several([MANY.get(each, ABOUT[question.about]) for each in kind.words])
    return ABOUT[question.about]


def _filter(question: Question, one: Filter) -> QuestionPart | None:
    """A filter's part; None for a kind, which is in the subject, and for an author, who is in what was done."""
    words = _FILTERS.get(one.field)
    return QuestionPart(one.field.value, words(question, one)) if words else None


def _amount(_question: Question, one: Filter) -> Words:
    money = one.value
    price = Price(money.value, money.currency) if isinstance(money, Money) else ""
    return _("under {amount}", amount=price) if one.comparison is Comparison.UNDER else _("over {amount}", amount=price)


def _staff(question: Question, one: Filter) -> Words:
    if question.about is About.INTERACTIONS:
        return _("by you") if one.value == ME else _("by {name}", name=_name(one))
    return _("yours") if one.value == ME else _("of {name}", name=_name(one))


def _name(one: Filter) -> str:
    return ", ".join(one.words)


@dataclass(frozen=True, slots=True)
class Several:
    """Words beside each other."""

    each: Sequence[Words]

    def show(self, voice: Voice) -> str:
        """Them, in this voice."""
        return ", ".join(voice.say(one) for one in self.each)


def _called(one: Filter, names: Mapping[str, Words]) -> Words:
    """What a value is called, or several are."""
    return Several([names.get(word, word) for word in one.words])


def _met(question: Question, one: Filter) -> Words:
    kind = str(one.value)
    words = (WITHOUT if one.comparison is Comparison.WITHOUT else WITH).get(kind, kind)
    author = question.filter(Field.AUTHOR)
    if author is None:
        return words
    return (
        _("{what} by you", what=words) if author.value == ME else _("{what} by {name}", what=words, name=_name(author))
    )


def _last(question: Question, _one: Filter) -> Words:
    """What stands in for "who owes me an answer": answers are not kept, so it is said what was looked at."""
    author = question.filter(Field.AUTHOR)
    if author is None:
        return _("the last thing noted is a message, an e-mail or a call of ours, and nothing since")
    if author.value == ME:
        return _("the last thing noted is a message, an e-mail or a call of yours, and nothing since")
    return _("the last thing noted is a message, an e-mail or a call by {name}, and nothing since", name=_name(author))


def _bought(question: Question, one: Filter) -> Words:
    """What was bought, or not; within a year, where no period says when."""
    if one.comparison is Comparison.STOPPED:
        return _stopped(question, one)
    without = one.comparison is Comparison.WITHOUT
    if one.value == ANY:
        return _("without a purchase") if without else _("with a purchase")
    if question.period is not None and question.period.of is Dated.AT:
        return _("who did not buy {name}", name=_name(one)) if without else _("who bought {name}", name=_name(one))
    if without:
        return _("who did not buy {name} within a year", name=_name(one))
    return _("who bought {name} within a year", name=_name(one))


def _stopped(question: Question, one: Filter) -> Words:
    """Who bought it once and does no more; since when is the period's, else the last 90 days."""
    name = _name(one)
    if one.value == ANY:
        return _("who no longer buy") if question.period else _("who bought before, and nothing in the last 90 days")
    if question.period:
        return _("who no longer buy {name}", name=name)
    return _("who bought {name} before, and none in the last 90 days", name=name)


def _times(_question: Question, one: Filter) -> Words:
    less = one.comparison is Comparison.UNDER
    return _("fewer than {count} times", count=_name(one)) if less else _("more than {count} times", count=_name(one))


def _has(_question: Question, one: Filter) -> Words:
    if is_open := OPEN.get(_name(one)):
        return is_open[one.comparison is Comparison.WITHOUT]
    return (LACKING if one.comparison is Comparison.WITHOUT else KNOWN).get(_name(one), _name(one))


def _score(_question: Question, one: Filter) -> Words:
    match one.comparison:
        case Comparison.OVER:
            return _("score over {number}", number=_name(one))
        case Comparison.UNDER:
            return _("score under {number}", number=_name(one))
        case _:
            return _("score {number}", number=_name(one))


def _fact(_question: Question, one: Filter) -> Words:
    return Several([FACTS.get(said) or _known_as(said) for said in one.words])


def _known_as(said: str) -> Words:
    kind, _colon, what = said.partition(":")
    match kind:
        case "payment":
            return _("payment: {what}", what=what)
        case "buying":
            return _("way of buying: {what}", what=what)
        case "tag":
            return _("tag: {what}", what=what)
        case _:
            return _("known: {what}", what=what)


_FILTERS: Mapping[Field, Callable[[Question, Filter], Words]] = {
    Field.STAFF: _staff,
    Field.CUSTOMER: lambda _question, one: _name(one),
    Field.CONTACT: lambda _question, one: _("with {name}", name=_name(one)),
    Field.STAGE: lambda _question, one: _("stage: {name}", name=_name(one)),
    Field.SECTOR: lambda _question, one: _("sector: {name}", name=_name(one)),
    Field.PLACE: lambda _question, one: _("address: {name}", name=_name(one)),
    Field.REASON: lambda _question, one: _("reason: {name}", name=_name(one)),
    Field.STATUS: lambda _question, one: _called(one, STATUSES),
    Field.STATE: lambda _question, one: _called(one, STATES),
    Field.AMOUNT: _amount,
    Field.PRODUCT: lambda _question, one: _("product: {name}", name=_name(one)),
    Field.CLASS: lambda _question, one: _("class {name}", name=_name(one)),
    Field.SEGMENT: lambda _question, one: _called(one, SEGMENTS),
    Field.FACT: _fact,
    Field.MET: _met,
    Field.LAST: _last,
    Field.BOUGHT: _bought,
    Field.TIMES: _times,
    Field.HAS: _has,
    Field.SURVEY: lambda _question, one: _("survey: {name}", name=_name(one)),
    Field.SCORE: _score,
    Field.ANSWER: lambda _question, one: _called(one, ANSWERS),
    Field.SOURCE: lambda _question, one: _("source: {name}", name=_name(one)),
    Field.CAUSE: lambda _question, one: _("cause: {name}", name=_called(one, CAUSES)),
}


def _against(against: Against) -> Words:
    span = DateSpan(as_moment(against.period))
    match against.comparison:
        case Comparison.OVER:
            return _("more than in {period}", period=span)
        case Comparison.UNDER:
            return _("less than in {period}", period=span)
        case _:
            return _("against {period}", period=span)


def _period(period: Period) -> Words:
    span: Words = DateSpan(as_moment(period))
    if period.first == EVER:
        span = _("until {day}", day=On(period.last))
    match period.of:
        case Dated.AT:
            return span
        case Dated.CREATED:
            return _("added: {period}", period=span)
        case Dated.DUE:
            return _("due: {period}", period=span)
        case Dated.DONE:
            return _("done: {period}", period=span)
        case Dated.CLOSE:
            return _("expected close: {period}", period=span)
        case Dated.CLOSED:
            return _("closed: {period}", period=span)
        case Dated.BEGINS:
            return _("begins: {period}", period=span)
        case Dated.ENDS:
            return _("ends: {period}", period=span)


def as_moment(period: Period) -> Moment:
    """A period as a moment of the largest grain that it fills."""
    units: tuple[Unit, ...] = ("day", "week", "month", "quarter", "year")
    for unit in reversed(units):
        whole = unit == "day" or first_of(unit, period.first) == period.first
        if whole and step(unit, period.first, 1) - timedelta(days=1) == period.last:
            return Moment(period.first, Grain(unit))
    return Moment(period.first, Grain.DAY, period.last)


def value(amount: Decimal | None, currency: str | None) -> Words:
    """What something comes to, a plain number where it is no money; where nobody said, that is no 0."""
    if amount is not None and not currency:
        return Count(amount)
    return Price(amount, currency) if amount is not None and currency else _("no amount")


def label(of: str | date | None, group: Group | None) -> Words:
    """What a group is called."""
    if of is None:
        return _("not said")
    if isinstance(of, date):
        return DateSpan(Moment(of, Grain.MONTH))
    named = {Group.KIND: MANY, Group.CAUSE: CAUSES}.get(group, {}) if group else {}
    return named.get(of, of)


@dataclass(frozen=True, slots=True)
class AsRead:
    """A question as words: how it was read, all parts on one line."""

    question: Question

    def show(self, voice: Voice) -> str:
        """The parts, in this voice."""
        return " · ".join(voice.say(part.words) for part in parts(self.question))
