"""What was told unasked and what came of it; what is muted; when to look again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select, update

from storage.audit.tables import AuditRow
from storage.crm.tables import InteractionRow
from storage.entities.catalogue import catalogue
from storage.entities.entity import UndeclaredError, audit_name
from storage.nudges.tables import NudgeMarkRow, NudgeMuteRow, ToldNudgeRow
from storage.people.tables import StaffRow
from storage.session.dialects import among, put
from storage.session.session import Session

KEEP = timedelta(days=180)
SETTLES = timedelta(days=7)
"""For so long a button that is pressed, or what somebody does about the same thing, is what came of a nudge."""
IN_WORDS = "in_words"
"""The outcome of what was settled without a button."""


@dataclass(frozen=True, slots=True)
class ToldNudge:
    """One that was told, to whom, and what came of it."""

    id: int
    staff_id: int
    staff: str
    kind: str
    about: str | None
    told_at: datetime
    outcome: str | None
    outcome_at: datetime | None


class ToldNudges:
    """The record of what was told unasked."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tell(self, staff_id: int, kind: str, about: str | None, actions: Sequence[Any], *, up: bool = False) -> None:
        """Keeps that this was told now; `actions` are what its buttons do."""
        row = {
            "staff_id": staff_id,
            "kind": kind[:30],
            "about": about,
            "told_at": self._session.now,
            "actions": list(actions),
            "up": int(up),
        }
        self._session.connection.execute(insert(ToldNudgeRow), row)

    def settle(self, staff_id: int, action: str, args: Mapping[str, Any]) -> None:
        """A colleague does something: what was told them lately with that for a button is settled by it."""
        now = self._session.now
        taken = [action, dict(args)]
        rows = self._session.connection.execute(_UNSETTLED, {"staff": staff_id, "since": now - SETTLES}).all()
        for id_, actions in rows:
            if taken in actions:
                self._settled(id_, action, now)

    def settle_in_words(self) -> None:
        """What was answered without a button: its thing was changed, or something was logged with its customer, by whom it was told."""
        now = self._session.now
        rows = self._session.connection.execute(_OPEN, {"since": now - SETTLES}).all()
        for id_, staff_id, about, told_at in rows:
            if about and (at := self._acted(staff_id, about, told_at)):
                self._settled(id_, IN_WORDS, at)

    def unanswered(self, kind: str, about: str, since: datetime) -> tuple[int, bool]:
        """How often something was told since its last answer, and whether it went up to a manager already."""
        values = {"kind": kind, "about": about, "since": since}
        count, up = 0, False
        for outcome, was_up in self._session.connection.execute(_LATEST, values):
            if outcome is not None:
                break
            count, up = count + 1, up or bool(was_up)
        return count, up

    def since(self, start: datetime, staff_ids: Collection[int]) -> list[ToldNudge]:
        """What these colleagues were told since then, the latest first."""
        rows = self._session.connection.execute(_SINCE, {"start": start, "ids": list(staff_ids)})
        return [ToldNudge(*row) for row in rows]

    def forget_old(self) -> None:
        """What was told half a year ago tells nothing any more."""
        over = self._session.now - KEEP
        self._session.connection.execute(delete(ToldNudgeRow).where(ToldNudgeRow.told_at < over))
        self._session.connection.execute(delete(NudgeMarkRow).where(NudgeMarkRow.not_before < over))

    def _settled(self, id_: int, outcome: str, at: datetime) -> None:
        self._session.connection.execute(
            update(ToldNudgeRow).where(ToldNudgeRow.id == id_).values(outcome=outcome[:60], outcome_at=at)
        )

    def _acted(self, staff_id: int, about: str, since: datetime) -> datetime | None:
        kind, _colon, number = about.partition(":")
        if not number.isdecimal():
            return None
        try:
            entity = audit_name(catalogue().called(kind))
        except (UndeclaredError, LookupError):
            return None
        values = {"staff": staff_id, "entity": entity, "row": int(number), "since": since}
        found: datetime | None = self._session.connection.execute(_CHANGED, values).scalar()
        if found is None and kind == "customer":
            found = self._session.connection.execute(_LOGGED, values).scalar()
        return found


