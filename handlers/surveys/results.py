"""/encuesta nps: how often it was put and answered, the figure with its interval, by rep and sector, what was said."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import timedelta

from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.figures.scores import HIDDEN_BELOW, NetPromoter, satisfied, shown_groups
from handlers.kit.figures.shares import SampleSize, Share
from handlers.kit.format.texts import On, Percent, Words, _, clip, ngettext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.blocks import Block, Entries, Facts, Heading, Paragraph
from handlers.kit.messages.reply import Reply
from handlers.kit.surveys.answers import options_of
from handlers.kit.surveys.bank import questions_of
from handlers.kit.turn import Sorry, Turn
from handlers.surveys.managing import DECIDE
from handlers.surveys.slots import named, within
from handlers.surveys.themes import themes
from storage.crm.surveys.records import SCALES, CountedAnswer, SurveyQuestion
from storage.crm.surveys.surveys import Surveys

WINDOW = timedelta(days=90)
"""A trend compares the latest so long with as long before."""
COMMENTS = 3
GROUPS = 6
BEHIND = 12


def show_named(turn: Turn, words: str) -> Reply:
    """The results of the survey that the words name; without any, which there are."""
    heard = turn.understand(words).slots.get("survey") if words else None
    wanted = str(heard) if heard else words
    found = (named(turn, wanted) or within(turn, words)) if wanted.strip() else []
    if len(found) == 1:
        return results(turn, found[0])
    return listed(turn, found or questions_of(turn.work))


def listed(turn: Turn, questions: Sequence[SurveyQuestion]) -> Reply:
    """The surveys there are, each with what came of it."""
    surveys, language = turn.work.topic(Surveys), turn.person.language
    entries: list[tuple[Words, Words]] = []
    for question in questions:
        counts = surveys.counts(question.id)
        answered = counts.get("answered", 0)
        entries.append(
            (
                _(
                    "{name} · {answers}",
                    name=question.name,
                    answers=ngettext("{count} answer", "{count} answers", answered),
                ),
                question.text(language),
            )
        )
    choices = tuple(Choice(q.name, Action("survey_results", {"question": q.id})) for q in questions[:8])
    return Reply((Heading(_("Surveys")), Entries(entries)), choices)


def show(turn: Turn, question: int) -> Reply:
    """A button: one survey's results."""
    return results(turn, _there(turn, question))


def results(turn: Turn, question: SurveyQuestion) -> Reply:
    """One screen: counts, the figure, groups, comments; each number opens who is behind it, unless the survey promised not to."""
    surveys = turn.work.topic(Surveys)
    counts, answers = surveys.counts(question.id), surveys.answers(question.id)
    dismissed = sum(counts.get(state, 0) for state in ("skipped", "unknown", "faded"))
    asked = sum(counts.get(state, 0) for state in ("asked", "answered", "skipped", "unknown", "faded"))
    facts: list[tuple[Words, Words]] = [
        (_("Asked"), str(asked)),
        (_("Answered"), str(len(answers))),
        (_("Dismissed"), str(dismissed)),
    ]
    blocks: tuple[Block, ...] = (
        Heading(_("Survey: {name}", name=question.name)),
        Paragraph(question.text(turn.person.language)),
        Facts(facts),
    )
    if not answers:
        settings = Choice(_("How it is asked"), Action("survey_settings", {"question": question.id}))
        may = (settings,) if turn.person.role in DECIDE else ()
        return Reply((*blocks, Paragraph(_("Nobody has answered it yet."))), may)
    if question.anonymous and len(answers) < HIDDEN_BELOW:
        return Reply((*blocks, Paragraph(_("It promised to be anonymous: under five answers nothing is shown."))))
    blocks += (Facts([*_figures(turn, question, answers)]),)
    for title, key in ((_("By rep"), _owner), (_("By sector"), _sector)):
        if groups := _grouped(turn, question, answers, key):
            blocks += (Paragraph(title), Facts(groups))
    if said := [row for row in answers if row.words]:
        if found := themes([row.words or "" for row in said]):
            blocks += (
                Paragraph(_("Themes: {themes}", themes=", ".join(f"{word} ({count})" for word, count in found))),
            )
        if not question.anonymous:
            blocks += (Entries([(_head(turn, row), clip(row.words or "", 160)) for row in said[:COMMENTS]]),)
    this = {"question": question.id}
    choices = [Choice(_("Chart"), Action("survey_chart", this))]
    if turn.person.role in DECIDE:
        choices.append(Choice(_("How it is asked"), Action("survey_settings", this)))
    if not question.anonymous:
        choices.append(Choice(_("Who is behind it"), Action("survey_behind", this)))
    choices.append(Choice(_("As a table"), Action("survey_export", this)))
    return Reply(blocks, tuple(choices))


