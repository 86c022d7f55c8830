"""The commands as Telegram lists them where a message is written."""

from datetime import UTC, datetime

from handlers.kit.format.locales import LANGUAGES
from handlers.kit.format.texts import voice
from handlers.kit.registry.registry import Registry
from handlers.kit.turn import Company

MOST = 100
"""Commands in a menu (core.telegram.org/bots/api#setmycommands): those of the capabilities that come first. /help has all."""
CommandMenus = dict[str, list[tuple[str, str]]]
"""Command words and what they do, by language ("" for everybody)."""


def command_menus(registry: Registry, company: Company) -> CommandMenus:
    """The slash commands by language; under "", for everybody else, those of the company's own."""
    menus: CommandMenus = {}
    for language in LANGUAGES:
        speaks = voice(language, company.country, datetime.now(UTC).date())
        shown = [c for capability in registry.capabilities for c in capability.commands if not c.hidden]
        menus[language] = [(c.words[language], speaks.say(c.about)) for c in shown if language in c.words][:MOST]
    menus[""] = menus[company.language]
    return menus
