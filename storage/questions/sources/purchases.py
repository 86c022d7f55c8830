"""What customers bought, line by line."""

from sqlalchemy import ColumnElement

from storage.crm.scope import seen
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.purchases.product_names import product_ids
from storage.purchases.tables import ProductRow, PurchaseRow
from storage.questions.belonging import Belonging
from storage.questions.question import About, AnyOf, Dated, Field, Filter, Group, Named
from storage.questions.source import QuestionContext, Source, of_id


def _of_product(one: Filter, reading: QuestionContext) -> ColumnElement[bool]:
    """A line of a product, or of one of several: by what they are called where words were said."""
    if any(isinstance(each, Named) for each in (one.value.each if isinstance(one.value, AnyOf) else (one.value,))):
        return of_id(PurchaseRow.product_id)(one, reading)
    return PurchaseRow.product_id.in_(product_ids(one.words))


_WHOSE = Belonging(staff=CustomerRow.owner_id, customer=PurchaseRow.customer_id)
SOURCE = Source(
    about=About.PURCHASES,
    table=PurchaseRow,
    joined=lambda s: (
        s.join(CustomerRow, CustomerRow.id == PurchaseRow.customer_id)
        .join(ProductRow, ProductRow.id == PurchaseRow.product_id)
        .outerjoin(StaffRow, StaffRow.id == CustomerRow.owner_id)
    ),
    seen=lambda everybodys: seen(everybodys=everybodys),
    columns=(
        *_WHOSE.shown(
            PurchaseRow.id,
            what=ProductRow.name,
            day=PurchaseRow.day,
            amount=(PurchaseRow.amount, PurchaseRow.currency),
        ),
        PurchaseRow.quantity,
    ),
    order=(PurchaseRow.day.desc(), PurchaseRow.id.desc()),
    dates={Dated.AT: PurchaseRow.day},
    usual=Dated.AT,
    fields={**_WHOSE.fields, Field.PRODUCT: _of_product},
    groups={**_WHOSE.by_all, Group.PRODUCT: (PurchaseRow.product_id, ProductRow.name)},
    amount=(PurchaseRow.amount, PurchaseRow.currency),
)
