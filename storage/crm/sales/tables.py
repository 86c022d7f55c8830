"""The table of what colleagues are to sell."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, refers
from storage.entities.stamps import Authored
from storage.session.base import MoneyType


class TargetRow(Authored):
    """What a colleague is to sell in a month, whose first day `month` is. One a colleague, month and currency.

    A month without one has none: that is not the same as 0.
    """

    __tablename__ = "targets"
    __entity__ = Entity(label="month", about="target", undo=ByRow())
    __table_args__ = (Index("ix_targets_month", "month", "staff_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)
    month: Mapped[date] = mapped_column(Date)
    amount: Mapped[Decimal] = mapped_column(MoneyType)
    currency: Mapped[str] = mapped_column(String(3))
