"""What the columns of a table mean together: who is the customer, who the person there, and whose each number is.

`headings` says what each column's name says by itself. Some of it is decided by what stands beside it ("Estado" among
the parts of an address), by the first lines ("Cuenta" above numbers is no name), and by what else there is: "Nombre" is
a person beside "Empresa", and the customer without it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from handlers.spreadsheets.customer_columns import AddressColumns, Layout, NameColumns, ReachColumn
from handlers.spreadsheets.headings import IGNORED, ColumnHeading, heading, plain
from handlers.spreadsheets.problems import UnusableTable
from handlers.spreadsheets.word_cells import is_company, is_empty, status

MOST_COLUMNS = 400
"""Programs that export everything have some two hundred."""
SAMPLED = 50
"""Lines that are looked at to tell what a column with several meanings means."""

_GIVEN = ("first_name", "middle_name", "last_name", "second_last_name")
_NAMES = frozenset({"name", "full_name", *_GIVEN})
_PLACES = ("", "main", "work", "billing", "mailing", "shipping", "other", "home")
"""Of several addresses the one that is taken, if anything stands there."""
PHONE_RANKS = {
    "mobile": 0,
    "": 1,
    "main": 1,
    "work": 2,
    "billing": 2,
    "mailing": 2,
    "shipping": 2,
    "other": 3,
    "home": 4,
}
_EMAIL_RANKS = {"": 0, "main": 0, "work": 0, "billing": 1, "mailing": 1, "shipping": 1, "other": 2, "home": 3}


def names_columns(cells: Sequence[str]) -> int:
    """How surely a line is the one that names the columns, 0 where it is none: the more it names, the higher.

    One cell that happens to be called like a column does not make a heading of a line. It has to name a customer or a
    person; several of it have to be names of columns, or most of it, or the first; and none may be what stands below them.
    """
    filled = [cell for cell in cells[: MOST_COLUMNS + 1] if cell]
    if any(map(_is_data, filled)):
        return 0
    said = [heading(cell) for cell in filled]
    kept = sum(1 for one in said if one and one.what not in {IGNORED, "number", "kind", "tax_id"})
    known = sum(1 for one in said if one)
    if not any(one and _names_somebody(one) for one in said):
        return 0
    first = said[0] is not None and _names_somebody(said[0])
    return kept * MOST_COLUMNS + known if kept >= 2 or first or known * 2 > len(filled) else 0


def layout(cells: Sequence[str], sample: Sequence[Sequence[str]] = ()) -> Layout:
    """What the columns of this heading mean. Raises UnusableTable where it is not clear which names the customer.

    `sample` are the first lines below it.
    """
    heads = tuple(cells)
    if len(heads) > MOST_COLUMNS:
        raise UnusableTable("too_many_columns", limit=MOST_COLUMNS)
    return _Reading(heads, _Sample(sample)).layout()


def _names_somebody(said: ColumnHeading) -> bool:
    return said.what in {*_NAMES, "trade_name", "legal_name", "title"}


def _is_data(cell: str) -> bool:
    digits = sum(c.isdigit() for c in cell)
    return "@" in cell or "://" in cell or (digits >= 5 and not any(c.isalpha() for c in cell))


@dataclass(frozen=True, slots=True)
class _Sample:
    """The first lines of a table, by column."""

    lines: Sequence[Sequence[str]]

    def of(self, place: int) -> list[str]:
        """What stands in a column, but for cells that say that there is nothing."""
        return [cells[place] for cells in self.lines if place < len(cells) and not is_empty(cells[place], name=True)]

    def are_codes(self, place: int) -> bool:
        """Whether numbers stand in a column that is called like one of names."""
        found = self.of(place)
        return bool(found) and not any(c.isalpha() for cell in found for c in cell)


class _Reading:
    """Decides, one question after the other, what each column of a table is."""

    def __init__(self, heads: tuple[str, ...], sample: _Sample) -> None:
        self.heads, self.sample = heads, sample
        self.said = [heading(head) for head in heads]
        self.read_as: dict[int, str] = {}
        self._settle()

    def layout(self) -> Layout:
        """All of it."""
        self._no_column_twice()
        customer, others, person = self._who()
        flag = self._flag()
        phones = self._reaches(("phone", "mobile", "switchboard"), "phone", customer, person)
        emails = self._reaches(("email",), "email", customer, person)
        return Layout(
            heads=self.heads,
            customer=customer,
            others=others,
            person=person,
            is_company=flag,
            phones=phones,
            emails=emails,
            addresses=self._addresses(people=not person),
            roles=self._all(
                [at for at in self._places(("role",)) if not self._is_of_a_second_person(at)], "person.role"
            )
            if person
            else (),
            sectors=self._all(self._places(("sector",)), "customer.sector"),
            statuses=self._statuses(),
            owners=self._owners(),
            nicknames=self._nicknames(customer, person),
            of_leads=any(one and one.whose == "lead" and one.what in {"owner", *_NAMES} for one in self.said),
            read_as=dict(sorted(self.read_as.items())),
        )

    # ------------------------------------------------------------------ columns with several meanings
    def _settle(self) -> None:
        """Decides what depends on the neighbours and on the first lines."""
        strong = {one.what for one in self.said if one}
        for place, one in enumerate(self.said):
            if one is None:
                continue
            if one.what == "status_or_state":
                among = "state" not in strong and self._among_an_address(place)
                self.said[place] = replace(one, what="state" if among else "status")
            elif one.what == "department":
                among = not strong & {"state", "role"} and self._among_an_address(place)
                self.said[place] = replace(one, what="state" if among else IGNORED)
            elif one.what == "number":
                before = self.said[place - 1] if place else None
                self.said[place] = replace(one, what="house" if before and before.in_an_address else IGNORED)
            elif one.what == "title":
                self.said[place] = replace(one, what=self._title(one, strong))
            elif _is_a_name(one) and self.sample.are_codes(place) and self._is_named_elsewhere(place):
                self.said[place] = replace(one, what=IGNORED)

    def _title(self, one: ColumnHeading, strong: set[str]) -> str:
        """A job, or how somebody is addressed where jobs stand elsewhere; in accounting the name of the account."""
        if "role" in strong:
            return IGNORED
        named = strong & {*_NAMES, "trade_name", "legal_name"}
        return "role" if one.whose or named else "legal_name"

    def _among_an_address(self, place: int) -> bool:
        told = [at for at, one in enumerate(self.said) if one is None or one.what != IGNORED]
        at = told.index(place)
        beside = (self.said[other] for other in told[max(at - 1, 0) : at + 2] if other != place)
        return any(one is not None and one.in_an_address for one in beside)

    def _is_named_elsewhere(self, place: int) -> bool:
        return any(
            one is not None and _is_a_name(one) and at != place and not self.sample.are_codes(at)
            for at, one in enumerate(self.said)
        )

    def _no_column_twice(self) -> None:
        seen: set[str] = set()
        for head, one in zip(self.heads, self.said, strict=True):
            if one is None or one.what == IGNORED:
                continue
            if plain(head) in seen:
                raise UnusableTable("same_column_twice", column=head)
            seen.add(plain(head))

    # ------------------------------------------------------------------ who
    def _who(self) -> tuple[NameColumns, tuple[int, ...], NameColumns]:
        """Who is the customer, by what other names, and who the person there."""
        company, spare = self._company_columns()
        names = [*self._places(("trade_name",)), *company, *self._places(("legal_name",))]
        bare, named = self._whole_names("", "lead"), self._whole_names("person")
        given = self._given(("", "lead", "customer"))
        given_there = self._given(("person",))
        if given and bare and not any(self._what(at) == "first_name" for at in given):
            given, bare = [bare[0], *given], bare[1:]  # «Nombre» beside «Apellidos» is only the first of it
        elif given and company and not (bare or named) and self._is(company[0], "customer"):
            given, names = [company[0], *given], []  # and so is «Cliente»
        if bare and not (given or company) and (named or given_there or (names and not self._places(("role",)))):
            names[len(self._places(("trade_name",))) : 0] = bare[:1]  # «Nombre» beside «Razón social», or «Contacto»
            bare = []
        people = NameColumns(tuple(bare), tuple(given))
        there = NameColumns(tuple(named), tuple(given_there))
        if names or spare:
            customer = NameColumns((*names, *spare))
            person = NameColumns(there.whole + people.whole, there.given or people.given)
        elif people and there:
            customer, person = people, there
        else:
            customer, person = people or there, NameColumns()
        if not customer:
            raise UnusableTable("no_name_column")
        self._note(customer, names[1:], person)
        return customer, tuple(names), person

    def _whole_names(self, *whose: str) -> list[int]:
        """The columns with a whole name, of which a second one counts only where the first is empty."""
        found = [at for at in self._places(("name", "full_name")) if self._is(at, *whose)]
        best = [at for at in found if self._which(at) != "other"] or found
        first = min((self._number(at) for at in best), default=0)
        return [at for at in best if self._number(at) == first]

    def _company_columns(self) -> tuple[list[int], list[int]]:
        """The column that names the company, and others that may where it is empty."""
        found = {
            kind: [at for at in self._places(("name", "full_name")) if self._is(at, kind)]
            for kind in ("company", "customer", "account")
        }
        main = [at for kind in ("company", "customer") for at in found[kind] if self._which(at) != "other"]
        spare = [at for kind in ("company", "customer") for at in found[kind] if self._which(at) == "other"]
        if not main and not spare:
            main = found["account"][:1]
        if len(main) > 1:
            raise UnusableTable("two_columns_for_one", column=self.heads[main[0]], other=self.heads[main[1]])
        return main, spare

    def _given(self, whose: tuple[str, ...]) -> list[int]:
        """The columns of given, middle and family names, in the order in which a name is written."""
        return [
            at
            for what in _GIVEN
            for at in self._places((what,))
            if self._is(at, *whose) and self._which(at) != "other" and self._number(at) < 2
        ]

    def _note(self, customer: NameColumns, others: Sequence[int], person: NameColumns) -> None:
        for whose, names in (("customer", customer), ("person", person)):
            for at in names.whole:
                self.read_as[at] = f"{whose}.name"
            for at in names.given:
                what = self._what(at)
                self.read_as[at] = f"{whose}.{what if what in _GIVEN else 'first_name'}"
        for at in others:
            self.read_as[at] = "customer.nickname"

    def _flag(self) -> int | None:
        """The column that says which lines are companies."""
        for at in self._places(("is_company",)):
            self.read_as[at] = "line.is_company"
            return at
        for at in self._places(("kind",)):
            found = self.sample.of(at)
            if found and all(is_company(cell) is not None for cell in found):
                self.read_as[at] = "line.is_company"
                return at
        return None

    # ------------------------------------------------------------------ what is said of them
    def _reaches(
        self, whats: tuple[str, ...], called: str, customer: NameColumns, person: NameColumns
    ) -> tuple[ReachColumn, ...]:
        """The columns of numbers, or of e-mail addresses, and whose they are."""
        places = [at for at in self._places(whats) if not self._is_of_a_second_person(at)]
        mine = [one for at in places if (one := self.said[at]) is not None]
        to_the_person = any(one.of_the_person for one in mine)
        to_the_company = any(one.of_the_company for one in mine)
        reaches = []
        for at in places:
            one = self._heading(at)
            if not person or one.of_the_company or one.which == "billing" or one.what == "switchboard":
                of_person = False
            elif one.of_the_person:
                of_person = True
            elif to_the_person or to_the_company:
                of_person = not to_the_person
            elif self._are_lines_of_companies(customer, person):
                of_person = False
            else:
                of_person = self._are_lines_of_people(customer, person) or at > person.first
            ranks = _EMAIL_RANKS if called == "email" else PHONE_RANKS
            rank = ranks["mobile" if one.what == "mobile" else one.which]
            reaches.append(
                ReachColumn(at, of_person, rank, self._label("phone_label", one) if called == "phone" else None)
            )
            self.read_as[at] = f"{'person' if of_person else 'customer'}.{called}"
        return tuple(reaches)

    def _are_lines_of_people(self, customer: NameColumns, person: NameColumns) -> bool:
        """Whether each line is about a person, who works somewhere, and not about a customer, where somebody works."""
        if any(not self._is(at, "person") for at in person.given):
            return True
        return person.first < customer.first

    def _are_lines_of_companies(self, customer: NameColumns, person: NameColumns) -> bool:
        """Whether each line is about a company as a whole, so that the numbers beside the name of a contact are its own."""
        return bool(self._places(("tax_id",))) and not self._are_lines_of_people(customer, person)

    def _is_of_a_second_person(self, at: int) -> bool:
        """«Teléfono contacto 2», where there is a «Contacto 2»."""
        number = self._number(at)
        return (
            number > 1
            and self._is(at, "person")
            and any(self._is(other, "person") and self._number(other) == number for other in self._places(_NAMES))
        )

    def _label(self, what: str, one: ColumnHeading) -> int | None:
        return next((at for at in self._places((what,)) if self.said[at] == replace(one, what=what)), None)

    def _addresses(self, *, people: bool) -> tuple[AddressColumns, ...]:
        """The addresses of a table, the one to take first. A person's own is no address of their company."""
        groups: dict[tuple[str, int, bool], dict[str, list[int]]] = {}
        for at, one in enumerate(self.said):
            if one is None or not one.in_an_address or (not people and (one.of_the_person or one.which == "home")):
                continue
            part = "unit" if one.number > 1 and one.what in {"address", "street"} else one.what
            groups.setdefault((one.which, one.item, not one.of_the_company), {}).setdefault(part, []).append(at)
            self.read_as[at] = f"address.{part}"
        ordered = sorted(groups, key=lambda key: (_PLACES.index(key[0]), key[2], key[1]))
        labels = {
            key: self._label("address_label", ColumnHeading("address", "", key[0], item=key[1])) for key in ordered
        }
        whole = [AddressColumns({part: tuple(at) for part, at in groups[key].items()}, labels[key]) for key in ordered]
        return tuple(_united(whole))

    def _statuses(self) -> tuple[int, ...]:
        """The columns of statuses, those of the customer first; what is only called a type has to hold one."""
        sure = sorted(self._places(("status",)), key=lambda at: self._is(at, "lead", "person"))
        likely = [
            at
            for at in self._places(("kind",))
            if at not in self.read_as and (not self.sample.of(at) or any(map(status, self.sample.of(at))))
        ]
        for at in [*sure, *likely]:
            self.read_as[at] = "customer.status"
        return (*sure, *likely)

    def _owners(self) -> tuple[int, ...]:
        order = ("company", "customer", "account", "", "lead", "person")
        places = sorted(self._places(("owner",)), key=lambda at: order.index(self._heading(at).whose))
        for at in places:
            self.read_as[at] = "customer.owner"
        return tuple(places)

    def _nicknames(self, customer: NameColumns, person: NameColumns) -> tuple[int, ...]:
        """Other names of the customer; how a person is called is none of their company's."""
        theirs = bool(person) and self._are_lines_of_people(customer, person)
        ours = [at for at in self._places(("nickname",)) if not theirs or self._heading(at).of_the_company]
        for at in ours:
            self.read_as[at] = "customer.nickname"
        return tuple(ours)

    def _all(self, places: Iterable[int], called: str) -> tuple[int, ...]:
        found = tuple(places)
        self.read_as |= dict.fromkeys(found, called)
        return found

    # ------------------------------------------------------------------ shared by them
    def _places(self, whats: Iterable[str]) -> list[int]:
        wanted = set(whats)
        return [at for at, one in enumerate(self.said) if one is not None and one.what in wanted]

    def _heading(self, at: int) -> ColumnHeading:
        return self.said[at] or ColumnHeading(IGNORED)

    def _is(self, at: int, *whose: str) -> bool:
        return self._heading(at).whose in whose

    def _what(self, at: int) -> str:
        return self._heading(at).what

    def _which(self, at: int) -> str:
        return self._heading(at).which

    def _number(self, at: int) -> int:
        return self._heading(at).number


def _united(addresses: Sequence[AddressColumns]) -> list[AddressColumns]:
    """Addresses whose parts are headed differently as one: «Dirección del cliente» and «Código postal», without more."""
    united: list[AddressColumns] = [one for one in addresses if one.parts.keys() & {"address", "street"}]
    for loose in addresses:
        if loose in united:
            continue
        home = next((at for at, one in enumerate(united) if not one.parts.keys() & loose.parts.keys()), None)
        if home is None:
            united.append(loose)
        else:
            united[home] = replace(united[home], parts={**united[home].parts, **loose.parts})
    return united


def _is_a_name(one: ColumnHeading) -> bool:
    return one.what in {"name", "full_name", "trade_name", "legal_name"}
