"""What cannot be done is said, and nothing of it stays: no row, no message, no slow work, no other place in the conversation."""

from sqlalchemy import select

from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Command
from handlers.kit.turn import Sorry, Turn
from storage.crm.tables import CustomerRow
from storage.messaging.tables import JobRow
from tests.office import Office

NO = "No puede ser."


def _declines(turn: Turn, words: str) -> Reply:
    """Does a bit of everything, then cannot go on."""
    bar = turn.work.customers.add(f"Bar {words}")
    turn.work.customers.call_also(bar.id, "mitad")
    turn.work.jobs.add("export", {}, platform="local", chat="1", account="1")
    turn.tell(turn.person.id, Reply.of(f"Hecho: {words}"))
    turn.conversation.form = None
    raise Sorry(NO)


DECLINING = Capability("declining", about="-", commands=(Command({"": "declina"}, _declines, hidden=True),), order=900)


def test_what_was_done_before_it_was_declined_is_not_kept_or_sent(office: Office) -> None:
    office.can_also(DECLINING)
    ana = office.rep("Ana")
    ana.says("/declina Medio")
    ana.hears(NO)
    ana.hears_not("Hecho")
    with office.work() as work:
        kept = work.connection.execute(select(CustomerRow.name).where(CustomerRow.name == "Bar Medio")).all()
        slow = work.connection.execute(select(JobRow.id)).all()
    assert not kept
    assert not slow


def test_the_next_message_goes_on_where_the_conversation_was(office: Office) -> None:
    office.can_also(DECLINING)
    office.customer("Bar Sol")
    ana = office.rep("Ana")
    ana.says("visité a Bar Sol")
    ana.says("/declina Medio")
    ana.hears(NO)
    ana.says("quieren 10 cajas, llamarles el lunes")
    ana.hears("Guardado", "10 cajas")
