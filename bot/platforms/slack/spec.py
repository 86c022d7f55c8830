"""Slack's declaration: its settings, how it is connected, made and looked at."""

import re
from collections.abc import Iterator

from pydantic import HttpUrl, SecretStr, field_validator

from bot.clock import Clock
from bot.doctor_findings import Finding
from bot.environment import EnvironmentSettings
from bot.platforms.base import Platform
from bot.platforms.spec import PlatformSpec
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company

# What needs the SDK is imported in the functions: a platform that is off costs nothing.
# ruff: noqa: PLC0415


class SlackSettings(EnvironmentSettings):
    """Slack's variables."""

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: HttpUrl = HttpUrl("https://slack.com/api/")

    @field_validator("slack_bot_token")
    @classmethod
    def _like_a_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"xoxb-[\w-]{10,}", value.get_secret_value(), re.ASCII):
            raise ValueError("it does not look like a bot token (xoxb-…), as OAuth & Permissions shows it")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _like_an_app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"xapp-[\w-]{10,}", value.get_secret_value(), re.ASCII):
            raise ValueError("it does not look like an app-level token (xapp-…), as Basic Information shows it")
        return value

    @field_validator("slack_signing_secret")
    @classmethod
    def _like_a_signing_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\w{16,}", value.get_secret_value(), re.ASCII):
            raise ValueError("it does not look like a signing secret (8f742231b10e…), as Basic Information shows it")
        return value

    @property
    def bot_token(self) -> str:
        """The bot's token, "" where Slack is off."""
        return self.slack_bot_token.get_secret_value() if self.slack_bot_token else ""

    @property
    def app_token(self) -> str | None:
        """The token for Socket Mode."""
        return self.slack_app_token.get_secret_value() if self.slack_app_token else None

    @property
    def signing_secret(self) -> str | None:
        """What requests over HTTP are signed with."""
        return self.slack_signing_secret.get_secret_value() if self.slack_signing_secret else None


def _contradictions(settings: SlackSettings) -> Iterator[str]:
    if settings.slack_bot_token and not (settings.slack_app_token or settings.slack_signing_secret):
        yield "SLACK_APP_TOKEN: Slack needs it (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)"
    if (settings.slack_app_token or settings.slack_signing_secret) and not settings.slack_bot_token:
        yield "SLACK_BOT_TOKEN: without it the bot cannot answer in Slack"


def _make(settings: SlackSettings, registry: Registry, company: Company, clock: Clock) -> Platform:
    del company
    from bot.platforms.slack.platform import SlackPlatform

    return SlackPlatform(
        settings.bot_token,
        str(settings.slack_api_url),
        registry.knows,
        clock=clock,
        app_token=settings.app_token,
        signing_secret=settings.signing_secret,
    )


async def _examine(settings: SlackSettings, probe_seconds: int) -> list[Finding]:
    del probe_seconds  # nobody else's socket is disturbed by ours
    from bot.platforms.slack.health import findings

    return await findings(
        settings.bot_token, settings.app_token, str(settings.slack_api_url), http=settings.signing_secret is not None
    )


async def _no_link(settings: SlackSettings, code: str) -> None:
    """Slack has no links that say something to an app: people type the command."""


SPEC = PlatformSpec(
    name="slack",
    title="Slack",
    settings=SlackSettings,
    is_on=lambda settings: settings.slack_bot_token is not None,
    needs="SLACK_BOT_TOKEN",
    connecting=(
        "Make an app at https://api.slack.com/apps from docs/slack-manifest.yaml, install it, and put in .env:\n"
        "SLACK_BOT_TOKEN=xoxb-… and SLACK_APP_TOKEN=xapp-…"
    ),
    join_command="/cartera link {code}",
    make=_make,
    examine=_examine,
    join_link=_no_link,
    contradictions=_contradictions,
    order=20,
)
