"""Pictures of charts: legible on a phone, whole, and drawn in a process that nobody waits for."""

import struct
import subprocess
import sys

import pytest

from handlers.kit.charts import Bar, Chart, Row

STAGES = tuple(
    Row(name, f"{count} · {amount}", (Bar(value, "soft"), Bar(value / 3)))
    for name, count, amount, value in (("Nuevo", 5, "12.000 €", 12e3), ("Propuesta", 2, "98.765.432 €", 98_765_432.0))
)
NAMES = (
    "مطعم الشمس الذهبية",
    "מסעדת השמש 12",
    "Distribuciones Alimentarias del Mediterráneo Occidental, Sociedad Limitada Unipersonal",
    "🍷 Vinos & Licores 👨‍👩‍👧 Peña",
    "東京",
    "$1,200 for $300 {x}_y^2 \\frac",
    "Unapalabratanlargaquenocabeenningunalíneadeunteléfonoporgrandequesea",
    "",
)
PIPELINE = Chart(
    "bars",
    "Pipeline",
    "28 nov 2026 · 7 abiertas",
    STAGES,
    "No hay oportunidades abiertas.",
    legend=(("soft", "Importe"), ("main", "Ponderado")),
    notes=("Ponderado: 35.100 € ± 14.200 €.",),
)
SAMPLES = {
    "stages": PIPELINE,
    "dark": Chart("bars", "Pipeline", "", STAGES, "Nada", dark=True),
    "nothing": Chart("bars", "Pipeline", "", (), "No hay oportunidades abiertas."),
    "one": Chart("bars", "Pipeline", "", STAGES[:1], "Nada"),
    "zero": Chart("bars", "Pipeline", "", (Row("Nuevo", "0"), Row("Propuesta", "2", (Bar(0),))), "Nada"),
    "twelve": Chart("bars", "Pipeline", "", STAGES * 6, "Nada"),
    "names": Chart("bars", "T" * 300, "", tuple(Row(n, "12.345.678,90 US$", (Bar(1.0),)) for n in NAMES), "Nada"),
    "wide": Chart(
        "bars",
        "Previsión",
        "",
        (Row("Etapa adicional con nombre largo 5", "102 · 259.520.576,27 € ± 11.321.900 €", (Bar(1.0),)),),
        "Nada",
    ),
    "funnel": Chart("funnel", "Embudo", "", STAGES, "Nada"),
    "points": Chart(
        "points", "Win rate", "", (Row("Ana", "12 of 20", (Bar(0.6),), (0.39, 0.78)), Row("Luis", "1 of 2")), "Nada"
    ),
    "forecast": Chart("bars", "Forecast", "", (Row("December", "€32,000", STAGES[0].bars, (1e3, 1e4), 2e4),), "Nada"),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_chart_is_a_picture_as_wide_as_a_phone(name: str) -> None:
    from bot.jobs.charts.drawing import png  # noqa: PLC0415 - as the jobs do

    content = png(SAMPLES[name])
    width, height = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG")
    assert width == 1080
    assert 200 < height < 3000
    assert len(content) < 2**20


def test_every_text_of_a_chart_stays_within_the_paper() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415

    from bot.jobs.charts.drawing import drawn  # noqa: PLC0415

    for name, chart in SAMPLES.items():
        figure = drawn(chart)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        width, height = figure.get_size_inches() * figure.dpi
        for text in figure.axes[0].texts:
            box = text.get_window_extent(canvas.get_renderer())  # type: ignore[no-untyped-call]
            assert box.x0 >= 0, (name, text.get_text())
            assert box.y0 >= 0, (name, text.get_text())
            assert box.x1 <= width + 1, (name, text.get_text())
            assert box.y1 <= height + 1, (name, text.get_text())


def test_a_label_never_runs_into_its_value() -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415

    from bot.jobs.charts.drawing import drawn  # noqa: PLC0415

    for name, chart in SAMPLES.items():
        figure = drawn(chart)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()  # type: ignore[no-untyped-call]
        boxes = [
            (text.get_text(), text.get_window_extent(canvas.get_renderer()))  # type: ignore[no-untyped-call]
            for text in figure.axes[0].texts
            if text.get_text()
        ]
        for at, (one, box) in enumerate(boxes):
            for other, beside in boxes[at + 1 :]:
                apart = box.x1 <= beside.x0 or beside.x1 <= box.x0 or box.y1 <= beside.y0 + 6 or beside.y1 <= box.y0 + 6
                assert apart, (name, one, other)


def test_a_value_is_never_cut() -> None:
    """Eight figures with their spread stand below the label where there is no room beside it."""
    from bot.jobs.charts.drawing import drawn  # noqa: PLC0415

    for name, chart in SAMPLES.items():
        texts = [text.get_text() for text in drawn(chart).axes[0].texts]
        assert not {row.value for row in chart.rows} - set(texts), name


def test_what_the_font_cannot_draw_is_left_out_and_money_is_no_formula() -> None:
    from bot.jobs.charts.drawing import drawn  # noqa: PLC0415

    texts = [text.get_text() for text in drawn(SAMPLES["names"]).axes[0].texts]
    assert "Vinos & Licores Peña" in texts
    assert "?" in texts, "a name without a letter that can be drawn still has its row"
    assert "מסעדת השמש 12" in texts
    assert any(text.startswith("$1,200 for $300") for text in texts)


def test_who_does_not_see_the_picture_hears_what_is_in_it() -> None:
    assert PIPELINE.alternative == (
        "Pipeline. 28 nov 2026 · 7 abiertas. Nuevo: 5 · 12.000 €; Propuesta: 2 · 98.765.432 €."
        " Ponderado: 35.100 € ± 14.200 €."
    )
    assert "No hay oportunidades abiertas" in SAMPLES["nothing"].alternative
    assert len(SAMPLES["names"].alternative) < 1024


def test_a_chart_survives_the_way_to_the_jobs() -> None:
    for chart in SAMPLES.values():
        assert Chart.from_json(chart.as_json()) == chart


def test_what_draws_loads_neither_the_store_nor_the_language() -> None:
    """The drawing process is begun while somebody waits for a picture."""
    program = (
        "import sys; from bot.jobs.charts.process import draw; from handlers.kit.charts import Chart;"
        "draw(Chart('bars', 'Abierto', '', (), 'Nada'));"
        "sys.exit(' '.join({'sqlalchemy', 'handlers.kit.turn', 'handlers.language', 'pydantic'} & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_bot_itself_never_loads_what_draws() -> None:
    """Building all that serves chats, with every capability and platform, imports no matplotlib and no numpy."""
    program = (
        "import sys, bot.app, bot.cli.main, bot.jobs.worker;"
        "from handlers.kit.registry.registry import discover; discover();"
        "from bot.platforms.spec import platform_specs; list(platform_specs());"
        "sys.exit(' '.join({'matplotlib', 'numpy', 'PIL'} & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
