"""Measures, side by side in one run, and prints medians and ratios.

python -m tests.benchmarks [path|paced|history|cards|day|names|pipeline|start|language|heldout|imports|purchases|promotions|page|slack ...] [--quick] [--runs N]
"""

import argparse
import os
import sys
import time
from dataclasses import replace

from tests.benchmarks import (
    cards,
    day,
    found,
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
    start,
    tabs,
)
from tests.benchmarks.scale import QUICK, Scale
from tests.benchmarks.stores import stores
from tests.benchmarks.table import show

BENCHES = {
    "path": path.measure,
    "paced": paced.measure,
    "history": history.measure,
    "cards": cards.measure,
    "day": day.measure,
    "names": found.measure,
    "pipeline": pipeline.measure,
    "start": start.measure,
    "language": language.measure,
    "heldout": heldout.measure,
    "imports": imports.measure,
    "purchases": purchases.measure,
    "promotions": promotions.measure,
    "slack": slack.measure,
    "page": tabs.measure,
}


def main() -> int:
    """Runs the benches that are asked for, by default all; 1 where a target is missed."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("benches", nargs="*", metavar="bench", help=", ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="fewer of everything, in a minute: the figures are rough")
    parser.add_argument("--runs", type=int, help="interleaved runs of each")
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
            rows += BENCHES[name](scale, made, note)
    met = show(rows)
    note(
        f"{time.perf_counter() - begun:.0f} s in all; the machine's load before it began was {busy:.1f} (only ratios count where it was busy)"
    )
    return 0 if met else 1


def note(words: str) -> None:
    """Says on standard error what is going on."""
    sys.stderr.write(words + "\n")


if __name__ == "__main__":
    sys.exit(main())
