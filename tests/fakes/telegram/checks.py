"""What Telegram checks in a call's parameters before anything happens."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from .errors import bad_request
from .markup import Entity, checked_url, is_unicode, parse_html, trimmed, utf16_length

MAX_TEXT = 4096  # sendMessage: "1-4096 characters after entities parsing"
MAX_CAPTION = 1024  # sendPhoto, sendDocument: "0-1024 characters after entities parsing"
MIN_ALBUM, MAX_ALBUM = 2, 10  # sendMediaGroup: "must include 2-10 items"
MAX_SOURCE_BYTES = 1 << 15  # Client.cpp, get_formatted_text: before parsing
MAX_CALLBACK_DATA = 64  # InlineKeyboardButton: "1-64 bytes"
MAX_CALLBACK_ANSWER = 200  # answerCallbackQuery: "0-200 characters"
MAX_BUTTONS, MAX_ROW = 100, 8  # github.com/tginfo/Telegram-Limits, issue 228
MAX_MARKUP_BYTES = 10_000  # github.com/tginfo/Telegram-Limits, issue 187
MAX_COMMANDS = 100  # setMyCommands: "At most 100 commands can be specified"
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")  # BotCommand


@dataclass(slots=True)
class Upload:
    """A file that came with a call."""

    name: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(slots=True)
class Params:
    """A call's parameters, however they came: query string, form, multipart or JSON."""

    values: dict[str, Any]
    files: dict[str, Upload] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Returns the parameter as text; empty when it was not given."""
        value = self.values.get(name)
        if value is None:
            return ""
        return value if isinstance(value, str) else json.dumps(value)

    def integer(self, name: str, default: int = 0, low: int = -(1 << 53), high: int = 1 << 53) -> int:
        """Returns the number, brought between `low` and `high` as Telegram does; not a number counts as 0."""
        value = self.values.get(name)
        if value is None or value == "":
            return default
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = 0
        return min(max(number, low), high)

    def flag(self, name: str) -> bool:
        """Returns whether the parameter is true: true, yes or 1."""
        value = self.values.get(name)
        return value is True or str(value).lower() in ("true", "yes", "1")

    def data(self, name: str, refusal: str) -> Any:
        """Returns a JSON-serialized parameter's value, None when it was not given; bad JSON is refused."""
        value = self.values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except ValueError:
                raise bad_request(refusal) from None
        return value


def formatted(params: Params, name: str, entities_name: str) -> tuple[str, list[Entity]]:
    """Returns a parameter's plain text and entities, after its parse_mode."""
    source = params.text(name)
    if not is_unicode(source):
        raise bad_request("strings must be encoded in UTF-8")
    if len(source.encode()) > MAX_SOURCE_BYTES:
        raise bad_request("text is too long")
    mode = params.text("parse_mode").lower()
    if not source or mode in ("", "none"):
        given = params.data(entities_name, "can't parse entities JSON object") or []
        return trimmed(source, given)
    if mode == "html":
        return trimmed(*parse_html(source))
    if mode in ("markdown", "markdownv2"):
        raise NotImplementedError("this fake reads HTML only: Cartera sends nothing else")
    raise bad_request("unsupported parse_mode")


def message_text(params: Params) -> tuple[str, list[Entity]]:
    """Returns the text to send, or refuses it: none, nothing but white space, too long."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(params, "text", "entities")
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    return text, entities


def album(params: Params) -> list[Params]:
    """Returns the items of an album as parameters of their own, or refuses it (sendMediaGroup: 2-10 items of one kind)."""
    media = params.data("media", "can't parse media JSON object")
    if not isinstance(media, list):
        raise bad_request("expected an Array of InputMedia")
    if len(media) < MIN_ALBUM:
        raise bad_request("there are no messages to send" if not media else "media album must include 2-10 items")
    if len(media) > MAX_ALBUM:
        raise bad_request("too many messages to send as an album")
    kinds = {item.get("type") if isinstance(item, dict) else None for item in media}
    if not kinds <= {"photo", "document"}:
        raise bad_request("can't parse InputMedia: unsupported type specified")  # of those that this fake has
    if len(kinds) > 1:
        raise bad_request("document can't be mixed with other media types")
    if any(not item.get("media") for item in media):
        raise bad_request("can't parse InputMedia: media not found")
    return [Params(item, params.files) for item in media]


def caption(params: Params) -> tuple[str, list[Entity]]:
    """Returns the caption, which may be empty, or refuses one that is too long."""
    text, entities = formatted(params, "caption", "caption_entities")
    if utf16_length(text) > MAX_CAPTION:
        raise bad_request("message caption is too long")
    return text, entities


def reply_markup(params: Params) -> dict[str, Any] | None:
    """Returns the reply markup as it is kept with the message; None for none or an empty keyboard."""
    markup = params.data("reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        return markup
    rows = [_row(row) for row in markup["inline_keyboard"]]
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > MAX_BUTTONS or any(len(row) > MAX_ROW for row in rows):
        # Telegram refuses the first and does not show what is over the second: a person would miss a button,
        # so both are an error here.
        raise bad_request("reply markup is too long")
    kept = {"inline_keyboard": rows}
    if len(json.dumps(kept, ensure_ascii=False).encode()) > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    return kept if rows else None


def _row(row: object) -> list[dict[str, Any]]:
    if not isinstance(row, list):
        raise bad_request('Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    return [_button(button) for button in row]


def _button(button: object) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    if "text" not in button:
        raise bad_request("can't parse inline keyboard button: Can't find field \"text\"")
    actions = ("url", "callback_data", "login_url", "web_app", "copy_text", "pay", "callback_game")
    switches = [name for name in button if name.startswith("switch_inline_query")]
    if not switches and not any(button.get(action) for action in actions):
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if not str(button["text"]).strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("url"):
        address = checked_url(button["url"])
        if address is None:
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
        return {**button, "url": address}
    if len(str(button.get("callback_data", "")).encode()) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    return button


def commands(params: Params) -> list[dict[str, str]]:
    """Returns the commands to set (`set_commands` in BotCommand.cpp; the server checks the letters)."""
    given = params.data("commands", "can't parse commands JSON object") or []
    if not isinstance(given, list):
        raise bad_request("expected an Array of BotCommand")
    if len(given) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_command(command) for command in given]


def _command(command: object) -> dict[str, str]:
    if not isinstance(command, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in ("command", "description"):
        if name not in command:
            raise bad_request(f"can't parse BotCommand: Can't find field \"{name}\"")
    name, description = str(command["command"]).strip().removeprefix("/"), str(command["description"]).strip()
    if not name:
        raise bad_request("command must be non-empty")
    if len(name) > 32:
        raise bad_request("command length must not exceed 32")
    if not description:
        raise bad_request("command description must be non-empty")
    if len(description) > 256:
        raise bad_request("command description length must not exceed 256")
    if not _COMMAND.fullmatch(name):
        raise bad_request("BOT_COMMAND_INVALID")
    return {"command": name, "description": description}
