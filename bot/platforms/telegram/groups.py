"""Groups: of all that is said there, only what is said to the bot is its business, and is written down.

With Telegram's privacy mode a bot is shown little else; as a group's administrator, or without that mode, it is shown everything.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

MESSAGES = ("message", "edited_message")

Knows = Callable[[str], bool]
"""Whether a word is a command of the bot's."""


def is_for_the_bot(update: Mapping[str, Any], bot_id: str, username: str, knows: Knows) -> bool:
    """Whether an update is the bot's business. What has not the shape of a message is: whoever reads it says so."""
    message = next((found for name in MESSAGES if isinstance(found := update.get(name), dict)), None)
    if message is None or not _in_a_group(message):
        return True
    said = message.get("text") or message.get("caption") or ""
    if not isinstance(said, str) or _answers(message, bot_id):
        return True
    if said.startswith("/"):
        word, at, whose = said[1:].split(maxsplit=1)[0].partition("@") if said[1:].strip() else ("", "", "")
        return whose.casefold() == username.casefold() if at else knows(word)
    return mention_of(username).search(said) is not None


def without_mention(text: str, username: str) -> str:
    """What is said, without the name by which the bot was called."""
    left = mention_of(username).sub(" ", text, count=1) if username else text
    return left.strip(" ,:") if left != text else text


def mention_of(username: str) -> re.Pattern[str]:
    """How a bot is called in a text: user names are of letters, digits and underscores, whatever their case."""
    return re.compile(rf"(?<!\w)@{re.escape(username)}(?!\w)", re.IGNORECASE)


def _in_a_group(message: Mapping[str, Any]) -> bool:
    chat = message.get("chat")
    return isinstance(chat, dict) and chat.get("type") in {"group", "supergroup"}


def _answers(message: Mapping[str, Any], bot_id: str) -> bool:
    """Whether it is a reply to something that the bot wrote."""
    answered = message.get("reply_to_message")
    author = answered.get("from") if isinstance(answered, dict) else None
    return isinstance(author, dict) and str(author.get("id")) == bot_id
