"""The table of what is known of a customer, one row a fact."""

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.base import BigId
from storage.session.partial_indexes import kept


class FactRow(Authored):
    """Something that somebody told of a customer, and that holds until somebody tells otherwise: who and when is in its stamp.

    `kind` is "sensitive" (`value`: price, service, brand, quality, innovation, relationship; `rank` 1 matters most), "need", "tag",
    "payment", "buying" (free words), "elsewhere" (`value`: whom they buy from, `share` the per cent of their purchases, `detail`
    what), "relation" (partner, channel, ally, target), or "showroom" (yes, no: whether they may be shown to others). `folded` is the
    value as it is compared. `words` are the sender's own.
    """

    __tablename__ = "customer_facts"
    __entity__ = Entity(
        label="value",
        about="fact",
        undo=ByRow(),
        words=("value", "folded", "detail", "words"),
        keeps_original=True,
    )
    __table_args__ = (
        Index("ix_customer_facts_customer", "customer_id", "kind"),
        kept("ix_customer_facts_value", "kind", "folded", "customer_id"),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    customer_id: Mapped[int] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.GOES))
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400))
    rank: Mapped[int | None] = mapped_column(Integer)
    share: Mapped[int | None] = mapped_column(Integer)
    detail: Mapped[str | None] = mapped_column(String(200))
    words: Mapped[str | None] = mapped_column(String(400))
