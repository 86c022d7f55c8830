"""What changes an amount and nothing else: what comes off, what goes on top, and what it then is."""

from decimal import Decimal

import pytest

from handlers.language.slots.adjustments import Adjustment, adjustment


@pytest.mark.parametrize(
    ("text", "by", "percent", "total"),
    [
        ("knock 100 quid off so 3350", "-100", False, "3350"),
        ("100 off", "-100", False, None),
        ("take 10 per cent off", "-10", True, None),
        ("add 200 for delivery", "200", False, None),
        ("quítale 100", "-100", False, None),
        ("hazle un descuento de 150, queda en 1.350", "-150", False, "1350"),
        ("súmale 200 de portes", "200", False, None),
        ("menos un 5 %", "-5", True, None),
    ],
)
def test_an_adjustment(text: str, by: str, percent: bool, total: str | None) -> None:
    assert adjustment(text, "es_ES", "EUR") == Adjustment(Decimal(by), percent, Decimal(total) if total else None)


@pytest.mark.parametrize(
    "text",
    ["add 2 chairs", "add 3 more", "less 100 or 200 off", "they want 100 off the lead", "100", "¿quítale 100?", "visité a 100 bares más"],
)  # fmt: skip
def test_what_is_none(text: str) -> None:
    assert adjustment(text, "en_GB", "GBP") is None


def test_a_share_is_of_the_amount_to_the_cent() -> None:
    assert Adjustment(Decimal(-10), percent=True).of(Decimal("33.33")) == Decimal("30.00")
