"""Telegram's declaration: its settings, how it is connected, made and looked at."""

import re
from collections.abc import Iterator
from typing import Literal

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


TELEGRAM = HttpUrl("https://api.telegram.org")
"""Its own server; one that somebody runs themselves may call a webhook without TLS (core.telegram.org/bots/api#using-a-local-bot-api-server)."""


class TelegramSettings(EnvironmentSettings):
    """Telegram's variables."""

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: HttpUrl = TELEGRAM
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: SecretStr | None = None

    @field_validator("telegram_bot_token")
    @classmethod
    def _like_a_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[\w-]{20,}", value.get_secret_value()):
            raise ValueError("it does not look like a token from @BotFather (123456789:AA…)")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _as_set_webhook_takes_it(cls, value: SecretStr | None) -> SecretStr | None:
        # As Telegram says of setWebhook: 1 to 256 characters, letters, digits, underscores, hyphens.
        if value and not re.fullmatch(r"[\w-]{1,256}", value.get_secret_value(), re.ASCII):
            raise ValueError("only A-Z, a-z, 0-9, _ and - are allowed, 256 at most")
        return value

    @property
    def token(self) -> str:
        """The token itself, "" where Telegram is off."""
        return self.telegram_bot_token.get_secret_value() if self.telegram_bot_token else ""


def _contradictions(settings: TelegramSettings) -> Iterator[str]:
    if not settings.telegram_bot_token or settings.telegram_mode != "webhook":
        return
    if settings.public_url is None:
        yield "PUBLIC_URL: TELEGRAM_MODE=webhook needs the address at which Telegram reaches this server"
    elif settings.public_url.scheme != "https" and settings.telegram_api_url == TELEGRAM:
        yield "PUBLIC_URL: Telegram calls a webhook at an https:// address only; a proxy with a certificate goes in front"


def _make(settings: TelegramSettings, registry: Registry, company: Company, clock: Clock) -> Platform:
    from bot.platforms.telegram.commands import command_menus
    from bot.platforms.telegram.platform import TelegramPlatform
    from bot.platforms.telegram.webhook import webhook_url

    secret = settings.telegram_webhook_secret
    return TelegramPlatform(
        settings.token,
        str(settings.telegram_api_url),
        command_menus(registry, company),
        webhook_url=webhook_url(settings.public_url) if settings.telegram_mode == "webhook" else None,
        secret=secret.get_secret_value() if secret else None,
        clock=clock,
        knows=registry.knows,
    )


async def _examine(settings: TelegramSettings, probe_seconds: int) -> list[Finding]:
    from bot.platforms.telegram.health import findings
    from bot.platforms.telegram.webhook import webhook_url

    webhook = webhook_url(settings.public_url) if settings.telegram_mode == "webhook" else None
    return await findings(
        settings.token, str(settings.telegram_api_url), webhook=webhook, probe_seconds=0 if webhook else probe_seconds
    )


async def _join_link(settings: TelegramSettings, code: str) -> str | None:
    from bot.platforms.telegram.platform import bot_name, join_link

    return join_link(await bot_name(settings.token, str(settings.telegram_api_url)), code)


SPEC = PlatformSpec(
    name="telegram",
    title="Telegram",
    settings=TelegramSettings,
    is_on=lambda settings: settings.telegram_bot_token is not None,
    needs="TELEGRAM_BOT_TOKEN",
    connecting="Ask @BotFather for a bot (/newbot), copy its token, and put it in .env: TELEGRAM_BOT_TOKEN=…",
    join_command="/start {code}",
    make=_make,
    examine=_examine,
    join_link=_join_link,
    contradictions=_contradictions,
    order=10,
)
