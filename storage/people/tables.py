"""The tables of colleagues, their accounts on the platforms, the invitations that join the two, and who is away when."""

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.entities.entity import ByRow, Entity, OwnName
from storage.entities.keys import Erasure, refers
from storage.entities.stamps import Authored, Stamped
from storage.names.names import NameKind
from storage.session.base import Base, UtcDateTime


class StaffRow(Stamped):
    """A colleague. `zone`, `language` and the hours (`working` as `Week` writes them, `quiet` as "21:00-08:00"; empty for the
    company's) are the person's own.

    `left_at` is set when somebody leaves. Colleagues without a team are a team too. `wrote_on` is the platform where the
    person wrote last, `alerts_on` the one where they want to be told unasked, empty for where they wrote last.
    """

    __tablename__ = "staff"
    __entity__ = Entity(
        label="name",
        about="staff",
        undo=ByRow("left_at"),
        found_by=OwnName(NameKind.STAFF),
        data_subject=True,
        identifies=("name",),
        codes=("zone", "team", "working"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(5))
    zone: Mapped[str] = mapped_column(String(64))
    team: Mapped[str | None] = mapped_column(String(80), index=True)
    working: Mapped[str | None] = mapped_column(String(400))
    quiet: Mapped[str | None] = mapped_column(String(11))
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wrote_on: Mapped[str | None] = mapped_column(String(20))
    alerts_on: Mapped[str | None] = mapped_column(String(20))


class AccountRow(Stamped):
    """A colleague's account on a platform, by the platform's own numeric id (names change hands).

    `unlinked_at` is set when its owner leaves or lets go of it: it is an unregistered user's from then on.
    """

    __tablename__ = "accounts"
    __entity__ = Entity(label="platform", undo=ByRow("unlinked_at"), codes=("account", "chat"))
    __table_args__ = (Index(None, "platform", "account", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)
    platform: Mapped[str] = mapped_column(String(20))
    account: Mapped[str] = mapped_column(String(64))
    chat: Mapped[str] = mapped_column(String(64))
    joined_at: Mapped[datetime] = mapped_column(UtcDateTime)
    unreachable_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    unlinked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class InviteRow(Base):
    """A single-use code, stored hashed, that makes an account a colleague's."""

    __tablename__ = "invites"
    __entity__ = Entity(codes=("code_hash",))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PanelLinkRow(Base):
    """A link that opens the panel once until `expires_at`, stored hashed; and, once it was opened, the session until then."""

    __tablename__ = "panel_links"
    __entity__ = Entity(backup=False, codes=("code_hash", "session_hash"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    session_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CalendarFeedRow(Base):
    """The secret address of a colleague's calendar feed, stored hashed; a new one takes the place of the one before."""

    __tablename__ = "calendar_feeds"
    __entity__ = Entity(codes=("code_hash",))

    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AccessTokenRow(Base):
    """A token of a colleague's own programs, stored hashed; its `ending` tells it from their others."""

    __tablename__ = "access_tokens"
    __entity__ = Entity(backup=False, codes=("token_hash", "ending"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    ending: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AbsenceRow(Authored):
    """A colleague is away from one day to another, both included, on their own clock.

    `cover_id` is who does meanwhile what falls to them; `told_id` is who knows that they do, which no audit keeps. `note`
    is what was said beside that, letter by letter.
    """

    __tablename__ = "absences"
    __entity__ = Entity(label="staff_id", about="absence", undo=ByRow(), words=("note",))
    __table_args__ = (
        Index("ix_absences_staff", "staff_id", "last"),
        Index("ix_absences_cover", "cover_id", "last"),
        Index("ix_absences_last", "last"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    staff_id: Mapped[int] = mapped_column(refers("staff.id", erasure=Erasure.GOES))
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    cover_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    told_id: Mapped[int | None] = mapped_column(refers("staff.id", erasure=Erasure.LETS_GO))
    note: Mapped[str | None] = mapped_column(Text)


class ClosingDayRow(Authored):
    """The company is closed from one day to another, both included; `name` says why, where that was said."""

    __tablename__ = "closing_days"
    __entity__ = Entity(label="first", about="closing_days", undo=ByRow(), words=("name",))
    __table_args__ = (Index("ix_closing_days_last", "last"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    name: Mapped[str | None] = mapped_column(Text)
