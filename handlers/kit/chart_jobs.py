"""Having charts drawn: a turn asks for them, a job draws them, and they come back as pictures."""

from collections.abc import Sequence

from handlers.kit.charts import Chart
from handlers.kit.messages.action import Action
from handlers.kit.turn import Turn

JOB = "draw_charts"
"""A stored name, served by `handlers.pictures`."""
MOST = 4
"""Pictures at once: an album, not a flood."""


def have_drawn(turn: Turn, name: str, charts: Sequence[Chart], again: Action) -> None:
    """Has these charts drawn and sent to where the turn came from; the files are called by the `name` and today's date.

    `again` is the action that asks for the same pictures: it takes `dark`, for the other look.
    """
    here = turn.incoming
    payload = {
        "charts": [chart.as_json() for chart in charts[:MOST]],
        "name": f"{name}-{turn.local(turn.now):%Y-%m-%d}",
        "again": {"action": again.name, "args": dict(again.args)},
    }
    turn.work.jobs.add(JOB, payload, platform=here.platform, chat=here.chat, account=here.account)
