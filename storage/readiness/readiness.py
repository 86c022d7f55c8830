"""What colleagues answered in the readiness questionnaire."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from storage.people.tables import StaffRow
from storage.readiness.tables import ReadinessAnswerRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class ReadinessAnswer:
    """What somebody says of an item: as it is now, and as is wanted, 1 to 5."""

    staff_id: int
    item: str
    now: int
    wanted: int


class Readiness:
    """The answers, by colleague and round."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def round_of(self, staff_id: int) -> int:
        """A colleague's latest round; 1 where they have none."""
        latest = select(func.max(ReadinessAnswerRow.round)).where(
            ReadinessAnswerRow.staff_id == staff_id, ReadinessAnswerRow.archived_at.is_(None)
        )
        return self._session.connection.execute(latest).scalar() or 1

    def of(self, staff_id: int, round_: int) -> Mapping[str, ReadinessAnswer]:
        """What a colleague answered in a round, by item."""
        return {
            one.item: one
            for one in self._answers(ReadinessAnswerRow.staff_id == staff_id, ReadinessAnswerRow.round == round_)
        }

    def everybodys(self) -> Sequence[ReadinessAnswer]:
        """Everybody's latest answers of those who work here: each colleague's latest round."""
        latest = (
            select(ReadinessAnswerRow.staff_id, func.max(ReadinessAnswerRow.round).label("round"))
            .where(ReadinessAnswerRow.archived_at.is_(None))
            .group_by(ReadinessAnswerRow.staff_id)
            .subquery()
        )
        return self._answers(
            ReadinessAnswerRow.staff_id == latest.c.staff_id,
            ReadinessAnswerRow.round == latest.c.round,
            StaffRow.id == ReadinessAnswerRow.staff_id,
            StaffRow.left_at.is_(None),
        )

    def answer(self, staff_id: int, round_: int, item: str, now: int, wanted: int) -> int:
        """Keeps an answer; returns its number."""
        return self._session.changes.create(
            ReadinessAnswerRow, staff_id=staff_id, round=round_, item=item, now=now, wanted=wanted
        )

    def _answers(self, *which: ColumnElement[bool]) -> list[ReadinessAnswer]:
        rows = self._session.connection.execute(
            select(
                ReadinessAnswerRow.staff_id, ReadinessAnswerRow.item, ReadinessAnswerRow.now, ReadinessAnswerRow.wanted
            )
            .where(ReadinessAnswerRow.archived_at.is_(None), *which)
            .order_by(ReadinessAnswerRow.id)
        )
        return [ReadinessAnswer(*row) for row in rows]
