"""Promotions: made by marketing, read by the team first, for the customers they suit."""

import pytest

from tests.office import Office, Someone


@pytest.fixture
def marta(office: Office) -> Someone:
    """Marketing."""
    return office.rep("Marta", role="marketing")


def bars(office: Office) -> None:
    """Three bars and a bakery."""
    with office.work() as work:
        for name, sector in (("Bar Sol", "Bares"), ("Bar Luna", "Bares"), ("Bar Mar", "Bares"), ("Horno Paz", "Pan")):
            work.customers.change(work.customers.add(name).id, "sector", sector)


def makes(someone: Someone, name: str = "Otoño", audience: str = "bares") -> None:
    """Somebody makes a promotion, step by step."""
    someone.says("/promo nueva")
    answers = (name, "3 cajas por el precio de 2", "vino blanco", "49,90 €", "hoy", "15 de diciembre", audience)
    for answer in answers:
        someone.says(answer)
    someone.presses("teléfono")
    for answer in ("Diga sí y le llamamos", "más barato por copa; llega al día siguiente", "¿mucho stock? en dos veces"):
        someone.says(answer)
    someone.says("300 €")
    someone.says("Marta")
    someone.presses("Omitir")
    someone.presses("Omitir")


def test_marketing_makes_one_step_by_step(office: Office, marta: Someone) -> None:
    bars(office)
    makes(marta)
    marta.hears("borrador", "Otoño", "3 cajas por el precio de 2", "49,90 €", "sector: Bares", "• más barato por copa")
    marta.presses("Audiencia")
    marta.hears("Clientes: 3", "Bar Sol", "sin teléfono: 3", "no se puede avisar a nadie")
    marta.presses("Vista previa")
    marta.hears("Bar Luna, buenos días:", "Diga sí y le llamamos")
    marta.says("/promos")
    marta.hears("Otoño", "borrador")
    marta.says("/undo")
    marta.says("/promos")
    marta.hears("No hay")
