"""Lines of a table as customers and the people there, or what is wrong with them."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from handlers.kit import formulas
from handlers.kit.format.phones import phone_shown
from handlers.kit.forms.contact_details import MOST_NUMBERS
from handlers.spreadsheets import cells
from handlers.spreadsheets.addresses import address_of, is_at_home
from handlers.spreadsheets.cells import BadCell, Colleagues, short
from handlers.spreadsheets.customer_columns import Layout, NameColumns, ReachColumn
from handlers.spreadsheets.customer_layout import PHONE_RANKS
from handlers.spreadsheets.headings import label
from handlers.spreadsheets.lines import Line
from handlers.spreadsheets.problems import Problem, Weight
from handlers.spreadsheets.word_cells import is_company, is_courtesy, is_empty, status, status_words
from storage.crm.imports import Brought, BroughtContact
from storage.names.folding import fold
from storage.people.records import Person

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CustomerLine:
    """What a line brings. One `alone` names somebody but no customer: it is about one that other lines name, or refused."""

    brought: Brought
    alone: bool = False


@dataclass
class LineReader:
    """Reads the lines of one table. What it finds wrong it gives to `tell`, and goes on.

    A cell that cannot be used is left out of its line; a line that names no customer brings nothing.
    """

    layout: Layout
    colleagues: Sequence[Person]
    country: str
    language: str
    tell: Callable[[Problem], None]
    _known: Colleagues = field(init=False)
    _cells: list[str] = field(init=False, default_factory=list)
    _filled: dict[int, str] = field(init=False, default_factory=dict)
    _line: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self._known = Colleagues(self.colleagues)

    def read(self, line: Line) -> CustomerLine | None:
        """The line as what is to be brought in; None where it names no customer."""
        self._line, self._cells, self._filled = line.number, line.cells, {}
        if line.complaint:
            extra = line.cells[len(self.layout.heads) :]
            self.tell(Problem(line.complaint, line.number, what=" ".join(extra)[:60], weight=Weight.REFUSED))
            return None
        name, person, alone = self._who()
        if name is None:
            return None
        phones, direct = self._phones(there=bool(person))
        emails, own = self._emails(there=bool(person))
        values = self._values(emails)
        contact = self._contact(person, direct[:1], own)
        numbers = list(dict.fromkeys([*phones, *direct[1:]]))
        if len(numbers) > MOST_NUMBERS:
            self._wrong(
                self.layout.phones[0].place,
                phone_shown(numbers[MOST_NUMBERS]),
                BadCell("too_many_numbers", limit=MOST_NUMBERS),
            )
        main, *further = numbers[:MOST_NUMBERS] or (None,)
        brought = Brought(
            line.number,
            name,
            {"phone": main} | values,
            self._nicknames(name),
            (contact,) if contact else (),
            tuple(further),
        )
        return CustomerLine(brought, alone)

    # ------------------------------------------------------------------ who
    def _who(self) -> tuple[str | None, str | None, bool]:
        """The customer and the person there that the line names, and whether it names somebody alone."""
        name, person = self._named(self.layout.customer, strictly=True), self._named(self.layout.person)
        flag = self.layout.is_company
        a_company = is_company(self._raw(flag)) if flag is not None else None
        if person and a_company:
            name, person = person, ""
        alone = False
        if not name and person and a_company is None and self.layout.person.whole:
            name, person, alone = person, "", True
        if not name:
            why = BadCell("no_company" if person else "no_name")
            self._wrong(self.layout.customer.first, person or "", why, Weight.REFUSED)
            return None, None, False
        try:
            name = cells.name(name)
        except BadCell as bad:
            self._wrong(self.layout.customer.first, name, bad, Weight.REFUSED)
            return None, None, False
        if "," in person and fold(person).startswith(
            f"{fold(name)}, "
        ):  # «Maderas Ebro, Celia Royo», as some programs show a person
            person = person.split(",", name.count(",") + 1)[-1].strip()
        if not person or fold(person) == fold(name):
            return name, None, alone
        return name, self._take(self.layout.person.first, person, cells.name), alone

    def _named(self, columns: NameColumns, *, strictly: bool = False) -> str:
        """A name: the first whole one, or its parts. Where it has to be one, a word that may mean nothing is one."""
        for at in columns.whole:
            text = self._raw(at)
            if not is_empty(text, name=strictly):
                return text
        parts = (self._raw(at) for at in columns.given)
        return " ".join(part for part in parts if not is_empty(part, name=strictly))

    def _contact(self, name: str | None, phones: Sequence[str], emails: Sequence[str]) -> BroughtContact | None:
        at, text = next(((at, text) for at in self.layout.roles if (text := self._cell(at))), (0, ""))
        if name is None:
            if text:
                self._wrong(at, text, BadCell("nobody"))
            return None
        role = (
            None
            if not text or is_courtesy(text)
            else self._take(at, text, lambda said: short(said, cells.LONGEST_ROLE))
        )
        return BroughtContact(name, role, phones[0] if phones else None, emails[0] if emails else None)

    def _nicknames(self, name: str) -> tuple[str, ...]:
        others = [
            text
            for at in self.layout.others
            if (text := self._raw(at)) and text != name and not is_empty(text, name=True)
        ]
        told = [part for at in self.layout.nicknames if self._cell(at) for part in re.split(r"[;|,/]", self._cell(at))]
        if not others and not told:
            return ()
        found = {fold(part): part.strip()[: cells.LONGEST_NAME] for part in [*others, *told] if part.strip()}
        return tuple(nickname for folded, nickname in found.items() if folded != fold(name))

    # ------------------------------------------------------------------ how they are reached
    def _phones(self, *, there: bool) -> tuple[list[str], list[str]]:
        """The customer's numbers, and those of the person there, the best one to reach them first."""
        ours: list[str] = []
        theirs: list[tuple[int, str]] = []
        for column in self.layout.phones:
            text = self._cell(column.place)
            kind = label(self._cell(column.label)) if text and column.label is not None else ""
            if not text or kind == "fax":
                continue
            numbers, beside = self._take(column.place, text, lambda said: cells.phone_numbers(said, self.country)) or (
                (),
                "",
            )
            if beside:
                self._wrong(column.place, beside, BadCell("beside_number"), Weight.NOTICE)
            if there and column.of_person:
                theirs += ((PHONE_RANKS.get(kind, column.rank) if kind else column.rank, number) for number in numbers)
            else:
                ours += numbers
        theirs.sort(key=lambda ranked: ranked[0])
        return ours, list(dict.fromkeys(number for _rank, number in theirs))

    def _emails(self, *, there: bool) -> tuple[list[str], list[str]]:
        """The customer's address and the person's, one each; of others it is told that they are left out."""
        ours = self._addresses(column for column in self.layout.emails if not (there and column.of_person))
        theirs = self._addresses(column for column in self.layout.emails if there and column.of_person)
        return ours, theirs

    def _addresses(self, columns: Iterable[ReachColumn]) -> list[str]:
        kept: list[str] = []
        for column in sorted(columns, key=lambda one: one.rank):
            if text := self._cell(column.place):
                for address in self._take(column.place, text, cells.email_addresses) or ():
                    if kept and address not in kept:
                        self._wrong(column.place, address, BadCell("second_email"))
                    kept = kept or [address]
        return kept

    # ------------------------------------------------------------------ the rest
    def _values(self, emails: Sequence[str]) -> dict[str, Any]:
        address, where = self._address()
        sectors, owners, statuses = self.layout.sectors, self.layout.owners, self.layout.statuses
        return {
            "email": emails[0] if emails else None,
            "address": self._take(where, address, lambda said: short(said, cells.LONGEST_ADDRESS)),
            "sector": self._first(sectors, lambda said: short(said, cells.LONGEST_SECTOR)),
            "status": self._first(statuses, self._status),
            "owner_id": self._first(owners, self._known.find),
        }

    def _address(self) -> tuple[str, int]:
        for columns in self.layout.addresses:
            if self.layout.person and is_at_home(columns, self._cell):
                continue
            if address := address_of(columns, self._cell, self.country):
                return address, min(at for places in columns.parts.values() for at in places)
        return "", 0

    def _status(self, text: str) -> str:
        if found := status(text):
            return found
        raise BadCell("status", known=", ".join(status_words(self.language)))

    def _first(self, places: Iterable[int], read: Callable[[str], T]) -> T | None:
        """What the first of these columns says where anything stands."""
        for at in places:
            if text := self._cell(at):
                return self._take(at, text, read)
        return None

    # ------------------------------------------------------------------ cells
    def _raw(self, at: int) -> str:
        return formulas.plain(self._cells[at]) if at < len(self._cells) else ""

    def _cell(self, at: int) -> str:
        """What stands in a cell, nothing where it says so ("-", "n/d")."""
        if at not in self._filled:
            text = self._raw(at)
            self._filled[at] = "" if not text or is_empty(text) else text
        return self._filled[at]

    def _take(self, at: int, text: str, read: Callable[[str], T]) -> T | None:
        """What a cell says, None where it is empty or wrong."""
        if not text:
            return None
        try:
            return read(text)
        except BadCell as bad:
            self._wrong(at, text, bad)
            return None

    def _wrong(self, at: int, text: str, bad: BadCell, weight: Weight = Weight.LEFT_OUT) -> None:
        self.tell(Problem(bad.why, self._line, self.layout.heads[at], text[:60], bad.values, weight))
