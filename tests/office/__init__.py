"""An office full of people who talk to the bot: tests that read like the chat.

    def test_a_visit_is_shared(office):
        ana, luis = office.rep("Ana"), office.rep("Luis")
        ana.says("visité a Bar Sol ayer, quieren 10 cajas")
        luis.says("historial de Bar Sol")
        luis.hears("quieren 10 cajas")

The office is real: the application as it is built for production, on a real store. Only the clock and, unless the
combination says otherwise, the platform are the test's own.
"""

from .office import Office
from .people import Someone
from .ways import ALL_WAYS, Way

__all__ = ["ALL_WAYS", "Office", "Someone", "Way"]
