"""How a platform declares what is its own. The rest of the bot names none: it finds them in `bot/platforms/`, here.

A platform is a folder with a `spec.py` that has a `SPEC`. That module imports no SDK: what a platform needs to run is imported
where it is made, so that one that is off costs neither time nor memory.
"""

import importlib.util
import pkgutil
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar

import bot.platforms
from bot.clock import Clock
from bot.doctor_findings import Finding
from bot.environment import EnvironmentSettings
from bot.platforms.base import Platform
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company

S = TypeVar("S", bound=EnvironmentSettings)


@dataclass(frozen=True, slots=True)
class PlatformSpec(Generic[S]):
    """A platform's declaration. Its functions get the settings of its own model, checked.

    - `name` is stored with every event and account, `title` is what people call it; the lower `order` is named first.
    - `settings`: its variables, each documented in the README; `contradictions` are those that do not go together, as
      "NAME: what is wrong". It `is_on` where they say so; `needs` is the variable that turns it on.
    - `connecting` tells in a few lines how to connect it; `join_command` what a newcomer types with an invitation's code,
      and `join_link` makes the link that does it for them, None where there is no such thing; it raises CredentialError and
      UnansweredError.
    - `make` builds the adapter; what it answers over HTTP are the adapter's `routes`.
    - `examine` looks at it for `cartera doctor`; nobody may be disturbed where the bot is `running`, else looking may take
      `probe_seconds` more.
    """

    name: str
    title: str
    settings: type[S]
    is_on: Callable[[S], bool]
    needs: str
    connecting: str
    join_command: str
    make: Callable[[S, Registry, Company, Clock], Platform]
    examine: Callable[[S, int], Awaitable[list[Finding]]]
    join_link: Callable[[S, str], Awaitable[str | None]]
    contradictions: Callable[[S], Iterable[str]]
    order: int = 100

    def on(self, settings: EnvironmentSettings) -> bool:
        """Whether these settings turn it on. Settings without its variables, as tests make them, do not."""
        return isinstance(settings, self.settings) and self.is_on(settings)


@cache
def platform_specs() -> tuple[PlatformSpec[Any], ...]:
    """Every platform that there is, on or off, in the order in which people read of them."""
    names = [module.name for module in pkgutil.iter_modules(bot.platforms.__path__) if module.ispkg]
    declaring = [f"bot.platforms.{name}.spec" for name in names if _declares(name)]
    found = [importlib.import_module(module).SPEC for module in declaring]
    return tuple(sorted(found, key=lambda spec: (spec.order, spec.name)))


def _declares(name: str) -> bool:
    return importlib.util.find_spec(f"bot.platforms.{name}.spec") is not None
