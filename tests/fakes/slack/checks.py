"""What Slack checks in a call's content before anything happens."""

import copy
import json
import re
from typing import Any

from . import blocks
from .errors import Refused, invalid
from .markup import Raw
from .problems import Problems
from .wire import Params

MAX_TEXT = (
    40_000  # chat.postMessage: text longer than this is cut off; refused here, since a person would miss the rest
)
MAX_UPDATE = 4_000  # chat.update: msg_too_long
MAX_TITLE, MAX_METADATA, MAX_NAME = 24, 3000, 255
_LINK = re.compile(r"https?://[^\s\"|<>]+")
_VIEW_FIELDS = {
    "modal": (("type", "title", "blocks"), (
        "submit", "close", "private_metadata", "callback_id", "external_id", "clear_on_close", "notify_on_close",
        "submit_disabled",
    )),
    "home": (("type", "blocks"), ("private_metadata", "callback_id", "external_id")),
}  # fmt: skip


def content(params: Params, max_text: int) -> Raw:
    """Returns a message's text, blocks and attachments, or refuses them."""
    text = params.text("text")
    if len(text) > max_text:
        raise Refused("msg_too_long")
    kept: Raw = {"text": text}
    given = params.data("blocks", "invalid_blocks_format")
    if given is not None:
        kept["blocks"] = message_blocks(given)
    attachments = params.data("attachments", "invalid_attachments")
    if attachments:
        kept["attachments"] = attachments
    if params.text("mrkdwn").lower() == "false":
        kept["mrkdwn"] = False
    if not text.strip() and not kept.get("blocks") and not attachments:
        raise Refused("no_text")
    return kept


def unfurled(params: Params, kept: Raw) -> list[str]:
    """Returns the links that Slack fetches for a preview as soon as the message stands, unless told not to."""
    if all(str(params.values.get(name)).lower() in ("false", "0") for name in ("unfurl_links", "unfurl_media")):
        return []
    return _LINK.findall(json.dumps(kept, ensure_ascii=False))


def message_blocks(given: Any) -> list[Raw]:
    """Returns a message's blocks or refuses them."""
    if not isinstance(given, list):
        raise Refused("invalid_blocks_format")
    kept, problems = blocks.checked(copy.deepcopy(given), "message")
    if problems:
        raise invalid("invalid_blocks", problems)
    if sum(block["type"] == "table" for block in kept) > 1:
        raise invalid("invalid_attachments", ["only_one_table_allowed"])
    if blocks.letters(kept) > blocks.MAX_ALL:
        raise Refused("msg_blocks_too_long")
    return kept


def view(given: Any, kind: str) -> Raw:
    """Returns a view or refuses it. `kind` is what it has to be: modal or home."""
    if not isinstance(given, dict):
        raise invalid("invalid_arguments", ["must provide an object [json-pointer:/view]"])
    kept = copy.deepcopy(given)
    found = Problems()
    if kept.get("type") != kind:
        raise invalid("invalid_arguments", [f"must be {kind} [json-pointer:/view/type]"])
    if found.object(kept, "/view", *_VIEW_FIELDS[kind]):
        for name in ("title", "submit", "close"):
            found.text(kept, name, "/view", MAX_TITLE)
        found.optional(kept, "private_metadata", "/view", MAX_METADATA)
        found.optional(kept, "callback_id", "/view", MAX_NAME)
        found.optional(kept, "external_id", "/view", MAX_NAME)
        kept["blocks"], problems = blocks.checked(kept["blocks"], kind, "/view/blocks")
        found.found += problems
        inputs = any(isinstance(block, dict) and block.get("type") == "input" for block in kept["blocks"])
        if kind == "modal" and inputs and "submit" not in kept:
            found.add("/view", "`submit` is required when an `input` is within blocks")
    if found.found:
        raise invalid("invalid_arguments", found.found)
    return kept
