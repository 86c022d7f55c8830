"""What a turn knows while it goes on."""

from pathlib import Path

from bot.settings import Settings
from handlers.kit.messages.incoming import Incoming
from handlers.kit.registry.registry import discover
from handlers.kit.turn import Turn
from handlers.language.meaning import Name
from storage.people.records import Person
from storage.work import Store, Work
from tests.storage.big_company import NOW

SAID = "visité a Peluquería Zoraida ayer"


def beginning(work: Work, person: Person, folder: Path) -> Turn:
    """The turn of somebody who said that."""
    settings = Settings(_env_file=None, data_dir=folder)
    return Turn(
        work, person, Incoming("local", "bot", "1", "1", "1", NOW, text=SAID), NOW, settings.company, discover()
    )


def meant(turn: Turn) -> list[str]:
    """The customers that the text names, as far as they are known."""
    name = turn.understand(SAID).slots.get("customer")
    return [entry.name for entry in name.candidates] if isinstance(name, Name) else []


def test_a_customer_that_the_turn_added_is_known_when_the_text_is_read_again(store: Store, tmp_path: Path) -> None:
    with store.work(NOW) as work:
        turn = beginning(work, work.people.add("Ana", "rep", "es", "Europe/Madrid"), tmp_path)
        assert meant(turn) == []
        added = work.customers.add("Peluquería Zoraida")
        assert meant(turn) == ["Peluquería Zoraida"]
        work.customers.change(added.id, "name", "Barbería Otelo")
        assert meant(turn) == []


def test_a_text_is_read_once_while_no_name_changes(store: Store, tmp_path: Path) -> None:
    with store.work(NOW) as work:
        turn = beginning(work, work.people.add("Ana", "rep", "es", "Europe/Madrid"), tmp_path)
        assert turn.understand(SAID).slots["customer"] is turn.understand(SAID).slots["customer"]
