"""A platform of the tests: people write postcards, which a post office hands in over HTTP."""

from collections.abc import Iterator

from pydantic import SecretStr

from bot.clock import Clock
from bot.doctor_findings import Finding, well
from bot.environment import EnvironmentSettings
from bot.platforms.base import Platform
from bot.platforms.spec import PlatformSpec
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company


class PostcardSettings(EnvironmentSettings):
    postcards_secret: SecretStr | None = None
    postcards_stamps: int = 10


def _contradictions(settings: PostcardSettings) -> Iterator[str]:
    if settings.postcards_secret and not settings.postcards_stamps:
        yield "POSTCARDS_STAMPS: without stamps nothing is answered"


def _make(settings: PostcardSettings, registry: Registry, company: Company, clock: Clock) -> Platform:
    from bot.platforms.postcards.platform import PostcardPlatform  # type: ignore[import-not-found] # noqa: PLC0415

    assert settings.postcards_secret
    made: Platform = PostcardPlatform(settings.postcards_secret.get_secret_value(), clock)
    return made


async def _examine(settings: PostcardSettings, probe_seconds: int) -> list[Finding]:
    return [well(f"Postcards: on, with {settings.postcards_stamps} stamps.")]


async def _join_link(settings: PostcardSettings, code: str) -> str | None:
    return f"https://post.example/{code}"


SPEC = PlatformSpec(
    name="postcards",
    title="Postcards",
    settings=PostcardSettings,
    is_on=lambda settings: settings.postcards_secret is not None,
    needs="POSTCARDS_SECRET",
    connecting="Ask at the post office: POSTCARDS_SECRET=…",
    join_command="Dear Cartera, {code}",
    make=_make,
    examine=_examine,
    join_link=_join_link,
    contradictions=_contradictions,
)
