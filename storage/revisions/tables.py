"""The number of what is settled."""

from sqlalchemy import BigInteger, Integer
from sqlalchemy.orm import Mapped, mapped_column

from storage.session.base import Base


class RevisionRow(Base):
    """One row: `number` is replaced by another one, by chance, whenever something changes that is kept from one turn to the next."""

    __tablename__ = "revisions"
    __derived__ = True

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
