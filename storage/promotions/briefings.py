"""Who of us knows which promotion, and what they asked about it."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import and_, bindparam, exists, literal_column, select, true, update

from storage.people.tables import StaffRow
from storage.promotions.records import BRIEFING, PAUSED, RUNNING, BriefingRecord, PromotionQuestion
from storage.promotions.tables import PromotionBriefingRow, PromotionQuestionRow, PromotionRow, PromotionVersionRow
from storage.session.dialects import among
from storage.session.session import Session
from storage.session.two_steps import in_two_steps

_BRIEFING = (
    PromotionBriefingRow.id,
    PromotionBriefingRow.promotion_id,
    PromotionBriefingRow.staff_id,
    StaffRow.name,
    PromotionBriefingRow.known_at,
    PromotionBriefingRow.told,
)
_QUESTION = (
    PromotionQuestionRow.id,
    PromotionQuestionRow.promotion_id,
    PromotionQuestionRow.staff_id,
    StaffRow.name,
    PromotionQuestionRow.question,
    PromotionQuestionRow.answer,
)


class Briefings:
    """What colleagues know of promotions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ who knows it
    def begin(self, promotion_id: int, staff: Collection[int], at: datetime) -> list[int]:
        """These colleagues are to know it, and are told from then on; returns those who were not to before."""
        known = {one.staff_id for one in self.of(promotion_id)}
        new = [id_ for id_ in staff if id_ not in known]
        for id_ in new:
            self._session.changes.create(
                PromotionBriefingRow, promotion_id=promotion_id, staff_id=id_, told=0, look_at=at
            )
        return new

    def again(self, promotion_id: int, at: datetime) -> int:
        """What it says has changed: who knew it is told again from then on. Returns how many those are."""
        of_it = PromotionBriefingRow.promotion_id == promotion_id
        found = self._session.changes.update_all(
            PromotionBriefingRow,
            of_it & PromotionBriefingRow.archived_at.is_(None) & PromotionBriefingRow.known_at.is_not(None),
            known_at=None,
        )
        self._session.connection.execute(update(PromotionBriefingRow).where(of_it).values(look_at=at))
        return len(found)

    def missing(self, roles: Collection[str], today: date) -> list[tuple[int, int]]:
        """Promotions that the team reads or that run, each with a colleague of these roles who was not told of it: a newcomer."""
        values = {"roles": sorted(roles), "today": today}
        rows = in_two_steps(self._session.connection, _READ, _MISSING, values)
        return [(promotion, staff) for promotion, staff in rows]

    def of(self, promotion_id: int) -> list[BriefingRecord]:
        """Everybody who works here and is to know it, by name."""
        rows = self._session.connection.execute(_OF, {"promotion": promotion_id})
        return [BriefingRecord(*row) for row in rows]

    def one(self, promotion_id: int, staff_id: int) -> BriefingRecord | None:
        """Whether one colleague knows it; None where they need not."""
        return next((one for one in self.of(promotion_id) if one.staff_id == staff_id), None)

    def knows(self, promotion_id: int, staff_id: int) -> bool:
        """A colleague says that they know it; False where they said so before."""
        found = self.one(promotion_id, staff_id)
        if found is None:
            self._session.changes.create(
                PromotionBriefingRow, promotion_id=promotion_id, staff_id=staff_id, told=0, known_at=self._session.now
            )
            return True
        if found.known_at is not None:
            return False
        return self._session.changes.update(PromotionBriefingRow, found.id, known_at=self._session.now)

    def due(self, now: datetime, *, limit: int) -> list[BriefingRecord]:
        """Who should be told now of what they do not know yet."""
        rows = in_two_steps(self._session.connection, _DUE, _TO_TELL, {"now": now, "most": limit})
        return [BriefingRecord(*row) for row in rows]

    def told(self, briefing_id: int, next_at: datetime | None) -> None:
        """They were told; next at that time, None for never. That is in no audit."""
        self._session.connection.execute(
            update(PromotionBriefingRow)
            .where(PromotionBriefingRow.id == briefing_id)
            .values(told=PromotionBriefingRow.told + 1, look_at=next_at)
        )

    def later(self, briefing_id: int, at: datetime | None) -> None:
        """They are not told before that time; None for never."""
        self._session.connection.execute(
            update(PromotionBriefingRow).where(PromotionBriefingRow.id == briefing_id).values(look_at=at)
        )

    # ------------------------------------------------------------------ what they ask
    def ask(self, promotion_id: int, question: str) -> int:
        """The person of this session asks something; returns its id."""
        return self._session.changes.create(
            PromotionQuestionRow, promotion_id=promotion_id, staff_id=self._session.person_id, question=question
        )

    def answer(self, question_id: int, answer: str) -> None:
        """The answer, for everybody who reads the sheet."""
        self._session.changes.update(
            PromotionQuestionRow,
            question_id,
            answer=answer,
            answered_by_id=self._session.person_id,
            answered_at=self._session.now,
        )

    def question(self, question_id: int) -> PromotionQuestion | None:
        """One question."""
        row = self._session.connection.execute(_ONE_QUESTION, {"question": question_id}).one_or_none()
        return PromotionQuestion(*row) if row else None

    def questions(self, promotion_id: int) -> list[PromotionQuestion]:
        """What was asked about a promotion, in order."""
        rows = self._session.connection.execute(_QUESTIONS, {"promotion": promotion_id})
        return [PromotionQuestion(*row) for row in rows]


