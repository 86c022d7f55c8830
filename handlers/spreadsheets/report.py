"""What is in a table, and what an import of it would do, or did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from handlers.spreadsheets.problems import Problem

COUNTED = ("lines", "customers", "contacts", "known", "purchases", "products", "leads")
"""What an import keeps of its report."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is in a table and what becomes of it.

    `customers`, `contacts`, `purchases`, `products` and `leads` are new ones, `known` what is here already: customers, products, or lines.
    `wrong` counts what cannot come in: whole lines (`refused` of them) and single cells. With any of it nothing is brought
    in, unless that was asked for. `problems` are the first of these, and of what is only worth a look.
    """

    lines: int = 0
    customers: int = 0
    contacts: int = 0
    purchases: int = 0
    products: int = 0
    leads: int = 0
    known: int = 0
    wrong: int = 0
    refused: int = 0
    notices: int = 0
    problems: Sequence[Problem] = ()
    done: bool = False
    """Whether it was brought in."""
    kind: str = "customers"
    """What it is a table of: "customers", "products", "purchases" or "leads"."""
    new_products: int = 0
    """Of a table of purchases, the products nobody knows, which could be added along."""

    @property
    def new(self) -> int:
        """How many rows it brings."""
        return self.customers + self.contacts + self.purchases + self.products + self.leads

    def as_json(self) -> dict[str, Any]:
        """As a job's result carries it."""
        numbers = (*COUNTED, "wrong", "refused", "notices", "done", "kind", "new_products", "new")
        return {name: getattr(self, name) for name in numbers} | {
            "problems": [problem.as_json() for problem in self.problems]
        }

    def kept(self) -> dict[str, Any]:
        """What the store keeps of it."""
        return {"kind": self.kind} | {name: getattr(self, name) for name in COUNTED}

    @classmethod
    def of_kept(cls, counts: Mapping[str, Any]) -> "Report":
        """Of an import that was done."""
        numbers: dict[str, Any] = {name: int(counts.get(name, 0)) for name in COUNTED}
        return replace(cls(done=True, kind=str(counts.get("kind", "customers"))), **numbers)
