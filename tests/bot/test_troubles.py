"""A database that cannot be used: every command says in one sentence what to do, with exit code 1, and never a traceback."""

import ctypes
import io
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.cli.main import main
from storage.session.schema import migrate
from storage.work import Store
from tests.bot.test_cli import ROOT, Shell
from tests.faults.process import free_port

COMMANDS = (
    "migrate",
    "migrate --check",
    "invite Ana",
    "staff list",
    "backup b.zip",
    "import customers a.csv --yes",
    "export customers b.csv",
    "chat --as Ana",
    "doctor",
)


class Typed:
    """`cartera`, typed in a folder, in this process: a start costs nothing."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.database = folder / "data" / "cartera.db"
        self.database.parent.mkdir()
        (folder / "a.csv").write_text("Cliente\nBar Sol\n")
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "stdin", io.StringIO())

    def set(self, name: str, value: str) -> None:
        """A setting of the environment."""
        self._monkeypatch.setenv(name, value)

    def ends(self, command: str) -> tuple[object, str]:
        """Its exit code, and all that it says."""
        self._monkeypatch.setattr(sys, "argv", ["cartera", *command.split()])
        with pytest.raises(SystemExit) as end:
            main()
        said = self._capsys.readouterr()
        return end.value.code, said.out + said.err


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Typed:
    return Typed(tmp_path, monkeypatch, capsys)


def _is_told(typed: Typed, *words: str) -> None:
    for command in COMMANDS:
        code, said = typed.ends(command)
        assert code == 1, command
        assert all(word in said for word in words), (command, said)
        assert "Traceback" not in said
        assert "s3cret" not in said
        if command != "doctor":
            assert len(said.strip().splitlines()) == 1


def test_a_file_that_is_no_database_was_a_traceback(typed: Typed) -> None:
    typed.database.write_bytes(b"\x89PNG garbage " * 400)
    _is_told(typed, "damaged, or its file is something else", "cartera restore")


def test_a_truncated_database_was_a_traceback(typed: Typed, empty_sqlite: Path) -> None:
    content = empty_sqlite.read_bytes()
    typed.database.write_bytes(content[: len(content) // 2 // 4096 * 4096])
    _is_told(typed, "damaged", "cartera restore")


def test_a_server_that_is_down_was_a_traceback(typed: Typed) -> None:
    typed.set("DATABASE_URL", f"postgresql://cartera:s3cret@127.0.0.1:{free_port()}/cartera")
    _is_told(typed, "does not answer", "DATABASE_URL")


@pytest.mark.parametrize("part", ["database", "username"])
def test_a_database_of_another_name_or_user_was_a_traceback(typed: Typed, postgres: str, part: str) -> None:
    url = make_url(postgres)
    other = url.set(database="nobody_made_it") if part == "database" else url.set(username="nobody")
    typed.set("DATABASE_URL", other.render_as_string(hide_password=False))
    _is_told(typed, "DATABASE_URL")


def test_a_folder_that_cannot_be_made(typed: Typed) -> None:
    typed.set("DATA_DIR", "a.csv/data")
    _is_told(typed, "a.csv/data cannot be made", "DATA_DIR")


@pytest.mark.parametrize("url", ["mysql://u:s3cret@host/x", "not a url s3cret", "sqlite+aiosqlite:///x?k=s3cret"])
def test_an_address_of_no_database_is_a_setting_to_correct(typed: Typed, url: str) -> None:
    typed.set("DATABASE_URL", url)
    code, said = typed.ends("migrate")
    assert code == 2
    assert "DATABASE_URL: " in said
    assert "s3cret" not in said


def test_a_column_that_was_missing_was_stumbled_over(typed: Typed, empty_sqlite: Path) -> None:
    shutil.copy(empty_sqlite, typed.database)
    with closing(sqlite3.connect(typed.database)) as connection:
        connection.execute("ALTER TABLE customers DROP COLUMN address")
        connection.commit()
    _is_told(typed, "customers.address", "lacks")


@pytest.fixture
def others_folder(empty_sqlite: Path) -> Iterator[Path]:
    """A folder that another user may look into, and not write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        shutil.copy(empty_sqlite, folder / "data" / "cartera.db")
        for path in (folder, folder / "data", folder / "data" / "cartera.db"):
            path.chmod(0o555 if path.is_dir() else 0o444)
        yield folder
        folder.chmod(0o755)
        (folder / "data").chmod(0o755)


def _as_anybody() -> None:
    """Root writes what nobody may write, unless that capability is dropped (PR_CAPBSET_DROP, CAP_DAC_OVERRIDE)."""
    ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)


def test_a_database_that_can_only_be_read_was_a_traceback(others_folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli.main", "invite", "Ana"],
        cwd=others_folder,
        env=Shell(others_folder).environment | {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=_as_anybody,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "can only be read" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_run_says_it_too(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "cartera.db").write_bytes(b"nothing of the kind " * 300)
    done = Shell(tmp_path).cartera("run", TELEGRAM_BOT_TOKEN="7000000001:AAFakeTokenForTestsOnTheLocalMachine")  # noqa: S106
    assert done.returncode == 1
    assert "cartera restore" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrate_check_changes_nothing(typed: Typed, empty_sqlite: Path) -> None:
    code, said = typed.ends("migrate --check")
    assert (code, "not made yet" in said) == (1, True)
    old = Store.open(f"sqlite:///{typed.database}")
    migrate(old.engine, to="0001")
    old.close()
    code, said = typed.ends("migrate --check")
    assert (code, "0001" in said, "cartera migrate" in said) == (1, True, True)
    shutil.copy(empty_sqlite, typed.database)
    code, said = typed.ends("migrate --check")
    assert (code, "up to date" in said) == (0, True)
