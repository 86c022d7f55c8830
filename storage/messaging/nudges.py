"""What the reminders' bookkeeping keeps: how much a person was told unasked in a day, and which rules failed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Date, ForeignKey, Integer, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from storage.session.base import Base, UtcDateTime
from storage.session.dialects import put

if TYPE_CHECKING:
    from storage.work import Work

KEEP_COUNTS = timedelta(days=7)
FORGET_FAILURES = timedelta(days=7)
"""A rule that fails again after so long begins to count anew."""


class NudgeCountRow(Base):
    """How many messages a person got unasked, but for those that they asked for at their hour, on a day of their own clock."""

    __tablename__ = "nudge_counts"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    told: Mapped[int] = mapped_column(Integer)


class RuleFailureRow(Base):
    """A rule of the reminders that raised: how often lately, when last and why, and until when it is left alone."""

    __tablename__ = "rule_failures"

    rule: Mapped[str] = mapped_column(String(80), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    failed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reference: Mapped[str] = mapped_column(String(12))
    problem: Mapped[str] = mapped_column(String(200))
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, slots=True)
class RuleFailureRecord:
    """What became of a rule. `problem` is the error's kind and place, never what people wrote."""

    rule: str
    failures: int
    failed_at: datetime
    reference: str
    problem: str
    not_before: datetime | None


_COUNT = select(NudgeCountRow.told).where(
    NudgeCountRow.staff_id == bindparam("staff"), NudgeCountRow.day == bindparam("on")
)
_FAILURES = select(
    RuleFailureRow.rule,
    RuleFailureRow.failures,
    RuleFailureRow.failed_at,
    RuleFailureRow.reference,
    RuleFailureRow.problem,
    RuleFailureRow.not_before,
).order_by(RuleFailureRow.rule)


class Nudges:
    """The bookkeeping of what is said unasked."""

    def __init__(self, work: "Work") -> None:
        self._work = work

    def told(self, staff_id: int, day: date) -> int:
        """How much a person was told unasked that day."""
        return self._work.connection.execute(_COUNT, {"staff": staff_id, "on": day}).scalar() or 0

    def tell(self, staff_id: int, day: date) -> int:
        """Counts one more; returns how many that makes."""
        told = self.told(staff_id, day) + 1
        row = {"staff_id": staff_id, "day": day, "told": told}
        put(self._work.connection, NudgeCountRow, row, key=("staff_id", "day"))
        return told

    def forget_old(self) -> None:
        """Counts of days that are over are of no use."""
        over = self._work.now.date() - KEEP_COUNTS
        self._work.connection.execute(delete(NudgeCountRow).where(NudgeCountRow.day < over))

    def failures(self) -> list[RuleFailureRecord]:
        """The rules that ever failed, each with its last failure."""
        return [RuleFailureRecord(*row) for row in self._work.connection.execute(_FAILURES)]

    def failed(self, rule: str, reference: str, problem: str, *, pause: timedelta | None = None) -> None:
        """A rule raised; for a `pause` it is left alone, where one is given."""
        now = self._work.machine_now
        before = next((failure for failure in self.failures() if failure.rule == rule), None)
        lately = before is not None and now - before.failed_at <= FORGET_FAILURES
        row = {
            "rule": rule,
            "failures": before.failures + 1 if before and lately else 1,
            "failed_at": now,
            "reference": reference,
            "problem": problem[:200],
            "not_before": now + pause if pause else before.not_before if before else None,
        }
        put(self._work.connection, RuleFailureRow, row, key=("rule",))
