"""A visit with several people is with all of them: on the card, in the history, in corrections, in questions, in what is undone."""

from typing import Any

import pytest

from tests.office import Office
from tests.office.people import Someone

SAID: dict[str, dict[str, Any]] = {
    "es": {
        "told": "visité a Bar Sol, estuve con Marta, con Juan y con Nuria, quieren 10 cajas",
        "kept": ("Con: Marta Ruiz, Juan Gil, Nuria", "estuve con Marta, con Juan y con Nuria, quieren 10 cajas"),
        "corrected": [
            ("perdón, no era Juan, era Elena", "Con: Marta Ruiz, Juan Gil, Nuria → Marta Ruiz, Elena Peña, Nuria"),
            ("sin Marta", "→ Elena Peña, Nuria"),
            ("también estaban Juan y Sergio", "→ Elena Peña, Nuria, Juan Gil, Sergio"),
            ("Nuria no estaba", "→ Elena Peña, Juan Gil, Sergio"),
        ],
        "asked": ("visitas con Juan", "Visitas: 1", "con Juan Gil"),
        "nobody": ("visitas con Marta", "visitas · con Marta Ruiz"),
        "history": ("historial de Bar Sol", "con Elena Peña, Juan Gil, Sergio"),
        "undone": ("Deshacer", "Deshecho", "con Elena Peña, Nuria, Juan Gil, Sergio"),
    },
    "en": {
        "told": "visited Bar Sol, met Marta, Juan and Nora, they want 10 boxes",
        "kept": ("With: Marta Ruiz, Juan Gil, Nora", "met Marta, Juan and Nora, they want 10 boxes"),
        "corrected": [
            ("it wasn't Juan, it was Elena", "With: Marta Ruiz, Juan Gil, Nora → Marta Ruiz, Elena Peña, Nora"),
            ("without Marta", "→ Elena Peña, Nora"),
            ("also Juan was there", "→ Elena Peña, Nora, Juan Gil"),
            ("Nora wasn't there", "→ Elena Peña, Juan Gil"),
        ],
        "asked": ("visits with Juan", "Visits: 1", "with Juan Gil"),
        "nobody": ("visits with Marta", "visits · with Marta Ruiz"),
        "history": ("history of Bar Sol", "with Elena Peña, Juan Gil"),
        "undone": ("Undo", "Undone", "with Elena Peña, Nora, Juan Gil"),
    },
}


def _rep(office: Office, language: str) -> Someone:
    office.customer("Bar Sol", "Marta Ruiz", "Juan Gil", "Elena Peña")
    office.customer("Bar Luna", "Pedro Sanz")
    return office.rep("Ana", language=language)


@pytest.mark.parametrize("language", ["es", "en"])
def test_all_who_were_met_are_kept_and_put_right(office: Office, language: str) -> None:
    ana, said = _rep(office, language), SAID[language]
    ana.says(said["told"])
    ana.hears(*said["kept"])
    for words, changed in said["corrected"]:
        office.passes(minutes=3)
        ana.says(words)
        ana.hears(changed)
    for words, *heard in (said["asked"], said["nobody"], said["history"]):
        ana.says(words)
        ana.hears(*heard)
    button, *heard, history = said["undone"]
    ana.presses(button)
    ana.hears(*heard)
    ana.says(said["history"][0])
    ana.hears(history)


def test_a_name_of_two_people_is_asked_about_and_everybody_else_is_kept(office: Office) -> None:
    office.customer("Bar Sol", "Marta Ruiz", "Juan Gil", "Juan Paz")
    ana = office.rep("Ana")
    ana.says("visita a Bar Sol con Marta y con Juan, quieren vino")
    ana.hears("Con: Marta Ruiz")
    ana.presses("Juan Paz")
    ana.hears("Con: Marta Ruiz → Marta Ruiz, Juan Paz")


def test_who_is_told_of_and_who_does_not_answer_was_not_met(office: Office) -> None:
    ana = _rep(office, "es")
    ana.says("visité Bar Sol, Marta dice que hable con Juan y con Elena")
    ana.hears("Con: Marta Ruiz", "Marta dice que hable con Juan y con Elena")
    ana.hears_not("Juan Gil", "Elena Peña")
    ana.says("llamé a Juan y a Marta de Bar Sol, Juan no coge")
    ana.hears("Con: Marta Ruiz")
    ana.hears_not("Juan Gil")


def test_a_list_with_a_colleague_stays_whole(office: Office) -> None:
    ana = _rep(office, "es")
    office.rep("Luis")
    ana.says("estuve con Marta, Juan y Luis en Bar Sol, quieren 5 cajas")
    ana.hears("Con: Marta Ruiz, Juan Gil", "estuve con Marta, Juan y Luis en Bar Sol, quieren 5 cajas")
