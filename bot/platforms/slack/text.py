"""Text as people meant it, from what Slack makes of it, and back without anything that Slack would act on."""

import re
from collections.abc import Callable
from typing import Any

from bot.platforms.base import storable

COMMAND = "/cartera"
"""The one slash command: Slack takes no other (docs/slack-manifest.yaml)."""

Knows = Callable[[str], bool]
"""Whether there is a command of this word."""

Undone = tuple[str, dict[str, str]]
"""A text, and the account that each mention in it stands for."""

_TOKEN = re.compile(r"<([^<>\n]+)>")
"""What Slack encodes: links, mentions, channels, groups, dates (docs.slack.dev/messaging/formatting-message-text)."""

_FENCE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_STYLES = tuple(
    re.compile(rf"(?<![\w{mark}]){mark}(?=[^\s{mark}])([^{mark}\n]*[^\s{mark}]){mark}(?![\w{mark}])")
    for mark in (r"\*", "_", "~")
)
"""*Bold*, _italic_ and ~struck~: only around whole words, as Slack shows them; 3*4*5 and one_two_three are what they are."""

_QUOTED = re.compile(r"^> ?", re.MULTILINE)
_TYPOGRAPHY = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "\u00a0": " "}
)

_COMMANDS = re.compile(r"(?<![\w/:.<])/(\w+)(?![\w/])")

_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def as_typed_here(said: Any, knows: Knows) -> Any:  # noqa: ANN401 - JSON of the outbox, or a text
    """What is said, with commands as they are typed in Slack: /cartera undo for /undo, which Slack would refuse."""
    if isinstance(said, str):
        return (
            _COMMANDS.sub(lambda found: f"{COMMAND} {found[1]}" if knows(found[1]) else found[0], said)
            if "/" in said
            else said
        )
    if isinstance(said, dict):
        return {name: as_typed_here(part, knows) for name, part in said.items()}
    return [as_typed_here(part, knows) for part in said] if isinstance(said, list | tuple) else said


def escape(text: str) -> str:
    """A text in which Slack sees no mention, no link and no command (docs.slack.dev/messaging/formatting-message-text#escaping)."""
    return text.translate(_ESCAPED)


def unescape(text: str) -> str:
    """A text as it was before Slack, or `escape`, encoded it."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def is_marked(text: str) -> bool:
    """Whether Slack would take something in this text for a mark of style, a quote or code."""
    return _unmarked(text) != text or text.startswith(">") or "\n>" in text


def undone(text: str, bot_user: str = "") -> Undone:
    """What a person meant to write, without the marks that Slack adds or keeps.

    A mention of a colleague stays as a marker, and is listed with its account; the bot's own name before the message is
    how it is called, and no part of it.
    """
    mentions: dict[str, str] = {}
    if bot_user:
        text = re.sub(rf"^\s*<@{re.escape(bot_user)}(\|[^<>]*)?>[\s,:]*", "", text)
    if "<" in text:
        text = _TOKEN.sub(lambda found: _plain(found[1], mentions), text)
    # The markers of mentions are no markup of people's; all else in angle brackets still stands as &lt; here.
    text = _unmarked(text)
    text = unescape(text)
    if "> " in text[:2] or "\n>" in text:
        text = _QUOTED.sub("", text)
    return storable(text.translate(_TYPOGRAPHY)).strip(), mentions


def _plain(token: str, mentions: dict[str, str]) -> str:
    """One encoded thing as people see it."""
    target, _bar, label = token.partition("|")
    if target.startswith("@"):
        marker = f"<{target}>"
        mentions[marker] = target[1:]
        return marker
    if target.startswith("#"):
        return f"#{label}" if label else ""
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    return label or target.removeprefix("mailto:").removeprefix("tel:")


def _unmarked(text: str) -> str:
    """Without marks of code and of style."""
    if not any(mark in text for mark in "*_~`"):
        return text
    text = _CODE.sub(r"\1", _FENCE.sub(r"\1", text))
    for style in _STYLES:
        text = style.sub(r"\1", text)
    return text
