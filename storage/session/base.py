"""The declarative base, and the column types that both stores keep alike."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Column, DateTime, Dialect, Integer, MetaData, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

Json = dict[str, Any]

BigId = BigInteger().with_variant(Integer, "sqlite")
"""Keys that grow with the history. SQLite numbers rows only for INTEGER keys."""


class Base(DeclarativeBase):
    """All tables. Constraints are named by rule, so that migrations can name them too."""

    __derived__: ClassVar[bool] = False
    """Whether its rows follow from others and may be rewritten at any time; every other table declares an `Entity`."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite forgets zones: a naive time is refused going in and made UTC coming out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turns any aware time into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ANN401
        """Returns an aware time in UTC."""
        if value is None:
            return None
        time: datetime = value
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


class MoneyType(TypeDecorator[Decimal]):
    """An exact decimal of two places, kept in hundredths: both stores sum it without rounding."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal("12.30") → 1230."""
        return None if value is None else int((value * 100).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """1230 → Decimal("12.30")."""
        return None if value is None else Decimal(value).scaleb(-2)


class QuantityType(TypeDecorator[Decimal]):
    """An exact decimal of three places, kept in thousandths: pieces, kilos and litres alike."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Decimal("2.5") → 2500."""
        return None if value is None else int((value * 1000).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """2500 → Decimal("2.5"), 10000 → Decimal("10"): no zeros that nobody said."""
        if value is None:
            return None
        whole, rest = divmod(value, 1000)
        return Decimal(whole) if not rest else Decimal(value).scaleb(-3).normalize()


def kind_of(column: Column[Any]) -> type:
    """What a column's values are in Python; a decorated type says `object` of itself."""
    if isinstance(column.type, MoneyType | QuantityType):
        return Decimal
    plain = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    return plain.python_type
