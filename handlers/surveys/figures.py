"""What the answers to a survey come to: the figure with its interval, the trend where there is one, the groups."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from handlers.kit.figures.scores import NetPromoter, satisfied_of
from handlers.kit.figures.shares import SampleSize, Share
from handlers.kit.format.texts import Percent, Words, _
from handlers.kit.surveys.answers import options_of
from handlers.kit.turn import Turn
from storage.crm.surveys.records import SCALES, SurveyQuestion
from storage.survey_results.results import By, Spread, SurveyResults

WINDOW: Final = timedelta(days=90)
"""A trend compares the latest so long with as long before."""
GROUPS: Final = 6
WAYS: Final[tuple[tuple[Words, By], ...]] = (
    (_("By rep"), "owner"),
    (_("By class"), "class"),
    (_("By sector"), "sector"),
)


def counted(turn: Turn, question: SurveyQuestion, by: By | None = None) -> list[Spread]:
    """How often each answer was given; to an anonymous question as far as it is counted."""
    kept = turn.work.topic(SurveyResults)
    if question.anonymous:
        return kept.of_nobody(question.id, by_owner=by is not None)
    return kept.spread(question.id, by=by)


def how_many(spread: Sequence[Spread]) -> int:
    """Answers in all."""
    return sum(row.count for row in spread)


def figures(turn: Turn, question: SurveyQuestion, spread: Sequence[Spread]) -> list[tuple[Words, Words]]:
    """What the answers come to, a line each."""
    if question.kind in SCALES:
        facts: list[tuple[Words, Words]] = [
            (
                _("NPS") if question.kind == "nps" else _("Satisfied (4 or 5 of 5)"),
                figure(question, scores_of(spread)),
            )
        ]
        if (arrow := _trend(turn, question)) is not None:
            facts.append((_("Against the 90 days before"), arrow))
        return facts
    if question.kind == "number":
        numbers = scores_of(spread)
        return [(_("Median"), str(_median(numbers)))] if numbers else []
    counted = Counter({row.choice: row.count for row in spread if row.choice})
    labels, answered = dict(options_of(question, turn.person.language)), how_many(spread)
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


def figure(question: SurveyQuestion, counts: Mapping[int, int]) -> Words:
    """What the numbers of a scale come to."""
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


def grouped(turn: Turn, question: SurveyQuestion, by: By) -> list[tuple[str | None, Words, Words]]:
    """The largest groups, each as it is stored and as it is called, with its figure; none where all answers are of one."""
    if question.kind not in SCALES:
        return []
    groups: dict[str | None, list[Spread]] = defaultdict(list)
    for row in counted(turn, question, by):
        groups[row.group or None].append(row)
    if len(groups) < 2:
        return []
    largest = sorted(groups, key=lambda name: -how_many(groups[name]))[:GROUPS]
    return [(name, name or _("none"), figure(question, scores_of(groups[name]))) for name in largest]
