"""Who is a prospect still: called one, and never bought."""

from typing import Final

from storage.crm.opportunities.records import WON
from storage.crm.records import CustomerRecord
from storage.work import Work

PROSPECT: Final = "prospect"


def is_prospect(work: Work, customer: CustomerRecord) -> bool:
    """Whether there is nothing yet that they could judge: known as a prospect, never bought, and nothing was won there.

    Whoever was called a prospect and bought since is one no more.
    """
    if customer.status != PROSPECT or work.purchases.of_customer(customer.id, limit=1):
        return False
    return not work.opportunities.of_customer(customer.id, state=WON, limit=1)
