"""How sales are going: the pipeline, its pictures and files, what will close, why things were lost, targets."""

import csv
import io
import re
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

import openpyxl
import pytest

from tests.office import Office, Someone

NBSP = "\u00a0"


@pytest.fixture
def team(office: Office) -> tuple[Someone, Someone, Someone]:
    """Two reps, and their manager at a desk, on the other platform."""
    for name in ("Bar Sol", "Bar Luna", "Café Brisa", "Bar Olmo"):
        office.customer(name)
    return office.rep("Ana Ruiz"), office.rep("Luis Gil"), office.rep("Eva Mora", role="manager", at_desk=True)


def heard(someone: Someone) -> str:
    """What is on the screen, each blank a plain one."""
    return re.sub(r"[ \u00a0]+", " ", someone.heard())


def test_a_reps_sentence_changes_what_the_manager_sees(office: Office, team: tuple[Someone, Someone, Someone]) -> None:
    """Ana tells it on her phone; Eva sees it on the other platform: by stage, weighted, what changed; and all of it by deal."""
    ana, luis, eva = team
    eva.says("¿cómo va el pipeline?")
    eva.hears("Pipeline · todos", "No hay oportunidades abiertas")
    ana.says("Bar Sol: oportunidad máquina de café 3.000 € para fin de mes")
    luis.says("nueva oportunidad en Café Brisa: terraza, 8.000 dólares, para enero")
    eva.says("¿cómo va el pipeline?")
    assert "Ponderado: 300 € ± 900 €" in heard(eva)
    assert "Ponderado: 800 US$ ± 2.400 US$" in heard(eva), "two currencies are two totals"
    assert "nuevas 2 · 3.000 € + 8.000 US$" in heard(eva)

    ana.says("Bar Sol pasa a negociación")
    eva.says("/pipeline Ana")
    assert "Ponderado: 2.250 € ± 1.299 €" in heard(eva), "the probability is that of the stage it is in now"
    assert "movidas 1" in heard(eva)
    assert "US$" not in heard(eva)

    eva.presses("Negociación: 1")
    eva.hears("Negociación · Ana Ruiz", "Bar Sol · máquina de café")
    eva.presses(f"Bar Sol · máquina de café · 3.000{NBSP}€")
    eva.hears("Etapa: Negociación (75 %)")
    eva.presses("Ganada")
    eva.says("2.800")
    ana.says("mi pipeline")
    ana.hears("Pipeline · Ana Ruiz", "No hay oportunidades abiertas", "ganadas 1")
    eva.says("/pipeline")
    eva.presses("Ganadas: 1")
    eva.hears("2.800", "Ganada el 20 nov · Ana")


def test_every_number_says_how_it_is_worked_out(team: tuple[Someone, Someone, Someone]) -> None:
    _ana, _luis, eva = team
    eva.says("/pipeline")
    eva.presses("¿Cómo se calcula?")
    eva.hears("redondeado al céntimo uno a uno", "sin contacto con el cliente", "no es 0")


def test_what_is_late_and_what_lies_still_stand_apart(office: Office, team: tuple[Someone, Someone, Someone]) -> None:
    """Late ones are in no stage's sum and in no month; contact with the customer ends being still, a note does not."""
    ana, _luis, eva = team
    ana.says("Bar Sol: oportunidad máquina de café 3.000 € para el 24 de noviembre")
    ana.says("Bar Luna: oportunidad hielo 500 € para el 15 de enero")
    office.at("2026-11-30 10:00")
    eva.says("/pipeline")
    text = heard(eva)
    assert "Fecha pasada" in text
    assert "Abiertas: 1 · 500 €" in text
    assert "Ponderado: 50 € ± 150 €" in text
    assert "Paradas: 2 · 3.500 €" in text
    eva.presses("Fecha pasada: 1")
    eva.hears("Bar Sol · máquina de café")
    eva.says("previsión")
    assert "en ningún mes: 1 · 3.000 €" in heard(eva)
    eva.hears_not("noviembre de 2026")
    ana.says("nota Bar Luna: parece que dudan")
    eva.says("/pipeline")
    assert "Paradas: 2" in heard(eva)
    ana.says("llamé a Bar Luna hoy, siguen queriendo hielo")
    eva.says("/pipeline")
    assert "Paradas: 1 · 3.000 €" in heard(eva)
    eva.presses("Paradas: 1")
    eva.hears("Bar Sol")
    eva.hears_not("Bar Luna")


