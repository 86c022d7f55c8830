"""The products that names mean: of that name, or of a family of that name."""

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from storage.names.folding import fold
from storage.purchases.tables import ProductRow


def product_ids(names: Sequence[str]) -> Select[int]:
    """A select of their ids, whatever accents and capitals."""
    return select(ProductRow.id).where(
        ProductRow.archived_at.is_(None),
        or_(
            ProductRow.folded.in_([fold(name) for name in names]),
            func.lower(ProductRow.family).in_([name.lower() for name in names]),
        ),
    )
