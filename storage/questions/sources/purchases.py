"""What customers bought, line by line."""

from storage.crm.scope import seen
from storage.crm.tables import CustomerRow
from storage.people.tables import StaffRow
from storage.purchases.tables import ProductRow, PurchaseRow
from storage.questions.customer_conditions import OF_THE_CUSTOMER
from storage.questions.question import About, Dated, Field, Group
from storage.questions.source import NOTHING, Source, of_id, of_staff

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
        PurchaseRow.id,
        PurchaseRow.customer_id,
        CustomerRow.name,
        StaffRow.name,
        ProductRow.name,
        NOTHING,
        NOTHING,
        PurchaseRow.day,
        PurchaseRow.amount,
        PurchaseRow.currency,
        PurchaseRow.quantity,
    ),
    order=(PurchaseRow.day.desc(), PurchaseRow.id.desc()),
    dates={Dated.AT: PurchaseRow.day},
    usual=Dated.AT,
    fields={
        Field.STAFF: of_staff(CustomerRow.owner_id),
        Field.CUSTOMER: of_id(PurchaseRow.customer_id),
        **OF_THE_CUSTOMER,
        Field.PRODUCT: of_id(PurchaseRow.product_id),
    },
    groups={
        Group.STAFF: (CustomerRow.owner_id, StaffRow.name),
        Group.CUSTOMER: (PurchaseRow.customer_id, CustomerRow.name),
        Group.SECTOR: (CustomerRow.sector, CustomerRow.sector),
        Group.PRODUCT: (PurchaseRow.product_id, ProductRow.name),
    },
    amount=(PurchaseRow.amount, PurchaseRow.currency),
)
