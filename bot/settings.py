"""All settings: from the environment or `.env`, checked together, frozen."""

import re
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale, UnknownLocaleError
from babel.numbers import is_currency
from pydantic import Field, HttpUrl, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from handlers.kit.calendar.week import Week
from handlers.kit.format.texts import LANGUAGES
from handlers.kit.turn import Company
from storage.people.people import Visibility


class SettingsError(Exception):
    """The settings are wrong; `problems` names each, so that all can be mended at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """What can be set. Names are those of the environment variables, in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    telegram_bot_token: SecretStr | None = None
    telegram_api_url: HttpUrl = HttpUrl("https://api.telegram.org")
    telegram_mode: Literal["polling", "webhook"] = "polling"
    telegram_webhook_secret: SecretStr | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: HttpUrl = HttpUrl("https://slack.com/api/")
    public_url: HttpUrl | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    company_name: str = "Cartera"
    locale: str = "es_ES"
    timezone: str = "Europe/Madrid"
    country: str = "ES"
    subdivision: str = ""
    currency: str = "EUR"
    working_hours: str = "09:00-18:00"
    visibility: Visibility = "all"
    referral_months: Annotated[int, Field(ge=1, le=60)] = 6
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("locale")
    @classmethod
    def _known_locale(cls, value: str) -> str:
        try:
            language = Locale.parse(value).language
        except (UnknownLocaleError, ValueError):
            raise ValueError(f"«{value}» is not a locale such as es_ES or en_GB") from None
        if language not in LANGUAGES:
            raise ValueError(f"the bot speaks {' and '.join(LANGUAGES)}, not «{language}»")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"«{value}» is not a time zone such as Europe/Madrid") from None
        return value

    @field_validator("country")
    @classmethod
    def _known_country(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Z]{2}", value):
            raise ValueError(f"«{value}» is not a country code such as ES")
        return value

    @field_validator("subdivision")
    @classmethod
    def _known_subdivision(cls, value: str) -> str:
        # Whether there is one of this name is for `cartera doctor`: the library that knows is too large for every start.
        if value and not re.fullmatch(r"[A-Z0-9]{1,3}", value):
            raise ValueError(f"«{value}» is not a part of a country such as MD or CT: ISO 3166-2 without the country")
        return value

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, value: str) -> str:
        if not is_currency(value):
            raise ValueError(f"«{value}» is not a currency code such as EUR")
        return value

    @field_validator("working_hours")
    @classmethod
    def _known_hours(cls, value: str) -> str:
        Week.parse(value)
        return value

    @field_validator("telegram_bot_token")
    @classmethod
    def _telegram_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\d+:[\w-]{20,}", value.get_secret_value()):
            raise ValueError("it does not look like a token from @BotFather (123456789:AA…)")
        return value

    @field_validator("telegram_webhook_secret")
    @classmethod
    def _webhook_secret(cls, value: SecretStr | None) -> SecretStr | None:
        # As Telegram says of setWebhook: 1 to 256 characters, letters, digits, underscores, hyphens.
        if value and not re.fullmatch(r"[\w-]{1,256}", value.get_secret_value(), re.ASCII):
            raise ValueError("only A-Z, a-z, 0-9, _ and - are allowed, 256 at most")
        return value

    @field_validator("slack_bot_token")
    @classmethod
    def _slack_bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"xoxb-[\w-]{10,}", value.get_secret_value(), re.ASCII):
            raise ValueError("it does not look like a bot token (xoxb-…), as OAuth & Permissions shows it")
        return value

    @field_validator("slack_app_token")
    @classmethod
    def _slack_app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"xapp-[\w-]{10,}", value.get_secret_value(), re.ASCII):
            raise ValueError("it does not look like an app-level token (xapp-…), as Basic Information shows it")
        return value

    @field_validator("slack_signing_secret")
    @classmethod
    def _slack_signing_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"\w{16,}", value.get_secret_value(), re.ASCII):
            raise ValueError("it does not look like a signing secret (8f742231b10e…), as Basic Information shows it")
        return value

    @model_validator(mode="after")
    def _slack_needs_both_ways(self) -> "Settings":
        if self.slack_bot_token and not (self.slack_app_token or self.slack_signing_secret):
            raise ValueError("SLACK_APP_TOKEN: Slack needs it (Socket Mode), or SLACK_SIGNING_SECRET (HTTP)")
        if (self.slack_app_token or self.slack_signing_secret) and not self.slack_bot_token:
            raise ValueError("SLACK_BOT_TOKEN: without it the bot cannot answer in Slack")
        return self

    @model_validator(mode="after")
    def _webhook_needs_an_address(self) -> "Settings":
        if self.telegram_mode == "webhook" and self.telegram_bot_token and self.public_url is None:
            raise ValueError(
                "PUBLIC_URL: TELEGRAM_MODE=webhook needs the address at which Telegram reaches this server"
            )
        return self

    @property
    def slack_over_http(self) -> bool:
        """Whether Slack's requests come to the web server."""
        return self.slack_signing_secret is not None

    @property
    def store_url(self) -> str:
        """The database: DATABASE_URL, or an SQLite file in the data folder."""
        return (
            self.database_url.get_secret_value() if self.database_url else f"sqlite:///{self.data_dir / 'cartera.db'}"
        )

    @property
    def company(self) -> Company:
        """What capabilities may know of the settings."""
        return Company(
            self.company_name,
            self.locale,
            self.timezone,
            self.country,
            self.currency,
            working_hours=self.working_hours,
            visibility=self.visibility,
            referral_months=self.referral_months,
            subdivision=self.subdivision,
        )


def load(**overrides: object) -> Settings:
    """The settings of the environment and `.env`. Raises SettingsError with every problem at once."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]  # pydantic checks them; that is the point
    except ValidationError as error:
        problems = []
        for problem in error.errors():
            name = "_".join(str(part) for part in problem["loc"]).upper()
            message = problem["msg"].removeprefix("Value error, ")
            problems.append(f"{name}: {message}" if name else message)
        raise SettingsError(problems) from None
