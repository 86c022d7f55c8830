"""A reply as plain text, for whoever has neither buttons nor markup."""

from collections.abc import Mapping
from typing import Any

from bot.platforms.plain_text import cells, lines_of
from handlers.kit.format.texts import Voice
from handlers.kit.messages.reply import Reply

OPTIONS = 8
"""Of a question that the reply asks: what can be answered."""


def plain(reply: Reply, voice: Voice, *, options: bool = False) -> str:
    """The blocks of a reply, an empty line between two; with `options`, what can be chosen, a line each."""
    payload = reply.payload(voice)
    parts = [_block(kind, content) for kind, content in payload["blocks"]]
    if options:
        parts.append("\n".join(f"- {choice['label']}" for choice in payload["choices"][:OPTIONS]))
    return "\n\n".join(part for part in parts if part)


def _block(kind: str, content: Any) -> str:  # noqa: ANN401 - JSON, as the outbox keeps it
    match kind:
        case "facts":
            return "\n".join(f"{name}: {value}" for name, value in content)
        case "entries":
            return lines_of(content)
        case "table":
            return "\n".join(" | ".join(row) for row in cells(content))
        case _ if isinstance(content, Mapping):
            return str(content.get("alternative") or content.get("text", ""))
        case _:
            return str(content)
