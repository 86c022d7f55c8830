"""Reports that colleagues want, where, and when the next one comes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Integer, bindparam, select, update
from sqlalchemy.sql.selectable import Select

from storage.crm.records import Due
from storage.reports.tables import ReportRow
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class ReportRecord:
    """A kept question of a colleague, and the chat of a platform that it is answered in; `shared` is a chat of several."""

    id: int
    staff_id: int
    words: str
    repeats: str
    zone: str
    grain: str
    platform: str
    chat: str
    account: str
    shared: bool
    next_at: datetime

    @property
    def due(self) -> Due:
        """Its next time."""
        local = self.next_at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)
        return Due(local, self.zone, self.grain, repeats=self.repeats)


class Reports:
    """What is asked again and again."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, staff_id: int, words: str, due: Due, *, platform: str, chat: str, account: str, shared: bool) -> int:
        """It is answered in this chat from then on; returns its id."""
        return self._session.changes.create(
            ReportRow,
            staff_id=staff_id,
            words=words,
            repeats=due.repeats or "",
            zone=due.zone,
            grain=due.grain,
            platform=platform,
            chat=chat,
            account=account,
            shared=shared,
            next_at=due.at,
        )

    def end(self, report_id: int) -> None:
        """It comes no more."""
        self._session.changes.archive(ReportRow, report_id)

    def of(self, staff_id: int) -> list[ReportRecord]:
        """A colleague's."""
        return [ReportRecord(*row) for row in self._session.connection.execute(_OF, {"staff": staff_id})]

    def get(self, report_id: int) -> ReportRecord | None:
        """One that still comes."""
        row = self._session.connection.execute(_ONE, {"report": report_id}).one_or_none()
        return ReportRecord(*row) if row else None

    def due(self, now: datetime, *, limit: int) -> list[ReportRecord]:
        """Those whose time has come."""
        values = {"now": now, "most": limit}
        return [ReportRecord(*row) for row in self._session.connection.execute(_DUE, values)]

    def comes(self, report_id: int, at: datetime) -> None:
        """The next one comes then; nobody changed anything, so it is in no audit."""
        self._session.connection.execute(update(ReportRow).where(ReportRow.id == report_id).values(next_at=at))


# Built once: making a statement takes several times as long as running it.
_RECORDS: Select[*tuple[Any, ...]] = select(
    ReportRow.id,
    ReportRow.staff_id,
    ReportRow.words,
    ReportRow.repeats,
    ReportRow.zone,
    ReportRow.grain,
    ReportRow.platform,
    ReportRow.chat,
    ReportRow.account,
    ReportRow.shared,
    ReportRow.next_at,
).where(ReportRow.archived_at.is_(None))
_OF = _RECORDS.where(ReportRow.staff_id == bindparam("staff")).order_by(ReportRow.id)
_ONE = _RECORDS.where(ReportRow.id == bindparam("report"))
_DUE = (
    _RECORDS.where(ReportRow.next_at <= bindparam("now"))
    .order_by(ReportRow.next_at)
    .limit(bindparam("most", type_=Integer))
)
