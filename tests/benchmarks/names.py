"""How fast and how surely names are found among 100,000 customers and as many contacts.

    python -m tests.benchmarks.names [URL] [CUSTOMERS]

The names are invented: kinds of business and first names as frequent as they are, the rest from syllables, so that
common words have ten thousands of names, as in life.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, inspect, text

from handlers.language.entities.names.answers import match_name
from handlers.language.entities.names.known import find_known
from handlers.language.entities.names.lexicon import ordinary_words
from handlers.language.entities.names.matching import Message
from storage.names import tables as index
from storage.names.names import IndexEntry, NameKind, index_many
from storage.names.search import StoredNames
from storage.session.base import Base
from storage.session.engine import open_engine, reading

KINDS = (
    "Bar Restaurante Ferretería Farmacia Panadería Librería Cafetería Taller Hotel Clínica Peluquería Carnicería Floristería"
    " Papelería Zapatería Almacén Bodega Hostal Óptica Heladería Frutería Grupo Gimnasio Joyería Mesón Autoescuela Shop Bakery"
    " Pharmacy Garage Florist Market"
)
COMMON = (
    "Sol Luna Norte Sur Central Nuevo Real Mayor Mar Plaza Puerto Río Sierra Estrella Jardín Castillo Fuente Molino Torre Rosa"
    " Oliva Águila León Delfín Aurora Victoria Esperanza Alameda Ribera Collado"
)
FIRST = (
    "Ana María Carmen Laura Marta Lucía Sofía Elena Paula Inés Rocío Belén Nora Alicia Irene Julia Clara Vera Gladys Teresa Juan"
    " José Luis Carlos Pedro Pablo Álvaro Javier Miguel Ángel Diego Jorge Sergio Raúl Óscar Hugo Martín Tomás Bruno Iván"
)
SYLLABLES = (
    "ba be bo ca co cha da de do fa fe ga go gui ja jo la le li lo lla ma me mi mo mu na ne ni no ño pa pe po que ra re ri ro sa se si so ta"
    " te ti to tra va ve vi vo xa ya za zo"
)
ENDINGS = "l n r s z do na rez so ta zar ro no"
SENTENCES = (
    "visité {customer} ayer por la tarde con {contact}, quieren cotización de 20 taladros y entrega la semana que viene",
    "hablé con {contact} de {customer} y me pide que le mandemos el catálogo nuevo antes del viernes porque cierran el presupuesto",
    "reunión en {customer}, estuvo {contact}, les falla mucho el proveedor actual con los plazos y se lo piensan",
    "swung by {customer} this morning, {contact} ordered fifteen boxes and wants the invoice sent by friday please",
    "esta mañana me han recibido en {customer} dicen que si les bajamos los portes compran el doble, quedo en llamar a {contact}",
)
PADDING = (
    " el encargado estaba de viaje, dejaron pendiente la firma del contrato,",
    " me preguntaron por la garantía y el tiempo de entrega de los últimos pedidos,",
    " hay que revisar la factura del mes pasado que salió con un importe equivocado,",
    " they asked about delivery times and whether we could match the other supplier's price,",
)
FOLDED = str.maketrans("áéíóúüñ", "aeiouun")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def surname(chance: random.Random) -> str:
    """An invented surname; low numbers of syllables are frequent, so that some are shared by hundreds."""
    return (
        "".join(chance.choices(SYLLABLES.split(), k=chance.choice((2, 2, 3, 3, 4)))) + chance.choice(ENDINGS.split())
    ).capitalize()


def customer_names(count: int, chance: random.Random) -> list[str]:
    """Names of businesses, all different: a kind and one to three words, common or invented."""
    kinds, common = KINDS.split(), COMMON.split()
    frequent = [1 / (rank + 2) for rank in range(len(kinds))]
    pool = [surname(chance) for _ in range(30_000)]
    names: dict[str, None] = {}
    while len(names) < count:
        kind = chance.choices(kinds, frequent)[0]
        rest = [
            chance.choice(common) if chance.random() < 0.3 else pool[int(chance.random() ** 2 * len(pool))]
            for _ in range(chance.choice((1, 2, 2)))
        ]
        names[" ".join((kind, *rest)) + chance.choice(("", "", "", " S.L."))] = None
    return list(names)


def misspelt(name: str, chance: random.Random) -> str:
    """The name as typed on a phone: small, without accents, with one letter of its longest words wrong."""
    words = name.lower().translate(FOLDED).removesuffix(" s.l.").split()
    long = [place for place, word in enumerate(words) if len(word) >= 5] or [len(words) - 1]
    place = chance.choice(long)
    word, at = words[place], chance.randrange(len(words[place]))
    letter = chance.choice(LETTERS)
    swapped = word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    words[place] = chance.choice(
        (word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], swapped)
    )
    return " ".join(words)


def message(customer: str, contact: str, chance: random.Random) -> str:
    """About 200 characters that mention both."""
    told = chance.choice(SENTENCES).format(customer=customer, contact=contact)
    while len(told) < 190:
        told += chance.choice(PADDING)
    return told[:200].rpartition(" ")[0]


def fill(connection: Connection, customers: int, chance: random.Random) -> tuple[list[str], list[str]]:
    """Indexes the customers and a contact for each; returns their names, ids from 1."""
    names = customer_names(customers, chance)
    pool = [surname(chance) for _ in range(6_000)]
    first = FIRST.split()
    contacts = [f"{chance.choice(first)} {pool[int(chance.random() ** 2 * len(pool))]}" for _ in names]
    index_many(connection, (IndexEntry(NameKind.CUSTOMER, id_, [name]) for id_, name in enumerate(names, 1)))
    index_many(
        connection, (IndexEntry(NameKind.CONTACT, id_, [name], customer_id=id_) for id_, name in enumerate(contacts, 1))
    )
    return names, contacts


def measure(url: str, customers: int = 100_000, *, rounds: int = 1_000, seed: int = 7) -> dict[str, float]:
    """Fills an empty database at `url` and looks names up there; milliseconds and shares (0 to 1). Leaves it empty.

    `found_in_three`: a customer's name with one letter wrong has the customer among the first three candidates.
    `message_found`: a message of 200 characters that names a customer (half of them misspelt) mentions it. Raises
    ValueError, and touches nothing, where there is an index already.
    """
    chance = random.Random(seed)
    engine = open_engine(url)
    tables = [Base.metadata.tables[model.__tablename__] for model in (
        index.IndexedName, index.NameTerm, index.NamePosting, index.NameSpelling,
    )]  # fmt: skip
    in_use = set(inspect(engine).get_table_names()) & {table.name for table in tables}
    if in_use:  # the tables are dropped at the end: never those of somebody's data
        raise ValueError(f"not an empty database: it has {', '.join(sorted(in_use))}")
    Base.metadata.create_all(engine, tables)
    try:
        begun = time.perf_counter()
        with engine.begin() as connection:
            names, contacts = fill(connection, customers, chance)
        measured = {"names_per_second": 2 * customers / (time.perf_counter() - begun)}
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
        with reading(engine) as connection:
            measured |= _look_up(connection, names, contacts, rounds, chance)
    finally:
        Base.metadata.drop_all(engine, tables)
        engine.dispose()
    return measured


def _look_up(
    connection: Connection, names: Sequence[str], contacts: Sequence[str], rounds: int, chance: random.Random
) -> dict[str, float]:
    book = StoredNames(connection, ordinary_words())
    only_customers = {NameKind.CUSTOMER}
    picks = [chance.randrange(len(names)) for _ in range(rounds)]
    asked = [(pick + 1, misspelt(names[pick], chance)) for pick in picks]
    told = [
        (
            pick + 1,
            message(names[pick] if chance.random() < 0.5 else misspelt(names[pick], chance), contacts[pick], chance),
        )
        for pick in picks
    ]

    def among_three(id_: int, name: str) -> bool:
        return id_ in [entry.id for entry in match_name(name, book, only_customers).candidates[:3]]

    def mentioned(id_: int, said: str) -> bool:
        return any(
            entry.id == id_ and entry.kind is NameKind.CUSTOMER
            for mention in find_known(Message(said), book)
            for entry in mention.name.candidates
        )

    share, p50, p99 = _timed(asked, among_three)
    measured = {"found_in_three": share, "misspelt_p50_ms": p50, "misspelt_p99_ms": p99}
    share, p50, p99 = _timed(told, mentioned)
    return measured | {"message_found": share, "message_p50_ms": p50, "message_p99_ms": p99}


def _timed(cases: Sequence[tuple[int, str]], found: Callable[[int, str], bool]) -> tuple[float, float, float]:
    for case in cases[:20]:
        found(*case)  # statements are compiled once
    hits, times = 0, []
    for case in cases:
        begun = time.perf_counter()
        hits += found(*case)
        times.append((time.perf_counter() - begun) * 1000)
    centiles = statistics.quantiles(times, n=100)
    return hits / len(cases), centiles[49], centiles[98]


def main() -> None:
    """Prints the figures for a database, by default a SQLite file that is thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[1] if len(sys.argv) > 1 else f"sqlite:///{folder}/names.db"
        customers = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
        for figure, value in measure(url, customers).items():
            print(f"{figure:18} {value:,.3f}")  # noqa: T201


if __name__ == "__main__":
    main()
