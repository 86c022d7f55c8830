"""One customer on several lines: brought together, and what the lines say differently."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.kit.format.phones import phone_shown
from handlers.kit.forms.contact_details import MOST_NUMBERS
from handlers.spreadsheets.customer_columns import Layout
from handlers.spreadsheets.problems import Problem
from handlers.spreadsheets.word_cells import status_word
from storage.crm.imports import Brought, BroughtContact
from storage.names.folding import fold

_COLUMNS = {
    "email": "customer.email",
    "address": "address",
    "sector": "customer.sector",
    "status": "customer.status",
    "owner_id": "customer.owner",
}


@dataclass(frozen=True, slots=True)
class SameCustomer:
    """Brings lines of one customer together: people and numbers are added, of all else the first that was said stays."""

    layout: Layout
    language: str
    tell: Callable[[Problem], None]

    def merged(self, lines: Sequence[Brought]) -> Brought:
        """The customer of these lines, which name the same one. What a later line says differently is told."""
        if len(lines) == 1:
            return self._finished(lines[0])
        lines = sorted(lines, key=lambda line: line.line)
        first, *later = lines
        values, said_on = dict(first.values), dict.fromkeys(first.values, first.line)
        phones = [number for line in lines for number in _numbers(line)]
        nicknames = {fold(nickname): nickname for line in reversed(lines) for nickname in reversed(line.nicknames)}
        people: dict[str, BroughtContact] = {}
        for line in lines:
            for contact in line.contacts:
                phones += self._add_person(people, contact, line.line)
        for line in later:
            for key, value in line.values.items():
                if key == "phone" or value is None:
                    continue
                if values[key] is None:
                    values[key], said_on[key] = value, line.line
                elif not (_same(values[key], value) or (key == "address" and _within(value, values[key]))):
                    self._differs(line.line, _COLUMNS[key], self._shown(key, value), said_on[key])
        values["phone"], *further = dict.fromkeys(phones) or (None,)
        if len(further) >= MOST_NUMBERS:
            self._tell(
                "too_many_numbers",
                lines[-1].line,
                "customer.phone",
                phone_shown(further[MOST_NUMBERS - 1]),
                limit=MOST_NUMBERS,
            )
        return self._finished(
            Brought(
                first.line,
                first.name,
                values,
                tuple(nickname for folded, nickname in reversed(nicknames.items()) if folded != fold(first.name)),
                tuple(people.values()),
                tuple(further[: MOST_NUMBERS - 1]),
            )
        )

    def _add_person(self, people: dict[str, BroughtContact], contact: BroughtContact, line: int) -> list[str]:
        """Adds a person or what is new about them; returns a second number of theirs, which is kept with the customer."""
        known = people.setdefault(fold(contact.name), contact)
        second = [contact.phone] if contact.phone and known.phone and contact.phone != known.phone else []
        for kind, column in (("role", "person.role"), ("email", "person.email")):
            before, now = getattr(known, kind), getattr(contact, kind)
            if before and now and not _same(before, now):
                self._differs(line, column, now, 0)
        people[fold(contact.name)] = replace(
            known,
            role=known.role or contact.role,
            phone=known.phone or contact.phone,
            email=known.email or contact.email,
        )
        return second

    def _finished(self, customer: Brought) -> Brought:
        """With the status that goes without saying."""
        if customer.values["status"] is None:
            customer.values["status"] = "prospect" if self.layout.of_leads else "customer"
        return customer

    def _shown(self, key: str, value: Any) -> str:  # noqa: ANN401 - a text, or somebody's id
        if key == "owner_id":
            return ""
        return status_word(value, self.language) if key == "status" else str(value)

    def _differs(self, line: int, column: str, what: str, earlier: int) -> None:
        if earlier:
            self._tell("differs", line, column, what, line=earlier)
        else:
            self._tell("differs_of_person", line, column, what)

    def _tell(self, why: str, number: int, column: str, what: str, **values: str | int) -> None:
        self.tell(Problem(why, number, _head(self.layout, column), what[:60], values))


def _numbers(line: Brought) -> list[str]:
    return [number for number in (line.values["phone"], *line.phones) if number]


def _same(one: Any, other: Any) -> bool:  # noqa: ANN401 - a text, or somebody's id
    return one == other or (isinstance(one, str) and isinstance(other, str) and fold(one) == fold(other))


def _within(address: str, longer: str) -> bool:
    """Whether an address only leaves something out of another."""
    return set(re.findall(r"\w+", fold(address))) <= set(re.findall(r"\w+", fold(longer)))


def _head(layout: Layout, column: str) -> str:
    """What the table calls the first column of this kind."""
    read: Mapping[int, str] = layout.read_as
    return next((layout.heads[at] for at, what in read.items() if what == column or what.split(".")[0] == column), "")
