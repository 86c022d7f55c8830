"""Segments: customers under a name, found anew each time, for promotions and questions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from storage.names.folding import fold
from storage.promotions.tables import SegmentRow
from storage.questions.question import Question
from storage.revisions.settled import settled
from storage.session.session import Session


@dataclass(frozen=True, slots=True)
class Segment:
    """A name, and the question that finds its customers."""

    id: int
    name: str
    question: Question


class Segments:
    """The segments there are: a few dozen, everybody's."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def keep(self, name: str, question: Question) -> int:
        """A segment of this name, which no other has; returns its id."""
        return self._session.changes.create(SegmentRow, name=name, question=question.as_json())

    def forget(self, segment_id: int) -> None:
        """It is offered no more; promotions that were made for it stay as they are."""
        self._session.changes.archive(SegmentRow, segment_id)

    @settled(SegmentRow)
    def all(self) -> Sequence[Segment]:
        """The latest first."""
        return tuple(Segment(id_, name, Question.from_json(raw)) for id_, name, raw in self._session.rows(_ALL))

    def get(self, segment_id: int) -> Segment | None:
        """One that was not forgotten."""
        return next((one for one in self.all() if one.id == segment_id), None)

    def called(self, name: str) -> Segment | None:
        """The one of this name, however it is spelled."""
        wanted = fold(name.strip(" ."))
        return next((one for one in self.all() if fold(one.name) == wanted), None)


# Built once: making a statement takes several times as long as running it.
_ALL = (
    select(SegmentRow.id, SegmentRow.name, SegmentRow.question)
    .where(SegmentRow.archived_at.is_(None))
    .order_by(SegmentRow.id.desc())
)
