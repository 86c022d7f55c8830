"""Promotions and their versions."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, literal_column, select, update
from sqlalchemy.sql.selectable import Select

from storage.names.folding import fold
from storage.people.tables import StaffRow
from storage.promotions.records import DRAFT, RUNNING, PromotionContent, PromotionRecord
from storage.promotions.tables import PromotionRow, PromotionVersionRow
from storage.questions.question import Question
from storage.session.session import Session

_SAYS = (
    PromotionVersionRow.products,
    PromotionVersionRow.offer,
    PromotionVersionRow.first,
    PromotionVersionRow.last,
    PromotionVersionRow.audience,
    PromotionVersionRow.channel,
    PromotionVersionRow.call_to_action,
    PromotionVersionRow.arguments,
    PromotionVersionRow.price,
    PromotionVersionRow.currency,
    PromotionVersionRow.objections,
    PromotionVersionRow.cost,
    PromotionVersionRow.cost_currency,
    PromotionVersionRow.to_customers,
    PromotionVersionRow.to_prospects,
    PromotionVersionRow.margin,
)
"""The columns of `PromotionContent`, in order."""
_IS = (
    PromotionRow.id,
    PromotionRow.name,
    PromotionRow.state,
    PromotionRow.version,
    PromotionRow.owner_id,
    StaffRow.name,
    PromotionRow.held_back,
    PromotionRow.launched_at,
    PromotionRow.created_by,
    PromotionRow.archived_at,
    PromotionRow.report,
    PromotionRow.report_at,
)
"""The columns of `PromotionRecord`, in order, before what it says."""


class Promotions:
    """What is, was and will be offered. Everybody who works here sees all of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ writing
    def add(self, name: str, says: PromotionContent, *, owner_id: int) -> int:
        """A draft; returns its id."""
        id_ = self._session.changes.create(
            PromotionRow, name=name, state=DRAFT, version=1, owner_id=owner_id, held_back=0
        )
        self._session.changes.create(PromotionVersionRow, promotion_id=id_, version=1, **_columns(says))
        return id_

    def revise(self, promotion: PromotionRecord, says: PromotionContent) -> int:
        """It says this from now on: a version of its own, never a changed one. Returns its number."""
        latest = self._session.connection.execute(_LATEST, {"promotion": promotion.id}).scalar_one()
        self._session.changes.create(
            PromotionVersionRow, promotion_id=promotion.id, version=latest + 1, **_columns(says)
        )
        self._session.changes.update(PromotionRow, promotion.id, version=latest + 1)
        return int(latest) + 1

    def change(self, promotion_id: int, **values: object) -> bool:
        """Sets columns of the promotion itself ("name", "state", "owner_id", "held_back", "launched_at")."""
        return self._session.changes.update(PromotionRow, promotion_id, **values)

    def put_away(self, promotion_id: int) -> None:
        """A draft that comes to nothing."""
        self._session.changes.archive(PromotionRow, promotion_id)

    def report_next(self, promotion_id: int, report: str | None, at: datetime | None) -> None:
        """When its owner hears of it next, and of what; None for never. That is in no audit."""
        self._session.connection.execute(
            update(PromotionRow).where(PromotionRow.id == promotion_id).values(report=report, report_at=at)
        )

    def lock(self, promotion_id: int) -> None:
        """Nobody else changes it until this session is done."""
        self._session.connection.execute(
            select(PromotionRow.id).where(PromotionRow.id == promotion_id).with_for_update()
        )

    # ------------------------------------------------------------------ looking
    def get(self, promotion_id: int) -> PromotionRecord | None:
        """One, put away or not."""
        row = self._session.connection.execute(_ONE, {"promotion": promotion_id}).one_or_none()
        return _record(row) if row else None

    def called(self, name: str) -> PromotionRecord | None:
        """The one of this name, whatever its accents and capitals; the latest, where there are several."""
        return next((one for one in self.all() if fold(one.name) == fold(name)), None)

    def all(self) -> list[PromotionRecord]:
        """Those that were not put away, the latest first. A company has tens of them a year."""
        return [_record(row) for row in self._session.connection.execute(_ALL)]

    def current(self, today: date) -> list[PromotionRecord]:
        """Those that have not ended and were not stopped, drafts too: the latest first."""
        return [one for one in self.all() if not one.has_ended(today) and one.state != "stopped"]

    def open(self, today: date) -> list[PromotionRecord]:
        """Those that are offered today."""
        return [_record(row) for row in self._session.rows(_OPEN, {"today": today})]

    def version(self, promotion_id: int, version: int) -> PromotionContent | None:
        """What one version of it says."""
        row = self._session.connection.execute(_VERSION, {"promotion": promotion_id, "version": version}).one_or_none()
        return _content(row) if row else None

    def versions(self, promotion_id: int) -> int:
        """How many versions there are."""
        return int(self._session.connection.execute(_LATEST, {"promotion": promotion_id}).scalar_one())

    def to_report(self, now: datetime, *, limit: int) -> list[PromotionRecord]:
        """Those whose owner should hear of them now."""
        return [_record(row) for row in self._session.connection.execute(_TO_REPORT, {"now": now, "most": limit})]


def _columns(says: PromotionContent) -> dict[str, Any]:
    values = {name: getattr(says, name) for name in says.__slots__}
    return values | {"audience": says.audience.as_json()}


def _content(row: Sequence[Any]) -> PromotionContent:
    products, offer, first, last, audience, *rest = row
    return PromotionContent(products, offer, first, last, Question.from_json(audience), *rest)


def _record(row: Sequence[Any]) -> PromotionRecord:
    values = [*row[: len(_IS)], _content(row[len(_IS) :])]
    return PromotionRecord(*values)


def _records() -> Select[*tuple[Any, ...]]:
    counts = and_(
        PromotionVersionRow.promotion_id == PromotionRow.id, PromotionVersionRow.version == PromotionRow.version
    )
    return (
        select(*_IS, *_SAYS)
        .select_from(PromotionRow)
        .join(PromotionVersionRow, counts)
        .join(StaffRow, StaffRow.id == PromotionRow.owner_id)
    )


# Built once: making a statement takes several times as long as running it.
_ONE = _records().where(PromotionRow.id == bindparam("promotion"))
_ALL = _records().where(PromotionRow.archived_at.is_(None)).order_by(PromotionRow.id.desc())
_OPEN = (
    _records()
    .where(
        PromotionRow.archived_at.is_(None),
        PromotionRow.state == RUNNING,
        PromotionVersionRow.first <= bindparam("today", type_=PromotionVersionRow.first.type),
        PromotionVersionRow.last >= bindparam("today", type_=PromotionVersionRow.last.type),
    )
    .order_by(PromotionRow.id)
)
_TO_REPORT = (
    _records()
    .where(
        literal_column("promotions.report_at IS NOT NULL AND promotions.archived_at IS NULL"),
        PromotionRow.report_at <= bindparam("now", type_=PromotionRow.report_at.type),
    )
    .order_by(PromotionRow.report_at)
    .limit(bindparam("most"))
)
_LATEST = select(func.max(PromotionVersionRow.version)).where(
    PromotionVersionRow.promotion_id == bindparam("promotion")
)
_VERSION = select(*_SAYS).where(
    PromotionVersionRow.promotion_id == bindparam("promotion"), PromotionVersionRow.version == bindparam("version")
)
