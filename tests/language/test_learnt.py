"""What was learnt from the phrases is kept, and is never older than they are."""

import json
from pathlib import Path

import pytest

from handlers.language.intents.learnt import KEPT, keep, kept_weights
from handlers.language.intents.model import learn


def test_what_is_kept_is_what_the_phrases_teach() -> None:
    assert kept_weights() == learn(), "the phrases have changed since they were learnt: run `make learn`"


def test_what_was_kept_comes_back(tmp_path: Path) -> None:
    weights = {"w:visita": {"log_interaction": 0.125, "show_history": -0.04}, "w:ñandú": {"unknown": 1.0}}
    keep(weights, tmp_path / "learnt.json")
    assert kept_weights(tmp_path / "learnt.json") == weights


@pytest.mark.parametrize(
    "kept", ["", "[]", "{}", '{"learnt_from": "other phrases", "intents": [], "weights": {}}', "\x00"]
)
def test_what_is_stale_or_broken_is_learnt_anew(kept: str, tmp_path: Path) -> None:
    (tmp_path / "learnt.json").write_text(kept, encoding="utf-8")
    assert kept_weights(tmp_path / "learnt.json") is None


@pytest.mark.parametrize("weights", [{"w:a": [99, 1]}, {"w:a": [0]}, {"w:a": 3}, [1], None])
def test_weights_that_make_no_sense_are_learnt_anew(weights: object, tmp_path: Path) -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8")) | {"weights": weights}
    (tmp_path / "learnt.json").write_text(json.dumps(kept), encoding="utf-8")
    assert kept_weights(tmp_path / "learnt.json") is None


def test_nothing_kept_is_learnt_anew(tmp_path: Path) -> None:
    assert kept_weights(tmp_path / "learnt.json") is None
