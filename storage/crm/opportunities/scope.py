"""Who sees an opportunity: whoever sees its customer, and whoever sees its owner's customers. And which are open."""

from sqlalchemy import ColumnElement, and_, bindparam, literal_column, or_, true

from storage.crm.opportunities.tables import OpportunityRow
from storage.crm.scope import seen


def opportunity_seen(*, everybodys: bool) -> ColumnElement[bool]:
    """Whether the statement's opportunity, joined with its customer, may be seen; its values are `crm.scope.owners`."""
    if everybodys:
        return true()
    return or_(seen(everybodys=False), OpportunityRow.owner_id.in_(bindparam("owners", expanding=True)))


IS_OPEN = and_(OpportunityRow.state == literal_column("'open'"), OpportunityRow.archived_at.is_(None))
"""Whether it is still to be decided; written out, for the partial indexes."""
