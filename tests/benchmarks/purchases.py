"""An import of very many purchases: seconds, and that its memory does not grow with the lines."""

import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from storage.crm.bulk import NewCustomer, add_customers
from storage.work import Store
from tests.benchmarks.imports import MORE_MEMORY, bring
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, SHOWN, Stores
from tests.benchmarks.table import Row

CUSTOMERS, PRODUCTS = 2_000, 300
SECONDS_FOR_100_000 = 60


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """A tenth of the lines, then all of them, each in a process of its own."""
    rows = []
    lines = 2 * scale.imported
    for kind in KINDS:
        note(f"purchases: {lines:,} lines on {SHOWN[kind]}")
        _seconds, small = _brought(made.fresh(kind), _sample(made.folder, lines // 10))
        seconds, large = _brought(made.fresh(kind), _sample(made.folder, lines))
        allowed = SECONDS_FOR_100_000 * lines / 100_000
        rows += [
            Row(
                f"import of {lines:,} purchases, {SHOWN[kind]}",
                f"{seconds:.0f} s",
                f"<= {allowed:.0f} s",
                seconds <= allowed,
            ),
            Row(
                f"… its memory, {SHOWN[kind]}",
                f"{large:.0f} MB",
                f"<= {MORE_MEMORY} x",
                large <= small * MORE_MEMORY,
                f"{lines // 10:,} lines: {small:.0f} MB",
                f"{large / small:.2f} x",
            ),
        ]
    return rows


def _brought(url: str, path: Path) -> tuple[float, float]:
    store = Store.open(url)
    with store.work() as work:
        since = datetime.now(UTC) - timedelta(days=900)
        add_customers(work, [NewCustomer(_customer(n), since) for n in range(CUSTOMERS)])
        for number in range(PRODUCTS):
            work.products.add(f"Producto {number}", code=f"P-{number}")
    store.close()
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(bring, url, path).result()


def _customer(number: int) -> str:
    return f"Bar Numero {number}"


def _sample(folder: Path, lines: int) -> Path:
    chance = random.Random(7)
    path = folder / f"purchases-{lines}.csv"
    first = date(2024, 1, 1)
    with path.open("w", encoding="utf-8") as file:
        file.write("Fecha;Factura;Cliente;Código;Artículo;Cantidad;Precio;Importe\n")
        for number in range(lines):
            product, count = chance.randrange(PRODUCTS), chance.choice((1, 2, 6, 10, -1))
            day = first + timedelta(days=chance.randrange(700))
            file.write(
                f"{day:%d/%m/%Y};F-{number // 5};{_customer(chance.randrange(CUSTOMERS))};P-{product};Producto {product};"
                f"{count};{product + 1},50;{count * (product + 1.5):.2f}\n".replace(".", ",")
            )
    return path
