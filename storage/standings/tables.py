"""The table of how customers stand. All of it follows from purchases and may be reckoned anew at any time."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.stamps import Authored
from storage.session.base import Base, BigId, MoneyType


class StandingRow(Base):
    """How one customer who has bought stands, as of the end of the day before `day`; a customer without purchases has none.

    `sales` are those of a year, `before` of the year before it, in `currency`, the one they buy most in, returns taken off.
    `orders` are the year's days with a purchase, `gap` the usual days between them, `expected` when the next is usual.
    `fallen` is what they bought lately in per cent of what is habitual (`recent` of `habitual`), None where that cannot be
    said. `letter` is their class, `recency`, `frequency` and `value` are scores of 1 to 5, `segment` "loyal", "vulnerable",
    "lost", "new" or "steady". `told_on` is when their owner last heard that they buy less: the only thing kept over nights.
    """

    __tablename__ = "customer_standings"
    __derived__ = True
    __table_args__ = (
        Index("ix_customer_standings_letter", "letter", "sales"),
        Index("ix_customer_standings_segment", "segment", "sales"),
        Index("ix_customer_standings_fallen", "fallen"),
        Index("ix_customer_standings_expected", "expected"),
    )

    customer_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date)
    currency: Mapped[str] = mapped_column(String(3))
    sales: Mapped[Decimal] = mapped_column(MoneyType)
    before: Mapped[Decimal] = mapped_column(MoneyType)
    orders: Mapped[int] = mapped_column(Integer)
    last: Mapped[date] = mapped_column(Date)
    gap: Mapped[int | None] = mapped_column(Integer)
    expected: Mapped[date | None] = mapped_column(Date)
    recent: Mapped[Decimal | None] = mapped_column(MoneyType)
    habitual: Mapped[Decimal | None] = mapped_column(MoneyType)
    fallen: Mapped[int | None] = mapped_column(Integer)
    letter: Mapped[str | None] = mapped_column(String(1))
    recency: Mapped[int | None] = mapped_column(Integer)
    frequency: Mapped[int | None] = mapped_column(Integer)
    value: Mapped[int | None] = mapped_column(Integer)
    segment: Mapped[str] = mapped_column(String(10))
    told_on: Mapped[date | None] = mapped_column(Date)


class StandingRunRow(Base):
    """For which day the standings were asked for last: one row."""

    __tablename__ = "standing_runs"
    __derived__ = True

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    day: Mapped[date] = mapped_column(Date)


class LadderRuleRow(Authored):
    """How much of one kind of evidence a rung of the ladder takes, where an admin said so; 0 is that it takes none of it."""

    __tablename__ = "ladder_rules"
    __entity__ = Entity(label="evidence", about="ladder_rules", undo=ByRow())
    __table_args__ = (UniqueConstraint("rung", "evidence"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    rung: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(String(20))
    at_least: Mapped[int] = mapped_column(Integer)
