"""What a message costs whatever the machine is busy with: instructions of the processor, and bytes of the store."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from storage.work import Store
from tests.benchmarks.path import LOGS
from tests.benchmarks.scale import Scale
from tests.benchmarks.stores import KINDS, PEOPLE, SHOWN, Stores
from tests.benchmarks.table import Row
from tests.benchmarks.talking import Talk
from tests.fakes.processes import ROOT

WARM = 60
"""Messages before the counted ones: statements are compiled, words are known."""
MOST_BYTES = 8_192
"""Of the store for one log, with its message, its answer, its audit and its indexes."""
SIZES = {
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
    "postgres": "SELECT pg_database_size(current_database())",
}


def measure(scale: Scale, made: Stores, note: Callable[[str], None]) -> list[Row]:
    """Both figures on both stores."""
    rows = []
    for kind in KINDS:
        url, _company = made.grown(kind, scale.few_interactions)
        note(f"footprint: instructions on {SHOWN[kind]}")
        rows.append(_instructions(kind, url, made.folder, scale.counted))
        note(f"footprint: bytes on {SHOWN[kind]}")
        rows.append(_bytes(kind, made, scale))
    return rows


def _instructions(kind: str, url: str, folder: Path, count: int) -> Row:
    what = f"instructions a message, {SHOWN[kind]}"
    if shutil.which("callgrind_control") is None:
        return Row(what, "skipped: valgrind is not installed")
    out = folder / f"callgrind-{kind}"
    command = ["valgrind", "--tool=callgrind", "--instr-atstart=no", f"--callgrind-out-file={out}", sys.executable]
    subprocess.run(
        [*command, "-m", "tests.benchmarks.counted", str(WARM), str(count), str(PEOPLE)],
        check=True,
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
        capture_output=True,
    )
    dumps = [dump.read_text() for dump in folder.glob(f"{out.name}*")]
    counts = [int(number) for dump in dumps for number in re.findall(r"^totals: (\d+)", dump, re.MULTILINE)]
    return Row(what, f"{sum(counts) / count / 1e6:.1f} million")


def _bytes(kind: str, made: Stores, scale: Scale) -> Row:
    """How much the store grows with every log, in a company that has some already."""
    url, company = made.grown(kind, scale.few_interactions)
    talk = Talk.at(url)
    before = _size(talk.store, kind)
    for customer, contact in zip(company.customers, company.contacts, strict=True):
        talk.says("2", LOGS[0].format(customer=customer, contact=contact))
    grown = (_size(talk.store, kind) - before) / len(company.ids)
    talk.store.close()
    return Row(f"bytes a log, {SHOWN[kind]}", f"{grown:,.0f}", f"<= {MOST_BYTES:,}", grown <= MOST_BYTES)


def _size(store: Store, kind: str) -> int:
    with store.engine.connect() as connection:
        return int(connection.exec_driver_sql(SIZES[kind]).scalar_one())
