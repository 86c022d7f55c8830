"""Having charts drawn: a turn asks for them, a job draws them, and they come back as pictures."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from handlers.kit.charts import Chart
from handlers.kit.messages.action import Action
from handlers.kit.turn import Turn
from storage.people.records import Person

JOB = "draw_charts"
"""A stored name, served by `handlers.pictures`."""
MOST = 4
"""Pictures at once: an album, not a flood."""


@dataclass(slots=True)
class Drawings:
    """The charts that capabilities add on an occasion of which pictures are made; they show what is so at this moment."""

    person: Person
    charts: list[Chart] = field(default_factory=list)


def have_drawn(
    turn: Turn, name: str, charts: Sequence[Chart], again: Action | None = None, *, shared: str | None = None
) -> None:
    """Has these charts drawn and sent to where the turn came from; the files are called by the `name` and today's date.

    `again` is the action that asks for the same pictures: it takes `dark`, for the other look; without it they stay as they are.
    What is `shared`, under a key of its own, all who read the chat see.
    """
    payload = {
        "charts": [chart.as_json() for chart in charts[:MOST]],
        "name": f"{name}-{turn.local(turn.now):%Y-%m-%d}",
        "again": {"action": again.name, "args": dict(again.args)} if again else None,
        "shared": shared,
    }
    turn.start_job(JOB, payload)
