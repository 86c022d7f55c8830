"""New customers who may be there already under another name: shown, never decided here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.spreadsheets.problems import Problem, Weight
from storage.crm.alike import Alike, called_like, likeness, reached_at
from storage.crm.imports import Brought
from storage.work import Work


@dataclass
class Duplicates:
    """Compares new customers of one table with each other and with those in the store, by number, e-mail and name.

    Of each number, address and name it remembers the line where it first stood: a hundred bytes.
    """

    tell: Callable[[Problem], None]
    _lines: dict[int, int] = field(default_factory=dict)

    def compare(self, work: Work, customers: Sequence[Brought]) -> None:
        """Tells which of these, who are new, share something with somebody else."""
        phones = {number for customer in customers for number in _phones(customer)}
        emails = {email for customer in customers if (email := customer.values["email"])}
        names = [name for customer in customers for name in _names(customer)]
        here = reached_at(work, sorted(phones), sorted(emails)) | {
            ("name", like): alike for like, alike in called_like(work, names).items()
        }
        for customer in customers:
            self._compare(customer, here)

    def _compare(self, customer: Brought, here: dict[str | tuple[str, str], Alike]) -> None:
        shared: list[tuple[str, str | tuple[str, str], str]] = [
            *(("number", number, number) for number in _phones(customer)),
            *(("email", email, email) for email in [customer.values["email"]] if email),
            *(("name", ("name", like), name) for name in _names(customer) if (like := likeness(name))),
        ]
        told: set[object] = set()
        for kind, key, what in shared:
            line = self._lines.setdefault(hash(key), customer.line)
            alike = here.get(key)
            if line != customer.line and line not in told:
                told.add(line)
                self._tell(f"same_{kind}_on_line", customer, what, {"line": line})
            elif alike and alike not in told:
                told.add(alike)
                whose = {"name": alike.name} if alike.name else {"owner": alike.owner or ""}
                self._tell(f"same_{kind}_{'here' if alike.name else 'anothers'}", customer, what, whose)

    def _tell(self, why: str, customer: Brought, what: str, values: Mapping[str, str | int]) -> None:
        shown = customer.name if what in _names(customer) else f"{customer.name}, {what}"
        self.tell(Problem(why, customer.line, what=shown[:80], values=values, weight=Weight.NOTICE))


def _phones(customer: Brought) -> Iterable[str]:
    return [number for number in (customer.values["phone"], *customer.phones) if number]


def _names(customer: Brought) -> Sequence[str]:
    return (customer.name, *customer.nicknames)
