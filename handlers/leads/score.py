"""How promising a lead is, in points out of a hundred, each with its reason. It orders nothing by itself: a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.kit.format.texts import Words, _
from storage.crm.leads.records import INBOUND, LeadRecord, LeadTouch, SourceFigures

BASE = 20
ENOUGH = 10
"""Leads of a source that were decided about, before that counts for others of it."""
USUAL = 0.3
"""The share that qualifies where nothing is known; it weighs as much as ten leads (STATISTICS: stage probability)."""
MOST_FOR_SOURCE = 15


@dataclass(frozen=True, slots=True)
class ScoreReason:
    """What speaks for a lead, or against it, and how much."""

    points: int
    why: Words


def reasons(lead: LeadRecord, journey: Sequence[LeadTouch], source: SourceFigures) -> list[ScoreReason]:
    """What is known of a lead that says how promising it is, what weighs most first."""
    wrote = sum(touch.kind in INBOUND for touch in journey)
    found = [
        (20, _("can be called and written to"), bool(lead.phone and lead.email)),
        (10, _("can be called"), bool(lead.phone and not lead.email)),
        (5, _("can be written to"), bool(lead.email and not lead.phone)),
        (15, _("says what they want"), bool(lead.product or lead.message)),
        (10, _("names a company"), bool(lead.company)),
        (15, _("is a customer already"), lead.customer_id is not None),
        (10, _("wrote more than once"), wrote > 1),
        (10, _("answers a promotion"), lead.promotion_id is not None),
    ]
    of_source = _of_source(source)
    every = [ScoreReason(points, why) for points, why, is_so in found if is_so] + ([of_source] if of_source else [])
    return sorted(every, key=lambda one: -abs(one.points))


def score(found: Sequence[ScoreReason]) -> int:
    """The points together, 0 to 100."""
    return max(0, min(100, BASE + sum(one.points for one in found)))


def _of_source(source: SourceFigures) -> ScoreReason | None:
    """Up to 15 points for a source whose leads qualify more often than is usual, as many off where they do less."""
    decided = source.qualified + source.refused
    if source.source is None or decided < ENOUGH:
        return None
    share = (source.qualified + 10 * USUAL) / (decided + 10)
    points = round(max(-1.0, min(1.0, (share - USUAL) / USUAL)) * MOST_FOR_SOURCE)
    words = _(
        "{qualified} of {decided} from {source} qualified",
        qualified=source.qualified,
        decided=decided,
        source=source.source,
    )
    return ScoreReason(points, words) if points else None
