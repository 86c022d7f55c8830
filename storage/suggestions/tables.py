"""The table of suggestions."""

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity
from storage.entities.keys import Erasure, Merge, refers
from storage.entities.stamps import Authored
from storage.session.partial_indexes import known


class SuggestionRow(Authored):
    """What somebody suggested, word by word: a colleague (`staff_id`), a customer on the bot (`account_id`), or a colleague for one.

    `state` is "new", "looking" (somebody looks at it), "done" or "declined"; `reason` says why it was declined, or what was done.
    """

    __tablename__ = "suggestions"
    __entity__ = Entity(label="words", about="suggestion", undo=ByRow(), words=("words", "reason"), codes=("state",))
    __table_args__ = (Index("ix_suggestions_state", "state", "id"), known("suggestions", "customer_id"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    words: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str | None] = mapped_column(Text)
    staff_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    customer_id: Mapped[int | None] = mapped_column(refers("customers.id", merge=Merge.MOVES, erasure=Erasure.LETS_GO))
    account_id: Mapped[int | None] = mapped_column(refers("customer_accounts.id", erasure=Erasure.LETS_GO))
