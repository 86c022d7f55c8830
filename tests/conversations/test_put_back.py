"""What was undone can be put back; to want it as it was never undoes one thing more."""

import pytest

from tests.office import Office, Someone

SAID = {
    "es": (
        "visité bar luna, quieren vino",
        "visité bar sol, marta quiere 10 cajas, llamarla el martes a las 10",
        "historial de bar sol",
    ),
    "en": (
        "saw bar luna, they want wine",
        "saw bar sol, marta wants 10 boxes, ring her on tuesday at 10",
        "history of bar sol",
    ),
}


def _told(office: Office, language: str) -> Someone:
    office.customer("Bar Sol", "Marta Ruiz")
    office.customer("Bar Luna")
    ana = office.rep("Ana", language=language)
    ana.says(SAID[language][0])
    ana.says(SAID[language][1])
    return ana


@pytest.mark.parametrize(
    ("language", "undoes", "wants"),
    [
        ("es", "deshaz eso", "que no, dejalo como estaba"),
        ("es", "deshacer", "no no, déjalo como estaba"),
        ("es", "deshaz", "recupéralo"),
        ("es", "deshaz", "/rehacer"),
        ("en", "undo that", "put it back"),
        ("en", "undo that", "no, leave it as it was"),
        ("en", "undo", "bring it back please"),
        ("en", "undo", "/redo"),
    ],
)
def test_what_was_undone_just_now_is_put_back(office: Office, language: str, undoes: str, wants: str) -> None:
    ana = _told(office, language)
    ana.says(undoes)
    ana.hears("Bar Sol", {"es": "Deshecho", "en": "Undone"}[language])
    ana.says(wants)
    ana.hears("Bar Sol", {"es": "Recuperado", "en": "Put back"}[language])
    ana.hears_not("Bar Luna")
    ana.says(SAID[language][2])
    ana.hears("10 cajas" if language == "es" else "10 boxes", "24")


def test_a_button_puts_it_back_with_its_correction(office: Office) -> None:
    ana = _told(office, "es")
    ana.says("no, 12 cajas")
    ana.hears("12 cajas")
    ana.says("deshacer")
    ana.presses("Recuperarlo")
    ana.hears("Recuperado")
    ana.says("historial de bar sol")
    ana.hears("12 cajas")


def test_what_was_put_back_is_spoken_of_again(office: Office) -> None:
    ana = _told(office, "es")
    ana.says("deshaz eso")
    ana.says("no, déjalo como estaba")
    ana.says("y quieren 3 botellas")
    ana.hears("Añadido", "Bar Sol", "3 botellas")


@pytest.mark.parametrize(("language", "wants", "kept"), [("es", "dejalo como estaba", "No hay nada"), ("en", "leave it as it was", "nothing to cancel")])  # fmt: skip
def test_where_nothing_was_undone_nothing_happens(office: Office, language: str, wants: str, kept: str) -> None:
    ana = _told(office, language)
    ana.says({"es": "ficha de bar luna", "en": "card of bar luna"}[language])
    ana.says(wants)
    ana.hears(kept)
    ana.says(SAID[language][2])
    ana.hears("10 cajas" if language == "es" else "10 boxes")


def test_what_somebody_changed_since_is_not_put_back(office: Office) -> None:
    office.customer("Bar Sol")
    ana, luis = office.rep("Ana"), office.rep("Luis")
    ana.says("la dirección de Bar Sol es Calle Mayor 3")
    ana.says("deshacer")
    luis.says("la dirección de Bar Sol es Calle Menor 5")
    luis.hears("Calle Menor 5")
    ana.says("/rehacer")
    ana.hears("Luis", "lo he dejado")


def test_a_preference_is_the_last_thing(office: Office) -> None:
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("bar sol prefiere que le llamen por teléfono")
    ana.hears("Prefiere")
    ana.says("borra lo último")
    ana.hears("Deshecho")


@pytest.mark.parametrize(("language", "said"), [("es", "el último viernes del mes no hace falta"), ("en", "no need for the last friday of the month")])  # fmt: skip
def test_what_names_a_day_cancels_nothing_that_was_saved(office: Office, language: str, said: str) -> None:
    ana = _told(office, language)
    ana.says({"es": "ficha de bar luna", "en": "card of bar luna"}[language])
    ana.says(said)
    ana.hears_not("No hay nada que cancelar", "nothing to cancel", "Deshecho", "Undone")


@pytest.mark.parametrize(
    ("language", "wants"),
    [
        ("es", "no, dejalo como estaba, si que fui"),
        ("es", "bueno no, vuelve a ponerlo, era verdad"),
        ("es", "no, recuperalo"),
        ("es", "recupera la visita"),
        ("es", "recupera la visita del bar sol"),
        ("es", "no, déjala, que sí que fui"),
        ("es", "pon la visita otra vez"),
        ("es", "no, lo necesito"),
        ("en", "no leave it i do need it"),
        ("en", "nah keep it"),
        ("en", "put the visit back"),
        ("en", "hang on bring that visit back"),
        ("en", "actually no put it back"),
        ("en", "no wait i need that"),
        ("en", "restore the visit"),
        ("en", "put bar sol back"),
    ],
)
def test_it_is_wanted_back_in_many_words(office: Office, language: str, wants: str) -> None:
    ana = _told(office, language)
    ana.says({"es": "borra lo último", "en": "delete the last one"}[language])
    ana.says(wants)
    ana.hears("Bar Sol", {"es": "Recuperado", "en": "Put back"}[language])
    ana.hears_not("Bar Luna")


@pytest.mark.parametrize(
    ("language", "wants"),
    [
        ("es", "no, déjalo como estaba, y apunta que quieren 3 copas"),
        ("en", "no leave it as it was and add that they want 3 glasses"),
    ],
)
def test_what_is_told_besides_is_kept(office: Office, language: str, wants: str) -> None:
    ana = _told(office, language)
    ana.says({"es": "deshaz eso", "en": "undo that"}[language])
    ana.says(wants)
    ana.hears({"es": "Recuperado", "en": "Put back"}[language], {"es": "3 copas", "en": "3 glasses"}[language])


@pytest.mark.parametrize(
    ("language", "asks", "wants"),
    [
        ("es", "reunión con bar sol el 31 de febrero", "no, déjalo como estaba"),
        ("en", "meeting with bar sol on february 31st", "no, leave it as it was"),
    ],
)
def test_it_is_wanted_back_while_something_else_is_asked(office: Office, language: str, asks: str, wants: str) -> None:
    ana = _told(office, language)
    ana.says({"es": "deshaz eso", "en": "undo that"}[language])
    ana.says(asks)
    ana.says(wants)
    ana.hears(
        {"es": "Recuperado", "en": "Put back"}[language], {"es": "31 de febrero", "en": "february 31st"}[language]
    )


@pytest.mark.parametrize(("language", "says"), [("es", "déjalo en el almacén me dijo luis"), ("en", "keep it in the fridge she said")])  # fmt: skip
def test_what_begins_alike_wants_nothing_back(office: Office, language: str, says: str) -> None:
    ana = _told(office, language)
    ana.says({"es": "deshaz eso", "en": "undo that"}[language])
    ana.says(says)
    ana.hears_not({"es": "Recuperado", "en": "Put back"}[language])
