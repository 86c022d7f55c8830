"""Who is behind a survey's numbers: the answers of each part of its figure, of each group, of each theme, and who did not answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from handlers.kit.format.texts import On, Words, _, clip
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.surveys.answers import options_of
from handlers.kit.surveys.bank import called
from handlers.kit.turn import Sorry, Turn
from handlers.surveys.figures import WAYS, grouped
from handlers.surveys.themes import READ_FOR_THEMES, is_about, themes
from storage.crm.surveys.records import SCALES, CountedAnswer, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.survey_results.results import By, SurveyResults

SHOWN: Final = 12
DISMISSED: Final = ("skipped", "unknown", "faded")
WAITING: Final = ("asked",)
BECAME: Final[dict[str, Words]] = {
    "skipped": _("skipped"),
    "unknown": _("they don't know"),
    "faded": _("no answer came"),
    "asked": _("no answer yet"),
}
PARTS: Final[dict[str, tuple[tuple[Words, tuple[int, int]], ...]]] = {
    "nps": ((_("Detractors"), (0, 6)), (_("Passives"), (7, 8)), (_("Promoters"), (9, 10))),
    "csat": ((_("1 to 3"), (1, 3)), (_("4 or 5"), (4, 5))),
}
"""The parts of a scale that its figure is made of."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A number of the results: the answers from one to another, those of one choice, or what came of questions not answered."""

    label: Words
    numbers: tuple[int, int] | None = None
    choice: str | None = None
    states: tuple[str, ...] = ()


def head(turn: Turn, row: CountedAnswer) -> Words:
    """Whose answer, and of when."""
    return _("{customer} · {day}", customer=row.customer, day=On(turn.local(row.answered_at).date()))


def behind(turn: Turn, question: int, part: int = -1, at: int = 0) -> Reply:
    """A button: the answers behind the numbers, or behind one of them, a screen at a time."""
    found = _named(turn, question)
    parts = _parts(turn, found)
    one = parts[part] if 0 <= part < len(parts) else _Part(called(found, turn.person.language))
    more = Action("survey_behind", {"question": question, "part": part})
    results, at = turn.work.topic(SurveyResults), max(at, 0)
    if one.states:
        put = results.put(question, one.states, limit=SHOWN + 1, after=at)
        lines: list[tuple[Words, Words]] = [
            (_("{customer} · {day}", customer=row.customer, day=On(turn.local(row.at).date())), BECAME[row.state])
            for row in put
        ]
    else:
        rows = results.latest(question, limit=SHOWN + 1, after=at, numbers=one.numbers, choice=one.choice)
        lines = _lines(turn, found, rows)
    counts = turn.work.topic(Surveys).counts(question)
    others = [
        Choice(other.label, more.with_args(part=place))
        for place, other in enumerate(parts)
        if place != part and (not other.states or any(counts.get(state) for state in other.states))
    ]
    return _screen(one.label, lines, more, at, (*others, *_further(turn, found)))


def by_group(turn: Turn, question: int, by: str, place: int = -1, at: int = 0) -> Reply:
    """A button: the groups of a way to tell answers apart, each with its figure; or the answers of one of them."""
    found = _named(turn, question)
    way = next((way for _title, way in WAYS if way == by), None)
    groups = grouped(turn, found, way) if way else []
    this = Action("survey_group", {"question": question, "by": by})
    choices = tuple(
        Choice(label, this.with_args(place=number)) for number, (_group, label, _figure) in enumerate(groups)
    )
    if not 0 <= place < len(groups):
        title = next((title for title, one in WAYS if one == by), called(found, turn.person.language))
        return Reply((Heading(title), Facts([(label, figure) for _group, label, figure in groups])), choices)
    group, label, _figure = groups[place]
    one = (cast("By", way), group)
    rows = turn.work.topic(SurveyResults).latest(question, limit=SHOWN + 1, after=max(at, 0), group=one)
    others = tuple(choice for number, choice in enumerate(choices) if number != place)
    return _screen(label, _lines(turn, found, rows), this.with_args(place=place), max(at, 0), others)


def by_theme(turn: Turn, question: int, theme: str = "") -> Reply:
    """A button: what several comments are about; or the comments about one of these."""
    found = _named(turn, question)
    said = turn.work.topic(SurveyResults).latest(question, limit=READ_FOR_THEMES, in_words=True)
    of = themes([row.words for row in said if row.words])
    this = Action("survey_theme", {"question": question})
    choices = tuple(
        Choice(_("{theme} ({count})", theme=word, count=count), this.with_args(theme=word))
        for word, count in of
        if word != theme
    )
    about = [row for row in said if row.words and is_about(row.words, theme)]
    if not about:
        return Reply.of(_("What is it about?"), choices=choices)
    return _screen(theme, _lines(turn, found, about[:SHOWN]), None, 0, choices)


def _screen(
    name: Words, lines: Sequence[tuple[Words, Words]], this: Action | None, at: int, others: Sequence[Choice]
) -> Reply:
    heading = Heading(_("Answers: {name}", name=name))
    if not lines:
        return Reply((heading, Paragraph(_("Nobody."))), tuple(others))
    more = (Choice(_("More"), this.with_args(at=at + SHOWN)),) if this and len(lines) > SHOWN else ()
    return Reply((heading, Entries(list(lines[:SHOWN]))), (*more, *others))


def _further(turn: Turn, question: SurveyQuestion) -> tuple[Choice, ...]:
    """The groups, and the themes, where there are any."""
    ways = [
        Choice(title, Action("survey_group", {"question": question.id, "by": by}))
        for title, by in WAYS
        if grouped(turn, question, by)
    ]
    said = turn.work.topic(SurveyResults).latest(question.id, limit=READ_FOR_THEMES, in_words=True)
    if themes([row.words for row in said if row.words]):
        ways.append(Choice(_("Themes"), Action("survey_theme", {"question": question.id})))
    return tuple(ways)


def _parts(turn: Turn, question: SurveyQuestion) -> list[_Part]:
    """What the figure of a question is made of, and what came of those who did not answer; their places are stored with buttons."""
    if question.kind in SCALES:
        answered = [_Part(label, numbers) for label, numbers in PARTS[question.kind]]
    else:
        answered = [_Part(label, choice=value) for value, label in options_of(question, turn.person.language)]
    return [*answered, _Part(_("Dismissed"), states=DISMISSED), _Part(_("No answer yet"), states=WAITING)]


def _lines(turn: Turn, question: SurveyQuestion, rows: Sequence[CountedAnswer]) -> list[tuple[Words, Words]]:
    labels = dict(options_of(question, turn.person.language))
    return [(head(turn, row), _given(row, labels)) for row in rows]


def _given(row: CountedAnswer, labels: dict[str, Words]) -> Words:
    given = str(row.number) if row.number is not None else labels.get(row.choice or "", row.choice or "")
    if row.words:
        return _("{answer} · “{words}”", answer=given, words=clip(row.words, 120)) if given else clip(row.words, 160)
    return given


def _named(turn: Turn, question: int) -> SurveyQuestion:
    """A question whose answers have names. Raises Sorry for one that promised otherwise."""
    found = turn.work.topic(Surveys).question(question)
    if found is None:
        raise Sorry(_("That question is not there any more."))
    if found.anonymous:
        raise Sorry(_("It promised to be anonymous."))
    return found
