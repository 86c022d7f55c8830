"""The customers of a launched promotion: who is told, in which order, who is held back, and what became of each."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, exists, func, literal_column, select, update
from sqlalchemy.sql.selectable import Select

from storage.crm.leads.tables import LeadRow
from storage.crm.outreach.tables import ApproachRow
from storage.crm.tables import CustomerRow
from storage.messaging.tables import OutboxRow
from storage.people.tables import StaffRow
from storage.promotions.audience import TELLS, Member
from storage.promotions.records import RUNNING
from storage.promotions.tables import PromotionCustomerRow, PromotionRow, PromotionVersionRow
from storage.session.dialects import among_many, insert_all
from storage.session.direct import run
from storage.session.session import Session
from storage.session.two_steps import in_two_steps

TO_SEND, SENT, FAILED, ANSWERED, REFUSED, NOT_SENT = "to_send", "sent", "failed", "answered", "refused", "not_sent"
"""What became of telling a customer. A silent one is sent, and did not answer."""
OUT = -1
"""The place of a customer of the audience who could not be told from the beginning: in neither group."""
HELD, HALTED, ENDED = "held", "halted", "ended"
"""Why a customer was not told: to compare with, because it was stopped, because it had ended."""

COUNTS_FOR = timedelta(days=30)
"""What a customer buys within this time after being told may be because of it."""


@dataclass(frozen=True, slots=True)
class ToldCustomer:
    """A customer of a promotion, and what became of telling them."""

    id: int
    promotion_id: int
    customer_id: int
    customer: str
    status: str
    owner_id: int | None
    owner: str | None
    phone: str | None
    held: bool
    channel: str
    state: str
    why: str | None
    version: int | None
    sent_at: datetime | None
    answered_at: datetime | None
    words: str | None
    lead_id: int | None
    place: int


_COLUMNS = (
    PromotionCustomerRow.id,
    PromotionCustomerRow.promotion_id,
    PromotionCustomerRow.customer_id,
    CustomerRow.name,
    CustomerRow.status,
    CustomerRow.owner_id,
    StaffRow.name,
    CustomerRow.phone,
    PromotionCustomerRow.held,
    PromotionCustomerRow.channel,
    PromotionCustomerRow.state,
    PromotionCustomerRow.why,
    PromotionCustomerRow.version,
    PromotionCustomerRow.sent_at,
    PromotionCustomerRow.answered_at,
    PromotionCustomerRow.words,
    PromotionCustomerRow.lead_id,
    PromotionCustomerRow.place,
)


class ToldCustomers:
    """What became of telling customers of promotions."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # ------------------------------------------------------------------ the launch
    def assign(
        self, promotion_id: int, members: Sequence[Member], *, held_back: int, channel: str
    ) -> Mapping[str, int]:
        """Keeps everybody of the audience, the most valuable first; a share of those that can be told is held back.

        Returns how many are in which state, those held back as `HELD`.
        """
        held = held_out(promotion_id, [one for one in members if one.fate == TELLS], held_back)
        ordered = sorted(members, key=lambda one: (-one.value, one.customer_id))
        rows: list[dict[str, Any]] = []
        counts: dict[str, int] = defaultdict(int)
        for place, one in enumerate(ordered):
            why = HELD if one.customer_id in held else None if one.fate == TELLS else one.fate
            counts[why or TO_SEND] += 1
            rows.append(
                {
                    "promotion_id": promotion_id,
                    "customer_id": one.customer_id,
                    "held": one.customer_id in held,
                    "grade": one.grade,
                    "place": place if one.fate == TELLS else OUT,
                    "channel": channel,
                    "state": NOT_SENT if why else TO_SEND,
                    "why": why,
                }
            )
        insert_all(self._session.connection, PromotionCustomerRow, rows)
        return dict(counts)

    # ------------------------------------------------------------------ sending
    def due(self, channel: str, today: date, now: datetime, *, limit: int) -> list[ToldCustomer]:
        """Who is to be told now by a channel: of promotions that run today, the most valuable first."""
        values = {"channel": channel, "today": today, "now": now, "most": limit}
        return [ToldCustomer(*row) for row in in_two_steps(self._session.connection, _DUE, _TO_TELL, values)]

    def sent(self, id_: int, version: int, approach_id: int | None) -> None:
        """They were told what this version says."""
        self._set(id_, **self._telling(version), approach_id=approach_id)

    def all_sent(self, promotion_id: int, version: int, last: int) -> int:
        """Whoever a colleague was to tell, up to the place `last`, was told what this version says; returns how many."""
        told = self._session.connection.execute(
            update(PromotionCustomerRow)
            .where(
                _STILL_TO_SEND,
                PromotionCustomerRow.promotion_id == promotion_id,
                PromotionCustomerRow.place <= last,
                PromotionCustomerRow.channel != "telegram",
            )
            .values(**self._telling(version))
        )
        return int(told.rowcount)

    def _telling(self, version: int) -> dict[str, Any]:
        now = self._session.now
        until = now.date() + COUNTS_FOR
        return {"state": SENT, "version": version, "sent_at": now, "counts_until": until, "why": None}

    def not_sent(self, id_: int, why: str) -> None:
        """They are not told, for this reason."""
        self._set(id_, state=NOT_SENT, why=why[:20])

    def hold(self, id_: int, until: datetime, why: str | None) -> None:
        """They are not told before then, for this reason, where there is one."""
        self._set(id_, look_at=until, why=why and why[:20])

    def close(self, promotion_id: int, why: str) -> int:
        """Nobody is told any more; returns how many that are."""
        closed = self._session.connection.execute(
            update(PromotionCustomerRow)
            .where(
                PromotionCustomerRow.promotion_id == promotion_id,
                literal_column("promotion_customers.state = 'to_send'"),
            )
            .values(state=NOT_SENT, why=why)
        )
        return int(closed.rowcount)

    def messages(self, promotion_id: int) -> list[int]:
        """The messages about it that wait to be sent, or are held, by their numbers in the outbox."""
        found = self._session.connection.execute(
            select(OutboxRow.id)
            .join(ApproachRow, ApproachRow.outbox_id == OutboxRow.id)
            .join(PromotionCustomerRow, PromotionCustomerRow.approach_id == ApproachRow.id)
            .where(PromotionCustomerRow.promotion_id == promotion_id, literal_column("outbox.state IN ('new', 'held')"))
        )
        return list(found.scalars())

    # ------------------------------------------------------------------ what they said
    def answered(self, id_: int, *, yes: bool, words: str | None = None) -> None:
        """They want it, or do not."""
        self._set(id_, state=ANSWERED if yes else REFUSED, answered_at=self._session.now, words=words, why=None)

    def without_lead(self, *, limit: int) -> list[ToldCustomer]:
        """Who wants it, and is no lead yet."""
        rows = in_two_steps(self._session.connection, _WITHOUT_LEAD, _TO_TURN, {"most": limit})
        return [ToldCustomer(*row) for row in rows]

    def became(self, id_: int, lead_id: int) -> None:
        """What they answered is this lead now."""
        self._set(id_, lead_id=lead_id)

    # ------------------------------------------------------------------ looking
    def one(self, promotion_id: int, customer_id: int) -> ToldCustomer | None:
        """A customer of a promotion; None for one that is not of its audience, or before the launch."""
        row = self._session.connection.execute(_ONE, {"promotion": promotion_id, "customer": customer_id}).one_or_none()
        return ToldCustomer(*row) if row else None

    def latest(self, customer_id: int) -> ToldCustomer | None:
        """The promotion that a customer was told of last."""
        row = self._session.connection.execute(_LATEST, {"customer": customer_id}).first()
        return ToldCustomer(*row) if row else None

    def counts(self, promotion_id: int) -> Mapping[str, int]:
        """How many are in which state; of those sent, what became of the message: "failed" where nobody has it, still "to_send" in a pause."""
        rows = self._session.connection.execute(_COUNTS, {"promotion": promotion_id})
        return {state: count for state, count in rows}  # noqa: C416 - rows are no pairs to dict()'s type

    def by_version(self, promotion_id: int) -> Mapping[int, int]:
        """How many were told what which version says."""
        rows = self._session.connection.execute(_BY_VERSION, {"promotion": promotion_id})
        return {version: count for version, count in rows if version is not None}

    def reasons(self, promotion_id: int) -> Mapping[str, int]:
        """How many were not told, by the reason."""
        rows = self._session.connection.execute(_REASONS, {"promotion": promotion_id})
        return {why or "": count for why, count in rows}

    def to_call(self, promotion_id: int, owner_id: int | None, *, limit: int) -> list[ToldCustomer]:
        """Whom a colleague is to tell by telephone, on a visit or by e-mail, the most valuable first; of all, where None is said."""
        rows = self._session.connection.execute(
            _TO_CALL if owner_id is not None else _TO_CALL_ALL,
            {"promotion": promotion_id, "most": limit} | ({} if owner_id is None else {"owner": owner_id}),
        )
        return [ToldCustomer(*row) for row in rows]

    def pending(self, promotion_id: int) -> Mapping[str, int]:
        """How many each colleague is still to tell, by name; "" for customers that are nobody's."""
        rows = self._session.connection.execute(_PENDING, {"promotion": promotion_id})
        return {name or "": count for name, count in rows}

    def waiting_leads(self, promotion_id: int) -> Mapping[str, int]:
        """How many leads of a promotion are still to be decided, by whose they are."""
        rows = self._session.connection.execute(_WAITING_LEADS, {"promotion": promotion_id})
        return {name or "": count for name, count in rows}

    def _set(self, id_: int, **values: object) -> None:
        run(self._session.connection, _CHANGED, {"told": id_, **values})


