"""What processes of tests begin with (`tests.children`): all that the bot and the fakes load before they serve."""

from importlib import import_module

from handlers.kit.registry.registry import discover
from handlers.language.understand import prepare

LOADED = (
    "alembic.command",
    "bot.cli.doctor",
    "bot.cli.main",
    "bot.platforms.slack.platform",
    "bot.platforms.telegram.platform",
    "bot.platforms.web.platform",
    "bot.web.server",
    "tests.faults.serve",
    "tests.fakes.slack.server",
    "tests.fakes.telegram.server",
    "uvicorn",
)
for _name in LOADED:
    import_module(_name)
discover()
prepare()
