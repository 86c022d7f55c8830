"""The documents say what is."""

import re
from pathlib import Path

import pytest

from bot.environment import EnvironmentSettings
from bot.platforms.spec import platform_specs
from bot.settings import Settings, SettingsError, load

ROOT = Path(__file__).parents[1]


def documented(section: str) -> set[str]:
    """The settings in a section's table."""
    cells = re.findall(r"^\| (`[^|]+) \|", section, re.MULTILINE)
    return {name.lower() for cell in cells for name in re.findall(r"`([A-Z_]+)`", cell)}


def test_every_setting_is_documented_and_no_other() -> None:
    settings = (ROOT / "README.md").read_text().split("## Settings")[1].split("\n## ")[0]
    everybodys, *sections = settings.split("\n### ")
    assert documented(everybodys) == set(Settings.model_fields)
    assert {section.partition("\n")[0]: documented(section) for section in sections} == {
        spec.title: set(spec.settings.model_fields) - set(EnvironmentSettings.model_fields) for spec in platform_specs()
    }


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


def test_what_does_not_go_together_comes_at_once_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", f"123456:{'A' * 30}")
    monkeypatch.setenv("TELEGRAM_MODE", "webhook")
    monkeypatch.setenv("SLACK_APP_TOKEN", f"xapp-{'A' * 30}")
    monkeypatch.setenv("CURRENCY", "pesos")
    with pytest.raises(SettingsError) as error:
        load()
    assert [p.partition(":")[0] for p in error.value.problems] == ["CURRENCY", "PUBLIC_URL", "SLACK_BOT_TOKEN"]
