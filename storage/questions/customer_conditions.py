"""What is asked of a customer, whatever the question is about: sector, place, class, segment, what is known of them."""

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from storage.crm.tables import ContactRow, CustomerRow
from storage.facts.tables import FactRow
from storage.names.folding import fold
from storage.questions.question import Comparison, Field, Filter
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
    return CustomerRow.id.in_(select(StandingRow.customer_id).where(StandingRow.letter == one.value))


def in_segment(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether the customer is of a segment."""
    return CustomerRow.id.in_(select(StandingRow.customer_id).where(StandingRow.segment == one.value))


def known_for(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether something is known of the customer: "sensitive:price", "tag:vip"."""
    kind, _colon, value = str(one.value).partition(":")
    known = select(FactRow.customer_id).where(
        FactRow.kind == kind, FactRow.folded == fold(value), FactRow.archived_at.is_(None)
    )
    return CustomerRow.id.in_(known)


def has(one: Filter, _reading: QuestionContext) -> ColumnElement[bool]:
    """Whether an e-mail address, a phone number or the like is known of the customer, or of somebody there."""
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
