"""The manifest sets up what the adapter uses, no more and no less; the doctor says where Slack has something else."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.cli.doctor import examine
from bot.platforms.slack.parsing import EVENTS
from bot.platforms.slack.platform import SCOPES
from bot.settings import Settings, SettingsError, load
from handlers.kit.dialog.modals import form_of
from handlers.kit.registry.registry import discover
from tests.fakes.processes import ROOT
from tests.fakes.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, FakeSlack
from tests.fakes.slack.manifest import read
from tests.platforms.slack_manifest import manifest


def test_the_manifest_asks_for_what_the_adapter_uses() -> None:
    app = manifest()
    assert set(app["oauth_config"]["scopes"]["bot"]) == SCOPES
    assert set(app["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)
    assert app["settings"]["socket_mode_enabled"] is True
    assert [command["command"] for command in app["features"]["slash_commands"]] == ["/cartera"]
    set_up = read(app)  # AssertionError where Slack would not take it
    assert set_up.interactive
    assert set_up.home_tab
    assert set_up.messages_tab
    assert set_up.escapes("/cartera")


def test_its_shortcuts_are_forms_that_can_be_filled_in() -> None:
    registry = discover()
    shortcuts = [shortcut["callback_id"] for shortcut in manifest()["features"]["shortcuts"]]
    assert shortcuts == [command.words["en"] for command in registry.shortcuts()]
    assert all(form_of(registry, shortcut) for shortcut in shortcuts)


def on(fake: FakeSlack, folder: Path, **more: Any) -> Settings:
    return load(
        _env_file=None,
        data_dir=folder,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=fake.api_url,
        **more,
    )


async def test_the_doctor_finds_slack_well(tmp_path: Path) -> None:
    async with await FakeSlack.start() as fake:
        found = await examine(on(fake, tmp_path, slack_signing_secret=SIGNING_SECRET), probe_seconds=0)
    said = "\n".join(finding.what for finding in found if "Slack" in finding.what)
    assert "Slack: on, in" in said
    assert "Socket Mode and HTTP" in said
    assert all(finding.ok for finding in found if finding.what.startswith("Slack"))
    assert BOT_TOKEN not in said
    assert APP_TOKEN not in said


async def test_the_doctor_finds_tokens_that_slack_refuses(tmp_path: Path) -> None:
    async with await FakeSlack.start() as fake:
        wrong = on(fake, tmp_path).model_copy(update={"slack_bot_token": SecretStr(BOT_TOKEN + "x")})
        found = await examine(wrong, probe_seconds=0)
        assert any("refuses the bot token (invalid_auth)" in finding.what for finding in found if not finding.ok)
        fake.faults.add("refused", "apps.connections.open", error="not_allowed_token_type")
        found = await examine(on(fake, tmp_path), probe_seconds=0)
        assert any("refuses the app token" in finding.what for finding in found if not finding.ok)
    found = await examine(on(fake, tmp_path), probe_seconds=0)
    assert any("Slack cannot be reached" in finding.what for finding in found if not finding.ok)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"SLACK_BOT_TOKEN": BOT_TOKEN}, "SLACK_APP_TOKEN"),
        ({"SLACK_APP_TOKEN": APP_TOKEN}, "SLACK_BOT_TOKEN"),
        ({"SLACK_SIGNING_SECRET": SIGNING_SECRET}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "oops"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": "oops"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": "?"}, "SLACK_SIGNING_SECRET"),
    ],
)
def test_half_a_slack_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: dict[str, str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=said) as error:
        load()
    assert "oops" not in str(error.value)


def test_with_no_platform_run_says_what_to_do_for_slack_too(tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "TELEGRAM_"))}
    ended = subprocess.run(
        [sys.executable, "-m", "bot.cli.main", "run"],
        cwd=tmp_path,
        env=bare | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 2
    for part in ("TELEGRAM_BOT_TOKEN", "docs/slack-manifest.yaml", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        assert part in ended.stderr