def test_of_a_period_it_says_what_that_goes_by_what_it_leaves_out_and_what_happened_then(
    office: Office, team: tuple[Someone, Someone, Someone]
) -> None:
    ana, luis, eva = team
    ana.says("Bar Sol: oportunidad máquina de café 3.000 € para fin de mes")
    luis.says("Bar Luna: oportunidad hielo 500 € para el 15 de enero")
    office.at("2026-12-14 10:00")
    eva.says("pipeline de este mes")
    text = heard(eva)
    assert (
        "No hay nada abierto con cierre previsto para entonces (diciembre de 2026). Abiertas en total: 2 · 3.500 €."
        in text
    )
    eva.presses("Todo el pipeline")
    assert "Abiertas: 1 · 500 €" in heard(eva)

    eva.says("/pipeline Luis enero")
    text = heard(eva)
    assert "Pipeline · Luis Gil · enero de 2027" in text
    assert "Solo lo que tiene el cierre previsto para entonces (enero de 2027). Abiertas en total: 1 · 500 €." in text
    assert "Paradas: 1 · 500 €" in text, "what lies still is of the same ones"

    eva.says("pipeline de noviembre")
    text = heard(eva)
    assert "noviembre de 2026" in text, "the November that was, not the one in a year's time"
    assert "Qué pasó en ese tiempo (noviembre de 2026): nuevas 2 · 3.500 €." in text
    eva.presses("Nuevas: 2")
    eva.hears("Bar Sol", "Bar Luna")

    eva.says("pipeline por comercial en enero")
    text = heard(eva)
    assert "Luis Gil" in text
    assert "Solo lo que tiene el cierre previsto para entonces (enero de 2027)" in text
    eva.hears_not("Ana Ruiz")
    eva.presses("Todo el pipeline")


def test_what_is_over_is_asked_of_the_month_that_was(office: Office, team: tuple[Someone, Someone, Someone]) -> None:
    ana, _luis, eva = team
    ana.says("Bar Sol: oportunidad máquina de café 3.000 € para fin de mes")
    ana.says("perdimos lo de Bar Sol por precio")
    office.at("2026-12-14 10:00")
    for asked in ("/perdidas noviembre", "/rendimiento noviembre", "/embudo noviembre"):
        eva.says(asked)
        eva.hears("noviembre de 2026")
    eva.says("/perdidas noviembre")
    eva.hears("Precio", "3.000")


def test_a_rep_asks_about_themselves_and_a_manager_about_all(
    office: Office, team: tuple[Someone, Someone, Someone]
) -> None:
    ana, luis, eva = team
    luis.says("Bar Sol: oportunidad máquina de café 3.000 € para fin de mes")
    for asked in (
        "pipeline de Luis",
        "/rendimiento Luis",
        "previsión de Luis",
        "/perdidas Luis",
        "/embudo Luis",
        "/objetivos Luis",
    ):
        ana.says(asked)
        ana.hears("Puedes preguntar por tus ventas")
    ana.says("¿cómo va el pipeline?")
    ana.hears("Pipeline · Ana Ruiz", "No hay oportunidades abiertas")
    eva.says("pipeline por comercial")
    eva.hears("Luis Gil", "3.000")
    for nobody in ("pipeline de Zoe", "/pipeline Zoe"):
        eva.says(nobody)
        eva.hears("Zoe")
        eva.hears_not("3.000")
    eva.says("qué hay en la fase fantasma")
    eva.hears_not("3.000")
    office.sees("team")
    me = office.person("Eva Mora").id
    with office.work() as work:
        work.people.change(me, team="Norte")
    eva.says("/pipeline")
    eva.hears("tu equipo")
    eva.says("pipeline de Luis")
    eva.hears("no está en tu equipo")