# ------------------------------------------------------------------ figures
def _figures(turn: Turn, question: SurveyQuestion, answers: Sequence[CountedAnswer]) -> list[tuple[Words, Words]]:
    if question.kind in SCALES:
        facts: list[tuple[Words, Words]] = [
            (_("NPS") if question.kind == "nps" else _("Satisfied (4 or 5 of 5)"), _figure(question, answers))
        ]
        if question.kind == "nps" and (arrow := _trend(turn, answers)):
            facts.append((_("Against the 90 days before"), arrow))
        return facts
    if question.kind == "number":
        numbers = sorted(row.number for row in answers if row.number is not None)
        return [(_("Median"), str(numbers[len(numbers) // 2]))] if numbers else []
    counted = Counter(row.choice for row in answers if row.choice)
    labels = dict(options_of(question, turn.person.language))
    return [(labels.get(value, value), _share(Share(count, len(answers)))) for value, count in counted.most_common()]


def _figure(question: SurveyQuestion, answers: Sequence[CountedAnswer]) -> Words:
    scores = [row.number for row in answers if row.number is not None]
    if question.kind == "csat":
        return _share(satisfied(scores))
    nps = NetPromoter.of(scores)
    if nps.score is None or nps.interval is None:
        return _(
            "{promoters} promoters, {detractors} detractors of {n}: too few for a figure",
            promoters=str(nps.promoters),
            detractors=str(nps.detractors),
            n=str(nps.answers),
        )
    low, high = nps.interval
    words = _(
        "{score} (between {low} and {high}; {n} answers)",
        score=_signed(nps.score),
        low=_signed(low),
        high=_signed(high),
        n=str(nps.answers),
    )
    return _("{figure}, few data", figure=words) if nps.evidence is SampleSize.FEW else words


def _signed(score: float) -> str:
    whole = round(score)
    return f"{whole:+d}".replace("-", "−") if whole else "0"


def _share(share: Share) -> Words:
    if share.rate is None or share.interval is None:
        return _("{part} of {whole}", part=str(share.part), whole=str(share.whole))
    low, high = share.interval
    return _(
        "{rate} ({part} of {whole}; between {low} and {high})",
        rate=Percent(share.rate),
        part=str(share.part),
        whole=str(share.whole),
        low=Percent(low),
        high=Percent(high),
    )


def _trend(turn: Turn, answers: Sequence[CountedAnswer]) -> Words | None:
    """An arrow only where the difference is one."""
    since = turn.now - WINDOW
    lately = NetPromoter.of(row.number for row in answers if row.number is not None and row.answered_at >= since)
    before = NetPromoter.of(
        row.number for row in answers if row.number is not None and since - WINDOW <= row.answered_at < since
    )
    return {1: _("↑ better"), -1: _("↓ worse")}.get(lately.trend_since(before))


# ------------------------------------------------------------------ groups
def _owner(row: CountedAnswer) -> str | None:
    return row.owner


def _sector(row: CountedAnswer) -> str | None:
    return row.sector


def _grouped(
    turn: Turn, question: SurveyQuestion, answers: Sequence[CountedAnswer], key: Callable[[CountedAnswer], str | None]
) -> list[tuple[Words, Words]]:
    if question.kind not in SCALES:
        return []
    groups: dict[str, list[CountedAnswer]] = defaultdict(list)
    for row in answers:
        groups[key(row) or turn.voice.say(_("none"))].append(row)
    if len(groups) < 2:
        return []
    sizes = {name: list(range(len(rows))) for name, rows in groups.items()}
    shown = shown_groups(sizes, anonymous=question.anonymous)
    largest = sorted(shown, key=lambda name: -len(groups[name]))[:GROUPS]
    return [(name, _figure(question, groups[name])) for name in largest]


# ------------------------------------------------------------------ buttons
def behind(turn: Turn, question: int) -> Reply:
    """A button: the answers behind the numbers."""
    found = _there(turn, question)
    if found.anonymous:
        raise Sorry(_("It promised to be anonymous."))
    answers = turn.work.topic(Surveys).answers(found.id)
    labels = dict(options_of(found, turn.person.language))
    entries = [(_head(turn, row), _given(row, labels)) for row in answers[:BEHIND]]
    return Reply((Heading(_("Answers: {name}", name=found.name)), Entries(entries)))


def _given(row: CountedAnswer, labels: dict[str, Words]) -> Words:
    given = str(row.number) if row.number is not None else labels.get(row.choice or "", row.choice or "")
    if row.words:
        return _("{answer} · “{words}”", answer=given, words=clip(row.words, 120)) if given else clip(row.words, 160)
    return given


def _head(turn: Turn, row: CountedAnswer) -> Words:
    return _("{customer} · {day}", customer=row.customer, day=On(turn.local(row.answered_at).date()))


def draw(turn: Turn, question: int, dark: bool = False) -> Reply:
    """A button: how the answers are spread, as a picture."""
    found = _there(turn, question)
    answers = turn.work.topic(Surveys).answers(found.id)
    if found.anonymous and len(answers) < HIDDEN_BELOW:
        raise Sorry(_("It promised to be anonymous: under five answers nothing is shown."))
    say, counted = turn.voice.say, Counter(str(row.number) if row.number is not None else row.choice for row in answers)
    options = options_of(found, turn.person.language)
    rows = tuple(Row(say(label), str(counted[value]), (Bar(counted[value]),)) for value, label in options)
    subtitle = say(_figure(found, answers)) if found.kind in SCALES and answers else ""
    chart = Chart(
        "bars", found.text(turn.person.language), subtitle, rows, say(_("Nobody has answered it yet.")), dark=dark
    )
    have_drawn(turn, say(_("survey")), [chart], Action("survey_chart", {"question": found.id}))
    return Reply.of(_("I'm drawing it…"))


def _there(turn: Turn, question: int) -> SurveyQuestion:
    found = turn.work.topic(Surveys).question(question)
    if found is None:
        raise Sorry(_("That question is not there any more."))
    return found