class NudgeMutes:
    """What colleagues do not want to be told for a time."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def mute(self, staff_id: int, kind: str, until: datetime) -> int:
        """Nothing of this kind until then."""
        self.unmute(staff_id, kind)
        return self._session.changes.create(NudgeMuteRow, staff_id=staff_id, kind=kind, until=until)

    def unmute(self, staff_id: int, kind: str) -> None:
        """They want it again."""
        for id_ in self._session.connection.execute(_MUTES, {"staff": staff_id, "kind": kind}).scalars():
            self._session.changes.archive(NudgeMuteRow, id_)

    def of(self, staff_id: int) -> dict[str, datetime]:
        """What a colleague muted, until when."""
        rows = self._session.connection.execute(_MUTED, {"staff": staff_id, "now": self._session.now})
        return {row.kind: row.until for row in rows}


class NudgeMarks:
    """When things are looked at again whose own table does not say so."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, kind: str, thing: int, not_before: datetime) -> None:
        """Not before then."""
        row = {"kind": kind, "thing": thing, "not_before": not_before}
        put(self._session.connection, NudgeMarkRow, row, key=("kind", "thing"))

    def waiting(self, kind: str, things: Collection[int]) -> set[int]:
        """Those of some things that are not to be looked at yet."""
        values = {"kind": kind, "ids": list(things), "now": self._session.now}
        return set(self._session.connection.execute(_WAITING, values).scalars()) if things else set()


# Built once: making a statement takes several times as long as running it.
_UNSETTLED = select(ToldNudgeRow.id, ToldNudgeRow.actions).where(
    ToldNudgeRow.staff_id == bindparam("staff"),
    ToldNudgeRow.outcome.is_(None),
    ToldNudgeRow.told_at >= bindparam("since"),
)
_OPEN = select(ToldNudgeRow.id, ToldNudgeRow.staff_id, ToldNudgeRow.about, ToldNudgeRow.told_at).where(
    ToldNudgeRow.told_at >= bindparam("since"), ToldNudgeRow.outcome.is_(None)
)
_LATEST = (
    select(ToldNudgeRow.outcome, ToldNudgeRow.up)
    .where(
        ToldNudgeRow.about == bindparam("about"),
        ToldNudgeRow.kind == bindparam("kind"),
        ToldNudgeRow.told_at >= bindparam("since"),
    )
    .order_by(ToldNudgeRow.told_at.desc())
    .limit(10)
)
_SINCE = (
    select(
        ToldNudgeRow.id,
        ToldNudgeRow.staff_id,
        StaffRow.name,
        ToldNudgeRow.kind,
        ToldNudgeRow.about,
        ToldNudgeRow.told_at,
        ToldNudgeRow.outcome,
        ToldNudgeRow.outcome_at,
    )
    .join(StaffRow, StaffRow.id == ToldNudgeRow.staff_id)
    .where(ToldNudgeRow.told_at >= bindparam("start"), among(ToldNudgeRow.staff_id, "ids"))
    .order_by(ToldNudgeRow.told_at.desc())
)
_CHANGED = select(func.min(AuditRow.at)).where(
    AuditRow.entity == bindparam("entity"),
    AuditRow.entity_id == bindparam("row"),
    AuditRow.staff_id == bindparam("staff"),
    AuditRow.at >= bindparam("since"),
)
_LOGGED = select(func.min(InteractionRow.created_at)).where(
    InteractionRow.customer_id == bindparam("row"),
    InteractionRow.author_id == bindparam("staff"),
    InteractionRow.created_at >= bindparam("since"),
    InteractionRow.archived_at.is_(None),
)
_MUTES = select(NudgeMuteRow.id).where(
    NudgeMuteRow.staff_id == bindparam("staff"),
    NudgeMuteRow.kind == bindparam("kind"),
    NudgeMuteRow.archived_at.is_(None),
)
_MUTED = select(NudgeMuteRow.kind, NudgeMuteRow.until).where(
    NudgeMuteRow.staff_id == bindparam("staff"),
    NudgeMuteRow.archived_at.is_(None),
    NudgeMuteRow.until > bindparam("now"),
)
_WAITING = select(NudgeMarkRow.thing).where(
    NudgeMarkRow.kind == bindparam("kind"),
    among(NudgeMarkRow.thing, "ids"),
    NudgeMarkRow.not_before > bindparam("now"),
)
