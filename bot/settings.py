"""All settings: from the environment or `.env`, checked together, frozen."""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.numbers import is_currency
from pydantic import Field, HttpUrl, SecretStr, ValidationError, create_model, field_validator

from bot.environment import EnvironmentSettings
from bot.jobs.model import ModelSettings
from bot.platforms.spec import platform_specs
from handlers.kit.calendar.response_times import ResponseTimes
from handlers.kit.calendar.week import Week
from handlers.kit.format.locales import country_code, currency_of, locale_parts, zone_of
from handlers.kit.tax import Tax
from handlers.kit.turn import Company
from storage.people.people import Visibility
from storage.session.engine import database_url as check_database_url

S = TypeVar("S", bound=EnvironmentSettings)

PANEL = "/panel"
"""The path under which the panel is served."""
MCP = "/mcp"
"""The path at which people's own programs ask."""


class SettingsError(Exception):
    """The settings are wrong; `problems` names each, so that all can be corrected at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _country_of_locale(checked: dict[str, Any]) -> str:
    return locale_parts(checked["locale"])[1]


class Settings(EnvironmentSettings):
    """What can be set for the whole bot. Each platform adds its own (`PlatformSpec.settings`): `load` reads them all."""

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8080
    company_name: str = "Cartera"
    locale: str = "es_ES"
    country: str = Field(default_factory=_country_of_locale)
    subdivision: str = ""
    timezone: str = Field(default_factory=lambda checked: zone_of(checked["country"]))
    currency: str = Field(default_factory=lambda checked: currency_of(checked["country"]))
    working_hours: str = "09:00-18:00"
    visibility: Visibility = "all"
    referral_months: Annotated[int, Field(ge=1, le=60)] = 6
    tax: str = ""
    lead_response: str = str(ResponseTimes())
    visit_cost: Annotated[Decimal, Field(ge=0, decimal_places=2)] = Decimal(0)
    margin: Annotated[int, Field(ge=0, le=100)] = 0
    llm_url: HttpUrl | None = None
    llm_model: str = ""
    llm_key: SecretStr | None = None
    web_view: Literal["on", "off"] = "off"
    mcp: Literal["on", "off"] = "off"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @field_validator("database_url")
    @classmethod
    def _served_database(cls, value: SecretStr | None) -> SecretStr | None:
        if value:
            check_database_url(value.get_secret_value())
        return value

    @field_validator("locale")
    @classmethod
    def _known_locale(cls, value: str) -> str:
        return "_".join(locale_parts(value))

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            raise ValueError(f"“{value}” is not a time zone such as Europe/Madrid") from None
        return value

    @field_validator("country")
    @classmethod
    def _known_country(cls, value: str) -> str:
        country = country_code(value)
        if country is None:
            raise ValueError(f"“{value}” is not a country code such as ES")
        return country

    @field_validator("subdivision")
    @classmethod
    def _known_subdivision(cls, value: str) -> str:
        # Whether there is one of this name is for `cartera doctor`: the library that knows is too large for every start.
        if value and not re.fullmatch(r"[A-Z0-9]{1,3}", value):
            raise ValueError(f"“{value}” is not a part of a country such as MD or CT: ISO 3166-2 without the country")
        return value

    @field_validator("currency")
    @classmethod
    def _known_currency(cls, value: str) -> str:
        if not is_currency(value):
            raise ValueError(f"“{value}” is not a currency code such as EUR")
        return value

    @field_validator("working_hours")
    @classmethod
    def _known_hours(cls, value: str) -> str:
        Week.parse(value)
        return value

    @field_validator("tax")
    @classmethod
    def _tax_with_rate(cls, value: str) -> str:
        return str(Tax.parse(value) or "")

    @field_validator("lead_response")
    @classmethod
    def _sensible_times(cls, value: str) -> str:
        return str(ResponseTimes.parse(value))

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
            visit_cost=self.visit_cost,
            margin=self.margin,
            subdivision=self.subdivision,
            lead_response=ResponseTimes.parse(self.lead_response),
            public_url=str(self.public_url or "").rstrip("/"),
            tax=Tax.parse(self.tax),
            panel_url=self.panel_url,
            mcp_url=self.mcp_url,
            has_model=self.language_model is not None,
        )

    @property
    def language_model(self) -> ModelSettings | None:
        """The language model that may be asked; None where none is set, which is the default."""
        if self.llm_url is None or not self.llm_model:
            return None
        return ModelSettings(str(self.llm_url), self.llm_model, self.llm_key.get_secret_value() if self.llm_key else "")

    @property
    def panel_url(self) -> str:
        """The address of the panel as people's browsers reach it; "" where it is off."""
        return "" if self.web_view == "off" else f"{self._root}{PANEL}"

    @property
    def mcp_url(self) -> str:
        """Where people's own programs ask; "" where that is off, or its package is missing."""
        return "" if self.mcp == "off" or find_spec("mcp") is None else f"{self._root}{MCP}"

    @property
    def _root(self) -> str:
        root = str(self.public_url) if self.public_url else f"http://{self.host}:{self.port}"
        return root.rstrip("/")


@cache
def every_setting() -> type[Settings]:
    """Settings together with those of every platform: one model, so that what is wrong comes in one list."""
    return create_model("EverySetting", __base__=(Settings, *(spec.settings for spec in platform_specs())))


def load(**overrides: object) -> Settings:
    """The settings of the environment and `.env`, platforms' too. Raises SettingsError with every problem at once."""
    problems: list[str] = []
    settings = _checked(every_setting(), overrides, problems)
    for spec in platform_specs():
        own = settings or _checked(spec.settings, overrides, [])  # what is wrong elsewhere hides nothing of this one
        problems += spec.contradictions(own) if own else ()
    if settings is None or problems:
        raise SettingsError(problems)
    return settings


def _checked(model: type[S], overrides: Mapping[str, object], problems: list[str]) -> S | None:
    """Settings of a group; None where some are wrong, each of which is added to the problems."""
    try:
        return model(**overrides)  # type: ignore[arg-type]  # pydantic checks them; that is the point
    except ValidationError as error:
        for problem in error.errors():
            if problem["type"] != "default_factory_not_called":  # derived from a setting that is itself a problem
                name = "_".join(str(part) for part in problem["loc"]).upper()
                problems.append(f"{name}: {problem['msg'].removeprefix('Value error, ')}")
        return None
