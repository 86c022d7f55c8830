"""Throw-away stores of both kinds, and the company that the benches talk about."""

import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from storage.crm.bulk import NewContact, NewCustomer, PastInteraction, add_contacts, add_customers, add_interactions
from storage.crm.interactions import InteractionInput
from storage.crm.tables import FollowUpRow, InteractionRow
from storage.session.base import Base
from storage.session.schema import migrate
from storage.work import Store
from tests import postgres
from tests.benchmarks.names import FIRST, customer_names, surname

KINDS = ("sqlite", "postgres")
SHOWN = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
BATCH = 10_000
PEOPLE = 200
OPEN = 200
"""Open follow-ups of the first of them."""
EACH = 10
"""Interactions with each customer."""
ZONE = "Europe/Madrid"
SUMMARIES = (
    "quieren 10 cajas más y que les llamemos cuando llegue el catálogo",
    "les falla el proveedor actual, piden precio para 20 taladros con entrega en una semana",
    "el encargado estaba de viaje, quedó pendiente la firma del contrato",
    "they asked about delivery times and whether we could match the other supplier's price",
)


@dataclass(frozen=True, slots=True)
class Company:
    """What was put in a store: the customers' ids and names, and a contact's name at each."""

    ids: Sequence[int]
    customers: Sequence[str]
    contacts: Sequence[str]


class Stores:
    """Makes empty, migrated databases; all are gone at the end."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder = folder
        self._stack = stack
        self._server: str | None = None
        self._made = 0
        self._big: dict[str, tuple[str, Company]] = {}
        self._grown: dict[tuple[str, int], tuple[str, Company]] = {}

    def big(self, kind: str, customers: int) -> tuple[str, Company]:
        """A store with very many customers, filled once for all benches that want one."""
        if kind not in self._big:
            url = self.fresh(kind)
            store = Store.open(url)
            self._big[kind] = url, fill(store, customers)
            store.close()
        return self._big[kind]

    def grown(self, kind: str, interactions: int) -> tuple[str, Company]:
        """A company as `grow` makes it, filled once for all benches that want one."""
        if (kind, interactions) not in self._grown:
            url = self.fresh(kind)
            store = Store.open(url)
            self._grown[kind, interactions] = url, grow(store, interactions)
            store.close()
        return self._grown[kind, interactions]

    def fresh(self, kind: str) -> str:
        """The URL of a new database of this kind."""
        self._made += 1
        if kind == "postgres":
            if self._server is None:
                self._server = self._stack.enter_context(postgres.server(self.folder / "postgres"))
            return self._stack.enter_context(postgres.database(self._server))
        url = f"sqlite:///{self.folder / f'{self._made}.db'}"
        store = Store.open(url)
        migrate(store.engine)
        store.close()
        return url


@contextmanager
def stores() -> Iterator[Stores]:
    """Stores in a folder of their own."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        (Path(folder) / "postgres").mkdir()
        yield Stores(Path(folder), stack)


def fill(store: Store, customers: int, *, seed: int = 7) -> Company:
    """Adds customers with a contact each; the same seed makes the same company in any store."""
    chance = random.Random(seed)
    names = customer_names(customers, chance)
    pool = [surname(chance) for _ in range(6_000)]
    contacts = [f"{chance.choice(FIRST.split())} {pool[int(chance.random() ** 2 * len(pool))]}" for _ in names]
    since = datetime.now(UTC) - timedelta(days=900)
    ids: list[int] = []
    for first in range(0, customers, BATCH):
        with store.work() as work:
            new = add_customers(work, [NewCustomer(name, since) for name in names[first : first + BATCH]])
            add_contacts(
                work,
                [NewContact(id_, name, since) for id_, name in zip(new, contacts[first : first + BATCH], strict=True)],
            )
        ids += new
    analyze(store)
    return Company(ids, names, contacts)


