"""New customers who may be there already under another name: shown, never decided here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handlers.kit.format.phones import phone_shown
from handlers.spreadsheets.problems import Problem, Weight
from storage.crm.imports import Brought
from storage.crm.possible_duplicates import Alike, called_like, likeness, reached_at
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
        shared = [(customer, list(_shared(customer))) for customer in customers]
        keys = {kind: {key for _customer, told in shared for is_, key, _what in told if is_ == kind} for kind in _KINDS}
        here = {
            **{("number", key): alike for key, alike in reached_at(work, phones=keys["number"]).items()},
            **{("email", key): alike for key, alike in reached_at(work, emails=keys["email"]).items()},
            **{("name", key): alike for key, alike in called_like(work, keys["name"]).items()},
        }
        for customer, told in shared:
            self._compare(customer, told, here)

    def _compare(
        self, customer: Brought, shared: Sequence[tuple[str, str, str]], here: Mapping[tuple[str, str], Alike]
    ) -> None:
        told: set[object] = set()
        for kind, key, what in shared:
            line = self._lines.setdefault(hash((kind, key)), customer.line)
            alike = here.get((kind, key))
            if line != customer.line and line not in told:
                told.add(line)
                self._tell(f"same_{kind}_on_line", customer, what, {"line": line})
            elif alike and alike not in told:
                told.add(alike)
                whose = {"name": alike.name} if alike.name else {"owner": alike.owner or ""}
                self._tell(f"same_{kind}_{'here' if alike.name else 'anothers'}", customer, what, whose)

    def _tell(self, why: str, customer: Brought, what: str, values: Mapping[str, str | int]) -> None:
        shown = customer.name if what in _names(customer) else f"{customer.name}, {phone_shown(what)}"
        self.tell(Problem(why, customer.line, what=shown[:80], values=values, weight=Weight.NOTICE))


_KINDS = ("number", "email", "name")


def _shared(customer: Brought) -> Iterable[tuple[str, str, str]]:
    """What may be somebody else's too: of which kind, as it is compared, and as it is written."""
    for number in (customer.values["phone"], *customer.phones):
        if number:
            yield "number", number, number
    if email := customer.values["email"]:
        yield "email", email, email
    for name in _names(customer):
        if like := likeness(name):
            yield "name", like, name


def _names(customer: Brought) -> Sequence[str]:
    return (customer.name, *customer.nicknames)