def held_out(promotion_id: int, members: Iterable[Member], percent: int) -> set[int]:
    """Who is held back: of each class the share whose hash comes first, which nobody can choose and nothing changes.

    What is left of the classes' whole numbers goes to those that lack most: of small ones, too, so many are held back in all.
    """
    by_class: dict[str, list[int]] = defaultdict(list)
    for one in members:
        by_class[one.grade or ""].append(one.customer_id)
    shares = {grade: divmod(len(ids) * percent, 100) for grade, ids in by_class.items()}
    left = held_of(sum(map(len, by_class.values())), percent) - sum(whole for whole, _rest in shares.values())
    lacking = set(sorted(shares, key=lambda grade: (-shares[grade][1], grade))[:left])
    held: set[int] = set()
    for grade, ids in by_class.items():
        ordered = sorted(ids, key=lambda id_: hashlib.sha256(f"{promotion_id}:{id_}".encode()).digest())
        held.update(ordered[: shares[grade][0] + (grade in lacking)])
    return held


def held_of(many: int, percent: int) -> int:
    """How many of so many are held back."""
    return many * percent // 100


# Built once: making a statement takes several times as long as running it.
_CHANGED = update(PromotionCustomerRow).where(PromotionCustomerRow.id == bindparam("told"))


def _customers() -> Select[*tuple[Any, ...]]:
    return (
        select(*_COLUMNS)
        .select_from(PromotionCustomerRow)
        .join(CustomerRow, CustomerRow.id == PromotionCustomerRow.customer_id)
        .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
    )


