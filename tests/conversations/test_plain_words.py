"""Whatever has a slash command is also said in plain words, in both languages."""

import pytest

from tests.office import Office


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("quiero importar clientes", "Envíame aquí el archivo"),
        ("importar una lista de clientes", "Envíame aquí el archivo"),
        ("cómo importo clientes", "Envíame aquí el archivo"),
        ("cargar un excel de clientes", "Envíame aquí el archivo"),
        ("import customers", "Envíame aquí el archivo"),
        ("I want to import a list of customers", "Envíame aquí el archivo"),
        ("exporta los clientes", "clientes-2026-11-20.csv"),
        ("dame los clientes en un excel", "clientes-2026-11-20.xlsx"),
        ("quiero un archivo con los clientes", "clientes-2026-11-20.csv"),
        ("export all customers as a spreadsheet", "clientes-2026-11-20.xlsx"),
        ("qué ha hecho Luis hoy", "Lo que ha hecho Luis Gómez"),
        ("what has Luis done today", "Lo que ha hecho Luis Gómez"),
        ("quién trabaja aquí", "Luis Gómez"),
        ("enséñame el equipo", "Luis Gómez"),
        ("show me the team", "Luis Gómez"),
        ("copia de seguridad", "cartera backup"),
        ("make a backup", "cartera backup"),
        ("cambia el rol de Luis a soporte", "Luis Gómez ahora tiene el rol: soporte"),
        ("haz a Luis responsable", "el rol: responsable"),
        ("make Luis a manager", "el rol: responsable"),
        ("change the role of Luis to support", "el rol: soporte"),
        ("pon a Luis en el equipo Norte", "está ahora en el equipo Norte"),
        ("put Luis in the North team", "está ahora en el equipo North"),
        ("invita a Tom Hill como vendedor en inglés", "Invitación para Tom Hill"),
        ("invite Tom Hill as a manager in English", "Invitación para Tom Hill"),
        ("da de baja a Luis", "Baja de Luis Gómez"),
        ("Luis no longer works with us", "Baja de Luis Gómez"),
    ],
)
def test_it_is_said_in_plain_words(office: Office, said: str, answer: str) -> None:
    elena = office.rep("Elena", role="admin")
    with office.work() as work:
        work.people.add("Luis Gómez", "rep", "es", "Europe/Madrid")
    office.customer("Bar Sol", "Marta")
    elena.says(said)
    assert answer in elena.heard() + "".join(name for name, _content in elena.received())


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        ("cambia el cargo de Marta a jefa de compras", "jefa de compras"),
        ("el rol de Marta es compradora", "compradora"),
    ],
)
def test_a_contacts_post_is_no_colleagues_role(office: Office, said: str, detail: str) -> None:
    office.customer("Bar Sol", "Marta")
    elena = office.rep("Elena", role="admin")
    elena.says(said)
    elena.hears("Cambiado", "Cargo", detail)


def test_a_visit_that_speaks_of_lists_is_a_visit(office: Office) -> None:
    office.customer("Bar Sol")
    elena = office.rep("Elena", role="admin")
    elena.says("visité a Bar Sol, quieren importar clientes de Francia y un excel con precios")
    elena.hears("Guardado", "Bar Sol")
