"""The table of the readiness questionnaire's answers."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, refers
from storage.entities.stamps import Authored


class ReadinessAnswerRow(Authored):
    """What a colleague says of one item in their so-many-eth `round` of the questionnaire: as it is `now`, as is `wanted`, 1 to 5."""

    __tablename__ = "readiness_answers"
    __entity__ = Entity(label="item", about="readiness_answer", undo=ByRow(), codes=("item",))
    __table_args__ = (Index("ix_readiness_answers_staff", "staff_id", "round"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    round: Mapped[int] = mapped_column(Integer)
    item: Mapped[str] = mapped_column(String(40))
    now: Mapped[int] = mapped_column(Integer)
    wanted: Mapped[int] = mapped_column(Integer)
