"""A town to sell in: colleagues with phones, customers, and visits to tell of, each in words that occur once."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from storage.crm.tables import InteractionRow
from storage.messaging.tables import InboxRow, OutboxRow
from storage.session.engine import reading
from storage.session.troubles import is_passing
from storage.work import Store
from tests.fakes.telegram import TelegramControl

_NAMES = (
    "Albacete Almería Badajoz Barcelona Bilbao Burgos Cáceres Cádiz Cartagena Castellón Ceuta Córdoba Cuenca Elche Gijón Girona"
    " Granada Guadalajara Huelva Huesca Jaén Lleida Logroño Lugo Madrid Málaga Melilla Murcia Ourense Oviedo Palencia Pamplona"
    " Pontevedra Salamanca Segovia Sevilla Soria Tarragona Teruel Toledo Valencia Valladolid Vigo Vitoria Zamora Zaragoza"
    " Torrelavega Ponferrada Calahorra Antequera"
)
CITIES = tuple(_NAMES.split())


@dataclass(frozen=True, slots=True)
class Visit:
    """A message that logs one visit; `mark` is the word that no other has."""

    chat: int
    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the visits, by their marks: not kept, kept twice, not answered; and answers too many, by chat."""

    lost: list[str]
    doubled: list[str]
    unanswered: list[str]
    repeated_in: Mapping[int, int]

    @property
    def repeated(self) -> int:
        """Answers too many, in all chats."""
        return sum(self.repeated_in.values())

    def __str__(self) -> str:
        return f"lost {len(self.lost)}, doubled {len(self.doubled)}, unanswered {len(self.unanswered)}, repeated answers {self.repeated}"


def settle_town(
    store: Store, accounts: Sequence[int], *, customers: int = len(CITIES), platform: str = "telegram"
) -> None:
    """Colleagues behind these accounts, and customers for them to visit."""
    with store.work(turn="setting the scene") as work:
        for account in accounts:
            person = work.people.add(f"Rep{account}", "rep", "es", "Europe/Madrid")
            work.people.link(person.id, platform, str(account), str(account))
        for city in CITIES[:customers]:
            work.customers.add(f"Talleres {city}")


def visits(chats: Sequence[int], count: int) -> list[Visit]:
    """So many visits, chat by chat in turn; nobody visits a customer twice, for that would be asked about."""
    assert count <= len(chats) * len(CITIES), "not enough customers"
    return [
        Visit(
            chats[n % len(chats)],
            f"visité a Talleres {CITIES[n // len(chats)]}, quieren cajas del lote zz{n:05d}",
            f"zz{n:05d}",
        )
        for n in range(count)
    ]


def kept(store: Store) -> list[tuple[int, str]]:
    """The logged visits in order, as author and mark."""
    with reading(store.engine) as connection:
        rows = connection.execute(
            select(InteractionRow.author_id, InteractionRow.summary).order_by(InteractionRow.id)
        ).all()
    return [(author, summary.rsplit(" ", 1)[-1]) for author, summary in rows]


async def tally(store: Store, telegram: TelegramControl, told: Iterable[Visit]) -> Tally:
    """Counts rows in the store and messages on the screens."""
    told = list(told)
    marks = [visit.mark for visit in told]
    rows = Counter(mark for _author, mark in kept(store))
    sent = [call["params"] for call in await telegram.sent(method="sendMessage") if call["code"] == 200]
    answers = Counter(mark for params in sent if (mark := mark_in(str(params["text"]))))
    return Tally(
        [mark for mark in marks if not rows[mark]],
        [mark for mark in marks if rows[mark] > 1],
        [mark for mark in marks if not answers[mark]],
        Counter({chat: sum(answers[v.mark] - 1 for v in visits) for chat, visits in _by_chat(told, answers).items()}),
    )


def _by_chat(told: Iterable[Visit], answered: Container[str]) -> dict[int, list[Visit]]:
    found: dict[int, list[Visit]] = defaultdict(list)
    for visit in told:
        if visit.mark in answered:
            found[visit.chat].append(visit)
    return found


def traces(store: Store, mark: str) -> str:
    """All that the store knows of a visit, for whoever has to find out why it is not there."""
    with reading(store.engine) as connection:
        events = connection.execute(
            select(InboxRow.id, InboxRow.state, InboxRow.tries, InboxRow.problem, InboxRow.chat).where(
                InboxRow.raw.contains(mark)
            )
        ).all()
        notes = connection.execute(
            select(InteractionRow.id, InteractionRow.summary).where(InteractionRow.summary.contains(mark))
        ).all()
        messages = connection.execute(select(OutboxRow.id, OutboxRow.state, OutboxRow.payload)).all()
    return f"{mark}: {events} {notes} {[tuple(row) for row in messages if mark in str(row.payload)]}"


def mark_in(text: str) -> str | None:
    """The mark of the visit that a card is about: below it a card quotes what colleagues noted before."""
    return next((word for word in text.replace("<", " ").split() if len(word) == 7 and word.startswith("zz")), None)


def waiting(store: Store) -> tuple[int, int]:
    """How many events wait for their turn, and how many messages to be sent."""
    with reading(store.engine) as connection:
        events = connection.execute(
            select(func.count()).select_from(InboxRow).where(InboxRow.state == "new")
        ).scalar_one()
        messages = connection.execute(
            select(func.count()).select_from(OutboxRow).where(OutboxRow.state == "new")
        ).scalar_one()
    return events, messages


async def eventually(condition: Callable[[], object], what: str, *, seconds: float = 180.0) -> None:
    """Returns once the condition holds; it is looked at often, in a thread. AssertionError where it never does.

    A store that cannot be asked at the moment is no answer yet: some tests cut its connections, ours too.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds

    def holds() -> object:
        try:
            return condition()
        except Exception as error:
            if not is_passing(error):
                raise
            return False

    while not await asyncio.to_thread(holds):
        assert loop.time() < until, f"{what}: not within {seconds} s"
        await asyncio.sleep(0.02)


async def all_done(store: Store, telegram: TelegramControl, events: int, *, seconds: float = 120.0) -> None:
    """Returns when so many events have had their turn, and all that they caused is sent."""

    def done() -> bool:
        with reading(store.engine) as connection:
            taken = connection.execute(select(func.count()).select_from(InboxRow)).scalar_one()
        return taken >= events and waiting(store) == (0, 0)

    await telegram.wait(pending=0, timeout=seconds)
    await eventually(done, "the last turn and message", seconds=seconds)
