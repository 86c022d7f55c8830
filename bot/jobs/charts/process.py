"""What the drawing process is asked for; importing this alone loads nothing that draws."""

from collections.abc import Callable
from functools import cache

from bot.process_tuning import load_without_collecting
from handlers.kit.charts import Chart


def draw(chart: Chart) -> bytes:
    """The picture of a chart, as PNG."""
    return _drawing()(chart)


@cache
def _drawing() -> Callable[[Chart], bytes]:
    with load_without_collecting():
        from bot.jobs.charts.drawing import png  # noqa: PLC0415 - half a second and 60 MB, for whoever draws
    return png
