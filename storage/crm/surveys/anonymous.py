"""Answers to anonymous questions: counted in whole lots, and forgotten then.

Whatever is shown of an anonymous question is a sum of lots that never change, each of `LOT` customers, and no lot is ever counted in
part. So there is nothing that could be subtracted to leave fewer: not one day's total from another's, not the groups from the total,
not what one colleague sees from what another sees. An erasure, a merge or another owner changes no lot that was counted.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, literal_column, select, update

from storage.crm.surveys.records import LOT, Answer
from storage.crm.surveys.tables import (
    SurveyAskRow,
    SurveyBallotRow,
    SurveyCommentRow,
    SurveyCountRow,
    SurveyQuestionRow,
)
from storage.session.session import Session

POOLED_FROM = 2 * LOT
"""Answers of several colleagues' customers wait until there are so many: until then five of one colleague's may come together."""


class _Ballot(NamedTuple):
    id: int
    customer_id: int
    owner_id: int | None
    number: int | None
    choice: str | None
    words: str | None


_WAITING = (
    select(
        SurveyBallotRow.id,
        SurveyAskRow.customer_id,
        SurveyBallotRow.owner_id,
        SurveyBallotRow.number,
        SurveyBallotRow.choice,
        SurveyBallotRow.words,
    )
    .join(SurveyAskRow, SurveyAskRow.id == SurveyBallotRow.ask_id)
    .where(SurveyBallotRow.question_id == bindparam("question"), SurveyBallotRow.is_comment == bindparam("comments"))
    .order_by(SurveyBallotRow.id)
)
_ANY_COUNTED = select(SurveyCountRow.id).where(SurveyCountRow.question_id == bindparam("question")).limit(1)


class AnonymousAnswers:
    """What is answered to anonymous questions, until it is counted."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def take(self, question_id: int, ask_id: int, answer: Answer) -> None:
        """An answer came, perhaps with a comment; its row of `survey_asks` says that, and not which."""
        self._lock(question_id)
        owner = self._one(select(SurveyAskRow.owner_id).where(SurveyAskRow.id == ask_id))
        self._put(question_id, ask_id, owner_id=owner, number=answer.number, choice=answer.choice)
        if answer.words:
            self.comment(question_id, ask_id, answer.words)
        while lot := self._next_lot(question_id):
            self._count(question_id, *lot)

    def comment(self, question_id: int, ask_id: int, words: str) -> None:
        """Something was said beside an answer, or instead of one; what one customer says before it is counted is one comment."""
        self._lock(question_id)
        mine = select(SurveyBallotRow.id, SurveyBallotRow.words).where(
            SurveyBallotRow.ask_id == ask_id, SurveyBallotRow.is_comment.is_(True)
        )
        if (before := self._session.connection.execute(mine).first()) is not None:
            both = f"{before.words}\n{words}"
            self._run(update(SurveyBallotRow).where(SurveyBallotRow.id == before.id).values(words=both))
            return
        self._put(question_id, ask_id, is_comment=True, words=words)
        while len(lot := _of_a_customer_each(self._waiting(question_id, comments=True))) == LOT:
            for said in sorted(ballot.words or "" for ballot in lot):
                self._run(insert(SurveyCommentRow).values(question_id=question_id, words=said))
            self._forget(lot)

    def _next_lot(self, question_id: int) -> tuple[Sequence[_Ballot], int | None, bool] | None:
        """The ballots that are counted next, whose customers they are of, and whether they are pooled; None where too few wait.

        Those of one colleague's go first, so that the colleagues can be told apart; those of several are counted so that the
        total does not wait for that, the first ones as soon as there is a lot.
        """
        waiting = self._waiting(question_id, comments=False)
        for owner in dict.fromkeys(ballot.owner_id for ballot in waiting):
            lot = _of_a_customer_each(ballot for ballot in waiting if ballot.owner_id == owner)
            if len(lot) == LOT:
                return lot, owner, False
        needed = POOLED_FROM if self._session.row(_ANY_COUNTED, {"question": question_id}) else LOT
        if len({ballot.customer_id for ballot in waiting}) >= needed:
            return _of_a_customer_each(waiting), None, True
        return None

    def _count(self, question_id: int, lot: Sequence[_Ballot], owner: int | None, pooled: bool) -> None:
        for ballot in lot:
            same = (
                SurveyCountRow.question_id == question_id,
                SurveyCountRow.owner_id.is_not_distinct_from(owner),
                SurveyCountRow.pooled.is_(pooled),
                SurveyCountRow.number.is_not_distinct_from(ballot.number),
                SurveyCountRow.choice.is_not_distinct_from(ballot.choice),
            )
            if not self._run(update(SurveyCountRow).where(*same).values(count=SurveyCountRow.count + 1)).rowcount:
                new = {"question_id": question_id, "owner_id": owner, "pooled": pooled, "count": 1}
                self._run(insert(SurveyCountRow).values(**new, number=ballot.number, choice=ballot.choice))
        self._forget(lot)

    # ------------------------------------------------------------------ rows
    def _put(self, question_id: int, ask_id: int, *, is_comment: bool = False, **values: object) -> None:
        row = {"question_id": question_id, "ask_id": ask_id, "is_comment": is_comment, **values}
        self._run(insert(SurveyBallotRow).values(**row))

    def _waiting(self, question_id: int, *, comments: bool) -> list[_Ballot]:
        rows = self._session.connection.execute(_WAITING, {"question": question_id, "comments": comments})
        return [_Ballot(*row) for row in rows]

    def _forget(self, lot: Iterable[_Ballot]) -> None:
        self._run(delete(SurveyBallotRow).where(SurveyBallotRow.id.in_([ballot.id for ballot in lot])))

    def _lock(self, question_id: int) -> None:
        """One at a time counts what was answered to a question: whoever is next sees what was counted."""
        self._one(
            select(literal_column("1"))
            .select_from(SurveyQuestionRow)
            .where(SurveyQuestionRow.id == question_id)
            .with_for_update(key_share=True)  # others may go on asking it
        )

    def _one(self, statement: Any) -> Any:  # noqa: ANN401 - any select, and what its row begins with
        return self._session.connection.execute(statement).scalar()

    def _run(self, statement: Any) -> Any:  # noqa: ANN401 - any statement, and what it says
        return self._session.connection.execute(statement)


def _of_a_customer_each(ballots: Iterable[_Ballot]) -> list[_Ballot]:
    """The first `LOT` ballots that are each of another customer."""
    first: dict[int, _Ballot] = {}
    for ballot in ballots:
        first.setdefault(ballot.customer_id, ballot)
    return list(first.values())[:LOT]
