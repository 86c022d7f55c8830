"""What the reminders' bookkeeping keeps: how much a person was told unasked in a day, and which rules failed."""

from datetime import date, timedelta

from sqlalchemy import bindparam, delete, select

from storage.messaging.records import RuleFailureRecord
from storage.messaging.tables import NudgeCountRow, RuleFailureRow
from storage.session.dialects import put
from storage.session.session import Session

KEEP_COUNTS = timedelta(days=7)
FORGET_FAILURES = timedelta(days=7)
"""A rule that fails again after so long begins to count anew."""


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

    def __init__(self, session: Session) -> None:
        self._session = session

    def told(self, staff_id: int, day: date) -> int:
        """How much a person was told unasked that day."""
        return self._session.connection.execute(_COUNT, {"staff": staff_id, "on": day}).scalar() or 0

    def tell(self, staff_id: int, day: date) -> int:
        """Counts one more; returns how many that makes."""
        told = self.told(staff_id, day) + 1
        row = {"staff_id": staff_id, "day": day, "told": told}
        put(self._session.connection, NudgeCountRow, row, key=("staff_id", "day"))
        return told

    def forget_old(self) -> None:
        """Counts of days that are over are of no use."""
        over = self._session.now.date() - KEEP_COUNTS
        self._session.connection.execute(delete(NudgeCountRow).where(NudgeCountRow.day < over))

    def failures(self) -> list[RuleFailureRecord]:
        """The rules that ever failed, each with its last failure."""
        return [RuleFailureRecord(*row) for row in self._session.connection.execute(_FAILURES)]

    def failed(self, rule: str, reference: str, problem: str, *, pause: timedelta | None = None) -> None:
        """A rule raised; for a `pause` it is left alone, where one is given."""
        now = self._session.machine_now
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
        put(self._session.connection, RuleFailureRow, row, key=("rule",))
