"""What is settled with Telegram when the bot starts: who it is, where its updates go, which commands it offers.

Only the first is waited for. The rest is said at once, and where Telegram does not listen, again in the background: a menu of
commands is no reason for a bot not to answer.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

import structlog
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.platforms.retrying import CredentialError, persistently
from bot.platforms.telegram.commands import CommandMenus

log = structlog.get_logger()

NAME = "telegram"
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The kinds of updates that are of use."""


@dataclass(frozen=True, slots=True)
class Chore:
    """One thing to tell Telegram. What is `cosmetic` is given up where Telegram calls it wrong; else that may pass too."""

    doing: str
    call: Callable[[], Awaitable[object]]
    cosmetic: bool = False

    def at_least(self, error: Exception) -> float:
        """How long to wait before it is said again."""
        if self.cosmetic and isinstance(error, BadRequest):
            raise error
        return patience(error)


class Introduction:
    """A bot's beginning. `webhook_url` is where updates should go, with its secret; None where the bot polls."""

    def __init__(self, bot: Bot, menus: CommandMenus, webhook_url: str | None, secret: str) -> None:
        self._bot = bot
        self._chores = [
            Chore(
                "setWebhook",
                partial(bot.set_webhook, webhook_url, secret_token=secret, allowed_updates=ALLOWED),
            )
            if webhook_url
            else Chore("deleteWebhook", bot.delete_webhook),
            *(
                Chore(
                    "setMyCommands",
                    partial(bot.set_my_commands, commands, language_code=language or None),
                    cosmetic=True,
                )
                for language, commands in menus.items()
            ),
        ]
        self._later: asyncio.Task[None] | None = None

    async def username(self) -> str:
        """The bot's user name, however long Telegram is out. Raises CredentialError where it refuses the token."""
        me = await persistently(self._bot.get_me, patience, platform=NAME, doing="getMe")
        return me.username or ""

    async def make(self) -> None:
        """Tells Telegram the rest; what it does not take now, it is told in the background."""
        left = [chore for chore in self._chores if not await _done(chore)]
        if left:
            self._later = asyncio.create_task(_insist(left))

    async def close(self) -> None:
        """Ends what is still being told."""
        if self._later is not None:
            self._later.cancel()
            with suppress(asyncio.CancelledError):
                await self._later


async def _done(chore: Chore) -> bool:
    """Whether it was told, or need not be told again."""
    try:
        await chore.call()
    except TelegramError as error:
        log.warning("telegram_not_told", doing=chore.doing, error=type(error).__name__, said=_harmless(error))
        return chore.cosmetic and isinstance(error, BadRequest)
    return True


async def _insist(chores: Sequence[Chore]) -> None:
    for chore in chores:
        try:
            await persistently(chore.call, chore.at_least, platform=NAME, doing=chore.doing)
        except (CredentialError, BadRequest) as error:
            log.error("telegram_not_told", doing=chore.doing, error=type(error).__name__)


def _harmless(error: TelegramError) -> str:
    """What Telegram says is wrong with a request; of other errors the library may tell addresses, which hold the token."""
    return error.message if isinstance(error, BadRequest) else ""


def patience(error: Exception) -> float:
    """How many seconds Telegram wants to be left alone. Raises CredentialError for a refused token, and what is no error of Telegram's."""
    match error:
        case InvalidToken():
            raise CredentialError(REFUSED) from None
        case RetryAfter():
            return seconds_of(error)
        case TelegramError():
            return 0.0
        case _:
            raise error


def seconds_of(error: RetryAfter) -> float:
    """How long a 429 says to wait."""
    pause = error.retry_after
    return float(pause) if isinstance(pause, int | float) else pause.total_seconds()


REFUSED = (
    "Telegram refuses the token in TELEGRAM_BOT_TOKEN: copy it again from @BotFather (/mybots), "
    "and look whether TELEGRAM_API_URL, where it is set, is a Bot API server."
)
