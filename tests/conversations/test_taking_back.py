"""What was told some time ago is taken back in words: it is offered, and the request is kept nowhere."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "told", "since", "said", "undo"),
    [
        ("es", "visité larkfield, quieren 4 cepillos", "visité alder yard, no necesitan nada", "borra lo último de larkfield que me he liado", "Deshacer: "),
        ("es", "visité larkfield, quieren 4 cepillos", "visité alder yard, no necesitan nada", "olvida lo que te conté de larkfield", "Deshacer: "),
        ("en", "visited larkfield, they want 4 brushes", "visited alder yard, they need nothing", "forget the last thing i told you about larkfield", "Undo: "),
        ("en", "visited larkfield, tess has a new pony", "visited alder yard, they need nothing", "delete the bit about the pony", "Undo: "),
    ],
)  # fmt: skip
def test_a_request_to_take_something_back_became_a_note(
    office: Office, language: str, told: str, since: str, said: str, undo: str
) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    office.customer("Alder Yard")
    ana = office.rep("Ana", language=language)
    ana.says(told)
    ana.says(since)
    ana.says(said)
    button = next(label for label in office.labels(ana) if label.startswith(undo))
    assert "Larkfield" in button
    ana.presses(button)
    ana.says("historial de Larkfield Stables" if language == "es" else "history of Larkfield Stables")
    ana.hears_not("cepillos", "brushes", "pony", said)
    ana.says("historial de Alder Yard" if language == "es" else "history of Alder Yard")
    ana.hears("no necesitan nada" if language == "es" else "they need nothing")


@pytest.mark.parametrize(("language", "said", "heard"), [
    ("es", "borra lo del perro de tess", "No encuentro nada tuyo"),
    ("en", "delete the bit about tess's dog", "I find nothing"),
])  # fmt: skip
def test_where_nothing_was_told_the_request_is_kept_nowhere(
    office: Office, language: str, said: str, heard: str
) -> None:
    office.customer("Larkfield Stables", "Tess Moran")
    ana = office.rep("Ana", language=language)
    ana.says(said)
    ana.hears(heard)
    ana.says("/notas" if language == "es" else "/notes")
    ana.hears_not(said)
