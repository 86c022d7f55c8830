"""Questions, to whom they were put, and what was answered."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, bindparam, func, literal_column, or_, select, update

from storage.crm.holdings import of_customers_with
from storage.crm.surveys.anonymous import AnonymousAnswers
from storage.crm.surveys.records import Answer, SurveyAsk, SurveyQuestion
from storage.crm.surveys.tables import SurveyAskRow, SurveyQuestionRow
from storage.crm.tables import CustomerRow
from storage.revisions.settled import settled
from storage.session.dialects import insert_new
from storage.session.reads import read_once
from storage.session.session import Session

CODE_BYTES = 16
"""128 bits: nobody guesses the address of an answer's page."""
LINK_LIFE = timedelta(days=14)

_QUESTION: tuple[Any, ...] = tuple(getattr(SurveyQuestionRow, name) for name in SurveyQuestion.__dataclass_fields__)
_ASK: tuple[Any, ...] = tuple(getattr(SurveyAskRow, name) for name in SurveyAsk.__dataclass_fields__)
# Built once: making a statement takes several times as long as running it.
_QUESTIONS = (
    select(*_QUESTION)
    .where(SurveyQuestionRow.archived_at.is_(None))
    .order_by(SurveyQuestionRow.priority.desc(), SurveyQuestionRow.id)
)
_LATEST = (
    select(
        SurveyAskRow.question_id, SurveyAskRow.state, func.max(SurveyAskRow.asked_at), func.max(SurveyAskRow.created_at)
    )
    .where(
        SurveyAskRow.customer_id == bindparam("customer"),
        SurveyAskRow.archived_at.is_(None),
        SurveyAskRow.state != literal_column("'dropped'"),
    )
    .group_by(SurveyAskRow.question_id, SurveyAskRow.state)
)
_WAITING = (
    select(*_ASK)
    .where(
        SurveyAskRow.account_id == bindparam("account"),
        SurveyAskRow.state == "asked",
        SurveyAskRow.archived_at.is_(None),
    )
    .order_by(SurveyAskRow.asked_at.desc(), SurveyAskRow.id.desc())
    .limit(1)
)
_LOOKED_AT = (
    select(*_ASK)
    .where(
        SurveyAskRow.look_at <= bindparam("now", type_=SurveyAskRow.look_at.type),
        SurveyAskRow.look_at.is_not(None),
        SurveyAskRow.archived_at.is_(None),
    )
    .order_by(SurveyAskRow.look_at)
    .limit(bindparam("most", type_=Integer))
)
_DUE = _LOOKED_AT.where(SurveyAskRow.via != "staff")
_DUE_OF_COLLEAGUES = _LOOKED_AT.where(SurveyAskRow.via == "staff")


