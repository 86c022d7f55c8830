"""The command line, as a person at a keyboard meets it: real processes in a folder with a new database."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.children import run

ROOT = Path(__file__).parents[2]


class Shell:
    """A folder in which `cartera` is typed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        self.environment = kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}

    def cartera(self, *arguments: str, typed: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        """Runs it to its end."""
        return run(("-m", "bot.cli.main", *arguments), self.folder, self.environment | settings, typed)


@pytest.fixture
def shell(tmp_path: Path, empty_sqlite: Path) -> Shell:
    (tmp_path / "data").mkdir()
    shutil.copy(empty_sqlite, tmp_path / "data" / "cartera.db")
    return Shell(tmp_path)


def test_an_invitation_for_a_program_in_an_empty_folder(tmp_path: Path) -> None:
    done = Shell(tmp_path).cartera("invite", "Ana Ruiz", "--role", "rep", "--language", "es", "--json")
    printed = json.loads(done.stdout)
    assert len(printed["code"]) >= 22
    assert printed["link"] is None


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("Ana", "--role", "boss"), "no role"),
        (("Ana", "--language", "fr"), "es and en"),
        (("  ",), "needs a name"),
    ],
)
def test_a_wrong_invitation_is_explained(shell: Shell, arguments: tuple[str, ...], says: str) -> None:
    done = shell.cartera("invite", *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_run_without_a_platform_says_what_to_do_next(shell: Shell) -> None:
    done = shell.cartera("run")
    assert done.returncode == 2
    assert "@BotFather" in done.stderr
    assert "make demo" in done.stderr


def test_wrong_settings_stop_the_start_with_all_problems(shell: Shell) -> None:
    wrong = {"TIMEZONE": "Mars/Olympus", "CURRENCY": "??", "LEAD_RESPONSE": "60,30", "WORKING_HOURS": "18:00-09:00"}
    done = shell.cartera("run", **wrong, TELEGRAM_BOT_TOKEN="oops")  # noqa: S106 - it is none
    assert done.returncode == 2
    assert all(name in done.stderr for name in (*wrong, "TELEGRAM_BOT_TOKEN"))
    assert "oops" not in done.stderr


def test_several_processes_want_postgresql(shell: Shell) -> None:
    done = shell.cartera("worker")
    assert done.returncode == 2
    assert "PostgreSQL" in done.stderr


def test_a_newer_database_is_refused(shell: Shell) -> None:
    shell.cartera("migrate")
    make_newer = "import sqlite3; c = sqlite3.connect('data/cartera.db'); c.execute(\"UPDATE alembic_version SET version_num = '9999'\"); c.commit()"
    subprocess.run([sys.executable, "-c", make_newer], cwd=shell.folder, check=True)
    done = shell.cartera("migrate")
    assert done.returncode == 1
    assert "newer Cartera" in done.stderr


def test_a_conversation_goes_on_after_a_restart(shell: Shell) -> None:
    shell.cartera("invite", "Ana Ruiz")
    first = shell.cartera("chat", "--as", "Ana", typed="/nuevo Bar Sol\nvisité bar sol\n")
    assert "¿Qué pasó?" in first.stdout
    second = shell.cartera("chat", "--as", "Ana", typed="quieren 10 cajas\nhistorial de bar sol\n")
    assert second.stdout.lstrip().startswith("¿Qué pasó?")
    assert "Guardado: visita · Bar Sol" in second.stdout
    assert "Historial de Bar Sol" in second.stdout


def test_nobody_of_that_name(shell: Shell) -> None:
    done = shell.cartera("chat", "--as", "Zoe")
    assert done.returncode == 2
    assert "Zoe" in done.stderr


def test_the_demo_in_both_languages(shell: Shell) -> None:
    assert "Historial de Bar Sol" in shell.cartera("chat", "--demo", typed="historial de bar sol\n").stdout
    english = shell.cartera(
        "chat", "--demo", typed="/help\n", LOCALE="en_GB", COUNTRY="GB", CURRENCY="GBP", TIMEZONE="Europe/London"
    )
    assert "/visit" in english.stdout


def test_reading_one_text_and_many(shell: Shell) -> None:
    one = shell.cartera("when", "el martes a las 10", "--now", "2026-11-20T10:00", "--json")
    assert json.loads(one.stdout)["moment"] == {"start": "2026-11-24T10:00", "grain": "minute"}
    line = {
        "id": "a",
        "text": "visité a Bar Sol ayer",
        "now": "2026-11-20T10:00:00+01:00",
        "tz": "Europe/Madrid",
        "locale": "es_ES",
        "known": {"customers": ["Bar Sol"]},
    }
    many = shell.cartera("understand", "--jsonl", "-", typed=json.dumps(line) + "\n")
    assert json.loads(many.stdout) == {
        "id": "a",
        "language": "es",
        "intent": "log_interaction",
        "slots": {"kind": "visit", "customer": "Bar Sol", "when": {"start": "2026-11-19", "grain": "day"}},
    }


def test_explain_shows_which_words_made_which_slot(shell: Shell) -> None:
    done = shell.cartera(
        "understand", "visité a Bar Luna ayer, pedido de 1.200 €", "--now", "2026-11-20T10:00", "--json", "--explain"
    )
    explained = {part["slot"]: part["text"] for part in json.loads(done.stdout)["explain"]}
    assert explained["when"] == "ayer"
    assert "1.200 €" in explained["amount"]


def test_explain_shows_who_would_take_a_message_and_why(shell: Shell) -> None:
    said = ("understand", "recuérdame llamar a Bar Luna el martes", "--now", "2026-11-20T10:00", "--explain")
    plain = json.loads(shell.cartera(*said, "--json").stdout)
    assert plain["stages"]["clauses"] == ["recuérdame llamar a Bar Luna el martes"]
    assert {mark["kind"] for mark in plain["stages"]["marks"]} >= {"day"}
    by, *others = [candidate["by"] for candidate in plain["candidates"]]
    assert (by, others[-1]) == ("intent", "not_understood")
    waiting = shell.cartera(*said, "--asked", "visit.summary").stdout
    assert "waiting_slot: it asks to be reminded (writes)" in waiting
    assert waiting.index("intent: it reads as set_reminder") < waiting.index("waiting_slot")
    wrong = shell.cartera(*said, "--asked", "visit.nothing")
    assert wrong.returncode == 2
    assert "visit.summary" in wrong.stderr


def test_a_line_that_is_no_request_is_named(shell: Shell) -> None:
    done = shell.cartera("understand", "--jsonl", "-", typed="not json\n")
    assert done.returncode == 2
    assert ":1:" in done.stderr


def test_customers_go_in_and_out_and_back(shell: Shell) -> None:
    table = shell.folder / "clientes.csv"
    table.write_bytes("Cliente;Teléfono;Contacto\nPeña Sol;600123456;Marta\nCafé Luna;;\n".encode("cp1252"))
    tried = shell.cartera("import", "customers", "clientes.csv", "--dry-run")
    assert tried.returncode == 0
    assert "CP1252" in tried.stdout
    assert "Se puede importar" in tried.stdout
    refused = shell.cartera("import", "customers", "clientes.csv", typed="n\n")
    assert refused.returncode == 2
    done = shell.cartera("import", "customers", "clientes.csv", "--yes")
    assert "cartera import revert 1" in done.stdout
    for name in ("fuera.csv", "fuera.xlsx"):
        assert "2 clientes" in shell.cartera("export", "customers", name).stdout
        again = shell.cartera("import", "customers", name, "--yes")
        assert "Clientes nuevos: 0" in again.stdout
        assert "No había nada nuevo" in again.stdout
        assert "revert" not in again.stdout
    assert "2 clientes" in shell.cartera("import", "revert", "1").stdout
    assert shell.cartera("import", "revert", "1").returncode == 2


def test_a_wrong_table_is_told_line_by_line_and_changes_nothing(shell: Shell) -> None:
    (shell.folder / "a.csv").write_text("Cliente;Teléfono\nBar Sol;600123456\nOtro;12\n")
    (shell.folder / "b.csv").write_text("")
    done = shell.cartera("import", "customers", "a.csv", "--yes")
    assert done.returncode == 1
    assert "Línea 3: Teléfono, «12»" in done.stdout
    assert "0 clientes" in shell.cartera("export", "customers", "fuera.csv").stdout
    empty = shell.cartera("import", "customers", "b.csv")
    assert empty.returncode == 2
    assert "vacío" in empty.stderr


def test_where_nobody_can_be_asked_it_says_so(shell: Shell) -> None:
    (shell.folder / "a.csv").write_text("Cliente\nBar Sol\n")
    done = shell.cartera("import", "customers", "a.csv")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert "0 clientes" in shell.cartera("export", "customers", "fuera.csv").stdout
