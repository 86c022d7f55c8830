"""Pictures: charts that other capabilities have drawn, light or dark."""

from typing import Any

from handlers.kit.chart_jobs import JOB
from handlers.kit.charts import Chart
from handlers.kit.format.texts import _
from handlers.kit.jobs import JobContext
from handlers.kit.messages.action import Action, Choice
from handlers.kit.messages.picture import Picture
from handlers.kit.messages.reply import Reply
from handlers.kit.registry.registry import Capability, Job
from handlers.kit.turn import Turn


def _draw(context: JobContext, payload: dict[str, Any]) -> dict[str, Any]:
    """The job: draws each chart and puts it into the store."""
    charts = [Chart.from_json(raw) for raw in payload["charts"]]
    drawn = [(f"{payload['name']}{f'-{at}' if at else ''}.png", chart) for at, chart in enumerate(charts)]
    pictures = [(name, chart, context.draw(chart)) for name, chart in drawn]
    with context.store.work() as work:
        kept = [
            {"file": work.files.keep(name, "image/png", content), "name": name, "alternative": chart.alternative}
            for name, chart, content in pictures
        ]
    return {
        "pictures": kept,
        "dark": any(chart.dark for chart in charts),
        "again": payload["again"],
        "shared": payload.get("shared"),
    }


def _drawn(_turn: Turn, result: dict[str, Any]) -> Reply:
    """The pictures, and the other look a tap away; those that are frozen have none."""
    pictures = tuple(Picture(**picture) for picture in result["pictures"])
    if result["again"] is None:
        return Reply(pictures, shared=result["shared"])
    again = Action(result["again"]["action"], {**result["again"]["args"], "dark": not result["dark"]})
    other = Choice(_("The light picture") if result["dark"] else _("The dark picture"), again)
    return Reply(pictures, (other,))


CAPABILITY = Capability(
    "pictures", about=_("Charts as pictures, light or dark"), jobs={JOB: Job(_draw, _drawn, light=True)}, order=905
)
