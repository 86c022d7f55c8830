"""What changes while a promotion goes out: it is paused, it says something else, a customer stops."""

import pytest
from sqlalchemy import select

from reminders.tick import tick
from storage.messaging.tables import OutboxRow
from tests.conversations.promotions import agrees, bars, makes
from tests.office import Office, Someone


@pytest.fixture
def marta(office: Office) -> Someone:
    """Marketing."""
    return office.rep("Marta", role="marketing")


def made_out(office: Office, marta: Someone, *customers: Someone) -> None:
    """A promotion for these bars is launched, and their messages are made out, but not sent yet."""
    office.at("2026-11-23 13:00")
    makes(marta, channel="Telegram")
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.presses(f"Lanzar a los {len(customers)}")
    marta.hears("Lanzada")
    tick(office.store, office.app.company, office.clock.now(), office.app.rules)
    with office.work() as work:
        assert work.outbox.count_waiting("approach") == len(customers)


def test_what_was_made_out_went_out_in_a_pause(office: Office, marta: Someone) -> None:
    """Up to ten seconds of messages waited already: they are held, and go out when it goes on, each once."""
    bars(office)
    ana = office.rep("Ana")
    sol, luna = (agrees(office, ana, name) for name in ("Bar Sol", "Bar Luna"))
    office.passes(hours=3)
    made_out(office, marta, sol, luna)
    marta.presses("Pausar")
    marta.hears("En pausa")
    office.tick()
    for someone in (sol, luna):
        someone.hears_not("3 cajas")
    marta.presses("Reanudar")
    marta.hears("Sigue")
    office.tick()
    sol.hears("Bar Sol, buenos días:", "3 cajas")
    luna.hears("Bar Luna, buenos días:", "3 cajas")
    with office.work() as work:
        found = work.connection.execute(select(OutboxRow.state).where(OutboxRow.kind == "approach")).scalars()
        assert list(found) == ["sent", "sent"]


def test_who_was_told_before_a_change_is_known(office: Office, marta: Someone) -> None:
    """A change is a version of its own: who heard the old one is not told again, who had not hears the new one."""
    bars(office)
    ana = office.rep("Ana")
    sol, luna = (agrees(office, ana, name) for name in ("Bar Sol", "Bar Luna"))
    office.passes(hours=3)
    office.at("2026-11-23 13:00")
    luna.says("/preferencias")  # in conversation with us: nothing is said unasked meanwhile
    makes(marta, channel="Telegram")
    marta.presses("Pasarla al equipo")
    marta.presses("Lanzar")
    marta.presses("Lanzar a los 2")
    office.tick()
    sol.hears("3 cajas por el precio de 2")
    luna.hears_not("3 cajas")
    marta.says("/promo otoño")
    marta.presses("Cambiar")
    marta.presses("Oferta")
    marta.says("4 cajas por el precio de 3")
    marta.hears("versión 2")
    sol.says("/preferencias")
    office.passes(hours=4)
    luna.hears("4 cajas por el precio de 3")
    sol.hears_not("4 cajas")
    marta.says("/roi otoño")
    marta.hears("Con la versión 1: 1 · 3 cajas por el precio de 2", "Con la versión 2: 1 · 4 cajas por el precio de 3")
    ana.says("/promo otoño Bar Sol")
    ana.hears("4 cajas por el precio de 3", "Se la contaron el lunes 23 de noviembre", "3 cajas por el precio de 2")
    ana.says("/promo otoño Bar Luna")
    ana.hears_not("Se la contaron")


def test_who_stops_while_it_is_sent_hears_nothing_more(office: Office, marta: Someone) -> None:
    """Their message was made out already: it is looked at again right before it is sent."""
    bars(office)
    ana = office.rep("Ana")
    sol, luna = (agrees(office, ana, name) for name in ("Bar Sol", "Bar Luna"))
    office.passes(hours=3)
    made_out(office, marta, sol, luna)
    sol.says("STOP")
    office.tick()
    sol.hears_not("3 cajas")
    luna.hears("Bar Luna, buenos días:", "3 cajas por el precio de 2")
    marta.says("/roi otoño")
    marta.hears("Clientes avisados: 1", "No llegaron: 1", "No quieren más promociones: 0")


def test_an_undone_resume_tells_nobody(office: Office, marta: Someone) -> None:
    """Resumed by mistake and taken back before anything went out: it is paused again, until it is resumed in earnest."""
    bars(office)
    ana = office.rep("Ana")
    sol, luna = (agrees(office, ana, name) for name in ("Bar Sol", "Bar Luna"))
    office.passes(hours=3)
    office.at("2026-11-23 13:00")
    makes(marta, channel="Telegram")
    for press in ("Pasarla al equipo", "Lanzar", "Lanzar a los 2", "Pausar", "Reanudar"):
        marta.presses(press)
    marta.hears("Sigue")
    marta.says("deshacer")
    marta.hears("Deshecho")
    marta.says("promo otoño")
    marta.hears("en pausa")
    office.tick()
    for someone in (sol, luna):
        someone.hears_not("3 cajas")
    marta.says("reanuda la promo otoño")
    marta.hears("Sigue")
    office.tick()
    for someone in (sol, luna):
        someone.hears("buenos días:", "3 cajas")
