"""What the sample company sold: every customer buys some of what their trade needs, each at a pace of their own."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from random import Random

from bot.samples.company import Client, Product, SampleCompany
from storage.purchases.bulk import NewProduct, PastPurchase, add_products, add_purchases
from storage.work import Work

WRITTEN_AT = time(18, 30)
DAYS = 330
"""Working days for which purchases are known."""
GAPS: Mapping[str, tuple[int, int]] = {
    "often": (4, 7), "steady": (8, 14), "seldom": (18, 26), "quiet": (28, 40), "new": (6, 10),
}  # fmt: skip
"""Working days between two orders, from and to, by how often something happens at a customer."""
TOLD_FOR = 530
"""Working days for which they are known of who left, or grew: two years."""
LEFT = 275
"""For so many working days who left has bought nothing: more than a year."""
GREW = 255
"""Before so many working days who grew bought half."""
NEW_FOR = 30
STOPPED = 70
"""For so many working days the last of those who buy often has bought nothing: somebody should ask why."""
BOUGHT = 3
"""Products that a customer buys at most."""


class SamplePurchases:
    """Purchases of the sample company; `at` makes an instant of a working day and a wall time, ids are by name."""

    def __init__(
        self,
        company: SampleCompany,
        currency: str,
        at: Callable[[int, time], datetime],
        customers: Mapping[str, int],
    ) -> None:
        self._company, self._currency, self._at, self._customers = company, currency, at, customers

    def into(self, work: Work) -> None:
        """Writes the products and all that was bought of them."""
        stock = [(family, product) for family, some in self._company.products.items() for product in some]
        called = self._company.families
        rows = [
            NewProduct(_name(one), called.get(family, family), _unit(one), one.price, self._currency)
            for family, one in stock
        ]
        ids = add_products(work, rows, self._at(-TOLD_FOR, WRITTEN_AT))
        of = {product.the: id_ for (_family, product), id_ in zip(stock, ids, strict=True)}
        often = [client for client in self._company.customers if client.pace == "often"]
        add_purchases(
            work,
            [
                purchase
                for client in self._company.customers
                for purchase in self._bought(client, of, until=self._until(client, often[-1]))
            ],
        )

    @staticmethod
    def _until(client: Client, stopped: Client) -> int:
        """The last working day on which a customer may have bought."""
        if client.past == "left":
            return -LEFT
        return -STOPPED if client is stopped else -1

    def _bought(self, client: Client, of: Mapping[str, int], *, until: int) -> list[PastPurchase]:
        """What one customer bought, up to a working day."""
        draw = Random(f"{self._company.locale} {client.name} buys")
        trade = self._company.trades[client.trade]
        all_of_it = [product for group in trade.stock for product in self._company.products[group]]
        chosen = draw.sample(all_of_it, min(BOUGHT, len(all_of_it)))
        first, last = GAPS[client.pace]
        since = NEW_FOR if client.pace == "new" else TOLD_FOR if client.past else DAYS
        gap, day = draw.randint(first, last), -since + draw.randint(0, 9)
        found: list[PastPurchase] = []
        while day <= until:
            for product in chosen[: draw.randint(1, len(chosen))]:
                count = draw.randint(product.few, product.lots)
                if client.past == "grew" and day < -GREW:
                    count = (count + 1) // 2
                at = self._at(day, WRITTEN_AT)
                found.append(
                    PastPurchase(
                        self._customers[client.name],
                        of[product.the],
                        at.date(),
                        count,
                        _unit(product),
                        product.price,
                        self._currency,
                        at,
                    )
                )
            day += gap + draw.randint(-1, 1)
        return found


def _name(product: Product) -> str:
    """A product as a catalogue has it: "la cerveza tostada" is "Cerveza tostada"."""
    _article, _space, name = product.the.partition(" ")
    return name[:1].upper() + name[1:]


def _unit(product: Product) -> str:
    """In what it is counted: "cajas" of "cajas de cerveza tostada"."""
    return product.many.split()[0]
