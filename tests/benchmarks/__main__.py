"""Measures, side by side in one run, and prints medians and ratios.

python -m tests.benchmarks [path|paced|growth|footprint|start|imports|history|names|language|heldout|pipeline|stalled|ticks|charts|purchases|promotions|surveys|slack|page ...]
       [--quick] [--runs N] [--minutes N]
"""

import argparse
import os
import sys
import time
import traceback
from dataclasses import replace

from tests.benchmarks import (
    charts,
    footprint,
    found,
    growth,
    heldout,
    history,
    imports,
    language,
    paced,
    path,
    pipeline,
    promotions,
    purchases,
    slack,
    stalled,
    start,
    surveys,
    tabs,
    ticks,
)
from tests.benchmarks.scale import QUICK, Scale
from tests.benchmarks.stores import Stores, stores
from tests.benchmarks.table import Row, show

BENCHES = {
    "path": path.measure,
    "paced": paced.measure,
    "growth": growth.measure,
    "footprint": footprint.measure,
    "start": start.measure,
    "imports": imports.measure,
    "history": history.measure,
    "names": found.measure,
    "language": language.measure,
    "heldout": heldout.measure,
    "pipeline": pipeline.measure,
    "stalled": stalled.measure,
    "ticks": ticks.measure,
    "charts": charts.measure,
    "purchases": purchases.measure,
    "promotions": promotions.measure,
    "surveys": surveys.measure,
    "slack": slack.measure,
    "page": tabs.measure,
}
MINUTES = 22
"""After so many no other bench is begun: all ends within 25."""


def main() -> int:
    """Runs the benches that are asked for, by default all; 1 where a target is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("benches", nargs="*", metavar="bench", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="fewer of everything, in a minute: the figures are rough")
    parser.add_argument("--runs", type=int, help="interleaved runs of each")
    parser.add_argument(
        "--minutes", type=int, default=MINUTES, help="after so many no other bench is begun (default: %(default)s)"
    )
    asked = parser.parse_args()
    if unknown := set(asked.benches) - set(BENCHES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    scale = QUICK if asked.quick else Scale()
    if asked.runs:
        scale = replace(scale, runs=asked.runs, starts=asked.runs)
    begun = time.perf_counter()
    busy = os.getloadavg()[0]
    rows = []
    with stores() as made:
        for name in asked.benches or BENCHES:
            if time.perf_counter() - begun > 60 * asked.minutes:
                rows.append(Row(name, f"not measured: {asked.minutes} minutes are over", met=False))
                continue
            rows += _rows(name, scale, made)
    met = show(rows)
    note(
        f"{time.perf_counter() - begun:.0f} s in all; the machine's load before it began was {busy:.1f} (only ratios count where it was busy)"
    )
    return 0 if met else 1


def _rows(name: str, scale: Scale, made: Stores) -> list[Row]:
    """What a bench shows; where it fails, that, and the others are measured all the same."""
    since = time.perf_counter()
    try:
        return BENCHES[name](scale, made, note)
    except Exception as error:  # noqa: BLE001 - it is a line of the table, and the exit code
        traceback.print_exc()
        return [Row(name, f"failed: {type(error).__name__}", met=False)]
    finally:
        note(f"{name}: {time.perf_counter() - since:.0f} s")


def note(words: str) -> None:
    """Says on standard error what is going on."""
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
