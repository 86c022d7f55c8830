"""A strict Slack on localhost: the Web API, the Events API and Socket Mode, and people who talk to the bot.

    fake = await FakeSlack.start()
    ana = fake.user("Ana Ruiz")
    await ana.says("visité a Bar Sol ayer")
    message = await ana.next_message()      # what it answered, as Ana sees it
    press = await ana.presses(message, "Deshacer")

See `server.FakeSlack` for the whole; `python -m tests.fakes.slack` runs it as a process of its own, and
`control_client.SlackControl` drives that.
"""

from .control_client import SlackControl
from .conversations import Conversation
from .faults import Fault
from .manifest import EVENTS
from .messages import Message, Press
from .people import User
from .rates import NO_RATES, Rates
from .render import Button
from .server import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Call, FakeSlack
from .views import View
from .world import BOT_USER

__all__ = [
    "APP_TOKEN",
    "BOT_TOKEN",
    "BOT_USER",
    "EVENTS",
    "NO_RATES",
    "SIGNING_SECRET",
    "Button",
    "Call",
    "Conversation",
    "FakeSlack",
    "Fault",
    "Message",
    "Press",
    "Rates",
    "SlackControl",
    "User",
    "View",
]
