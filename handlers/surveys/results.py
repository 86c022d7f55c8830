"""/encuesta nps: how often it was put and answered, the figure with its interval, by rep and sector, what was said."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from handlers.kit.chart_jobs import have_drawn
from handlers.kit.charts import Bar, Chart, Row
from handlers.kit.figures.scores import NetPromoter, satisfied_of
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
from storage.crm.surveys.records import LOT, SCALES, CountedAnswer, SurveyQuestion
from storage.crm.surveys.surveys import Surveys
from storage.survey_results.results import By, Spread, SurveyResults

WINDOW = timedelta(days=90)
"""A trend compares the latest so long with as long before."""
COMMENTS = 3
READ_FOR_THEMES = 300
"""Comments, the latest, by which themes are found."""
GROUPS = 6
BEHIND = 12
WAYS: tuple[tuple[Words, By], ...] = (
    (_("By rep"), "owner"),
    (_("By class"), "class"),
    (_("By sector"), "sector"),
)
PARTS: dict[str, tuple[tuple[Words, tuple[int, int]], ...]] = {
    "nps": ((_("Detractors"), (0, 6)), (_("Passives"), (7, 8)), (_("Promoters"), (9, 10))),
    "csat": ((_("1 to 3"), (1, 3)), (_("4 or 5"), (4, 5))),
}
"""The parts of a scale that its figure is made of."""


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
    kept = turn.work.topic(SurveyResults)
    counts, spread = turn.work.topic(Surveys).counts(question.id), counted(turn, question)
    answered = sum(row.count for row in kept.spread(question.id)) if question.anonymous else _how_many(spread)
    dismissed = sum(counts.get(state, 0) for state in ("skipped", "unknown", "faded"))
    asked = sum(counts.get(state, 0) for state in ("asked", "answered", "skipped", "unknown", "faded"))
    facts: list[tuple[Words, Words]] = [
        (_("Asked"), str(asked)),
        (_("Answered"), str(answered)),
        (_("Dismissed"), str(dismissed)),
    ]
    blocks: tuple[Block, ...] = (
        Heading(_("Survey: {name}", name=question.name)),
        Paragraph(question.text(turn.person.language)),
        Facts(facts),
    )
    if not answered:
        settings = Choice(_("How it is asked"), Action("survey_settings", {"question": question.id}))
        may = (settings,) if turn.person.role in DECIDE else ()
        return Reply((*blocks, Paragraph(_("Nobody has answered it yet."))), may)
    if question.anonymous and _how_many(spread) < LOT:
        return Reply((*blocks, Paragraph(_("It promised to be anonymous: under five answers nothing is shown."))))
    blocks += (Facts([*_figures(turn, question, spread)]), *_uncounted(question, answered - _how_many(spread)))
    # Anonymous answers are counted for one colleague's customers, or for several colleagues' together: in no other groups.
    for title, by in WAYS[:1] if question.anonymous else WAYS:
        if groups := _grouped(turn, question, by):
            blocks += (Paragraph(title), Facts(groups))
    blocks += _said(turn, question)
    this = {"question": question.id}
    choices = [Choice(_("Chart"), Action("survey_chart", this))]
    if turn.person.role in DECIDE:
        choices.append(Choice(_("How it is asked"), Action("survey_settings", this)))
    if not question.anonymous:
        choices.append(Choice(_("Who is behind it"), Action("survey_behind", this)))
    choices.append(Choice(_("As a table"), Action("survey_export", this)))
    return Reply(blocks, tuple(choices))


def _uncounted(question: SurveyQuestion, waiting: int) -> tuple[Block, ...]:
    """Of an anonymous survey, how many answers wait until a lot can be made of them."""
    if not question.anonymous or not waiting:
        return ()
    said = ngettext(
        "It is anonymous: {count} more answer is counted once there are enough of them.",
        "It is anonymous: {count} more answers are counted once there are enough of them.",
        waiting,
    )
    return (Paragraph(said),)


def _said(turn: Turn, question: SurveyQuestion) -> tuple[Block, ...]:
    """What several comments are about, and the latest ones; of an anonymous survey only what five are about."""
    kept = turn.work.topic(SurveyResults)
    said = kept.latest(question.id, limit=READ_FOR_THEMES, in_words=True)
    comments = [row.words or "" for row in said]
    if question.anonymous:
        comments += kept.comments_of_nobody(question.id, limit=READ_FOR_THEMES)
    found = themes(comments, least=LOT if question.anonymous else 2)
    blocks: tuple[Block, ...] = ()
    if found:
        blocks += (Paragraph(_("Themes: {themes}", themes=", ".join(f"{word} ({count})" for word, count in found))),)
    if said and not question.anonymous:
        blocks += (Entries([(_head(turn, row), clip(row.words or "", 160)) for row in said[:COMMENTS]]),)
    return blocks


# ------------------------------------------------------------------ figures
def counted(turn: Turn, question: SurveyQuestion, by: By | None = None) -> list[Spread]:
    """How often each answer was given; to an anonymous question as far as it is counted."""
    kept = turn.work.topic(SurveyResults)
    if question.anonymous:
        return kept.of_nobody(question.id, by_owner=by is not None)
    return kept.spread(question.id, by=by)


def _how_many(spread: Sequence[Spread]) -> int:
    return sum(row.count for row in spread)


def _figures(turn: Turn, question: SurveyQuestion, spread: Sequence[Spread]) -> list[tuple[Words, Words]]:
    if question.kind in SCALES:
        facts: list[tuple[Words, Words]] = [
            (
                _("NPS") if question.kind == "nps" else _("Satisfied (4 or 5 of 5)"),
                _figure(question, scores_of(spread)),
            )
        ]
        if (arrow := _trend(turn, question)) is not None:
            facts.append((_("Against the 90 days before"), arrow))
        return facts
    if question.kind == "number":
        numbers = scores_of(spread)
        return [(_("Median"), str(_median(numbers)))] if numbers else []
    counted = Counter({row.choice: row.count for row in spread if row.choice})
    labels, answered = dict(options_of(question, turn.person.language)), _how_many(spread)
    return [(labels.get(value, value), _share(Share(count, answered))) for value, count in counted.most_common()]


def scores_of(spread: Sequence[Spread]) -> dict[int, int]:
    """How often each number was given."""
    counts: Counter[int] = Counter()
    for row in spread:
        if row.number is not None:
            counts[row.number] += row.count
    return dict(counts)


def _median(counts: Mapping[int, int]) -> int:
    """The one in the middle; of two, the higher."""
    before, half = 0, sum(counts.values()) // 2
    for number in sorted(counts):
        before += counts[number]
        if before > half:
            break
    return number


def _figure(question: SurveyQuestion, counts: Mapping[int, int]) -> Words:
    if question.kind == "csat":
        return _share(satisfied_of(counts))
    nps = NetPromoter.of_counts(counts)
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


def _trend(turn: Turn, question: SurveyQuestion) -> Words | None:
    """An arrow only where the difference is one; none of an anonymous survey, whose windows would show who came and went."""
    if question.anonymous:
        return None
    kept, since = turn.work.topic(SurveyResults), turn.now - WINDOW
    lately = scores_of(kept.spread(question.id, since=since))
    before = scores_of(kept.spread(question.id, since=since - WINDOW, until=since))
    if question.kind == "nps":
        direction = NetPromoter.of_counts(lately).trend_since(NetPromoter.of_counts(before))
    else:
        direction = satisfied_of(lately).trend_since(satisfied_of(before))
    return {1: _("↑ better"), -1: _("↓ worse")}.get(direction)


# ------------------------------------------------------------------ groups
def _grouped(turn: Turn, question: SurveyQuestion, by: By) -> list[tuple[Words, Words]]:
    if question.kind not in SCALES:
        return []
    groups: dict[str, list[Spread]] = defaultdict(list)
    for row in counted(turn, question, by):
        groups[row.group or turn.voice.say(_("none"))].append(row)
    if len(groups) < 2:
        return []
    largest = sorted(groups, key=lambda name: -_how_many(groups[name]))[:GROUPS]
    return [(name, _figure(question, scores_of(groups[name]))) for name in largest]


# ------------------------------------------------------------------ buttons
def behind(turn: Turn, question: int, part: int = -1, at: int = 0) -> Reply:
    """A button: the answers behind the numbers, or behind one part of them, a screen at a time."""
    found = _there(turn, question)
    if found.anonymous:
        raise Sorry(_("It promised to be anonymous."))
    parts, labels = _parts(turn, found), dict(options_of(found, turn.person.language))
    name, numbers, choice = parts[part] if 0 <= part < len(parts) else (found.name, None, None)
    answers = turn.work.topic(SurveyResults).latest(
        found.id, limit=BEHIND + 1, after=max(at, 0), numbers=numbers, choice=choice
    )
    entries = [(_head(turn, row), _given(row, labels)) for row in answers[:BEHIND]]
    this = Action("survey_behind", {"question": found.id})
    more = (Choice(_("More"), this.with_args(part=part, at=at + BEHIND)),) if len(answers) > BEHIND else ()
    others = tuple(
        Choice(label, this.with_args(part=place))
        for place, (label, _numbers, _choice) in enumerate(parts)
        if place != part
    )
    heading = Heading(_("Answers: {name}", name=name))
    if not entries:
        return Reply((heading, Paragraph(_("Nobody has answered it yet."))), others)
    return Reply((heading, Entries(entries)), (*more, *others))


def _parts(turn: Turn, question: SurveyQuestion) -> list[tuple[Words, tuple[int, int] | None, str | None]]:
    """What the figure of a question is made of, each with the numbers or the choice that it is."""
    if question.kind in SCALES:
        return [(label, numbers, None) for label, numbers in PARTS[question.kind]]
    return [(label, None, value) for value, label in options_of(question, turn.person.language)]


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
    spread = counted(turn, found)
    if found.anonymous and _how_many(spread) < LOT:
        raise Sorry(_("It promised to be anonymous: under five answers nothing is shown."))
    say, given = turn.voice.say, Counter[str]()
    for row in spread:
        given[str(row.number) if row.number is not None else str(row.choice)] += row.count
    options = options_of(found, turn.person.language)
    rows = tuple(Row(say(label), str(given[value]), (Bar(given[value]),)) for value, label in options)
    subtitle = say(_figure(found, scores_of(spread))) if found.kind in SCALES and spread else ""
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
