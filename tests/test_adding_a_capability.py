"""The walk through a new capability is true: its files, put into a copy of the product, do what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "adding-a-capability.md"
CONTRACTS = ("tests/storage/test_entities.py",)


def files() -> dict[str, str]:
    """The page's files, by their path, with the migration's numbers filled in."""
    newest = max(path.name[:4] for path in (ROOT / "storage" / "migrations" / "versions").glob("[0-9]*.py"))
    page = PAGE.read_text().replace("NEXT", f"{int(newest) + 1:04}").replace("NEWEST", newest)
    return dict(re.findall(r"^`(\S+\.(?:py|toml))`\n\n```\w+\n(.*?)^```", page, re.MULTILINE | re.DOTALL))


def test_the_files_of_the_page_are_a_capability(tmp_path: Path) -> None:
    for package in ("bot", "handlers", "reminders", "storage", "tests"):
        copytree(ROOT / package, tmp_path / package, ignore=ignore_patterns("benchmarks", "faults"))
    copy(ROOT / "pyproject.toml", tmp_path)
    written = files()
    assert len(written) == 8
    for path, content in written.items():
        assert not (tmp_path / path).exists(), "each file is new"
        (tmp_path / path).parent.mkdir(exist_ok=True)
        if path.endswith(".py"):
            (tmp_path / path).parent.joinpath("__init__.py").touch()
        (tmp_path / path).write_text(content)
    asked = [path for path in written if path.startswith("tests/")]
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *asked, *CONTRACTS],
        cwd=tmp_path,
        env={**os.environ, "CARTERA_TEST_COMBINATION": "restart", "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == pytest.ExitCode.OK, ran.stdout[-4000:] + ran.stderr[-2000:]
