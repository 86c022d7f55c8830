"""The documents say what is."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load

ROOT = Path(__file__).parents[1]


def test_every_setting_is_documented_and_no_other() -> None:
    table = (ROOT / "README.md").read_text().split("## Settings")[1].split("\n## ")[0]
    documented = {
        name
        for cell in re.findall(r"^\| (`[^|]+) \|", table, re.MULTILINE)
        for name in re.findall(r"`([A-Z_]+)`", cell)
    }
    assert documented == {name.upper() for name in Settings.model_fields}


def test_the_makefile_has_the_commands_of_the_readme() -> None:
    open_point = set(re.findall(r"\bmake ([a-z-]+)", (ROOT / "README.md").read_text()))
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert open_point <= targets


def test_all_problems_of_the_settings_come_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = {
        "TIMEZONE": "Mars/Olympus",
        "CURRENCY": "XXQ",
        "PORT": "ninety",
        "LOCALE": "fr_FR",
        "TELEGRAM_BOT_TOKEN": "oops",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        load()
    assert {problem.split(":")[0] for problem in error.value.problems} == set(wrong)
    assert "oops" not in str(error.value)


def test_a_webhook_needs_an_address(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f"123456:{'A' * 30}")
    monkeypatch.setenv("TELEGRAM_MODE", "webhook")
    with pytest.raises(SettingsError, match="PUBLIC_URL"):
        load()