_STILL_TO_SEND: ColumnElement[bool] = literal_column("promotion_customers.state = 'to_send'")
_DUE = (
    select(PromotionCustomerRow.id)
    .join(PromotionRow, PromotionRow.id == PromotionCustomerRow.promotion_id)
    .join(
        PromotionVersionRow,
        (PromotionVersionRow.promotion_id == PromotionRow.id) & (PromotionVersionRow.version == PromotionRow.version),
    )
    .where(
        _STILL_TO_SEND,
        PromotionRow.state == RUNNING,
        PromotionRow.archived_at.is_(None),
        PromotionVersionRow.first <= bindparam("today", type_=PromotionVersionRow.first.type),
        PromotionVersionRow.last >= bindparam("today", type_=PromotionVersionRow.last.type),
        PromotionCustomerRow.channel == bindparam("channel"),
        PromotionCustomerRow.look_at.is_(None)
        | (PromotionCustomerRow.look_at <= bindparam("now", type_=PromotionCustomerRow.look_at.type)),
    )
    .order_by(PromotionCustomerRow.promotion_id, PromotionCustomerRow.place)
    .limit(bindparam("most"))
)
_OF_IDS = _customers().where(among_many(PromotionCustomerRow.id, "ids"))
_TO_TELL = _OF_IDS.order_by(PromotionCustomerRow.promotion_id, PromotionCustomerRow.place)
_TO_TURN = _OF_IDS.order_by(PromotionCustomerRow.answered_at)
_WITHOUT_LEAD = (
    select(PromotionCustomerRow.id)
    .where(literal_column("promotion_customers.state = 'answered' AND promotion_customers.lead_id IS NULL"))
    .order_by(PromotionCustomerRow.answered_at)
    .limit(bindparam("most"))
)
_ONE = _customers().where(
    PromotionCustomerRow.promotion_id == bindparam("promotion"),
    PromotionCustomerRow.customer_id == bindparam("customer"),
)
_LATEST = (
    _customers()
    .where(PromotionCustomerRow.customer_id == bindparam("customer"), PromotionCustomerRow.sent_at.is_not(None))
    .order_by(PromotionCustomerRow.sent_at.desc())
    .limit(1)
)
_NEVER_CAME = ("dead", "expired", "withdrawn", "unknown")
"""States of a message that nobody has, as far as is known, nor will have."""
_HELD_UP = "held"
"""That of one that a pause holds."""