# Built once: making a statement takes several times as long as running it.
_STAFF = StaffRow.id == PromotionBriefingRow.staff_id
_OF = (
    select(*_BRIEFING)
    .join(StaffRow, _STAFF)
    .where(
        PromotionBriefingRow.promotion_id == bindparam("promotion"),
        PromotionBriefingRow.archived_at.is_(None),
        StaffRow.left_at.is_(None),
    )
    .order_by(StaffRow.name, StaffRow.id)
)
_IS_HERE = exists().where(_STAFF, StaffRow.left_at.is_(None)).correlate(PromotionBriefingRow)
_IS_KEPT = (
    exists()
    .where(PromotionRow.id == PromotionBriefingRow.promotion_id, PromotionRow.archived_at.is_(None))
    .correlate(PromotionBriefingRow)
)
_DUE = (
    select(PromotionBriefingRow.id)
    .where(
        literal_column(
            "promotion_briefings.look_at IS NOT NULL AND promotion_briefings.known_at IS NULL"
            " AND promotion_briefings.archived_at IS NULL"
        ),
        PromotionBriefingRow.look_at <= bindparam("now", type_=PromotionBriefingRow.look_at.type),
        _IS_HERE,
        _IS_KEPT,
    )
    .order_by(PromotionBriefingRow.look_at, PromotionBriefingRow.id)
    .limit(bindparam("most"))
)
_TO_TELL = (
    select(*_BRIEFING)
    .join(StaffRow, _STAFF)
    .where(among(PromotionBriefingRow.id, "ids"))
    .order_by(PromotionBriefingRow.look_at, PromotionBriefingRow.id)
)
_READ = (
    select(PromotionRow.id)
    .join(
        PromotionVersionRow,
        and_(PromotionVersionRow.promotion_id == PromotionRow.id, PromotionVersionRow.version == PromotionRow.version),
    )
    .where(
        PromotionRow.archived_at.is_(None),
        PromotionRow.state.in_((BRIEFING, RUNNING, PAUSED)),
        PromotionVersionRow.last >= bindparam("today", type_=PromotionVersionRow.last.type),
    )
)
_MISSING = (
    select(PromotionRow.id, StaffRow.id)
    .select_from(PromotionRow)
    .join(StaffRow, true())
    .where(
        among(PromotionRow.id, "ids"),
        StaffRow.left_at.is_(None),
        StaffRow.role.in_(bindparam("roles", expanding=True)),
        ~exists().where(
            PromotionBriefingRow.promotion_id == PromotionRow.id, PromotionBriefingRow.staff_id == StaffRow.id
        ),
    )
    .order_by(PromotionRow.id, StaffRow.id)
)
_ASKER = StaffRow.id == PromotionQuestionRow.staff_id
_ONE_QUESTION = (
    select(*_QUESTION)
    .join(StaffRow, _ASKER)
    .where(PromotionQuestionRow.id == bindparam("question"), PromotionQuestionRow.archived_at.is_(None))
)
_QUESTIONS = (
    select(*_QUESTION)
    .join(StaffRow, _ASKER)
    .where(PromotionQuestionRow.promotion_id == bindparam("promotion"), PromotionQuestionRow.archived_at.is_(None))
    .order_by(PromotionQuestionRow.id)
)
