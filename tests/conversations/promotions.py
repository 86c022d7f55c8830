"""Promotions as conversations need them: made, launched, and somebody who agreed to hear of them."""

import re
from datetime import date
from decimal import Decimal

from storage.purchases.products import Products
from storage.purchases.purchases import Purchases
from storage.purchases.records import PurchaseLine
from tests.office import Office, Someone


def bars(office: Office) -> None:
    """Three bars and a bakery."""
    with office.work() as work:
        for name, sector in (("Bar Sol", "Bares"), ("Bar Luna", "Bares"), ("Bar Mar", "Bares"), ("Horno Paz", "Pan")):
            work.customers.change(work.customers.add(name).id, "sector", sector)


def makes(someone: Someone, name: str = "Otoño", audience: str = "bares", channel: str = "teléfono") -> None:
    """Somebody makes a promotion, step by step."""
    someone.says("/promo nueva")
    answers = (name, "3 cajas por el precio de 2", "vino blanco", "49,90 €", "hoy", "15 de diciembre", audience)
    for answer in answers:
        someone.says(answer)
    someone.presses(channel)
    for answer in (
        "Diga sí y le llamamos",
        "más barato por copa; llega al día siguiente",
        "¿mucho stock? en dos veces",
    ):
        someone.says(answer)
    someone.says("300 €")
    someone.says("40 %")
    someone.says("Marta")
    someone.presses("Omitir")
    someone.presses("Omitir")


def agrees(office: Office, rep: Someone, customer: str) -> Someone:
    """A person of a customer who joined and wants offers, but no questions: nothing else is said to them meanwhile."""
    rep.says(f"/enlace {customer}")
    code = re.search(r"link ([0-9a-f]{32})", rep.heard())
    assert code, rep.heard()
    someone = office.unregistered(f"Cliente de {customer}")
    someone.says(f"/start {code[1]}")
    someone.presses(next(label for label in someone.choices() if not label.startswith("Sí")))
    someone.presses(next(label for label in someone.choices() if label.startswith("Sí")))
    return someone


def launched(office: Office, marta: Someone, **more: str) -> None:
    """The promotion is made, read by nobody, and launched."""
    makes(marta, **more)
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")


def sells(office: Office, customer: str, product: str, day: str, amount: str = "100.00") -> None:
    """A customer buys something."""
    with office.work() as work:
        known = work.topic(Products).called(product)
        product_id = known.id if known else work.topic(Products).add(product)
        bought = work.customers.exactly(customer)
        line = PurchaseLine(product_id, Decimal(1), Decimal(amount), "EUR")
        work.topic(Purchases).add(bought.id, date.fromisoformat(day), [line])