def was_told() -> ColumnElement[bool]:
    """Whether a customer of a promotion was told of it: their message went out, and was neither refused, called back nor held."""
    return PromotionCustomerRow.sent_at.is_not(None) & ~(
        (PromotionCustomerRow.state == SENT)
        & exists().where(
            ApproachRow.id == PromotionCustomerRow.approach_id,
            OutboxRow.id == ApproachRow.outbox_id,
            OutboxRow.state.in_((*_NEVER_CAME, _HELD_UP)),
        )
    )


BECAME = case(
    (
        (PromotionCustomerRow.state == SENT) & OutboxRow.state.in_(_NEVER_CAME),
        literal_column("'failed'"),
    ),
    ((PromotionCustomerRow.state == SENT) & (OutboxRow.state == _HELD_UP), literal_column("'to_send'")),
    else_=PromotionCustomerRow.state,
)
"""What became of telling a customer, with what the platform made of their message."""
_COUNTS = (
    select(BECAME.label("became"), func.count())
    .select_from(PromotionCustomerRow)
    .outerjoin(ApproachRow, ApproachRow.id == PromotionCustomerRow.approach_id)
    .outerjoin(OutboxRow, OutboxRow.id == ApproachRow.outbox_id)
    .where(PromotionCustomerRow.promotion_id == bindparam("promotion"))
    .group_by(literal_column("became"))
)
_BY_VERSION = (
    select(PromotionCustomerRow.version, func.count())
    .where(PromotionCustomerRow.promotion_id == bindparam("promotion"), PromotionCustomerRow.version.is_not(None))
    .group_by(PromotionCustomerRow.version)
    .order_by(PromotionCustomerRow.version)
)
_REASONS = (
    select(PromotionCustomerRow.why, func.count())
    .where(PromotionCustomerRow.promotion_id == bindparam("promotion"), PromotionCustomerRow.state == NOT_SENT)
    .group_by(PromotionCustomerRow.why)
)
_TO_CALL_ALL = (
    _customers()
    .where(
        _STILL_TO_SEND,
        PromotionCustomerRow.promotion_id == bindparam("promotion"),
        PromotionCustomerRow.channel != "telegram",
    )
    .order_by(PromotionCustomerRow.place)
    .limit(bindparam("most"))
)
_TO_CALL = _TO_CALL_ALL.where(CustomerRow.owner_id == bindparam("owner"))
_PENDING = (
    select(StaffRow.name, func.count())
    .select_from(PromotionCustomerRow)
    .join(CustomerRow, CustomerRow.id == PromotionCustomerRow.customer_id)
    .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
    .where(
        _STILL_TO_SEND,
        PromotionCustomerRow.promotion_id == bindparam("promotion"),
        PromotionCustomerRow.channel != "telegram",
    )
    .group_by(StaffRow.name)
    .order_by(func.count().desc())
)
_WAITING_LEADS = (
    select(StaffRow.name, func.count())
    .select_from(LeadRow)
    .outerjoin(StaffRow, StaffRow.id == LeadRow.owner_id)
    .where(
        LeadRow.promotion_id == bindparam("promotion"),
        LeadRow.archived_at.is_(None),
        LeadRow.state.in_(("new", "taken")),
    )
    .group_by(StaffRow.name)
    .order_by(func.count().desc())
)
