"""What a column is taken for, in words: the importer sees it before anything comes in."""

from collections.abc import Mapping

from handlers.kit.format.texts import Words, _

COLUMN_IS: Mapping[str, Words] = {
    "customer.name": _("Customer"),
    "customer.first_name": _("Customer, first name"),
    "customer.middle_name": _("Customer, middle name"),
    "customer.last_name": _("Customer, last name"),
    "customer.second_last_name": _("Customer, second last name"),
    "customer.nickname": _("Customer, another name"),
    "customer.phone": _("Customer's phone"),
    "customer.email": _("Customer's e-mail"),
    "customer.sector": _("Industry"),
    "customer.status": _("Status"),
    "customer.owner": _("Owner"),
    "person.name": _("Contact"),
    "person.first_name": _("Contact, first name"),
    "person.middle_name": _("Contact, middle name"),
    "person.last_name": _("Contact, last name"),
    "person.second_last_name": _("Contact, second last name"),
    "person.role": _("Contact's job title"),
    "person.phone": _("Contact's phone"),
    "person.email": _("Contact's e-mail"),
    "address.address": _("Address"),
    "address.street": _("Address, street"),
    "address.house": _("Address, number"),
    "address.unit": _("Address, second line"),
    "address.district": _("Address, district"),
    "address.city": _("Address, city"),
    "address.postcode": _("Address, postcode"),
    "address.state": _("Address, state or province"),
    "address.country": _("Address, country"),
    "line.is_company": _("Company or person"),
    "products.product": _("Product"),
    "products.code": _("Product's number"),
    "products.family": _("Kind of product"),
    "products.unit": _("Unit"),
    "products.price": _("List price"),
    "products.currency": _("Currency"),
    "purchases.customer": _("Customer"),
    "purchases.product": _("Product"),
    "purchases.code": _("Product's number"),
    "purchases.quantity": _("Quantity"),
    "purchases.unit": _("Unit"),
    "purchases.price": _("Unit price"),
    "purchases.amount": _("Amount"),
    "purchases.currency": _("Currency"),
    "purchases.day": _("Day"),
    "purchases.reference": _("Order or invoice"),
}


def column_is(read_as: str) -> Words:
    """What `Layout.read_as` says of a column."""
    return COLUMN_IS[read_as]
