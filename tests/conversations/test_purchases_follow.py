"""A purchase that was kept from something told follows its correction."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "told", "keep", "yes", "fix", "changed", "again", "then"),
    [
        ("es", "tess de larkfield quiere 40 sacos de pellets a 7,50", "Guardar como compra", "Guardar", "perdón eran 45 sacos no 40", "45", "perdón, no 45 sacos, 50 sacos", "50"),
        ("en", "tess at larkfield wants 40 sacks of pellets at 7.50", "Keep as a purchase", "Keep it", "sorry it was 45 sacks not 40", "45", "no, 50 sacks not 45", "50"),
    ],
)  # fmt: skip
def test_the_purchase_stayed_as_it_was(
    office: Office, language: str, told: str, keep: str, yes: str, fix: str, changed: str, again: str, then: str
) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.presses(next(label for label in office.labels(ana) if label.startswith(keep)))
    ana.presses(yes)
    ana.says(fix)
    ana.hears("→", changed)
    ana.says(again)
    ana.hears("→", then)
    ana.says("compras de Larkfield Stables" if language == "es" else "purchases of Larkfield Stables")
    ana.hears(then)
    ana.hears_not("40 sa", "45 sa")