def test_the_file_gives_the_same_figures_and_the_picture_shows_them(
    office: Office, team: tuple[Someone, Someone, Someone]
) -> None:
    """As with a spreadsheet over the exported table: count, sum, weighted deal by deal, spread."""
    ana, luis, eva = team
    for who, said in (
        (ana, "Bar Sol: oportunidad máquina de café 3.333,33 € para fin de mes"),
        (ana, "Bar Luna: oportunidad hielo 12.500,55 € para el 15 de enero"),
        (luis, "Café Brisa: oportunidad terraza 77,77 € para fin de mes"),
        (luis, "Bar Olmo: oportunidad vinos 8.000 € para el 24 de noviembre"),
        (ana, "Bar Luna pasa a propuesta"),
        (luis, "perdimos Bar Olmo por precio"),
    ):
        who.says(said)
    luis.says("Bar Olmo: oportunidad cafetera 640,10 € para mañana")
    office.at("2026-11-27 10:00")
    eva.says("/pipeline")
    screen = heard(eva)
    eva.presses("Más opciones")
    eva.presses("CSV")
    eva.hears("5 oportunidades")
    name, content = eva.received()[-1]
    assert name == "oportunidades-2026-11-27.csv"
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    open_ = [line for line in lines if line["Estado"] == "Abierta" and line["Cierre previsto"] >= "2026-11-27"]
    amounts = [(Decimal(line["Importe"].replace(",", ".")), int(line["Probabilidad (%)"])) for line in open_]
    weighted = sum(((amount * p / 100).quantize(Decimal("0.01"), ROUND_HALF_UP) for amount, p in amounts), Decimal(0))
    spread = Decimal(sqrt(sum(float(amount) ** 2 * p / 100 * (1 - p / 100) for amount, p in amounts)))
    total = sum((amount for amount, _p in amounts), Decimal(0))
    assert f"Abiertas: {len(open_)} · {euros(total)}" in screen
    assert f"Ponderado: {euros(weighted)} ± {euros(spread.quantize(Decimal(1), ROUND_HALF_UP))}" in screen
    by_stage: dict[str, Decimal] = defaultdict(Decimal)
    for line, (amount, _p) in zip(open_, amounts, strict=True):
        by_stage[line["Etapa"]] += amount
    for stage, amount in by_stage.items():
        assert re.search(
            rf"{stage} 1?\d? ?.*{re.escape(euros(amount))}|{stage} \d+ {re.escape(euros(amount))}", screen
        ), stage
    late = [line for line in lines if line["Estado"] == "Abierta" and line["Cierre previsto"] < "2026-11-27"]
    assert [line["Cliente"] for line in late] == ["Bar Olmo"]
    [lost] = [line for line in lines if line["Estado"] == "Perdida"]
    assert (lost["Motivo de pérdida"], lost["Cerrada"]) == ("Precio", "2026-11-20")

    eva.says("/pipeline")
    eva.presses("Excel")
    sheet = openpyxl.load_workbook(io.BytesIO(eva.received()[-1][1])).active
    values = list(sheet.iter_rows(values_only=True))
    assert sum(row[3] for row in values[1:]) == pytest.approx(
        float(sum(Decimal(x["Importe"].replace(",", ".")) for x in lines))
    )

    eva.says("/pipeline")
    eva.presses("En imagen")
    eva.hears("dibujando", "Nuevo: 2", "Propuesta: 1")
    light = eva.received()[-1]
    eva.presses("La imagen oscura")
    dark = eva.received()[-1]
    assert light[0] == dark[0] == "pipeline-2026-11-27.png"
    assert light[1].startswith(b"\x89PNG")
    assert dark[1].startswith(b"\x89PNG")
    assert light[1] != dark[1]
    assert "La imagen clara" in eva.choices()


