"""The ways in which every conversation must go the same."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """One combination of store, platform and mishaps; `http` where the platform sends requests instead of being polled."""

    name: str
    store: str = "sqlite"
    platform: str = "local"
    restarts: bool = False
    twice: bool = False
    http: bool = False

    def __str__(self) -> str:
        return self.name


PLAIN = Way("sqlite")
OTHERS = (
    Way("restarts", restarts=True),
    Way("twice", twice=True),
    Way("postgres", store="postgres"),
    Way("telegram", platform="telegram"),
    Way("telegram-postgres-restarts-twice", store="postgres", platform="telegram", restarts=True, twice=True),
    Way("slack", platform="slack"),
    Way("slack-http-postgres-restarts-twice", store="postgres", platform="slack", restarts=True, twice=True, http=True),
)
ALL_WAYS = (PLAIN, *OTHERS)
