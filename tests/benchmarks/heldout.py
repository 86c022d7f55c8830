"""The held-out corpus, scored: what share of it comes out right, by kind and language, against its floor."""

from collections.abc import Callable

from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import Stores
from tests.benchmarks.table import Row
from tests.language.heldout import dialogues
from tests.language.heldout.corpus import LANGUAGES, READERS, score
from tests.language.test_heldout import FLOORS


def measure(_scale: Scale, _made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Each kind in each language."""
    note("held out: texts that nothing was learnt from")
    rows = []
    for kind in (*READERS, "acts"):
        for language in LANGUAGES:
            found = dialogues.score(language) if kind == "acts" else score(kind, language)
            floor = FLOORS[kind]
            rows.append(
                Row(
                    f"held out: {kind}, {language}",
                    f"{found.share:.1%} of {found.lines}",
                    f"≥ {floor:.0%}",
                    found.share >= floor,
                )
            )
    return rows