def euros(amount: Decimal) -> str:
    """As people write it in Spain."""
    whole = amount == amount.to_integral_value()
    text = f"{amount:,.0f}" if whole else f"{amount:,.2f}"
    return text.replace(",", "_").replace(".", ",").replace("_", ".") + " €"


def test_forecast_losses_performance_and_funnel(office: Office, team: tuple[Someone, Someone, Someone]) -> None:
    """By close date, with what is open beside it; too few to rank anybody; in English too."""
    ana, luis, eva = team
    ana.says("Bar Sol: oportunidad máquina de café 3.000 € para fin de mes")
    ana.says("Bar Luna: oportunidad hielo 500 € para el 15 de enero")
    luis.says("Café Brisa: oportunidad terraza 8.000 € para fin de mes")
    luis.says("perdimos Café Brisa por precio")
    ana.says("ganamos la máquina de café de Bar Sol por 2.500 €")
    eva.says("cuánto vamos a cerrar este trimestre")
    eva.hears("Previsión · todos", "2.500")
    eva.hears_not("enero", "8.000")
    eva.says("/prevision")
    assert "enero de 2027" in heard(eva)
    assert "50 € ± 150 €" in heard(eva)
    eva.presses("noviembre de 2026, ganadas: 1")
    eva.hears("Bar Sol · máquina de café", "Ganada el 20 nov")
    eva.says("/perdidas")
    eva.hears("Precio", "8.000", "mismos días anteriores")
    eva.presses("Precio: 1")
    eva.hears("Café Brisa", "Perdida el 20 nov: Precio")
    eva.says("rendimiento del equipo")
    eva.hears("1 de 1", "0 de 1", "no hay clasificación")
    eva.hears_not("100 %", "0 %")
    ana.says("/rendimiento")
    assert "Vendido: 1 · 2.500 €" in heard(ana)
    eva.says("/embudo")
    eva.hears("Llegaron", "Ganadas")
    eva.presses("Nuevo: 3")
    eva.hears("Bar Luna", "Café Brisa")
    amy = office.rep("Amy Stone", role="manager", language="en")
    amy.says("how's the pipeline?")
    amy.hears("Pipeline · everybody", "€500", "closed won 1")
    amy.says("what's Ana going to close this month")
    amy.hears("Forecast · Ana Ruiz", "€2,500")


def test_targets_and_how_far_everybody_is(office: Office, team: tuple[Someone, Someone, Someone]) -> None:
    """A missing target is not 0: nobody without one hears of any. Undo takes a target back."""
    ana, luis, eva = team
    amy = office.rep("Amy Stone", role="manager", language="en")
    eva.says("objetivo de Ana en diciembre 20.000")
    assert "Objetivo de Ana Ruiz para diciembre de 2026: 20.000 €." in heard(eva)
    amy.says("target for Ana in December 25,000")
    assert "€25,000 instead of €20,000" in heard(amy)
    amy.says("undo")
    eva.says("/objetivo Ana noviembre 5k")
    assert "5.000 €" in heard(eva)
    eva.says("objetivo de Ana este trimestre 5000")
    eva.hears("¿De cuál?")
    eva.says("/cancelar")
    ana.says("objetivo de Ana en diciembre 5.000")
    ana.hears("No tienes permiso para eso")
    ana.says("Bar Sol: oportunidad máquina de café 3.000 € para fin de mes")
    ana.says("ganamos la máquina de café de Bar Sol por 2.500 €")
    ana.says("/hoy")
    assert "Objetivo de noviembre de 2026: 2.500 € de 5.000 € (50 %)" in heard(ana)
    luis.says("/hoy")
    luis.hears_not("Objetivo")
    eva.says("/pipeline")
    assert "Objetivo de noviembre de 2026: 2.500 € de 5.000 € (50 %)" in heard(eva)
    eva.says("objetivos diciembre")
    assert "0 € de 20.000 €" in heard(eva)
    eva.presses("Quitar el de Ana Ruiz")
    eva.says("objetivos diciembre")
    eva.hears("Nadie tiene objetivo")
