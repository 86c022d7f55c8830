"""The held-out corpus does not get worse: each kind has a floor, in each language."""

import pytest

from tests.language.heldout import dialogues
from tests.language.heldout.corpus import LANGUAGES, READERS, score

FLOORS = {"moments": 0.98, "amounts": 0.95, "names": 0.97, "intents": 0.85, "acts": 0.93}
LEAST = 60
"""Lines of each kind in each language."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", READERS)
def test_what_was_never_learnt_from_is_understood(kind: str, language: str) -> None:
    found = score(kind, language)
    assert found.lines >= LEAST
    assert found.share >= FLOORS[kind], "\n".join(found.misses)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_said_is_stored_where_it_belongs(language: str) -> None:
    found = dialogues.score(language)
    assert found.lines >= LEAST
    assert found.share >= FLOORS["acts"], "\n".join(found.misses)
