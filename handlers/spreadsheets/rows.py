"""Lines of a table as customers and the people there, or what is wrong with them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse

from handlers.kit.forms.contact_details import MOST_NUMBERS
from handlers.spreadsheets.columns import Columns, status, status_words
from handlers.spreadsheets.formulas import plain
from handlers.spreadsheets.problems import Problem
from handlers.spreadsheets.reading import Line
from storage.crm.imports import Brought, BroughtContact
from storage.names.folding import fold
from storage.people.records import Person

T = TypeVar("T")

LONGEST_NAME = 200
LONGEST_ROLE = 80
LONGEST_EMAIL = 254
LONGEST_ADDRESS = 300
LONGEST_SECTOR = 80
_EMAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+")
_BETWEEN = re.compile(r"\s*(?:[,;/|\n]|\by\b|\band\b)\s*")
_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_WHOLE_AS_DECIMAL = re.compile(r"(\d{6,})[.,]0+")


_OF_A_CUSTOMER = ("phone", "phones", "email", "address", "sector", "status", "owner", "nicknames")
"""What the lines of one customer must not contradict each other in."""


class _Wrong(Exception):  # noqa: N818 - caught below
    """A cell cannot be used."""

    def __init__(self, why: str, **values: str | int) -> None:
        super().__init__(why)
        self.why, self.values = why, values


@dataclass
class Reader:
    """Reads the lines of one table, in order. What it finds wrong it puts into `problems` and goes on.

    It remembers a number for each customer and contact, so that a customer on several lines is one, and lines that
    contradict each other are found: some 200 bytes a customer, and the number of lines is limited.
    """

    columns: Columns
    colleagues: Sequence[Person]
    country: str
    language: str
    problems: list[Problem] = field(default_factory=list)
    _said: dict[int, tuple[int, int]] = field(default_factory=dict)
    _owners: Mapping[str, int | None] = field(init=False)

    def __post_init__(self) -> None:
        owners: dict[str, int | None] = {}
        for person in self.colleagues:
            for name in {fold(person.name), fold(person.first_name)}:
                owners[name] = None if name in owners else person.id
        owners |= {fold(person.name): person.id for person in self.colleagues}
        self._owners = owners

    def read(self, line: Line) -> Brought | None:
        """The line as what is to be brought in; None where something is wrong with it."""
        if line.complaint:
            extra = line.cells[len(self.columns.heads) :]
            self.problems.append(Problem(line.complaint, line.number, what=" ".join(extra)[:60]))
            return None
        before = len(self.problems)
        said = {
            name: plain(line.cells[place]) for name, place in self.columns.places.items() if place < len(line.cells)
        }
        name = self._take(line, said, "name", _name)
        if name is None and not said.get("name"):
            self._wrong(line, "name", "", _Wrong("no_name"))
        numbers = [
            *(self._take(line, said, "phone", self._phones) or ()),
            *(self._take(line, said, "phones", self._phones) or ()),
        ]
        main, *further = dict.fromkeys(numbers) or (None,)
        values: dict[str, Any] = {
            "phone": main,
            "email": self._take(line, said, "email", _email),
            "address": self._take(line, said, "address", _address),
            "sector": self._take(line, said, "sector", _sector),
            "status": self._take(line, said, "status", self._status) or "customer",
            "owner_id": self._take(line, said, "owner", self._owner),
        }
        nicknames = tuple(
            tidied for part in re.split(r"[;|,/]", said.get("nicknames", "")) if (tidied := part.strip()[:LONGEST_NAME])
        )
        contact = self._contact(line, said)
        if len(self.problems) > before or name is None:
            return None
        if contact and not (said.get("contact_name") or contact.role) and hash(fold(name)) not in self._said:
            contact = _as_the_customers(contact, values)
        told = tuple(said.get(head, "") for head in _OF_A_CUSTOMER)
        return (
            Brought(line.number, name, values, nicknames, contact, tuple(further))
            if self._agrees(line, name, told)
            else None
        )

    def _contact(self, line: Line, said: Mapping[str, str]) -> BroughtContact | None:
        email = self._take(line, said, "contact_email", _email)
        phone = self._take(line, said, "contact_phone", self._phone)
        role = self._take(line, said, "contact_role", _role)
        # An address or a number of nobody in particular that cannot be the customer's is kept under itself: better than losing it.
        name = self._take(line, said, "contact_name", _name) or email or phone
        return BroughtContact(name, role, phone, email) if name else None

    def _agrees(self, line: Line, name: str, told: tuple[str, ...]) -> bool:
        """Whether the line says of its customer what an earlier one said, or nothing."""
        if not any(told):
            self._said.setdefault(hash(fold(name)), (line.number, 0))
            return True
        first, what = self._said.setdefault(hash(fold(name)), (line.number, hash(told)))
        if what == 0:
            self._said[hash(fold(name))] = (line.number, hash(told))
        elif what != hash(told):
            self.problems.append(Problem("differs", line.number, self.columns.head("name"), name[:60], {"line": first}))
            return False
        return True

    # ------------------------------------------------------------------ cells
    def _take(self, line: Line, said: Mapping[str, str], name: str, read: Callable[[str], T]) -> T | None:
        """What a cell says, None where it is empty or wrong."""
        text = said.get(name, "")
        if not text:
            return None
        try:
            return read(text)
        except _Wrong as wrong:
            self._wrong(line, name, text, wrong)
            return None

    def _wrong(self, line: Line, name: str, text: str, wrong: _Wrong) -> None:
        self.problems.append(Problem(wrong.why, line.number, self.columns.head(name), text[:60], wrong.values))

    def _phones(self, text: str) -> list[str]:
        """The numbers of a cell: one, unless something stands between several."""
        one = _WHOLE_AS_DECIMAL.fullmatch(text) or _ROUNDED.fullmatch(text)
        numbers = [self._phone(part) for part in ([text] if one else _BETWEEN.split(text)) if part.strip()]
        if len(numbers) > MOST_NUMBERS:
            raise _Wrong("too_many_numbers", limit=MOST_NUMBERS)
        return numbers

    def _phone(self, text: str) -> str:
        """As +34600123456. A spreadsheet's own spoiling of numbers is mended where it can be, and told where not."""
        if whole := _WHOLE_AS_DECIMAL.fullmatch(text):
            text = whole[1]
        if _ROUNDED.fullmatch(text):
            raise _Wrong("rounded")
        try:
            number = parse(text, self.country)
        except NumberParseException:
            raise _Wrong("phone") from None
        if not is_possible_number(number):
            raise _Wrong("phone")
        return str(format_number(number, PhoneNumberFormat.E164))

    def _status(self, text: str) -> str:
        if found := status(text):
            return found
        raise _Wrong("status", known=", ".join(status_words(self.language)))

    def _owner(self, text: str) -> int:
        if fold(text) not in self._owners:
            raise _Wrong("owner")
        found = self._owners[fold(text)]
        if found is None:
            raise _Wrong("several_owners")
        return found


def _as_the_customers(nobody: BroughtContact, values: dict[str, Any]) -> BroughtContact | None:
    """Gives the customer, who has no such, an address and a number that the line tells of nobody by name; what is left is returned."""
    phone, email = (told if values[kind] else None for kind, told in (("phone", nobody.phone), ("email", nobody.email)))
    values["phone"] = values["phone"] or nobody.phone
    values["email"] = values["email"] or nobody.email
    left = email or phone
    return BroughtContact(left, None, phone, email) if left else None


def _name(text: str) -> str:
    if not any(c.isalnum() for c in text):
        raise _Wrong("no_letters")
    return _short(text, LONGEST_NAME)


def _role(text: str) -> str:
    return _short(text, LONGEST_ROLE)


def _address(text: str) -> str:
    return _short(text, LONGEST_ADDRESS)


def _sector(text: str) -> str:
    return _short(text, LONGEST_SECTOR)


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise _Wrong("email")
    return _short(text, LONGEST_EMAIL)


def _short(text: str, most: int) -> str:
    if len(text) > most:
        raise _Wrong("too_long", limit=most)
    return text
