"""Values of rows as JSON keeps them, and back."""

import base64
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Column

from storage.session.base import kind_of


def as_json(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    """A value as JSON keeps it: times in ISO 8601, decimals as text, bytes in base 64."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def all_as_json(values: Mapping[str, object]) -> dict[str, Any]:
    """Columns with their values as JSON keeps them."""
    return {name: as_json(value) for name, value in values.items()}


def from_json(column: Column[Any], value: Any) -> Any:  # noqa: ANN401 - whatever the column holds
    """A value of JSON as its column wants it."""
    if value is None:
        return None
    kind = kind_of(column)
    if kind in {datetime, date, time}:
        return kind.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    return base64.b64decode(value) if kind is bytes else value
