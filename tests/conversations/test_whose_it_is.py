"""Whose a name is and who did it: relatives are no contacts, a colleague's visit is not the teller's, one name may be of a third."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "mi primo Iker se casa el sábado"),
        ("es", "mi madre se llama Pilar también"),
        ("en", "dinner at my sister Aoifes tonight, can't be late"),
    ],
)
def test_relatives_with_a_contacts_name_are_no_contacts(office: Office, language: str, text: str) -> None:
    office.customer("Panadería Reyero", "Iker Reyero", "Pilar Queralt", "Aoife Brennan")
    ana = office.rep("Ana Ruiz", language=language)
    ana.says(text)
    ana.hears_not("Panadería Reyero")
    ana.says("/historial Panadería Reyero" if language == "es" else "/history Panadería Reyero")
    ana.hears("Todavía no hay nada" if language == "es" else "Nothing yet")


@pytest.mark.parametrize(
    ("language", "text", "note"),
    [
        ("es", "Luis vio ayer a Marta en Bar Sol, quiere 4 cajas", "nota · Ana"),
        ("es", "Luis ayer estuvo en Bar Sol, quieren 4 cajas", "nota · Ana"),
        ("en", "Luis yesterday saw Marta at Bar Sol, she wants 4 boxes", "note · Ana"),
    ],
)
def test_what_a_colleague_did_is_no_visit_of_the_teller_and_has_nobody_with_them(
    office: Office, language: str, text: str, note: str
) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana Ruiz", language=language)
    office.rep("Luis Pérez")
    ana.says(text)
    ana.hears("Bar Sol")
    ana.hears_not("Con: Marta", "With: Marta")
    ana.says("/historial Bar Sol" if language == "es" else "/history Bar Sol")
    ana.hears(note)
    ana.hears_not("Ana con", "Ana with")


@pytest.mark.parametrize(
    ("language", "text", "visit"),
    [
        ("es", "vista Marta, quiere 4 cajas", "visita · Ana con Marta Gil"),
        ("es", "en Bar Sol con Marta, quiere 4 cajas", "visita · Ana con Marta Gil"),
        ("en", "at Bar Sol with Marta, she wants 4 boxes", "visit · Ana with Marta Gil"),
    ],
)
def test_where_somebody_stands_with_whom_is_a_visit(office: Office, language: str, text: str, visit: str) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana Ruiz", language=language)
    ana.says(text)
    ana.says("/historial Bar Sol" if language == "es" else "/history Bar Sol")
    ana.hears(visit)


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "llamado a Bar Sol, no lo cogen"), ("en", "called Bar Sol, nobody picked up")],
)
def test_a_call_in_vain_is_a_call_and_no_preference(office: Office, language: str, text: str) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana Ruiz", language=language)
    ana.says(text)
    ana.hears("llamada" if language == "es" else "call", "Bar Sol")
    ana.hears_not("Prefiere", "Prefers")


def test_two_customers_in_one_clause_keep_it_whole_and_their_people(office: Office) -> None:
    office.customer("Hormigones Valdés", "Leire Amo")
    office.customer("Óptica Mar", "Tomás Bey")
    ana = office.rep("Ana Ruiz")
    ana.says("los de valdés y los de óptica mar comparten nave desde octubre, me lo dijo tomás ayer por teléfono")
    ana.hears("los de valdés y los de óptica mar comparten nave desde octubre")
    ana.says("/cliente Hormigones Valdés")
    ana.hears_not("· Tomás")


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        ("en", "Bar Sol: Marta says Pepe has left", "Pepe Sanz"),
        ("es", "Bar Sol: Marta dice que Pepe se ha ido de la empresa", "Pepe Sanz"),
    ],
)
def test_who_leaves_is_who_is_said_to_and_not_who_says_it(office: Office, language: str, text: str, who: str) -> None:
    office.customer("Bar Sol", "Marta Gil", "Pepe Sanz")
    ana = office.rep("Ana Ruiz", language=language)
    ana.says(text)
    assert any(who in label for label in ana.choices()), ana.choices()
    assert not any("Marta" in label for label in ana.choices()), ana.choices()


def test_how_the_telling_begins_says_when_and_keenness_is_no_anger(office: Office) -> None:
    office.customer("Bar Sol", "Marta Gil")
    eve = office.rep("Eve", language="en")
    eve.says("good chat with marta yesterday at bar sol, shes mad for the new vermouth, told her i'd ask the boss")
    eve.hears("Thursday 19 November", "Mood: positive")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "cheers mate youre a star"),
        ("en", "thats me done for the week have a good one"),
        ("es", "uf que dia llevo"),
        ("es", "gracias, eres un crack"),
    ],
)
def test_small_talk_after_a_visit_is_neither_asked_about_nor_kept(office: Office, language: str, text: str) -> None:
    office.customer("Bar Sol", "Marta Gil")
    ana = office.rep("Ana Ruiz", language=language)
    ana.says("visité bar sol, todo bien" if language == "es" else "visited bar sol, all good")
    ana.says(text)
    ana.hears_not("¿Eso va con", "Does that belong", "Guardado", "Saved", "nota", "loose note")
    ana.says("/notas" if language == "es" else "/notes")
    ana.hears("No hay notas" if language == "es" else "No loose notes")
