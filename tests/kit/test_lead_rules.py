"""Which leads a rule is about."""

from datetime import UTC, datetime

import pytest

from handlers.leads.assigning import applies
from storage.crm.leads.records import LeadRecord, LeadRuleRecord

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
LEAD = LeadRecord(
    1, 1, "Feria de Lugo", "Pepe", None, None, None, "Quiero 3 Toldos.", None, "A Coruña (centro)", "es", None, None,
    "new", None, None, None, None, None, None, NOW, None, None,
)  # fmt: skip


@pytest.mark.parametrize(
    ("field", "value", "fits"),
    [
        ("territory", "a coruna", True),
        ("territory", "coru", False),
        ("product", "toldos", True),
        ("product", "sillas", False),
        ("language", "es", True),
        ("language", "en", False),
        ("source", "feria", True),
    ],
)
def test_a_rule_is_about_whole_words_whatever_their_case(field: str, value: str, *, fits: bool) -> None:
    assert applies(LeadRuleRecord(1, field, value, 1, "Ana"), LEAD) is fits