class Surveys:
    """The questions, and each time one was put."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ questions
    @settled(SurveyQuestionRow)
    def questions(self) -> Sequence[SurveyQuestion]:
        """All that are in use, the most important first."""
        return tuple(SurveyQuestion(*row) for row in self._session.rows(_QUESTIONS))

    def question(self, question_id: int) -> SurveyQuestion | None:
        """One, in use or not."""
        row = self._session.connection.execute(
            select(*_QUESTION).where(SurveyQuestionRow.id == question_id)
        ).one_or_none()
        return SurveyQuestion(*row) if row else None

    def add(self, **values: object) -> int:
        """A new question; see `SurveyQuestionRow`. Raises ValueError for one that does not say what for."""
        if not (values.get("purpose_es") and values.get("purpose_en")):
            raise ValueError("a question needs a purpose")
        return self._session.changes.create(SurveyQuestionRow, **self._dated(values))

    def any_ever(self) -> bool:
        """Whether there ever was a question."""
        return self._session.connection.execute(select(SurveyQuestionRow.id).limit(1)).first() is not None

    def is_called(self, name: str) -> bool:
        """Whether there is, or was, a question of this name."""
        found = select(SurveyQuestionRow.id).where(SurveyQuestionRow.name == name)
        return self._session.connection.execute(found).first() is not None

    def begin_with(self, **values: object) -> None:
        """One of the questions that a company begins with: nobody's change, and nothing to undo."""
        now = self._session.now
        row = {**values, "created_at": now, "updated_at": now}
        insert_new(self._session.connection, SurveyQuestionRow, [row], unique=("name",))

    def change(self, question_id: int, **values: object) -> bool:
        """Other settings from now on; False where it was so already."""
        return self._session.changes.update(SurveyQuestionRow, question_id, **self._dated(values))

    def _dated(self, values: Mapping[str, object]) -> Mapping[str, object]:
        if "anonymous" not in values:
            return values
        return {**values, "anonymous_since": self._session.now if values["anonymous"] else None}

    def has_promised(self, question_id: int) -> bool:
        """Whether anybody was asked, reminded or answered since a question is anonymous: that is a promise."""
        since = SurveyQuestionRow.anonymous_since
        heard = or_(
            SurveyAskRow.asked_at >= since, SurveyAskRow.reminded_at >= since, SurveyAskRow.answered_at >= since
        )
        found = (
            select(SurveyAskRow.id)
            .join(SurveyQuestionRow, SurveyQuestionRow.id == SurveyAskRow.question_id)
            .where(SurveyAskRow.question_id == question_id, SurveyQuestionRow.anonymous.is_(True), heard)
        )
        return self._session.connection.execute(found.limit(1)).first() is not None

    def retire(self, question_id: int) -> None:
        """It is not asked any more; what was answered stays."""
        self._session.changes.archive(SurveyQuestionRow, question_id)

    # ------------------------------------------------------------------ asking
    @of_customers_with(SurveyAskRow, dict)
    @read_once
    def latest(self, customer_id: int) -> Mapping[int, Mapping[str, datetime]]:
        """When each question was last put to a customer, or planned, by the state that came of it; what was dropped was not put."""
        found: dict[int, dict[str, datetime]] = {}
        for question, state, asked, made in self._session.rows(_LATEST, {"customer": customer_id}):
            found.setdefault(question, {})[state] = asked or made
        return found

    def plan(self, question_id: int, customer_id: int, at: datetime, *, via: str = "bot") -> int:
        """It is to be put to the customer from then on, when they may be approached. Returns its number."""
        return self._create(question_id, customer_id, via=via, state="planned", look_at=at)

    def planned(self, question_id: int, customer_id: int) -> SurveyAsk | None:
        """What is planned and was not put yet."""
        row = self._session.connection.execute(
            select(*_ASK)
            .where(
                SurveyAskRow.customer_id == customer_id,
                SurveyAskRow.question_id == question_id,
                SurveyAskRow.state == "planned",
                SurveyAskRow.archived_at.is_(None),
            )
            .order_by(SurveyAskRow.id)
            .limit(1)
        ).one_or_none()
        return SurveyAsk(*row) if row else None

    def noted(self, question_id: int, customer_id: int, state: str, answer: Answer, *, staff_id: int) -> int:
        """A colleague put it, and this came of it: "answered", "skipped" or "unknown"; what was planned for a colleague is done so."""
        now = self._session.now
        values: dict[str, object] = {
            "via": "staff",
            "state": state,
            "staff_id": staff_id,
            "asked_at": now,
            "answered_at": now if state == "answered" else None,
            "number": answer.number,
            "choice": answer.choice,
            "words": answer.words,
        }
        if planned := self.carried(question_id, customer_id):
            self._session.changes.update(SurveyAskRow, planned.id, **values, look_at=None)
            return planned.id
        return self._create(question_id, customer_id, **values)

    def plan_for_colleague(self, question_id: int, customer_id: int, at: datetime, staff_id: int | None) -> int:
        """A colleague is to put it to the customer from then on, None where nobody can be chosen yet. Returns its number."""
        return self._create(question_id, customer_id, via="staff", state="planned", staff_id=staff_id, look_at=at)

    def carried(self, question_id: int, customer_id: int) -> SurveyAsk | None:
        """What a colleague is to put to a customer, and has not done yet."""
        row = self._session.connection.execute(
            select(*_ASK)
            .where(
                SurveyAskRow.customer_id == customer_id,
                SurveyAskRow.question_id == question_id,
                SurveyAskRow.via == "staff",
                SurveyAskRow.state.in_(("planned", "asked")),
                SurveyAskRow.archived_at.is_(None),
            )
            .order_by(SurveyAskRow.id)
            .limit(1)
        ).one_or_none()
        return SurveyAsk(*row) if row else None

    def burden(self, staff_id: int) -> int:
        """How many questions a colleague is to put."""
        open_ = (
            SurveyAskRow.staff_id == staff_id,
            SurveyAskRow.via == "staff",
            SurveyAskRow.look_at.is_not(None),
            SurveyAskRow.archived_at.is_(None),
        )
        return int(self._session.connection.execute(select(func.count()).where(*open_)).scalar_one())

    def give(self, ask_id: int, staff_id: int) -> None:
        """Another colleague is to put it."""
        self._session.changes.update(SurveyAskRow, ask_id, staff_id=staff_id)

    def brought_up(self, ask_id: int, staff_id: int, look_at: datetime) -> None:
        """The colleague was told to put it; looked at again then."""
        self._set(ask_id, state="asked", staff_id=staff_id, asked_at=self._session.now, look_at=look_at)

    def _create(self, question_id: int, customer_id: int, **values: object) -> int:
        owner = self._session.connection.execute(
            select(CustomerRow.owner_id).where(CustomerRow.id == customer_id)
        ).scalar()
        return self._session.changes.create(
            SurveyAskRow, question_id=question_id, customer_id=customer_id, owner_id=owner, **values
        )

    def get(self, ask_id: int) -> SurveyAsk | None:
        """One time, unless it was put away."""
        row = self._session.connection.execute(
            select(*_ASK).where(SurveyAskRow.id == ask_id, SurveyAskRow.archived_at.is_(None))
        ).one_or_none()
        return SurveyAsk(*row) if row else None

    def due(self, now: datetime, *, limit: int, of_colleagues: bool = False) -> list[SurveyAsk]:
        """Those about which there is something to do now: that go to customers, or that colleagues are to put."""
        statement = _DUE_OF_COLLEAGUES if of_colleagues else _DUE
        rows = self._session.connection.execute(statement, {"now": now, "most": limit})
        return [SurveyAsk(*row) for row in rows]

    def waiting(self, account_id: int) -> SurveyAsk | None:
        """What this account was asked last, and has not answered."""
        row = self._session.connection.execute(_WAITING, {"account": account_id}).one_or_none()
        return SurveyAsk(*row) if row else None

    def last_answered(self, account_id: int, since: datetime) -> SurveyAsk | None:
        """What this account answered last, since then."""
        row = self._session.connection.execute(
            select(*_ASK)
            .where(
                SurveyAskRow.account_id == account_id,
                SurveyAskRow.state == "answered",
                SurveyAskRow.answered_at >= since,
                SurveyAskRow.archived_at.is_(None),
            )
            .order_by(SurveyAskRow.answered_at.desc(), SurveyAskRow.id.desc())
            .limit(1)
        ).one_or_none()
        return SurveyAsk(*row) if row else None

    def asked(self, ask_id: int, account_id: int, look_at: datetime) -> None:
        """It was put to this account now; looked at again then."""
        self._set(ask_id, state="asked", account_id=account_id, asked_at=self._session.now, look_at=look_at)

    def handed_out(self, ask_id: int, staff_id: int) -> None:
        """A colleague hands it on, by a link: it is asked, and fades when that ends."""
        now = self._session.now
        self._set(ask_id, state="asked", staff_id=staff_id, asked_at=now, reminded_at=now, look_at=now + LINK_LIFE)

    def reminded(self, ask_id: int, look_at: datetime) -> None:
        """They were reminded of it now, the only time."""
        self._set(ask_id, reminded_at=self._session.now, look_at=look_at)

    def later(self, ask_id: int, at: datetime) -> None:
        """It is looked at then, not before."""
        self._set(ask_id, look_at=at)

    def ended(self, ask_id: int, state: str, reason: str | None = None) -> None:
        """Nothing more comes of it."""
        self._session.changes.update(SurveyAskRow, ask_id, state=state, reason=reason, look_at=None, link_hash=None)

    def answer(self, ask_id: int, answer: Answer, *, via: str) -> bool:
        """The answer came; False where there was one already: it counts once. An anonymous one is nowhere but where it is counted."""
        session = self._session
        took = session.connection.execute(
            update(SurveyAskRow)
            .where(SurveyAskRow.id == ask_id, SurveyAskRow.state.in_(("asked", "planned", "faded")))
            .values(state="answered")
            .returning(SurveyAskRow.id)
        ).scalar_one_or_none()
        if took is None:
            return False
        came: dict[str, object] = {"answered_at": session.now, "look_at": None, "via": via, "link_hash": None}
        if (anonymous := self._anonymous_of(ask_id)) is not None:
            session.changes.update(SurveyAskRow, ask_id, **came)
            AnonymousAnswers(session).take(anonymous, ask_id, answer)
            return True
        came |= {"number": answer.number, "choice": answer.choice, "words": answer.words}
        session.changes.update(SurveyAskRow, ask_id, **came)
        return True

    def comment(self, ask_id: int, words: str) -> None:
        """What was said beside the answer, word by word; beside an anonymous one it is told from nobody's."""
        if (anonymous := self._anonymous_of(ask_id)) is not None:
            AnonymousAnswers(self._session).comment(anonymous, ask_id, words)
        else:
            self._session.changes.update(SurveyAskRow, ask_id, words=words)

    def _anonymous_of(self, ask_id: int) -> int | None:
        """The question that was put, where that is anonymous."""
        return self._session.connection.execute(
            select(SurveyQuestionRow.id)
            .join(SurveyAskRow, SurveyAskRow.question_id == SurveyQuestionRow.id)
            .where(SurveyAskRow.id == ask_id, SurveyQuestionRow.anonymous.is_(True))
        ).scalar()

    # ------------------------------------------------------------------ by a page
    def link(self, ask_id: int) -> str:
        """A code for its page, good for `LINK_LIFE`; the former one is void. Only its hash is kept."""
        code = secrets.token_hex(CODE_BYTES)
        self._set(ask_id, link_hash=_hashed(code), link_until=self._session.now + LINK_LIFE)
        return code

    def of_link(self, code: str) -> SurveyAsk | None:
        """What a code is for, while it can be answered."""
        row = self._session.connection.execute(
            select(*_ASK).where(
                SurveyAskRow.link_hash == _hashed(code),
                SurveyAskRow.link_until > self._session.now,
                SurveyAskRow.archived_at.is_(None),
            )
        ).one_or_none()
        return SurveyAsk(*row) if row else None

    # ------------------------------------------------------------------ results
    def counts(self, question_id: int, since: datetime | None = None) -> Mapping[str, int]:
        """How often it was put, by what came of it."""
        when = () if since is None else (SurveyAskRow.asked_at >= since,)
        rows = self._session.connection.execute(
            select(SurveyAskRow.state, func.count())
            .where(SurveyAskRow.question_id == question_id, SurveyAskRow.archived_at.is_(None), *when)
            .group_by(SurveyAskRow.state)
        )
        return {state: count for state, count in rows}  # noqa: C416 - rows are not pairs to dict()'s type

    def let_go(self, account_id: int, reason: str) -> None:
        """Of what this account was asked and did not answer nothing more is said; an old button still counts."""
        while asked := self.waiting(account_id):
            self.ended(asked.id, "faded", reason)

    def _set(self, ask_id: int, **values: object) -> None:
        self._session.connection.execute(update(SurveyAskRow).where(SurveyAskRow.id == ask_id).values(**values))


def _hashed(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
