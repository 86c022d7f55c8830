"""What is asked of a customer, whatever the question is about: sector, place, class, segment, what is known of them."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, literal_column, or_, select, true

from storage.crm.complaints.tables import ComplaintRow
from storage.crm.leads.records import NEW, TAKEN
from storage.crm.leads.tables import LeadRow
from storage.crm.opportunities.records import OPEN
from storage.crm.opportunities.tables import OpportunityRow
from storage.crm.tables import ContactRow, CustomerRow, FollowUpRow
from storage.facts.tables import FactRow
from storage.names.folding import fold
from storage.questions.question import ANY, Comparison, Field, Filter
from storage.questions.source import Condition, QuestionContext
from storage.standings.tables import StandingRow

_ACCENTED = dict(zip("aeioun", "áéíóúñ", strict=True))
_PLAIN = {accented: plain for plain, accented in _ACCENTED.items()}


def in_sector(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    """Whether the customer is of a sector, or of one of several, however that is spelled."""
    return CustomerRow.sector.in_([spelled for sector in one.words for spelled in reading.sectors(sector)])


def in_place(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether the customer's address names a place, or one of several, with its accent or without.

    Neither store compares without accents.
    """
    every = [spelled for place in one.words for spelled in _spellings(place)]
    return or_(*(CustomerRow.address.ilike(f"%{spelled}%", escape="\\") for spelled in every))


def _spellings(place: str) -> set[str]:
    """A place as it may be written: as it was typed, without accents, and with one, in capitals too."""
    plain = "".join(_PLAIN.get(letter, letter) for letter in place.casefold())
    accented = {plain[:at] + _ACCENTED[c] + plain[at + 1 :] for at, c in enumerate(plain) if c in _ACCENTED}
    every = {place.casefold(), plain, *accented}
    escaped = {re.sub(r"([\\%_])", r"\\\1", one) for one in every}
    return escaped | {one.upper() for one in escaped if not one.isascii()}


def of_class(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether the customer is of class A, B, or C."""
    return CustomerRow.id.in_(select(StandingRow.customer_id).where(StandingRow.letter.in_(one.words)))


def in_segment(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether the customer is of a segment."""
    return CustomerRow.id.in_(select(StandingRow.customer_id).where(StandingRow.segment.in_(one.words)))


def known_for(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether something is known of the customer: "sensitive:price", "tag:vip", or anything of a kind: "elsewhere:any"."""
    said = (fact.partition(":") for fact in one.words)
    any_of = or_(
        *(
            and_(FactRow.kind == kind, true() if value == ANY else FactRow.folded == fold(value))
            for kind, _colon, value in said
        )
    )
    return CustomerRow.id.in_(select(FactRow.customer_id).where(any_of, FactRow.archived_at.is_(None)))


def has(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether an e-mail address, a phone number or the like is known of the customer, or of somebody there; or something is open."""
    if (row := _OPEN.get(str(one.value))) is not None:
        open_there = select(row.id).where(
            row.customer_id == CustomerRow.id, row.state.in_(_STATES_OPEN), row.archived_at.is_(None)
        )
        is_open = open_there.correlate(CustomerRow).exists()
        return ~is_open if one.comparison is Comparison.WITHOUT else is_open
    there = [column.is_not(None) for column in _OWN.get(str(one.value), ())]
    if (of_contact := _OF_A_CONTACT.get(str(one.value))) is not None:
        theirs = select(ContactRow.id).where(
            ContactRow.customer_id == CustomerRow.id, ContactRow.archived_at.is_(None), of_contact.is_not(None)
        )
        there.append(theirs.correlate(CustomerRow).exists())
    known = or_(*there)
    return ~known if one.comparison is Comparison.WITHOUT else known


_OWN: Mapping[str, tuple[Any, ...]] = {
    "email": (CustomerRow.email,),
    "phone": (CustomerRow.phone,),
    "address": (CustomerRow.address,),
    "owner": (CustomerRow.owner_id,),
    "sector": (CustomerRow.sector,),
}
_OPEN: Mapping[str, Any] = {
    "open_complaint": ComplaintRow,
    "open_opportunity": OpportunityRow,
    "open_follow_up": FollowUpRow,
    "open_lead": LeadRow,
}
_STATES_OPEN: tuple[Any, ...] = tuple(literal_column(f"'{state}'") for state in (OPEN, NEW, TAKEN))
_OF_A_CONTACT: Mapping[str, Any] = {"email": ContactRow.email, "phone": ContactRow.phone, "contact": ContactRow.id}
OF_THE_CUSTOMER: Mapping[Field, Condition] = {
    Field.SECTOR: in_sector,
    Field.PLACE: in_place,
    Field.CLASS: of_class,
    Field.SEGMENT: in_segment,
    Field.FACT: known_for,
    Field.HAS: has,
}
"""What the customer behind a row can be asked for, whatever the row is: its statement has the customer joined."""