def staff(store: Store, accounts: Sequence[int]) -> list[int]:
    """Adds a colleague for each Telegram account, who can write at once; returns their ids."""
    ids = []
    with store.work() as work:
        for number, account in enumerate(accounts, 1):
            person = work.people.add(f"Rep{number} Prueba", "rep", "es", ZONE)
            work.people.link(person.id, "telegram", str(account), str(account))
            ids.append(person.id)
    return ids


def give_phones(store: Store, accounts: Sequence[int]) -> None:
    """Has the colleagues who are there write from these Telegram accounts, one each."""
    with store.work() as work:
        for person, account in zip(work.people.everyone(), accounts, strict=True):
            work.people.link(person.id, "telegram", str(account), str(account))


def tell(store: Store, company: Company, authors: Sequence[int], count: int, *, seed: int = 7) -> None:
    """Adds interactions of the last two years, as many with each customer, by these colleagues in turn."""
    chance = random.Random(seed)
    now = datetime.now(UTC)
    rows = []
    for number in range(count):
        at = now - timedelta(minutes=chance.randrange(60, 2 * 365 * 24 * 60))
        customer = company.ids[number % len(company.ids)]
        told = InteractionInput(
            customer, chance.choice(("visit", "call", "email")), at, at.date(), "minute", chance.choice(SUMMARIES)
        )
        rows.append(PastInteraction(told, authors[number % len(authors)], at))
    with store.work() as work:
        add_interactions(work, rows)


def grow(store: Store, interactions: int) -> Company:
    """Two hundred colleagues, so many interactions, and a tenth as many customers with a follow-up each, most of them done.

    What there is much of is copied within the database: a million rows in seconds.
    """
    customers = interactions // EACH
    company = fill(store, customers)
    with store.work() as work:
        people = [work.people.add(f"Rep{number} Prueba", "rep", "es", ZONE) for number in range(1, PEOPLE + 1)]
        for number, person in enumerate(people, 1):
            work.people.link(person.id, "local", str(number), str(number))
        now = work.now
    few = min(interactions, BATCH)
    tell(store, company, [person.id for person in people], few)
    copy_rows(store, InteractionRow, interactions // few, customers)
    chance = random.Random(11)
    others = [
        _promise(chance, company.ids, person.id, now) for person in people[1:] for _ in range(few // EACH // PEOPLE)
    ]
    with store.engine.begin() as connection:
        connection.execute(insert(FollowUpRow), others)
    copy_rows(store, FollowUpRow, interactions // few, customers)
    mine = [_promise(chance, company.ids, people[0].id, now, open_=True) for _ in range(OPEN)]
    with store.engine.begin() as connection:
        connection.execute(insert(FollowUpRow), mine)
    analyze(store)
    return company


def _promise(
    chance: random.Random, customers: Sequence[int], owner: int, now: datetime, *, open_: bool = False
) -> dict[str, object]:
    """A follow-up about anybody; one in fifty is open where nothing else is said."""
    due = (now + timedelta(days=chance.randint(-20, 10))).replace(microsecond=0)
    return {
        "customer_id": chance.choice(customers),
        "owner_id": owner,
        "what": "llamar por el pedido",
        "due_at": due,
        "due_local": due.replace(tzinfo=None),
        "zone": ZONE,
        "grain": "day",
        "state": "open" if open_ or chance.random() < 0.02 else "done",
        "nudge_at": None,
        "created_at": now,
        "updated_at": now,
    }


def copy_rows(store: Store, table: type[Base], times: int, customers: int) -> None:
    """Makes so many of every row that is about a customer, the copies about other customers, over all of them."""
    kept = ", ".join(c.name for c in table.__table__.columns if c.name not in {"id", "customer_id"})
    step = max(1, customers // max(1, times))
    with store.engine.begin() as connection:
        connection.execute(
            text(f"""
                WITH RECURSIVE copies(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM copies WHERE n < :times - 1)
                INSERT INTO {table.__tablename__} (customer_id, {kept})
                SELECT (customer_id + n * {step}) % {customers} + 1, {kept} FROM {table.__tablename__} CROSS JOIN copies
            """),
            {"times": times},
        )


def analyze(store: Store) -> None:
    """Lets the planner know the tables, as it does after a day's work."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
