"""Changes the code in small ways, one at a time, and tells which change no test notices: `make mutants`.

    python -m tests.mutants [--most N] [--seed N] [area ...]

An area is a few modules with the tests that ought to hold them. Of all its possible changes some are drawn (`--most` an area; the
same seed draws the same), each is made in a copy of the product, and the area's tests run until the first fails. What survives
is printed as file, line, and what was changed: a line that no test needs, or a test to write. Exit code 1 where any did.
"""

import argparse
import ast
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copy, copytree, ignore_patterns
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "reminders", "storage", "tests")
TOO_LONG = 600
"""Seconds after which a change that makes the tests hang counts as noticed."""


@dataclass(frozen=True, slots=True)
class Area:
    """Modules, and the tests that hold them."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]


AREAS = {
    "arbiter": Area(
        ("handlers/kit/dialog/arbiter.py", "handlers/kit/dialog/candidates.py", "handlers/kit/dialog/recognisers.py"),
        (
            "tests/conversations/test_forms.py",
            "tests/conversations/test_mending.py",
            "tests/conversations/test_plain_words.py",
            "tests/conversations/test_newcomers.py",
            "tests/conversations/test_second_thoughts.py",
            "tests/conversations/test_small_talk.py",
        ),
    ),
    "undo": Area(
        ("storage/audit/changes.py", "storage/entities/joining.py"),
        (
            "tests/storage/test_changes.py",
            "tests/storage/test_merging.py",
            "tests/storage/test_sample_entity.py",
            "tests/conversations/test_activity.py",
            "tests/conversations/test_deleting.py",
        ),
    ),
    "money": Area(("handlers/language/entities/amounts.py",), ("tests/language/test_amounts.py",)),
    "time": Area(
        ("handlers/kit/calendar/business_time.py", "handlers/kit/calendar/week.py"),
        ("tests/kit/test_business_time.py", "tests/kit/test_due_dates.py"),
    ),
}

_OTHER: dict[type[ast.AST], Callable[[], Any]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
}


def changes(node: ast.AST) -> Iterator[Callable[[], None]]:
    """What can be done to one node of a tree, each time in place."""
    if isinstance(node, ast.Compare) and (other := _OTHER.get(type(node.ops[0]))):
        yield partial(setattr, node, "ops", [other(), *node.ops[1:]])
    if isinstance(node, (ast.BoolOp, ast.BinOp, ast.AugAssign)) and (other := _OTHER.get(type(node.op))):
        yield partial(setattr, node, "op", other())
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield partial(setattr, node, "operand", ast.UnaryOp(ast.Not(), node.operand))
    if isinstance(node, ast.Constant) and isinstance(value := node.value, int):
        yield partial(setattr, node, "value", not value if isinstance(value, bool) else value + 1)
    if isinstance(node, (ast.If, ast.IfExp)):
        yield partial(setattr, node, "test", ast.Constant(value=True))
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield partial(setattr, node, "value", ast.Constant(value=None))


def places(source: str) -> Iterator[tuple[int, int]]:
    """Every change of a module, by the node's place in the tree and which of its changes it is."""
    for at, node in enumerate(ast.walk(ast.parse(source))):
        for which, _change in enumerate(changes(node)):
            yield at, which


def changed(source: str, at: int, which: int) -> tuple[str, str]:
    """The module with one change, and the change in words."""
    tree = ast.parse(source)
    node = list(ast.walk(tree))[at]
    before = ast.unparse(node)
    list(changes(node))[which]()
    after = ast.unparse(node)
    line = getattr(node, "lineno", 0)
    return ast.unparse(tree), f"{line}: {before.splitlines()[0][:70]}  ->  {after.splitlines()[0][:70]}"


def tried(area: Area, most: int, seed: int) -> Iterator[str | None]:
    """The changes of an area, one after another: in words where its tests do not notice it, None where they do."""
    with TemporaryDirectory(prefix="cartera-mutants-") as made:
        folder = Path(made)
        for package in PACKAGES:
            copytree(ROOT / package, folder / package, ignore=ignore_patterns("__pycache__", "benchmarks", "faults"))
        copy(ROOT / "pyproject.toml", folder)
        if not _pass(folder, area):
            raise SystemExit(f"The tests of {', '.join(area.modules)} fail as they are.")
        sources = {module: (folder / module).read_text() for module in area.modules}
        drawn = [(module, *place) for module, source in sources.items() for place in places(source)]
        for module, at, which in random.Random(seed).sample(drawn, min(most, len(drawn))):
            source = sources[module]
            other, words = changed(source, at, which)
            (folder / module).write_text(other)
            yield f"{module}:{words}" if _pass(folder, area) else None
            (folder / module).write_text(source)


def _pass(folder: Path, area: Area) -> bool:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "-p", "no:cacheprovider", "-k", "sqlite or not way"]
    environment = {**os.environ, "PYTHONPATH": str(folder), "CARTERA_TEST_COMBINATION": "restart"}
    try:
        ran = subprocess.run(
            [*command, *area.tests], cwd=folder, env=environment, capture_output=True, timeout=TOO_LONG, check=False
        )
    except subprocess.TimeoutExpired:
        return False
    return ran.returncode == 0


def main() -> int:
    """Prints the survivors, area by area."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.partition("\n")[0])
    parser.add_argument("areas", nargs="*", metavar="area", help=", ".join(AREAS))
    parser.add_argument("--most", type=int, default=20, help="changes an area")
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if unknown := set(asked.areas) - set(AREAS):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(AREAS)}")
    lived = 0
    for name in asked.areas or AREAS:
        made = noticed = 0
        for survivor in tried(AREAS[name], asked.most, asked.seed):
            made += 1
            noticed += survivor is None
            if survivor is not None:
                sys.stdout.write(f"{name}: {survivor}\n")
                sys.stdout.flush()
        lived += made - noticed
        sys.stdout.write(f"{name}: {made} changes, {noticed} noticed, {made - noticed} survived\n")
        sys.stdout.flush()
    return 1 if lived else 0


if __name__ == "__main__":
    sys.exit(main())
