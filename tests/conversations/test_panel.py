"""The panel: a link from the chat, and what it shows of what was said."""

from handlers.kit.messages.incoming import Incoming
from handlers.kit.turn import Turn
from handlers.opportunities.board import board
from tests.office import Office


def test_a_link_to_look_where_it_is_switched_on(office: Office) -> None:
    ana = office.rep("Ana")
    ana.says("/panel")
    ana.hears("WEB_VIEW=on")
    office.settings = office.settings.model_copy(update={"web_view": "on"})
    office.restart()
    ana.says("enséñame el panel")
    ana.hears("Tu panel", "http://127.0.0.1:8080/panel/", "10 minutos")


def test_the_board_shows_what_stands_in_each_stage(office: Office) -> None:
    ana = office.rep("Ana")
    office.customer("Bar Sol")
    ana.says("oportunidad: Bar Sol, cafetera, 3.000 €")
    ana.hears("Bar Sol")
    person = office.person("Ana")
    with office.work() as work:
        work.person = person
        looking = Incoming("view", "view", "view", "view", "", office.clock.now(), kind="home")
        turn = Turn(work, person, looking, office.clock.now(), office.settings.company, office.registry)
        first, *others = board(turn, "")
        assert "cafetera · Bar Sol" in str(first.blocks)
        assert "3.000" in turn.voice.say(first.note)
        assert (first.share, [other.share for other in others]) == (1.0, [0.0] * len(others))
