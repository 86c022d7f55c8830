"""An audience is said as a question would say it: by sector, place, what is bought, who was met; several of each."""

import pytest

from tests.conversations.promotions import sells
from tests.office import Office, Someone

PLACES = {
    "Mesón Alba": ("bares", "calle Colón 12, Valencia"),
    "Hotel Turia": ("hoteles", "avenida del Puerto 3, Castellón"),
    "Taberna Lima": ("bares", "calle Mayor 1, Madrid"),
    "Vivero Sella": ("jardinería", "camino Viejo 4, Valencia"),
}


def town(office: Office, language: str = "es") -> Someone:
    """Four customers of three sectors in three places, one of whom buys vermouth; returns marketing."""
    marta = office.rep("Marta", role="marketing", language=language)
    for name, (sector, address) in PLACES.items():
        customer = office.customer(name)
        with office.work() as work:
            work.customers.change(customer, "sector", sector)
            work.customers.change(customer, "address", address)
    sells(office, "Mesón Alba", "vermut", "2026-11-18")
    return marta


@pytest.mark.parametrize(
    ("language", "said", "read", "found"),
    [
        ("es", "hosteleria y bares de Valencia", None, ()),
        ("es", "bares de Valencia", "sector: bares · dirección: Valencia", ("Mesón Alba",)),
        ("es", "bares y hoteles de Valencia o Castellón", "sector: bares, hoteles · dirección: Valencia, Castellón", ("Mesón Alba", "Hotel Turia")),
        ("es", "clientes de jardinería y bares", "sector: bares, jardinería", ("Mesón Alba", "Taberna Lima", "Vivero Sella")),
        ("es", "quienes compran vermut en Valencia", "dirección: Valencia · compraron vermut", ("Mesón Alba",)),
        ("es", "bares que no compran vermut", "sector: bares · no compraron vermut", ("Taberna Lima",)),
        ("es", "gente que compra vermut y no hemos visitado", "sin visita · compraron vermut", ("Mesón Alba",)),
        ("es", "los de Madrid", "dirección: Madrid", ("Taberna Lima",)),
        ("en", "bares and hoteles in Castellón or Madrid", "sector: bares, hoteles · address: Castellón, Madrid", ("Hotel Turia", "Taberna Lima")),
        ("en", "people who buy vermut in Valencia", "address: Valencia · who bought vermut", ("Mesón Alba",)),
        ("en", "customers in Valencia who don't buy vermut", "address: Valencia · who did not buy vermut", ("Vivero Sella",)),
        ("en", "jardinería and bares not visited in 60 days", "sector: bares, jardinería · without a visit", ("Mesón Alba", "Taberna Lima", "Vivero Sella")),
    ],
)  # fmt: skip
def test_an_audience_is_read_by_what_questions_are(
    office: Office, language: str, said: str, read: str | None, found: tuple[str, ...]
) -> None:
    marta = town(office, language)
    marta.says(("audiencia: " if language == "es" else "audience: ") + said)
    if read is None:  # one of the two is no sector of anybody's: it is said which
        marta.hears("Ningún cliente", "hosteleria", "Los sectores que hay")
        return
    marta.hears(read, str(len(found)), *found)
    marta.hears_not(*(name for name in PLACES if name not in found))


@pytest.mark.parametrize(
    ("language", "said", "asks"),
    [
        ("es", "promo para hosteleros y bares de Valencia", "¿Cómo se llama la promoción?"),
        ("es", "haz una promo de vermut para bares y hoteles de Valencia", "¿Cómo se llama la promoción?"),
        ("es", "nueva promo para la peña del barrio", "¿Cómo se llama la promoción?"),
        ("en", "set up a campaign on vermut for hoteles in Castellón", "What is the promotion called?"),
        ("en", "make a promo for the fun crowd", "What is the promotion called?"),
    ],
)
def test_a_new_one_begins_whoever_it_is_for(office: Office, language: str, said: str, asks: str) -> None:
    """Whom it is for may not be understood: the promotion begins all the same, and no part of that is its name."""
    marta = town(office, language)
    marta.says(said)
    marta.hears(asks)


def test_for_a_customer_it_is_asked_what_there_is(office: Office) -> None:
    marta = town(office)
    marta.says("promo para Mesón Alba")
    marta.hears("no hay ninguna promoción en marcha")


def test_what_could_be_of_either_is_not_guessed(office: Office) -> None:
    """The days could be those of the visits or of the purchases: what was left out is said."""
    marta = town(office)
    marta.says("audiencia: bares que compran vermut y no hemos visitado en 60 días")
    marta.hears("No sé qué quiere decir ahí «compran vermut»", "sector: bares · sin visita")


def test_several_sectors_are_asked_for_at_once(office: Office) -> None:
    marta = town(office)
    marta.says("clientes de hoteles y jardinería")
    marta.hears("sector: hoteles, jardinería", "Hotel Turia", "Vivero Sella")
    marta.hears_not("Mesón Alba")
