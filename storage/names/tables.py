"""The tables of the name index. All are derived from the business rows and may be rewritten at any time."""

from sqlalchemy import Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.session.base import Base, BigId


class IndexedName(Base):
    """One name or nickname of something. `alias` is the nickname, None in the row of the name itself.

    `hidden_by` is the import that is still bringing it: a hidden name is not found.
    """

    __tablename__ = "indexed_names"
    __derived__ = True
    __table_args__ = (
        UniqueConstraint("kind", "entity_id", "position"),
        Index(None, "customer_id", "kind"),
        Index(
            None,
            "hidden_by",
            sqlite_where=text("hidden_by IS NOT NULL"),
            postgresql_where=text("hidden_by IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    entity_id: Mapped[int] = mapped_column(BigId)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    alias: Mapped[str | None] = mapped_column(Text)
    customer_id: Mapped[int | None] = mapped_column(BigId)
    hidden_by: Mapped[int | None] = mapped_column(BigId)


class NameTerm(Base):
    """A stretch of names (a word, two neighbours, the whole), and how many names of that kind contain it."""

    __tablename__ = "name_terms"
    __derived__ = True
    __table_args__ = (UniqueConstraint("text", "kind"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    text: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(10))
    names: Mapped[int]


class NamePosting(Base):
    """Which name contains which stretch. No foreign keys: checking them takes a third of an import's time."""

    __tablename__ = "name_postings"
    __derived__ = True
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy declares it

    term_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    name_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False, index=True)


class NameSpelling(Base):
    """A key (the word, the word less a letter, its sound) under which a one-word term is found."""

    __tablename__ = "name_spellings"
    __derived__ = True
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy declares it

    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    term_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
