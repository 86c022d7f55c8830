"""Promotions: which run, which are over, what they offer. A draft is its maker's, and not among them."""

from sqlalchemy import ColumnElement, Select, and_, literal_column

from storage.people.tables import StaffRow
from storage.promotions.records import BRIEFING, DRAFT, PAUSED, RUNNING, STOPPED
from storage.promotions.tables import PromotionRow, PromotionVersionRow
from storage.questions.question import About, Dated, Field, Filter, Group
from storage.questions.source import NOTHING, QuestionContext, Source, of_staff

ENDED = "ended"
"""The state of a promotion whose last day is over, or that was stopped."""


def _promotion_state(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    """Whether a promotion runs, or has ended: its dates say so, beside its state."""
    today = reading.bounds.now.astimezone(reading.bounds.zone).date()
    launched = PromotionRow.state.in_([literal_column(f"'{state}'") for state in (RUNNING, PAUSED)])
    over = PromotionVersionRow.last < today
    if one.value == ENDED:
        return (launched & over) | (PromotionRow.state == literal_column(f"'{STOPPED}'"))
    is_of_it: ColumnElement[bool] = PromotionRow.state == literal_column(f"'{one.value}'")
    return and_(is_of_it, ~over) if one.value in {RUNNING, PAUSED} else is_of_it


def _with_version(statement: Select[tuple[object, ...]]) -> Select[tuple[object, ...]]:
    current = and_(
        PromotionVersionRow.promotion_id == PromotionRow.id, PromotionVersionRow.version == PromotionRow.version
    )
    return statement.join(PromotionVersionRow, current).join(StaffRow, StaffRow.id == PromotionRow.owner_id)


SOURCE = Source(
    about=About.PROMOTIONS,
    table=PromotionRow,
    joined=_with_version,
    seen=lambda everybodys: PromotionRow.state != literal_column(f"'{DRAFT}'"),  # noqa: ARG005 - all staff see them
    columns=(
        PromotionRow.id,
        NOTHING,
        PromotionRow.name,
        StaffRow.name,
        PromotionVersionRow.offer,
        PromotionRow.state,
        NOTHING,
        PromotionVersionRow.last,
        NOTHING,
        NOTHING,
    ),
    order=(PromotionVersionRow.last.desc(), PromotionRow.id.desc()),
    dates={Dated.BEGINS: PromotionVersionRow.first, Dated.ENDS: PromotionVersionRow.last},
    usual=Dated.BEGINS,
    fields={Field.STAFF: of_staff(PromotionRow.owner_id), Field.STATE: _promotion_state},
    groups={Group.STAFF: (PromotionRow.owner_id, StaffRow.name)},
    states=frozenset({BRIEFING, RUNNING, PAUSED, STOPPED, ENDED}),
)
