"""A strict Telegram on localhost: the Bot API as a server, and people who talk to the bot.

    fake = await FakeTelegram.start()
    ana = fake.user("Ana")
    await ana.start()                       # the bot gets /start
    message = await ana.next_message()      # what it answered, as Ana sees it
    press = await ana.presses(message, "Deshacer")

See `server.FakeTelegram` for the whole; `python -m tests.fakes.telegram` runs it as a process of its own, and
`control_client.TelegramControl` drives that.
"""

from tests.fakes.buckets import Rate

from .control_client import TelegramControl
from .faults import Fault
from .groups import Group
from .messages import Button, Message, Press
from .people import User
from .rates import NO_RATES, Rates
from .server import TOKEN, Call, FakeTelegram

__all__ = [
    "NO_RATES",
    "TOKEN",
    "Button",
    "Call",
    "FakeTelegram",
    "Fault",
    "Group",
    "Message",
    "Press",
    "Rate",
    "Rates",
    "TelegramControl",
    "User",
]
