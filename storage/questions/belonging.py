"""Whose the rows of a source are: a colleague's and a customer's. What every such source can be asked, and shows, follows from that."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import Field, Group
from storage.questions.source import NOTHING, Condition, of_id, of_staff


@dataclass(frozen=True)
class Belonging:
    """The columns that say whose a row is; its statement has the customer and the colleague joined by them."""

    staff: Any
    customer: Any

    @property
    def fields(self) -> Mapping[Field, Condition]:
        """By colleague, by customer, and by all that a customer can be asked for."""
        return {
            Field.STAFF: of_staff(self.staff),
            Field.CUSTOMER: of_id(self.customer),
            **OF_THE_CUSTOMER,
        }

    @property
    def by_staff(self) -> Mapping[Group, tuple[Any, Any]]:
        """Told apart by colleague."""
        return {Group.STAFF: (self.staff, StaffRow.name)}

    @property
    def by_both(self) -> Mapping[Group, tuple[Any, Any]]:
        """Told apart by colleague and by customer."""
        return {**self.by_staff, Group.CUSTOMER: (self.customer, CustomerRow.name)}

    @property
    def by_all(self) -> Mapping[Group, tuple[Any, Any]]:
        """Told apart by colleague, customer, and the customer's sector."""
        return {**self.by_both, Group.SECTOR: (CustomerRow.sector, CustomerRow.sector)}

    def shown(
        self,
        id_: Any,  # noqa: ANN401 - any column, as are all below
        *,
        what: Any,  # noqa: ANN401
        customer: Any = CustomerRow.name,  # noqa: ANN401
        kind: Any = NOTHING,  # noqa: ANN401
        at: Any = NOTHING,  # noqa: ANN401
        day: Any = NOTHING,  # noqa: ANN401
        amount: tuple[Any, Any] = (NOTHING, NOTHING),
    ) -> tuple[Any, ...]:
        """The columns of `AnswerRow`, in its order."""
        return (id_, self.customer, customer, StaffRow.name, what, kind, at, day, *amount)
