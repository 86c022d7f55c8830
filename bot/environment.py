"""What every group of settings shares: where settings come from, and the one that several of them need."""

from pydantic import HttpUrl
from pydantic_settings import BaseSettings, SettingsConfigDict


class EnvironmentSettings(BaseSettings):
    """Settings from the environment or `.env`, frozen. A field's name is the variable's, in lower case."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True, env_ignore_empty=True
    )

    public_url: HttpUrl | None = None
